/**
 * What ties a log to the world outside: a head of it under a published head of the instance, which others stamped or
 * cosigned. Of all that would do, the largest head of the log that is covered, and for it the earliest publication, so
 * that it says the most about the most.
 */
import type { Database } from '#platform/database/database.ts'
import type { PlatformTx } from '#platform/database/transaction.ts'
import { proveInstanceInclusion } from './instance-tree.ts'
import { listPublications, type Publication } from './publication.ts'
import { proveStoredConsistency, readHeadCovering } from './store.ts'

export interface Anchor {
  /** The log's own checkpoint. */
  readonly head: string
  readonly publication: Publication
  /** Of the head's leaf under the published head. */
  readonly index: number
  readonly proof: readonly Buffer[]
  /** By which the log's head of the size asked for continues `head`. */
  readonly consistency: readonly Buffer[]
}

/**
 * The anchor of a log under its head of this size; null when nothing of it was published yet.
 * @throws RangeError when what a proof takes is not stored
 */
export async function findAnchor(database: Database, tenantId: string, size: number): Promise<Anchor | null> {
  const published = await database.withPlatform('anchor of a ledger', async (tx) => {
    const kind = await bestKind(tx)
    if (kind === null) return null
    const leaf = await tx.db
      .selectFrom('ledger_instance_leaves')
      .select(['leaf_index', 'size'])
      .where('tenant_id', '=', tenantId)
      .where('size', '<=', size)
      .where('leaf_index', '<', kind.newest)
      .orderBy('size', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!leaf) return null
    const index = Number(leaf.leaf_index)
    const first = await tx.db
      .selectFrom(kind.table)
      .select('size')
      .where('size', '>', index)
      .orderBy('size')
      .limit(1)
      .executeTakeFirst()
    const [publication] = first ? await listPublications(tx, { limit: 1, size: Number(first.size) }) : []
    if (!publication) return null
    return {
      publication,
      index,
      covered: Number(leaf.size),
      proof: await proveInstanceInclusion(tx, index, publication.size),
    }
  })
  if (published === null) return null
  const { covered, ...found } = published
  return database.withTenant(tenantId, async (tx) => {
    const head = await readHeadCovering(tx, covered)
    if (head?.size !== covered) return null
    return { ...found, head: head.note, consistency: await proveStoredConsistency(tx, covered, size) }
  })
}

/** A stamp says more than a witness, and a witness more than publication alone; null when nothing was published. */
async function bestKind(tx: PlatformTx) {
  for (const table of ['ledger_timestamps', 'ledger_cosignatures', 'ledger_publications'] as const) {
    const row = await tx.db
      .selectFrom(table)
      .select(({ fn }) => fn.max('size').as('newest'))
      .executeTakeFirst()
    if (row?.newest != null) return { table, newest: Number(row.newest) }
  }
  return null
}
