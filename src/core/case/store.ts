/** The SQL on cases, their clocks and what they are about. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { awaitTurn } from '#platform/database/turn.ts'
import { sql } from 'kysely'
import type { DueInstants } from '../deadline/deadline.ts'
import type { CaseLink, CasePhase } from './contract.ts'
import type { CaseFacts } from './kind.ts'

export interface CaseRow {
  readonly id: string
  readonly number: number
  readonly kind: string
  readonly state: string
  readonly phase: CasePhase
  readonly version: number
  readonly title: Buffer | null
  readonly parent_id: string | null
  readonly owner_id: string | null
  readonly opened_by: string | null
  readonly opened_at: Date
  readonly submitted_by: string | null
  readonly decided_by: string | null
  readonly changed_by: string | null
  readonly changed_at: Date
  readonly closed_at: Date | null
}

const columns = sql`id, number, kind, state, phase, version, title, parent_id, owner_id, opened_by, opened_at,
  submitted_by, decided_by, changed_by, changed_at, closed_at`

/** A case; undefined when there is none. */
export async function findCase(tx: TenantTx, id: string): Promise<CaseRow | undefined> {
  const { rows } = await sql<CaseRow>`
    select ${columns} from cases where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid`.execute(tx.db)
  return rows[0]
}

/** A case, held until the end of the transaction; undefined when there is none. */
export async function lockCase(tx: TenantTx, id: string): Promise<CaseRow | undefined> {
  const { rows } = await sql<CaseRow>`
    select ${columns} from cases where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid for update`.execute(tx.db)
  return rows[0]
}

/** The next number of the tenant; whoever asks at the same time waits until this transaction ends. */
export async function takeNumber(tx: TenantTx): Promise<number> {
  await awaitTurn(tx, `case ${tx.tenantId}`)
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(number), 0) + 1 as next from cases where tenant_id = ${tx.tenantId}::uuid`.execute(tx.db)
  return rows[0]?.next ?? 1
}

/** Writes a new case. */
export async function insertCase(tx: TenantTx, row: CaseRow): Promise<void> {
  await sql`
    insert into cases (tenant_id, ${columns})
    values (${tx.tenantId}::uuid, ${row.id}::uuid, ${row.number}, ${row.kind}, ${row.state}, ${row.phase}, ${row.version},
      ${row.title}, ${row.parent_id}::uuid, ${row.owner_id}::uuid, ${row.opened_by}::uuid, ${row.opened_at},
      ${row.submitted_by}::uuid, ${row.decided_by}::uuid, ${row.changed_by}::uuid, ${row.changed_at}, ${row.closed_at})
  `.execute(tx.db)
}

/** Writes everything of a locked case that can change; its version grows by one. */
export async function updateCase(
  tx: TenantTx,
  row: Omit<CaseRow, 'number' | 'kind' | 'version' | 'parent_id' | 'opened_by' | 'opened_at'>,
): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    update cases set state = ${row.state}, phase = ${row.phase}, version = version + 1, title = ${row.title},
      owner_id = ${row.owner_id}::uuid, submitted_by = ${row.submitted_by}::uuid, decided_by = ${row.decided_by}::uuid,
      changed_by = ${row.changed_by}::uuid, changed_at = ${row.changed_at}, closed_at = ${row.closed_at}
    where tenant_id = ${tx.tenantId}::uuid and id = ${row.id}::uuid
    returning version`.execute(tx.db)
  return rows[0]?.version ?? 0
}

/** Says what a case is about; saying it again changes nothing. */
export async function insertLinks(tx: TenantTx, caseId: string, links: readonly CaseLink[]): Promise<void> {
  for (const link of links)
    await sql`
      insert into case_links (tenant_id, case_id, kind, object_id)
      values (${tx.tenantId}::uuid, ${caseId}::uuid, ${link.kind}, ${link.id}::uuid)
      on conflict do nothing`.execute(tx.db)
}

/** What a case is about. */
export async function listLinks(tx: TenantTx, caseIds: readonly string[]): Promise<(CaseLink & { caseId: string })[]> {
  const { rows } = await sql<CaseLink & { caseId: string }>`
    select case_id as "caseId", kind, object_id as id from case_links
    where tenant_id = ${tx.tenantId}::uuid and case_id = any (${[...caseIds]}::uuid[])
    order by case_id, kind, object_id`.execute(tx.db)
  return rows
}

