import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Problem } from '#platform/http/problem.ts'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { constraintOf, sqlStateOf, type Database } from '../database.ts'
import { newId } from '../id.ts'
import type { TenantTx } from '../transaction.ts'

// A table of tenants that belongs to no module, made here as a migration would.
interface Note {
  tenant_id: string
  id: string
  text: string
}

let world: TestDatabase
let database: Database
let a: string
let b: string

beforeAll(async () => {
  world = await createTestDatabase({ statementTimeoutMs: 4_000 })
  database = world.database
  a = await world.createTenant()
  b = await world.createTenant()
  await world.owner.query(`
    create table beleg.notes (
      tenant_id uuid not null references beleg.tenants (id), id uuid not null, text text not null,
      primary key (tenant_id, id), constraint notes_text unique (tenant_id, text) deferrable
    );
    select beleg.protect_tenant_table('beleg.notes');
    create table beleg.journal (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id));
    select beleg.protect_tenant_table('beleg.journal', 'select, insert')`)
})
afterAll(() => world.close())

const write = (tx: TenantTx, text: string, tenantId = tx.tenantId) =>
  sql`insert into notes (tenant_id, id, text) values (${tenantId}, ${newId()}, ${text})`.execute(tx.db)
const read = async (tx: TenantTx) =>
  (await sql<Note>`select tenant_id, id, text from notes order by text`.execute(tx.db)).rows.map((row) => row.text)
/** What is really there, behind the doors. */
const count = async (text: string) =>
  (await world.owner.query<{ n: number }>('select count(*)::int as n from notes where text = $1', [text])).rows[0]?.n

test('a tenant sees and changes only its own rows', async () => {
  await database.withTenant(a, (tx) => write(tx, 'of a'))
  await database.withTenant(b, (tx) => write(tx, 'of b'))
  expect(await database.withTenant(a, read)).toEqual(['of a'])
  expect(await database.withTenant(b, read)).toEqual(['of b'])
  await database.withTenant(b, (tx) => sql`update notes set text = 'seized' where true`.execute(tx.db))
  await database.withTenant(b, (tx) => sql`delete from notes`.execute(tx.db))
  expect(await database.withTenant(a, read)).toEqual(['of a'])
  expect(await database.withTenant(b, read)).toEqual([])
})

test('a row of another tenant cannot be written, nor one moved there', async () => {
  await database.withTenant(a, (tx) => write(tx, 'stays'))
  const planted = database.withTenant(a, (tx) => write(tx, 'planted', b))
  await expect(planted).rejects.toMatchObject({ code: '42501' })
  const moved = database.withTenant(a, (tx) =>
    sql`update notes set tenant_id = ${b} where text = 'stays'`.execute(tx.db),
  )
  await expect(moved).rejects.toMatchObject({ code: '42501' })
  expect(await count('planted')).toBe(0)
  expect(await database.withTenant(b, read)).not.toContain('stays')
})

test('who forgets the tenant sees nothing and writes nothing', async () => {
  await database.withTenant(a, (tx) => write(tx, 'hidden'))
  const pool = database.openPool('beleg_app', 1)
  try {
    expect((await pool.query('select id from beleg.notes')).rows).toEqual([])
    expect((await pool.query('select id from beleg.tenants')).rows).toEqual([])
    await expect(
      pool.query('insert into beleg.notes (tenant_id, id, text) values ($1, $2, $3)', [a, newId(), 'forgotten']),
    ).rejects.toMatchObject({ code: '42501' })
  } finally {
    await pool.end()
  }
  expect(await count('forgotten')).toBe(0)
})

test('the tenant does not stay on the connection', async () => {
  const narrow = world.open({ poolSize: { app: 1 } })
  await narrow.withTenant(a, (tx) => write(tx, 'left behind'))
  const other = await narrow.withTenant(b, async (tx) => {
    const { rows } = await sql<{ tenant: string }>`select current_setting('beleg.tenant_id') as tenant`.execute(tx.db)
    return [rows[0]?.tenant, await read(tx)]
  })
  expect(other).toEqual([b, []])
})

