/** What people wrote in cases, for whoever erases a person: found by what it says, because it is sealed. */
import type { Context } from '#core/context.ts'
import { eraseWritten, listWritten, writtenColumns, type WrittenColumn } from '../store.ts'

/** Sealed rows that are opened at a time. */
const pageSize = 500

export interface WrittenTexts {
  readonly column: WrittenColumn
  readonly ids: readonly string[]
}

/** Titles, points, comments and names of files that name somebody. */
export async function findCaseTextsNaming(
  { tx, services }: Pick<Context, 'tx' | 'services'>,
  names: (text: string) => boolean,
): Promise<WrittenTexts[]> {
  const keys = await services.vault.keysOf(tx)
  const found: WrittenTexts[] = []
  for (const column of writtenColumns) {
    const ids: string[] = []
    for (let after: string | null = null; ;) {
      const rows = await listWritten(tx, column, after, pageSize)
      for (const { id, text } of rows) {
        const written = keys.readText({ ...column, row: id }, text)
        if (written !== null && names(written)) ids.push(id)
      }
      if (rows.length < pageSize) break
      after = rows.at(-1)?.id ?? null
    }
    if (ids.length > 0) found.push({ column, ids })
  }
  return found
}

/** Takes such texts; whoever erases the person records it. */
export async function eraseCaseTexts({ tx }: Pick<Context, 'tx'>, texts: readonly WrittenTexts[]): Promise<void> {
  for (const { column, ids } of texts) await eraseWritten(tx, column, ids)
}
