/** The filters of a register and the day on which it is looked at, filled from the address and written back to it. */
import { entryStates, type RegisterShape } from '#core/register/contract/shape.ts'
import { knowledge, type RegisterSearch } from '#core/register/contract.ts'
import { Button } from '#ui/button.tsx'
import { DateField } from '#ui/date-field.tsx'
import { Select, TextField } from '#ui/field.tsx'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { choiceOptions, labelOf } from './value.tsx'

interface FiltersProps {
  shape: RegisterShape
  search: RegisterSearch
  onAsk: (search: RegisterSearch) => void
}

export function RegisterFilters({ shape, search, onAsk }: FiltersProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState<Readonly<Record<string, string | undefined>>>({ ...search })
  const bind = (name: string) => ({
    value: draft[name] ?? '',
    onChange: (value: string) => setDraft({ ...draft, [name]: value }),
  })
  const ask = (event: FormEvent) => {
    event.preventDefault()
    const given = Object.entries(draft).flatMap(([name, value]) => {
      const text = value?.trim() ?? ''
      // What was known then is asked of a day.
      return text === '' || (name === 'known' && !draft.asOf) ? [] : [[name, text] as const]
    })
    onAsk(Object.fromEntries(given))
  }
  const any = { value: '', label: t('registers.any') }
  return (
    <form className="filters" role="search" aria-label={t('registers.filter')} onSubmit={ask}>
      <TextField label={t('registers.search')} maxLength={200} {...bind('q')} />
      <Select
        label={t('registers.state')}
        {...bind('state')}
        options={[any, ...entryStates.map((state) => ({ value: state, label: t(`registers.state.${state}`) }))]}
      />
      {shape.fields
        .filter((field) => field.isFilter)
        .map(({ name, choices }) =>
          choices ? (
            <Select
              key={name}
              label={labelOf(shape, name)}
              {...bind(name)}
              options={[any, ...choiceOptions(choices)]}
            />
          ) : (
            <TextField key={name} label={labelOf(shape, name)} maxLength={200} {...bind(name)} />
          ),
        )}
      <DateField label={t('registers.asOf')} {...bind('asOf')} />
      {draft.asOf ? (
        <Select
          label={t('registers.known')}
          value={draft.known ?? 'today'}
          onChange={(known) => setDraft({ ...draft, known })}
          options={knowledge.map((value) => ({ value, label: t(`registers.known.${value}`) }))}
        />
      ) : null}
      <div className="actions">
        <Button type="submit">{t('registers.ask')}</Button>
        {Object.keys(search).length === 0 ? null : (
          <Button variant="quiet" onPress={() => onAsk({})}>
            {t('registers.reset')}
          </Button>
        )}
      </div>
    </form>
  )
}
