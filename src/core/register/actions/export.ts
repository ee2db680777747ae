/**
 * A register as a file, made while it is sent, in the shape in which it is imported: a file that is read back unchanged
 * changes nothing. Pages are read one after the other, so that neither memory nor an old snapshot is held.
 */
import type { Context } from '../../context.ts'
import { record } from '../../ledger/record.ts'
import type { Download } from '../../module.ts'
import { Problem } from '#platform/http/problem.ts'
import { makeTableFile, type TableFormat } from '#platform/sheet/table-file.ts'
import { sheetRows } from '#platform/sheet/workbook.ts'
import type { RegisterSearch } from '../contract.ts'
import { listKeysOf } from '../key-store.ts'
import type { Doors, Register } from '../register.ts'
import type { StoredVersion } from '../row.ts'
import type { Moment } from '../store.ts'
import { tellChoice } from '../words.ts'
import { countEntries, momentOf, readVersions } from './read.ts'

const pageLength = 500

/** Records the export and returns the file. @throws Problem 422 `register.too_many_rows` */
export async function exportRegister(
  context: Context,
  register: Register,
  { format, ...query }: RegisterSearch & { readonly format: TableFormat },
): Promise<Download> {
  const { services, actor } = context
  const { shape } = register
  const moment = momentOf(context, query)
  const counts = await countEntries(context, register, query)
  const most = sheetRows - 1
  if (format === 'xlsx' && counts.active + counts.planned + counts.ended > most)
    throw new Problem(422, 'register.too_many_rows', { params: { most } })
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
  await record(context, {
    action: 'register.exported',
    object: { kind: 'register', id: shape.id },
    after: { format, asOf: moment.day, known: query.known ?? 'today', query: given.join('&') },
  })
  const title = (name: string) => services.texts.text(actor.locale, `register.${shape.id}.${name}`)
  const names = ['externalId', 'source', ...shape.fields.map((field) => field.name)]
  const titles = names.map((name) =>
    name === 'source' ? services.texts.text(actor.locale, 'register.source') : title(name),
  )
  return {
    fileName: `beleg-${shape.id}-${moment.day}.${format}`,
    ...makeTableFile(format, {
      name: services.texts.text(actor.locale, `register.title.${shape.id}`),
      columns: titles.map((one) => ({ title: one, width: Math.max(14, one.length + 2) })),
      rows: readRows(context, register, moment, query),
    }),
  }
}

async function* readRows(
  { services, actor }: Context,
  register: Register,
  moment: Moment,
  query: RegisterSearch,
): AsyncGenerator<string[]> {
  let cursor: string | undefined
  do {
    const page = { ...query, limit: pageLength, cursor }
    const read = await services.database.withTenant(actor.tenantId, async (tx) => {
      const doors: Doors = { tx, services }
      const { versions, nextCursor } = await readVersions(doors, register, moment, page)
      return { rows: await tell(doors, register, actor.locale, versions), nextCursor }
    })
    yield* read.rows
    cursor = read.nextCursor ?? undefined
  } while (cursor !== undefined)
}

async function tell(
  doors: Doors,
  register: Register,
  locale: 'de' | 'en',
  versions: readonly StoredVersion[],
): Promise<string[][]> {
  const { tx, services } = doors
  const { shape } = register
  const subjects = versions.map(({ subjectId }) => subjectId)
  const keys = await listKeysOf(tx, await services.vault.keysOf(tx), shape.id, subjects)
  const keyOf = new Map(keys.toReversed().map((key) => [key.subjectId, key]))
  const told = new Map<string, ReadonlyMap<string, string>>()
  for (const { name, kind } of shape.fields) {
    if (kind !== 'person' && kind !== 'entries') continue
    const ids = [...new Set(versions.flatMap(({ fields }) => fields[name] ?? []))]
    told.set(name, await register.tellReferences(doors, name, ids))
  }
  return versions.map(({ subjectId, fields }) => {
    const key = keyOf.get(subjectId)
    const cells = shape.fields.map(({ name, kind }) => {
      const value = fields[name] ?? null
      if (value === null) return ''
      if (kind === 'choice') return tellChoice(services.texts, locale, String(value))
      const names = told.get(name)
      return names
        ? [value]
            .flat()
            .map((id) => names.get(id) ?? id)
            .join('; ')
        : String(value)
    })
    return [key?.externalId ?? '', key?.source ?? '', ...cells]
  })
}
