/** The Statement of Applicability (ISO/IEC 27001:2022, 6.1.3 d) at the edge. Browser-safe. */
import { idSchema, instantSchema } from '#core/page.ts'
import { statusSchema } from '#core/vocabulary.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'
import { coverSchema, localisedSchema, servingMeasureSchema } from './framework.ts'

export const soaStates = ['draft', 'approved', 'superseded', 'discarded'] as const
export const soaStateSchema = z.enum(soaStates)

/** Why a control is included. */
export const inclusionReasons = ['risk', 'law', 'contract', 'good_practice'] as const
export const inclusionReasonSchema = z.enum(inclusionReasons)
export type InclusionReason = z.output<typeof inclusionReasonSchema>

/** What people say of a control; evidence speaks for itself. */
export const declarations = ['implemented', 'partial', 'planned'] as const
export const declarationSchema = z.enum(declarations)
export type Declaration = z.output<typeof declarationSchema>

export const mostLinks = 20
const controlIdSchema = z.string().regex(/^A\.[5-8]\.\d{1,2}$/)
const linkSchema = z.url({ protocol: /^https?$/ }).max(2_000)
const reasonTextSchema = z.string().trim().min(3).max(2_000)
const personSchema = z.strictObject({ personId: idSchema, name: z.string() })

/** Where the row and what is known disagree. */
export const contradictionCodes = [
  'evidence_contradicts',
  'declared_not_proven',
  'excluded_but_promised',
  'excluded_but_registered',
] as const
export const contradictionSchema = z.strictObject({ code: z.enum(contradictionCodes), text: z.string() })

export const soaRowSchema = z.strictObject({
  controlId: controlIdSchema,
  group: z.string(),
  title: localisedSchema,
  /** Null while nobody has decided. */
  applicable: z.boolean().nullable(),
  reasons: z.array(inclusionReasonSchema),
  exclusionReason: z.string().nullable(),
  declared: declarationSchema.nullable(),
  owner: personSchema.nullable(),
  links: z.array(z.string()),
  note: z.string().nullable(),
  cover: coverSchema,
  /** What evidence says now: never stored, never sent. */
  status: statusSchema.nullable(),
  /** What it said when the version was approved. */
  approvedStatus: statusSchema.nullable(),
  measures: z.array(servingMeasureSchema),
  contradictions: z.array(contradictionSchema),
})
export type SoaRow = z.output<typeof soaRowSchema>

export const soaSummarySchema = z.strictObject({
  soaId: idSchema,
  number: z.int(),
  state: soaStateSchema,
  scope: z.string(),
  createdAt: instantSchema,
  createdBy: personSchema.nullable(),
  decidedAt: instantSchema.nullable(),
  decidedBy: personSchema.nullable(),
  /** The day by which it has to be reviewed. */
  reviewBy: z.string().nullable(),
  isOverdue: z.boolean(),
})
export type SoaSummary = z.output<typeof soaSummarySchema>

export const soaDetailSchema = soaSummarySchema.extend({
  revision: z.int(),
  decisionReason: z.string().nullable(),
  rows: z.array(soaRowSchema),
  /** Why the reader may not approve, in words; null when they may. */
  mayNotApproveBecause: z.string().nullable(),
})
export type SoaDetail = z.output<typeof soaDetailSchema>

const soaParams = z.strictObject({ soaId: idSchema })

/** Fields of a row that people decide; what is absent stays. */
export const rowChangeSchema = z
  .strictObject({
    applicable: z.boolean(),
    reasons: z.array(inclusionReasonSchema).max(inclusionReasons.length),
    exclusionReason: reasonTextSchema.nullable(),
    declared: declarationSchema.nullable(),
    ownerId: idSchema.nullable(),
    links: z.array(linkSchema).max(mostLinks),
    note: z.string().trim().min(1).max(2_000).nullable(),
  })
  .partial()
export type RowChange = z.output<typeof rowChangeSchema>

export const listSoa = defineEndpoint({
  id: 'soa.list',
  method: 'GET',
  path: '/api/soa',
  summary: 'Lists the versions of the Statement of Applicability, newest first.',
  output: z.strictObject({ items: z.array(soaSummarySchema) }),
  success: 200,
  access: 'framework:read',
  stepUp: false,
  audit: { reads: 'soa.listed' },
})

export const beginSoa = defineEndpoint({
  id: 'soa.begin',
  method: 'POST',
  path: '/api/soa',
  summary: 'Begins a draft: from the version in force, else from what the statement promises.',
  body: z.strictObject({ scope: z.string().trim().min(3).max(1_000) }),
  output: soaDetailSchema,
  success: 201,
  access: 'framework:edit',
  stepUp: false,
  audit: { entry: 'soa.begun' },
})

export const readSoa = defineEndpoint({
  id: 'soa.read',
  method: 'GET',
  path: '/api/soa/:soaId',
  summary: 'Reads a version: all 93 controls, what was decided, what evidence says, and where the two disagree.',
  params: soaParams,
  output: soaDetailSchema,
  success: 200,
  access: 'framework:read',
  stepUp: false,
  audit: { reads: 'soa.read' },
  objects: ['soaId'],
})

