/** English texts of the technical ground. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'problem.database.unavailable': 'The database cannot be reached right now. Nothing was lost; please try again shortly.',
  'problem.database.disk_full': 'The disk is full. Nothing was changed.',
  'problem.database.read_only': 'The database takes no changes right now. Nothing was changed.',
  'problem.database.contention': 'Somebody else was at work at the same time. Please try again.',
  'problem.database.timeout': 'This took too long and was stopped. Nothing was changed.',
  'problem.database.overloaded': 'There is too much going on. Please try again shortly.',
  'problem.database.transaction_aborted': 'The change was rolled back.',
  'problem.database.outcome_unknown': 'The connection broke while saving. Please check whether the change is there.',
  'problem.job.unknown': 'This recurring work is not known.',
  'problem.job.run_timeout': 'The requested run did not finish in time.',
}
