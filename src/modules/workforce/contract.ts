/** The register of people: who works here in which employment, since when, until when, and led by whom. Browser-safe. */
import type { PermissionTable } from '#core/permission.ts'
import { defineRegister } from '#core/register/contract.ts'
import type { RegisterShape } from '#core/register/contract/shape.ts'

export const permissions = {
  'workforce:read': ['owner', 'isb', 'management', 'measure-owner', 'auditor'],
  'workforce:edit': ['owner', 'isb'],
} as const satisfies PermissionTable

export const peopleShape: RegisterShape = {
  id: 'people',
  subjectKind: 'person',
  table: 'employments',
  fields: [
    {
      name: 'name',
      column: 'name',
      kind: 'sealed',
      isRequired: true,
      alsoCalled: ['vollständiger name', 'full name', 'mitarbeiter', 'employee'],
    },
    { name: 'email', column: 'email', kind: 'email', alsoCalled: ['mail', 'e-mail-adresse', 'email address'] },
    {
      name: 'kind',
      column: 'kind',
      kind: 'choice',
      choices: ['employee', 'management', 'trainee', 'temporary', 'contractor'],
      isRequired: true,
      fallback: 'employee',
      isFilter: true,
      alsoCalled: ['vertragsart', 'art', 'employment type', 'type'],
    },
    {
      name: 'department',
      column: 'department',
      kind: 'text',
      isSortable: true,
      isFilter: true,
      alsoCalled: ['team', 'bereich'],
    },
    {
      name: 'manager',
      column: 'manager_id',
      kind: 'person',
      alsoCalled: ['vorgesetzte', 'vorgesetzter', 'führungskraft', 'line manager', 'supervisor'],
    },
    {
      name: 'deputy',
      column: 'deputy_id',
      kind: 'person',
      alsoCalled: ['stellvertretung', 'vertreter', 'stellvertreter'],
    },
    {
      name: 'joinedOn',
      column: 'joined_on',
      kind: 'date',
      isRequired: true,
      isSortable: true,
      alsoCalled: ['eintritt', 'eintrittsdatum', 'start date', 'hire date', 'beginn'],
    },
    {
      name: 'leftOn',
      column: 'left_on',
      kind: 'date',
      alsoCalled: ['austritt', 'austrittsdatum', 'end date', 'termination date', 'ende'],
    },
  ],
  startField: 'joinedOn',
  endField: 'leftOn',
  nameField: 'name',
  sort: { field: 'joinedOn', order: 'desc' },
  treeField: 'manager',
}

export const peopleContract = defineRegister(peopleShape, { read: 'workforce:read', edit: 'workforce:edit' })
