/** Questionnaires of customers: taken in, listed, read, approved, sent. Browser-safe. */
import { idSchema, instantSchema } from '#core/page.ts'
import { statusSchema } from '#core/vocabulary.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'

export const mostFileBytes = 20 * 1024 * 1024
/** A file of VSAQ answers travels as a field. */
export const mostAnswersLength = 90_000

export const formatSchema = z.enum(['xlsx', 'csv', 'vsaq'])
export const questionnaireStateSchema = z.enum(['open', 'approved', 'discarded'])
export const personSchema = z.object({ personId: idSchema, name: z.string() })

/** What a draft found; the words of the module tell what each means. */
export const verdictSchema = z.enum([
  'proven',
  'partly',
  'option',
  'not_proven',
  'planned',
  'denied',
  'contradicted',
  'customer',
  'document',
  'unanswerable',
])
export type Verdict = z.output<typeof verdictSchema>

export const answerStateSchema = z.enum(['open', 'accepted', 'edited', 'needs_somebody', 'left_empty'])
export type AnswerState = z.output<typeof answerStateSchema>

// ---- Taking in ------------------------------------------------------------------------------------------------------

const columnSchema = z.int().min(0).max(99).nullable()

/** Where the questions of a sheet are; columns from 0, the row of the titles as a spreadsheet counts, 0 without one. */
export const sheetLayoutSchema = z.strictObject({
  sheet: z.int().min(0).max(59),
  isUsed: z.boolean(),
  headerRow: z.int().min(0).max(50_000),
  question: columnSchema,
  answer: columnSchema,
  comment: columnSchema,
  reference: columnSchema,
})
export type SheetLayout = z.output<typeof sheetLayoutSchema>

/** Travels as JSON beside the file. */
export const layoutsSchema = z.array(sheetLayoutSchema).max(60)

const findingSchema = z.object({
  code: z.string(),
  sheet: z.string().nullable(),
  row: z.int().nullable(),
  text: z.string(),
})

export const previewSchema = z.object({
  format: formatSchema,
  title: z.string().nullable(),
  locale: localeSchema,
  sheets: z.array(
    z.object({
      name: z.string(),
      isHidden: z.boolean(),
      isProtected: z.boolean(),
      layout: sheetLayoutSchema,
      columns: z.array(z.object({ index: z.int(), title: z.string(), sample: z.string() })),
      questions: z.int(),
      headings: z.int(),
    }),
  ),
  questions: z.int(),
  answered: z.int(),
  /** The first of them, as they were understood. */
  sample: z.array(
    z.object({
      reference: z.string().nullable(),
      section: z.string().nullable(),
      text: z.string(),
      allowed: z.array(z.string()).nullable(),
    }),
  ),
  /** With one of these the file is not taken in. */
  problems: z.array(findingSchema),
  notes: z.array(findingSchema),
})
export type QuestionnairePreview = z.output<typeof previewSchema>

const readingBody = {
  /** JSON of `layoutsSchema`; sheets that are not named are read as proposed. */
  layouts: z.string().max(20_000).optional(),
  /** Of a VSAQ questionnaire: the file of its answers, JSON. */
  answers: z.string().max(mostAnswersLength).optional(),
}

export const previewQuestionnaire = defineEndpoint({
  id: 'questionnaire.preview',
  method: 'POST',
  path: '/api/questionnaires/preview',
  summary: 'Reads a questionnaire (XLSX, CSV, VSAQ JSON) and says what was found in it; nothing is kept.',
  body: z.strictObject(readingBody),
  upload: { maxBytes: mostFileBytes },
  output: previewSchema,
  success: 200,
  access: 'questionnaire:import',
  stepUp: false,
  audit: { entry: 'questionnaire.previewed' },
})

