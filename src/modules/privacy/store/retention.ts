/** SQL on the period for which the ledger keeps payloads, and on letting them expire. */
import type { PlatformTx, TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

export interface RuleRow {
  readonly id: string
  readonly years: number | null
  readonly state: 'requested' | 'in_force' | 'superseded' | 'refused' | 'withdrawn'
  readonly reason: string
  readonly requested_by: string
  readonly requested_at: Date
  readonly decided_by: string | null
  readonly decided_at: Date | null
}

const columns = sql`id, years, state, reason, requested_by, requested_at, decided_by, decided_at`

/** The rule in force and those that are proposed, oldest first. */
export async function listLiveRules(tx: TenantTx): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select ${columns} from beleg.retention_rules
    where tenant_id = ${tx.tenantId} and state in ('in_force', 'requested') order by id`.execute(tx.db)
  return rows
}

/** Reads a rule and locks it: it is decided once. */
export async function lockRule(tx: TenantTx, ruleId: string): Promise<RuleRow | null> {
  const { rows } = await sql<RuleRow>`
    select ${columns} from beleg.retention_rules
    where tenant_id = ${tx.tenantId} and id = ${ruleId} for update`.execute(tx.db)
  return rows[0] ?? null
}

/** @throws DatabaseError of constraint `retention_rules_requested` when that person proposed one already. */
export async function insertRule(
  tx: TenantTx,
  given: { id: string; years: number | null; reason: string; by: string; at: Date },
): Promise<void> {
  await sql`
    insert into beleg.retention_rules (tenant_id, id, years, state, reason, requested_by, requested_at)
    values (${tx.tenantId}, ${given.id}, ${given.years}, 'requested', ${given.reason}, ${given.by}, ${given.at})`.execute(
    tx.db,
  )
}

/** Puts a rule in force in the place of the one that was. */
export async function enforceRule(tx: TenantTx, given: { id: string; by: string; at: Date }): Promise<void> {
  await sql`
    update beleg.retention_rules set state = 'superseded'
    where tenant_id = ${tx.tenantId} and state = 'in_force'`.execute(tx.db)
  await sql`
    update beleg.retention_rules set state = 'in_force', decided_by = ${given.by}, decided_at = ${given.at}
    where tenant_id = ${tx.tenantId} and id = ${given.id}`.execute(tx.db)
}

/** Ends a proposal. */
export async function dropRule(
  tx: TenantTx,
  given: { id: string; state: 'refused' | 'withdrawn'; by: string; at: Date },
): Promise<void> {
  await sql`
    update beleg.retention_rules set state = ${given.state}, decided_by = ${given.by}, decided_at = ${given.at}
    where tenant_id = ${tx.tenantId} and id = ${given.id}`.execute(tx.db)
}

/** Entries with and without what they say. */
export async function countPayloads(tx: TenantTx): Promise<{ kept: number; expired: number }> {
  const { rows } = await sql<{ kept: number; expired: number }>`
    select (count(payload))::int as kept, (count(*) - count(payload))::int as expired
    from beleg.ledger_pending where tenant_id = ${tx.tenantId}`.execute(tx.db)
  return rows[0] ?? { kept: 0, expired: 0 }
}

/** Whether an entry recorded before an instant would expire: it has its place, and nobody it names is held. */
export async function hasPayloadBefore(tx: TenantTx, before: Date): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select from beleg.ledger_pending e
      where e.tenant_id = ${tx.tenantId} and e.recorded_at < ${before} and e.payload is not null
        and e.leaf_index is not null and e.action not in ('person.erased', 'ledger.expired', 'ledger.erased')
        -- By the key, which is in the order of time: see expire_ledger.
        and e.id < (lpad(to_hex(${before.getTime() + 60_000}::bigint), 12, '0') || '00000000000000000000')::uuid
        and not exists (
          select from beleg.legal_holds h
          where h.tenant_id = e.tenant_id and h.released_at is null and h.person_id in (e.person_id, e.about_id)
        )
    ) as found`.execute(tx.db)
  return rows[0]?.found ?? false
}

/** Lets at most so many payloads expire; returns how many it were. @throws DatabaseError as `beleg.expire_ledger` says */
export async function expirePayloads(tx: PlatformTx, tenantId: string, before: Date, most: number): Promise<number> {
  const { rows } = await sql<{ expired: number }>`
    select beleg.expire_ledger(${tenantId}::uuid, ${before}::timestamptz, ${most}::integer) as expired`.execute(tx.db)
  return rows[0]?.expired ?? 0
}
