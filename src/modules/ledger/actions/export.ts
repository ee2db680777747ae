/**
 * The ledger as a file, made while it is sent: pages of entries, newest first, each read in a short transaction of its
 * own, so that an export of any length holds neither memory nor an old snapshot of the database. That it is made is an
 * entry itself, committed before the first byte leaves; what is recorded after that entry is not in the file.
 */
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { Download } from '#core/module.ts'
import type { InputOf } from '#platform/http/endpoint.ts'
import { Problem } from '#platform/http/problem.ts'
import { makeTableFile } from '#platform/sheet/table-file.ts'
import { sheetRows, type Cell } from '#platform/sheet/workbook.ts'
import { version } from '#platform/version.ts'
import { cefLine } from '../contract/cef.ts'
import type { exportEntries, ExportFormat, LedgerFilter } from '../contract.ts'
import { countEntries, listStoredEntries, type ListedEntry } from '../entry-store.ts'
import { filterOf, tellEntries, tellWithoutNames, type ToldEntry } from './read.ts'

/** Entries in a page: some hundred kilobytes. */
const pageLength = 500

/**
 * Records the export and returns the file; `most` are the entries that a sheet holds below its titles.
 * @throws Problem 422 `ledger.too_many_rows`
 */
export async function exportEntriesAs(
  context: Context,
  { format, ...filter }: InputOf<typeof exportEntries>['query'],
  most = sheetRows - 1,
): Promise<Download> {
  const { services, tx } = context
  if (format === 'xlsx' && (await countEntries(tx, filterOf(filter), most + 1)) > most) {
    throw new Problem(422, 'ledger.too_many_rows', { params: { most, filter: describe(filter) } })
  }
  const exportId = await record(context, {
    action: 'ledger.entries_exported',
    object: { kind: 'ledger', id: tx.tenantId },
    after: { format, ...given(filter) },
  })
  const day = services.clock.now().toISOString().slice(0, 10)
  return {
    fileName: `beleg-ledger-${day}.${format === 'cef' ? 'cef.log' : format}`,
    ...fileOf(format, { context, filter, before: exportId }),
  }
}

function fileOf(format: ExportFormat, source: Source): Pick<Download, 'mediaType' | 'chunks'> {
  if (format === 'ndjson') return { mediaType: 'application/x-ndjson', chunks: () => writeJsonLines(source) }
  if (format === 'cef') return { mediaType: 'text/plain; charset=utf-8', chunks: () => writeCef(source) }
  return makeTableFile(format, {
    name: title('sheet', source.context),
    columns: columns.map(({ name, width }) => ({ title: title(name, source.context), width })),
    rows: rowsOf(source),
  })
}

function given(filter: LedgerFilter): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** The filter as it stood in the address, for the text of a refusal. */
function describe(filter: LedgerFilter): string {
  const parts = Object.entries(given(filter)).map(([name, value]) => `${name}=${value}`)
  return parts.join(', ') || '–'
}

interface Source {
  readonly context: Context
  readonly filter: LedgerFilter
  readonly before: string
}
type Tell<Entry> = (context: Pick<Context, 'tx' | 'services'>, entries: readonly ListedEntry[]) => Promise<Entry[]>

async function* readPages<Entry>({ context, filter, before }: Source, tell: Tell<Entry>): AsyncGenerator<Entry[]> {
  const { services, actor } = context
  for (let last: string | null = before; last !== null;) {
    const page = { before: last, limit: pageLength }
    const read = await services.database.withTenant(actor.tenantId, async (tx) => {
      const entries = await listStoredEntries(tx, filterOf(filter), page)
      return { told: await tell({ tx, services }, entries), next: entries[pageLength - 1]?.id ?? null }
    })
    if (read.told.length > 0) yield read.told
    last = read.next
  }
}

async function* writeJsonLines(source: Source): AsyncGenerator<string> {
  for await (const entries of readPages(source, tellEntries))
    yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
}

async function* writeCef(source: Source): AsyncGenerator<string> {
  for await (const entries of readPages(source, tellWithoutNames))
    yield entries.map((entry) => `${cefLine(entry, version)}\n`).join('')
}

async function* rowsOf(source: Source): AsyncGenerator<Cell[]> {
  for await (const entries of readPages(source, tellEntries))
    for (const entry of entries) yield columns.map(({ cell }) => cell(entry))
}

function title(name: string, { services, actor }: Context): string {
  return services.texts.text(actor.locale, `ledger.column.${name}`)
}

interface Column {
  readonly name: string
  /** In characters. */
  readonly width: number
  readonly cell: (entry: ToldEntry) => Cell
}

const json = (fields: Readonly<Record<string, unknown>> | null): Cell =>
  fields === null ? null : JSON.stringify(fields)

/** The columns of CSV and XLSX, in their order. */
const columns: readonly Column[] = [
  { name: 'place', width: 10, cell: (entry) => entry.place },
  { name: 'recordedAt', width: 24, cell: (entry) => new Date(entry.recordedAt) },
  { name: 'action', width: 28, cell: (entry) => entry.action },
  { name: 'objectKind', width: 16, cell: (entry) => entry.object.kind },
  { name: 'objectId', width: 38, cell: (entry) => entry.object.id },
  { name: 'actorKind', width: 12, cell: (entry) => entry.who.kind },
  { name: 'actor', width: 24, cell: (entry) => entry.who.person?.name || entry.who.name },
  { name: 'personId', width: 38, cell: (entry) => entry.who.person?.id ?? null },
  { name: 'about', width: 24, cell: (entry) => entry.about?.name ?? null },
  { name: 'aboutId', width: 38, cell: (entry) => entry.about?.id ?? null },
  { name: 'reason', width: 40, cell: (entry) => entry.reason },
  { name: 'before', width: 40, cell: (entry) => json(entry.before) },
  { name: 'after', width: 40, cell: (entry) => json(entry.after) },
  { name: 'address', width: 18, cell: (entry) => entry.where.address },
  { name: 'userAgent', width: 40, cell: (entry) => entry.where.userAgent },
  { name: 'request', width: 38, cell: (entry) => entry.where.request },
  { name: 'occurredAt', width: 24, cell: (entry) => new Date(entry.occurredAt) },
  { name: 'erased', width: 10, cell: ({ erased, expired }) => (expired ? 'expired' : erased ? 'erased' : null) },
  { name: 'id', width: 38, cell: (entry) => entry.id },
]