test('a tenant sees its own row of the tenants, and cannot change it', async () => {
  const rows = await database.withTenant(a, (tx) => tx.db.selectFrom('tenants').select('id').execute())
  expect(rows).toEqual([{ id: a }])
  await expect(
    database.withTenant(a, (tx) => tx.db.updateTable('tenants').set({ name: 'x' }).execute()),
  ).rejects.toMatchObject({ code: '42501' })
})

test('an append-only table refuses change and deletion', async () => {
  await database.withTenant(a, (tx) => sql`insert into journal values (${a}, ${newId()})`.execute(tx.db))
  for (const statement of [sql`update journal set id = id`, sql`delete from journal`, sql`truncate journal`]) {
    await expect(database.withTenant(a, (tx) => statement.execute(tx.db))).rejects.toMatchObject({ code: '42501' })
  }
})

test('the app role is no superuser, owns nothing and can become nobody else', async () => {
  const { rows } = await world.owner.query(
    `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolinherit,
       (select count(*)::int from pg_class c where c.relowner = r.oid) as owned,
       (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships
     from pg_roles r where rolname in ('beleg_app', 'beleg_platform')`,
  )
  const none = {
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolreplication: false,
    rolinherit: false,
    owned: 0,
    memberships: 0,
  }
  expect(rows).toEqual([none, none])
  await database.withTenant(a, (tx) => write(tx, 'bait'))
  for (const attempt of [
    'set role beleg_owner',
    'set role beleg_platform',
    'set session authorization beleg_owner',
    'alter table notes disable row level security',
    'drop policy tenant_rows on notes',
    'create policy p on notes using (true)',
    'alter role beleg_app bypassrls',
    'create table beleg.mine ()',
    'create temporary table notes (id uuid)',
    'create function beleg.f() returns int language sql as $$ select 1 $$',
    'select wrapped from tenant_keys',
    'select value from instance_settings',
    `copy notes to program 'cat'`,
    'set session_replication_role = replica',
  ]) {
    const error: unknown = await database
      .withTenant(b, (tx) => sql.raw(attempt).execute(tx.db))
      .catch((e: unknown) => e)
    expect(sqlStateOf(error), attempt).toBe('42501')
  }
  // Both succeed and change nothing: there is nothing to go back to, and a session that asks to skip its policies is
  // refused rows instead of being shown all.
  await database
    .withTenant(b, async (tx) => {
      await sql`reset role`.execute(tx.db)
      await sql`reset session authorization`.execute(tx.db)
      expect(await read(tx)).not.toContain('bait')
      await sql`set local beleg.every_tenant = 'on'`.execute(tx.db)
      expect(await read(tx)).not.toContain('bait')
      await sql`set local row_security = off`.execute(tx.db)
      await expect(read(tx)).rejects.toMatchObject({ code: '42501' })
    })
    .catch((error: Problem) => expect(error.code).toBe('database.transaction_aborted'))
})

test('the platform role has no right to any table of tenants', async () => {
  await expect(database.withPlatform('spec', (tx) => sql`select id from notes`.execute(tx.db))).rejects.toMatchObject({
    code: '42501',
  })
})

test('the owner is bound by the policies too, unless its transaction says otherwise', async () => {
  const { rows } = await world.owner.query(
    `select relname, relforcerowsecurity as forced from pg_class
     where relnamespace = 'beleg'::regnamespace and relkind in ('r', 'p') and relrowsecurity`,
  )
  expect(rows.length).toBeGreaterThan(2)
  expect(rows.filter((row: { forced: boolean }) => !row.forced)).toEqual([])
})

/**
 * The limit of row-level security, written down: it guards against the forgotten condition and the wrong id. Whoever
 * can make the app role run SQL of their own can set the tenant as well as we can. Against that stand bound parameters
 * and the extended protocol, which takes no second statement.
 */
test('SQL of an attacker in the app role could choose its tenant, but nothing can be appended to a statement', async () => {
  await database.withTenant(a, (tx) => write(tx, 'prize'))
  const chosen = await database.withTenant(b, async (tx) => {
    await sql`select set_config('beleg.tenant_id', ${a}, true)`.execute(tx.db)
    return read(tx)
  })
  expect(chosen).toContain('prize')
  await expect(
    database.withTenant(b, (tx) => sql.raw(`select 1; set beleg.tenant_id = '${a}'`).execute(tx.db)),
  ).rejects.toMatchObject({ code: '42601' })
  const asText = await database.withTenant(b, async (tx) => {
    await write(tx, `'; delete from notes; --`)
    return read(tx)
  })
  expect(asText).toContain(`'; delete from notes; --`)
})

