/**
 * Opening and moving cases. A step needs its permission, its guards and, where it judges somebody's work, another natural
 * person; it names the version it was taken on, so that of two people at once one learns what the other did. Every
 * change is an entry of the ledger in the same transaction, and there is no other log.
 */
import { personBehind } from '../actor.ts'
import { newId } from '#platform/database/id.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import { announce } from '../announce.ts'
import type { Context } from '../context.ts'
import { record, type LedgerValue, type Recording } from '../ledger/record.ts'
import type { DueInstants } from '../deadline/deadline.ts'
import { dueOf } from './clock.ts'
import type { CaseLink } from './contract.ts'
import { awaitsJudgement, findStep, type CaseKind } from './kind.ts'
import { missingFor, refusalOf, submitterAfter, type CaseHands } from './rules.ts'
import {
  cameInSameWeek,
  findCase,
  insertCase,
  insertLinks,
  isPerson,
  listClocks,
  listUnknownLinks,
  lockCase,
  readFacts,
  resumeClock,
  setDue,
  startClock,
  stopClock,
  takeNumber,
  updateCase,
  type CaseRow,
} from './store.ts'

/** What opening and moving need of a context, so that the system's own work can do both. */
export type CaseContext = Recording & {
  readonly tx: Context['tx']
  readonly services: Pick<Context['services'], 'clock' | 'personKeys' | 'vault' | 'workCalendar'>
}

export interface NewCase {
  /** Of the row that holds its fields, where there was one before the case. */
  readonly id?: string
  readonly kind: CaseKind
  /** Null where the case is called after what it is about. */
  readonly title: string | null
  readonly parentId?: string
  readonly ownerId?: string
  /** What it is about. */
  readonly subjects?: readonly CaseLink[]
  /** When clocks are due that have no deadline of their own, by name; overrides those that have. */
  readonly clocks?: Readonly<Record<string, DueInstants & { readonly startedAt?: Date }>>
}

/** Where a case's title is sealed. */
export const titleCell = (caseId: string) => ({ table: 'cases', row: caseId, column: 'title' })

/**
 * Opens a case in the running transaction.
 * @throws Problem 400 `case.invalid` naming all issues: unknown parent, owner or subject, a due date before the opening
 */
export async function openCase(context: CaseContext, given: NewCase): Promise<{ id: string; number: number }> {
  const { tx, services } = context
  const { kind } = given
  const at = services.clock.now()
  await checkNew(context, given, at)
  const id = given.id ?? newId(services.clock)
  const by = personBehind(context)
  const state = kind.initial
  const title = given.title === null ? null : (await services.vault.keysOf(tx)).seal(titleCell(id), given.title)
  const number = await takeNumber(tx)
  await insertCase(tx, {
    id,
    number,
    kind: kind.kind,
    state,
    phase: phaseOf(kind, state),
    version: 1,
    title,
    parent_id: given.parentId ?? null,
    owner_id: given.ownerId ?? null,
    opened_by: by,
    opened_at: at,
    submitted_by: awaitsJudgement(kind, state) ? by : null,
    decided_by: null,
    changed_by: by,
    changed_at: at,
    closed_at: null,
  })
  await insertLinks(tx, id, given.subjects ?? [])
  for (const clock of kind.clocks) {
    const own = given.clocks?.[clock.name]
    if (!clock.startsIn.includes(state)) continue
    const startedAt = own?.startedAt ?? at
    const due = own ?? (clock.deadline && (await dueOf(context, startedAt, clock.deadline)))
    if (due) await startClock(tx, id, { ...due, name: clock.name, startedAt })
  }
  await record(context, {
    action: 'case.opened',
    object: { kind: 'case', id },
    after: {
      kind: kind.kind,
      number,
      state,
      ...(given.parentId !== undefined && { parent: given.parentId }),
      ...(given.ownerId !== undefined && { owner: given.ownerId }),
      ...(given.subjects?.length && { about: given.subjects.map((link) => `${link.kind} ${link.id}`) }),
      ...(await dueFields(context, id)),
    },
  })
  await announceCase(context)
  return { id, number }
}

