/** The frame of a page: title, lead, actions. Sets the title of the window and takes the focus after navigation. */
import { useEffect, useRef, type ReactNode } from 'react'

export interface PageProps {
  title: string
  /** What the window is called when the visible title is long. */
  windowTitle?: string
  above?: ReactNode
  lead?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

export function Page({ title, windowTitle, above, lead, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  usePageTitle(windowTitle ?? title)
  useEffect(() => {
    // After navigation the new page is announced; on the first load the browser does that itself.
    if (document.activeElement !== document.body && !document.activeElement?.closest('main, [role=dialog]')) {
      heading.current?.focus({ preventScroll: true })
    }
  }, [])
  return (
    <div className="page">
      {above}
      <header className="page-head">
        <div className="stack-tight">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead === undefined ? null : <p className="page-lead">{lead}</p>}
        </div>
        {actions === undefined ? null : <div className="actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** Names the window. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title === 'Beleg' ? title : `${title} · Beleg`
  }, [title])
}
