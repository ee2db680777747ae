/** SQL on host names and on what is shown of sentences. */
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