async function checkNew({ tx }: CaseContext, given: NewCase, at: Date): Promise<void> {
  const issues: ProblemIssue[] = []
  if (given.parentId !== undefined) {
    const parent = await findCase(tx, given.parentId)
    if (!parent) issues.push({ pointer: '/parentId', code: 'unknown_case' })
    else if (parent.closed_at !== null) issues.push({ pointer: '/parentId', code: 'case_closed' })
  }
  if (given.ownerId !== undefined && !(await isPerson(tx, given.ownerId)))
    issues.push({ pointer: '/ownerId', code: 'unknown_person' })
  for (const unknown of await listUnknownLinks(tx, given.subjects ?? []))
    issues.push({
      pointer: `/subjects/${(given.subjects ?? []).findIndex((link) => link.id === unknown)}`,
      code: 'unknown_subject',
    })
  for (const [name, { dueAt, startedAt = at }] of Object.entries(given.clocks ?? {}))
    if (dueAt <= startedAt) issues.push({ pointer: `/clocks/${name}`, code: 'in_the_past' })
  if (issues.length > 0) throw new Problem(400, 'case.invalid', { issues })
}

export interface Move {
  /** The version that whoever moves has seen; the system and other actions, which hold the case, need none. */
  readonly version?: number
  readonly reason?: string
  /** Whether a fresh second factor was given, as steps with four eyes need. */
  readonly stepUp?: boolean
}

/**
 * Takes a step.
 * @throws Problem `common.not_found`; 409 `case.changed` when somebody was faster, saying what is so now; 409
 *   `case.no_such_step`; 403 `case.system_only`, `case.elsewhere`, `case.not_yours`, `permission.*`,
 *   `four_eyes.same_person`, `session.step_up_needed`; 400 `case.reason_missing`; 422 `case.not_yet` with all that is
 *   missing
 */
export async function moveCase(
  context: CaseContext,
  kind: CaseKind,
  caseId: string,
  to: string,
  move: Move,
): Promise<{ version: number; state: string }> {
  const { tx, services, actor } = context
  const row = await lockKnown(context, kind, caseId)
  const by = personBehind(context)
  checkVersion(row, move.version)
  const step = findStep(kind, row.state, to)
  if (!step) throw new Problem(409, 'case.no_such_step')
  // A page takes such a step together with what it stands for; nobody who names a version comes from there.
  if (step.by === 'action' && move.version !== undefined) throw new Problem(403, 'case.elsewhere')
  const refusal = refusalOf(step, actor, handsOf(row))
  if (refusal !== null) throw refusalProblem(refusal)
  if (step.fourEyes && step.by !== 'action' && actor.kind !== 'system' && move.stepUp !== true)
    throw new Problem(403, 'session.step_up_needed')
  if (step.needsReason && (move.reason ?? '').trim() === '')
    throw new Problem(400, 'case.reason_missing', { issues: [{ pointer: '/reason', code: 'required' }] })
  const missing = missingFor(kind, step, await readFacts(tx, caseId))
  if (missing.length > 0)
    throw new Problem(422, 'case.not_yet', { issues: missing.map((code) => ({ pointer: '/to', code })) })
  const at = services.clock.now()
  const judged = step.fourEyes === true
  const submitter = submitterAfter(kind, to, by, row.submitted_by, judged)
  const isFresh = judged && by !== null && row.submitted_by !== null && (await cameInSameWeek(tx, by, row.submitted_by))
  const version = await updateCase(tx, {
    ...row,
    state: to,
    phase: phaseOf(kind, to),
    submitted_by: submitter,
    decided_by: judged ? by : null,
    changed_by: by,
    changed_at: at,
    closed_at: kind.states[to]?.closes ? at : null,
  })
  await turnClocks(context, kind, caseId, to, at)
  await record(context, {
    action: 'case.moved',
    object: { kind: 'case', id: caseId },
    before: { state: row.state },
    after: {
      state: to,
      ...(judged && row.submitted_by !== null && { submittedBy: row.submitted_by }),
      ...(isFresh && { sameWeek: true }),
    },
    ...(move.reason !== undefined && move.reason.trim() !== '' && { reason: move.reason.trim() }),
  })
  await announceCase(context)
  return { version, state: to }
}

/** A clock starts at its first state and keeps that start; it stands where it stops, and goes on everywhere else. */
async function turnClocks(context: CaseContext, kind: CaseKind, caseId: string, to: string, at: Date): Promise<void> {
  const { tx } = context
  for (const clock of kind.clocks) {
    if (clock.stopsIn.includes(to)) await stopClock(tx, caseId, clock.name, at)
    else if (clock.startsIn.includes(to) && clock.deadline)
      await startClock(tx, caseId, { ...(await dueOf(context, at, clock.deadline)), name: clock.name, startedAt: at })
    else await resumeClock(tx, caseId, clock.name)
  }
}

export interface CaseChange {
  readonly version: number
  readonly ownerId?: string | null
  readonly title?: string
  /** When a clock that people set is due, by name. */
  readonly due?: { readonly clock: string; readonly at: Date }
}

