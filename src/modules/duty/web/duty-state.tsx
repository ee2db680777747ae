/** The state of a time that is due: shape, word and colour. */
import type { OccurrenceView } from '#modules/duty/contract.ts'
import { useTranslation } from 'react-i18next'

const shapes: Readonly<Record<OccurrenceView['state'], string>> = {
  open: 'M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3z',
  overdue: 'M8 2.5l6 11H2z',
  done: 'M3 8.4l3.3 3.3L13 4.6',
  done_late: 'M3 8.4l3.3 3.3L13 4.6',
  dropped: 'M3 8h10',
}

export function DutyState({ state }: { state: OccurrenceView['state'] }) {
  const { t } = useTranslation()
  return (
    <span className={`duty-state duty-state-${state}`}>
      <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
        <path
          d={shapes[state]}
          fill={state === 'overdue' ? 'currentColor' : 'none'}
          stroke="currentColor"
          strokeWidth="1.6"
        />
      </svg>
      {t(`duty.state.${state}`)}
    </span>
  )
}
