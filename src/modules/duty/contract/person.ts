/** What belongs to a person: absences, who stands in, and the address of their calendar. */
import { idSchema, instantSchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'
import { personSchema } from './occurrence.ts'

/** Absences of one person that are not over. */
export const mostAbsences = 50
/** Reads of a calendar within an hour, of each process. */
export const mostReadsAnHour = 60

const ownReason = { signedIn: 'everybody says of themselves when they are away and where their calendar is' } as const

export const absenceSchema = z.strictObject({
  absenceId: idSchema,
  person: personSchema,
  fromOn: z.iso.date(),
  untilOn: z.iso.date(),
  deputy: personSchema.nullable(),
})
export type AbsenceView = z.infer<typeof absenceSchema>

export const readArrangement = defineEndpoint({
  id: 'arrangement.read',
  method: 'GET',
  path: '/api/arrangement',
  summary: 'The reader’s own absences and who stands in for them, and who could.',
  output: z.strictObject({
    deputy: personSchema.nullable(),
    superior: personSchema.nullable(),
    /** Whether both come from the register of people, where they are kept. */
    isRegistered: z.boolean(),
    absences: z.array(absenceSchema),
    /** Other people with an account. */
    colleagues: z.array(personSchema),
  }),
  success: 200,
  access: ownReason,
  stepUp: false,
  audit: { none: 'the reader’s own arrangement; names of colleagues are known to everybody in the house' },
})

export const setDeputy = defineEndpoint({
  id: 'deputy.set',
  method: 'PUT',
  path: '/api/arrangement',
  summary:
    'Says who stands in for the reader, and whom one turns to above; null for nobody. Not for who is in the register of people.',
  body: z.strictObject({ deputyId: idSchema.nullable(), superiorId: idSchema.nullable() }),
  success: 204,
  access: ownReason,
  stepUp: false,
  audit: { entry: 'deputy.set' },
})

export const addAbsence = defineEndpoint({
  id: 'absence.add',
  method: 'POST',
  path: '/api/absences',
  summary: 'Says on which days the reader is away, both included, and who stands in. No reason is asked for.',
  body: z.strictObject({
    fromOn: z.iso.date(),
    untilOn: z.iso.date(),
    deputyId: idSchema.nullable().default(null),
  }),
  output: absenceSchema,
  success: 201,
  access: ownReason,
  stepUp: false,
  audit: { entry: 'absence.added' },
})

export const removeAbsence = defineEndpoint({
  id: 'absence.remove',
  method: 'DELETE',
  path: '/api/absences/:absenceId',
  summary: 'Takes an absence back: one’s own, or anybody’s with absence:manage.',
  params: z.strictObject({ absenceId: idSchema }),
  success: 204,
  access: ownReason,
  stepUp: false,
  audit: { entry: 'absence.removed' },
  objects: ['absenceId'],
})

export const listAbsences = defineEndpoint({
  id: 'absence.list',
  method: 'GET',
  path: '/api/absences',
  summary: 'Who is away or will be, the next first.',
  output: z.strictObject({ items: z.array(absenceSchema) }),
  success: 200,
  access: 'absence:manage',
  stepUp: false,
  audit: { reads: 'absence.listed' },
})

export const readFeedState = defineEndpoint({
  id: 'calendar-feed.read',
  method: 'GET',
  path: '/api/calendar-feed',
  summary: 'Whether the reader’s calendar has an address, and since when. The address itself is not kept.',
  output: z.strictObject({ createdAt: instantSchema.nullable() }),
  success: 200,
  access: ownReason,
  stepUp: false,
  audit: { none: 'an instant about oneself' },
})

export const createFeed = defineEndpoint({
  id: 'calendar-feed.create',
  method: 'POST',
  path: '/api/calendar-feed',
  summary: 'Gives the reader’s calendar a new secret address, shown once; an earlier one ends.',
  output: z.strictObject({ url: z.url() }),
  success: 201,
  access: ownReason,
  stepUp: false,
  audit: { entry: 'calendar-feed.created' },
})

export const revokeFeed = defineEndpoint({
  id: 'calendar-feed.revoke',
  method: 'DELETE',
  path: '/api/calendar-feed',
  summary: 'Ends the address of the reader’s calendar.',
  success: 204,
  access: ownReason,
  stepUp: false,
  audit: { entry: 'calendar-feed.revoked' },
})

export const readCalendar = defineEndpoint({
  id: 'calendar.read',
  method: 'GET',
  path: '/api/calendar/:token',
  summary: 'The calendar behind a secret address, as iCalendar (RFC 5545).',
  params: z.strictObject({ token: z.string().min(20).max(200) }),
  success: 200,
  responds: 'download',
  access: { public: 'Calendar programs cannot sign in; whoever holds the address is the person it was given to.' },
  stepUp: false,
  audit: { none: 'read by programs many times a day; it shows titles and days' },
})
