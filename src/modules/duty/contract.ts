/**
 * Duties in time, as others see them: what is due when, reminders, absences, a calendar for each person. Browser-safe.
 * Instants are ISO 8601 strings in UTC, days plain dates on the tenant's calendar.
 */
import type { PermissionTable } from '#core/permission.ts'

export {
  assignMeasure,
  dutySearchSchema,
  listDuties,
  occurrenceSchema,
  readDuty,
  type DutySearch,
  type OccurrenceView,
} from './contract/occurrence.ts'
export {
  addAbsence,
  absenceSchema,
  createFeed,
  listAbsences,
  mostAbsences,
  mostReadsAnHour,
  readArrangement,
  readCalendar,
  readFeedState,
  removeAbsence,
  revokeFeed,
  setDeputy,
  type AbsenceView,
} from './contract/person.ts'
export {
  changeDutySettings,
  germanStates,
  readDutySettings,
  setDutyRhythm,
  settingsSchema,
  type Settings,
  type WorkCalendar,
} from './contract/setting.ts'

export const permissions = {
  'duty:read': ['owner', 'isb', 'management', 'measure-owner', 'auditor'],
  'duty:manage': ['owner', 'isb'],
  'absence:manage': ['owner', 'isb', 'management'],
} as const satisfies PermissionTable
