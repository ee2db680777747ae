/** English texts of the technical ground. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'problem.database.unavailable':
    'The database cannot be reached right now. Nothing was lost; please try again shortly.',
  'problem.database.disk_full': 'The disk is full. Nothing was changed.',
  'problem.database.read_only': 'The database takes no changes right now. Nothing was changed.',
  'problem.database.contention': 'Somebody else was at work at the same time. Please try again.',
  'problem.database.timeout': 'This took too long and was stopped. Nothing was changed.',
  'problem.database.overloaded': 'There is too much going on. Please try again shortly.',
  'problem.database.transaction_aborted': 'The change was rolled back.',
  'problem.database.outcome_unknown': 'The connection broke while saving. Please check whether the change is there.',
  'problem.listen.port_in_use':
    'Another program listens at {{address}} already. End it, or set {{variable}} to a free port.',
  'problem.listen.not_allowed': 'This user may not listen at {{address}}. Set {{variable}} to a port from 1024.',
  'problem.listen.no_such_address':
    'This machine does not have the address {{address}}. Set {{variable}} to one that it has.',
  'problem.file.missing': 'There is no file {{file}}.',
  'problem.file.is_directory': '{{file}} is a directory, not a file.',
  'problem.file.too_large': 'The file {{file}} is larger than {{limitBytes}} bytes.',
  'problem.file.not_json': '{{file}} is not JSON: {{detail}}',
  'problem.client.unreachable': '{{address}} does not answer. Does Beleg run there?',
  'problem.client.unreadable_answer': 'What answers at {{address}} is not Beleg.',
  'problem.client.malformed_key': 'The API key holds characters that occur in none.',
  'problem.file.closed': 'The file {{file}} cannot be read ({{reason}}).',
  'problem.job.unknown': 'This recurring work is not known.',
  'problem.job.run_timeout': 'The requested run did not finish in time.',
}
