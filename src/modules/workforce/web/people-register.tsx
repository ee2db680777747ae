/** The pages of the register of people. */
import { EntryPage } from '#core/register/web/entry-page.tsx'
import { ImportPage } from '#core/register/web/import-page.tsx'
import type { Choice, RegisterPages } from '#core/register/web/page-of.ts'
import { RegisterPage } from '#core/register/web/register-page.tsx'
import { peopleContract } from '#modules/workforce/contract.ts'
import { api } from '#web/api.ts'
import { PersonAccount } from './person-account.tsx'

/** People by part of their name, their address or number beside it. */
export async function searchPeople(text: string): Promise<readonly Choice[]> {
  const q = text.trim()
  const { items } = await api.call(peopleContract.list, { query: { limit: '20', ...(q !== '' && { q }) } })
  return items.map(({ id, name, externalId, fields }) => ({
    id,
    name,
    detail: typeof fields.email === 'string' ? fields.email : externalId,
  }))
}

const pages: RegisterPages = {
  contract: peopleContract,
  search: (_field, text) => searchPeople(text),
  columns: ['department', 'kind', 'manager', 'joinedOn', 'leftOn'],
  beside: (person) => <PersonAccount person={person} />,
}

export function PeopleRegisterPage() {
  return <RegisterPage pages={pages} />
}

export function PeopleEntryPage() {
  return <EntryPage pages={pages} />
}

export function PeopleImportPage() {
  return <ImportPage pages={pages} />
}
