/** The SQL on Statements of Applicability. */
import type { Status } from '#core/vocabulary.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { awaitTurn } from '#platform/database/turn.ts'
import { sql } from 'kysely'
import type { Declaration, InclusionReason } from '../contract/soa.ts'

export interface SoaVersionRow {
  readonly id: string
  readonly number: number
  readonly state: 'draft' | 'approved' | 'superseded' | 'discarded'
  readonly scope: string
  readonly revision: number
  readonly edited_by: readonly string[]
  readonly created_by: string | null
  readonly created_at: Date
  readonly decided_by: string | null
  readonly decided_at: Date | null
  readonly decision_reason: string | null
  readonly review_by: string | null
}

export interface SoaControlRow {
  readonly control_id: string
  readonly applicable: boolean | null
  readonly reasons: readonly InclusionReason[]
  readonly exclusion_reason: string | null
  readonly declared: Declaration | null
  readonly owner_id: string | null
  readonly links: readonly string[]
  readonly note: string | null
  readonly approved_status: Status | null
}

const versionColumns = sql`id, number, state, scope, revision, edited_by, created_by, created_at, decided_by, decided_at,
  decision_reason, to_char(review_by, 'YYYY-MM-DD') as review_by`
const rowColumns = sql`control_id, applicable, reasons, exclusion_reason, declared, owner_id, links, note, approved_status`

/** Newest first. */
export async function listVersions(tx: TenantTx): Promise<SoaVersionRow[]> {
  const { rows } = await sql<SoaVersionRow>`
    select ${versionColumns} from beleg.soa_versions where tenant_id = ${tx.tenantId} order by number desc`.execute(
    tx.db,
  )
  return rows
}

/** One version; with `forUpdate` others who change it wait. */
export async function findVersion(
  tx: TenantTx,
  soaId: string,
  { forUpdate = false } = {},
): Promise<SoaVersionRow | null> {
  const { rows } = await sql<SoaVersionRow>`
    select ${versionColumns} from beleg.soa_versions
    where tenant_id = ${tx.tenantId} and id = ${soaId} ${forUpdate ? sql`for update` : sql``}`.execute(tx.db)
  return rows[0] ?? null
}

/** The version in force; null before the first. */
export async function findInForce(tx: TenantTx): Promise<SoaVersionRow | null> {
  const { rows } = await sql<SoaVersionRow>`
    select ${versionColumns} from beleg.soa_versions
    where tenant_id = ${tx.tenantId} and state = 'approved'`.execute(tx.db)
  return rows[0] ?? null
}

/** Its rows, in no order. */
export async function listRows(tx: TenantTx, soaId: string): Promise<SoaControlRow[]> {
  const { rows } = await sql<SoaControlRow>`
    select ${rowColumns} from beleg.soa_rows where tenant_id = ${tx.tenantId} and soa_id = ${soaId}`.execute(tx.db)
  return rows
}

/** Of two who begin a draft at once the second waits until the first one's transaction ends. */
export async function takeTurn(tx: TenantTx): Promise<void> {
  await awaitTurn(tx, `soa ${tx.tenantId}`)
}

/** Writes a draft under the next number; `takeTurn` comes first. */
export async function insertVersion(
  tx: TenantTx,
  given: { id: string; scope: string; by: string | null; at: Date },
): Promise<void> {
  await sql`
    insert into beleg.soa_versions (tenant_id, id, number, state, scope, revision, edited_by, created_by, created_at)
    select ${tx.tenantId}, ${given.id}, coalesce(max(number), 0) + 1, 'draft', ${given.scope}, 1,
      ${given.by === null ? [] : [given.by]}::uuid[], ${given.by}, ${given.at}
    from beleg.soa_versions where tenant_id = ${tx.tenantId}`.execute(tx.db)
}

/** Adds rows, or replaces what people decided in them. */
export async function putRows(
  tx: TenantTx,
  soaId: string,
  rows: readonly Omit<SoaControlRow, 'approved_status'>[],
): Promise<void> {
  if (rows.length === 0) return
  const values = rows.map(
    (row) =>
      sql`(${tx.tenantId}, ${soaId}, ${row.control_id}, ${row.applicable}::boolean, ${row.reasons}::text[],
        ${row.exclusion_reason}::text, ${row.declared}::text, ${row.owner_id}::uuid, ${row.links}::text[], ${row.note}::text)`,
  )
  await sql`
    insert into beleg.soa_rows
      (tenant_id, soa_id, control_id, applicable, reasons, exclusion_reason, declared, owner_id, links, note)
    values ${sql.join(values)}
    on conflict (tenant_id, soa_id, control_id) do update set
      applicable = excluded.applicable, reasons = excluded.reasons, exclusion_reason = excluded.exclusion_reason,
      declared = excluded.declared, owner_id = excluded.owner_id, links = excluded.links, note = excluded.note`.execute(
    tx.db,
  )
}

/** Counts a change and who made it. */
export async function updateRevision(tx: TenantTx, soaId: string, by: string | null): Promise<void> {
  await sql`
    update beleg.soa_versions set revision = revision + 1,
      edited_by = case when ${by}::uuid is null or ${by}::uuid = any (edited_by) then edited_by
        else edited_by || ${by}::uuid end
    where tenant_id = ${tx.tenantId} and id = ${soaId}`.execute(tx.db)
}

/** Takes the version in force out of it; returns its id. */
export async function supersedeInForce(tx: TenantTx, at: Date): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    update beleg.soa_versions set state = 'superseded', superseded_at = ${at}
    where tenant_id = ${tx.tenantId} and state = 'approved' returning id`.execute(tx.db)
  return rows[0]?.id ?? null
}

/** Puts a draft in force, and keeps what evidence said of each control then. */
export async function updateApproved(
  tx: TenantTx,
  soaId: string,
  given: { by: string; at: Date; reason: string; reviewBy: string; statuses: ReadonlyMap<string, Status> },
): Promise<void> {
  await sql`
    update beleg.soa_versions set state = 'approved', decided_by = ${given.by}, decided_at = ${given.at},
      decision_reason = ${given.reason}, review_by = ${given.reviewBy}::date
    where tenant_id = ${tx.tenantId} and id = ${soaId}`.execute(tx.db)
  await sql`
    update beleg.soa_rows r set approved_status = s.status
    from unnest(${[...given.statuses.keys()]}::text[], ${[...given.statuses.values()]}::text[]) s (control_id, status)
    where r.tenant_id = ${tx.tenantId} and r.soa_id = ${soaId} and r.control_id = s.control_id`.execute(tx.db)
}

/** Gives a draft up. */
export async function updateDiscarded(tx: TenantTx, soaId: string): Promise<void> {
  await sql`
    update beleg.soa_versions set state = 'discarded'
    where tenant_id = ${tx.tenantId} and id = ${soaId} and state = 'draft'`.execute(tx.db)
}

/** The hash of what was last stated about the declaration; null before the first time. */
export async function findLastDeclared(tx: TenantTx, source: string): Promise<Buffer | null> {
  const { rows } = await sql<{ body_hash: Buffer }>`
    select body_hash from beleg.evidence where tenant_id = ${tx.tenantId} and source_system = ${source}
    order by recorded_at desc limit 1`.execute(tx.db)
  return rows[0]?.body_hash ?? null
}
