/** Deutsche Texte der Seite Heute. */
export const de = {
  'today.title': 'Heute',
  'today.lead': 'Was Sie jetzt tun können, das Dringendste zuerst.',
  'today.overdue': 'Überfällig',
  'today.due': 'Fällig',
  'today.wasDue': 'Fällig gewesen',
  'today.breaks': 'Satz bricht',
  'today.case': 'Vorgang {{number}}',
  'today.empty.title': 'Nichts wartet auf Sie',
  'today.empty.text':
    'Hier stehen gebrochene Sätze, Aufgaben, Nachweise zur Prüfung, Anträge und Erwähnungen, sobald sie Sie brauchen.',
}
