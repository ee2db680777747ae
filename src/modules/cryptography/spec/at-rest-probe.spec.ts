/** Planted plaintext, swapped cells and damaged files are seen; every attack starts from a baseline that passes. */
import { appendFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Blobs, openBlobs } from '#platform/blob/blob.ts'
import { createFakeClock } from '#platform/clock/clock.ts'
import { confidentialColumn } from '#platform/crypto/confidential.ts'
import { createCustodian } from '#platform/crypto/master-key.ts'
import { createVault, type Vault } from '#platform/crypto/vault.ts'
import { newId } from '#platform/database/id.ts'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { columnFactSchema, fileFactSchema } from '../contract.ts'
import { judgeColumn, judgeFiles } from '../rules.ts'
import { createFileProbe, probeColumns } from '../at-rest-probe.ts'

const clock = createFakeClock()
const secrets = confidentialColumn({ table: 'spec_secrets', column: 'secret' })
let db: TestDatabase
let vault: Vault
let directory: string
let blobs: Blobs
let tenant: string
let other: string

async function newTenant() {
  const id = await db.createTenant()
  await db.database.withPlatform('spec', (tx) => vault.createTenantKey(tx, id))
  return id
}

beforeAll(async () => {
  db = await createTestDatabase({ clock })
  await db.owner.query(`
    create table beleg.spec_secrets (tenant_id uuid not null, id uuid not null, secret bytea, primary key (tenant_id, id));
    select beleg.protect_tenant_table('beleg.spec_secrets')`)
  vault = createVault({
    custodian: createCustodian('environment', Buffer.from('0123456789abcdef0123456789ABCDEF'), true),
    database: db.database,
    clock,
  })
  directory = await mkdtemp(join(tmpdir(), 'beleg-at-rest-'))
  blobs = await openBlobs(directory)
})
afterAll(async () => {
  await db?.close()
  await rm(directory, { recursive: true, force: true })
})
beforeEach(async () => {
  tenant = await newTenant()
  other = await newTenant()
})

async function insert(tenantId: string, values: readonly (string | null)[]): Promise<string[]> {
  return db.database.withTenant(tenantId, async (tx) => {
    const keys = await vault.keysOf(tx)
    const ids: string[] = []
    for (const value of values) {
      const id = newId(clock)
      const sealed = value === null ? null : keys.seal({ table: 'spec_secrets', row: id, column: 'secret' }, value)
      await db.owner.query('insert into beleg.spec_secrets values ($1, $2, $3)', [tenantId, id, sealed])
      ids.push(id)
    }
    return ids
  })
}

async function probe(tenantId = tenant, columns = [secrets]) {
  const facts = await db.database.withTenant(tenantId, async (tx) => probeColumns(tx, await vault.keysOf(tx), columns))
  return facts.map((fact) => columnFactSchema.parse(fact))
}
const probeOne = async (tenantId = tenant) => {
  const [fact] = await probe(tenantId)
  if (fact === undefined) throw new Error('no fact')
  return fact
}

describe('a confidential column', () => {
  test('passes when every value is an authentic envelope; nulls hide nothing and are not counted', async () => {
    await insert(tenant, ['one', null, 'two', ''])
    const fact = await probeOne()
    expect(fact).toMatchObject({ rows: 3, sealed: 3, plaintext: 0, undecryptable: 0, exercised: true })
    expect(judgeColumn(fact)).toEqual({ outcome: 'pass', reason: 'at_rest.sealed' })
  })

  test('passes when it is empty, because the probe showed that it would have noticed', async () => {
    expect(judgeColumn(await probeOne())).toEqual({ outcome: 'pass', reason: 'at_rest.empty_and_exercised' })
  })

  test('fails for one plaintext among a thousand, names the row and not the value, and passes again after repair', async () => {
    const ids = await insert(
      tenant,
      Array.from({ length: 1001 }, (_, i) => `value ${i}`),
    )
    const planted = ids[700]
    const { rows } = await db.owner.query('select secret from beleg.spec_secrets where id = $1', [planted])
    await db.owner.query('update beleg.spec_secrets set secret = $2 where id = $1', [planted, Buffer.from('geheim')])
    const fact = await probeOne()
    expect(fact).toMatchObject({ rows: 1001, sealed: 1000, plaintext: 1, examples: [`${tenant}/${planted}`] })
    expect(JSON.stringify(fact)).not.toContain('geheim')
    expect(judgeColumn(fact)).toMatchObject({ outcome: 'fail', reason: 'at_rest.plaintext' })
    await db.owner.query('update beleg.spec_secrets set secret = $2 where id = $1', [planted, rows[0].secret])
    expect(judgeColumn(await probeOne()).outcome).toBe('pass')
  })

  test('fails for cells swapped between rows', async () => {
    const [a, b] = await insert(tenant, ['mine', 'yours'])
    await db.owner.query(
      `update beleg.spec_secrets x set secret = y.secret from beleg.spec_secrets y
       where x.tenant_id = $1 and y.tenant_id = $1 and ((x.id = $2 and y.id = $3) or (x.id = $3 and y.id = $2))`,
      [tenant, a, b],
    )
    const fact = await probeOne()
    expect(fact).toMatchObject({ rows: 2, undecryptable: 2 })
    expect(judgeColumn(fact)).toMatchObject({ outcome: 'fail', reason: 'at_rest.undecryptable' })
  })

  test('fails for a cell copied from another tenant, under the very same row id', async () => {
    const [id] = await insert(other, ['foreign'])
    expect(judgeColumn(await probeOne(other)).outcome).toBe('pass')
    await db.owner.query(
      'insert into beleg.spec_secrets select $1, id, secret from beleg.spec_secrets where tenant_id = $2 and id = $3',
      [tenant, other, id],
    )
    expect(judgeColumn(await probeOne())).toMatchObject({ outcome: 'fail', reason: 'at_rest.undecryptable' })
    expect(judgeColumn(await probeOne(other)).outcome).toBe('pass')
  })

  test('fails for an envelope cut off after its header', async () => {
    const [id] = await insert(tenant, ['value'])
    await db.owner.query('update beleg.spec_secrets set secret = substr(secret, 1, 12) where id = $1', [id])
    expect(await probeOne()).toMatchObject({ plaintext: 0, undecryptable: 1 })
  })

  test('is unknown when it cannot be read, and the columns after it are read nevertheless', async () => {
    await insert(tenant, ['value'])
    const [missing, present] = await probe(tenant, [
      confidentialColumn({ table: 'nowhere', column: 'secret' }),
      secrets,
    ])
    expect(missing?.trouble).not.toBeNull()
    expect(missing && judgeColumn(missing).outcome).toBe('unknown')
    expect(present && judgeColumn(present).outcome).toBe('pass')
  })
})

