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
  'trust.version.number': 'Version {{version}}',
  'trust.version.in_force': 'In force since {{from}}.',
  'trust.version.superseded': 'In force from {{from}} to {{until}}. A newer version applies since then.',
  'trust.version.current': 'Version in force',
  'trust.version.hash': 'SHA-256 of the wording:',
  'trust.none_title': 'No security statement yet',
  'trust.none': 'The security statement will stand here once it is published.',
  'trust.unavailable_title': 'Not available right now',
  'trust.unavailable':
    'The state of the sentences cannot be read at the moment. Unknown is never green: so this page shows none.',
  'trust.feed': 'Feed of published heads',
  'trust.head.title': 'Ledger: head published on {{at}}',
  'trust.head.meaning':
    'Everything that is done and observed in this instance stands in a ledger. This head fixes it without telling what it says: whoever keeps it notices every later change to what was recorded until then.',
  'trust.head.cosigned': 'Cosigned by the witness {{name}}, {{at}}',
  'trust.head.stamped': 'Timestamp of {{name}}, {{at}}',
  'trust.head.token': 'Get the timestamp',
  'trust.head.nobody': 'No witness has cosigned this head. All the more it counts that others keep it.',
  'trust.head.keep': 'Head as a file',
  'trust.head.verify':
    'Keep the head outside of this server: its address stays, and what stands there must never change. The head of a single ledger, as it is mailed to chosen recipients every day, you verify with an export and this command:',
}
