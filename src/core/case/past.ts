/**
 * Cases as they stood at a past instant. They are kept as they are now, and the ledger says what every change changed:
 * so the past is read backwards, from the present row, by taking back each later change. Nothing is learned late about
 * a case: what was known then is what is known today (docs/decisions/0020).
 */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import { z } from 'zod'
import { listClocks, type CaseRow, type ClockRow } from './store.ts'
import type { CaseKind } from './kind.ts'

/** A change of a case as the ledger has it; `before` is null when the time to keep what it says is over. */
export interface CaseChangeEntry {
  readonly action: string
  readonly before: Readonly<Record<string, unknown>> | null
}

/** What can be said of a case at an instant. */
export interface CaseThen {
  /** Null when nobody can say any more. */
  readonly state: string | null
  /** `undefined` when nobody can say any more. */
  readonly ownerId: string | null | undefined
  /** The strict end of the clock that ran out first; null when none ran, `undefined` when nobody can say any more. */
  readonly dueAt: Date | null | undefined
}

/** The changes of cases that a later entry can take back. */
const taken = ['case.moved', 'case.changed']

/**
 * Takes back what was changed after an instant. Pure.
 * @param later the changes after it, the newest first
 */
export function undoChanges(
  kind: CaseKind,
  row: Pick<CaseRow, 'state' | 'owner_id'>,
  clocks: readonly Pick<ClockRow, 'name' | 'started_at' | 'due_at'>[],
  later: readonly CaseChangeEntry[],
  at: Date,
): CaseThen {
  let state: string | null = row.state
  let ownerId: string | null | undefined = row.owner_id
  const due = new Map<string, Date | null | undefined>(clocks.map((clock) => [clock.name, clock.due_at]))
  for (const { action, before } of later) {
    if (action === 'case.moved') state = before === null ? null : textOr(before.state, state)
    if (action !== 'case.changed') continue
    if (before === null) {
      ownerId = undefined
      for (const name of due.keys()) due.set(name, undefined)
      continue
    }
    if ('owner' in before) ownerId = textOr(before.owner, null)
    for (const [field, value] of Object.entries(before)) {
      // `dueAt`: of the one clock that people set, which is called `due` in every kind that has one.
      const name = field === 'dueAt' ? 'due' : /^due\.(.+)$/.exec(field)?.[1]
      if (name !== undefined) due.set(name, typeof value === 'string' ? new Date(value) : null)
    }
  }
  const running = clocks
    .filter((clock) => clock.started_at <= at)
    .filter(({ name }) => state === null || !kind.clocks.find((one) => one.name === name)?.stopsIn.includes(state))
    .map(({ name }) => due.get(name))
  const ends = running.filter((end) => end != null).toSorted((a, b) => a.getTime() - b.getTime())
  // Whether a clock stood still follows from the state.
  const isUnknown = running.includes(undefined) || (state === null && clocks.length > 0)
  return { state, ownerId, dueAt: isUnknown ? undefined : (ends[0] ?? null) }
}

/** The cases that were open at an instant, as they stood; those of kinds that this program does not know are left out. */
export async function readCasesAt<Row extends CaseRow>(
  tx: TenantTx,
  kinds: ReadonlyMap<string, CaseKind>,
  rows: readonly Row[],
  at: Date,
): Promise<{ readonly row: Row; readonly stood: CaseThen }[]> {
  const ids = rows.map((row) => row.id)
  const clocks = Map.groupBy(await listClocks(tx, ids), (clock) => clock.case_id)
  const changes = await listLaterChanges(tx, ids, at)
  return rows.flatMap((row) => {
    const kind = kinds.get(row.kind)
    if (kind === undefined) return []
    const stood = undoChanges(kind, row, clocks.get(row.id) ?? [], changes.get(row.id) ?? [], at)
    const wasClosed = stood.state !== null && kind.states[stood.state]?.closes === true
    return wasClosed ? [] : [{ row, stood }]
  })
}

const payloadSchema = z.object({ what: z.object({ before: z.record(z.string(), z.unknown()).optional() }) })

/** What became of cases after an instant, by case and the newest first. */
async function listLaterChanges(
  tx: TenantTx,
  caseIds: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, CaseChangeEntry[]>> {
  const { rows } = await sql<{ object_id: string; action: string; payload: string | null }>`
    select object_id, action, payload from ledger_pending
    where tenant_id = ${tx.tenantId}::uuid and object_id = any (${[...caseIds]}::text[]) and object_kind = 'case'
      and recorded_at > ${at} and action = any (${taken}::text[])
    order by recorded_at desc, id desc`.execute(tx.db)
  return new Map(
    [...Map.groupBy(rows, (row) => row.object_id)].map(([id, entries]) => [
      id,
      entries.map(({ action, payload }) => ({ action, before: payload === null ? null : beforeIn(payload) })),
    ]),
  )
}

/** Nothing for an entry that says nothing; null for one that is not ours: integrity names it. */
function beforeIn(payload: string): CaseChangeEntry['before'] {
  try {
    return payloadSchema.parse(JSON.parse(payload)).what.before ?? {}
  } catch {
    return null
  }
}

function textOr<T>(value: unknown, other: T): string | T {
  return typeof value === 'string' ? value : other
}
