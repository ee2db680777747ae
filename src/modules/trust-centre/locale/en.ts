/** English texts about the public page as the tenant sets it up. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'permission.trust-centre:read': 'See the settings of the public page',
  'permission.trust-centre:manage': 'Set up the public page',
  'action.public-host.claimed': 'Host name of the public page entered',
  'action.public-host.proven': 'Host name of the public page proven',
  'action.public-host.removed': 'Host name of the public page given up',
  'action.sentence.display_changed': 'Display of a sentence on the public page changed',
  'issue.no_host_name': 'This is no host name, such as trust.example.com.',
  'issue.host_of_instance': 'This instance itself is reached under this name.',
  'permission.correction-rule:decide': 'Decide about the rule on corrections',
  'action.correction-rule.requested': 'Rule on corrections proposed',
  'action.correction-rule.decided': 'Rule on corrections decided',
  'action.correction-rule.ended': 'Rule on corrections ended',
  'problem.correction-rule.invalid': 'This rule does not fit yet.',
  'problem.correction-rule.over': 'This rule does not hold any more.',
  'issue.no_sentence_in_force': 'No version in force contains this sentence.',
  'correction-rule.period.hours_one': '{{count}} hour',
  'correction-rule.period.hours_other': '{{count}} hours',
  'correction-rule.period.days_one': '{{count}} day',
  'correction-rule.period.days_other': '{{count}} days',
  'correction-rule.wording.all':
    'When a sentence is contradicted, it is said beside it that it is under correction: for at most {{period}} after the contradiction was known. It stays contradicted in that time too.',
  'correction-rule.wording.some_one':
    'When {{count}} chosen sentence is contradicted, it is said beside it that it is under correction: for at most {{period}} after the contradiction was known. It stays contradicted in that time too.',
  'correction-rule.wording.some_other':
    'When one of {{count}} chosen sentences is contradicted, it is said beside it that it is under correction: for at most {{period}} after the contradiction was known. It stays contradicted in that time too.',
}
