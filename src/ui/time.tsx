/**
 * Instants and durations for people: relative in the text, exact on hover, on focus and for screen readers. Instants
 * are shown as Berlin's clocks show them, whatever the machine is set to (domain rule of the product).
 */
import { useEffect, useState } from 'react'
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { systemClock } from '#platform/clock/clock.ts'

const zone = 'Europe/Berlin'

type Step = readonly [limitSeconds: number, unit: Intl.RelativeTimeFormatUnit, seconds: number]
const longest: Step = [Number.POSITIVE_INFINITY, 'year', 365.25 * 86_400]
const steps: readonly Step[] = [
  [60, 'second', 1],
  [3_600, 'minute', 60],
  [86_400, 'hour', 3_600],
  [14 * 86_400, 'day', 86_400],
  [61 * 86_400, 'week', 7 * 86_400],
  [730 * 86_400, 'month', 30.44 * 86_400],
  longest,
]

/** "vor 3 Minuten", "in 2 days". */
export function relativeTime(at: Date, now: Date, locale: string): string {
  const seconds = (at.getTime() - now.getTime()) / 1000
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const [, unit, size] = steps.find(([limit]) => Math.abs(seconds) < limit) ?? longest
  return format.format(Math.trunc(seconds / size) || 0, unit)
}

/** "22. November 2026, 12:04:05 MEZ". */
export function exactTime(at: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long', timeZone: zone }).format(at)
}

/** "22.11.2026, 12:04", with seconds when they matter. */
export function shortTime(at: Date, locale: string, seconds = false): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    dateStyle: 'medium',
    timeStyle: seconds ? 'medium' : 'short',
    timeZone: zone,
  }).format(at)
}

/** "22. November 2026". */
export function dayOf(at: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'long', timeZone: zone }).format(at)
}

/** The instant at which a day ("2026-11-22") begins on Berlin's clocks, so many days later. */
export function startOfDay(day: string, daysLater = 0): Date {
  const midnight = new Date(Date.parse(`${day}T00:00:00Z`) + daysLater * 86_400_000)
  const shown = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: zone })
  // At midnight of UTC it is one or two o'clock there: before any change of the clocks, which comes an hour later.
  const offsetMs = Date.parse(`${shown.format(midnight).replace(' ', 'T')}Z`) - midnight.getTime()
  return new Date(midnight.getTime() - offsetMs)
}

/** Whether two instants fall on the same day in Berlin. */
export function isSameDay(a: Date, b: Date): boolean {
  return dayOf(a, 'de') === dayOf(b, 'de')
}

/** The present, renewed every so often. */
export function useNow(everyMs = 20_000): Date {
  const [now, setNow] = useState(() => systemClock.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(systemClock.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

export interface TimeProps {
  at: string
  /** Date and clock in the text instead of "3 minutes ago". */
  exact?: boolean
  /** With seconds, where they matter. */
  seconds?: boolean
}

export function Time({ at, exact = false, seconds = false }: TimeProps) {
  const { i18n } = useTranslation()
  const now = useNow()
  const [isExactShown, setExactShown] = useState(false)
  const instant = new Date(at)
  if (Number.isNaN(instant.getTime())) return <span>{at}</span>
  const full = exactTime(instant, i18n.language)
  const relative = relativeTime(instant, now, i18n.language)
  if (exact) return <time dateTime={at}>{shortTime(instant, i18n.language, seconds)}</time>
  return (
    <>
      <TooltipTrigger delay={300}>
        {/* A finger does not hover: pressing shows the exact instant in place. */}
        <AriaButton
          className="time"
          aria-label={`${isExactShown ? shortTime(instant, i18n.language) : relative}, ${full}`}
          onPress={() => setExactShown(!isExactShown)}
        >
          <time dateTime={at}>{isExactShown ? shortTime(instant, i18n.language) : relative}</time>
        </AriaButton>
        <Tooltip className="tooltip">{full}</Tooltip>
      </TooltipTrigger>
      <span className="on-paper">{shortTime(instant, i18n.language)}</span>
    </>
  )
}

/** An ISO 8601 duration in words: "P92D" as "92 Tage". What cannot be read is shown as it is. */
export function durationInWords(duration: string, locale: string): string {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration)
  if (!match) return duration
  const units = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const
  const parts = units.flatMap((unit, index) => {
    const amount = match[index + 1]
    return amount === undefined ? [] : [inUnit(Number(amount), unit, locale)]
  })
  return parts.length === 0 ? duration : parts.join(' ')
}

/** Milliseconds in the largest unit that fits: "20 Sekunden". */
export function millisecondsInWords(ms: number, locale: string): string {
  if (ms < 1000) return inUnit(ms, 'millisecond', locale)
  if (ms < 120_000) return inUnit(Math.round(ms / 1000), 'second', locale)
  if (ms < 7_200_000) return inUnit(Math.round(ms / 60_000), 'minute', locale)
  if (ms < 172_800_000) return inUnit(Math.round(ms / 3_600_000), 'hour', locale)
  return inUnit(Math.round(ms / 86_400_000), 'day', locale)
}

function inUnit(amount: number, unit: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(amount)
}
