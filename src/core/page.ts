/** Cursor pages, the same everywhere: newest first, an opaque cursor, at most 200 rows. Browser-safe. */
import { z } from 'zod'

export const pageQuerySchema = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** The answer of a list: its items and where the next page starts; null on the last one. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

export const idSchema = z.uuid()
/** An instant in ISO 8601 with offset. */
export const instantSchema = z.iso.datetime({ offset: true })
