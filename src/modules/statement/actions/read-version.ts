/** A version that was published, for whoever has its number. */
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { findPublishedVersion, listClaims, type VersionClaim } from '../store/version.ts'

export type { VersionClaim }

export interface PublishedVersion {
  readonly locale: Locale
  readonly version: number
  readonly title: string
  readonly body: string
  readonly bodyHash: Buffer
  readonly publishedAt: Date
  readonly supersededAt: Date | null
  readonly claims: readonly VersionClaim[]
}

/** Null when there is none of that number, or it was never published. */
export async function readPublishedVersion(
  tx: TenantTx,
  locale: Locale,
  version: number,
): Promise<PublishedVersion | null> {
  const row = await findPublishedVersion(tx, locale, version)
  if (row === undefined || row.published_at === null) return null
  return {
    locale: row.locale,
    version: row.version,
    title: row.title,
    body: row.body,
    bodyHash: row.body_hash,
    publishedAt: row.published_at,
    supersededAt: row.superseded_at,
    claims: await listClaims(tx, row.id),
  }
}
