/** The states of a version as a table, and what each step needs. Pure. */
import type { VersionState } from '../contract/version.ts'

export interface VersionTimes {
  readonly submitted_at: Date | null
  readonly approved_at: Date | null
  readonly announced_at: Date | null
  readonly published_at: Date | null
  readonly superseded_at: Date | null
}

/** Where a version stands, told by what has happened to it. */
export function stateOf(version: VersionTimes): VersionState {
  if (version.superseded_at !== null) return 'superseded'
  if (version.published_at !== null) return 'published'
  if (version.announced_at !== null) return 'announced'
  if (version.approved_at !== null) return 'approved'
  return version.submitted_at === null ? 'draft' : 'review'
}

const steps = {
  submit: ['draft'],
  return: ['review', 'approved', 'announced'],
  approve: ['review'],
  publish: ['approved'],
} as const satisfies Record<string, readonly VersionState[]>
export type VersionStep = keyof typeof steps

/** Whether a version can take a step from where it stands. */
export function mayTake(step: VersionStep, state: VersionState): boolean {
  return (steps[step] as readonly VersionState[]).includes(state)
}

/** Answers are given while it is written and while it is reviewed; approval freezes them. */
export function mayAnswer(state: VersionState): boolean {
  return state === 'draft' || state === 'review'
}

/** Days between telling customers of a weaker version and the day it holds: our default. */
export const defaultNoticeDays = 30
