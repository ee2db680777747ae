/** Shows a read: grey lines while it loads, the problem when it failed, else its content. */
import { ProblemNotice } from '#ui/notice.tsx'
import { Skeleton } from '#ui/spinner.tsx'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'

export interface LoadedProps<D> {
  read: UseQueryResult<D, Error>
  lines?: number
  children: (data: D) => ReactNode
}

export function Loaded<D>({ read, lines = 6, children }: LoadedProps<D>) {
  if (read.data !== undefined) return <>{children(read.data)}</>
  if (read.error) return <ProblemNotice problem={read.error} onRetry={() => void read.refetch()} />
  return <Skeleton lines={lines} />
}
