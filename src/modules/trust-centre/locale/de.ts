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
} as const
