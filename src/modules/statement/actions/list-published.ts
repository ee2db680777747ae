/** The sentences that were in force in a stretch of time, for whoever asks what they rest on. */
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { listClaimsOfStatements, listInForceBetween, type PublishedClaim } from '../store.ts'

export type { PublishedClaim }

/** Promises and options that were in force between two instants, both included: in the wished language, else in all. */
export async function listPublishedClaims(
  tx: TenantTx,
  locale: Locale,
  from: Date,
  until: Date,
): Promise<PublishedClaim[]> {
  const statements = await listInForceBetween(tx, locale, from, until)
  return listClaimsOfStatements(
    tx,
    statements.map(({ id }) => id),
  )
}
