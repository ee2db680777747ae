/** The SQL on certificates. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import { certificateFact, type Certified } from '../fact.ts'
import { isInScope, type CertificateDays } from '../rules.ts'

export interface CertificateRow {
  readonly id: string
  readonly framework: string
  readonly body: string
  readonly number: string
  readonly scope: string
  readonly soa_id: string | null
  readonly valid_from: string
  readonly valid_to: string
  readonly blob_key: string
  readonly file_name: string
  readonly media_type: string
  readonly file_bytes: number
  readonly file_sha256: Buffer
  readonly recorded_by: string | null
  readonly recorded_at: Date
  readonly withdrawn_at: Date | null
  readonly withdrawn_reason: string | null
  /** What a second person said to it as evidence. */
  readonly review: 'in_review' | 'accepted' | 'rejected'
  /** Of the Statement of Applicability that it names; null when it names none. */
  readonly soa_scope: string | null
  /** Of the one in force; null where none is. */
  readonly scope_in_force: string | null
  /** When they accepted it. */
  readonly accepted_at: Date | null
}

const anySource = 'beleg/certificate/'

/** As which source the certificates for a framework are evidence; the id of one there is its own. */
export function certificateSource(framework: string): string {
  return `${anySource}${framework}`
}

const columns = sql`id, framework, body, number, scope, soa_id, to_char(valid_from, 'YYYY-MM-DD') as valid_from,
  to_char(valid_to, 'YYYY-MM-DD') as valid_to, blob_key, file_name, media_type, file_bytes::int as file_bytes,
  file_sha256, recorded_by, recorded_at, withdrawn_at, withdrawn_reason,
  coalesce((select e.state from beleg.evidence e
    where e.tenant_id = certificates.tenant_id and e.source_system = ${anySource} || certificates.framework
      and e.source_id = certificates.id::text), 'in_review') as review,
  (select e.accepted_at from beleg.evidence e
    where e.tenant_id = certificates.tenant_id and e.source_system = ${anySource} || certificates.framework
      and e.source_id = certificates.id::text) as accepted_at,
  (select v.scope from beleg.soa_versions v
    where v.tenant_id = certificates.tenant_id and v.id = certificates.soa_id) as soa_scope,
  (select v.scope from beleg.soa_versions v
    where v.tenant_id = certificates.tenant_id and v.state = 'approved') as scope_in_force`

/** The one that ends last comes first. */
export async function listCertificateRows(tx: TenantTx): Promise<CertificateRow[]> {
  const { rows } = await sql<CertificateRow>`
    select ${columns} from beleg.certificates where tenant_id = ${tx.tenantId}
    order by valid_to desc, recorded_at desc, id`.execute(tx.db)
  return rows
}

/** One certificate. */
export async function findCertificate(tx: TenantTx, id: string): Promise<CertificateRow | null> {
  const { rows } = await sql<CertificateRow>`
    select ${columns} from beleg.certificates where tenant_id = ${tx.tenantId} and id = ${id} for update`.execute(tx.db)
  return rows[0] ?? null
}

/** @throws DatabaseError of `certificates_number` when it is recorded already */
export async function insertCertificate(
  tx: TenantTx,
  row: Omit<
    CertificateRow,
    'withdrawn_at' | 'withdrawn_reason' | 'review' | 'accepted_at' | 'soa_scope' | 'scope_in_force'
  >,
): Promise<void> {
  await sql`
    insert into beleg.certificates (tenant_id, id, framework, body, number, scope, soa_id, valid_from, valid_to, blob_key,
      file_name, media_type, file_bytes, file_sha256, recorded_by, recorded_at)
    values (${tx.tenantId}, ${row.id}, ${row.framework}, ${row.body}, ${row.number}, ${row.scope}, ${row.soa_id},
      ${row.valid_from}::date, ${row.valid_to}::date, ${row.blob_key}, ${row.file_name}, ${row.media_type},
      ${row.file_bytes}, ${row.file_sha256}, ${row.recorded_by}, ${row.recorded_at})`.execute(tx.db)
}

/** Says that it holds no longer. */
export async function updateWithdrawn(tx: TenantTx, id: string, at: Date, reason: string): Promise<void> {
  await sql`
    update beleg.certificates set withdrawn_at = ${at}, withdrawn_reason = ${reason}
    where tenant_id = ${tx.tenantId} and id = ${id} and withdrawn_at is null`.execute(tx.db)
}

/** The days of a certificate and what was said to it, as the rules take them. */
export function daysOf(row: CertificateRow): CertificateDays {
  return {
    validFrom: row.valid_from,
    validTo: row.valid_to,
    withdrawnAt: row.withdrawn_at,
    review: row.review,
    covers: isInScope(row.soa_scope, row.scope_in_force),
  }
}

/** The last accepted word about each certification. */
export async function listLastCertified(tx: TenantTx): Promise<Certified[]> {
  const { rows } = await sql<{ data: Certified }>`
    select distinct on (f.subject_id) f.data from beleg.facts f
    join beleg.evidence e on e.tenant_id = f.tenant_id and e.id = f.evidence_id
    where f.tenant_id = ${tx.tenantId} and f.type = ${certificateFact.type} and e.state = 'accepted'
      and e.source_system = ${anySource} || (f.data ->> 'framework')
    order by f.subject_id, f.observed_at desc`.execute(tx.db)
  return rows.map(({ data }) => data)
}