export const importQuestionnaire = defineEndpoint({
  id: 'questionnaire.import',
  method: 'POST',
  path: '/api/questionnaires',
  summary: 'Takes a questionnaire in and drafts its answers; a file with a problem changes nothing.',
  body: z.strictObject({
    ...readingBody,
    title: z.string().trim().min(1).max(200),
    customer: z.string().trim().min(1).max(200).optional(),
    dueOn: z.iso.date().optional(),
  }),
  upload: { maxBytes: mostFileBytes },
  output: z.object({ id: idSchema, questions: z.int(), ready: z.int(), unanswerable: z.int() }),
  success: 201,
  access: 'questionnaire:import',
  stepUp: false,
  audit: { entry: 'questionnaire.imported' },
})

// ---- Reading --------------------------------------------------------------------------------------------------------

const countsSchema = z.object({
  questions: z.int(),
  /** Accepted, edited or deliberately left empty. */
  done: z.int(),
  needsSomebody: z.int(),
  /** Drafted, proven as it was asked, and not accepted yet. */
  ready: z.int(),
  /** Nothing in the statement answers them, and nobody did. */
  unanswerable: z.int(),
  /** Said by somebody and not proven. */
  stated: z.int(),
  /** Answered, and what the answer rests on has changed since. */
  stale: z.int(),
  /** The file would have no answer there. */
  empty: z.int(),
})

export const questionnaireSummarySchema = z.object({
  id: idSchema,
  title: z.string(),
  customer: z.string().nullable(),
  format: formatSchema,
  state: questionnaireStateSchema,
  dueOn: z.string().nullable(),
  isOverdue: z.boolean(),
  fileName: z.string(),
  importedBy: personSchema.nullable(),
  importedAt: instantSchema,
  questions: z.int(),
  done: z.int(),
})

export const questionSummarySchema = z.object({
  id: idSchema,
  ordinal: z.int(),
  reference: z.string().nullable(),
  section: z.string().nullable(),
  text: z.string(),
  state: answerStateSchema,
  verdict: verdictSchema,
  isReady: z.boolean(),
  isStale: z.boolean(),
  isStated: z.boolean(),
  answer: z.string().nullable(),
  /** The file came with an answer of its own. */
  isGiven: z.boolean(),
  assignee: personSchema.nullable(),
  version: z.int(),
})
export type QuestionSummary = z.output<typeof questionSummarySchema>

export const questionnaireDetailSchema = questionnaireSummarySchema.extend({
  counts: countsSchema,
  /** In the order of the file. */
  items: z.array(questionSummarySchema),
  decidedBy: personSchema.nullable(),
  decidedAt: instantSchema.nullable(),
  answeredSha256: z.string().nullable(),
  deliveries: z.array(
    z.object({ id: idSchema, recipient: z.string(), sentBy: personSchema, sentAt: instantSchema, sha256: z.string() }),
  ),
  /** Why the reader may not approve, in words; null when they may. */
  mayNotApproveBecause: z.string().nullable(),
})
export type QuestionnaireDetail = z.output<typeof questionnaireDetailSchema>

/** The question that a page shows, in its address. */
export const questionnaireSearchSchema = z.strictObject({ question: idSchema }).partial()

const questionnaireParams = z.strictObject({ questionnaireId: idSchema })

export const listQuestionnaires = defineEndpoint({
  id: 'questionnaire.list',
  method: 'GET',
  path: '/api/questionnaires',
  summary: 'Lists questionnaires, newest first.',
  output: z.object({ items: z.array(questionnaireSummarySchema) }),
  success: 200,
  access: 'questionnaire:read',
  stepUp: false,
  audit: { reads: 'questionnaire.listed' },
})

export const readQuestionnaire = defineEndpoint({
  id: 'questionnaire.read',
  method: 'GET',
  path: '/api/questionnaires/:questionnaireId',
  summary: 'Reads a questionnaire: its questions, how each stands, and what is still open.',
  params: questionnaireParams,
  output: questionnaireDetailSchema,
  success: 200,
  access: 'questionnaire:read',
  stepUp: false,
  audit: { reads: 'questionnaire.read' },
  objects: ['questionnaireId'],
})

