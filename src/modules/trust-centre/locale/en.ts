/** English texts about the public page as the tenant sets it up. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'permission.trust-centre:read': 'See the settings of the public page',
  'permission.trust-centre:manage': 'Set up the public page',
  'action.public-host.claimed': 'Host name of the public page entered',
  'action.public-host.proven': 'Host name of the public page proven',
  'action.public-host.removed': 'Host name of the public page given up',
  'action.sentence.display_changed': 'Display of a sentence on the public page changed',
  'action.public-document.changed': 'Public download of a document changed',
  'problem.trust-centre.not_publishable':
    'Only an approved document that is classified as public can be downloaded by everybody.',
  'document.public.purpose': 'Purpose',
  'document.public.purpose_text':
    'The published security statement with the status of every sentence. A status is never claimed, but established from evidence.',
  'document.public.result': 'Result',
  'document.public.proven_of': '{{proven}} of {{promises}} promises are proven.',
  'document.public.withheld_count': 'Promises whose status is not shown: {{count}}.',
  'document.public.published': 'Published',
  'document.public.address': 'Present status',
  'document.public.wording': 'SHA-256 of the wording',
  'document.public.withheld': 'The status is not shown.',
  'document.public.since': 'Since {{at}}.',
  'document.public.effect': 'In force on {{inForce}} of {{days}} days.',
  'document.public.rests_on': '{{measures}}.',
  'document.public.certificate.title': 'Certificates',
  'document.public.certificate.framework': 'Certified to',
  'document.public.certificate.issued_by': 'Issued by, number',
  'document.public.certificate.scope': 'Scope',
  'document.public.certificate.valid': 'Valid',
  'document.public.verify.title': 'How to verify it',
  'document.public.verify.now': 'The present status of every sentence, and until when it holds, is there as data at',
  'document.public.verify.keys': 'The head of the ledger is signed; the keys to verify it are at',
  'document.public.verify.command':
    'An export of the ledger is verified without us, also against a head that you kept yourself, with',
  'document.tom.title': 'Technical and organisational measures',
  'document.tom.purpose_text':
    'Annex to a contract on processing (Art. 28(3)(c), Art. 32 GDPR). Every sentence stands like this in the published security statement; beside it stands what evidence says of it on that day.',
  'document.tom.nothing': 'The published version says nothing of this.',
  'document.tom.others': 'Further promises',
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
