/** How far the forwarding is, and what happened last. The only SQL on its tables. */
import type { PlatformTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

/** A tenant whose ledger has more than was forwarded. */
export interface Behind {
  readonly tenantId: string
  readonly nextPlace: number
  /** Entries in the signed tree. */
  readonly size: number
}

/** Tenants with entries to forward, longest not served first; canaries are none of anybody's. */
export async function listBehind(tx: PlatformTx, target: string): Promise<Behind[]> {
  const { rows } = await sql<{ tenant_id: string; next_place: number; size: number }>`
    select t.id as tenant_id, coalesce(c.next_place, 0) as next_place, l.size
    from beleg.tenants t
    cross join lateral (
      select size from beleg.ledger_instance_leaves where tenant_id = t.id order by size desc limit 1
    ) l
    left join beleg.siem_cursors c on c.target = ${target} and c.tenant_id = t.id
    where not t.canary and l.size > coalesce(c.next_place, 0)
    order by c.forwarded_at nulls first, t.id`.execute(tx.db)
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    nextPlace: Number(row.next_place),
    size: Number(row.size),
  }))
}

/** Where the forwarding of one tenant stands; null before its first. */
export async function readCursor(
  tx: PlatformTx,
  target: string,
  tenantId: string,
): Promise<{ nextPlace: number } | null> {
  const row = await tx.db
    .selectFrom('siem_cursors')
    .select('next_place')
    .where('target', '=', target)
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  return row ? { nextPlace: Number(row.next_place) } : null
}

/** Moves a cursor forward; it never goes back. */
export async function moveCursor(
  tx: PlatformTx,
  given: { target: string; tenantId: string; nextPlace: number; at: Date },
): Promise<void> {
  await sql`
    insert into beleg.siem_cursors (target, tenant_id, next_place, forwarded_at)
    values (${given.target}, ${given.tenantId}::uuid, ${given.nextPlace}::bigint, ${given.at}::timestamptz)
    on conflict (target, tenant_id) do update
      set next_place = excluded.next_place, forwarded_at = excluded.forwarded_at
      where siem_cursors.next_place < excluded.next_place`.execute(tx.db)
}

/** What a failure was: a problem's code and parameters. */
export interface Failure {
  readonly code: string
  readonly params: Readonly<Record<string, string | number>>
}

export interface TargetState {
  readonly triedAt: Date
  readonly succeededAt: Date | null
  readonly failures: number
  readonly failure: Failure | null
}

/** What happened last with a target; null before the first attempt. */
export async function readTarget(tx: PlatformTx, target: string): Promise<TargetState | null> {
  const row = await tx.db
    .selectFrom('siem_targets')
    .select(['tried_at', 'succeeded_at', 'failures', 'failure'])
    .where('target', '=', target)
    .executeTakeFirst()
  if (!row) return null
  return {
    triedAt: row.tried_at,
    succeededAt: row.succeeded_at,
    failures: row.failures,
    // Written below, and by nobody else.
    failure: row.failure as Failure | null,
  }
}

/** Notes an attempt and its end. */
export async function noteAttempt(tx: PlatformTx, target: string, at: Date, failure: Failure | null): Promise<void> {
  const described = failure === null ? null : JSON.stringify(failure)
  await sql`
    insert into beleg.siem_targets as t (target, tried_at, succeeded_at, failures, failure)
    values (${target}, ${at}::timestamptz, ${failure === null ? at : null}::timestamptz, ${failure === null ? 0 : 1}::int,
      ${described}::jsonb)
    on conflict (target) do update set
      tried_at = excluded.tried_at,
      succeeded_at = coalesce(excluded.succeeded_at, t.succeeded_at),
      failures = case when excluded.failures = 0 then 0 else t.failures + 1 end,
      failure = excluded.failure`.execute(tx.db)
}
