/** Deutsche Texte zur öffentlichen Seite, wie der Mandant sie einrichtet. */
export const de = {
  'permission.trust-centre:read': 'Einstellungen der öffentlichen Seite sehen',
  'permission.trust-centre:manage': 'Öffentliche Seite einrichten',
  'action.public-host.claimed': 'Hostname der öffentlichen Seite eingetragen',
  'action.public-host.proven': 'Hostname der öffentlichen Seite bewiesen',
  'action.public-host.removed': 'Hostname der öffentlichen Seite aufgegeben',
  'action.sentence.display_changed': 'Anzeige eines Satzes auf der öffentlichen Seite geändert',
  'issue.no_host_name': 'Das ist kein Hostname, etwa trust.example.com.',
  'issue.host_of_instance': 'Unter diesem Namen ist diese Instanz selbst erreichbar.',
  'permission.correction-rule:decide': 'Über die Regel zur Berichtigung entscheiden',
  'action.correction-rule.requested': 'Regel zur Berichtigung vorgeschlagen',
  'action.correction-rule.decided': 'Über die Regel zur Berichtigung entschieden',
  'action.correction-rule.ended': 'Regel zur Berichtigung beendet',
  'problem.correction-rule.invalid': 'Diese Regel passt noch nicht.',
  'problem.correction-rule.over': 'Diese Regel gilt nicht mehr.',
  'issue.no_sentence_in_force': 'Diesen Satz enthält keine geltende Fassung.',
  'correction-rule.period.hours_one': '{{count}} Stunde',
  'correction-rule.period.hours_other': '{{count}} Stunden',
  'correction-rule.period.days_one': '{{count}} Tag',
  'correction-rule.period.days_other': '{{count}} Tage',
  'correction-rule.wording.all':
    'Wird ein Satz widerlegt, steht daneben, dass er berichtigt wird: höchstens {{period}} lang, nachdem der Widerspruch bekannt wurde. Widerlegt bleibt er auch in dieser Zeit.',
  'correction-rule.wording.some_one':
    'Wird {{count}} bestimmter Satz widerlegt, steht daneben, dass er berichtigt wird: höchstens {{period}} lang, nachdem der Widerspruch bekannt wurde. Widerlegt bleibt er auch in dieser Zeit.',
  'correction-rule.wording.some_other':
    'Wird einer von {{count}} bestimmten Sätzen widerlegt, steht daneben, dass er berichtigt wird: höchstens {{period}} lang, nachdem der Widerspruch bekannt wurde. Widerlegt bleibt er auch in dieser Zeit.',
} as const
