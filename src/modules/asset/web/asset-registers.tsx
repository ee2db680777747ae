/** The pages of the registers of systems and of data sets. */
import { EntryPage } from '#core/register/web/entry-page.tsx'
import { ImportPage } from '#core/register/web/import-page.tsx'
import type { Choice, RegisterPages } from '#core/register/web/page-of.ts'
import { RegisterPage } from '#core/register/web/register-page.tsx'
import { dataSetContract, systemContract } from '#modules/asset/contract.ts'
import { peopleContract } from '#modules/workforce/contract.ts'
import { api } from '#web/api.ts'

/** Systems or people by part of their name. */
async function search(field: string, text: string): Promise<readonly Choice[]> {
  const q = text.trim()
  const contract = field === 'systems' ? systemContract : peopleContract
  const { items } = await api.call(contract.list, { query: { limit: '20', ...(q !== '' && { q }) } })
  return items.map(({ id, name, externalId }) => ({ id, name, detail: externalId }))
}

const systems: RegisterPages = {
  contract: systemContract,
  search,
  columns: ['owner', 'class', 'tier', 'scope', 'location'],
}

const dataSets: RegisterPages = {
  contract: dataSetContract,
  search,
  columns: ['owner', 'class', 'personalData', 'tier', 'systems'],
}

export function SystemRegisterPage() {
  return <RegisterPage pages={systems} />
}

export function SystemEntryPage() {
  return <EntryPage pages={systems} />
}

export function SystemImportPage() {
  return <ImportPage pages={systems} />
}

export function DataSetRegisterPage() {
  return <RegisterPage pages={dataSets} />
}

export function DataSetEntryPage() {
  return <EntryPage pages={dataSets} />
}

export function DataSetImportPage() {
  return <ImportPage pages={dataSets} />
}
