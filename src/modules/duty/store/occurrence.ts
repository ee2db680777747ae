/** SQL on the times that duties are due, and on the reminders of them. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { awaitTurn } from '#platform/database/turn.ts'
import { sql } from 'kysely'
import type { Demand, OpenOccurrence } from '../rules.ts'

/** One process at a time renews the times of a tenant; the next waits until the transaction ends. */
export async function takeTurn(tx: TenantTx): Promise<void> {
  await awaitTurn(tx, `duty ${tx.tenantId}`)
}

export interface OccurrenceRow {
  readonly id: string
  readonly duty_id: string
  readonly measure_id: string
  readonly occasion: string
  readonly subject_id: string | null
  readonly subject_name: string | null
  readonly owner_id: string | null
  readonly started_at: Date
  readonly due_at: Date
  readonly legal_due_at: Date | null
  readonly breaks_at: Date | null
  readonly basis_id: string | null
  readonly opened_at: Date
  readonly missed_at: Date | null
  readonly done_at: Date | null
  readonly evidence_id: string | null
  readonly dropped_at: Date | null
  readonly version: number
  readonly changed_at: Date
}

const columns = sql`
  o.id, o.duty_id, o.measure_id, o.occasion, o.subject_id, s.name as subject_name, w.person_id as owner_id, o.started_at,
  o.due_at, o.legal_due_at, o.breaks_at, o.basis_id, o.opened_at, o.missed_at, o.done_at, o.evidence_id, o.dropped_at,
  o.version, o.changed_at`

const joined = sql`
  duty_occurrences o
  left join subjects s on s.tenant_id = o.tenant_id and s.id = o.subject_id
  left join measure_owners w on w.tenant_id = o.tenant_id and w.measure_id = o.measure_id`

/** What is open. */
export async function listOpen(tx: TenantTx): Promise<(OpenOccurrence & OccurrenceRow)[]> {
  const { rows } = await sql<OccurrenceRow>`
    select ${columns} from ${joined}
    where o.tenant_id = ${tx.tenantId}::uuid and o.done_at is null and o.dropped_at is null
    order by o.due_at, o.id`.execute(tx.db)
  return rows.map((row) => ({
    ...row,
    dutyId: row.duty_id,
    startedAt: row.started_at,
    dueAt: row.due_at,
    legalDueAt: row.legal_due_at,
    breaksAt: row.breaks_at,
    basisId: row.basis_id,
    missedAt: row.missed_at,
  }))
}

export interface OccurrenceFilter {
  readonly state: 'open' | 'overdue' | 'done' | null
  readonly measureId: string | null
  readonly ownerId: string | null
  readonly from: Date | null
  readonly until: Date | null
  readonly after: { readonly at: Date; readonly id: string } | null
  readonly limit: number
}

/** A page by due date, the earliest first; dropped ones are left out. */
export async function listOccurrenceRows(tx: TenantTx, by: OccurrenceFilter, now: Date): Promise<OccurrenceRow[]> {
  const { rows } = await sql<OccurrenceRow>`
    select ${columns} from ${joined}
    where o.tenant_id = ${tx.tenantId}::uuid and o.dropped_at is null
      and (${by.state}::text is null
        or (${by.state} = 'done' and o.done_at is not null)
        or (${by.state} = 'open' and o.done_at is null)
        or (${by.state} = 'overdue' and o.done_at is null and o.due_at <= ${now}))
      and (${by.measureId}::text is null or o.measure_id = ${by.measureId})
      and (${by.ownerId}::uuid is null or w.person_id = ${by.ownerId}::uuid)
      and (${by.from}::timestamptz is null or o.due_at >= ${by.from})
      and (${by.until}::timestamptz is null or o.due_at < ${by.until})
      and (${by.after?.at ?? null}::timestamptz is null or (o.due_at, o.id) > (${by.after?.at ?? null}, ${by.after?.id ?? null}::uuid))
    order by o.due_at, o.id limit ${by.limit}`.execute(tx.db)
  return rows
}

/** One of them, dropped or not. */
export async function findOccurrence(tx: TenantTx, id: string): Promise<OccurrenceRow | undefined> {
  const { rows } = await sql<OccurrenceRow>`
    select ${columns} from ${joined} where o.tenant_id = ${tx.tenantId}::uuid and o.id = ${id}::uuid`.execute(tx.db)
  return rows[0]
}

/** Those of the given ids that are there, open or not. */
export async function listOccurrencesById(tx: TenantTx, ids: readonly string[]): Promise<OccurrenceRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<OccurrenceRow>`
    select ${columns} from ${joined}
    where o.tenant_id = ${tx.tenantId}::uuid and o.id = any (${[...ids]}::uuid[])
    order by o.due_at, o.id`.execute(tx.db)
  return rows
}