// ---- Steps ----------------------------------------------------------------------------------------------------------

export const draftAgain = defineEndpoint({
  id: 'questionnaire.draft-again',
  method: 'POST',
  path: '/api/questionnaires/:questionnaireId/drafts',
  summary: 'Drafts again by the statement and its evidence of now; what a person answered stays theirs.',
  params: questionnaireParams,
  output: questionnaireDetailSchema,
  success: 200,
  access: 'questionnaire:answer',
  stepUp: false,
  audit: { entry: 'questionnaire.drafted' },
  objects: ['questionnaireId'],
})

export const acceptReady = defineEndpoint({
  id: 'questionnaire.accept-ready',
  method: 'POST',
  path: '/api/questionnaires/:questionnaireId/accepted',
  summary: 'Accepts every draft that is proven as it was asked, and no other.',
  params: questionnaireParams,
  output: questionnaireDetailSchema,
  success: 200,
  access: 'questionnaire:answer',
  stepUp: false,
  audit: { entry: 'questionnaire.accepted' },
  objects: ['questionnaireId'],
})

export const approveQuestionnaire = defineEndpoint({
  id: 'questionnaire.approve',
  method: 'POST',
  path: '/api/questionnaires/:questionnaireId/approve',
  summary:
    'Approves the answers and freezes the file; refused while one rests on what has changed, and to whoever said more than is proven.',
  params: questionnaireParams,
  body: z.strictObject({
    /** How many questions stay without an answer, as whoever approves has seen it. */
    empty: z.int().min(0),
    reason: z.string().trim().min(3).max(2_000),
  }),
  output: questionnaireDetailSchema,
  success: 200,
  access: 'questionnaire:approve',
  stepUp: true,
  audit: { entry: 'questionnaire.approved' },
  objects: ['questionnaireId'],
})

export const discardQuestionnaire = defineEndpoint({
  id: 'questionnaire.discard',
  method: 'POST',
  path: '/api/questionnaires/:questionnaireId/discard',
  summary: 'Gives a questionnaire up; it stays readable as what it is.',
  params: questionnaireParams,
  body: z.strictObject({ reason: z.string().trim().min(3).max(2_000) }),
  output: questionnaireDetailSchema,
  success: 200,
  access: 'questionnaire:import',
  stepUp: false,
  audit: { entry: 'questionnaire.discarded' },
  objects: ['questionnaireId'],
})

export const downloadQuestionnaire = defineEndpoint({
  id: 'questionnaire.download',
  method: 'GET',
  path: '/api/questionnaires/:questionnaireId/file',
  summary: 'Downloads the answered file as it was approved: the one that was asked with, or VSAQ answers as JSON.',
  params: questionnaireParams,
  responds: 'download',
  success: 200,
  access: 'questionnaire:read',
  stepUp: false,
  audit: { reads: 'questionnaire.downloaded' },
  objects: ['questionnaireId'],
})

export const recordDelivery = defineEndpoint({
  id: 'questionnaire.send',
  method: 'POST',
  path: '/api/questionnaires/:questionnaireId/deliveries',
  summary: 'Records to whom the approved file was sent, and by whom.',
  params: questionnaireParams,
  body: z.strictObject({ recipient: z.string().trim().min(2).max(200) }),
  output: questionnaireDetailSchema,
  success: 201,
  access: 'questionnaire:answer',
  stepUp: false,
  audit: { entry: 'questionnaire.sent' },
  objects: ['questionnaireId'],
})

export const citationSchema = z.object({
  claimId: idSchema,
  text: z.string(),
  version: z.int(),
  /** When the draft was made. */
  status: statusSchema.nullable(),
  asOf: instantSchema,
  /** Now; null where the sentence is in force no more. */
  statusNow: statusSchema.nullable(),
  isInForce: z.boolean(),
  measures: z.array(z.string()),
})
