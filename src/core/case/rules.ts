/** Guards and obstacles of cases. Pure. */
import type { Actor } from '../context.ts'
import { awaitsJudgement, type CaseFacts, type CaseGuard, type CaseKind, type CaseTransition } from './kind.ts'

/** Closing with open work is no closing (ISO 27001, 10.2). */
export const noOpenTasks: CaseGuard = ({ openTasks }) => (openTasks > 0 ? 'open_tasks' : null)

/** A list with open points is not done. */
export const allTicked: CaseGuard = ({ untickedItems }) => (untickedItems > 0 ? 'unticked_items' : null)

/** What nobody owns, nobody accepts. */
export const hasOwner: CaseGuard = ({ hasOwner: has }) => (has ? null : 'owner_missing')

/** What the machine still sees broken, nobody declares repaired. */
export const sentenceHolds: CaseGuard = ({ sentenceBroken }) => (sentenceBroken === true ? 'sentence_broken' : null)

/** Who stands behind a case, for four eyes. */
export interface CaseHands {
  readonly submittedBy: string | null
  readonly workerId: string | null
}

/**
 * Code of the problem with which a step would be refused to somebody; null when they may take it. What is missing in
 * the case itself, guards say.
 */
export function refusalOf(step: CaseTransition, actor: Actor, hands: CaseHands): string | null {
  // What the machine observed, it may say of everything.
  if (actor.kind === 'system') return null
  if (step.by === 'system') return 'case.system_only'
  if (actor.kind !== 'account' && actor.kind !== 'api-key') return 'permission.person_needed'
  if (step.fourEyes && actor.kind !== 'account') return 'permission.person_needed'
  if (step.by !== 'action' && !actor.permissions.has(step.by.permission)) return 'permission.missing_here'
  if (step.ofSubmitter && actor.personId !== hands.submittedBy) return 'case.not_yours'
  if (step.fourEyes && (actor.personId === hands.submittedBy || actor.personId === hands.workerId))
    return 'four_eyes.same_person'
  return null
}

/** Codes of all that is still missing for a step. */
export function missingFor(kind: CaseKind, step: CaseTransition, facts: CaseFacts): string[] {
  return (step.guards ?? []).flatMap((name) => kind.guards[name]?.(facts) ?? [])
}

/** Who is held to have submitted the work, after a step. */
export function submitterAfter(
  kind: CaseKind,
  to: string,
  by: string | null,
  before: string | null,
  judged: boolean,
): string | null {
  if (judged) return before
  return awaitsJudgement(kind, to) ? by : null
}
