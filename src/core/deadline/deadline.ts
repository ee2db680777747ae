/**
 * Deadlines as data: how long something may take, and on which calendar that is counted. Browser-safe; `dueAt` in
 * `reckon.ts` turns them into instants.
 */
import { defaultTimeZone, isDuration, isTimeZone, unitsOf } from '#platform/clock/calendar.ts'
import { z } from 'zod'

/** The sixteen states by ISO 3166-2:DE, and the city of Augsburg, which has a public holiday of its own. */
export const germanStates = [
  'BW',
  'BY',
  'AUGSBURG',
  'BE',
  'BB',
  'HB',
  'HH',
  'HE',
  'MV',
  'NI',
  'NW',
  'RP',
  'SL',
  'SN',
  'ST',
  'SH',
  'TH',
] as const
export const germanStateSchema = z.enum(germanStates)
export type GermanState = (typeof germanStates)[number]

/** On which days a company works, and where its days begin. */
export interface WorkCalendar {
  /** IANA name; days, months and years are those of this zone. */
  readonly timeZone: string
  /** Whose public holidays count; null for those of all Germany. */
  readonly state: GermanState | null
  /** Further days off (YYYY-MM-DD): company holidays, public holidays by decree. */
  readonly extraHolidays: readonly string[]
  /** Whether 24 and 31 December, working days by law, are off. */
  readonly evesOff?: boolean
}

export const workCalendarSchema = z.strictObject({
  timeZone: z
    .string()
    .max(60)
    .refine(isTimeZone, { params: { code: 'unknown_time_zone' } }),
  state: germanStateSchema.nullable(),
  extraHolidays: z.array(z.iso.date()).max(400),
  evesOff: z.boolean().default(false),
})

/** Working days of all Germany in Berlin time, until a tenant chooses its own. */
export const defaultWorkCalendar: WorkCalendar = {
  timeZone: defaultTimeZone,
  state: null,
  extraHolidays: [],
  evesOff: false,
}

const durationSchema = z
  .string()
  .max(40)
  .refine(isDuration, { params: { code: 'not_a_duration' } })

/**
 * Either an ISO 8601 duration — days and longer on the local calendar, hours and shorter as elapsed time — or a number
 * of working days.
 */
export const deadlineSchema = z.union([
  z
    .strictObject({
      duration: durationSchema,
      /**
       * `1182/71` also yields the legal end by Regulation (EEC, Euratom) No 1182/71, which does not count the hour or day
       * of the event. The strict one, counted from the event itself, remains what alarms.
       */
      reckoning: z.literal('1182/71').optional(),
      /** When the end falls on a day off: moved to the end of the working day after it or before it. */
      align: z.enum(['next_working_day', 'previous_working_day']).optional(),
    })
    .refine((deadline) => deadline.align === undefined || !hasTime(deadline.duration), {
      path: ['align'],
      params: { code: 'hours_are_not_aligned' },
    })
    .refine((deadline) => deadline.reckoning === undefined || !isMixed(deadline.duration), {
      path: ['duration'],
      params: { code: 'days_and_hours_mixed' },
    }),
  /** Ends with the last of so many working days; the day of the event is not one of them. */
  z.strictObject({ workingDays: z.int().min(1).max(1000) }),
])
export type Deadline = z.output<typeof deadlineSchema>

/** When something is due. Both instants are the first that is too late. */
export interface DueInstants {
  /** The strict end: what reminds, alarms and decides. */
  readonly dueAt: Date
  /** The latest the law allows, where it reckons differently; never before the strict end. */
  readonly legalDueAt?: Date
}

function hasTime(duration: string): boolean {
  return isDuration(duration) && unitsOf(duration).hasTime
}

function isMixed(duration: string): boolean {
  return isDuration(duration) && unitsOf(duration).hasTime && unitsOf(duration).hasDate
}
