/** A Statement of Applicability out to a spreadsheet and back: what a file would change is shown before it changes it. */
import { annexA } from '#catalog/frameworks.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { Download, ReceivedFile } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { findPeople, tellPeople } from '#modules/workforce/actions.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { locales, type Locale } from '#platform/i18n/locale.ts'
import { byteOrderMark, csvLine } from '#platform/sheet/csv.ts'
import { readTable } from '#platform/sheet/read-sheet.ts'
import { writeWorkbook } from '#platform/sheet/workbook.ts'
import { personBehind } from '#core/actor.ts'
import type { RowChange, SheetField, SheetPlan, SheetProblem, SoaRow } from '../contract/soa.ts'
import {
  columnOf,
  readSoaSheet,
  sheetColumns,
  sheetValues,
  type SheetColumn,
  type SheetFault,
  type SheetWords,
} from '../sheet.ts'
import { findVersion, listRows, putRows, updateRevision, type SoaControlRow, type SoaVersionRow } from '../store/soa.ts'
import { applyChange, faultsOf, lockDraft, tellRows } from './change.ts'
import { presentRows } from './soa.ts'

const widths: Readonly<Record<SheetColumn, number>> = {
  control: 9,
  title: 34,
  applicable: 11,
  reasons: 26,
  exclusionReason: 40,
  declared: 16,
  owner: 26,
  links: 36,
  note: 36,
  status: 16,
  contradictions: 50,
}

/** A version as a file. @throws Problem `common.not_found` */
export async function downloadSheet(
  context: Context,
  registry: Registry,
  soaId: string,
  format: 'xlsx' | 'csv',
): Promise<Download> {
  const version = await findVersion(context.tx, soaId)
  if (!version) throw notFound()
  const { locale } = context.actor
  const t = (key: string) => context.services.texts.text(locale, key)
  const rows = await presentRows(context, registry, version)
  const owners = rows.flatMap(({ owner }) => (owner ? [owner.personId] : []))
  const told = await tellPeople(context, [...new Set(owners)])
  const lines = rows.map((row) => sheetColumns.map((column) => cellOf(row, column, t, told)))
  const titles = sheetColumns.map((column) => t(`soa.column.${column}`))
  return {
    fileName: `soa-v${version.number}-${locale}.${format}`,
    mediaType:
      format === 'csv'
        ? 'text/csv; charset=utf-8; header=present'
        : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    chunks: () =>
      format === 'csv'
        ? csvOf(titles, lines)
        : writeWorkbook({
            name: t('soa.sheet'),
            columns: sheetColumns.map((column, at) => ({ title: titles[at] ?? column, width: widths[column] })),
            rows: oneByOne(lines),
          }),
  }
}

async function* csvOf(titles: readonly string[], lines: readonly (readonly string[])[]): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(titles)
  for (const line of lines) yield csvLine(line)
}

async function* oneByOne<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows
}

function cellOf(
  row: SoaRow,
  column: SheetColumn,
  t: (key: string) => string,
  told: ReadonlyMap<string, string>,
): string {
  switch (column) {
    case 'control':
      return row.controlId
    case 'title':
      return t('soa.language') === 'de' ? row.title.de : row.title.en
    case 'applicable':
      return row.applicable === null ? '' : t(row.applicable ? 'soa.yes' : 'soa.no')
    case 'reasons':
      return row.reasons.map((reason) => t(`soa.word.reason.${reason}`)).join('; ')
    case 'exclusionReason':
      return row.exclusionReason ?? ''
    case 'declared':
      return row.declared === null ? '' : t(`soa.word.declared.${row.declared}`)
    case 'owner':
      // By what finds the same person again; whoever stands in no register by their id.
      return row.owner === null ? '' : (told.get(row.owner.personId) ?? row.owner.personId)
    case 'links':
      return row.links.join(' ')
    case 'note':
      return row.note ?? ''
    case 'status':
      return row.status === null ? t(`soa.cover.${row.cover}`) : t(`document.status.${row.status}`)
    case 'contradictions':
      return row.contradictions.map(({ text }) => text).join(' ')
  }
}

/** What a file would change in a draft. @throws Problem `common.not_found`, 409 `soa.not_draft`, 422 `sheet.*` */
export async function previewSheet(context: Context, soaId: string, file: ReceivedFile): Promise<SheetPlan> {
  const version = await lockDraft(context, soaId, null)
  const { plan } = await planSheet(context, version, file)
  await record(context, {
    action: 'soa.sheet-previewed',
    object: { kind: 'soa', id: soaId },
    after: { sha256: file.sha256, changes: plan.changes.length, problems: plan.problems.length },
  })
  return plan
}

/**
 * Takes a file into a draft, as a whole or not at all.
 * @throws Problem `common.not_found`, 409 `soa.not_draft`, `soa.changed`, 422 `sheet.*`, `soa.sheet_faulty` naming every fault
 */
export async function importSheet(
  context: Context,
  soaId: string,
  revision: number,
  file: ReceivedFile,
): Promise<SheetPlan> {
  const version = await lockDraft(context, soaId, revision)
  const { plan, changed, before } = await planSheet(context, version, file)
  if (plan.problems.length > 0)
    throw new Problem(422, 'soa.sheet_faulty', {
      params: {
        count: plan.problems.length,
        first: plan.problems
          .slice(0, 5)
          .map(({ row, text }) => (row === null ? text : `${row}: ${text}`))
          .join(' '),
      },
    })
  await putRows(context.tx, soaId, changed)
  // The same file again is the same statement.
  if (changed.length > 0) await updateRevision(context.tx, soaId, personBehind(context))
  const told = tellRows(before, changed)
  await record(context, {
    action: 'soa.sheet-imported',
    object: { kind: 'soa', id: soaId },
    before: told.before,
    after: { sha256: file.sha256, ...told.after },
  })
  return plan
}

