/** German texts of the register of people. */
export const de = {
  'permission.workforce:read': 'Register der Personen lesen',
  'permission.workforce:edit': 'Register der Personen pflegen und importieren',
  'register.title.people': 'Personen',
  'register.people.externalId': 'Personalnummer',
  'register.people.name': 'Name',
  'register.people.email': 'E-Mail',
  'register.people.kind': 'Beschäftigung',
  'register.people.department': 'Abteilung',
  'register.people.manager': 'Vorgesetzte Person',
  'register.people.deputy': 'Vertretung',
  'register.people.joinedOn': 'Eintritt',
  'register.people.leftOn': 'Austritt',
} as const
