/** The register of suppliers, of which subprocessors (Art. 28 GDPR) are the public part. Browser-safe. */
import type { PermissionTable } from '#core/permission.ts'
import { defineRegister } from '#core/register/contract.ts'
import { countries, isInEconomicArea } from '#core/register/contract/country.ts'
import type { Fields, RegisterShape } from '#core/register/contract/shape.ts'

export const permissions = {
  'supplier:read': ['owner', 'isb', 'management', 'measure-owner', 'auditor'],
  'supplier:edit': ['owner', 'isb'],
} as const satisfies PermissionTable

/** What a transfer to a third country rests on (Art. 44 ff. GDPR); `eea`: there is none. */
export const transferBases = ['eea', 'adequacy', 'scc', 'bcr', 'derogation'] as const
export type TransferBasis = (typeof transferBases)[number]

export const supplierShape: RegisterShape = {
  id: 'suppliers',
  subjectKind: 'supplier',
  table: 'suppliers',
  fields: [
    {
      name: 'name',
      column: 'name',
      kind: 'text',
      isRequired: true,
      isSortable: true,
      alsoCalled: [
        'firma',
        'company',
        'legal entity',
        'anbieter',
        'vendor',
        'unterauftragsverarbeiter',
        'subprocessor',
      ],
    },
    {
      name: 'role',
      column: 'role',
      kind: 'choice',
      choices: ['subprocessor', 'supplier'],
      isRequired: true,
      fallback: 'subprocessor',
      isFilter: true,
      alsoCalled: ['rolle', 'art', 'type'],
    },
    { name: 'address', column: 'address', kind: 'text', alsoCalled: ['anschrift', 'adresse', 'sitz'] },
    {
      name: 'country',
      column: 'country',
      kind: 'choice',
      choices: countries,
      isRequired: true,
      alsoCalled: ['land', 'sitzland', 'country of establishment'],
    },
    {
      name: 'purpose',
      column: 'purpose',
      kind: 'text',
      isRequired: true,
      alsoCalled: ['zweck', 'leistung', 'dienst', 'service', 'tätigkeit'],
    },
    {
      name: 'data',
      column: 'data',
      kind: 'text',
      alsoCalled: ['datenkategorien', 'categories of data', 'data categories', 'datenarten'],
    },
    {
      name: 'locations',
      column: 'locations',
      kind: 'text',
      alsoCalled: [
        'orte der verarbeitung',
        'verarbeitungsorte',
        'standorte',
        'processing locations',
        'location',
        'ort',
      ],
    },
    {
      name: 'transferBasis',
      column: 'transfer_basis',
      kind: 'choice',
      choices: transferBases,
      alsoCalled: ['grundlage der übermittlung', 'transfergrundlage', 'transfer mechanism', 'transfer basis'],
    },
    { name: 'contract', column: 'contract', kind: 'text', alsoCalled: ['vertrag', 'av-vertrag', 'dpa', 'avv'] },
    {
      name: 'startsOn',
      column: 'starts_on',
      kind: 'date',
      isRequired: true,
      isSortable: true,
      alsoCalled: ['seit', 'since', 'ab', 'beginn', 'start'],
    },
    { name: 'endsOn', column: 'ends_on', kind: 'date', alsoCalled: ['bis', 'until', 'ende', 'end'] },
  ],
  startField: 'startsOn',
  endField: 'endsOn',
  beginsWhenTold: true,
  nameField: 'name',
  sort: { field: 'name', order: 'asc' },
  faultsOf: supplierFaults,
}

export const supplierContract = defineRegister(supplierShape, { read: 'supplier:read', edit: 'supplier:edit' })

/** A subprocessor says all that customers are owed, and outside of the EEA what the transfer rests on. */
function supplierFaults(fields: Fields): { field: string; code: string }[] {
  const faults: { field: string; code: string }[] = []
  const { role, country, transferBasis, contract } = fields
  if (role === 'subprocessor')
    for (const field of ['data', 'locations', 'transferBasis'])
      if ((fields[field] ?? null) === null) faults.push({ field, code: 'missing_value' })
  if (transferBasis === 'eea' && typeof country === 'string' && !isInEconomicArea(country))
    faults.push({ field: 'transferBasis', code: 'third_country' })
  if (typeof contract === 'string' && !/^https?:\/\/\S+$/.test(contract))
    faults.push({ field: 'contract', code: 'no_link' })
  return faults
}