/**
 * Gives a case to somebody, renames it or sets when it is due.
 * @throws Problem `common.not_found`, 409 `case.changed`, `case.closed`, 400 `case.invalid`
 */
export async function changeCase(
  context: CaseContext,
  kind: CaseKind,
  caseId: string,
  change: CaseChange,
): Promise<{ version: number }> {
  const { tx, services } = context
  const row = await lockKnown(context, kind, caseId)
  checkVersion(row, change.version)
  if (row.closed_at !== null) throw new Problem(409, 'case.closed')
  const issues: ProblemIssue[] = []
  if (typeof change.ownerId === 'string' && !(await isPerson(tx, change.ownerId)))
    issues.push({ pointer: '/ownerId', code: 'unknown_person' })
  if (change.due !== undefined && change.due.at <= row.opened_at)
    issues.push({ pointer: '/dueOn', code: 'in_the_past' })
  if (issues.length > 0) throw new Problem(400, 'case.invalid', { issues })
  const at = services.clock.now()
  const before: Record<string, LedgerValue> = {}
  const after: Record<string, LedgerValue> = {}
  if (change.ownerId !== undefined && change.ownerId !== row.owner_id)
    [before.owner, after.owner] = [row.owner_id, change.ownerId]
  if (change.title !== undefined) after.title = { concealed: change.title }
  if (change.due !== undefined) {
    const [old] = (await listClocks(tx, [caseId])).filter((clock) => clock.name === change.due?.clock)
    ;[before.dueAt, after.dueAt] = [old?.due_at.toISOString() ?? null, change.due.at.toISOString()]
    if (old) await setDue(tx, caseId, change.due.clock, { dueAt: change.due.at })
    else await startClock(tx, caseId, { name: change.due.clock, startedAt: row.opened_at, dueAt: change.due.at })
  }
  const version = await updateCase(tx, {
    ...row,
    owner_id: change.ownerId === undefined ? row.owner_id : change.ownerId,
    title:
      change.title === undefined ? row.title : (await services.vault.keysOf(tx)).seal(titleCell(caseId), change.title),
    changed_by: personBehind(context),
    changed_at: at,
  })
  await record(context, { action: 'case.changed', object: { kind: 'case', id: caseId }, before, after })
  await announceCase(context)
  return { version }
}

/** Gives a running clock the date that what it measures has now; the system's, where people set none. */
export async function moveClock(
  context: CaseContext,
  kind: CaseKind,
  caseId: string,
  name: string,
  due: DueInstants,
): Promise<void> {
  const { tx, services } = context
  const row = await lockKnown(context, kind, caseId)
  const before = await dueFields(context, caseId)
  await setDue(tx, caseId, name, due)
  await updateCase(tx, { ...row, changed_by: personBehind(context), changed_at: services.clock.now() })
  const after = await dueFields(context, caseId)
  await record(context, { action: 'case.changed', object: { kind: 'case', id: caseId }, before, after })
  await announceCase(context)
}

/** Who must not judge a case: whoever submitted, and where work is judged, whoever it was given to. */
export function handsOf(row: Pick<CaseRow, 'submitted_by' | 'owner_id' | 'phase'>): CaseHands {
  return { submittedBy: row.submitted_by, workerId: row.phase === 'done' ? row.owner_id : null }
}

/** Tells every process that a case changed. */
export async function announceCase({ tx }: Pick<CaseContext, 'tx'>): Promise<void> {
  await announce(tx, 'cases')
  await announce(tx, 'today')
}

/** The problem of a refusal, with the status that it has everywhere. */
function refusalProblem(code: string): Problem {
  return new Problem(403, code)
}

async function lockKnown({ tx }: CaseContext, kind: CaseKind, caseId: string): Promise<CaseRow> {
  const row = await lockCase(tx, caseId)
  if (!row || row.kind !== kind.kind) throw notFound()
  return row
}

function checkVersion(row: CaseRow, version: number | undefined): void {
  if (version === undefined || version === row.version) return
  throw new Problem(409, 'case.changed', {
    params: { number: row.number, state: row.state, by: row.changed_by ?? '–' },
    issues: [{ pointer: '/version', code: 'case_changed', params: { version: row.version } }],
  })
}

function phaseOf(kind: CaseKind, state: string) {
  const found = kind.states[state]
  if (!found) throw new Error(`the case kind ${kind.kind} has no state ${state}`)
  return found.phase
}

async function dueFields({ tx }: CaseContext, caseId: string): Promise<Record<string, LedgerValue>> {
  const clocks = await listClocks(tx, [caseId])
  return Object.fromEntries(clocks.map((clock) => [`due.${clock.name}`, clock.due_at.toISOString()]))
}
