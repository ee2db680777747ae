/** English texts of the register of people. */
export const en = {
  'permission.workforce:read': 'Read the register of people',
  'permission.workforce:edit': 'Keep the register of people and import into it',
  'register.title.people': 'People',
  'register.people.externalId': 'Personnel number',
  'register.people.name': 'Name',
  'register.people.email': 'E-mail',
  'register.people.kind': 'Employment',
  'register.people.department': 'Department',
  'register.people.manager': 'Manager',
  'register.people.deputy': 'Deputy',
  'register.people.joinedOn': 'Joined',
  'register.people.leftOn': 'Left',
  'reason.account.closed': 'The account is closed.',
  'reason.account.of_leaver': 'The account belongs to somebody who has left.',
  'reason.account.of_nobody': 'The account belongs to somebody who is not in the register of people.',
  'reason.account.of_colleague': 'The account belongs to somebody who works here.',
} as const