test('only a UUID is taken for a tenant', async () => {
  for (const id of ['', 'a', `${a}' or true --`, ` ${a}`, `${a}\n`]) {
    await expect(database.withTenant(id, read), JSON.stringify(id)).rejects.toThrow('is not the id of a tenant')
  }
})

test('COMMIT of an aborted transaction succeeds with the tag ROLLBACK, which the door does not take', async () => {
  const trap = new pg.Client({ ...world.connection('beleg_owner'), pipeline: true })
  await trap.connect()
  await trap.query('begin')
  const [, , committed] = await Promise.allSettled([
    trap.query('select 1 / 0'),
    trap.query('select 1'),
    trap.query('commit'),
  ])
  expect(committed).toMatchObject({ status: 'fulfilled', value: { command: 'ROLLBACK' } })
  await trap.end()
  await expect(
    database.withTenant(a, (tx) => sql`select 1 / 0`.execute(tx.db).catch(() => 'swallowed')),
  ).rejects.toMatchObject({ code: 'database.transaction_aborted' })
})

test('a statement that fails takes the whole transaction with it, also when its error is swallowed', async () => {
  const swallowed = database.withTenant(a, async (tx) => {
    await write(tx, 'swallowed')
    await sql`select 1 / 0`.execute(tx.db).catch(() => {})
  })
  await expect(swallowed).rejects.toMatchObject({ code: 'database.transaction_aborted', params: { tag: 'ROLLBACK' } })
  expect(await count('swallowed')).toBe(0)
})

test('statements sent together, of which one fails, all have no effect', async () => {
  const together = database.withTenant(a, (tx) =>
    Promise.all([write(tx, 'together 1'), sql`select 1 / 0`.execute(tx.db), write(tx, 'together 2')]),
  )
  await expect(together).rejects.toMatchObject({ code: '22012' })
  expect([await count('together 1'), await count('together 2')]).toEqual([0, 0])
})

test('a constraint that is checked at COMMIT undoes everything and names itself', async () => {
  const twice = database.withTenant(a, async (tx) => {
    await sql`set constraints notes_text deferred`.execute(tx.db)
    await write(tx, 'double')
    await write(tx, 'double')
  })
  const error: unknown = await twice.catch((e: unknown) => e)
  expect(constraintOf(error)).toBe('notes_text')
  expect(await count('double')).toBe(0)
})

test('a conflict is told by the name of its constraint', async () => {
  await database.withTenant(a, (tx) => write(tx, 'once'))
  const error: unknown = await database.withTenant(a, (tx) => write(tx, 'once')).catch((e: unknown) => e)
  expect(constraintOf(error)).toBe('notes_text')
  expect(constraintOf(new Error('other'))).toBeNull()
})

test('an error of the caller rolls back and is passed on', async () => {
  await expect(
    database.withTenant(a, async (tx) => {
      await write(tx, 'rolled back')
      throw new RangeError('mine')
    }),
  ).rejects.toThrow(new RangeError('mine'))
  expect(await count('rolled back')).toBe(0)
})

test('a COMMIT written as a statement is an error, and what follows it does not run', async () => {
  const early = database.withTenant(a, async (tx) => {
    await write(tx, 'before')
    await sql`commit`.execute(tx.db).catch(() => {})
    await write(tx, 'behind')
  })
  await expect(early).rejects.toThrow('this transaction is over')
  expect(await count('behind')).toBe(0)
})

test('a handle that outlives its transaction is dead', async () => {
  let kept: TenantTx | undefined
  await database.withTenant(a, async (tx) => {
    kept = tx
  })
  // Assigned just above.
  await expect(write(kept as TenantTx, 'late')).rejects.toThrow('this transaction is over')
  expect(await count('late')).toBe(0)
})

