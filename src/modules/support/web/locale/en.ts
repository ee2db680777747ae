/** English texts of the pages of support. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'support.title': 'Support access',
  'support.lead':
    'Whoever runs this instance sees nothing here unless you give access. What is looked at with it stands in your ledger.',
  'support.give': 'Give access',
  'support.given': 'Support can come in now.',
  'support.meaning':
    'With it support sees what an auditor sees, and can change nothing. Each of its requests is recorded with you. You can take the access back at any time.',
  'support.grants': 'Access given',
  'support.reason': 'Reason',
  'support.reason.ask': 'What for?',
  'support.hours': 'For how long',
  'support.hours.value_one': '{{count}} hour',
  'support.hours.value_other': '{{count}} hours',
  'support.state': 'State',
  'support.state.live': 'open',
  'support.state.expired': 'expired',
  'support.state.revoked': 'taken back',
  'support.granted': 'Given',
  'support.ends': 'End',
  'support.lastUsed': 'Last used',
  'support.never': 'never',
  'support.revoke': 'Take back',
  'support.revoked': 'Taken back. Whoever was still inside is out.',
  'support.empty.title': 'No access given',
  'support.empty.text': 'If support needs a look at your data, give it access here for some hours.',
  'support.visits': 'Who was here with it',
  'support.who': 'Who',
  'support.of': 'Support of {{name}}',
  'support.entered': 'Came',
  'support.lastRequest': 'Last request',
  'support.left': 'left',
  'support.seen': 'What was looked at',
  'support.inLedger': 'In the ledger',

  'support.operator.lead':
    'Tenants that give support access at the moment. With every look inside you leave an entry there.',
  'support.operator.tenants': 'Tenants with access',
  'support.operator.tenant': 'Tenant',
  'support.operator.empty.title': 'No tenant gives access at the moment',
  'support.operator.empty.text':
    'You see a tenant only when it allows it. Owners give access on their page “Support access”.',
  'support.enter': 'Enter',
  'support.enter.title': 'Enter {{tenant}}',
  'support.enter.meaning':
    'Until you leave you see this tenant alone. Your reason and every request stand in its ledger afterwards.',
  'support.leave': 'Leave',
  'support.banner': 'Support',
  'support.banner.where': 'You look at {{tenant}} as support.',
  'support.banner.until': 'The access ends',
  'support.banner.recorded': 'Whatever you open is recorded there.',
  'support.over.title': 'The support access is over',
  'support.over.text': 'It expired or was taken back. Leave the tenant to go on.',
}
