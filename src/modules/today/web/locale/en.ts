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
}
