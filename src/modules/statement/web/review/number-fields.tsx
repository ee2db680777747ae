/** The numbers of a sentence, and the one that it needs and does not name: how often "regularly" is, how soon "promptly". */
import { missingNumber } from '#modules/statement/contract/review.ts'
import { Button } from '#ui/button.tsx'
import { durationInWords } from '#ui/time.tsx'
import { useEffect, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Claim } from './review.ts'
import type { UsedEdits } from './use-edits.ts'
import { Key } from './key.tsx'

const units = ['H', 'D', 'W', 'M', 'Y'] as const
type Unit = (typeof units)[number]

export function NumberFields({ claim, edits }: { claim: Claim; edits: UsedEdits }) {
  const { t, i18n } = useTranslation()
  const missing = missingNumber(claim)
  const settable =
    missing ??
    (claim.quantifier === 'promptly'
      ? 'deadline'
      : claim.quantifier === 'regularly' || claim.quantifier === 'at_least'
        ? 'interval'
        : null)
  const nameOf = (name: string) => (name === 'interval' || name === 'deadline' ? t(`review.number.${name}`) : name)
  return (
    <>
      {settable === null ? null : (
        <NumberField
          key={`${claim.id} ${settable}`}
          claim={claim}
          name={settable}
          edits={edits}
          isMissing={missing !== null}
        />
      )}
      {claim.parameters.length === 0 ? null : (
        <div className="review-numbers">
          <h4>{t('review.numbers')}</h4>
          <ul role="list">
            {claim.parameters.map((parameter, index) => {
              const { name, value, unit } = parameter
              const said =
                unit === 'duration' ? durationInWords(String(value), i18n.language) : `${value} ${unit}`.trim()
              return (
                <li key={`${name} ${index}`}>
                  {nameOf(name)}: {said}
                  <Button
                    size="small"
                    variant="quiet"
                    aria-label={t('review.number.remove', { name: `${nameOf(name)} ${said}` })}
                    disabledReason={edits.refusal}
                    onPress={() =>
                      edits.edit(claim, { parameters: claim.parameters.filter((one) => one !== parameter) })
                    }
                  >
                    ×
                  </Button>
                </li>
              )
            })}
          </ul>
        </div>
      )}
    </>
  )
}

interface NumberFieldProps {
  claim: Claim
  name: 'interval' | 'deadline'
  edits: UsedEdits
  isMissing: boolean
}

/** Amount and unit of a duration; a set one stands there to be changed. */
function NumberField({ claim, name, edits, isMissing }: NumberFieldProps) {
  const { t } = useTranslation()
  const known = readDuration(claim.parameters.find((one) => one.name === name)?.value)
  const set = known === null ? '' : `${known.amount} ${known.unit}`
  const [amount, setAmount] = useState(known?.amount ?? '')
  const [unit, setUnit] = useState<Unit>(known?.unit ?? (name === 'deadline' ? 'H' : 'M'))
  const [isBad, setBad] = useState(false)
  const id = useId()
  // Set by somebody else, or taken back: what holds stands there.
  useEffect(() => {
    if (set === '') return
    const [nextAmount = '', nextUnit] = set.split(' ')
    setAmount(nextAmount)
    setUnit(units.find((one) => one === nextUnit) ?? 'M')
  }, [set])
  const send = () => {
    const isSound = /^[1-9]\d{0,2}$/.test(amount.trim())
    setBad(!isSound)
    if (!isSound) return document.getElementById(`${id} amount`)?.focus()
    const value = unit === 'H' ? `PT${amount.trim()}H` : `P${amount.trim()}${unit}`
    edits.edit(claim, {
      parameters: [...claim.parameters.filter((one) => one.name !== name), { name, value, unit: 'duration' }],
    })
  }
  return (
    <form
      className={isMissing ? 'review-number review-number-missing' : 'review-number'}
      aria-label={t(`review.number.${name}`)}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {isMissing ? <p>{t(`review.number.missing.${name}`)}</p> : null}
      <div className="review-line">
        <label className="field">
          <span className="field-label">{t(`review.number.amount.${name}`)}</span>
          <input
            id={`${id} amount`}
            className="input"
            inputMode="numeric"
            value={amount}
            data-key="number"
            aria-invalid={isBad}
            aria-describedby={isBad ? `${id} bad` : undefined}
            onChange={(event) => setAmount(event.target.value)}
          />
        </label>
        <label className="field">
          <span className="field-label">{t('review.number.unit')}</span>
          <select
            className="input"
            value={unit}
            onChange={(event) => setUnit(units.find((one) => one === event.target.value) ?? 'M')}
          >
            {units.map((one) => (
              <option key={one} value={one}>
                {t(`review.number.unit.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <Button type="submit" size="small" disabledReason={edits.refusal}>
          {t('review.number.save')} <Key of="number" />
        </Button>
      </div>
      {isBad ? (
        <p id={`${id} bad`} className="field-error" role="alert">
          {t('review.number.bad')}
        </p>
      ) : null}
    </form>
  )
}

/** A duration of one unit; null where it has several, or is none. */
function readDuration(value: string | number | undefined): { amount: string; unit: Unit } | null {
  const [, hours, amount, unit] = /^P(?:T(\d{1,3})H|(\d{1,3})([DWMY]))$/.exec(String(value ?? '')) ?? []
  if (hours !== undefined) return { amount: hours, unit: 'H' }
  const known = units.find((one) => one === unit)
  return amount === undefined || known === undefined ? null : { amount, unit: known }
}
