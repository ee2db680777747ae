/** The SQL of lists of cases, and on what people add to them: checklist, comments, mentions, files. */
import type { CaseRow } from '#core/case/store.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql, type RawBuilder } from 'kysely'

export interface ListedCase extends CaseRow {
  /** The sentence or the document that it is about. */
  readonly about: string | null
}

const listed = sql`c.id, c.number, c.kind, c.state, c.phase, c.version, c.title, c.parent_id, c.owner_id, c.opened_by,
  c.opened_at, c.submitted_by, c.decided_by, c.changed_by, c.changed_at, c.closed_at,
  coalesce(
    (select o.text from case_links l join claims o on o.tenant_id = l.tenant_id and o.id = l.object_id
      where l.tenant_id = c.tenant_id and l.case_id = c.id and l.kind = 'claim' limit 1),
    (select coalesce(o.title, o.source_system)
      from case_links l join evidence o on o.tenant_id = l.tenant_id and o.id = l.object_id
      where l.tenant_id = c.tenant_id and l.case_id = c.id and l.kind = 'evidence' limit 1)) as about`

export interface CaseFilter {
  readonly kind: string | null
  readonly state: string | null
  readonly phase: string | null
  readonly isOpen: boolean | null
  /** A person, nobody, or no matter who. */
  readonly owner: { readonly personId: string | null } | null
  readonly overdueAt: Date | null
}

/** Cases, newest first; one more than asked for tells that there are more. */
export async function listCaseRows(
  tx: TenantTx,
  filter: CaseFilter,
  page: { readonly before: { at: Date; id: string } | null; readonly limit: number },
): Promise<ListedCase[]> {
  const conditions: RawBuilder<unknown>[] = [sql`c.tenant_id = ${tx.tenantId}::uuid`]
  if (filter.kind !== null) conditions.push(sql`c.kind = ${filter.kind}`)
  if (filter.state !== null) conditions.push(sql`c.state = ${filter.state}`)
  if (filter.phase !== null) conditions.push(sql`c.phase = ${filter.phase}`)
  if (filter.isOpen !== null) conditions.push(filter.isOpen ? sql`c.closed_at is null` : sql`c.closed_at is not null`)
  if (filter.owner !== null)
    conditions.push(
      filter.owner.personId === null ? sql`c.owner_id is null` : sql`c.owner_id = ${filter.owner.personId}::uuid`,
    )
  if (filter.overdueAt !== null)
    conditions.push(sql`exists (select from case_clocks k where k.tenant_id = c.tenant_id and k.case_id = c.id
      and k.stopped_at is null and k.due_at <= ${filter.overdueAt})`)
  if (page.before !== null)
    conditions.push(sql`(c.opened_at, c.id) < (${page.before.at}::timestamptz, ${page.before.id}::uuid)`)
  const { rows } = await sql<ListedCase>`
    select ${listed} from cases c
    where ${sql.join(conditions, sql` and `)}
    order by c.opened_at desc, c.id desc limit ${page.limit}`.execute(tx.db)
  return rows
}

/** Cases by id, as a list shows them. */
export async function listCasesById(tx: TenantTx, ids: readonly string[]): Promise<ListedCase[]> {
  const { rows } = await sql<ListedCase>`
    select ${listed} from cases c
    where c.tenant_id = ${tx.tenantId}::uuid and c.id = any (${[...ids]}::uuid[])
    order by c.opened_at, c.id`.execute(tx.db)
  return rows
}

/** The children of a case, oldest first. */
export async function listChildren(tx: TenantTx, parentId: string): Promise<ListedCase[]> {
  const { rows } = await sql<ListedCase>`
    select ${listed} from cases c
    where c.tenant_id = ${tx.tenantId}::uuid and c.parent_id = ${parentId}::uuid
    order by c.opened_at, c.id limit 200`.execute(tx.db)
  return rows
}

/** Open cases that somebody might have to do something about, those due first. */
export async function listLiveCases(tx: TenantTx, limit: number): Promise<ListedCase[]> {
  const { rows } = await sql<ListedCase>`
    select ${listed} from cases c
    left join lateral (select min(k.due_at) as due_at from case_clocks k
      where k.tenant_id = c.tenant_id and k.case_id = c.id and k.stopped_at is null) k on true
    where c.tenant_id = ${tx.tenantId}::uuid and c.closed_at is null
    order by k.due_at nulls last, c.opened_at limit ${limit}`.execute(tx.db)
  return rows
}

