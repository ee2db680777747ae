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
  'today.then.title': 'Was damals wartete',
  'today.then.lead': 'Vorgänge, die am Stichtag offen waren, und Sätze, die gebrochen waren oder zu brechen drohten.',
  'today.then.mine': 'Bei Ihnen',
  'today.then.nobody': 'Bei niemandem',
  'today.then.others': 'Bei anderen',
  'today.then.unknown': 'Bei wem, ist nicht mehr bekannt',
  'today.then.sentence': 'Sätze ohne Vorgang',
  'today.then.since': 'seit',
  'today.then.wasOverdue': 'Überfällig seit',
  'today.then.more_one': 'Es war mehr offen: hier steht nur {{count}} Eintrag',
  'today.then.more_other': 'Es war mehr offen: hier stehen nur {{count}} Einträge',
  'today.then.empty.title': 'Nichts wartete',
  'today.then.empty.text': 'An diesem Tag war kein Vorgang offen und kein Satz gebrochen.',
  'today.then.meaning':
    'Stand, Zuständige und Fristen sind die von damals, aus dem Hauptbuch zurückgerechnet; Vorgänge heißen, wie sie heute heißen. Erwähnungen, Zurücksetzungen und Löschungen stehen hier nicht.',
}
