/** English texts of the outbox. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'outbox.title': 'Outbox',
  'outbox.lead': 'Every mail that this instance has sent. Without a mail server they stay here, invitations included.',
  'outbox.empty.title': 'No mail yet',
  'outbox.empty.text': 'Invitations and notifications stand here as soon as some are sent.',
  'outbox.subject': 'Subject',
  'outbox.to': 'To',
  'outbox.state': 'State',
  'outbox.state.kept': 'kept here',
  'outbox.state.queued': 'being sent',
  'outbox.state.sent': 'sent',
  'outbox.state.failed': 'failed',
  'outbox.at': 'Written',
}