/** Cases that may have been open at an instant: opened by then, and not closed for good before. */
export async function listCasesOpenAt(tx: TenantTx, at: Date, limit: number): Promise<ListedCase[]> {
  const { rows } = await sql<ListedCase>`
    select ${listed} from cases c
    where c.tenant_id = ${tx.tenantId}::uuid and c.opened_at <= ${at} and (c.closed_at is null or c.closed_at > ${at})
    order by c.opened_at desc, c.id desc limit ${limit}`.execute(tx.db)
  return rows
}

export interface ItemRow {
  readonly id: string
  readonly case_id: string
  readonly text: Buffer | null
  readonly ticked_by: string | null
  readonly ticked_at: Date | null
}

/** The checklist, in its order. */
export async function listItems(tx: TenantTx, caseId: string): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    select id, case_id, text, ticked_by, ticked_at from case_items
    where tenant_id = ${tx.tenantId}::uuid and case_id = ${caseId}::uuid order by ordinal`.execute(tx.db)
  return rows
}

/** How many points a case has. */
export async function countItems(tx: TenantTx, caseId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from case_items
    where tenant_id = ${tx.tenantId}::uuid and case_id = ${caseId}::uuid`.execute(tx.db)
  return rows[0]?.n ?? 0
}

/** A point, held until the end of the transaction; undefined when there is none. */
export async function lockItem(tx: TenantTx, id: string): Promise<ItemRow | undefined> {
  const { rows } = await sql<ItemRow>`
    select id, case_id, text, ticked_by, ticked_at from case_items
    where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid for update`.execute(tx.db)
  return rows[0]
}

/** Adds a point at the end; the case is held, so that two get two places. */
export async function insertItem(tx: TenantTx, item: { id: string; caseId: string; text: Buffer }): Promise<void> {
  await sql`
    insert into case_items (tenant_id, id, case_id, ordinal, text)
    select ${tx.tenantId}::uuid, ${item.id}::uuid, ${item.caseId}::uuid, coalesce(max(ordinal), 0) + 1, ${item.text}
    from case_items where tenant_id = ${tx.tenantId}::uuid and case_id = ${item.caseId}::uuid`.execute(tx.db)
}

/** Ticks a point, or takes the tick back. */
export async function updateTick(
  tx: TenantTx,
  id: string,
  ticked: { readonly by: string; readonly at: Date } | null,
): Promise<void> {
  await sql`
    update case_items set ticked_by = ${ticked?.by ?? null}::uuid, ticked_at = ${ticked?.at ?? null}
    where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid`.execute(tx.db)
}

export interface CommentRow {
  readonly id: string
  readonly author_id: string
  readonly text: Buffer | null
  readonly created_at: Date
  readonly mentioned: string[]
}

/** Comments, oldest first, with whom they mention. */
export async function listComments(tx: TenantTx, caseId: string): Promise<CommentRow[]> {
  const { rows } = await sql<CommentRow>`
    select c.id, c.author_id, c.text, c.created_at,
      array(select m.person_id::text from case_mentions m
        where m.tenant_id = c.tenant_id and m.comment_id = c.id order by m.id) as mentioned
    from case_comments c
    where c.tenant_id = ${tx.tenantId}::uuid and c.case_id = ${caseId}::uuid
    order by c.created_at, c.id limit 500`.execute(tx.db)
  return rows
}

/** Writes a comment. */
export async function insertComment(
  tx: TenantTx,
  comment: { id: string; caseId: string; authorId: string; text: Buffer; at: Date },
): Promise<void> {
  await sql`
    insert into case_comments (tenant_id, id, case_id, author_id, text, created_at)
    values (${tx.tenantId}::uuid, ${comment.id}::uuid, ${comment.caseId}::uuid, ${comment.authorId}::uuid,
      ${comment.text}, ${comment.at})`.execute(tx.db)
}

/** Notes whom a comment mentions. */
export async function insertMention(
  tx: TenantTx,
  mention: { id: string; commentId: string; personId: string },
): Promise<void> {
  await sql`
    insert into case_mentions (tenant_id, id, comment_id, person_id)
    values (${tx.tenantId}::uuid, ${mention.id}::uuid, ${mention.commentId}::uuid, ${mention.personId}::uuid)
  `.execute(tx.db)
}

export interface UnseenMention {
  readonly id: string
  readonly case_id: string
  readonly author_id: string
  readonly created_at: Date
}

