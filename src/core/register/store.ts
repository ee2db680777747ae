/**
 * SQL on the versions of registers. The tables are the modules' own; their names and columns come from the shapes, which
 * are code. What is sealed goes in and comes out sealed.
 */
import type { TenantTx } from '#platform/database/transaction.ts'
import { awaitTurn } from '#platform/database/turn.ts'
import { sql, type RawBuilder } from 'kysely'
import type { Field, RegisterShape } from './contract/shape.ts'

/** A value as the table has it; sealed ones are base64 on their way in. */
export type StoredValue = string | readonly string[] | Buffer | null

export interface VersionRow {
  readonly id: string
  readonly subject_id: string
  readonly valid_from: string
  readonly valid_to: string | null
  readonly known_from: Date
  readonly known_to: Date | null
  readonly import_id: string | null
  readonly episode: number
  readonly [column: string]: StoredValue | Date | number
}

const own = ['id', 'subject_id', 'valid_from', 'valid_to', 'known_from', 'known_to', 'import_id', 'episode']

function columnsOf(shape: RegisterShape): RawBuilder<unknown> {
  return sql.join([...own, ...shape.fields.map(({ column }) => column)].map((column) => sql.ref(`v.${column}`)))
}

function tableOf(shape: RegisterShape): RawBuilder<unknown> {
  return sql`beleg.${sql.ref(shape.table)}`
}

/** Whoever changes a register waits for others who do. */
export async function lockRegister(tx: TenantTx, shape: RegisterShape): Promise<void> {
  await awaitTurn(tx, `register ${shape.id} ${tx.tenantId}`)
}

/** When and as known when a register is read. */
export interface Moment {
  /** The day whose versions hold. */
  readonly day: string
  /** Null: as it is known now. */
  readonly knownAt: Date | null
}

function holdsAt({ day, knownAt }: Moment): RawBuilder<boolean> {
  const known =
    knownAt === null
      ? sql`v.known_to is null`
      : sql`v.known_from <= ${knownAt} and (v.known_to is null or v.known_to > ${knownAt})`
  return sql<boolean>`${known} and v.valid_from <= ${day}::date and (v.valid_to is null or v.valid_to > ${day}::date)`
}

/** Which entries are meant. */
export interface EntryFilter {
  readonly moment: Moment
  /** Equal values of plain fields. */
  readonly equal: readonly { readonly field: Field; readonly value: string }[]
  readonly state: 'active' | 'planned' | 'ended' | null
  /** Only these versions. */
  readonly among: readonly string[] | null
  /** Part of a plain name. */
  readonly named: { readonly field: Field; readonly text: string } | null
}

export interface PageQuery extends EntryFilter {
  readonly sort: Field
  readonly descending: boolean
  /** Sort value and subject of the last row. */
  readonly after: { readonly value: string; readonly id: string } | null
  readonly limit: number
}

/** As its index has it. */
function sortKey(field: Field): RawBuilder<string> {
  const column = sql.ref(`v.${field.column}`)
  return field.kind === 'date' || field.isRequired ? sql<string>`${column}` : sql<string>`coalesce(${column}, '')`
}

/** A page of the entries as they stood at a moment, in the order of a field and then of ids. */
export async function listVersionRows(tx: TenantTx, shape: RegisterShape, query: PageQuery): Promise<VersionRow[]> {
  const { sort, descending, after, limit } = query
  const key = sortKey(sort)
  const kept = conditionsOf(tx, shape, query)
  const typed = sort.kind === 'date' ? sql`::date` : sql``
  if (after !== null)
    kept.push(
      descending
        ? sql`(${key}, v.subject_id) < (${after.value}${typed}, ${after.id}::uuid)`
        : sql`(${key}, v.subject_id) > (${after.value}${typed}, ${after.id}::uuid)`,
    )
  const direction = descending ? sql`desc` : sql`asc`
  const { rows } = await sql<VersionRow>`
    select ${columnsOf(shape)} from ${tableOf(shape)} v
    where ${sql.join(kept, sql` and `)}
    order by ${key} ${direction}, v.subject_id ${direction} limit ${limit}`.execute(tx.db)
  return rows
}

