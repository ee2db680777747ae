/** A tenant's calendar, its reminders, and rhythms of its own. */
import { workCalendarSchema } from '#core/deadline/deadline.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { isDuration, unitsOf } from '#platform/clock/calendar.ts'
import { z } from 'zod'

export { germanStates, type WorkCalendar } from '#core/deadline/deadline.ts'

const daysSchema = z.int().min(0).max(90)

const settingsShape = z.strictObject({
  calendar: workCalendarSchema,
  /** Days before the due date; falling, each once. */
  remindBeforeDays: z
    .array(z.int().min(1).max(365))
    .max(6)
    .refine((days) => days.every((day, index) => index === 0 || day < (days[index - 1] ?? 0)), {
      params: { code: 'not_falling' },
    }),
  deputyAfterDays: daysSchema,
  superiorAfterDays: daysSchema,
})

export const settingsSchema = settingsShape.refine((given) => given.superiorAfterDays >= given.deputyAfterDays, {
  path: ['superiorAfterDays'],
  params: { code: 'before_deputy' },
})
export type Settings = z.output<typeof settingsSchema>

export const readDutySettings = defineEndpoint({
  id: 'duty-settings.read',
  method: 'GET',
  path: '/api/duty-settings',
  summary: 'The calendar on which deadlines are counted, and when whom is reminded.',
  output: settingsShape.extend({
    /** 0 while the shipped values apply. */
    version: z.int(),
    /** Public holidays of this and the next year. */
    holidays: z.array(z.strictObject({ on: z.iso.date(), name: z.string() })),
  }),
  success: 200,
  access: 'duty:read',
  stepUp: false,
  audit: { none: 'holidays and numbers of days' },
})

export const changeDutySettings = defineEndpoint({
  id: 'duty-settings.change',
  method: 'PUT',
  path: '/api/duty-settings',
  summary: 'Chooses the calendar and the reminders; refused when somebody else changed them since they were read.',
  body: z.strictObject({ settings: settingsSchema, version: z.int().min(0) }),
  output: z.strictObject({ version: z.int() }),
  success: 200,
  access: 'duty:manage',
  stepUp: false,
  audit: { entry: 'duty-settings.changed' },
})

const everySchema = z
  .string()
  .max(20)
  .refine((text) => isDuration(text) && unitsOf(text).hasDate && !unitsOf(text).hasTime, {
    params: { code: 'not_whole_days' },
  })

export const setDutyRhythm = defineEndpoint({
  id: 'duty-rhythm.set',
  method: 'PUT',
  path: '/api/duty-rhythms',
  summary: 'Gives a duty a rhythm of one’s own: never longer than the sentences in force promise; null for theirs.',
  body: z.strictObject({
    dutyId: z.string().min(1).max(120),
    rhythm: z
      .strictObject({
        every: everySchema,
        yearlyBy: z
          .string()
          .regex(/^\d\d-\d\d$/)
          .refine((text) => !Number.isNaN(Date.parse(`2028-${text}T00:00:00Z`)), { params: { code: 'no_day' } })
          .nullable()
          .default(null),
        align: z.enum(['next_working_day', 'previous_working_day']).nullable().default(null),
      })
      .nullable(),
  }),
  output: z.strictObject({ dutyId: z.string() }),
  success: 200,
  access: 'duty:manage',
  stepUp: false,
  audit: { entry: 'duty-rhythm.set' },
})
