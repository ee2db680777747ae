/**
 * A ledger that cannot be written, broken by the owner of the database in several ways, and a look at everything there
 * is: whoever was refused for it must have left no trace anywhere.
 */
import { readdir } from 'node:fs/promises'
import type pg from 'pg'

/** Ways to break the insert, and how to undo them. */
const breaches = {
  'the insert fails': [
    'create trigger a_breach before insert on ledger_pending for each row execute function breach()',
    'drop trigger a_breach on ledger_pending',
  ],
  'the right to insert is gone': [
    'revoke insert on ledger_pending from beleg_app; revoke execute on function write_entries from beleg_platform',
    'grant insert on ledger_pending to beleg_app; grant execute on function write_entries to beleg_platform',
  ],
  'the disk is full': [
    'create trigger a_breach before insert on ledger_pending for each row execute function breach_of_disk()',
    'drop trigger a_breach on ledger_pending',
  ],
} as const satisfies Record<string, readonly [breach: string, repair: string]>

export type Breach = keyof typeof breaches
// The keys of a literal are what its type says.
export const allBreaches = Object.keys(breaches) as Breach[]

/** Makes what the breaches need. */
export async function prepareBreaches(owner: pg.Client): Promise<void> {
  // Starting workers for a look at a hundred small tables takes longer than the look.
  await owner.query('set max_parallel_workers_per_gather = 0')
  await owner.query(`
    create function breach() returns trigger language plpgsql as $$
      begin raise 'broken on purpose'; end $$;
    create function breach_of_disk() returns trigger language plpgsql as $$
      begin raise 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
    grant execute on function breach(), breach_of_disk() to beleg_app`)
}

/** Runs something while nothing can be written to the ledger, and repairs it. */
export async function whileBroken<T>(owner: pg.Client, breach: Breach, work: () => Promise<T>): Promise<T> {
  const [statement, repair] = breaches[breach]
  await owner.query(statement)
  try {
    return await work()
  } finally {
    await owner.query(repair)
  }
}

/**
 * Number of rows and the sum of the transactions that wrote them (see `printTables`) for every table of every schema of
 * ours, the queue of jobs and the outbox included, and the names of all stored files. No table is left out.
 */
export async function snapshot(owner: pg.Client, filesDirectory: string): Promise<Readonly<Record<string, string>>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  )
  const each = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) as print from ${name}`,
  )
  const { rows } = await owner.query<{ name: string; print: string }>(each.join(' union all '))
  const files = await readdir(filesDirectory, { recursive: true, withFileTypes: true })
  const names = files.filter((one) => one.isFile()).map((one) => one.name)
  return { ...Object.fromEntries(rows.map(({ name, print }) => [name, print])), files: names.toSorted().join(' ') }
}

/** What differs between two snapshots. */
export function differencesBetween(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name])
}
