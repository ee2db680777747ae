/** The SQL on requests. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { awaitTurn } from '#platform/database/turn.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { sql } from 'kysely'
import type { RequestState, Wish } from '../contract.ts'

export interface RequestRow {
  readonly id: string
  readonly source: 'public' | 'staff'
  readonly locale: Locale
  readonly asked: Buffer | null
  readonly email_index: Buffer | null
  readonly domain_index: Buffer
  readonly network_index: Buffer | null
  readonly wants: Wish
  readonly frameworks: readonly string[]
  readonly offer_id: string | null
  readonly contract_id: string | null
  readonly asked_at: Date
  readonly confirm_hash: Buffer
  readonly confirmed_at: Date | null
  readonly signatory: Buffer | null
  readonly signatory_index: Buffer | null
  readonly sign_hash: Buffer | null
  readonly nda_id: string | null
  readonly certificate_ids: readonly string[]
  readonly assessment: Buffer | null
  readonly answer: Buffer | null
  readonly answered_at: Date | null
  readonly entered_by: string | null
  readonly proposed_by: string | null
  readonly decided_by: string | null
  readonly reminded_at: Date | null
  readonly mail_ids: readonly string[]
  readonly erased_at: Date | null
}

const columns = sql`r.id, r.source, r.locale, r.asked, r.email_index, r.domain_index, r.network_index, r.wants,
  r.frameworks, r.offer_id, r.contract_id, r.asked_at, r.confirm_hash, r.confirmed_at, r.signatory, r.signatory_index,
  r.sign_hash, r.nda_id, r.certificate_ids, r.assessment, r.answer, r.answered_at, r.entered_by, r.proposed_by,
  r.decided_by, r.reminded_at, r.mail_ids, r.erased_at`

/** Its case, as far as a request needs it. */
export interface CasedRow extends RequestRow {
  readonly number: number | null
  readonly state: RequestState
  readonly submitted_by: string | null
  readonly closed_at: Date | null
  readonly due_at: Date | null
}

const cased = sql`${columns}, c.number, coalesce(c.state, 'requested') as state, c.submitted_by, c.closed_at, k.due_at
  from attestation_requests r
  left join cases c on c.tenant_id = r.tenant_id and c.id = r.id
  left join case_clocks k on k.tenant_id = r.tenant_id and k.case_id = r.id and k.name = 'answer' and k.stopped_at is null`

/** Newest first; what nobody confirmed is shown only if staff entered it. */
export async function listRequestRows(
  tx: TenantTx,
  given: { readonly before: { readonly at: Date; readonly id: string } | null; readonly limit: number },
): Promise<CasedRow[]> {
  const { before, limit } = given
  const { rows } = await sql<CasedRow>`
    select ${cased}
    where r.tenant_id = ${tx.tenantId}::uuid and c.id is not null
      and (${before === null} or (r.asked_at, r.id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    order by r.asked_at desc, r.id desc limit ${limit}`.execute(tx.db)
  return rows
}

/** A request with its case; undefined for one that is none yet. */
export async function findRequest(tx: TenantTx, id: string): Promise<CasedRow | undefined> {
  const { rows } = await sql<CasedRow>`
    select ${cased} where r.tenant_id = ${tx.tenantId}::uuid and r.id = ${id}::uuid and c.id is not null`.execute(tx.db)
  return rows[0]
}

/** Holds a request until the end of the transaction; with a case or without. */
export async function lockRequest(
  tx: TenantTx,
  by: { readonly id: string } | { readonly confirmHash: Buffer } | { readonly signHash: Buffer },
): Promise<RequestRow | undefined> {
  const which =
    'id' in by
      ? sql`r.id = ${by.id}::uuid`
      : 'confirmHash' in by
        ? sql`r.confirm_hash = ${by.confirmHash}`
        : sql`r.sign_hash = ${by.signHash}`
  const { rows } = await sql<RequestRow>`
    select ${columns} from attestation_requests r where r.tenant_id = ${tx.tenantId}::uuid and ${which} for update`.execute(
    tx.db,
  )
  return rows[0]
}

/** Other requests of the same organisation that became cases, newest first; at most 20. */
export async function listOfDomain(
  tx: TenantTx,
  given: { readonly domainIndex: Buffer; readonly except: string | null },
): Promise<CasedRow[]> {
  const { rows } = await sql<CasedRow>`
    select ${cased}
    where r.tenant_id = ${tx.tenantId}::uuid and r.domain_index = ${given.domainIndex} and r.id is distinct from ${given.except}::uuid
      and c.id is not null
    order by r.asked_at desc limit 20`.execute(tx.db)
  return rows
}

