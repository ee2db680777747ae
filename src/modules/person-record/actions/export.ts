/** The record as a file to take along: one line for each value, so that every section fits into one table. */
import type { Context } from '#core/context.ts'
import type { Download } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { byteOrderMark, csvLine } from '#platform/sheet/csv.ts'
import { writeWorkbook } from '#platform/sheet/workbook.ts'
import type { Cell, RecordSearch } from '../contract.ts'
import { readRecordOf } from './read.ts'

/** @throws Problem as for reading it */
export async function exportRecordOf(
  context: Context,
  registry: Registry,
  personId: string,
  { format, ...search }: RecordSearch & { readonly format: 'xlsx' | 'csv' },
): Promise<Download> {
  const { sections, fromOn, toOn } = await readRecordOf(context, registry, personId, search)
  const t = (key: string) => context.services.texts.text(context.actor.locale, `person-record.export.${key}`)
  const titles = ['section', 'row', 'column', 'value'].map(t)
  const lines = sections.flatMap(({ title, columns, rows }) =>
    rows.flatMap((row, index) =>
      row.map((cell, column) => [title, index + 1, columns[column] ?? '', textOf(cell)] as const),
    ),
  )
  return {
    fileName: `beleg-person-record-${fromOn}-${toOn}.${format}`,
    mediaType:
      format === 'csv'
        ? 'text/csv; charset=utf-8; header=present'
        : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    chunks: () =>
      format === 'csv'
        ? toCsv(titles, lines)
        : writeWorkbook({
            name: t('sheet'),
            columns: titles.map((title, index) => ({ title, width: [40, 8, 24, 50][index] ?? 20 })),
            rows: inTurn(lines),
          }),
  }
}

type Line = readonly [section: string, row: number, column: string, value: string]

async function* toCsv(titles: readonly string[], lines: readonly Line[]): AsyncGenerator<string> {
  yield byteOrderMark + csvLine([...titles])
  for (const line of lines) yield csvLine([...line])
}

async function* inTurn(lines: readonly Line[]): AsyncGenerator<(string | number)[]> {
  for (const line of lines) yield [...line]
}

function textOf(cell: Cell): string {
  if (cell === null) return ''
  if ('at' in cell) return cell.at
  if ('on' in cell) return cell.on
  if ('person' in cell) return cell.person.name
  return 'code' in cell ? cell.code : cell.text
}
