/** The registers of systems and data sets: who owns them, how they are classified, what they need. Browser-safe. */
import type { PermissionTable } from '#core/permission.ts'
import { defineRegister } from '#core/register/contract.ts'
import type { Field, RegisterShape } from '#core/register/contract/shape.ts'

export const permissions = {
  'asset:read': ['owner', 'isb', 'management', 'measure-owner', 'auditor'],
  'asset:edit': ['owner', 'isb', 'measure-owner'],
} as const satisfies PermissionTable

/** From public to strictly confidential, the levels of the classification policy. */
export const classes = ['public', 'internal', 'confidential', 'strictly_confidential'] as const
const needs = ['normal', 'high', 'very_high'] as const

const name: Field = {
  name: 'name',
  column: 'name',
  kind: 'text',
  isRequired: true,
  isSortable: true,
  alsoCalled: ['bezeichnung', 'title', 'titel'],
}
const owner: Field = {
  name: 'owner',
  column: 'owner_id',
  kind: 'person',
  alsoCalled: ['eigner', 'eigentümer', 'verantwortlich', 'responsible'],
}
const classification: Field = {
  name: 'class',
  column: 'class',
  kind: 'choice',
  choices: classes,
  isFilter: true,
  alsoCalled: ['klasse', 'klassifizierung', 'classification', 'vertraulichkeitsstufe'],
}
const protection: readonly Field[] = (['confidentiality', 'integrity', 'availability'] as const).map((need) => ({
  name: need,
  column: need,
  kind: 'choice',
  choices: needs,
}))
const tier: Field = {
  name: 'tier',
  column: 'tier',
  kind: 'choice',
  choices: ['1', '2', '3'],
  isFilter: true,
  alsoCalled: ['stufe'],
}
const scope: Field = {
  name: 'scope',
  column: 'scope',
  kind: 'choice',
  choices: ['in', 'out'],
  isRequired: true,
  fallback: 'in',
  isFilter: true,
  alsoCalled: ['im geltungsbereich', 'in scope'],
}
const location: Field = {
  name: 'location',
  column: 'location',
  kind: 'text',
  alsoCalled: ['region', 'ort', 'standort'],
}
const time: readonly Field[] = [
  {
    name: 'startsOn',
    column: 'starts_on',
    kind: 'date',
    isRequired: true,
    isSortable: true,
    alsoCalled: ['seit', 'since', 'in betrieb seit', 'in service since', 'beginn'],
  },
  {
    name: 'endsOn',
    column: 'ends_on',
    kind: 'date',
    alsoCalled: ['bis', 'until', 'außer betrieb', 'retired on', 'ende'],
  },
]
const always = {
  startField: 'startsOn',
  endField: 'endsOn',
  beginsWhenTold: true,
  nameField: 'name',
  sort: { field: 'name', order: 'asc' },
} as const

export const systemShape: RegisterShape = {
  id: 'systems',
  subjectKind: 'system',
  table: 'systems',
  fields: [name, owner, classification, ...protection, tier, scope, location, ...time],
  ...always,
}

export const dataSetShape: RegisterShape = {
  id: 'data-sets',
  subjectKind: 'data-set',
  table: 'data_sets',
  fields: [
    name,
    owner,
    classification,
    {
      name: 'personalData',
      column: 'personal_data',
      kind: 'choice',
      choices: ['none', 'controller', 'processor'],
      alsoCalled: ['personenbezug', 'personenbezogene daten', 'personal data', 'rolle'],
    },
    ...protection,
    tier,
    scope,
    location,
    {
      name: 'systems',
      column: 'system_ids',
      kind: 'entries',
      alsoCalled: ['liegt in', 'held by', 'systeme', 'systems'],
    },
    ...time,
  ],
  ...always,
}

export const systemContract = defineRegister(systemShape, { read: 'asset:read', edit: 'asset:edit' })
export const dataSetContract = defineRegister(dataSetShape, { read: 'asset:read', edit: 'asset:edit' })
