/** English texts of the page about the record of a person. */
export const en = {
  'record.title': 'Record of {{name}}',
  'record.nav': 'Record',
  'record.own': 'What is recorded about you',
  'record.lead': 'What the house knows of this person in this period. Every look at it stands in the ledger.',
  'record.from': 'First day',
  'record.until': 'Last day',
  'record.show': 'Show',
  'record.cut': 'The first 1,000 rows are shown; shorter periods show all.',
  'record.limits':
    'Sign-ins, sessions, pages read and failed attempts do not stand here: the record shows what somebody answers for, and not how they work.',
  'record.take.xlsx': 'As XLSX',
  'record.take.csv': 'As CSV',
}
