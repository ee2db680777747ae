/** SQL on host names, on what is shown of sentences, and on rules about corrections with the decisions that they are. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { Display } from './contract.ts'

export interface HostRow {
  readonly host: string
  readonly proof: string
  readonly claimed_at: Date
  readonly proven_at: Date | null
}

/** The name of the tenant, held until the end of the transaction. */
export async function lockHost(tx: TenantTx): Promise<HostRow | undefined> {
  return hostOf(tx).forUpdate().executeTakeFirst()
}

/** The name of the tenant, proven or not. */
export async function findHost(tx: TenantTx): Promise<HostRow | undefined> {
  return hostOf(tx).executeTakeFirst()
}

function hostOf(tx: TenantTx) {
  return tx.db
    .selectFrom('public_hosts')
    .select(['host', 'proof', 'claimed_at', 'proven_at'])
    .where('tenant_id', '=', tx.tenantId)
}

/** Puts an unproven name in the place of the one there was. */
export async function putHost(tx: TenantTx, row: Omit<HostRow, 'proven_at'>): Promise<void> {
  await sql`
    insert into public_hosts (tenant_id, host, proof, claimed_at)
    values (${tx.tenantId}::uuid, ${row.host}, ${row.proof}, ${row.claimed_at})
    on conflict (tenant_id) do update
      set host = excluded.host, proof = excluded.proof, claimed_at = excluded.claimed_at, proven_at = null`.execute(
    tx.db,
  )
}

/** Whether the name was still to be proven by just this proof. */
export async function markProven(tx: TenantTx, proof: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('public_hosts')
    .set({ proven_at: at })
    .where('tenant_id', '=', tx.tenantId)
    .where('proof', '=', proof)
    .where('proven_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Forgets the name and its proof. */
export async function deleteHost(tx: TenantTx): Promise<void> {
  await tx.db.deleteFrom('public_hosts').where('tenant_id', '=', tx.tenantId).execute()
}

export interface DisplayRow {
  readonly sentence_hash: Buffer
  readonly display: Display
  readonly decided_at: Date
}

/** What was decided about sentences; of all others everything is shown. */
export async function listDisplays(tx: TenantTx): Promise<DisplayRow[]> {
  const { rows } = await sql<DisplayRow>`
    select sentence_hash, display, decided_at from sentence_displays
    where tenant_id = ${tx.tenantId}::uuid`.execute(tx.db)
  return rows
}

/** Keeps a decision and returns what was decided before; whoever decides at the same time waits. */
export async function putDisplay(
  tx: TenantTx,
  row: DisplayRow & { readonly decided_by: string | null },
): Promise<Display | null> {
  const { rows } = await sql<{ display: Display }>`
    select display from sentence_displays
    where tenant_id = ${tx.tenantId}::uuid and sentence_hash = ${row.sentence_hash} for update`.execute(tx.db)
  await sql`
    insert into sentence_displays (tenant_id, sentence_hash, display, decided_by, decided_at)
    values (${tx.tenantId}::uuid, ${row.sentence_hash}, ${row.display}, ${row.decided_by}::uuid, ${row.decided_at})
    on conflict (tenant_id, sentence_hash) do update
      set display = excluded.display, decided_by = excluded.decided_by, decided_at = excluded.decided_at`.execute(tx.db)
  return rows[0]?.display ?? null
}

/** Where the page is below the address of the instance. */
export async function findPath(tx: TenantTx): Promise<string> {
  const tenant = await tx.db
    .selectFrom('tenants')
    .select(['slug', 'kind'])
    .where('id', '=', tx.tenantId)
    .executeTakeFirst()
  return tenant === undefined || tenant.kind === 'platform' ? '/' : `/t/${tenant.slug}`
}

/** What such a decision is called in the table of decisions; its object is the page of the tenant. */
const ruleKind = 'correction_rule'
const ruleObject = 'public-page'

export interface RuleRow {
  readonly id: string
  readonly period: string
  readonly sentence_hashes: readonly Buffer[] | null
  readonly reason: string
  readonly requested_by: string
  readonly requested_at: Date
  readonly decided_by: string | null
  readonly decided_at: Date | null
  readonly outcome: 'approved' | 'refused' | null
  readonly outcome_reason: string | null
  /** Ended, or dropped before it was decided. */
  readonly revoked_at: Date | null
}

const ruleColumns = sql`r.id, r.period, r.sentence_hashes, d.reason, d.requested_by, d.requested_at, d.decided_by,
  d.decided_at, d.outcome, d.outcome_reason, d.revoked_at`

/** Rules, newest first. */
export async function listRules(tx: TenantTx, most: number): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select ${ruleColumns} from correction_rules r join decisions d on d.tenant_id = r.tenant_id and d.id = r.id
    where r.tenant_id = ${tx.tenantId}::uuid
    order by d.requested_at desc, r.id desc limit ${most}`.execute(tx.db)
  return rows
}

/** A rule, locked with its decision; undefined when there is none. */
export async function lockRule(tx: TenantTx, ruleId: string): Promise<RuleRow | undefined> {
  const { rows } = await sql<RuleRow>`
    select ${ruleColumns} from correction_rules r join decisions d on d.tenant_id = r.tenant_id and d.id = r.id
    where r.tenant_id = ${tx.tenantId}::uuid and r.id = ${ruleId}::uuid
    for update of d`.execute(tx.db)
  return rows[0]
}

/** Proposes a rule. */
export async function insertRule(
  tx: TenantTx,
  given: {
    readonly id: string
    readonly period: string
    readonly hashes: readonly Buffer[] | null
    readonly reason: string
    readonly by: string
    readonly at: Date
  },
): Promise<void> {
  await tx.db
    .insertInto('decisions')
    .values({
      tenant_id: tx.tenantId,
      id: given.id,
      kind: ruleKind,
      object_kind: ruleObject,
      object_id: tx.tenantId,
      reason: given.reason,
      requested_by: given.by,
      requested_at: given.at,
      valid_from: given.at,
    })
    .execute()
  const hashes = given.hashes === null ? null : given.hashes.map((hash) => `\\x${hash.toString('hex')}`)
  await sql`
    insert into correction_rules (tenant_id, id, period, sentence_hashes)
    values (${tx.tenantId}::uuid, ${given.id}::uuid, ${given.period}, ${hashes}::bytea[])`.execute(tx.db)
}

/** Decides a rule; an approved one ends what was in force. */
export async function decideRule(
  tx: TenantTx,
  given: {
    readonly id: string
    readonly outcome: 'approved' | 'refused'
    readonly reason: string
    readonly by: string
    readonly at: Date
  },
): Promise<void> {
  if (given.outcome === 'approved')
    await sql`
      update decisions set revoked_at = ${given.at}
      where tenant_id = ${tx.tenantId}::uuid and kind = ${ruleKind} and object_kind = ${ruleObject}
        and outcome = 'approved' and revoked_at is null`.execute(tx.db)
  await sql`
    update decisions set outcome = ${given.outcome}, outcome_reason = ${given.reason}, decided_by = ${given.by}::uuid,
      decided_at = ${given.at}, valid_from = ${given.at}
    where tenant_id = ${tx.tenantId}::uuid and id = ${given.id}::uuid`.execute(tx.db)
}

/** Ends a rule, or drops it before it was decided. */
export async function endRule(tx: TenantTx, ruleId: string, at: Date): Promise<void> {
  await sql`
    update decisions set revoked_at = ${at} where tenant_id = ${tx.tenantId}::uuid and id = ${ruleId}::uuid`.execute(
    tx.db,
  )
}
