/** Reading cases: lists, one case with all that belongs to it, and lists as files. */
import { cameInSameWeek, findCase, listClocks } from '#core/case/store.ts'
import type { Context } from '#core/context.ts'
import { cutPage, decodeCursor } from '#core/cursor.ts'
import type { Download } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { listLedgerEntries } from '#modules/ledger/actions/read.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { makeTableFile } from '#platform/sheet/table-file.ts'
import { sheetRows, type Cell } from '#platform/sheet/workbook.ts'
import { cells } from '../cell.ts'
import type { CaseDetail, CaseSearch, CaseSummary, exportCases, listCases } from '../contract.ts'
import {
  listCaseRows,
  listCasesById,
  listChildren,
  listComments,
  listFiles,
  listItems,
  listUnseenMentions,
  type CaseFilter,
} from '../store.ts'
import {
  nameKind,
  nameState,
  personIn,
  presentCases,
  presentClock,
  presentCourse,
  presentLinks,
  presentSteps,
  say,
} from './present.ts'

/** What the store narrows by. */
function filterOf(context: Context, search: CaseSearch): CaseFilter {
  const { actor, services } = context
  const me = 'personId' in actor ? actor.personId : null
  const show = search.show ?? 'open'
  return {
    kind: search.kind ?? null,
    state: search.state ?? null,
    phase: search.phase ?? null,
    // Who asks for a state or a phase means it, also where it is a closed one.
    isOpen: show === 'all' || search.state !== undefined || search.phase !== undefined ? null : show === 'open',
    owner:
      search.owner === undefined
        ? null
        : { personId: search.owner === 'nobody' ? null : search.owner === 'me' ? me : search.owner },
    overdueAt: search.overdue === undefined ? null : services.clock.now(),
  }
}

/** A page of cases, newest first. @throws Problem 400 `page.bad_cursor` */
export async function listManyCases(
  context: Context,
  registry: Registry,
  { cursor, limit, ...search }: InputOf<typeof listCases>['query'],
): Promise<OutputOf<typeof listCases>> {
  const before = cursor === undefined ? null : decodeCursor(cursor)
  const rows = await listCaseRows(context.tx, filterOf(context, search), { before, limit: limit + 1 })
  const page = cutPage(rows, limit, (row) => ({ at: row.opened_at, id: row.id }))
  return {
    nextCursor: page.nextCursor,
    items: await presentCases(context, registry, page.items),
    kinds: [...registry.caseKinds.values()].map(({ kind, states }) => ({
      kind,
      name: nameKind(context, kind),
      states: Object.keys(states).map((state) => ({ state, name: nameState(context, kind, state) })),
    })),
  }
}

/** One case with all that belongs to it. @throws Problem 404 */
export async function readOneCase(context: Context, registry: Registry, caseId: string): Promise<CaseDetail> {
  const { tx, services, actor } = context
  const row = await findCase(tx, caseId)
  const kind = row && registry.caseKinds.get(row.kind)
  if (!row || !kind) throw notFound()
  const [summary] = await presentCases(context, registry, await listCasesById(tx, [caseId]))
  const [parent] =
    row.parent_id === null ? [] : await presentCases(context, registry, await listCasesById(tx, [row.parent_id]))
  if (!summary) throw notFound()
  const items = await listItems(tx, caseId)
  const comments = await listComments(tx, caseId)
  const files = await listFiles(tx, caseId)
  const keys = await services.vault.keysOf(tx)
  const people = [
    row.opened_by,
    row.submitted_by,
    row.decided_by,
    ...items.map((item) => item.ticked_by),
    ...comments.flatMap((comment) => [comment.author_id, ...comment.mentioned]),
    ...files.map((file) => file.added_by),
  ].filter((id) => id !== null)
  const person = personIn(await services.personNames(tx, people))
  const orNull = (id: string | null) => (id === null ? null : person(id))
  const me = 'personId' in actor ? actor.personId : null
  const links = await presentLinks(context, caseId)
  const waits = row.phase === 'deciding' || row.phase === 'done'
  return {
    ...summary,
    version: row.version,
    page: kind.page === undefined ? null : `${kind.page}/${caseId}`,
    parent: parent ? { id: parent.id, number: parent.number, title: parent.title } : null,
    openedBy: orNull(row.opened_by),
    submittedBy: orNull(row.submitted_by),
    decidedBy: orNull(row.decided_by),
    sameWeek: me !== null && waits && row.submitted_by !== null && (await cameInSameWeek(tx, me, row.submitted_by)),
    course: presentCourse(context, kind, row),
    steps: await presentSteps(context, registry, kind, row, links),
    clocks: (await listClocks(tx, [caseId])).map((clock) => presentClock(context, row.kind, clock)),
    links,
    tasks: await presentCases(context, registry, await listChildren(tx, caseId)),
    items: items.map((item) => ({
      id: item.id,
      text: item.text && keys.openText(cells.item(item.id), item.text),
      tickedBy: orNull(item.ticked_by),
      tickedAt: item.ticked_at?.toISOString() ?? null,
    })),
    comments: comments.map((comment) => ({
      id: comment.id,
      author: person(comment.author_id),
      at: comment.created_at.toISOString(),
      text: comment.text && keys.openText(cells.comment(comment.id), comment.text),
      mentions: comment.mentioned.map(person),
    })),
    files: files.map((file) => ({
      id: file.id,
      name: file.file_name && keys.openText(cells.fileName(file.id), file.file_name),
      bytes: Number(file.bytes),
      sha256: file.sha256.toString('hex'),
      addedBy: person(file.added_by),
      addedAt: file.added_at.toISOString(),
    })),
    unseen: me === null ? [] : (await listUnseenMentions(tx, me, caseId)).map(({ id }) => id),
    history: await presentHistory(context, row.kind, caseId),
    mayNotWorkBecause:
      actor.kind !== 'account' && actor.kind !== 'api-key'
        ? say(context, 'problem.permission.person_needed')
        : actor.permissions.has('case:work')
          ? null
          : say(context, 'problem.permission.missing_here'),
  }
}

