/** SQL on legal holds. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

export interface HoldRow {
  readonly id: string
  readonly person_id: string | null
  readonly reason: Buffer | null
  readonly reference: Buffer | null
  readonly placed_by: string
  readonly placed_at: Date
  readonly released_by: string | null
  readonly released_at: Date | null
  readonly release_reason: Buffer | null
}

const columns = sql`id, person_id, reason, reference, placed_by, placed_at, released_by, released_at, release_reason`
/** Released holds that a list shows besides all that stand. */
const releasedShown = 100

/** Those that stand first, then the last released. */
export async function listHoldRows(tx: TenantTx): Promise<HoldRow[]> {
  const { rows } = await sql<HoldRow>`
    (select ${columns} from beleg.legal_holds
      where tenant_id = ${tx.tenantId} and released_at is null order by placed_at desc)
    union all
    (select ${columns} from beleg.legal_holds
      where tenant_id = ${tx.tenantId} and released_at is not null order by released_at desc limit ${releasedShown})
    `.execute(tx.db)
  return rows
}

/** Reads a hold and locks it: it is released once. */
export async function lockHold(tx: TenantTx, holdId: string): Promise<HoldRow | null> {
  const { rows } = await sql<HoldRow>`
    select ${columns} from beleg.legal_holds
    where tenant_id = ${tx.tenantId} and id = ${holdId} for update`.execute(tx.db)
  return rows[0] ?? null
}

/** Places a hold. */
export async function insertHold(
  tx: TenantTx,
  given: { id: string; personId: string | null; reason: Buffer; reference: Buffer; by: string; at: Date },
): Promise<void> {
  await sql`
    insert into beleg.legal_holds (tenant_id, id, person_id, reason, reference, placed_by, placed_at)
    values (${tx.tenantId}, ${given.id}, ${given.personId}, ${given.reason}, ${given.reference}, ${given.by}, ${given.at})
    `.execute(tx.db)
}

/** @throws DatabaseError of `legal_holds_four_eyes` when whoever placed it, or the person held, would release it. */
export async function endHold(
  tx: TenantTx,
  given: { id: string; reason: Buffer; by: string; at: Date },
): Promise<void> {
  await sql`
    update beleg.legal_holds set released_by = ${given.by}, released_at = ${given.at}, release_reason = ${given.reason}
    where tenant_id = ${tx.tenantId} and id = ${given.id}`.execute(tx.db)
}

/** Whether everything of the tenant is held. */
export async function isTenantHeld(tx: TenantTx): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select exists (
      select from beleg.legal_holds where tenant_id = ${tx.tenantId} and person_id is null and released_at is null
    ) as held`.execute(tx.db)
  return rows[0]?.held ?? false
}
