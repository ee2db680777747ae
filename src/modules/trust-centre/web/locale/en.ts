/** English texts of the page on which the public page is set up. */
import type { de } from './de.ts'

export const en: Record<keyof typeof de, string> = {
  'publicPage.title': 'Public page',
  'publicPage.lead':
    'What strangers see of your security statement, and under which name they find it. What a sentence is worth, evidence alone decides: a status can be left out, not chosen.',
  'publicPage.address': 'Address',
  'publicPage.address.meaning': 'The page is always here, with or without a name of its own.',
  'publicPage.open': 'Open the public page',
  'publicPage.host': 'Host name of your own',
  'publicPage.host.meaning':
    'A name in your domain, such as trust.example.com. It has to point to this server, and the server needs a certificate for it.',
  'publicPage.host.name': 'Host name',
  'publicPage.host.claim': 'Enter the name',
  'publicPage.host.change': 'Enter another name',
  'publicPage.host.claimed': 'Entered. What is missing is the TXT record in your domain.',
  'publicPage.host.state.claimed': 'waits for the TXT record',
  'publicPage.host.state.proven': 'proven',
  'publicPage.host.waiting':
    'Put this TXT record into your domain. It is looked for every minute; once it is found, the name holds.',
  'publicPage.host.proven': 'Under this name the server answers with your page.',
  'publicPage.host.record.name': 'Name of the record',
  'publicPage.host.record.value': 'Content (TXT)',
  'publicPage.host.remove': 'Give the name up',
  'publicPage.host.removed': 'The name no longer holds.',
  'publicPage.sentences': 'What is shown of each sentence',
  'publicPage.sentences.meaning':
    'The wording is always there, because it is published. Where the status is missing, the page says so and does not count the sentence as proven. The decision holds for this wording, in the next version, too.',
  'publicPage.language': 'Language of the statement',
  'publicPage.language.de': 'German',
  'publicPage.language.en': 'English',
  'publicPage.sentence': 'Sentence',
  'publicPage.status': 'Status',
  'publicPage.display': 'Shown',
  'publicPage.display.of': 'What is shown of: {{text}}',
  'publicPage.display.full': 'everything',
  'publicPage.display.status': 'the status alone',
  'publicPage.display.text': 'the wording alone',
  'publicPage.display.changed': 'The public page shows it like this now.',
  'publicPage.withheld_zero': 'The status of every sentence is shown.',
  'publicPage.withheld_one': 'The status of one sentence is not shown.',
  'publicPage.withheld_other': 'The status of {{count}} sentences is not shown.',
  'publicPage.none.title': 'Nothing is published yet',
  'publicPage.none.text': 'Once a security statement is published, its sentences stand here.',
  'publicPage.more': 'For programs and other pages',
  'publicPage.more.meaning':
    'The same answer as data, as a feed and as a badge. Each says until when it holds; the badge is green only when every sentence is shown and proven.',
  'publicPage.data': 'Data (JSON)',
  'publicPage.changes': 'Changes (Atom)',
  'publicPage.badge': 'Badge (SVG)',
}
