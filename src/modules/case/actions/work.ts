/** Working on cases: opening tasks, taking steps, giving them to somebody. */
import { changeCase, moveCase, openCase } from '#core/case/case.ts'
import { endOfDay } from '#core/case/clock.ts'
import { findingKind, settleFinding } from '#core/case/finding.ts'
import type { CaseKind } from '#core/case/kind.ts'
import { findCase } from '#core/case/store.ts'
import type { Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import { requirePerson } from '../actor.ts'
import { cells } from '../cell.ts'
import type { changeCase as change, openTask, takeStep } from '../contract.ts'
import { insertItem } from '../store.ts'
import { taskKind } from '../task.ts'
import { listParticipants } from './part.ts'
import { nameState, say } from './present.ts'

/**
 * Opens a task, or a finding that a person made.
 * @throws Problem 400 `case.invalid` with all issues
 */
export async function openByPerson(
  context: Context,
  registry: Registry,
  given: InputOf<typeof openTask>['body'],
): Promise<{ id: string; number: number }> {
  requirePerson(context)
  const { tx, services } = context
  const isTask = given.kind === 'task'
  const issues: ProblemIssue[] = []
  if (!isTask && given.dueOn !== undefined) issues.push({ pointer: '/dueOn', code: 'has_own_clocks' })
  issues.push(...(await ownerIssues(context, registry, given.ownerId)))
  const dueAt = given.dueOn === undefined ? null : endOfDay(given.dueOn)
  if (dueAt !== null && dueAt <= services.clock.now()) issues.push({ pointer: '/dueOn', code: 'in_the_past' })
  if (issues.length > 0) throw new Problem(400, 'case.invalid', { issues })
  const opened = await openCase(context, {
    kind: isTask ? taskKind : findingKind,
    title: given.title,
    ...(given.parentId !== undefined && { parentId: given.parentId }),
    ...(given.ownerId !== undefined && { ownerId: given.ownerId }),
    ...(dueAt !== null && { clocks: { due: { dueAt } } }),
  })
  const keys = await services.vault.keysOf(tx)
  for (const text of given.items) {
    const id = newId(services.clock)
    await insertItem(tx, { id, caseId: opened.id, text: keys.seal(cells.item(id), text) })
  }
  return opened
}

/**
 * Takes a step; what the system verifies by itself follows at once.
 * @throws Problem as `moveCase` of the core
 */
export async function moveByPerson(
  context: Context,
  registry: Registry,
  caseId: string,
  given: InputOf<typeof takeStep>['body'],
  stepUp: boolean,
): Promise<{ id: string; version: number; state: string }> {
  requirePerson(context)
  const kind = await kindOf(context, registry, caseId)
  const moved = await tellingWhatChanged(context, caseId, () =>
    moveCase(context, kind, caseId, given.to, {
      version: given.version,
      stepUp,
      ...(given.reason !== undefined && { reason: given.reason }),
    }),
  )
  if (kind === findingKind) await settleFinding(context, caseId)
  const parentId = (await findCase(context.tx, caseId))?.parent_id
  // The last open task may have been all that kept the machine from verifying.
  if (parentId != null) await settleFinding(context, parentId)
  const row = await findCase(context.tx, caseId)
  return { id: caseId, version: row?.version ?? moved.version, state: row?.state ?? moved.state }
}

/** @throws Problem as `changeCase` of the core, 400 `case.invalid` */
export async function changeByPerson(
  context: Context,
  registry: Registry,
  caseId: string,
  given: InputOf<typeof change>['body'],
): Promise<{ id: string; version: number }> {
  requirePerson(context)
  const kind = await kindOf(context, registry, caseId)
  const issues: ProblemIssue[] = await ownerIssues(context, registry, given.ownerId ?? undefined)
  if (kind !== taskKind && given.dueOn !== undefined) issues.push({ pointer: '/dueOn', code: 'has_own_clocks' })
  if (kind !== taskKind && given.title !== undefined) issues.push({ pointer: '/title', code: 'has_own_title' })
  if (issues.length > 0) throw new Problem(400, 'case.invalid', { issues })
  const { version } = await tellingWhatChanged(context, caseId, () =>
    changeCase(context, kind, caseId, {
      version: given.version,
      ...(given.ownerId !== undefined && { ownerId: given.ownerId }),
      ...(given.title !== undefined && { title: given.title }),
      ...(given.dueOn !== undefined && { due: { clock: 'due', at: endOfDay(given.dueOn) } }),
    }),
  )
  return { id: caseId, version }
}

/** Who was overtaken is told by whom, and where the case stands now. */
async function tellingWhatChanged<T>(context: Context, caseId: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'case.changed') throw error
    const row = await findCase(context.tx, caseId)
    if (!row) throw error
    const by = row.changed_by
    const names = by === null ? null : await context.services.personNames(context.tx, [by])
    const params = {
      number: row.number,
      state: nameState(context, row.kind, row.state),
      by: (by && names?.get(by)) ?? say(context, 'case.system'),
    }
    throw new Problem(409, 'case.changed', { params, issues: error.issues, cause: error })
  }
}

/** The kind of a case. @throws Problem 404 */
async function kindOf(context: Context, registry: Registry, caseId: string): Promise<CaseKind> {
  const row = await findCase(context.tx, caseId)
  const kind = row && registry.caseKinds.get(row.kind)
  if (!kind) throw notFound()
  return kind
}

/** Work goes only to somebody who can do it. */
async function ownerIssues(context: Context, registry: Registry, ownerId: string | undefined): Promise<ProblemIssue[]> {
  if (ownerId === undefined) return []
  const people = await listParticipants(context, registry)
  const found = people.find((one) => one.personId === ownerId)
  if (!found) return [{ pointer: '/ownerId', code: 'unknown_person' }]
  return found.mayWork ? [] : [{ pointer: '/ownerId', code: 'may_not_work' }]
}
