/** The words of cases that everybody shares. Browser-safe. */
import { z } from 'zod'

/** The common phases (`draft` to `verified`), onto which every kind maps its states. `done` is what the worker says. */
export const casePhases = ['draft', 'open', 'working', 'deciding', 'done', 'verified', 'cancelled'] as const
export const casePhaseSchema = z.enum(casePhases)
export type CasePhase = (typeof casePhases)[number]

/** What a case can be about. */
export const caseLinkKinds = ['claim', 'evidence', 'decision', 'subject'] as const
export type CaseLinkKind = (typeof caseLinkKinds)[number]

export interface CaseLink {
  readonly kind: CaseLinkKind
  readonly id: string
}
