/**
 * The mark of a status: shape, word and colour, never colour alone. Each status has a silhouette of its own, so that
 * the marks are told apart in print, at a distance and by those who see no colour.
 */
import type { Status } from '#core/vocabulary.ts'
import { useTranslation } from 'react-i18next'

/** Shape of a status; decorative, the word stands beside it. */
export function StatusShape({ status, size = 16 }: { status: Status; size?: number }) {
  return (
    <svg className={`status-shape status-${status}`} viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      {shapes[status]}
    </svg>
  )
}

const cut = {
  fill: 'none',
  stroke: 'var(--paper)',
  strokeWidth: 1.7,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const
const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.5, strokeLinecap: 'round' } as const

const shapes = {
  proven: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M4.9 8.2l2.2 2.3 4-4.7" {...cut} />
    </>
  ),
  due_soon: (
    <>
      <circle cx="8" cy="8" r="6.25" {...line} />
      <path d="M8 4.4V8l2.4 1.9" {...line} strokeLinejoin="round" />
    </>
  ),
  lapsed: (
    <>
      <path d="M8 .6L15.4 8 8 15.4 .6 8z" fill="currentColor" />
      <path d="M8 4.9v3.6M8 11v.1" {...cut} />
    </>
  ),
  contradicted: (
    <>
      <rect x="1.2" y="1.2" width="13.6" height="13.6" rx="1" fill="currentColor" />
      <path d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6" {...cut} />
    </>
  ),
  unproven: <circle cx="8" cy="8" r="6.25" {...line} />,
  not_applicable: <path d="M3 8h10" {...line} strokeWidth={2} />,
} as const satisfies Record<Status, React.ReactNode>

/** Shape and word. */
export function StatusMark({ status, size }: { status: Status; size?: number }) {
  const { t } = useTranslation()
  return (
    <span className={`status-mark status-${status}`}>
      <StatusShape status={status} {...(size === undefined ? {} : { size })} />
      <span className="status-word">{t(`status.${status}`)}</span>
    </span>
  )
}
