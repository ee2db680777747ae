/**
 * What a kind of case is: states, the steps between them, clocks and named guards, all of them data. A module declares
 * its kinds in its manifest; the registry refuses a kind that contradicts itself. Fields of a kind are columns of its
 * module's own table, and nobody but a module makes kinds.
 */
import type { Permission } from '#platform/http/endpoint.ts'
import type { Context } from '../context.ts'
import type { Deadline } from '../deadline/deadline.ts'
import type { CasePhase } from './contract.ts'

export interface CaseState {
  readonly phase: CasePhase
  /** The case is closed here. */
  readonly closes?: true
}

/** What guards look at. */
export interface CaseFacts {
  /** Children that are not closed. */
  readonly openTasks: number
  readonly untickedItems: number
  readonly hasOwner: boolean
  /** Whether the sentence that the case is about is contradicted or lapsed; null when it is about none. */
  readonly sentenceBroken: boolean | null
}

/** Pure. Null lets pass; else the code of an issue (`issue.<code>`) that says what is missing. */
export type CaseGuard = (facts: CaseFacts) => string | null

export interface CaseTransition {
  /** What the step is called: `case.step.<kind>.<name>`. */
  readonly name: string
  readonly from: readonly string[]
  readonly to: string
  /**
   * Who takes it: a person with a permission, the system by what it observed, or another action of the house that does
   * more than move the case (`through`: the page where it is taken).
   */
  readonly by: { readonly permission: Permission } | 'system' | 'action'
  /** Never the natural person whose work it judges, nor the one it was given to. With a fresh second factor. */
  readonly fourEyes?: true
  /** Only the natural person who submitted: taking back. */
  readonly ofSubmitter?: true
  readonly needsReason?: true
  /** Names of the kind's guards; all of them have to let pass. */
  readonly guards?: readonly string[]
}

export interface CaseClock {
  readonly name: string
  /** Runs from the first entry into one of these. */
  readonly startsIn: readonly string[]
  /** Stands in these. A case that leaves them again goes on from the clock's first start. */
  readonly stopsIn: readonly string[]
  /** None: whoever opens the case says when it is due. */
  readonly deadline?: Deadline
}

export interface CaseKind {
  readonly kind: string
  readonly initial: string
  readonly states: Readonly<Record<string, CaseState>>
  /** The states in the order of each ordinary course, the most usual first, for people to see what comes next. */
  readonly courses: readonly (readonly string[])[]
  readonly transitions: readonly CaseTransition[]
  readonly clocks: readonly CaseClock[]
  readonly guards: Readonly<Record<string, CaseGuard>>
  /** The page of what a case is about, where that has the case's own id: `/duties`. */
  readonly page?: string
  /** What cases are called in the reader's language, by id, where it follows from what they are about. */
  readonly nameCases?: (
    context: Pick<Context, 'tx' | 'actor' | 'services'>,
    caseIds: readonly string[],
  ) => Promise<ReadonlyMap<string, string>>
}

/** The step from one state to another; undefined when there is none. */
export function findStep(kind: CaseKind, from: string, to: string): CaseTransition | undefined {
  return kind.transitions.find((step) => step.to === to && step.from.includes(from))
}

/** What contradicts itself in a kind: nothing, for a sound one. */
export function faultsOf(kind: CaseKind, permissions: ReadonlySet<string>): string[] {
  const faults: string[] = []
  const name = `the case kind ${kind.kind}`
  const known = (state: string, where: string) => {
    if (!(state in kind.states)) faults.push(`${name} speaks of the state ${state} in ${where}, which it does not have`)
  }
  known(kind.initial, 'its beginning')
  for (const state of kind.courses.flat()) known(state, 'its courses')
  const pairs = new Set<string>()
  for (const step of kind.transitions) {
    known(step.to, step.name)
    for (const from of step.from) {
      known(from, step.name)
      if (pairs.has(`${from} ${step.to}`)) faults.push(`${name} leads twice from ${from} to ${step.to}`)
      pairs.add(`${from} ${step.to}`)
      if (kind.states[from]?.closes && step.by !== 'system' && kind.states[step.to]?.closes)
        faults.push(`${name} lets ${step.name} change what is closed`)
    }
    for (const guard of step.guards ?? [])
      if (!(guard in kind.guards))
        faults.push(`${name} asks the guard ${guard} in ${step.name}, which it does not have`)
    if (typeof step.by === 'object' && !permissions.has(step.by.permission))
      faults.push(`${name} needs ${step.by.permission} for ${step.name}, which nobody declares`)
    if (step.fourEyes && step.from.some((from) => !awaitsJudgement(kind, from)))
      faults.push(`${name} wants four eyes in ${step.name} where nobody submitted anything`)
  }
  for (const clock of kind.clocks) for (const state of [...clock.startsIn, ...clock.stopsIn]) known(state, clock.name)
  const reached = reachableFrom(kind, kind.initial)
  for (const state of Object.keys(kind.states)) {
    if (!reached.has(state)) faults.push(`${name} never comes to ${state}`)
    const further = reachableFrom(kind, state)
    if (![...further].some((next) => kind.states[next]?.closes)) faults.push(`${name} cannot be closed from ${state}`)
  }
  for (const [state, { phase, closes }] of Object.entries(kind.states))
    if ((phase === 'verified' || phase === 'cancelled') !== (closes === true) && phase !== 'done')
      faults.push(`${name} is ${closes ? '' : 'not '}closed in ${state}, which is ${phase}`)
  return faults
}

/** Whether somebody's work waits in a state for another person. */
export function awaitsJudgement(kind: CaseKind, state: string): boolean {
  const phase = kind.states[state]?.phase
  return phase === 'deciding' || phase === 'done'
}

function reachableFrom(kind: CaseKind, start: string): ReadonlySet<string> {
  const reached = new Set([start])
  for (const state of reached) for (const step of kind.transitions) if (step.from.includes(state)) reached.add(step.to)
  return reached
}