function conditionsOf(tx: TenantTx, shape: RegisterShape, filter: EntryFilter): RawBuilder<unknown>[] {
  const { moment, equal, state, among, named } = filter
  const kept: RawBuilder<unknown>[] = [sql`v.tenant_id = ${tx.tenantId}::uuid`, holdsAt(moment)]
  for (const { field, value } of equal) {
    const column = sql.ref(`v.${field.column}`)
    kept.push(
      field.kind === 'person'
        ? sql`${column} = ${value}::uuid`
        : field.kind === 'entries'
          ? sql`${value}::uuid = any (${column})`
          : sql`${field.isSortable ? sortKey(field) : column} = ${value}`,
    )
  }
  if (among !== null) kept.push(sql`v.id = any (${[...among]}::uuid[])`)
  if (named !== null) kept.push(sql`strpos(lower(${sql.ref(`v.${named.field.column}`)}), lower(${named.text})) > 0`)
  if (state !== null) kept.push(stateIs(shape, state, moment.day))
  return kept
}

function stateIs(shape: RegisterShape, state: 'active' | 'planned' | 'ended', day: string): RawBuilder<unknown> {
  const [start, end] = [shape.startField, shape.endField].map((name) =>
    sql.ref(`v.${shape.fields.find((field) => field.name === name)?.column}`),
  )
  if (state === 'planned') return sql`${start} > ${day}::date`
  if (state === 'ended') return sql`${end} < ${day}::date and ${start} <= ${day}::date`
  return sql`${start} <= ${day}::date and (${end} is null or ${end} >= ${day}::date)`
}

/** How many of the entries that are meant stand in each state on the day. */
export async function countEntries(
  tx: TenantTx,
  shape: RegisterShape,
  filter: EntryFilter,
): Promise<{ active: number; planned: number; ended: number }> {
  const count = (state: 'active' | 'planned' | 'ended') =>
    sql`(count(*) filter (where ${stateIs(shape, state, filter.moment.day)}))::int as ${sql.ref(state)}`
  const { rows } = await sql<{ active: number; planned: number; ended: number }>`
    select ${count('active')}, ${count('planned')}, ${count('ended')} from ${tableOf(shape)} v
    where ${sql.join(conditionsOf(tx, shape, filter), sql` and `)}`.execute(tx.db)
  return rows[0] ?? { active: 0, planned: 0, ended: 0 }
}

/** What is known now of some entries, by subject and first day; of all without ids. */
export async function listCurrentRows(
  tx: TenantTx,
  shape: RegisterShape,
  subjectIds: readonly string[] | null,
): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select ${columnsOf(shape)} from ${tableOf(shape)} v
    where v.tenant_id = ${tx.tenantId}::uuid and v.known_to is null
      and ${subjectIds === null ? sql`true` : sql`v.subject_id = any (${[...subjectIds]}::uuid[])`}
    order by v.subject_id, v.valid_from`.execute(tx.db)
  return rows
}

/** Everything that was ever known of an entry, newest knowledge first. */
export async function listHistoryRows(
  tx: TenantTx,
  shape: RegisterShape,
  subjectId: string,
  limit: number,
): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select ${columnsOf(shape)} from ${tableOf(shape)} v
    where v.tenant_id = ${tx.tenantId}::uuid and v.subject_id = ${subjectId}::uuid
    order by v.known_from desc, v.valid_from desc, v.id desc limit ${limit}`.execute(tx.db)
  return rows
}