describe('the files', () => {
  const keysOf = () => db.database.withTenant(tenant, (tx) => vault.keysOf(tx))
  const store = async (content: Buffer) => blobs.put(await keysOf(), Readable.from([content]), { maxBytes: 10_000_000 })
  const path = (key: string) => join(directory, tenant, key.slice(0, 2), key)
  const probeAll = async (run = createFileProbe(blobs)) => fileFactSchema.parse(await run(await keysOf()))

  test('pass when each is authentic to its end', async () => {
    for (const bytes of [0, 10, 65_536, 200_000]) await store(Buffer.alloc(bytes, 7))
    const fact = await probeAll()
    expect(fact).toMatchObject({ files: 4, sealed: 4, readFully: 4, exercised: true })
    expect(judgeFiles(fact)).toEqual({ outcome: 'pass', reason: 'at_rest.sealed' })
  })

  test.each([
    ['cut at a chunk', (p: string) => truncate(p, 84 + 65_552)],
    ['cut within a chunk', (p: string) => truncate(p, 90_000)],
    ['cut in its header', (p: string) => truncate(p, 40)],
    ['extended', (p: string) => appendFile(p, 'x')],
    [
      'changed in one bit',
      async (p: string) => {
        const bytes = await readFile(p)
        bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
        await writeFile(p, bytes)
      },
    ],
  ])('fail when one was %s', async (_, damage) => {
    const { key } = await store(Buffer.alloc(150_000, 7))
    expect(judgeFiles(await probeAll()).outcome).toBe('pass')
    await damage(path(key))
    const fact = await probeAll()
    expect(fact).toMatchObject({ files: 1, undecryptable: 1, examples: [key] })
    expect(judgeFiles(fact)).toMatchObject({ outcome: 'fail', reason: 'at_rest.damaged_file' })
  })

  test('fail for a plaintext in the place of a file, and for a file that is not ours', async () => {
    const { key } = await store(Buffer.from('content'))
    await writeFile(path(key), 'content')
    await mkdir(join(directory, tenant, 'ab'), { recursive: true })
    await writeFile(join(directory, tenant, 'ab', 'export.csv'), 'content')
    await writeFile(join(directory, tenant, 'ab', `.${'0'.repeat(32)}.tmp`), 'content')
    const fact = await probeAll()
    expect(fact).toMatchObject({ files: 3, plaintext: 3, sealed: 0 })
    expect(judgeFiles(fact)).toMatchObject({ outcome: 'fail', reason: 'at_rest.plaintext_file' })
  })

  test('fail when two were exchanged', async () => {
    const [a, b] = [await store(Buffer.from('mine')), await store(Buffer.from('yours'))]
    const bytes = await readFile(path(a.key))
    await writeFile(path(a.key), await readFile(path(b.key)))
    await writeFile(path(b.key), bytes)
    expect(await probeAll()).toMatchObject({ undecryptable: 2 })
  })

  test('stay red until repaired, also for a probe that had read them whole before', async () => {
    const { key } = await store(Buffer.alloc(3_000_000, 7))
    await store(Buffer.alloc(3_000_000, 8))
    const run = createFileProbe(blobs)
    expect(judgeFiles(await probeAll(run)).outcome).toBe('pass')
    const whole = await readFile(path(key))
    await truncate(path(key), 2_000_000)
    const outcomes = []
    for (let i = 0; i < 5; i++) outcomes.push(judgeFiles(await probeAll(run)).outcome)
    expect(outcomes).toEqual(['fail', 'fail', 'fail', 'fail', 'fail'])
    await writeFile(path(key), whole)
    expect(judgeFiles(await probeAll(run)).outcome).toBe('pass')
  })

  test('are not called proven while some were not read to their end', async () => {
    for (let i = 0; i < 3; i++) await store(Buffer.alloc(200_000, i))
    const run = createFileProbe(blobs, 450_000)
    expect(judgeFiles(await probeAll(run))).toMatchObject({ outcome: 'unknown', reason: 'at_rest.still_reading' })
    expect(judgeFiles(await probeAll(run)).outcome).toBe('pass')
  })
})
