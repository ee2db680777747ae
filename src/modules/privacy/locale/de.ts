/** Deutsche Texte der Löschung, der Sperren und der Aufbewahrung. */
export const de = {
  'permission.erasure:read': 'Löschfälle lesen',
  'permission.erasure:request': 'Löschung einer Person beantragen',
  'permission.erasure:approve': 'Löschung einer Person genehmigen oder ablehnen',
  'permission.legal-hold:read': 'Rechtliche Sperren lesen',
  'permission.legal-hold:place': 'Rechtliche Sperre setzen',
  'permission.legal-hold:release': 'Rechtliche Sperre aufheben',
  'permission.retention:read': 'Aufbewahrungsfrist lesen',
  'permission.retention:request': 'Aufbewahrungsfrist vorschlagen',
  'permission.retention:approve': 'Aufbewahrungsfrist genehmigen oder ablehnen',
  'problem.legal-hold.too_late':
    'Diese Person ist schon gelöscht; es gibt nichts mehr, was eine Sperre erhalten könnte.',
  'problem.legal-hold.same_person':
    'Eine Sperre hebt eine andere Person auf als die, die sie gesetzt hat, und nie die Person, um die es geht.',
  'problem.legal-hold.released': 'Diese Sperre ist schon aufgehoben.',
  'problem.retention.same_period': 'Diese Frist gilt schon.',
  'problem.retention.already_requested': 'Ihr voriger Vorschlag wartet noch auf die zweite Person.',
  'problem.retention.not_requested': 'Über diesen Vorschlag ist schon entschieden.',
  'problem.erasure.invalid': 'Der Antrag auf Löschung hat Fehler.',
  'problem.erasure.already_erased': 'Diese Person ist schon gelöscht: am {{on}}, Fall {{case}}.',
  'problem.erasure.same_person':
    'Hier entscheiden zwei verschiedene Personen, und keine von beiden ist die, deren Daten gelöscht werden.',
  'problem.erasure.last_owner':
    'Dies ist die letzte Person mit der Rolle Inhaber. Geben Sie die Rolle zuerst jemand anderem und sperren Sie dann das Konto.',
  'problem.erasure.account_open': 'Das Konto dieser Person ist noch nicht gesperrt. Sperren Sie es zuerst.',
  'problem.erasure.case_open': 'Für diese Person ist schon ein Löschfall offen.',
  'problem.erasure.held':
    'Eine rechtliche Sperre erfasst diese Person. Solange sie besteht, wird nichts gelöscht; den Fall können Sie mit diesem Grund ablehnen.',
  'problem.erasure.not_requested': 'Über diesen Löschfall ist schon entschieden.',
  'problem.erasure.not_yours': 'Zurückziehen kann einen Antrag nur, wer ihn gestellt hat.',
  'issue.unknown_evidence': 'Diesen Nachweis gibt es nicht.',
}
