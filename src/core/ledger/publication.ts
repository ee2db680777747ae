/** Published heads as they are stored, with who cosigned and who stamped them. */
import type { PlatformTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

export interface Publication {
  readonly size: number
  readonly root: Buffer
  readonly note: string
  readonly publishedAt: Date
  /** Signature lines of witnesses, without their newline, by name. */
  readonly cosignatures: readonly { readonly witness: string; readonly line: string; readonly at: Date }[]
  /** In the order in which they came. */
  readonly timestamps: readonly { readonly authority: string; readonly token: Buffer; readonly at: Date }[]
}

/** The note of a published head with the lines of its witnesses: a signed note like any other. */
export function cosignedNote({ note, cosignatures }: Pick<Publication, 'note' | 'cosignatures'>): string {
  return note + cosignatures.map(({ line }) => `${line}\n`).join('')
}

/** Published heads, newest first. */
export async function listPublications(
  tx: PlatformTx,
  given: { readonly limit: number; readonly size?: number },
): Promise<Publication[]> {
  const rows = await tx.db
    .selectFrom('ledger_publications')
    .select(['size', 'root', 'note', 'published_at'])
    .$if(given.size !== undefined, (query) => query.where('size', '=', given.size ?? 0))
    .orderBy('size', 'desc')
    .limit(given.limit)
    .execute()
  if (rows.length === 0) return []
  const sizes = rows.map((row) => row.size)
  const cosignatures = await tx.db
    .selectFrom('ledger_cosignatures')
    .select(['size', 'witness', 'line', 'at'])
    .where('size', 'in', sizes)
    .orderBy('witness')
    .execute()
  const timestamps = await tx.db
    .selectFrom('ledger_timestamps')
    .select(['size', 'authority', 'token', 'at'])
    .where('size', 'in', sizes)
    .orderBy('at')
    .orderBy('authority')
    .execute()
  return rows.map(({ published_at: publishedAt, ...row }) => ({
    ...row,
    publishedAt,
    cosignatures: cosignatures.filter((one) => one.size === row.size),
    timestamps: timestamps.filter((one) => one.size === row.size),
  }))
}

/** The last published head; null while there is none. */
export async function readLastPublication(tx: PlatformTx): Promise<Publication | null> {
  return (await listPublications(tx, { limit: 1 }))[0] ?? null
}

/** The size that a witness cosigned last, as far as is stored; 0 when it cosigned none. */
export async function readCosignedSize(tx: PlatformTx, witness: string): Promise<number> {
  const row = await tx.db
    .selectFrom('ledger_cosignatures')
    .select('size')
    .where('witness', '=', witness)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.size ?? 0
}

/** Publishes a signed head of the instance. @throws what the database refuses: one not signed, or not larger */
export async function insertPublication(tx: PlatformTx, size: number, at: Date): Promise<void> {
  await sql`select beleg.publish_head(${size}::bigint, ${at}::timestamptz)`.execute(tx.db)
}

/** Keeps a cosignature that was verified; one by the same witness is there already or was never. */
export async function insertCosignature(
  tx: PlatformTx,
  row: { size: number; witness: string; line: string; at: Date },
): Promise<void> {
  await sql`select beleg.add_cosignature(${row.size}::bigint, ${row.witness}, ${row.line}, ${row.at}::timestamptz)`.execute(
    tx.db,
  )
}

/** Keeps a token that was checked. */
export async function insertTimestamp(
  tx: PlatformTx,
  row: { size: number; authority: string; token: Buffer; at: Date },
): Promise<void> {
  await sql`select beleg.add_timestamp(${row.size}::bigint, ${row.authority}, ${row.token}::bytea, ${row.at}::timestamptz)`.execute(
    tx.db,
  )
}
