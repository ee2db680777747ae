/** German texts of the statement: problems and issues. */
export const de = {
  'problem.statement.none_published': 'Es ist noch keine Sicherheitsaussage veröffentlicht.',
  'problem.statement.already_published': 'Diese Fassung ist schon veröffentlicht.',
  'problem.statement.empty': 'Die Datei {{file}} ist leer.',
  'problem.statement.unreadable': 'Die Datei {{file}} ist kein Text, sondern: {{found}}.',
  'problem.statement.too_large': 'Die Datei {{file}} ist größer als {{limitBytes}} Bytes.',
  'problem.statement.unsupported_format':
    'Die Datei {{file}} hat die Endung „{{ending}}“. Gelesen werden txt, md, markdown, html und htm.',
  'problem.statement.not_utf8':
    'Die Datei {{file}} ist nicht in UTF-8 geschrieben: An Byte {{offset}} steht etwas anderes. Speichern Sie sie als UTF-8.',
  'problem.decision.invalid': 'Diese Entscheidung passt noch nicht.',
  'problem.decision.already_decided': 'Darüber ist schon entschieden.',
  'issue.in_the_past': 'Liegt in der Vergangenheit.',
  'issue.too_far_ahead': 'Höchstens zwölf Monate im Voraus.',
  'issue.claim_without_status': 'Dieser Satz hat keinen Status, über den zu entscheiden wäre.',
  'issue.no_option': 'Dieser Satz ist keine Möglichkeit („kann“).',
  'issue.no_exceptions_here': 'Diese Zusage lässt keine Ausnahmen zu; eine Ausnahme würde sie brechen.',
  'issue.unknown_subject': 'Diesen Gegenstand gibt es hier nicht.',
  'permission.statement:read': 'Sicherheitsaussage lesen',
  'permission.claim:read': 'Beweise eines Satzes lesen',
  'permission.statement:draft': 'Fassungen entwerfen',
  'permission.statement:publish': 'Fassungen veröffentlichen',
  'permission.decision:request': 'Entscheidungen beantragen',
  'permission.decision:decide': 'Über Anträge entscheiden',
} as const
