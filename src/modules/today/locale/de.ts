/** Deutsche Texte von Heute: was an der Sache ist. */
export const de = {
  'today.finding.contradicted': 'Widerlegt',
  'today.finding.lapsed': 'Beweis abgelaufen',
  'today.finding.verify': 'Umgesetzt: wartet auf Ihre Bestätigung',
  'today.finding.open': 'Feststellung',
  'today.correction.open': 'Öffentlicher Satz widerlegt: Text oder Nachweis berichtigen?',
  'today.correction.decide': 'Berichtigung: wartet auf Ihre Entscheidung',
  'today.review': 'Wartet auf Ihre Prüfung',
  'today.decision': 'Wartet auf Ihre Entscheidung',
  'today.task': 'Aufgabe',
  'today.mention': 'Erwähnt von {{name}}',
  'today.reset': 'Zurücksetzung: wartet auf Ihre Entscheidung',
  'today.erasure': 'Löschung: wartet auf Ihre Entscheidung',
  'today.hold': 'Rechtliche Sperre hält eine Löschung auf',
  'today.lapsing': 'Beweis läuft bald ab',
  'today.first-steps': 'Noch ohne Beweis',
  'permission.today:read': 'Eigene Aufgaben sehen',
}
