/**
 * Events that duties wait for (a joiner, a leaver, a new system): a row of its own beside the register that it happened
 * in, written in the same transaction. Said twice is said once.
 */
import { newId } from '#platform/database/id.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { Context } from '../context.ts'

export interface DutyEvent {
  readonly id: string
  /** `<subject>.<what>` in the past tense: `person.joined`. */
  readonly event: string
  readonly subjectId: string
  /** When it happened; the deadline counts from it, however late it became known. */
  readonly occurredAt: Date
}

/** Says that something happened to a subject; the caller records the change it is part of. */
export async function raiseDutyEvent(
  { tx, services }: Pick<Context, 'tx' | 'services'>,
  event: Omit<DutyEvent, 'id'>,
): Promise<void> {
  await sql`
    insert into duty_events (tenant_id, id, event, subject_id, occurred_at, recorded_at)
    values (${tx.tenantId}::uuid, ${newId(services.clock)}::uuid, ${event.event}, ${event.subjectId}::uuid,
      ${event.occurredAt}, ${services.clock.now()})
    on conflict on constraint duty_events_once do nothing`.execute(tx.db)
}

/** All events of the given names, oldest first. */
export async function listDutyEvents(tx: TenantTx, names: readonly string[]): Promise<DutyEvent[]> {
  if (names.length === 0) return []
  const { rows } = await sql<{ id: string; event: string; subject_id: string; occurred_at: Date }>`
    select id, event, subject_id, occurred_at from duty_events
    where tenant_id = ${tx.tenantId}::uuid and event = any (${[...names]}::text[])
    order by occurred_at, id`.execute(tx.db)
  return rows.map((row) => ({
    id: row.id,
    event: row.event,
    subjectId: row.subject_id,
    occurredAt: row.occurred_at,
  }))
}