/** Mentions that somebody has not taken note of, in one case or in all, oldest first. */
export async function listUnseenMentions(
  tx: TenantTx,
  personId: string,
  caseId: string | null,
): Promise<UnseenMention[]> {
  const { rows } = await sql<UnseenMention>`
    select m.id, c.case_id, c.author_id, c.created_at
    from case_mentions m join case_comments c on c.tenant_id = m.tenant_id and c.id = m.comment_id
    where m.tenant_id = ${tx.tenantId}::uuid and m.person_id = ${personId}::uuid and m.seen_at is null
      and (${caseId}::uuid is null or c.case_id = ${caseId}::uuid)
    order by c.created_at, m.id limit 200`.execute(tx.db)
  return rows
}

/** Notes mentions of a person as seen; returns those that were not. */
export async function markSeen(
  tx: TenantTx,
  personId: string,
  which: { readonly mentionId: string } | { readonly caseId: string },
  at: Date,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update case_mentions m set seen_at = ${at}
    from case_comments c
    where m.tenant_id = ${tx.tenantId}::uuid and c.tenant_id = m.tenant_id and c.id = m.comment_id
      and m.person_id = ${personId}::uuid and m.seen_at is null
      and ${'mentionId' in which ? sql`m.id = ${which.mentionId}::uuid` : sql`c.case_id = ${which.caseId}::uuid`}
    returning m.id`.execute(tx.db)
  return rows.map((row) => row.id)
}

/** Whose mention it is; undefined when there is none. */
export async function findMentioned(tx: TenantTx, mentionId: string): Promise<string | undefined> {
  const { rows } = await sql<{ person_id: string }>`
    select person_id from case_mentions
    where tenant_id = ${tx.tenantId}::uuid and id = ${mentionId}::uuid`.execute(tx.db)
  return rows[0]?.person_id
}

export interface FileRow {
  readonly id: string
  readonly case_id: string
  readonly file_name: Buffer | null
  readonly media_type: string
  readonly bytes: string
  readonly sha256: Buffer
  readonly blob_key: string
  readonly added_by: string
  readonly added_at: Date
}

const fileColumns = sql`id, case_id, file_name, media_type, bytes, sha256, blob_key, added_by, added_at`

/** Attached files, oldest first. */
export async function listFiles(tx: TenantTx, caseId: string): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`
    select ${fileColumns} from case_files
    where tenant_id = ${tx.tenantId}::uuid and case_id = ${caseId}::uuid order by added_at, id limit 500`.execute(tx.db)
  return rows
}

/** An attached file; undefined when there is none. */
export async function findFileRow(tx: TenantTx, id: string): Promise<FileRow | undefined> {
  const { rows } = await sql<FileRow>`
    select ${fileColumns} from case_files where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid`.execute(tx.db)
  return rows[0]
}

/** Writes down an attached file. */
export async function insertFile(tx: TenantTx, row: Omit<FileRow, 'bytes'> & { bytes: number }): Promise<void> {
  await sql`
    insert into case_files (tenant_id, ${fileColumns})
    values (${tx.tenantId}::uuid, ${row.id}::uuid, ${row.case_id}::uuid, ${row.file_name}, ${row.media_type},
      ${row.bytes}, ${row.sha256}, ${row.blob_key}, ${row.added_by}::uuid, ${row.added_at})`.execute(tx.db)
}

/** Where people write freely, each a sealed column. */
export const writtenColumns = [
  { table: 'cases', column: 'title' },
  { table: 'case_items', column: 'text' },
  { table: 'case_comments', column: 'text' },
  { table: 'case_files', column: 'file_name' },
] as const
export type WrittenColumn = (typeof writtenColumns)[number]

/** Sealed texts in pages by id. */
export async function listWritten(
  tx: TenantTx,
  { table, column }: WrittenColumn,
  after: string | null,
  limit: number,
): Promise<{ id: string; text: Buffer }[]> {
  const { rows } = await sql<{ id: string; text: Buffer }>`
    select id, ${sql.ref(column)} as text from ${sql.table(table)}
    where tenant_id = ${tx.tenantId}::uuid and ${sql.ref(column)} is not null
      and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit}`.execute(tx.db)
  return rows
}

/** Takes texts; what they stood in stays. */
export async function eraseWritten(
  tx: TenantTx,
  { table, column }: WrittenColumn,
  ids: readonly string[],
): Promise<void> {
  await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = null
    where tenant_id = ${tx.tenantId}::uuid and id = any (${[...ids]}::uuid[])`.execute(tx.db)
}
