/** A difference in words, in the reader's language: what it was, what it is, and why that is stronger or weaker. */
import type { ClaimParameter } from '#core/vocabulary.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import { Temporal } from 'temporal-polyfill'
import type { Difference, Strength } from './compared-claim.ts'

/** Says a difference; `measureTitle` names measures for people. */
export function describeDifference(
  texts: Texts,
  locale: Locale,
  difference: Difference,
  measureTitle: (id: string) => string,
): string {
  const t = (key: string, params?: Record<string, string | number>) => texts.text(locale, `change.${key}`, params)
  const effect = t(`effect.${difference.effect}`)
  switch (difference.code) {
    case 'kind':
      return t('kind', { from: t(`kind.${difference.from}`), to: t(`kind.${difference.to}`), effect })
    case 'modality':
      return t('modality', { from: t(`modality.${difference.from}`), to: t(`modality.${difference.to}`), effect })
    case 'quantifier': {
      const word = (one: Strength) => one.word ?? t(`word.${one.quantifier}`)
      const breaks = (one: Strength) => t(`breaks.${one.quantifier}`)
      return t('quantifier', {
        from: word(difference.from),
        to: word(difference.to),
        was: breaks(difference.from),
        is: breaks(difference.to),
        effect,
      })
    }
    case 'parameter': {
      const { from, to } = difference
      const name = nameOf((from ?? to)?.name ?? '', t)
      if (to === null) return t('parameter.lost', { name, value: valueOf(from, locale, t), effect })
      if (from === null) return t('parameter.gained', { name, value: valueOf(to, locale, t), effect })
      return t('parameter', { name, from: valueOf(from, locale, t), to: valueOf(to, locale, t), effect })
    }
    case 'scope':
      return t('scope', {
        from: difference.from ?? t('scope.all'),
        to: difference.to ?? t('scope.all'),
        effect,
      })
    case 'measure':
      return t(`measure.${difference.effect === 'stronger' ? 'gained' : 'lost'}`, {
        measure: measureTitle(difference.measure),
        effect,
      })
    case 'narrowed':
    case 'hedged':
      return t(`${difference.code}.${difference.effect === 'weaker' ? 'gained' : 'lost'}`, {
        word: difference.word,
        effect,
      })
    case 'dropped':
      return t('dropped', { word: difference.word, effect })
    case 'reworded':
      return t('reworded')
  }
}

type Say = (key: string, params?: Record<string, string | number>) => string

const named = new Set([
  'interval',
  'deadline',
  'maximum',
  'retention',
  'duration',
  'tls_version',
  'key_bits',
  'rsa_bits',
  'percentage',
  'length',
  'count',
  'article',
  'section',
  'calendar',
])

function nameOf(name: string, t: Say): string {
  return named.has(name) ? t(`number.${name}`) : name
}

function valueOf(parameter: ClaimParameter | null, locale: Locale, t: Say): string {
  if (parameter === null) return ''
  const { value, unit, name } = parameter
  if (unit === 'duration') return durationText(String(value), locale)
  if (name === 'calendar') return t('number.business_days')
  if (name === 'key_bits' || name === 'rsa_bits') return `${value} Bit`
  if (name === 'percentage') return `${value} %`
  return String(value)
}

/** An ISO 8601 duration in words, as it stands when it is none. */
export function durationText(value: string, locale: Locale): string {
  let duration: Temporal.Duration
  try {
    duration = Temporal.Duration.from(value)
  } catch {
    return value
  }
  const parts = (
    [
      ['year', duration.years],
      ['month', duration.months],
      ['week', duration.weeks],
      ['day', duration.days],
      ['hour', duration.hours],
      ['minute', duration.minutes],
      ['second', duration.seconds],
    ] as const
  )
    .filter(([, amount]) => amount !== 0)
    .map(([unit, amount]) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(amount))
  return parts.length === 0 ? value : parts.join(' ')
}
