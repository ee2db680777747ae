/** Opaque cursors of pages that run from newest to oldest: the sort key of the last row, as text. */
import { Problem } from '#platform/http/problem.ts'
import { z } from 'zod'

const cursorSchema = z.tuple([z.iso.datetime(), z.uuid()])

/** The cursor behind a row. */
export function encodeCursor(at: Date, id: string): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url')
}

/** @throws Problem 400 `page.bad_cursor` */
export function decodeCursor(cursor: string): { at: Date; id: string } {
  try {
    const [at, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { at: new Date(at), id }
  } catch (cause) {
    throw new Problem(400, 'page.bad_cursor', { cause })
  }
}

/** Cuts a list that was read with one row more than asked for. */
export function cutPage<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => { at: Date; id: string }) {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const next = rows.length > limit && last !== undefined ? keyOf(last) : null
  return { items, nextCursor: next === null ? null : encodeCursor(next.at, next.id) }
}