export const changeSoaRows = defineEndpoint({
  id: 'soa.change-rows',
  method: 'PATCH',
  path: '/api/soa/:soaId/rows',
  summary: 'Changes rows of a draft, all alike; an exclusion needs its reason.',
  params: soaParams,
  body: z.strictObject({
    /** The revision that was seen. */
    revision: z.int(),
    controlIds: z.array(controlIdSchema).min(1).max(93),
    change: rowChangeSchema,
  }),
  output: soaDetailSchema,
  success: 200,
  access: 'framework:edit',
  stepUp: false,
  audit: { entry: 'soa.changed' },
  objects: ['soaId'],
})

export const mostSheetBytes = 5 * 1024 * 1024

export const sheetProblemSchema = z.strictObject({
  /** As a spreadsheet counts; null for the file as a whole. */
  row: z.int().nullable(),
  column: z.string().nullable(),
  code: z.string(),
  text: z.string(),
})
export type SheetProblem = z.output<typeof sheetProblemSchema>

/** What a file can change. */
export const sheetFields = ['applicable', 'reasons', 'exclusionReason', 'declared', 'owner', 'links', 'note'] as const
export type SheetField = (typeof sheetFields)[number]

export const sheetPlanSchema = z.strictObject({
  /** Controls that the file would change, with the fields. */
  changes: z.array(z.strictObject({ controlId: controlIdSchema, row: z.int(), fields: z.array(z.enum(sheetFields)) })),
  unchanged: z.int(),
  problems: z.array(sheetProblemSchema),
  /** Columns of the file that nobody asks for. */
  unused: z.array(z.string()),
})
export type SheetPlan = z.output<typeof sheetPlanSchema>

export const previewSoaSheet = defineEndpoint({
  id: 'soa.preview-sheet',
  method: 'POST',
  path: '/api/soa/:soaId/sheet/preview',
  summary: 'Reads a CSV or XLSX file against a draft: what it would change, and every fault by row and column.',
  params: soaParams,
  body: z.strictObject({}),
  upload: { maxBytes: mostSheetBytes },
  output: sheetPlanSchema,
  success: 200,
  access: 'framework:edit',
  stepUp: false,
  audit: { entry: 'soa.sheet-previewed' },
  objects: ['soaId'],
})

export const importSoaSheet = defineEndpoint({
  id: 'soa.import-sheet',
  method: 'POST',
  path: '/api/soa/:soaId/sheet',
  summary: 'Takes a CSV or XLSX file into a draft; a file with a fault changes nothing, the same file again neither.',
  params: soaParams,
  body: z.strictObject({ revision: z.coerce.number().int() }),
  upload: { maxBytes: mostSheetBytes },
  output: sheetPlanSchema,
  success: 200,
  access: 'framework:edit',
  stepUp: false,
  audit: { entry: 'soa.sheet-imported' },
  objects: ['soaId'],
})

export const approveSoa = defineEndpoint({
  id: 'soa.approve',
  method: 'POST',
  path: '/api/soa/:soaId/approve',
  summary: 'Puts a draft in force: never by somebody who worked on it, and only when every row is decided.',
  params: soaParams,
  body: z.strictObject({
    revision: z.int(),
    reason: reasonTextSchema,
    /** Twelve months from now at most, and when absent. */
    reviewBy: z.iso.date().optional(),
  }),
  output: soaDetailSchema,
  success: 200,
  access: 'framework:approve',
  stepUp: true,
  audit: { entry: 'soa.approved' },
  objects: ['soaId'],
})

export const discardSoa = defineEndpoint({
  id: 'soa.discard',
  method: 'POST',
  path: '/api/soa/:soaId/discard',
  summary: 'Gives a draft up; it stays readable as what it is.',
  params: soaParams,
  output: soaSummarySchema,
  success: 200,
  access: 'framework:edit',
  stepUp: false,
  audit: { entry: 'soa.discarded' },
  objects: ['soaId'],
})

export const downloadSoaSheet = defineEndpoint({
  id: 'soa.download-sheet',
  method: 'GET',
  path: '/api/soa/:soaId/sheet',
  summary: 'Downloads a version as XLSX or CSV (RFC 4180); what was changed in it can be taken in again.',
  params: soaParams,
  query: z.strictObject({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
  responds: 'download',
  success: 200,
  access: 'framework:read',
  stepUp: false,
  audit: { reads: 'soa.downloaded' },
  objects: ['soaId'],
})

export const oscalModels = ['ssp', 'assessment-results', 'poam'] as const

export const downloadSoaOscal = defineEndpoint({
  id: 'soa.download-oscal',
  method: 'GET',
  path: '/api/soa/:soaId/oscal/:model',
  summary: 'Downloads a version as OSCAL 1.2: system security plan, assessment results, or plan of action.',
  params: soaParams.extend({ model: z.enum(oscalModels) }),
  responds: 'download',
  success: 200,
  access: 'framework:read',
  stepUp: false,
  audit: { reads: 'soa.downloaded' },
  objects: ['soaId'],
})
