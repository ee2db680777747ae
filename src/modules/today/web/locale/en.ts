/** English texts of the page Today. */
export const en = {
  'today.title': 'Today',
  'today.lead': 'What you can do now, the most urgent first.',
  'today.overdue': 'Overdue',
  'today.due': 'Due',
  'today.wasDue': 'Was due',
  'today.breaks': 'Sentence breaks',
  'today.case': 'Case {{number}}',
  'today.empty.title': 'Nothing waits for you',
  'today.empty.text':
    'Broken sentences, tasks, evidence to review, requests and mentions stand here as soon as they need you.',
  'today.then.title': 'What waited then',
  'today.then.lead': 'Cases that were open on the as-of date, and sentences that were broken or about to break.',
  'today.then.mine': 'With you',
  'today.then.nobody': 'With nobody',
  'today.then.others': 'With others',
  'today.then.unknown': 'With whom is no longer known',
  'today.then.sentence': 'Sentences without a case',
  'today.then.since': 'since',
  'today.then.wasOverdue': 'Overdue since',
  'today.then.more_one': 'More was open: only {{count}} entry stands here',
  'today.then.more_other': 'More was open: only {{count}} entries stand here',
  'today.then.empty.title': 'Nothing waited',
  'today.then.empty.text': 'On that day no case was open and no sentence broken.',
  'today.then.meaning':
    'State, owner and due date are those of then, reckoned back from the ledger; cases are called what they are called today. Mentions, resets and erasures do not stand here.',
}
