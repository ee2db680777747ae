/** English texts of deadlines: permissions, problems, mail and calendar. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'permission.duty:read': 'See deadlines',
  'permission.duty:manage': 'Decide on owners, own rhythms, calendar and reminders',
  'permission.absence:manage': 'See and take back everybody’s absences',
  'problem.duty.settings_changed':
    'Somebody changed these settings in the meantime. Please load them again; nothing was saved.',
  'problem.duty.looser_than_promised':
    'Your security statement promises at most {{promised}} between two proofs; {{every}} would be longer. The statement has to be changed and approved first.',
  'problem.duty.not_in_time':
    'There is no rhythm to choose for this duty: it is kept all the time, or after something happened.',
  'problem.absence.too_many': 'No more than {{most}} absences are accepted at a time.',
  'problem.calendar.too_many_reads': 'This calendar was read too often. Please try again later.',
  'issue.unknown_time_zone': 'This time zone is not known; a name like Europe/Berlin is expected.',
  'issue.not_falling': 'Please in falling order and each value once, such as 14, 3, 1.',
  'issue.before_deputy': 'Superiors are told no earlier than the deputy.',
  'issue.not_whole_days': 'A duration in days, weeks, months or years is expected, such as P3M.',
  'issue.no_day': 'There is no such day.',
  'issue.nobody_reachable': 'This person has no open account here.',
  'issue.same_as_self': 'This has to be another person.',
  'issue.unknown_measure': 'The catalogue does not hold this measure.',
  'duty.calendar.name': 'Deadlines in Beleg',
  'duty.calendar.sentence': 'The sentence that hangs on it: “{{sentence}}”',
  'mail.duty.before.subject': 'Due on {{due}}: {{measure}}',
  'mail.duty.before.text':
    'Hello,\n\na new proof is due on {{due}} for:\n\n{{measure}}\n\nWhat exactly is needed and what the deadline hangs on:\n{{link}}\n',
  'mail.duty.due.subject': 'Overdue: {{measure}}',
  'mail.duty.due.text':
    'Hello,\n\nthe deadline of {{due}} has passed without a proof:\n\n{{measure}}\n\nDetails and the way to the proof:\n{{link}}\n',
  'mail.duty.deputy.subject': 'Overdue, please stand in: {{measure}}',
  'mail.duty.deputy.text':
    'Hello,\n\nthe deadline of {{due}} has passed, and no proof followed the reminders. You are asked as the deputy:\n\n{{measure}}\n\nDetails and the way to the proof:\n{{link}}\n',
  'mail.duty.superior.subject': 'Still overdue: {{measure}}',
  'mail.duty.superior.text':
    'Hello,\n\nthe deadline of {{due}} has passed. Neither the person responsible nor their deputy has filed a proof so far:\n\n{{measure}}\n\nPlease see to it that somebody takes it on:\n{{link}}\n',
  'problem.deputy.registered':
    'Who stands in for you and who leads you is kept in the register of people, and changed there.',
  'case.kind.duty': 'Deadline',
  'case.state.duty.open': 'open',
  'case.state.duty.working': 'in progress',
  'case.state.duty.done': 'said to be done',
  'case.state.duty.verified': 'proven',
  'case.state.duty.dropped': 'no longer needed',
  'case.step.duty.accept': 'Take it up',
  'case.step.duty.report': 'Say that it is done',
  'case.step.duty.send-back': 'Send back',
  'case.step.duty.prove': 'Closes as soon as the proof is there',
  'case.step.duty.drop': 'Falls away as soon as no sentence asks for it any more',
  'case.clock.duty.due': 'Prove',
  'action.duty.opened': 'Duty opened',
  'action.duty.moved': 'Duty moved',
  'action.duty.done': 'Duty fulfilled',
  'action.duty.missed': 'Duty missed',
  'action.duty.dropped': 'Duty dropped',
  'action.duty.reminded': 'Reminded of a duty',
  'action.duty-settings.changed': 'Settings of duties changed',
  'action.duty-rhythm.set': 'Rhythm of a duty set',
  'action.measure.assigned': 'Measure assigned',
  'action.deputy.set': 'Deputy named',
  'action.absence.added': 'Absence added',
  'action.absence.removed': 'Absence removed',
  'action.absence.listed': 'Absences looked at',
  'action.calendar-feed.created': 'Calendar feed created',
  'action.calendar-feed.revoked': 'Calendar feed revoked',
}
