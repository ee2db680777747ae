/** Shows a read: grey lines while it loads, the problem when it failed, else its content. */
import { ProblemNotice } from '#ui/notice.tsx'
import { Skeleton } from '#ui/spinner.tsx'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Page } from './page.tsx'

export interface LoadedProps<D> {
  read: UseQueryResult<D, Error>
  lines?: number
  /** The whole page hangs on it: a failure needs a heading of its own. */
  isPage?: boolean
  children: (data: D) => ReactNode
}

export function Loaded<D>({ read, lines = 6, isPage = false, children }: LoadedProps<D>) {
  if (read.data !== undefined) return <>{children(read.data)}</>
  if (read.error) {
    const notice = <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
    return isPage ? <FailedPage>{notice}</FailedPage> : notice
  }
  return <Skeleton lines={lines} />
}

function FailedPage({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  return <Page title={t('problem-notice.page')}>{children}</Page>
}
