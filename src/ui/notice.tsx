/** Notices in the flow of a page, and the one way a problem is shown: what happened, every issue, what can be done. */
import { ProblemError, type RenderedIssue } from '#platform/http/client.ts'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'

export interface NoticeProps {
  tone?: 'plain' | 'good' | 'warning' | 'bad'
  title?: string
  children?: ReactNode
  /** Read out at once; for what just happened, not for what stands there. */
  live?: boolean
}

export function Notice({ tone = 'plain', title, children, live = false }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`} {...(live ? { role: tone === 'bad' ? 'alert' : 'status' } : {})}>
      {title === undefined ? null : <p className="notice-title">{title}</p>}
      {children}
    </div>
  )
}

export interface ProblemNoticeProps {
  problem: Error
  /** Labels of the fields that issues may be about. */
  labels?: Readonly<Record<string, string>>
  onRetry?: () => void
}

export function ProblemNotice({ problem, labels = {}, onRetry }: ProblemNoticeProps) {
  const { t } = useTranslation()
  const known = problem instanceof ProblemError ? problem : null
  return (
    <Notice tone="bad" live title={useProblemText(problem)}>
      {known && known.issues.length > 0 ? (
        <ul className="bullets">
          {known.issues.map((issue) => (
            <li key={`${issue.pointer} ${issue.code}`}>{withLabel(issue, labels)}</li>
          ))}
        </ul>
      ) : null}
      {known?.retryAfterSeconds ? <p>{t('problem-notice.retryAfter', { count: known.retryAfterSeconds })}</p> : null}
      {known?.requestId && known.status >= 500 ? (
        <p className="small soft">{t('problem-notice.requestId', { id: known.requestId })}</p>
      ) : null}
      {/* What is not there will not be there a second later. */}
      {onRetry === undefined || known?.status === 404 ? null : (
        <div className="actions">
          <Button size="small" onPress={onRetry}>
            {t('ui.tryAgain')}
          </Button>
        </div>
      )}
    </Notice>
  )
}

/** "Passwort: Mindestens 12 Zeichen."; a place that is no field of the form is named by its pointer. */
function withLabel(issue: RenderedIssue, labels: Readonly<Record<string, string>>): string {
  const name = issue.pointer.replace(/^\//, '')
  const label = labels[name.split('/')[0] ?? ''] ?? name
  return label === '' ? issue.text : `${label}: ${issue.text}`
}

/** What happened, in words: the server's own, or ours when no server answered. */
function useProblemText(problem: Error): string {
  const { t } = useTranslation()
  if (!(problem instanceof ProblemError)) return t('problem-notice.unexpected')
  if (problem.code === 'client.unreachable') return t('problem-notice.unreachable')
  if (problem.code === 'client.unreadable_answer') return t('problem-notice.unreadable', { status: problem.status })
  return problem.text
}
