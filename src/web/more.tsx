/** Lists by cursor pages: what is loaded, and a button for the rest. */
import type { Endpoint } from '#platform/http/endpoint.ts'
import { Button } from '#ui/button.tsx'
import { useInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from './api.ts'

interface ListPage<I> {
  items: I[]
  nextCursor: string | null
}

export interface ListRead<I> {
  read: UseInfiniteQueryResult<I[], Error>
}

const firstPage: string | null = null

/** Reads a list page by page. */
export function useList<I>(
  endpoint: Endpoint,
  query: Record<string, string | undefined>,
): UseInfiniteQueryResult<I[], Error> {
  // The caller names the item type; the contract of every list is `items` and `nextCursor`.
  const call = api.call as (endpoint: Endpoint, request: unknown) => Promise<unknown>
  return useInfiniteQuery({
    queryKey: [endpoint.id, query],
    initialPageParam: firstPage,
    queryFn: async ({ pageParam }) =>
      // As above: the contract's own output, by the item type that the caller named.
      (await call(endpoint, { query: { ...query, cursor: pageParam ?? undefined } })) as ListPage<I>,
    getNextPageParam: (last) => last.nextCursor,
    select: (data) => data.pages.flatMap((page) => page.items),
  })
}

export function MoreButton({ read }: { read: UseInfiniteQueryResult<unknown[], Error> }) {
  const { t } = useTranslation()
  if (!read.hasNextPage) return null
  return (
    <div className="actions">
      <Button isPending={read.isFetchingNextPage} onPress={() => void read.fetchNextPage()}>
        {t('ui.more')}
      </Button>
    </div>
  )
}
