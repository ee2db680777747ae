/** The choice between what was known then and what is known today, wherever a past day is asked for. */
import { knownSchema, type Known } from '#core/as-of/contract.ts'
import { Select } from '#ui/field.tsx'
import { useTranslation } from 'react-i18next'

export interface KnownSelectProps {
  value: Known
  onChange: (known: Known) => void
  /** Says below what the choice means. */
  explains?: boolean
}

export function KnownSelect({ value, onChange, explains = false }: KnownSelectProps) {
  const { t } = useTranslation()
  return (
    <Select
      label={t('asOf.known')}
      {...(explains ? { hint: t(`asOf.known.${value}.meaning`) } : {})}
      name="known"
      value={value}
      onChange={(known) => onChange(known === 'today' ? 'today' : 'then')}
      options={knownSchema.options.map((one) => ({ value: one, label: t(`asOf.known.${one}`) }))}
    />
  )
}
