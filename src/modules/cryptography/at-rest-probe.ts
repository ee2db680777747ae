/**
 * The at-rest probe: reads every confidential value and every file of a tenant and states what it found: envelopes that
 * open in their place, plaintext, or what does not open. Promises: nothing is sampled in the database; names come from
 * the declared list only; the way it would notice is exercised in the same run, so that an empty column is known to be
 * empty and not unseen. Plaintext that it comes upon is counted, and never leaves this file.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Blobs, sizeOnDisk } from '#platform/blob/blob.ts'
import type { ConfidentialColumn } from '#platform/crypto/confidential.ts'
import type { TenantKeys } from '#platform/crypto/tenant-keys.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { Problem } from '#platform/http/problem.ts'
import type { ColumnFact, FileFact } from './contract.ts'

/** Rows read at once: about 100 kB of envelopes. */
const batchRows = 500
const examplesShown = 5

/** Seals for the cell, opens again, and demands that another row's place is refused. */
function exercise(keys: TenantKeys, cell: { table: string; column: string }): boolean {
  const row = randomUUID()
  const sealed = keys.seal({ ...cell, row }, 'probe')
  return (
    keys.inspect({ ...cell, row }, sealed) === 'sealed' &&
    keys.inspect({ ...cell, row: randomUUID() }, sealed) === 'undecryptable' &&
    keys.inspect({ ...cell, row }, Buffer.from('probe')) === 'plaintext'
  )
}

/** Reads all values of one column that are not null, in the transaction of their tenant. */
export async function probeColumn(tx: TenantTx, keys: TenantKeys, declared: ConfidentialColumn): Promise<ColumnFact> {
  const { table, column, row } = declared
  const counts = { rows: 0, sealed: 0, plaintext: 0, undecryptable: 0 }
  const examples: string[] = []
  const [from, cellName, rowName] = [sql.table(`beleg.${table}`), sql.ref(column), sql.ref(row)]
  let after: string | null = null
  for (;;) {
    const beyond = after === null ? sql`true` : sql`${rowName} > ${after}`
    // The tenant is named beside row-level security because the index begins with it.
    const batch: { rows: readonly { row: string; cell: unknown }[] } = await sql<{ row: string; cell: unknown }>`
      select ${rowName}::text as row, ${cellName} as cell from ${from}
      where tenant_id = ${tx.tenantId} and ${cellName} is not null and ${beyond}
      order by ${rowName} limit ${batchRows}`.execute(tx.db)
    for (const found of batch.rows) {
      const state = keys.inspect({ table, row: found.row, column }, found.cell)
      counts.rows++
      counts[state]++
      if (state !== 'sealed' && examples.length < examplesShown) examples.push(found.row)
    }
    const last = batch.rows.at(-1)
    if (last === undefined || batch.rows.length < batchRows) break
    after = last.row
  }
  return { table, column, ...counts, examples, exercised: exercise(keys, { table, column }), trouble: null }
}

/**
 * All declared columns of the transaction's tenant. A column that cannot be read (a table that is not there) is
 * reported with its trouble; the others are read nevertheless.
 */
export async function probeColumns(
  tx: TenantTx,
  keys: TenantKeys,
  declared: readonly ConfidentialColumn[],
): Promise<readonly ColumnFact[]> {
  const facts: ColumnFact[] = []
  for (const column of declared) {
    // A failed statement would end the transaction for the columns after it.
    await sql`savepoint at_rest_column`.execute(tx.db)
    try {
      facts.push(await probeColumn(tx, keys, column))
      await sql`release savepoint at_rest_column`.execute(tx.db)
    } catch (error) {
      await sql`rollback to savepoint at_rest_column`.execute(tx.db)
      const trouble = error instanceof Problem ? error.code : error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      const none = { rows: 0, sealed: 0, plaintext: 0, undecryptable: 0, examples: [], exercised: false }
      facts.push({ table: column.table, column: column.column, ...none, trouble })
    }
  }
  return facts
}

/** Files up to this size are authenticated to their end in every run; larger ones in turn. */
const smallFileBytes = 1024 * 1024
/** One of so many larger files is read fully in a run. */
const fullReadEvery = 16

/**
 * All files of a tenant: the header and first chunk of each, every chunk of small ones and of a changing part of the
 * large ones (`round` counts the runs: after 16 of them each was read to its end). A file with a name that is not ours
 * counts as plaintext: it was put there by something else.
 */
export async function probeFiles(blobs: Blobs, keys: TenantKeys, round = 0): Promise<FileFact> {
  const { keys: found, strangers } = await blobs.list(keys.tenantId)
  const fact = { files: 0, sealed: 0, plaintext: strangers.length, undecryptable: 0, unreadable: 0, readFully: 0 }
  const examples = strangers.slice(0, examplesShown)
  fact.files = strangers.length
  for (const key of found) {
    const turn = Number.parseInt(key.slice(-2), 16) % fullReadEvery === round % fullReadEvery
    const bytes = await sizeOnDisk(blobs, keys.tenantId, key).catch(() => 0)
    const fully = turn || bytes <= smallFileBytes
    const state = await blobs.inspect(keys, key, { headOnly: !fully })
    // Deleted since it was listed.
    if (state === 'missing') continue
    fact.files++
    fact[state]++
    if (fully && state === 'sealed') fact.readFully++
    if (state !== 'sealed' && examples.length < examplesShown) examples.push(key)
  }
  return { ...fact, examples, exercised: exercise(keys, { table: 'blob', column: 'file_key' }) }
}