/** What the ledger says of a case, newest first; that somebody looked at it is left out. */
async function presentHistory(context: Context, kind: string, caseId: string): Promise<CaseDetail['history']> {
  const { items } = await listLedgerEntries(context, { objectKind: 'case', objectId: caseId, limit: 200 })
  // The reading actions give whole entries; the list's own shape leaves out what they say.
  const entries = items as ((typeof items)[number] & { after: Readonly<Record<string, unknown>> | null })[]
  const owners = entries.flatMap(({ after }) => (typeof after?.owner === 'string' ? [after.owner] : []))
  const names = owners.length === 0 ? null : await context.services.personNames(context.tx, owners)
  return entries.flatMap((entry) => {
    if (entry.action === 'case.read') return []
    const { after } = entry
    const state = typeof after?.state === 'string' ? nameState(context, kind, after.state) : null
    const given = typeof after?.owner === 'string' ? (names?.get(after.owner) ?? '—') : null
    const what = say(context, `case.done.${entry.action.replace('case.', '')}`)
    return [
      {
        entryId: entry.id,
        at: entry.recordedAt,
        what:
          state === null
            ? given === null
              ? what
              : `${say(context, 'case.done.given')}: ${given}`
            : `${what}: ${state}`,
        who: entry.who.person?.name || null,
        reason: entry.reason,
        sameWeek: after?.sameWeek === true,
      },
    ]
  })
}

/** Cases in a page of an export. */
const pageLength = 500

/**
 * The same cases as a file, made while it is sent.
 * @throws Problem 422 `case.too_many_rows` for more than a sheet holds
 */
export async function exportCasesAs(
  context: Context,
  registry: Registry,
  { format, ...search }: InputOf<typeof exportCases>['query'],
  most = sheetRows - 1,
): Promise<Download> {
  const { tx, services } = context
  const filter = filterOf(context, search)
  if (format === 'xlsx' && (await listCaseRows(tx, filter, { before: null, limit: most + 1 })).length > most)
    throw new Problem(422, 'case.too_many_rows', { params: { most } })
  const day = services.clock.now().toISOString().slice(0, 10)
  const title = (name: string) => say(context, `case.column.${name}`)
  return {
    fileName: `beleg-cases-${day}.${format}`,
    ...makeTableFile(format, {
      name: title('sheet'),
      columns: columns.map(({ name, width }) => ({ title: title(name), width })),
      rows: readLines(context, registry, filter),
    }),
  }
}

/** Each page in a short transaction of its own. */
async function* readLines(context: Context, registry: Registry, filter: CaseFilter): AsyncGenerator<Cell[]> {
  const { services, actor } = context
  for (let before: { at: Date; id: string } | null = null; ;) {
    const from: { at: Date; id: string } | null = before
    const page = await services.database.withTenant(actor.tenantId, async (tx) => {
      const rows = await listCaseRows(tx, filter, { before: from, limit: pageLength })
      return { rows, told: await presentCases({ ...context, tx }, registry, rows) }
    })
    for (const told of page.told) yield columns.map(({ cell }) => cell(told))
    const last = page.rows.at(-1)
    if (page.rows.length < pageLength || last === undefined) return
    before = { at: last.opened_at, id: last.id }
  }
}

interface Column {
  readonly name: string
  /** In characters. */
  readonly width: number
  readonly cell: (row: CaseSummary) => Cell
}

const columns: readonly Column[] = [
  { name: 'number', width: 8, cell: (row) => row.number },
  { name: 'kind', width: 16, cell: (row) => row.kindName },
  { name: 'title', width: 60, cell: (row) => row.title },
  { name: 'state', width: 18, cell: (row) => row.stateName },
  { name: 'owner', width: 24, cell: (row) => row.owner?.name ?? null },
  { name: 'openedAt', width: 24, cell: (row) => new Date(row.openedAt) },
  { name: 'dueAt', width: 24, cell: (row) => (row.due === null ? null : new Date(row.due.dueAt)) },
  { name: 'closedAt', width: 24, cell: (row) => (row.closedAt === null ? null : new Date(row.closedAt)) },
  { name: 'id', width: 38, cell: (row) => row.id },
]