test('a door inside a door is refused, and an independent look at the platform is not', async () => {
  await expect(database.withTenant(a, () => database.withTenant(b, read))).rejects.toThrow('opened inside')
  await expect(database.withTenant(a, () => database.withPlatform('spec', async () => {}))).rejects.toThrow(
    'independent',
  )
  await expect(database.withPlatform('spec', () => database.withTenant(a, read))).rejects.toThrow('opened inside')
  const tenants = await database.withTenant(a, () =>
    database.withPlatform('spec', (tx) => tx.db.selectFrom('tenants').select('id').execute(), { independent: true }),
  )
  expect(tenants).toHaveLength(2)
})

test('what was asked to run after the commit runs after it, and only then', async () => {
  const seen: unknown[] = []
  await database.withTenant(a, async (tx) => {
    await write(tx, 'committed')
    tx.afterCommit(async () => void seen.push(await count('committed')))
    tx.afterCommit(() => {
      throw new Error('is logged')
    })
    tx.afterCommit(async () => void seen.push(await database.withTenant(b, async () => 'another door')))
    expect(seen).toEqual([])
  })
  expect(seen).toEqual([1, 'another door'])
  await database
    .withTenant(a, async (tx) => {
      tx.afterCommit(() => void seen.push('never'))
      throw new Error('no')
    })
    .catch(() => {})
  expect(seen).toHaveLength(2)
})

test('what was asked to run when nothing was done runs then, and only then', async () => {
  const seen: string[] = []
  await database.withTenant(a, async (tx) => tx.afterRollback(() => void seen.push('committed')))
  const refused = database.withTenant(a, async (tx) => {
    tx.afterRollback(() => void seen.push('refused'))
    tx.withCommit(() => [{ text: 'select 1 / 0', values: [] }])
  })
  await expect(refused).rejects.toThrow('division by zero')
  const failed = database.withTenant(a, async (tx) => {
    tx.afterRollback(() => {
      throw new Error('is logged')
    })
    tx.afterRollback(() => void seen.push('failed'))
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  expect(seen).toEqual(['refused', 'failed'])
})

test('a deadlock is run again when the caller allows it', async () => {
  await database.withTenant(a, async (tx) => {
    await write(tx, 'left')
    await write(tx, 'right')
  })
  let runs = 0
  const swap = (first: string, second: string) =>
    database.withTenant(
      a,
      async (tx) => {
        runs += 1
        await sql`update notes set text = text where text = ${first}`.execute(tx.db)
        await sleep(100)
        await sql`update notes set text = text where text = ${second}`.execute(tx.db)
      },
      { retry: true },
    )
  await Promise.all([swap('left', 'right'), swap('right', 'left')])
  expect(runs).toBe(3)
})

test('a serialization failure without leave to retry is a problem that says to try again', async () => {
  await database.withTenant(a, (tx) => write(tx, 'serial'))
  const change = () =>
    database.withTenant(
      a,
      async (tx) => {
        await read(tx)
        await sleep(50)
        await sql`update notes set text = text where text = 'serial'`.execute(tx.db)
      },
      { isolation: 'serializable' },
    )
  const results = await Promise.allSettled([change(), change()])
  const refused = results.find((result) => result.status === 'rejected')
  expect(refused?.reason).toMatchObject({ status: 503, code: 'database.contention' })
})

test('a statement that takes too long is cancelled and is a problem', async () => {
  await expect(database.withTenant(a, (tx) => sql`select pg_sleep(10)`.execute(tx.db))).rejects.toMatchObject({
    status: 503,
    code: 'database.timeout',
  })
})

test('a lost connection is a problem 503, and the next call finds a new one', async () => {
  const killed = database.withTenant(a, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.db)
    await write(tx, 'killed')
    await world.owner.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await sleep(50)
    await write(tx, 'killed too')
  })
  await expect(killed).rejects.toMatchObject({ status: 503, code: 'database.unavailable' })
  expect([await count('killed'), await count('killed too')]).toEqual([0, 0])
  expect(await database.withTenant(a, read)).not.toContain('killed')
})

