/** How something fared over the year that ends at the day that is shown: days in force, gaps, and the picture of it. */
import type { AsOfSearch, Known } from '#core/as-of/contract.ts'
import type { Status } from '#core/vocabulary.ts'
import { StatusStrip, type StatusPeriod } from '#ui/status-strip.tsx'
import { dayOf, startOfDay } from '#ui/time.tsx'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { AsOfControl } from './as-of.tsx'
import './history.css'

export interface HistoryProps {
  /** Null where nothing had been judged yet. */
  effect: {
    fromOn: string
    toOn: string
    days: number
    inForce: number
    gaps: readonly { fromOn: string; toOn: string; status: Status }[]
  } | null
  periods: readonly StatusPeriod[]
  asOf: { at: string; known: Known } | null
  search: AsOfSearch
  onShow: (search: AsOfSearch) => void
  /** Beside the choice of the day. */
  children?: ReactNode
}

export function History({ effect, periods, asOf, search, onShow, children }: HistoryProps) {
  const { t, i18n } = useTranslation()
  const day = (on: string) => dayOf(startOfDay(on), i18n.language)
  return (
    <section className="section" aria-labelledby="history">
      <div className="history-head">
        <h2 id="history">{t('history.title')}</h2>
        <div className="row">
          {children}
          <AsOfControl search={search} onChange={onShow} />
        </div>
      </div>
      {effect === null ? null : (
        <div className="stack-tight">
          <p>
            {t('history.effect', { inForce: effect.inForce, count: effect.days })}{' '}
            <span className="soft">
              {t('history.effect.period', { from: day(effect.fromOn), to: day(effect.toOn) })}{' '}
              {t(`history.effect.${search.known ?? 'then'}`)}
            </span>
          </p>
          {effect.gaps.length === 0 ? null : (
            <details className="gap-details">
              <summary>{t('history.gaps', { count: effect.gaps.length })}</summary>
              <ul className="bullets">
                {effect.gaps.toReversed().map((gap) => (
                  <li key={gap.fromOn}>
                    {gap.fromOn === gap.toOn
                      ? day(gap.fromOn)
                      : t('history.gap', { from: day(gap.fromOn), to: day(gap.toOn) })}
                    {': '}
                    {t(`status.${gap.status}`)}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      )}
      <StatusStrip label={t('history.picture')} periods={periods} until={asOf?.at ?? null} />
    </section>
  )
}
