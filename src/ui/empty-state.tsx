/** What an empty place says: what belongs here, and the first step to it. */
import type { ReactNode } from 'react'

export interface EmptyStateProps {
  title: string
  children?: ReactNode
  action?: ReactNode
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <p className="empty-state-title">{title}</p>
      {children === undefined ? null : <div className="soft">{children}</div>}
      {action === undefined ? null : <div className="actions">{action}</div>}
    </div>
  )
}
