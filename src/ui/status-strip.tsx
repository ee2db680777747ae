/**
 * The statuses of the past as a strip: the higher the line, the better the status, so that it can be read without
 * colour; the same as a table below.
 */
import type { Status } from '#core/vocabulary.ts'
import { useTranslation } from 'react-i18next'
import { StatusMark } from './status-mark.tsx'
import { Time, useNow } from './time.tsx'

export interface StatusPeriod {
  status: Status
  from: string
  to: string | null
  /** Why, in words. */
  reason?: string
}

const level = { proven: 0, due_soon: 1, unproven: 2, lapsed: 3, contradicted: 4, not_applicable: 2 } as const

export interface StatusStripProps {
  label: string
  periods: readonly StatusPeriod[]
  /** Where the strip ends; null for now. */
  until?: string | null
}

export function StatusStrip({ label, periods, until = null }: StatusStripProps) {
  const { t } = useTranslation()
  const present = useNow().getTime()
  const now = until === null ? present : new Date(until).getTime()
  const hasReasons = periods.some((period) => period.reason !== undefined)
  const ordered = periods.toSorted((a, b) => a.from.localeCompare(b.from))
  const start = ordered[0] === undefined ? now : new Date(ordered[0].from).getTime()
  const span = Math.max(now - start, 1)
  const edges = edgesOf(ordered.map((period) => (new Date(period.from).getTime() - start) / span))
  return (
    <figure className="strip">
      <svg viewBox="0 0 1000 44" preserveAspectRatio="none" className="strip-picture" role="img" aria-label={label}>
        {ordered.map((period, index) => {
          const from = edges[index] ?? 0
          const to = edges[index + 1] ?? 1000
          const y = 2 + level[period.status] * 8
          return (
            <g key={period.from} className={`bar-${period.status}`}>
              <rect x={from} y={y} width={to - from} height="6" />
              <rect x={from} y={y} width={to - from} height={44 - y} opacity="0.12" />
            </g>
          )
        })}
      </svg>
      <table className="table strip-table">
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t('ui.strip.status')}</th>
            <th scope="col">{t('ui.strip.from')}</th>
            <th scope="col">{t('ui.strip.to')}</th>
            {hasReasons ? <th scope="col">{t('ui.strip.reason')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {ordered.toReversed().map((period) => (
            <tr key={period.from}>
              <th scope="row">
                <StatusMark status={period.status} size={14} />
              </th>
              <td data-label={t('ui.strip.from')}>
                <Time at={period.from} exact seconds />
              </td>
              <td data-label={t('ui.strip.to')}>
                {period.to !== null ? (
                  <Time at={period.to} exact seconds />
                ) : until === null ? (
                  t('ui.strip.now')
                ) : (
                  <Time at={until} exact seconds />
                )}
              </td>
              {hasReasons ? <td data-label={t('ui.strip.reason')}>{period.reason}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

/**
 * Where each period begins on a strip of 1000, given as shares of the whole. A short period is drawn wider than it
 * was: one that cannot be seen would be hidden.
 */
function edgesOf(shares: readonly number[]): readonly number[] {
  const least = 8
  const edges = shares.map((share) => share * 1000)
  for (let index = edges.length - 1; index > 0; index -= 1) {
    edges[index] = Math.min(edges[index] ?? 0, (edges[index + 1] ?? 1000) - least)
  }
  return edges
}
