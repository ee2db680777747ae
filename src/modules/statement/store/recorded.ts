/** What the ledger says of a version's publication: nobody alters that unseen. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import { z } from 'zod'

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const payloadSchema = z.object({
  who: z.looseObject({ kind: z.string() }),
  what: z.looseObject({
    after: z.looseObject({
      wording: hash.optional(),
      meaning: hash.optional(),
      publishedAt: z.iso.datetime().optional(),
    }),
  }),
})

export interface RecordedPublication {
  /** Null for versions that were published before this was recorded. */
  readonly wording: string | null
  readonly meaning: string | null
  readonly publishedAt: string | null
  /** Published by the house itself, of whose text nobody here was the author. */
  readonly byHouse: boolean
}

/** The first entry of a version's publication; null when there is none. */
export async function readRecordedPublication(tx: TenantTx, statementId: string): Promise<RecordedPublication | null> {
  const { rows } = await sql<{ payload: string }>`
    select payload from ledger_pending
    where tenant_id = ${tx.tenantId}::uuid and object_kind = 'statement' and object_id = ${statementId}
      and action = 'statement.published'
    order by recorded_at, id limit 1`.execute(tx.db)
  const [row] = rows
  if (row === undefined) return null
  const read = payloadSchema.safeParse(parse(row.payload))
  if (!read.success) return null
  const { wording, meaning, publishedAt } = read.data.what.after
  return {
    wording: wording ?? null,
    meaning: meaning ?? null,
    publishedAt: publishedAt ?? null,
    byHouse: read.data.who.kind === 'system' && row.payload.includes('"name":"beleg"'),
  }
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return null
  }
}