/** Versions that an import made known, and those that it ended. */
export async function listRowsOfImport(
  tx: TenantTx,
  shape: RegisterShape,
  importId: string,
): Promise<{ added: VersionRow[]; ended: VersionRow[] }> {
  const read = async (column: string) => {
    const { rows } = await sql<VersionRow>`
      select ${columnsOf(shape)} from ${tableOf(shape)} v
      where v.tenant_id = ${tx.tenantId}::uuid and ${sql.ref(`v.${column}`)} = ${importId}::uuid
      order by v.subject_id, v.valid_from`.execute(tx.db)
    return rows
  }
  return { added: await read('import_id'), ended: await read('ended_by') }
}

/** How many versions became known at each instant from one on; at all of them without one. */
export async function countKnownSince(
  tx: TenantTx,
  shape: RegisterShape,
  since: Date | null,
): Promise<{ known_from: Date; versions: number }[]> {
  const { rows } = await sql<{ known_from: Date; versions: number }>`
    select v.known_from, count(*)::int as versions from ${tableOf(shape)} v
    where v.tenant_id = ${tx.tenantId}::uuid ${since === null ? sql`` : sql`and v.known_from >= ${since}`}
    group by v.known_from`.execute(tx.db)
  return rows
}

/** Ids of the versions that became known at one of some instants. */
export async function listKnownAt(tx: TenantTx, shape: RegisterShape, instants: readonly Date[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select v.id from ${tableOf(shape)} v
    where v.tenant_id = ${tx.tenantId}::uuid and v.known_from = any (${[...instants]}::timestamptz[])`.execute(tx.db)
  return rows.map(({ id }) => id)
}

/** The sealed columns of a version. */
export interface SealedRow {
  readonly id: string
  readonly subject_id: string
  readonly [column: string]: Buffer | string | null
}

/** The sealed columns of versions, whenever they were known. */
export async function listSealedRows(tx: TenantTx, shape: RegisterShape, ids: readonly string[]): Promise<SealedRow[]> {
  const columns = shape.fields.filter(isSealed).map(({ column }) => sql.ref(`v.${column}`))
  const { rows } = await sql<SealedRow>`
    select v.id, v.subject_id, ${sql.join(columns)} from ${tableOf(shape)} v
    where v.tenant_id = ${tx.tenantId}::uuid and v.id = any (${[...ids]}::uuid[])`.execute(tx.db)
  return rows
}

export interface NewVersionRow {
  readonly id: string
  readonly subject_id: string
  readonly valid_from: string
  readonly valid_to: string | null
  readonly episode: number
  readonly [column: string]: StoredValue | number
}

/** Ends what was known of some versions. What became known in the same instant was never known to anybody. */
export async function endVersions(
  tx: TenantTx,
  shape: RegisterShape,
  ids: readonly string[],
  given: { readonly at: Date; readonly importId: string | null },
): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update ${tableOf(shape)} set known_to = greatest(${given.at}::timestamptz, known_from), ended_by = ${given.importId}::uuid
    where tenant_id = ${tx.tenantId}::uuid and id = any (${[...ids]}::uuid[])`.execute(tx.db)
}

/** Adds versions, any number in one statement. */
export async function insertVersions(
  tx: TenantTx,
  shape: RegisterShape,
  rows: readonly NewVersionRow[],
  given: { readonly at: Date; readonly importId: string | null },
): Promise<void> {
  if (rows.length === 0) return
  const columns = shape.fields.flatMap((field) => sealedColumns(field).map((column) => ({ column, field })))
  const typeOf = ({ column, field }: { column: string; field: Field }): RawBuilder<unknown> => {
    if (isSealed(field) || column.endsWith('_index')) return sql`text`
    if (field.kind === 'date') return sql`date`
    return field.kind === 'person' ? sql`uuid` : field.kind === 'entries' ? sql`uuid[]` : sql`text`
  }
  const chosen = columns.map(({ column, field }) =>
    isSealed(field) ? sql`decode(${sql.ref(`r.${column}`)}, 'base64')` : sql.ref(`r.${column}`),
  )
  const encoded = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString('base64') : value]),
    ),
  )
  await sql`
    insert into ${tableOf(shape)} (tenant_id, id, subject_id, valid_from, valid_to, known_from, import_id, episode,
      ${sql.join(columns.map(({ column }) => sql.ref(column)))})
    select ${tx.tenantId}::uuid, r.id, r.subject_id, r.valid_from, r.valid_to, ${given.at}::timestamptz,
      ${given.importId}::uuid, r.episode, ${sql.join(chosen)}
    from jsonb_to_recordset(${JSON.stringify(encoded)}::jsonb) as r (id uuid, subject_id uuid, valid_from date,
      valid_to date, episode integer,
      ${sql.join(columns.map((one) => sql`${sql.ref(one.column)} ${typeOf(one)}`))})`.execute(tx.db)
}