/** The times that some evidence fulfilled, by when they were due. */
export async function listFulfilledBy(
  tx: TenantTx,
  evidenceIds: readonly string[],
): Promise<{ evidence_id: string; duty_id: string; due_at: Date; done_at: Date }[]> {
  const { rows } = await sql<{ evidence_id: string; duty_id: string; due_at: Date; done_at: Date }>`
    select evidence_id, duty_id, due_at, done_at from duty_occurrences
    where tenant_id = ${tx.tenantId}::uuid and evidence_id = any (${[...evidenceIds]}::uuid[])
    order by due_at, id`.execute(tx.db)
  return rows
}

/** `dutyId occasion` of events that were dealt with. */
export async function listClosedEvents(tx: TenantTx): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ key: string }>`
    select distinct duty_id || ' ' || occasion as key from duty_occurrences
    where tenant_id = ${tx.tenantId}::uuid and occasion like 'event %' and (done_at is not null or dropped_at is not null)`.execute(
    tx.db,
  )
  return new Set(rows.map((row) => row.key))
}

/** Opens a time. @throws DatabaseError of `duty_occurrences_open` when one is open for it */
export async function insertOccurrence(tx: TenantTx, id: string, demand: Demand, at: Date): Promise<void> {
  await sql`
    insert into duty_occurrences (tenant_id, id, duty_id, measure_id, occasion, subject_id, started_at, due_at,
      legal_due_at, breaks_at, basis_id, opened_at, version, changed_at)
    values (${tx.tenantId}::uuid, ${id}::uuid, ${demand.dutyId}, ${demand.measureId}, ${demand.occasion},
      ${demand.subjectId}::uuid, ${demand.startedAt}, ${demand.dueAt}, ${demand.legalDueAt}, ${demand.breaksAt},
      ${demand.basis?.evidenceId ?? null}::uuid, ${at}, 1, ${at})`.execute(tx.db)
}

/** Gives an open time other dates; one that lies ahead again was not missed. */
export async function moveOccurrence(tx: TenantTx, id: string, demand: Demand, at: Date): Promise<void> {
  await sql`
    update duty_occurrences set started_at = ${demand.startedAt}, due_at = ${demand.dueAt},
      legal_due_at = ${demand.legalDueAt}, breaks_at = ${demand.breaksAt},
      basis_id = ${demand.basis?.evidenceId ?? null}::uuid,
      missed_at = case when ${demand.dueAt}::timestamptz > ${at}::timestamptz then null else missed_at end,
      version = version + 1, changed_at = ${at}
    where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid`.execute(tx.db)
}

/** Says that the due date passed without a proof. */
export async function markMissed(tx: TenantTx, id: string, at: Date): Promise<void> {
  await sql`
    update duty_occurrences set missed_at = due_at, changed_at = ${at}
    where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid`.execute(tx.db)
}

/** Closes a time with the evidence that did it. */
export async function markDone(
  tx: TenantTx,
  done: { id: string; evidenceId: string; doneAt: Date; at: Date },
): Promise<void> {
  await sql`
    update duty_occurrences
    set done_at = ${done.doneAt}, evidence_id = ${done.evidenceId}::uuid, version = version + 1, changed_at = ${done.at}
    where tenant_id = ${tx.tenantId}::uuid and id = ${done.id}::uuid`.execute(tx.db)
}

/** Closes a time that nothing demands any more. */
export async function markDropped(tx: TenantTx, id: string, at: Date): Promise<void> {
  await sql`
    update duty_occurrences set dropped_at = ${at}, version = version + 1, changed_at = ${at}
    where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid`.execute(tx.db)
}

export interface ReminderRow {
  readonly occurrence_id: string
  readonly step: string
  readonly due_at: Date
  readonly person_id: string | null
  readonly sent_at: Date
}

/** Steps taken for the given times. */
export async function listReminders(tx: TenantTx, occurrenceIds: readonly string[]): Promise<ReminderRow[]> {
  const { rows } = await sql<ReminderRow>`
    select occurrence_id, step, due_at, person_id, sent_at from duty_reminders
    where tenant_id = ${tx.tenantId}::uuid and occurrence_id = any (${[...occurrenceIds]}::uuid[])
    order by sent_at, step`.execute(tx.db)
  return rows
}

/** False when somebody else took the step. */
export async function insertReminder(tx: TenantTx, taken: ReminderRow): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into duty_reminders (tenant_id, occurrence_id, step, due_at, person_id, sent_at)
    values (${tx.tenantId}::uuid, ${taken.occurrence_id}::uuid, ${taken.step}, ${taken.due_at}, ${taken.person_id}::uuid, ${taken.sent_at})
    on conflict do nothing`.execute(tx.db)
  return numAffectedRows === 1n
}