interface Planned {
  readonly plan: SheetPlan
  readonly changed: readonly SoaControlRow[]
  readonly before: ReadonlyMap<string, SoaControlRow>
}

async function planSheet(context: Context, version: SoaVersionRow, file: ReceivedFile): Promise<Planned> {
  const { tx, services, actor } = context
  const { texts } = services
  const own = ownTitles(context)
  const bytes = await takeBytes(context, file)
  const table = await readTable(bytes, (title) => columnOf(title, own) !== null)
  const sheet = readSoaSheet(
    table,
    annexA.map(({ id }) => id),
    wordsOf(context),
    own,
  )
  const faults: SheetFault[] = [...sheet.faults]
  const people = await findPeople(context, [...new Set(sheet.rows.flatMap(({ owner }) => owner ?? []))])
  const before = new Map((await listRows(tx, version.id)).map((row) => [row.control_id, row]))
  const changes: SheetPlan['changes'] = []
  const changed: SoaControlRow[] = []
  for (const { row, controlId, change, owner } of sheet.rows) {
    const known = before.get(controlId)
    if (!known) continue
    const whole: RowChange = { ...change, ...ownerOf(owner, people, row, faults) }
    const next = applyChange(known, whole)
    if (change.applicable !== undefined)
      for (const code of faultsOf(next))
        faults.push({
          row,
          column: code === 'soa_exclusion_without_reason' ? 'exclusionReason' : 'reasons',
          code,
        })
    const fields = fieldsThatDiffer(known, next)
    if (fields.length === 0) continue
    changes.push({ controlId, row, fields })
    changed.push(next)
  }
  const tell = (fault: SheetFault): SheetProblem => ({
    row: fault.row,
    column: fault.column === null ? null : texts.text(actor.locale, `soa.column.${fault.column}`),
    code: fault.code,
    text: texts.text(
      actor.locale,
      fault.code.startsWith('soa_') ? `issue.${fault.code}` : `soa.fault.${fault.code}`,
      fault.params,
    ),
  })
  return {
    plan: {
      changes,
      unchanged: sheet.rows.length - changes.length,
      problems: faults.map(tell).toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0)),
      unused: [...sheet.unused],
    },
    changed,
    before,
  }
}

function ownerOf(
  owner: string | null | undefined,
  people: ReadonlyMap<string, readonly string[]>,
  row: number,
  faults: SheetFault[],
): Pick<RowChange, 'ownerId'> {
  if (owner === undefined) return {}
  if (owner === null) return { ownerId: null }
  const found = people.get(owner) ?? []
  const [id] = found
  if (id !== undefined && found.length === 1) return { ownerId: id }
  faults.push({
    row,
    column: 'owner',
    code: id === undefined ? 'owner_unknown' : 'owner_ambiguous',
    params: { value: owner.slice(0, 80) },
  })
  return {}
}

const fields = ['applicable', 'reasons', 'exclusion_reason', 'declared', 'owner_id', 'links', 'note'] as const
const columnOfField: Readonly<Record<(typeof fields)[number], SheetField>> = {
  applicable: 'applicable',
  reasons: 'reasons',
  exclusion_reason: 'exclusionReason',
  declared: 'declared',
  owner_id: 'owner',
  links: 'links',
  note: 'note',
}

/** Sets in another order are the same set. */
function fieldsThatDiffer(one: SoaControlRow, other: SoaControlRow): SheetField[] {
  const plain = (value: SoaControlRow[(typeof fields)[number]]) =>
    JSON.stringify(Array.isArray(value) ? value.toSorted() : value)
  return fields.filter((field) => plain(one[field]) !== plain(other[field])).map((field) => columnOfField[field])
}

/** The file is read and let go: what it said stands in the rows, and its hash in the ledger. */
async function takeBytes({ tx, services }: Context, file: ReceivedFile): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of services.blobs.get(await services.vault.keysOf(tx), file.blobKey)) chunks.push(chunk)
  tx.afterCommit(async () => void (await services.blobs.remove(tx.tenantId, file.blobKey)))
  return Buffer.concat(chunks)
}

function ownTitles({ services }: Context): ReadonlyMap<string, SheetColumn> {
  return new Map(
    locales.flatMap((locale) =>
      sheetColumns.map(
        (column) => [services.texts.text(locale, `soa.column.${column}`).toLowerCase(), column] as const,
      ),
    ),
  )
}

/** Our own words of both languages, and the keys themselves. */
function wordsOf({ services }: Context): SheetWords {
  const said = (locale: Locale, key: string) => services.texts.text(locale, key).toLowerCase()
  const named = <V extends string>(values: readonly V[], prefix: string) =>
    new Map(
      values.flatMap((value) => [
        [value, value] as const,
        ...locales.map((one) => [said(one, `${prefix}.${value}`), value] as const),
      ]),
    )
  return {
    yes: ['yes', 'ja', 'y', 'j', 'x', 'true', 'wahr', '1', 'applicable', 'anwendbar'],
    no: ['no', 'nein', 'n', 'false', 'falsch', '0', 'not applicable', 'nicht anwendbar', 'n/a', 'entbehrlich'],
    reasons: named(sheetValues.reasons, 'soa.word.reason'),
    declared: named(sheetValues.declared, 'soa.word.declared'),
  }
}