/** Whether a field is under the tenant's key in the table. */
export function isSealed(field: Field): boolean {
  return field.kind === 'sealed' || field.kind === 'email'
}

/** The columns of a field: an address has a blind index beside it. */
export function sealedColumns(field: Field): string[] {
  return field.kind === 'email' ? [field.column, `${field.column}_index`] : [field.column]
}

/** Ids of entries as known now whose address has one of these indexes. */
export async function findByEmailIndex(
  tx: TenantTx,
  shape: RegisterShape,
  column: string,
  indexes: readonly Buffer[],
): Promise<{ subject_id: string; email_index: Buffer }[]> {
  const { rows } = await sql<{ subject_id: string; email_index: Buffer }>`
    select distinct v.subject_id, ${sql.ref(`v.${column}`)} as email_index from ${tableOf(shape)} v
    where v.tenant_id = ${tx.tenantId}::uuid and v.known_to is null
      and ${sql.ref(`v.${column}`)} = any (${[...indexes]}::bytea[])`.execute(tx.db)
  return rows
}

/** Who leads whom as known on a day, by the register's tree field. */
export async function listParents(
  tx: TenantTx,
  shape: RegisterShape,
  day: string,
): Promise<ReadonlyMap<string, string>> {
  const field = shape.fields.find(({ name }) => name === shape.treeField)
  if (!field) return new Map()
  const { rows } = await sql<{ subject_id: string; parent: string }>`
    select v.subject_id, ${sql.ref(`v.${field.column}`)} as parent from ${tableOf(shape)} v
    where v.tenant_id = ${tx.tenantId}::uuid and ${holdsAt({ day, knownAt: null })}
      and ${sql.ref(`v.${field.column}`)} is not null`.execute(tx.db)
  return new Map(rows.map((row) => [row.subject_id, row.parent]))
}

/** Ids of entries by a plain name in small letters, as known now. */
export async function findByName(
  tx: TenantTx,
  shape: RegisterShape,
  names: readonly string[],
): Promise<{ subject_id: string; name: string }[]> {
  const { rows } = await sql<{ subject_id: string; name: string }>`
    select distinct v.subject_id, lower(v.name) as name from ${tableOf(shape)} v
    where v.tenant_id = ${tx.tenantId}::uuid and v.known_to is null and lower(v.name) = any (${[...names]}::text[])
    `.execute(tx.db)
  return rows
}

/** Plain names of entries as known now, the latest of each; for what leads to them. */
export async function listNames(
  tx: TenantTx,
  shape: RegisterShape,
  subjectIds: readonly string[],
): Promise<{ subject_id: string; name: string }[]> {
  const { rows } = await sql<{ subject_id: string; name: string }>`
    select distinct on (v.subject_id) v.subject_id, v.name from ${tableOf(shape)} v
    where v.tenant_id = ${tx.tenantId}::uuid and v.subject_id = any (${[...subjectIds]}::uuid[])
    order by v.subject_id, v.known_to desc nulls first, v.valid_from desc`.execute(tx.db)
  return rows
}
