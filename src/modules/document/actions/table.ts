/**
 * A table of a document as a sheet, made from what was frozen: the figures are those of the pages, to the digit. Numbers
 * are numbers there; texts stay texts, whatever a spreadsheet would take them for.
 */
import type { Context } from '#core/context.ts'
import type { Inline } from '#core/document/contract.ts'
import { findDocument } from '#core/document/store.ts'
import type { Download } from '#core/module.ts'
import { notFound } from '#platform/http/problem.ts'
import { makeTableFile, type TableFormat } from '#platform/sheet/table-file.ts'
import { nameOfFile } from './present.ts'
import { readModel } from './read.ts'

/**
 * The table of that number, counted from 1.
 * @throws Problem `common.not_found` for a document or table that is not there, 409 `document.altered`
 */
export async function downloadTableAs(
  context: Context,
  documentId: string,
  number: number,
  format: TableFormat,
): Promise<Download> {
  const model = await readModel(context, documentId)
  const row = await findDocument(context.tx, documentId)
  const tables = model.blocks.filter((block) => block.kind === 'table')
  const table = tables[number - 1]
  if (!row || table === undefined) throw notFound()
  const rows = table.rows.map((cells) => cells.map((cell, i) => valueOf(cell, table.columns[i]?.numeric === true)))
  return {
    fileName: nameOfFile(row, format).replace(/(?=\.\w+$)/, `-${number}`),
    ...makeTableFile(format, {
      name: table.caption,
      columns: table.columns.map(({ title, width }) => ({ title, width: Math.max(12, Math.round(width * 12)) })),
      rows,
    }),
  }
}

/** What stands in a cell; a number where its column has numbers. */
function valueOf(cell: readonly Inline[], numeric: boolean): string | number {
  const text = cell
    .map((inline) => (typeof inline === 'string' ? inline : 'word' in inline ? inline.word : inline.text))
    .join('')
  return numeric && /^-?\d{1,15}$/.test(text) ? Number(text) : text
}