/** Of the linked objects, those that the tenant does not have. */
export async function listUnknownLinks(tx: TenantTx, links: readonly CaseLink[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select l.id from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as l (kind text, id uuid)
    where not case l.kind
      when 'claim' then exists (select from claims o where o.tenant_id = ${tx.tenantId}::uuid and o.id = l.id)
      when 'evidence' then exists (select from evidence o where o.tenant_id = ${tx.tenantId}::uuid and o.id = l.id)
      when 'decision' then exists (select from decisions o where o.tenant_id = ${tx.tenantId}::uuid and o.id = l.id)
      else exists (select from subjects o where o.tenant_id = ${tx.tenantId}::uuid and o.id = l.id) end`.execute(tx.db)
  return rows.map((row) => row.id)
}

/** The latest case of a kind about something, live ones first; held until the end of the transaction. */
export async function lockCaseAbout(tx: TenantTx, kind: string, link: CaseLink): Promise<CaseRow | undefined> {
  const { rows } = await sql<CaseRow>`
    select ${columns} from cases
    where tenant_id = ${tx.tenantId}::uuid and kind = ${kind} and id in (
      select case_id from case_links
      where tenant_id = ${tx.tenantId}::uuid and kind = ${link.kind} and object_id = ${link.id}::uuid)
    order by closed_at is not null, opened_at desc, id desc limit 1
    for update`.execute(tx.db)
  return rows[0]
}

/** When the open case of a kind about each of some things was opened; things without one are left out. */
export async function readOpeningOfCases(
  tx: TenantTx,
  kind: string,
  about: CaseLink['kind'],
  ids: readonly string[],
): Promise<Map<string, Date>> {
  const { rows } = await sql<{ object_id: string; opened_at: Date }>`
    select l.object_id, min(c.opened_at) as opened_at
    from case_links l join cases c on c.tenant_id = l.tenant_id and c.id = l.case_id
    where l.tenant_id = ${tx.tenantId}::uuid and l.kind = ${about} and l.object_id = any (${[...ids]}::uuid[])
      and c.kind = ${kind} and c.closed_at is null
    group by l.object_id`.execute(tx.db)
  return new Map(rows.map((row) => [row.object_id, row.opened_at]))
}

/** The cases of a kind that are not closed, oldest first. */
export async function listLiveCasesOf(tx: TenantTx, kind: string): Promise<CaseRow[]> {
  const { rows } = await sql<CaseRow>`
    select ${columns} from cases
    where tenant_id = ${tx.tenantId}::uuid and kind = ${kind} and closed_at is null
    order by opened_at, id`.execute(tx.db)
  return rows
}

/** Whether a subject is a person of the tenant. */
export async function isPerson(tx: TenantTx, personId: string): Promise<boolean> {
  const { rows } = await sql`
    select from subjects
    where tenant_id = ${tx.tenantId}::uuid and id = ${personId}::uuid and kind = 'person'`.execute(tx.db)
  return rows.length > 0
}

/** Whether two people came into the register in the same week of Berlin. */
export async function cameInSameWeek(tx: TenantTx, one: string, other: string): Promise<boolean> {
  const { rows } = await sql<{ weeks: number }>`
    select count(distinct date_trunc('week', created_at at time zone 'Europe/Berlin'))::int as weeks from subjects
    where tenant_id = ${tx.tenantId}::uuid and id = any (${[one, other]}::uuid[])`.execute(tx.db)
  return one !== other && rows[0]?.weeks === 1
}

/** What guards look at. */
export async function readFacts(tx: TenantTx, caseId: string): Promise<CaseFacts> {
  const tenant = sql`${tx.tenantId}::uuid`
  const { rows } = await sql<CaseFacts>`
    select
      (select count(*)::int from cases t where t.tenant_id = ${tenant} and t.parent_id = c.id and t.closed_at is null
        and t.kind = 'task') as "openTasks",
      (select count(*)::int from case_items i where i.tenant_id = ${tenant} and i.case_id = c.id and i.ticked_at is null)
        as "untickedItems",
      c.owner_id is not null as "hasOwner",
      (select bool_or(f.id is not null) from case_links l
        left join findings f on f.tenant_id = ${tenant} and f.claim_id = l.object_id and f.closed_at is null
        where l.tenant_id = ${tenant} and l.case_id = c.id and l.kind = 'claim') as "sentenceBroken"
    from cases c where c.tenant_id = ${tenant} and c.id = ${caseId}::uuid`.execute(tx.db)
  const [facts] = rows
  if (!facts) throw new Error('facts were asked for of a case that does not exist')
  return facts
}

export interface ClockRow {
  readonly case_id: string
  readonly name: string
  readonly started_at: Date
  readonly due_at: Date
  readonly legal_due_at: Date | null
  readonly stopped_at: Date | null
}

/** The clocks of cases, the next due first. */
export async function listClocks(tx: TenantTx, caseIds: readonly string[]): Promise<ClockRow[]> {
  const { rows } = await sql<ClockRow>`
    select case_id, name, started_at, due_at, legal_due_at, stopped_at from case_clocks
    where tenant_id = ${tx.tenantId}::uuid and case_id = any (${[...caseIds]}::uuid[])
    order by due_at, name`.execute(tx.db)
  return rows
}

/** Starts a clock; one that was started keeps its start and, unless it is stopped, goes on. */
export async function startClock(
  tx: TenantTx,
  caseId: string,
  clock: DueInstants & { readonly name: string; readonly startedAt: Date },
): Promise<void> {
  await sql`
    insert into case_clocks (tenant_id, case_id, name, started_at, due_at, legal_due_at)
    values (${tx.tenantId}::uuid, ${caseId}::uuid, ${clock.name}, ${clock.startedAt}, ${clock.dueAt}, ${clock.legalDueAt ?? null})
    on conflict (tenant_id, case_id, name) do update set stopped_at = null`.execute(tx.db)
}

/** Lets a clock that ran go on; one that was never started stays away. */
export async function resumeClock(tx: TenantTx, caseId: string, name: string): Promise<void> {
  await sql`
    update case_clocks set stopped_at = null
    where tenant_id = ${tx.tenantId}::uuid and case_id = ${caseId}::uuid and name = ${name}`.execute(tx.db)
}

/** Stops a clock that runs. */
export async function stopClock(tx: TenantTx, caseId: string, name: string, at: Date): Promise<void> {
  await sql`
    update case_clocks set stopped_at = greatest(${at}::timestamptz, started_at)
    where tenant_id = ${tx.tenantId}::uuid and case_id = ${caseId}::uuid and name = ${name} and stopped_at is null
  `.execute(tx.db)
}

/** Sets when a running clock is due. */
export async function setDue(tx: TenantTx, caseId: string, name: string, due: DueInstants): Promise<void> {
  await sql`
    update case_clocks set due_at = ${due.dueAt}, legal_due_at = ${due.legalDueAt ?? null}
    where tenant_id = ${tx.tenantId}::uuid and case_id = ${caseId}::uuid and name = ${name}`.execute(tx.db)
}
