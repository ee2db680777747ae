/** What changed about the published statement, for whoever follows it. */
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import {
  listPublishedWordings,
  listStatusChanges,
  type PublishedWording,
  type StatusChange,
} from '../store/public-change.ts'

export type { PublishedWording, StatusChange }

export interface PublicChanges {
  readonly statuses: readonly StatusChange[]
  readonly wordings: readonly PublishedWording[]
}

/** The last changes of status in the statement in force, and the last versions in its language; newest first. */
export async function listPublicChanges(
  tx: TenantTx,
  statement: { readonly id: string; readonly locale: Locale },
  most: number,
): Promise<PublicChanges> {
  return {
    statuses: await listStatusChanges(tx, statement.id, most),
    wordings: await listPublishedWordings(tx, statement.locale, most),
  }
}