test('idle connections that are lost all at once do not end the process', async () => {
  await Promise.all(Array.from({ length: 8 }, () => database.withTenant(a, () => sleep(10))))
  await world.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
  await sleep(100)
  expect(await database.withTenant(a, async () => 'alive')).toBe('alive')
  expect(await database.health()).toMatchObject({ ready: true })
})

test('a server that refuses connections is a problem 503 and a health that says so', async () => {
  const away = world.open({ connection: () => ({ host: '/nonexistent', user: 'beleg_app' }) })
  await expect(away.withTenant(a, read)).rejects.toMatchObject({ status: 503, code: 'database.unavailable' })
  expect(await away.health()).toMatchObject({ ready: false, version: null })
})

test('a database that is read-only says so', async () => {
  await expect(database.withTenant(a, (tx) => write(tx, 'read only'), { readOnly: true })).rejects.toMatchObject({
    status: 503,
    code: 'database.read_only',
  })
})

test('notifications arrive, also after their connection was lost', async () => {
  const seen: string[] = []
  let reconnected = 0
  const unlisten = await database.listen('spec_channel', (payload) => seen.push(payload), {
    onReconnect: () => (reconnected += 1),
  })
  await world.owner.query(`notify spec_channel, 'one'`)
  await expect.poll(() => seen).toEqual(['one'])
  await world.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query ilike 'listen%'`,
  )
  await expect.poll(() => reconnected).toBe(1)
  await world.owner.query(`notify spec_channel, 'two'`)
  await expect.poll(() => seen).toEqual(['one', 'two'])
  await unlisten()
  await world.owner.query(`notify spec_channel, 'three'`)
  await sleep(50)
  expect(seen).toEqual(['one', 'two'])
})

test('dates stay dates, and big integers that a number cannot hold are refused', async () => {
  const row = await database.withTenant(a, async (tx) => {
    const { rows } = await sql<Record<string, unknown>>`
      select '2026-03-01'::date as day, 9007199254740991::int8 as large, array[1, 2]::int8[] as list`.execute(tx.db)
    return rows[0]
  })
  expect(row).toMatchObject({ day: '2026-03-01', large: 9007199254740991 })
  await expect(
    database.withTenant(a, (tx) => sql`select 9007199254740993::int8 as large`.execute(tx.db)),
  ).rejects.toThrow('beyond the integers')
})

test('ids ascend, also within a millisecond and when the clock goes back', () => {
  let at = Date.parse('2026-01-15T09:00:00Z')
  const clock = { now: () => new Date(at) }
  const ids: string[] = []
  for (let n = 0; n < 20_000; n++) {
    if (n === 10_000) at -= 60_000
    ids.push(newId(clock))
  }
  expect(ids).toEqual(ids.toSorted())
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids.slice(0, 100))
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('a table that changes its shape under prepared statements costs one call, not the connection for ever', async () => {
  await world.owner.query(`create table beleg.shapes (tenant_id uuid primary key, size integer);
    select beleg.protect_tenant_table('beleg.shapes')`)
  const narrow = world.open({ poolSize: { app: 1 } })
  const look = () => narrow.withTenant(a, (tx) => sql`select size from shapes`.execute(tx.db))
  for (let n = 0; n < 3; n++) await look()
  await world.owner.query('alter table beleg.shapes alter column size type text')
  await expect(look()).rejects.toMatchObject({ status: 503, code: 'database.contention' })
  expect((await look()).rows).toEqual([])
})

test('the actor is told to triggers, whatever its name is', async () => {
  const actor = `o'brien\\ "; --`
  const { rows } = await database.withTenant(
    a,
    (tx) => sql<{ actor: string }>`select current_setting('beleg.actor', true) as actor`.execute(tx.db),
    { actor },
  )
  expect(rows).toEqual([{ actor }])
})

test('a table of tenants without its column or key is not protected but refused', async () => {
  await world.owner.query('create table beleg.careless (id uuid primary key)')
  await expect(world.owner.query(`select beleg.protect_tenant_table('beleg.careless')`)).rejects.toThrow('tenant_id')
  await world.owner.query('create table beleg.reversed (tenant_id uuid not null, id uuid, primary key (id, tenant_id))')
  await expect(world.owner.query(`select beleg.protect_tenant_table('beleg.reversed')`)).rejects.toThrow('primary key')
})
