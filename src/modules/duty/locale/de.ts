/** Deutsche Texte der Fristen: Rechte, Fehler, Post und Kalender. */
export const de = {
  'permission.duty:read': 'Fristen sehen',
  'permission.duty:manage': 'Zuständige, eigene Rhythmen, Kalender und Erinnerungen festlegen',
  'permission.absence:manage': 'Abwesenheiten aller sehen und zurücknehmen',
  'problem.duty.settings_changed':
    'Diese Einstellungen hat inzwischen jemand geändert. Bitte laden Sie sie neu; es wurde nichts gespeichert.',
  'problem.duty.looser_than_promised':
    'Ihre Sicherheitsaussage verspricht höchstens {{promised}} zwischen zwei Nachweisen; {{every}} wäre länger. Dafür muss zuerst die Aussage geändert und freigegeben werden.',
  'problem.duty.not_in_time':
    'Diese Pflicht hat keinen Rhythmus, den man wählen kann: Sie wird fortlaufend oder nach einem Ereignis erfüllt.',
  'problem.absence.too_many': 'Mehr als {{most}} Abwesenheiten auf einmal werden nicht angenommen.',
  'problem.calendar.too_many_reads': 'Dieser Kalender wurde zu oft abgerufen. Bitte später noch einmal.',
  'issue.unknown_time_zone': 'Diese Zeitzone ist unbekannt; erwartet wird ein Name wie Europe/Berlin.',
  'issue.not_falling': 'Bitte absteigend und jeden Wert einmal, etwa 14, 3, 1.',
  'issue.before_deputy': 'Vorgesetzte werden frühestens mit der Vertretung benachrichtigt.',
  'issue.not_whole_days': 'Erwartet wird eine Dauer in Tagen, Wochen, Monaten oder Jahren, etwa P3M.',
  'issue.no_day': 'Diesen Tag gibt es nicht.',
  'issue.nobody_reachable': 'Hier hat diese Person kein offenes Konto.',
  'issue.same_as_self': 'Das muss eine andere Person sein.',
  'issue.unknown_measure': 'Diese Maßnahme steht nicht im Katalog.',
  'duty.calendar.name': 'Fristen in Beleg',
  'duty.calendar.sentence': 'Daran hängt der Satz: „{{sentence}}“',
  'mail.duty.before.subject': 'Fällig am {{due}}: {{measure}}',
  'mail.duty.before.text':
    'Guten Tag,\n\nam {{due}} ist ein neuer Nachweis fällig für:\n\n{{measure}}\n\nWas genau gebraucht wird und woran die Frist hängt, steht hier:\n{{link}}\n',
  'mail.duty.due.subject': 'Überfällig: {{measure}}',
  'mail.duty.due.text':
    'Guten Tag,\n\ndie Frist vom {{due}} ist ohne Nachweis verstrichen:\n\n{{measure}}\n\nDetails und der Weg zum Nachweis:\n{{link}}\n',
  'mail.duty.deputy.subject': 'Überfällig, bitte in Vertretung: {{measure}}',
  'mail.duty.deputy.text':
    'Guten Tag,\n\ndie Frist vom {{due}} ist verstrichen, und auf die Erinnerungen folgte kein Nachweis. Sie werden in Vertretung gefragt:\n\n{{measure}}\n\nDetails und der Weg zum Nachweis:\n{{link}}\n',
  'mail.duty.superior.subject': 'Weiter überfällig: {{measure}}',
  'mail.duty.superior.text':
    'Guten Tag,\n\ndie Frist vom {{due}} ist verstrichen. Weder die zuständige Person noch ihre Vertretung hat bisher einen Nachweis eingereicht:\n\n{{measure}}\n\nBitte sorgen Sie dafür, dass jemand die Sache übernimmt:\n{{link}}\n',
  'problem.deputy.registered': 'Wer Sie vertritt und wer Sie führt, steht im Personenregister und wird dort geändert.',
  'case.kind.duty': 'Frist',
  'case.state.duty.open': 'offen',
  'case.state.duty.working': 'in Arbeit',
  'case.state.duty.done': 'als erledigt gemeldet',
  'case.state.duty.verified': 'nachgewiesen',
  'case.state.duty.dropped': 'gegenstandslos',
  'case.step.duty.accept': 'Übernehmen',
  'case.step.duty.report': 'Als erledigt melden',
  'case.step.duty.send-back': 'Zurückgeben',
  'case.step.duty.prove': 'Schließt sich, sobald der Nachweis da ist',
  'case.step.duty.drop': 'Entfällt, sobald kein Satz es mehr verlangt',
  'case.clock.duty.due': 'Nachweisen',
} as const
