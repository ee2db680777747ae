/** English texts of the public page. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'trust.proven_of': '{{proven}} of {{promises}} sentences are proven',
  'trust.broke_one': '1 broke today',
  'trust.broke_many': '{{count}} broke today',
  'trust.as_of':
    'As of {{at}}. Each sentence carries the result of its last observation; without proof nothing is green.',
  'trust.since': 'since {{at}}',
  'trust.status.proven': 'proven',
  'trust.status.due_soon': 'proven, due soon',
  'trust.status.lapsed': 'proof lapsed',
  'trust.status.contradicted': 'contradicted',
  'trust.status.unproven': 'not proven',
  'trust.status.not_applicable': 'not applicable',
  'trust.legend': 'What the marks mean',
  'trust.other_language': 'Deutsch',
  'trust.sign_in': 'Sign in',
  'trust.ledger_head': 'Signed head of the ledger',
  'trust.ledger_keys': 'Keys to verify it',
  'trust.footer': 'This page is made by Beleg, the ISMS that proves its own security statement.',
  'trust.fingerprint': 'Version {{hash}}, published on {{at}}',
  'trust.none_title': 'No security statement yet',
  'trust.none': 'The security statement will stand here once it is published.',
  'trust.unavailable_title': 'Not available right now',
  'trust.unavailable':
    'The state of the sentences cannot be read at the moment. Unknown is never green: so this page shows none.',
}
