/**
 * The at-rest probe: reads every confidential value and every file of a tenant and states what it found: envelopes that
 * open in their place, plaintext, or what does not open. Promises: nothing is sampled in the database; names come from
 * the declared list only; the way it would notice is exercised in the same run, so that an empty column is known to be
 * empty and not unseen. Plaintext that it comes upon is counted, and never leaves this file.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Blobs, fingerprintOf } from '#platform/blob/blob.ts'
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
      if (state !== 'sealed' && examples.length < examplesShown) examples.push(`${tx.tenantId}/${found.row}`)
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
      const trouble =
        error instanceof Problem
          ? error.code
          : error instanceof Error && 'code' in error
            ? String(error.code)
            : 'unknown'
      const none = { rows: 0, sealed: 0, plaintext: 0, undecryptable: 0, examples: [], exercised: false }
      facts.push({ table: column.table, column: column.column, ...none, trouble })
    }
  }
  return facts
}

/** One fact about a column from those of all tenants: counts add up, and one trouble is everybody's. */
export function mergeColumns(facts: readonly ColumnFact[]): readonly ColumnFact[] {
  const byName = new Map<string, ColumnFact>()
  for (const fact of facts) {
    const name = `${fact.table}.${fact.column}`
    const other = byName.get(name)
    byName.set(
      name,
      other === undefined
        ? fact
        : {
            ...fact,
            rows: fact.rows + other.rows,
            sealed: fact.sealed + other.sealed,
            plaintext: fact.plaintext + other.plaintext,
            undecryptable: fact.undecryptable + other.undecryptable,
            examples: [...other.examples, ...fact.examples].slice(0, examplesShown),
            exercised: fact.exercised && other.exercised,
            trouble: other.trouble ?? fact.trouble,
          },
    )
  }
  return [...byName.values()]
}

/** One fact about the files of all tenants. `strangers` lie beside the tenants' directories and belong to nobody. */
export function mergeFiles(facts: readonly FileFact[], strangers: readonly string[]): FileFact {
  const sum = (of: (fact: FileFact) => number) => facts.reduce((total, fact) => total + of(fact), 0)
  return {
    files: sum((fact) => fact.files) + strangers.length,
    sealed: sum((fact) => fact.sealed),
    plaintext: sum((fact) => fact.plaintext) + strangers.length,
    undecryptable: sum((fact) => fact.undecryptable),
    unreadable: sum((fact) => fact.unreadable),
    readFully: sum((fact) => fact.readFully) + strangers.length,
    examples: [...strangers, ...facts.flatMap((fact) => fact.examples)].slice(0, examplesShown),
    exercised: facts.length > 0 && facts.every((fact) => fact.exercised),
  }
}

/** Bytes that one run reads to authenticate whole files: about 5 s at 400 MB/s. */
const bytesPerRun = 2_000_000_000
/** Each file is read again in one of so many runs although nothing touched it: disks decay. */
const readAgainEvery = 64

export type FileProbe = (keys: TenantKeys) => Promise<FileFact>

/**
 * A probe of all files of a tenant. A file is read to its end when it is new to this process, was changed (its change
 * time cannot be set back from user space), was bad, or is due; else its header and first chunk are. What a run had no
 * time for is not counted as read, and the predicate does not pass on it. A file with a name that is not ours counts as
 * plaintext: something else put it there. Reads about 400 MB/s.
 */
export function createFileProbe(blobs: Blobs, budgetBytes = bytesPerRun): FileProbe {
  const readBefore = new Map<string, Map<string, string>>()
  let round = 0
  return async (keys) => {
    const known = readBefore.get(keys.tenantId) ?? new Map<string, string>()
    const next = new Map<string, string>()
    const { keys: found, strangers } = await blobs.list(keys.tenantId)
    const fact = { files: strangers.length, sealed: 0, plaintext: strangers.length, undecryptable: 0, unreadable: 0 }
    const examples = strangers.slice(0, examplesShown)
    let readFully = strangers.length
    let budget = budgetBytes
    round++
    for (const key of found) {
      const { bytes, mark } = await fingerprintOf(blobs, keys.tenantId, key).catch(() => ({ bytes: 0, mark: '' }))
      const due = Number.parseInt(key.slice(-2), 16) % readAgainEvery === round % readAgainEvery
      const wasRead = mark !== '' && known.get(key) === mark
      const fully = (due || !wasRead) && bytes <= budget
      if (fully) budget -= bytes
      const state = await blobs.inspect(keys, key, { headOnly: !fully })
      // Deleted since it was listed.
      if (state === 'missing') continue
      fact.files++
      fact[state]++
      if (fully || wasRead || state !== 'sealed') readFully++
      if (state === 'sealed' && (fully || wasRead)) next.set(key, mark)
      else if (state !== 'sealed' && examples.length < examplesShown) examples.push(key)
    }
    readBefore.set(keys.tenantId, next)
    return { ...fact, readFully, examples, exercised: exercise(keys, { table: 'blob', column: 'file_key' }) }
  }
}
