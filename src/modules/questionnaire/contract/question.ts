/** One question: its draft with the sentences it rests on, what people made of it, and what was answered before. Browser-safe. */
import { idSchema, instantSchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'
import {
  answerStateSchema,
  citationSchema,
  personSchema,
  questionSummarySchema,
  verdictSchema,
} from './questionnaire.ts'

export const mostAnswerLength = 8_000

export const questionDetailSchema = questionSummarySchema.extend({
  questionnaireId: idSchema,
  /** Null: any text. */
  allowed: z.array(z.string()).nullable(),
  takesComment: z.boolean(),
  given: z.string().nullable(),
  comment: z.string().nullable(),
  note: z.string().nullable(),
  answeredBy: personSchema.nullable(),
  answeredAt: instantSchema.nullable(),
  /** Who said more than is proven, and why. */
  stated: z.object({ by: personSchema, reason: z.string() }).nullable(),
  draft: z.object({
    locale: localeSchema,
    verdict: verdictSchema,
    answer: z.string().nullable(),
    comment: z.string().nullable(),
    /** What was asked for and no proven sentence says. */
    gaps: z.array(z.string()),
    measures: z.array(
      z.object({ id: z.string(), score: z.number(), title: z.object({ de: z.string(), en: z.string() }) }),
    ),
    citations: z.array(citationSchema),
  }),
  /** What was answered to the same question elsewhere, newest first. */
  earlier: z.array(
    z.object({
      questionnaireId: idSchema,
      title: z.string(),
      answer: z.string().nullable(),
      comment: z.string().nullable(),
      answeredAt: instantSchema,
      isStated: z.boolean(),
      /** What it rested on is not as it was. */
      isStale: z.boolean(),
    }),
  ),
})
export type QuestionDetail = z.output<typeof questionDetailSchema>

const editSchema = z.object({ editId: idSchema, question: questionDetailSchema })

export const readQuestion = defineEndpoint({
  id: 'questionnaire-question.read',
  method: 'GET',
  path: '/api/questionnaire-questions/:questionId',
  summary: 'Reads a question with its draft, the sentences this rests on, and answers to the same question before.',
  params: z.strictObject({ questionId: idSchema }),
  output: questionDetailSchema,
  success: 200,
  access: 'questionnaire:read',
  stepUp: false,
  audit: { reads: 'questionnaire.question-read' },
  objects: ['questionId'],
})

export const answerQuestion = defineEndpoint({
  id: 'questionnaire-question.answer',
  method: 'PATCH',
  path: '/api/questionnaire-questions/:questionId',
  summary:
    'Accepts the draft, answers otherwise, leaves empty or hands to somebody; refused when somebody changed it meanwhile, and without a reason when it says more than is proven.',
  params: z.strictObject({ questionId: idSchema }),
  body: z.strictObject({
    /** The version that was seen. */
    version: z.int().positive(),
    state: answerStateSchema,
    /** For `edited`. */
    answer: z.string().trim().max(mostAnswerLength).nullable().optional(),
    comment: z.string().trim().max(mostAnswerLength).nullable().optional(),
    /** Why more is said than is proven. */
    reason: z.string().trim().min(10).max(2_000).optional(),
    /** For `needs_somebody`: who, and what they should know. */
    assigneeId: idSchema.nullable().optional(),
    note: z.string().trim().max(2_000).nullable().optional(),
  }),
  output: editSchema,
  success: 200,
  access: 'questionnaire:answer',
  stepUp: false,
  audit: { entry: 'questionnaire.answered' },
  objects: ['questionId'],
})

export const undoAnswer = defineEndpoint({
  id: 'questionnaire-question.undo',
  method: 'POST',
  path: '/api/questionnaire-edits/:editId/undo',
  summary: 'Takes an answer back, unless somebody changed the same question since.',
  params: z.strictObject({ editId: idSchema }),
  output: editSchema,
  success: 200,
  access: 'questionnaire:answer',
  stepUp: false,
  audit: { entry: 'questionnaire.answer-undone' },
  objects: ['editId'],
})
