/** The SQL on what changed in public: statuses of published sentences, and versions. */
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Status } from '#core/vocabulary.ts'
import { sql } from 'kysely'

export interface StatusChange {
  readonly claimId: string
  readonly text: string
  readonly from: Status
  readonly to: Status
  readonly at: Date
}

/**
 * The last changes of status of the sentences in force in a language, newest first, as they became known: what was only
 * learned afterwards about a time that had passed changed nothing that was shown.
 */
export async function listStatusChanges(tx: TenantTx, statementId: string, most: number): Promise<StatusChange[]> {
  const { rows } = await sql<StatusChange>`
    select claim_id as "claimId", text, before as "from", status as "to", at from (
      select j.claim_id, c.text, j.status, j.known_from as at,
        lag(j.status) over (partition by j.claim_id order by j.known_from, j.from_at) as before
      from judgements j
      join claims c on c.tenant_id = j.tenant_id and c.id = j.claim_id
      where j.tenant_id = ${tx.tenantId}::uuid and c.statement_id = ${statementId}::uuid
        and (j.to_at is null or j.to_at > j.known_from)
    ) shown
    where before is distinct from status and before is not null
    order by at desc, claim_id
    limit ${most}`.execute(tx.db)
  return rows
}

export interface PublishedWording {
  readonly id: string
  readonly title: string
  readonly bodyHash: Buffer
  readonly publishedAt: Date
}

/** The last versions of the statement in a language, newest first. */
export async function listPublishedWordings(tx: TenantTx, locale: Locale, most: number): Promise<PublishedWording[]> {
  const { rows } = await sql<PublishedWording>`
    select id, title, body_hash as "bodyHash", published_at as "publishedAt" from statements
    where tenant_id = ${tx.tenantId}::uuid and locale = ${locale} and published_at is not null
    order by published_at desc, id
    limit ${most}`.execute(tx.db)
  return rows
}
