/**
 * The control for the past (Stichtag): quiet in the head of a page, a day and whether what is shown is what was known
 * then or what is known today; and the band that says so as long as one looks at the past. The address carries both.
 */
import type { AsOfSearch, Known } from '#core/as-of/contract.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { DateField } from '#ui/date-field.tsx'
import { readDay } from '#ui/day-text.ts'
import { dayOf, isSameDay, shortTime, startOfDay, useNow } from '#ui/time.tsx'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { KnownSelect } from './known-select.tsx'
import './as-of.css'

export interface AsOfProps {
  /** As the address has it. */
  search: AsOfSearch
  onChange: (search: AsOfSearch) => void
}

/** The control itself. */
export function AsOfControl({ search, onChange }: AsOfProps) {
  const { t, i18n } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const shown = search.asOf === undefined ? null : instantOf(search.asOf)
  return (
    <>
      <Button variant="quiet" size="small" onPress={() => setOpen(true)}>
        {t('asOf.button', { day: shown === null ? t('asOf.today') : dayOf(shown, i18n.language) })}
      </Button>
      <Dialog title={t('asOf.title')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <AsOfForm
          search={search}
          onChange={(next) => {
            setOpen(false)
            onChange(next)
          }}
        />
      </Dialog>
    </>
  )
}

function AsOfForm({ search, onChange }: AsOfProps) {
  const { t } = useTranslation()
  const now = useNow()

  const [day, setDay] = useState(search.asOf?.slice(0, 10) ?? '')
  const [known, setKnown] = useState<Known>(search.known ?? 'then')
  const isNoDay = day !== '' && readDay(day) === null
  const isFuture = day !== '' && !isNoDay && startOfDay(day) > now
  return (
    <form
      className="as-of-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isFuture && !isNoDay)
          onChange({ ...(day === '' ? {} : { asOf: day }), ...(known === 'then' ? {} : { known }) })
      }}
    >
      <DateField
        label={t('asOf.day')}
        value={day}
        onChange={setDay}
        autoFocus
        isInvalid={isFuture}
        {...(isFuture ? { hint: t('asOf.future') } : {})}
      />
      <KnownSelect value={known} onChange={setKnown} explains />
      <p className="small soft">{t('asOf.meaning')}</p>
      <div className="row">
        <Button type="submit" variant="primary" size="small">
          {t('asOf.show')}
        </Button>
        <Button size="small" onPress={() => onChange({})}>
          {t('asOf.back')}
        </Button>
      </div>
    </form>
  )
}

/** Says that one looks at the past, and leads back. */
export function AsOfBand({ asOf, onBack }: { asOf: { at: string; known: Known } | null; onBack: () => void }) {
  const { t, i18n } = useTranslation()
  if (asOf === null) return null
  const at = new Date(asOf.at)
  // A whole day is shown by its end.
  const isEndOfDay = !isSameDay(at, new Date(at.getTime() + 1))
  const when = isEndOfDay ? dayOf(at, i18n.language) : shortTime(at, i18n.language)
  return (
    <div className="as-of-band" role="status">
      <p>
        <strong>{t('asOf.band', { when })}</strong> {t(`asOf.band.${asOf.known}`)}
      </p>
      <Button size="small" onPress={onBack}>
        {t('asOf.back')}
      </Button>
    </div>
  )
}

function instantOf(asOf: string): Date {
  return asOf.length === 10 ? startOfDay(asOf) : new Date(asOf)
}
