/** Chooses somebody or something of a register by typing part of a name; the register is asked, however long it is. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Button } from '#ui/button.tsx'
import type { Choice } from './page-of.ts'

interface ReferenceFieldProps {
  label: string
  /** Null: nobody. */
  value: Choice | null
  onChange: (choice: Choice | null) => void
  search: (text: string) => Promise<readonly Choice[]>
}

export function ReferenceField({ label, value, onChange, search }: ReferenceFieldProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(value?.name ?? '')
  const asked = text === value?.name ? '' : text
  const found = useQuery({ queryKey: ['registers.search', label, asked], queryFn: () => search(asked) })
  const items = found.data ?? []
  return (
    <ComboBox
      className="field"
      inputValue={text}
      onInputChange={(next) => {
        setText(next)
        if (next.trim() === '') onChange(null)
      }}
      selectedKey={value?.id ?? null}
      onSelectionChange={(key) => {
        const choice = items.find(({ id }) => id === key)
        if (!choice) return
        onChange(choice)
        setText(choice.name)
      }}
      items={items}
      menuTrigger="input"
      allowsEmptyCollection
      defaultFilter={() => true}
      onBlur={() => setText(value?.name ?? '')}
    >
      <Label>{label}</Label>
      <Input className="input" placeholder={t('registers.reference.hint')} />
      <Popover className="popover">
        <ListBox
          className="menu"
          renderEmptyState={() => <p className="menu-item soft">{t('registers.reference.none')}</p>}
        >
          {(choice: Choice) => (
            <ListBoxItem id={choice.id} className="menu-item" textValue={choice.name}>
              {choice.name}
              {choice.detail === null ? null : <span className="subject-id">{choice.detail}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

interface ReferencesFieldProps {
  label: string
  values: readonly Choice[]
  onChange: (choices: readonly Choice[]) => void
  search: (text: string) => Promise<readonly Choice[]>
}

/** Several of them: what is chosen stands below, and each can be taken away. */
export function ReferencesField({ label, values, onChange, search }: ReferencesFieldProps) {
  const { t } = useTranslation()
  return (
    <div className="stack-tight">
      <ReferenceField
        key={values.length}
        label={label}
        value={null}
        onChange={(choice) => {
          if (choice && !values.some(({ id }) => id === choice.id)) onChange([...values, choice])
        }}
        search={search}
      />
      {values.length === 0 ? null : (
        <ul className="chosen">
          {values.map((choice) => (
            <li key={choice.id}>
              {choice.name}{' '}
              <Button
                size="small"
                variant="quiet"
                aria-label={t('registers.reference.remove', { name: choice.name })}
                onPress={() => onChange(values.filter(({ id }) => id !== choice.id))}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
