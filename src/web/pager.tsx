/**
 * Lists by cursor pages, one page at a time: however long the list is, the browser holds what is shown. The way back
 * leads through the pages that were seen.
 */
import type { Endpoint } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from './api.ts'

const pageRows = 50

interface ListPage<I> {
  items: I[]
  nextCursor: string | null
}

interface NumberedPage<I> extends ListPage<I> {
  /** From 0. Of the rows that are shown: while the next page is fetched they are those of the one before. */
  number: number
}

export interface Pages<I> {
  readonly read: UseQueryResult<NumberedPage<I>, Error>
  readonly goBack: () => void
  readonly goOn: () => void
}

/** Reads one page of a list at a time. Whoever asks for another list mounts this anew. */
export function usePages<I>(endpoint: Endpoint, query: Record<string, string | undefined>): Pages<I> {
  /** Where the pages behind the first one begin, up to the one that is shown. */
  const [cursors, setCursors] = useState<readonly string[]>([])
  const cursor = cursors.at(-1)
  // The caller names the item type; the contract of every list is `items` and `nextCursor`.
  const call = api.call as (endpoint: Endpoint, request: unknown) => Promise<unknown>
  const read = useQuery({
    queryKey: [endpoint.id, query, cursor ?? null],
    placeholderData: keepPreviousData,
    queryFn: async (): Promise<NumberedPage<I>> => {
      const answer = await call(endpoint, { query: { ...query, limit: String(pageRows), cursor } })
      // As above.
      return { ...(answer as ListPage<I>), number: cursors.length }
    },
  })
  const next = read.isPlaceholderData ? null : (read.data?.nextCursor ?? null)
  return {
    read,
    goBack: () => setCursors(cursors.slice(0, -1)),
    goOn: () => {
      if (next !== null) setCursors([...cursors, next])
    },
  }
}

interface PagerProps<I> {
  pages: Pages<I>
  /** How many rows the whole list has, where that is known. */
  total: number | null
  label: string
  /** Of two around a table only the one above says which rows are shown. */
  isBelow?: boolean
  onMove?: () => void
}

/** Which rows are shown, of how many, and the way to others; nothing where all rows are on one page. */
export function Pager<I>({ pages, total, label, isBelow = false, onMove }: PagerProps<I>) {
  const { t } = useTranslation()
  const { read } = pages
  if (!read.data) return null
  const { number, nextCursor, items } = read.data
  const rows = items.length
  if (rows === 0 || (number === 0 && nextCursor === null)) return null
  const from = number * pageRows + 1
  const shown = { from, to: from + rows - 1 }
  const move = (go: () => void) => () => {
    go()
    onMove?.()
  }
  return (
    <nav className="pager" aria-label={label}>
      <Button size="small" disabledReason={number === 0 ? t('ui.pager.atStart') : null} onPress={move(pages.goBack)}>
        {t('ui.pager.back')}
      </Button>
      <Button
        size="small"
        isPending={read.isPlaceholderData}
        disabledReason={!read.isPlaceholderData && nextCursor === null ? t('ui.pager.atEnd') : null}
        onPress={move(pages.goOn)}
      >
        {t('ui.pager.on')}
      </Button>
      {isBelow ? null : (
        <span className="small soft" role="status">
          {total === null ? t('ui.pager.rows', shown) : t('ui.pager.rowsOf', { ...shown, total })}
        </span>
      )}
    </nav>
  )
}
