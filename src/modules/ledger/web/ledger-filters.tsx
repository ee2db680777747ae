/** The filters of the ledger, filled from the address and written back to it on a button. */
import { listPeople, type PersonView } from '#modules/identity/contract.ts'
import type { LedgerSearch } from '#modules/ledger/contract.ts'
import { Button } from '#ui/button.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { readOf } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'

export function LedgerFilters({ search, onAsk }: { search: LedgerSearch; onAsk: (search: LedgerSearch) => void }) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<LedgerSearch>(search)
  const bind = (name: keyof LedgerSearch) => ({
    value: draft[name] ?? '',
    onChange: (value: string) => setDraft({ ...draft, [name]: value }),
  })
  const ask = (event: FormEvent) => {
    event.preventDefault()
    const given = Object.entries(draft).flatMap(([name, value]) => {
      const text = value?.trim() ?? ''
      return text === '' ? [] : [[name, text] as const]
    })
    onAsk(Object.fromEntries(given))
  }
  return (
    <form className="filters" role="search" aria-label={t('ledger.filter')} onSubmit={ask}>
      <PersonFilter {...bind('person')} />
      <TextField label={t('ledger.action.filter')} maxLength={80} {...bind('action')} />
      <TextField label={t('ledger.objectKind')} maxLength={80} {...bind('kind')} />
      <TextField label={t('ledger.objectId')} maxLength={200} {...bind('object')} />
      <DateField label={t('ledger.from')} {...bind('from')} />
      <DateField label={t('ledger.until')} {...bind('until')} />
      <div className="actions">
        <Button type="submit">{t('ledger.search')}</Button>
        {Object.keys(search).length === 0 ? null : (
          <Button variant="quiet" onPress={() => onAsk({})}>
            {t('ledger.reset')}
          </Button>
        )}
      </div>
    </form>
  )
}

/** A choice of names for who may read the register; the id of a person for everybody else. */
function PersonFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const mayRead = permissions.includes('person:read')
  const people = useQuery({ ...readOf(listPeople, { query: { limit: '200' } }), enabled: mayRead })
  if (!mayRead) return <TextField label={t('ledger.person')} value={value} onChange={onChange} />
  const known: readonly PersonView[] = people.data?.items ?? []
  const options = known.map((person) => ({ value: person.personId, label: person.name }))
  // Somebody whom a link named, beyond the names that are at hand.
  const other = value !== '' && !options.some((option) => option.value === value) ? [{ value, label: value }] : []
  return (
    <Select
      label={t('ledger.person')}
      value={value}
      onChange={onChange}
      options={[{ value: '', label: t('ledger.person.any') }, ...other, ...options]}
    />
  )
}
