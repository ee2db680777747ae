/** Shapes of cases. Browser-safe. */
import { caseLinkKinds, casePhaseSchema } from '#core/case/contract.ts'
import { idSchema } from '#core/page.ts'
import { z } from 'zod'

export const titleSchema = z.string().trim().min(1).max(200)
export const reasonTextSchema = z.string().trim().min(3).max(4000)

const person = z.object({ personId: idSchema, name: z.string() })

const clockSchema = z.object({
  name: z.string(),
  /** In the reader's language. */
  label: z.string(),
  startedAt: z.string(),
  /** The strict end. */
  dueAt: z.string(),
  /** The latest that the law allows, where it reckons differently. */
  legalDueAt: z.string().nullable(),
  stoppedAt: z.string().nullable(),
  overdue: z.boolean(),
})

export const caseSummarySchema = z.object({
  id: idSchema,
  /** What people call it: counted through in each company. */
  number: z.number().int(),
  kind: z.string(),
  kindName: z.string(),
  title: z.string(),
  state: z.string(),
  stateName: z.string(),
  phase: casePhaseSchema,
  owner: person.nullable(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  /** The clock that runs out first. */
  due: clockSchema.nullable(),
})
export type CaseSummary = z.output<typeof caseSummarySchema>

export const stepSchema = z.object({
  to: z.string(),
  name: z.string(),
  /** `person` here; `action` on the page `href`; `system` by itself. */
  by: z.enum(['person', 'action', 'system']),
  href: z.string().nullable(),
  fourEyes: z.boolean(),
  needsReason: z.boolean(),
  /** Why the reader may not, in their language; null when they may. */
  mayNotBecause: z.string().nullable(),
  /** What is still missing in the case itself. */
  missing: z.array(z.string()),
  /** Roles that hold the right. */
  roles: z.array(z.string()),
})
export type CaseStep = z.output<typeof stepSchema>

export const caseDetailSchema = caseSummarySchema.extend({
  version: z.number().int(),
  /** Path of the page where it is done, for kinds that have one. */
  page: z.string().nullable(),
  parent: z.object({ id: idSchema, number: z.number().int(), title: z.string() }).nullable(),
  /** Null: the system. */
  openedBy: person.nullable(),
  submittedBy: person.nullable(),
  decidedBy: person.nullable(),
  /** Whether the reader and whoever submitted came into the register in the same week. */
  sameWeek: z.boolean(),
  course: z.array(z.object({ state: z.string(), name: z.string(), at: z.enum(['past', 'here', 'ahead']) })),
  steps: z.array(stepSchema),
  clocks: z.array(clockSchema),
  links: z.array(
    z.object({ kind: z.enum(caseLinkKinds), id: idSchema, text: z.string(), href: z.string().nullable() }),
  ),
  tasks: z.array(caseSummarySchema),
  items: z.array(
    z.object({
      id: idSchema,
      /** Null: it named somebody who was erased. */
      text: z.string().nullable(),
      tickedBy: person.nullable(),
      tickedAt: z.string().nullable(),
    }),
  ),
  comments: z.array(
    z.object({
      id: idSchema,
      author: person,
      at: z.string(),
      text: z.string().nullable(),
      mentions: z.array(person),
    }),
  ),
  files: z.array(
    z.object({
      id: idSchema,
      name: z.string().nullable(),
      bytes: z.number(),
      sha256: z.string(),
      addedBy: person,
      addedAt: z.string(),
    }),
  ),
  /** Mentions of the reader that they have not taken note of. */
  unseen: z.array(idSchema),
  history: z.array(
    z.object({
      entryId: idSchema,
      at: z.string(),
      what: z.string(),
      /** Null: the system, or somebody unnamed. */
      who: z.string().nullable(),
      reason: z.string().nullable(),
      /** Two people of the same week judged each other's work here. */
      sameWeek: z.boolean(),
    }),
  ),
  /** Why the reader may not work on it; null when they may. */
  mayNotWorkBecause: z.string().nullable(),
})
export type CaseDetail = z.output<typeof caseDetailSchema>