/** When an organisation was given something, newest first; at most 20. */
export async function listIssuedTo(tx: TenantTx, domainIndex: Buffer): Promise<Date[]> {
  const { rows } = await sql<{ issued_at: Date }>`
    select k.issued_at from attestation_copies k
    join attestation_requests r on r.tenant_id = k.tenant_id and r.id = k.request_id
    where k.tenant_id = ${tx.tenantId}::uuid and r.domain_index = ${domainIndex}
    order by k.issued_at desc limit 20`.execute(tx.db)
  return rows.map(({ issued_at: at }) => at)
}

/** Writes a new request. Whoever sends one at the same time waits, so that the limits count. */
export async function insertRequest(
  tx: TenantTx,
  row: Pick<
    RequestRow,
    | 'id'
    | 'source'
    | 'locale'
    | 'asked'
    | 'email_index'
    | 'domain_index'
    | 'network_index'
    | 'wants'
    | 'frameworks'
    | 'offer_id'
    | 'asked_at'
    | 'confirm_hash'
    | 'entered_by'
    | 'mail_ids'
  >,
): Promise<void> {
  await sql`
    insert into attestation_requests (tenant_id, id, source, locale, asked, email_index, domain_index, network_index,
      wants, frameworks, offer_id, asked_at, confirm_hash, certificate_ids, entered_by, mail_ids)
    values (${tx.tenantId}::uuid, ${row.id}::uuid, ${row.source}, ${row.locale}, ${row.asked}, ${row.email_index},
      ${row.domain_index}, ${row.network_index}, ${row.wants}, ${[...row.frameworks]}::text[], ${row.offer_id}::uuid,
      ${row.asked_at}, ${row.confirm_hash}, '{}', ${row.entered_by}::uuid,
      ${[...row.mail_ids]}::uuid[])`.execute(tx.db)
}

/** How many came lately from a network, from an address, and at all. */
export async function countRecent(
  tx: TenantTx,
  given: {
    readonly networkIndex: Buffer
    readonly emailIndex: Buffer
    readonly sinceHour: Date
    readonly sinceDay: Date
  },
): Promise<{ network: number; address: number; tenant: number }> {
  await awaitTurn(tx, `attestation ${tx.tenantId}`)
  const { rows } = await sql<{ network: number; address: number; tenant: number }>`
    select count(*) filter (where network_index = ${given.networkIndex} and asked_at > ${given.sinceHour})::int as network,
      count(*) filter (where email_index = ${given.emailIndex})::int as address, count(*)::int as tenant
    from attestation_requests
    where tenant_id = ${tx.tenantId}::uuid and source = 'public' and asked_at > ${given.sinceDay}`.execute(tx.db)
  return rows[0] ?? { network: 0, address: 0, tenant: 0 }
}

/** Writes everything of a locked request that can change. */
export async function updateRequest(tx: TenantTx, row: RequestRow): Promise<void> {
  await sql`
    update attestation_requests set asked = ${row.asked}, email_index = ${row.email_index},
      network_index = ${row.network_index}, contract_id = ${row.contract_id}::uuid, confirmed_at = ${row.confirmed_at},
      signatory = ${row.signatory}, signatory_index = ${row.signatory_index}, sign_hash = ${row.sign_hash},
      nda_id = ${row.nda_id}::uuid, certificate_ids = ${[...row.certificate_ids]}::uuid[],
      assessment = ${row.assessment}, answer = ${row.answer}, answered_at = ${row.answered_at},
      proposed_by = ${row.proposed_by}::uuid, decided_by = ${row.decided_by}::uuid, reminded_at = ${row.reminded_at},
      mail_ids = ${[...row.mail_ids]}::uuid[], erased_at = ${row.erased_at}
    where tenant_id = ${tx.tenantId}::uuid and id = ${row.id}::uuid`.execute(tx.db)
}

/** Forgets what nobody confirmed in time. */
export async function deleteUnconfirmed(tx: TenantTx, askedBefore: Date): Promise<void> {
  await sql`
    delete from attestation_requests r
    where r.tenant_id = ${tx.tenantId}::uuid and r.confirmed_at is null and r.asked_at < ${askedBefore}
      and not exists (select from cases c where c.tenant_id = r.tenant_id and c.id = r.id)`.execute(tx.db)
}

/** Requests whose answer is due before an instant, and of which nobody was reminded. */
export async function listToRemind(tx: TenantTx, dueBefore: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from attestation_requests r
    join case_clocks k on k.tenant_id = r.tenant_id and k.case_id = r.id and k.name = 'answer'
    where r.tenant_id = ${tx.tenantId}::uuid and r.reminded_at is null and k.stopped_at is null
      and k.due_at < ${dueBefore} order by k.due_at limit 200`.execute(tx.db)
  return rows.map(({ id }) => id)
}

/** Requests of somebody, or with somebody named to sign, by the index of the address. */
export async function listRequestsNaming(tx: TenantTx, emailIndex: Buffer): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from attestation_requests
    where tenant_id = ${tx.tenantId}::uuid and (email_index = ${emailIndex} or signatory_index = ${emailIndex})`.execute(
    tx.db,
  )
  return rows.map(({ id }) => id)
}
