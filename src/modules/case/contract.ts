/**
 * Cases as people and programs see them: a list, one case with what comes next and who may do it, steps, tasks. Names of
 * kinds, states and steps come in the reader's language beside their codes. Browser-safe.
 */
import { casePhaseSchema } from '#core/case/contract.ts'
import { idSchema, pageOf, pageQuerySchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'
import { caseDetailSchema, caseSummarySchema, reasonTextSchema, titleSchema } from './contract/shape.ts'

export { caseDetailSchema, caseSummarySchema } from './contract/shape.ts'
export type { CaseDetail, CaseStep, CaseSummary } from './contract/shape.ts'
export {
  addComment,
  addFile,
  addItem,
  downloadCaseFile,
  listCasePeople,
  noteMention,
  tickItem,
  largestFile,
} from './contract/part.ts'

const kindSchema = z.string().regex(/^[a-z][a-z-]{0,39}$/)

/** The filters of the list, as they stand in the address of its page. */
const filterShape = {
  kind: kindSchema.optional(),
  /** Code of a state of that kind. */
  state: kindSchema.optional(),
  phase: casePhaseSchema.optional(),
  /** `closed` also shows what is over. */
  show: z.enum(['open', 'closed', 'all']).optional(),
  /** A person, or `me`. */
  owner: z.union([z.literal('me'), z.literal('nobody'), idSchema]).optional(),
  overdue: z.literal('yes').optional(),
}
export const caseSearchSchema = z.strictObject(filterShape)
export type CaseSearch = z.output<typeof caseSearchSchema>

export const listCases = defineEndpoint({
  id: 'case.list',
  method: 'GET',
  path: '/api/cases',
  summary: 'Lists cases, newest first: those that are open, unless `show` says otherwise.',
  query: pageQuerySchema.extend(filterShape),
  output: pageOf(caseSummarySchema).extend({
    /** Kinds and their states, for filters. */
    kinds: z.array(
      z.object({
        kind: z.string(),
        name: z.string(),
        states: z.array(z.object({ state: z.string(), name: z.string() })),
      }),
    ),
  }),
  success: 200,
  access: 'case:read',
  stepUp: false,
  audit: { none: 'titles, states and dates of work, without what people wrote in it' },
})

export const caseExportFormats = ['csv', 'xlsx'] as const

export const exportCases = defineEndpoint({
  id: 'case.export',
  method: 'GET',
  path: '/api/cases/export',
  summary: 'The same cases as a file, newest first: CSV (RFC 4180) or XLSX.',
  query: z.strictObject({ ...filterShape, format: z.enum(caseExportFormats).default('csv') }),
  responds: 'download',
  success: 200,
  access: 'case:read',
  stepUp: false,
  audit: { reads: 'case.exported' },
})

export const readCase = defineEndpoint({
  id: 'case.read',
  method: 'GET',
  path: '/api/cases/:caseId',
  summary: 'Reads a case: state, clocks, steps and who may take them, tasks, checklist, comments, files, history.',
  params: z.strictObject({ caseId: idSchema }),
  output: caseDetailSchema,
  success: 200,
  access: 'case:read',
  stepUp: false,
  audit: { reads: 'case.read' },
  objects: ['caseId'],
})

export const openTask = defineEndpoint({
  id: 'case.open',
  method: 'POST',
  path: '/api/cases',
  summary: 'Opens a task, alone or below a case, or a finding that a person made.',
  body: z.strictObject({
    kind: z.enum(['task', 'finding']).default('task'),
    title: titleSchema,
    parentId: idSchema.optional(),
    ownerId: idSchema.optional(),
    /** A day; the task is due when it ends. Tasks only. */
    dueOn: z.iso.date().optional(),
    /** Points to tick off. */
    items: z.array(titleSchema).max(100).default([]),
  }),
  output: z.object({ id: idSchema, number: z.number().int() }),
  success: 201,
  access: 'case:work',
  stepUp: false,
  audit: { entry: 'case.opened' },
})

const stepBody = z.strictObject({
  /** The state to come. */
  to: kindSchema,
  /** The version that was read: who was overtaken is told, and nothing is lost. */
  version: z.number().int().min(1),
  reason: reasonTextSchema.optional(),
})
const stepOutput = z.object({ id: idSchema, version: z.number().int(), state: z.string() })

export const takeStep = defineEndpoint({
  id: 'case.move',
  method: 'POST',
  path: '/api/cases/:caseId/steps',
  summary: 'Takes a step that judges nobody’s work.',
  params: z.strictObject({ caseId: idSchema }),
  body: stepBody,
  output: stepOutput,
  success: 200,
  access: 'case:work',
  stepUp: false,
  audit: { entry: 'case.moved' },
  objects: ['caseId'],
})

export const decideCase = defineEndpoint({
  id: 'case.decide',
  method: 'POST',
  path: '/api/cases/:caseId/decisions',
  summary: 'Takes a step that judges what another natural person submitted.',
  params: z.strictObject({ caseId: idSchema }),
  body: stepBody,
  output: stepOutput,
  success: 200,
  access: 'case:verify',
  stepUp: true,
  audit: { entry: 'case.moved' },
  objects: ['caseId'],
})

export const changeCase = defineEndpoint({
  id: 'case.change',
  method: 'PATCH',
  path: '/api/cases/:caseId',
  summary: 'Gives a case to somebody; of a task also its title and when it is due.',
  params: z.strictObject({ caseId: idSchema }),
  body: z.strictObject({
    version: z.number().int().min(1),
    ownerId: idSchema.nullable().optional(),
    title: titleSchema.optional(),
    dueOn: z.iso.date().optional(),
  }),
  output: z.object({ id: idSchema, version: z.number().int() }),
  success: 200,
  access: 'case:work',
  stepUp: false,
  audit: { entry: 'case.changed' },
  objects: ['caseId'],
})
