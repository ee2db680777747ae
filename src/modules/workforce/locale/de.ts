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
  'reason.account.closed': 'Das Konto ist geschlossen.',
  'reason.account.of_leaver': 'Das Konto gehört jemandem, der ausgeschieden ist.',
  'reason.account.of_nobody': 'Das Konto gehört jemandem, der nicht im Register der Personen steht.',
  'reason.account.of_colleague': 'Das Konto gehört jemandem, der hier arbeitet.',
} as const
