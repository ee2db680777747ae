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
} as const
