/** A small sign that something is under way, and a line that says what. */
import { useTranslation } from 'react-i18next'

export function Spinner() {
  const { t } = useTranslation()
  return (
    <svg className="spinner" viewBox="0 0 16 16" width="14" height="14" role="img" aria-label={t('ui.working')}>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="24 14" />
    </svg>
  )
}

/** Grey lines where text will be; announced as loading. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const { t } = useTranslation()
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{t('ui.loading')}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className={`skeleton-line skeleton-line-${index % 3}`} aria-hidden="true" />
      ))}
    </div>
  )
}
