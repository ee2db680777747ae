/** The record as a file to take along: one line for each value, so that every section fits into one table. */
import type { Context } from '#core/context.ts'
import type { Download } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { makeTableFile, type TableFormat } from '#platform/sheet/table-file.ts'
import type { Cell, RecordSearch } from '../contract.ts'
import { readRecordOf } from './read.ts'

/** @throws Problem as for reading it */
export async function exportRecordOf(
  context: Context,
  registry: Registry,
  personId: string,
  { format, ...search }: RecordSearch & { readonly format: TableFormat },
): Promise<Download> {
  const { sections, fromOn, toOn } = await readRecordOf(context, registry, personId, search)
  const t = (key: string) => context.services.texts.text(context.actor.locale, `person-record.export.${key}`)
  const lines = sections.flatMap(({ title, columns, rows }) =>
    rows.flatMap((row, index) => row.map((cell, column) => [title, index + 1, columns[column] ?? '', textOf(cell)])),
  )
  return {
    fileName: `beleg-person-record-${fromOn}-${toOn}.${format}`,
    ...makeTableFile(format, {
      name: t('sheet'),
      columns: columnWidths.map(([name, width]) => ({ title: t(name), width })),
      rows: lines,
    }),
  }
}

/** In characters. */
const columnWidths = [
  ['section', 40],
  ['row', 8],
  ['column', 24],
  ['value', 50],
] as const

function textOf(cell: Cell): string {
  if (cell === null) return ''
  if ('at' in cell) return cell.at
  if ('on' in cell) return cell.on
  if ('person' in cell) return cell.person.name
  return 'code' in cell ? cell.code : cell.text
}
