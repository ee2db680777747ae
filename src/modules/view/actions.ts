/** Keeping, sharing, changing and deleting views. Somebody else's private view does not exist for anybody. */
import type { Actor, Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { Registry } from '#core/registry.ts'
import { constraintOf } from '#platform/database/database.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf, Permission } from '#platform/http/endpoint.ts'
import { parseInput } from '#platform/http/problem-document.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { mostViews, type changeView, type saveView, type View } from './contract.ts'
import {
  countViews,
  deleteView,
  insertView,
  listAllViews,
  listViewRows,
  lockView,
  updateView,
  type ViewRow,
} from './store.ts'

type Lists = Registry['lists']
type Person = Extract<Actor, { personId: string }>
type Search = View['search']

/** @throws Problem 400 `input.invalid`, 403 `permission.missing` */
export async function listSavedViews(
  context: Context,
  lists: Lists,
  list: string | undefined,
): Promise<{ items: View[] }> {
  const actor = requirePerson(context)
  if (list !== undefined) requireList(lists, list, actor)
  const readable = [...lists].flatMap(([id, { permission }]) => (actor.permissions.has(permission) ? [id] : []))
  const rows = await listViewRows(context.tx, list === undefined ? readable : [list], actor.personId)
  return { items: await present(context, actor, rows) }
}

/** @throws Problem 400 `input.invalid`, 403 `permission.missing`, 409 `view.name_taken`, `view.too_many` */
export async function saveListView(
  context: Context,
  lists: Lists,
  given: InputOf<typeof saveView>['body'],
): Promise<View> {
  const { tx, services } = context
  const actor = requirePerson(context)
  const search = checkSearch(requireList(lists, given.list, actor), given.search)
  if (given.shared) requirePermission(actor, 'view:share')
  if ((await countViews(tx, actor.personId)) >= mostViews)
    throw new Problem(409, 'view.too_many', { params: { most: mostViews } })
  const { list, name, shared } = given
  const row: ViewRow = { id: newId(services.clock), list, name, search, shared, owner_id: actor.personId }
  await namingOnce(name, () => insertView(tx, row, services.clock.now()))
  await record(context, { action: 'view.saved', object: { kind: 'view', id: row.id }, after: { list, ...said(row) } })
  return presentOne(context, actor, row)
}

/** @throws Problem 400 `input.invalid`, 403 `permission.missing`, 404 `common.not_found`, 409 `view.name_taken` */
export async function changeListView(
  context: Context,
  lists: Lists,
  viewId: string,
  change: InputOf<typeof changeView>['body'],
): Promise<View> {
  const { tx, services } = context
  const actor = requirePerson(context)
  const before = await findChangeable(context, actor, viewId)
  const list = requireList(lists, before.list, actor)
  const after: ViewRow = {
    ...before,
    name: change.name ?? before.name,
    search: change.search === undefined ? before.search : checkSearch(list, change.search),
    shared: change.shared ?? before.shared,
  }
  if (after.shared && !before.shared) requirePermission(actor, 'view:share')
  await namingOnce(after.name, () => updateView(tx, after, services.clock.now()))
  await record(context, {
    action: 'view.changed',
    object: { kind: 'view', id: viewId },
    before: said(before),
    after: said(after),
  })
  return presentOne(context, actor, after)
}

/** @throws Problem 404 `common.not_found` */
export async function removeListView(context: Context, viewId: string): Promise<void> {
  const row = await findChangeable(context, requirePerson(context), viewId)
  await deleteView(context.tx, viewId)
  await record(context, {
    action: 'view.removed',
    object: { kind: 'view', id: viewId },
    before: { list: row.list, ...said(row) },
  })
}

async function findChangeable(context: Context, actor: Person, viewId: string): Promise<ViewRow> {
  const row = await lockView(context.tx, viewId)
  if (!row || !(row.shared || row.owner_id === actor.personId)) throw notFound()
  if (!mayChange(actor, row)) throw new Problem(403, 'permission.missing', { params: { permission: 'view:manage' } })
  return row
}

function mayChange(actor: Person, row: ViewRow): boolean {
  return row.owner_id === actor.personId || (row.shared && actor.permissions.has('view:manage'))
}

function requirePerson({ actor }: Pick<Context, 'actor'>): Person {
  if (!('personId' in actor)) throw new Problem(403, 'permission.person_needed')
  return actor
}

function requirePermission(actor: Person, permission: Permission): void {
  if (!actor.permissions.has(permission)) throw new Problem(403, 'permission.missing', { params: { permission } })
}

function requireList(lists: Lists, id: string, actor: Person) {
  const list = lists.get(id)
  if (!list) {
    const values = [...lists.keys()].join(', ')
    throw new Problem(400, 'input.invalid', { issues: [{ pointer: '/list', code: 'not_one_of', params: { values } }] })
  }
  requirePermission(actor, list.permission)
  return list
}

/** The list's own schema says which parameters there are; they are kept as they stood in the address. */
function checkSearch(list: ReturnType<typeof requireList>, search: Search): Search {
  parseInput(list.search, search, '/search')
  return search
}

async function namingOnce(name: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (cause) {
    if (constraintOf(cause) === 'saved_views_name') {
      throw new Problem(409, 'view.name_taken', { params: { name }, cause })
    }
    throw cause
  }
}

function said({ name, shared, search }: ViewRow) {
  return { name, shared, search: new URLSearchParams(search).toString() }
}

async function presentOne(context: Context, actor: Person, row: ViewRow): Promise<View> {
  const [view] = await present(context, actor, [row])
  if (!view) throw notFound()
  return view
}

async function present({ tx, services }: Context, actor: Person, rows: readonly ViewRow[]): Promise<View[]> {
  const owners = [...new Set(rows.map((row) => row.owner_id))]
  const names = owners.length === 0 ? new Map<string, string>() : await services.personNames(tx, owners)
  return rows.map((row) => ({
    id: row.id,
    list: row.list,
    name: row.name,
    search: { ...row.search },
    shared: row.shared,
    mine: row.owner_id === actor.personId,
    mayChange: mayChange(actor, row),
    ownerName: names.get(row.owner_id) ?? '',
  }))
}

/** Views to be erased with a person: their private ones, and any whose name or search names them. */
export async function findViewsNaming(
  { tx }: Pick<Context, 'tx'>,
  personId: string,
  names: (text: string) => boolean,
): Promise<string[]> {
  const rows = await listAllViews(tx)
  return rows
    .filter((row) => (row.owner_id === personId && !row.shared) || names(`${row.name} ${JSON.stringify(row.search)}`))
    .map((row) => row.id)
}

/** Deletes such views; whoever erases the person records it. */
export async function eraseViews({ tx }: Pick<Context, 'tx'>, ids: readonly string[]): Promise<void> {
  for (const id of ids) await deleteView(tx, id)
}
