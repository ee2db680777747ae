/** Recipients of heads as they are stored: addresses sealed, found by a blind index or by the hash of their token. */
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { sql } from 'kysely'

const columns = ['id', 'email', 'locale', 'token', 'created_at', 'mailed_at'] as const

export interface RecipientRow {
  readonly id: string
  readonly email: Buffer
  readonly locale: Locale
  readonly token: Buffer
  readonly created_at: Date
  readonly mailed_at: Date | null
}

// The table's own check allows the two locales.
const asRows = (rows: readonly object[]) => rows as RecipientRow[]

/** Newest first. */
export async function listRecipientRows(
  tx: TenantTx,
  given: { before: { at: Date; id: string } | null; limit: number },
): Promise<RecipientRow[]> {
  const { before } = given
  return asRows(
    await tx.db
      .selectFrom('head_recipients')
      .select(columns)
      .where('tenant_id', '=', tx.tenantId)
      .$if(before !== null, (query) =>
        query.where(sql<boolean>`(created_at, id) < (${before?.at}::timestamptz, ${before?.id}::uuid)`),
      )
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(given.limit)
      .execute(),
  )
}

/** Locks a recipient by id; undefined when there is none. */
export async function lockRecipient(tx: TenantTx, id: string): Promise<RecipientRow | undefined> {
  const [row] = asRows(
    await tx.db
      .selectFrom('head_recipients')
      .select(columns)
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', id)
      .forUpdate()
      .execute(),
  )
  return row
}

/** The recipient whose token hashes to this. */
export async function findRecipientByToken(tx: TenantTx, hash: Buffer): Promise<RecipientRow | undefined> {
  const [row] = asRows(
    await tx.db
      .selectFrom('head_recipients')
      .select(columns)
      .where('tenant_id', '=', tx.tenantId)
      .where('token_hash', '=', hash)
      .execute(),
  )
  return row
}

/** The id of the recipient at an address; undefined when there is none. */
export async function findRecipientId(tx: TenantTx, index: Buffer): Promise<string | undefined> {
  const row = await tx.db
    .selectFrom('head_recipients')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('email_index', '=', index)
    .executeTakeFirst()
  return row?.id
}

/** How many there are. */
export async function countRecipients(tx: TenantTx): Promise<number> {
  const row = await tx.db
    .selectFrom('head_recipients')
    .select((eb) => eb.fn.countAll<number>().as('recipients'))
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirstOrThrow()
  return row.recipients
}

/** @throws the database's error about `head_recipients_email` when the address is there already */
export async function insertRecipient(
  tx: TenantTx,
  row: {
    id: string
    email: Buffer
    emailIndex: Buffer
    locale: Locale
    token: Buffer
    tokenHash: Buffer
    at: Date
  },
): Promise<void> {
  await tx.db
    .insertInto('head_recipients')
    .values({
      tenant_id: tx.tenantId,
      id: row.id,
      email: row.email,
      email_index: row.emailIndex,
      locale: row.locale,
      token: row.token,
      token_hash: row.tokenHash,
      created_at: row.at,
    })
    .execute()
}

/** Whether there was one. */
export async function deleteRecipient(tx: TenantTx, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('head_recipients')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Remembers when the last mail was written. */
export async function markMailed(tx: TenantTx, id: string, at: Date): Promise<void> {
  await tx.db
    .updateTable('head_recipients')
    .set({ mailed_at: at })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .execute()
}
