/** What the ledger says of persons: sealed, committed to, unreadable once the key is destroyed, and then for ever. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '#core/context.ts'
import { createCustodian } from '#platform/crypto/master-key.ts'
import { newId } from '#platform/database/id.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { commitTo, leafHash, openPart } from '../entry.ts'
import { openPersonKeys, type PersonKeys } from '../person-key.ts'
import { record, type LedgerEntry } from '../record.ts'
import { entryColumns, toStoredEntry, type StoredEntry } from '../store.ts'
import { createLedgerWorld, type LedgerWorld } from './world.ts'

const master = randomBytes(32)
let world: LedgerWorld
let root: string
let directory: string
let keys: PersonKeys
let tenantId: string
const open = () => openPersonKeys(directory, createCustodian('environment', master, true))

beforeAll(async () => {
  world = await createLedgerWorld(1)
  tenantId = world.companies[0] ?? ''
  root = await mkdtemp(join(tmpdir(), 'beleg-spec-'))
})
beforeEach(() => {
  directory = join(root, newId())
  keys = open()
})
afterAll(async () => {
  await world?.close()
  await rm(root, { recursive: true, force: true })
})

const account = (personId: string): Actor => ({
  kind: 'account',
  tenantId,
  accountId: newId(),
  personId,
  sessionId: newId(),
  roles: [],
  permissions: new Set(),
  locale: 'de',
  stepUpAt: null,
})
const anonymous = (): Actor => ({ kind: 'anonymous', tenantId, locale: 'de' })

async function write(actor: Actor, entry: LedgerEntry): Promise<StoredEntry> {
  const { database, clock } = world.services
  const id = await database.withTenant(tenantId, (tx) =>
    record(
      {
        tx,
        actor,
        origin: { requestId: 'r-1', address: '203.0.113.7', userAgent: 'Netscape' },
        services: { clock, personKeys: keys },
      },
      entry,
    ),
  )
  return read(id)
}

async function read(id: string): Promise<StoredEntry> {
  return world.services.database.withTenant(tenantId, async (tx) =>
    toStoredEntry(
      await tx.db.selectFrom('ledger_pending').select(entryColumns).where('id', '=', id).executeTakeFirstOrThrow(),
    ),
  )
}

const opened = (entry: StoredEntry, through = keys) =>
  Promise.all(entry.parts.map((part) => openPart(through, { tenantId, entryId: entry.id }, part)))
const texts = async (entry: StoredEntry, through = keys) => (await opened(entry, through)).map(({ text }) => text)
const isWhole = (entry: StoredEntry) => leafHash({ ...entry, tenantId }).equals(entry.leafHash)

const invitation = (carla: string): LedgerEntry => ({
  action: 'spec.invited',
  object: { kind: 'account', id: 'x' },
  after: { roles: ['isb'] },
  reason: 'Carla Castle takes over from Ada',
  about: { personId: carla, after: { name: 'Carla Castle' } },
})

describe('an entry about a person', () => {
  test('says of each person under that person key only what names or describes them', async () => {
    const [ada, carla] = [newId(), newId()]
    const entry = await write(account(ada), invitation(carla))
    expect(entry.payload).not.toMatch(/Carla|203\.0\.113\.7|Netscape/)
    expect(JSON.parse(entry.payload ?? '')).toMatchObject({
      who: { person: ada },
      what: { after: { roles: ['isb'] } },
      where: { request: 'r-1' },
    })
    const parts = new Map((await opened(entry)).map((part) => [part.personId, part.text]))
    expect(JSON.parse(parts.get(ada) ?? '')).toEqual({ where: { address: '203.0.113.7', userAgent: 'Netscape' } })
    expect(JSON.parse(parts.get(carla) ?? '')).toEqual({
      what: { after: { name: 'Carla Castle' } },
      why: 'Carla Castle takes over from Ada',
    })
    expect(isWhole(entry)).toBe(true)
  })

  test('about oneself has one part', async () => {
    const ada = newId()
    const entry = await write(account(ada), invitation(ada))
    expect(entry.parts).toHaveLength(1)
    expect((await texts(entry))[0]).toMatch(/Carla.*Netscape|Netscape.*Carla/)
  })

  test('of a stranger who is about to be somebody keeps the place with that somebody', async () => {
    const carla = newId()
    const entry = await write(anonymous(), {
      action: 'spec.refused',
      object: { kind: 'account', id: 'x' },
      about: { personId: carla },
    })
    expect(entry.payload).not.toContain('203.0.113.7')
    expect((await texts(entry))[0]).toContain('203.0.113.7')
  })

  test('of nobody known has no part, and the leaf that it always had', async () => {
    const entry = await write(anonymous(), { action: 'spec.refused', object: { kind: 'route', id: 'x' } })
    expect(entry.parts).toEqual([])
    expect(entry.payload).toContain('203.0.113.7')
    const salt = entry.salt ?? Buffer.alloc(0)
    const line = `beleg-entry/v1\n${tenantId}\n${entry.id}\n${entry.recordedAt.toISOString()}\n${commitTo(salt, entry.payload ?? '').toString('base64')}\n`
    expect(isWhole(entry)).toBe(true)
    const { createHash } = await import('node:crypto')
    expect(createHash('sha256').update('\0').update(line).digest().equals(entry.leafHash)).toBe(true)
  })
})

describe('erasing', () => {
  test('makes the parts of one person unreadable, and leaves those of others and every leaf as they were', async () => {
    const [ada, carla] = [newId(), newId()]
    const entry = await write(account(ada), invitation(carla))
    await keys.destroy(tenantId, carla)
    const after = await read(entry.id)
    const parts = new Map((await opened(after)).map((part) => [part.personId, part.text]))
    expect(parts.get(carla)).toBeNull()
    expect(parts.get(ada)).toContain('Netscape')
    expect(isWhole(after)).toBe(true)
    expect(await texts(after, open())).toContain(null)
  })

  test('leaves nothing on the disk that opens them, also not with the master key and a copy of the database', async () => {
    const carla = newId()
    const entry = await write(account(carla), invitation(carla))
    const path = join(directory, tenantId, `${carla}.key`)
    const { ino } = await stat(path)
    await keys.destroy(tenantId, carla)
    expect(await readdir(join(directory, tenantId))).toEqual([`${carla}.erased`])
    expect((await stat(join(directory, tenantId, `${carla}.erased`))).ino).not.toBe(ino)
    expect(await texts(await read(entry.id), open())).toEqual([null])
  })

  test('is for good: who was erased gets no other key, and what comes later is erased when it is written', async () => {
    const carla = newId()
    await write(account(carla), invitation(carla))
    await keys.destroy(tenantId, carla)
    expect(await keys.keyFor(tenantId, carla)).toBeNull()
    expect(await open().keyFor(tenantId, carla)).toBeNull()
    const late = await write(account(carla), invitation(carla))
    expect(late.parts[0]?.sealed).toBeNull()
    expect(isWhole(late)).toBe(true)
    expect(await texts(late)).toEqual([null])
  })

  test('wins over a key that somebody puts back from a copy', async () => {
    const carla = newId()
    const entry = await write(account(carla), invitation(carla))
    const path = join(directory, tenantId, `${carla}.key`)
    const copy = await readFile(path)
    await keys.destroy(tenantId, carla)
    await writeFile(path, copy)
    expect(await texts(entry, open())).toEqual([null])
  })

  test('twice is once', async () => {
    const carla = newId()
    await keys.destroy(tenantId, carla)
    await keys.destroy(tenantId, carla)
    expect(await keys.findKey(tenantId, carla)).toBe('erased')
  })
})

describe('the keys', () => {
  test('are one for each person, whoever makes it first', async () => {
    const person = newId()
    const made = await Promise.all(Array.from({ length: 8 }, () => open().keyFor(tenantId, person)))
    const entry = await write(account(person), invitation(person))
    expect(made.every((key) => key !== null)).toBe(true)
    expect(await texts(entry, open())).not.toContain(null)
    expect((await readdir(join(directory, tenantId))).filter((name) => name.endsWith('.key'))).toHaveLength(1)
    expect((await readdir(join(directory, tenantId))).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('are nobody else to read', async () => {
    await keys.keyFor(tenantId, newId())
    const [name = ''] = await readdir(join(directory, tenantId))
    expect((await stat(join(directory, tenantId, name))).mode & 0o077).toBe(0)
    expect((await stat(join(directory, tenantId))).mode & 0o077).toBe(0)
  })

  test('that are lost without an erasure are missed, not taken for erased', async () => {
    const person = newId()
    const entry = await write(account(person), invitation(person))
    await rm(join(directory, tenantId, `${person}.key`))
    await expect(texts(entry, open())).rejects.toThrow('lost')
  })

  test('of another person, tenant or master key open nothing', async () => {
    const [ada, carla] = [newId(), newId()]
    const entry = await write(account(carla), invitation(carla))
    await keys.keyFor(tenantId, ada)
    const folder = join(directory, tenantId)
    await writeFile(join(folder, `${carla}.key`), await readFile(join(folder, `${ada}.key`)))
    await expect(texts(entry, open())).rejects.toMatchObject({ code: 'person_key.unreadable' })
    const other = openPersonKeys(directory, createCustodian('environment', randomBytes(32), true))
    await expect(other.keyFor(tenantId, ada)).rejects.toMatchObject({ code: 'person_key.unreadable' })
  })

  test('that cannot be written refuse the entry, and its effect with it', async () => {
    const blocked = join(root, 'a file')
    await writeFile(blocked, '')
    keys = openPersonKeys(blocked, createCustodian('environment', master, true))
    const before = await count()
    await expect(write(account(newId()), invitation(newId()))).rejects.toMatchObject({
      code: expect.stringMatching(/^person_key\./),
    })
    expect(await count()).toBe(before)
  })
})

async function count(): Promise<number> {
  return Number((await world.db.owner.query('select count(*) as n from ledger_pending')).rows[0].n)
}
