/** The SQL on sentences of a draft and on the edits that were made of them. */
import type { TenantTx } from '#platform/database/transaction.ts'
import type { EditKind } from '../contract/review.ts'
import type { ClaimKind, ClaimParameter, Modality, Quantifier } from '#core/vocabulary.ts'
import { sql } from 'kysely'

/** A row of the table as it is, so that an edit can be taken back. */
export interface DraftClaimRow {
  readonly id: string
  readonly ordinal: number
  readonly start_offset: number
  readonly end_offset: number
  readonly text: string
  readonly section: string | null
  readonly lead_in: string | null
  readonly kind: ClaimKind
  readonly modality: Modality
  readonly quantifier: Quantifier
  readonly quantifier_word: string | null
  readonly parameters: readonly ClaimParameter[]
  readonly measures: readonly string[]
  readonly scope: string | null
  readonly version: number
  readonly accepted_by: string | null
  readonly accepted_at: Date | null
}

/** Every sentence of a version in order, locked with the version by whoever calls. */
export async function listDraftClaims(tx: TenantTx, statementId: string): Promise<DraftClaimRow[]> {
  const { rows } = await sql<DraftClaimRow>`
    select id, ordinal, start_offset, end_offset, text, section, lead_in, kind, modality, quantifier, quantifier_word,
      parameters, measures, scope, version, accepted_by, accepted_at
    from claims where tenant_id = ${tx.tenantId}::uuid and statement_id = ${statementId}::uuid
    order by ordinal`.execute(tx.db)
  return rows
}

/** How many sentences of a version somebody accepted as they stand. */
export async function countLooked(tx: TenantTx, statementId: string): Promise<number> {
  const { rows } = await sql<{ looked: number }>`
    select count(*)::int as looked from claims
    where tenant_id = ${tx.tenantId}::uuid and statement_id = ${statementId}::uuid and accepted_at is not null`.execute(
    tx.db,
  )
  return rows[0]?.looked ?? 0
}

/** The version that a sentence stands in; undefined when there is no such sentence. */
export async function findStatementOf(tx: TenantTx, claimId: string): Promise<string | undefined> {
  const row = await tx.db
    .selectFrom('claims')
    .select('statement_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', claimId)
    .executeTakeFirst()
  return row?.statement_id
}

/** Puts sentences in the place of others, and numbers all of them anew in the order of the text. */
export async function replaceClaims(
  tx: TenantTx,
  statementId: string,
  gone: readonly string[],
  rows: readonly DraftClaimRow[],
): Promise<void> {
  const ofStatement = sql`tenant_id = ${tx.tenantId}::uuid and statement_id = ${statementId}::uuid`
  await sql`delete from claims where ${ofStatement} and id = any (${[...gone]}::uuid[])`.execute(tx.db)
  // Out of the way first: places are unique at every moment.
  await sql`update claims set ordinal = -1 - ordinal where ${ofStatement}`.execute(tx.db)
  if (rows.length > 0)
    await tx.db
      .insertInto('claims')
      .values(
        rows.map((row, index) => ({
          ...row,
          tenant_id: tx.tenantId,
          statement_id: statementId,
          ordinal: 1_000_000 + index,
          parameters: JSON.stringify(row.parameters),
          measures: [...row.measures],
        })),
      )
      .execute()
  await sql`
    update claims c set ordinal = n.place
    from (
      select id, row_number() over (order by start_offset, end_offset, id) - 1 as place from claims where ${ofStatement}
    ) n
    where c.tenant_id = ${tx.tenantId}::uuid and c.id = n.id`.execute(tx.db)
}

/** Keeps an edit with what was before and after. */
export async function insertEdit(
  tx: TenantTx,
  given: {
    readonly id: string
    readonly statementId: string
    readonly kind: EditKind
    readonly before: readonly DraftClaimRow[]
    readonly after: readonly DraftClaimRow[]
    readonly by: string
    readonly at: Date
  },
): Promise<void> {
  await tx.db
    .insertInto('claim_edits')
    .values({
      tenant_id: tx.tenantId,
      id: given.id,
      statement_id: given.statementId,
      kind: given.kind,
      before: JSON.stringify(given.before),
      after: JSON.stringify(given.after),
      edited_by: given.by,
      edited_at: given.at,
    })
    .execute()
}

/** A sentence as an edit keeps it. */
export type KeptClaim = Omit<DraftClaimRow, 'accepted_at'> & { readonly accepted_at: string | null }

export interface EditRow {
  readonly id: string
  readonly statement_id: string
  readonly before: readonly KeptClaim[]
  readonly after: readonly KeptClaim[]
  readonly undone_at: Date | null
}

/** Whether a sentence is what an edit made of it, or is so again: its place in the order and its version aside. */
export function isAsKept(now: DraftClaimRow | undefined, kept: KeptClaim): boolean {
  if (now === undefined) return false
  const said = ({ ordinal: _, version: __, ...rest }: DraftClaimRow | KeptClaim) =>
    JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  return said(now) === said(kept)
}

/** An edit, locked; undefined when there is none. */
export async function lockEdit(tx: TenantTx, editId: string): Promise<EditRow | undefined> {
  const { rows } = await sql<EditRow>`
    select id, statement_id, before, after, undone_at from claim_edits
    where tenant_id = ${tx.tenantId}::uuid and id = ${editId}::uuid for update`.execute(tx.db)
  return rows[0]
}

export interface OwnEdit extends Pick<EditRow, 'id' | 'before' | 'after'> {
  readonly kind: EditKind
}

/** What somebody did to a draft and did not take back, newest first. */
export async function listOwnEdits(
  tx: TenantTx,
  statementId: string,
  personId: string,
  most: number,
): Promise<OwnEdit[]> {
  const { rows } = await sql<OwnEdit>`
    select id, kind, before, after from claim_edits
    where tenant_id = ${tx.tenantId}::uuid and statement_id = ${statementId}::uuid and edited_by = ${personId}::uuid
      and undone_at is null and kind <> 'undo'
    order by edited_at desc, id desc limit ${most}`.execute(tx.db)
  return rows
}

/** Marks an edit as taken back: it is so once. */
export async function markUndone(tx: TenantTx, editId: string, at: Date): Promise<void> {
  await tx.db
    .updateTable('claim_edits')
    .set({ undone_at: at })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', editId)
    .execute()
}
