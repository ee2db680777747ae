/** What is due when: the list, one with the way its date came about, and the sentences that break with it. */
import { deadlineSchema } from '#core/deadline/deadline.ts'
import { idSchema, instantSchema, pageOf, pageQuerySchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'

export const occurrenceStates = ['open', 'overdue', 'done', 'done_late', 'dropped'] as const

export const personSchema = z.strictObject({ personId: idSchema, name: z.string() })

export const occurrenceSchema = z.strictObject({
  occurrenceId: idSchema,
  dutyId: z.string(),
  measure: z.strictObject({ id: z.string(), title: z.string() }),
  /** Whom or what it is about, besides the measure. */
  subject: z.string().nullable(),
  owner: personSchema.nullable(),
  state: z.enum(occurrenceStates),
  /** What it counts from: the last proof, the event, or the publication of the sentence. */
  startedAt: instantSchema,
  countsFrom: z.enum(['proof', 'event', 'publication']),
  /** The first instant that is too late. */
  dueAt: instantSchema,
  /** The last day on which it is in time, on the tenant's calendar. */
  dueOn: z.iso.date(),
  legalDueAt: instantSchema.nullable(),
  /** When the sentences cease to be proven; null when they are not. */
  breaksAt: instantSchema.nullable(),
  doneAt: instantSchema.nullable(),
  evidenceId: idSchema.nullable(),
  /** The first of the sentences that rest on it, in the reader's language; null when none is in force. */
  sentence: z.strictObject({ claimId: idSchema, text: z.string(), others: z.int() }).nullable(),
})
export type OccurrenceView = z.infer<typeof occurrenceSchema>

/** The filters of the page in its address. */
export const dutySearchSchema = z.strictObject({
  state: z.enum(['open', 'overdue', 'done']).optional(),
  measure: z.string().min(1).max(80).optional(),
  owner: idSchema.optional(),
  /** `list` when absent. */
  show: z.enum(['month']).optional(),
  /** YYYY-MM */
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
})
export type DutySearch = z.output<typeof dutySearchSchema>

export const listDuties = defineEndpoint({
  id: 'duty.list',
  method: 'GET',
  path: '/api/duties',
  summary: 'What is due when, the earliest first; from and until are days of the tenant’s calendar, both included.',
  query: pageQuerySchema.extend({
    state: z.enum(['open', 'overdue', 'done']).optional(),
    measure: z.string().max(80).optional(),
    owner: idSchema.optional(),
    from: z.iso.date().optional(),
    until: z.iso.date().optional(),
  }),
  output: pageOf(occurrenceSchema),
  success: 200,
  access: 'duty:read',
  stepUp: false,
  audit: { none: 'titles of measures, sentences that are public, and dates' },
})

const dayOffSchema = z.strictObject({
  on: z.iso.date(),
  why: z.enum(['weekend', 'holiday', 'company', 'eve']),
  name: z.string().optional(),
})

export const readDuty = defineEndpoint({
  id: 'duty.read',
  method: 'GET',
  path: '/api/duties/:occurrenceId',
  summary: 'One time that a duty is due, with how its date came about and who was reminded.',
  params: z.strictObject({ occurrenceId: idSchema }),
  output: occurrenceSchema.extend({
    timeZone: z.string(),
    /** What the sentences allow, ISO 8601; and the tenant's own, which is never more. */
    promisedEvery: z.string().nullable(),
    ownEvery: z.string().nullable(),
    yearlyBy: z.string().nullable(),
    /** For an event: the deadline as declared, and from when the law counts. */
    deadline: deadlineSchema.nullable(),
    legalFromAt: instantSchema.nullable(),
    daysOff: z.array(dayOffSchema),
    steps: z.array(
      z.strictObject({
        step: z.string(),
        at: instantSchema,
        sentAt: instantSchema.nullable(),
        to: personSchema.nullable(),
      }),
    ),
    sentences: z.array(z.strictObject({ claimId: idSchema, text: z.string() })),
    /** Number of its case, which has its id; null while it is not due soon. */
    caseNumber: z.int().nullable(),
  }),
  success: 200,
  access: 'duty:read',
  stepUp: false,
  audit: { none: 'titles of measures, sentences that are public, and dates' },
  objects: ['occurrenceId'],
})

export const assignMeasure = defineEndpoint({
  id: 'measure.assign',
  method: 'PUT',
  path: '/api/measure-owners',
  summary: 'Says who answers for a measure; null for nobody.',
  body: z.strictObject({ measureId: z.string().min(1).max(80), personId: idSchema.nullable() }),
  output: z.strictObject({ measureId: z.string(), owner: personSchema.nullable() }),
  success: 200,
  access: 'duty:manage',
  stepUp: false,
  audit: { entry: 'measure.assigned' },
})
