/** What the vault promises, over a real database: binding, rotation, shredding, and nothing in clear. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createFakeClock } from '#platform/clock/clock.ts'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { keyVersionOf } from '../envelope.ts'
import { createCustodian } from '../master-key.ts'
import { createVault, keepKeysMs, sealAfterMs, type Vault } from '../vault.ts'

const master = Buffer.from('0123456789abcdef0123456789ABCDEF')
const custodian = createCustodian('environment', master, true)
const cell = { table: 'notes', row: '7', column: 'text' }
const clock = createFakeClock()
let db: TestDatabase
let vault: Vault
let tenant: string

const newVault = () => createVault({ custodian, database: db.database, clock })
const keysOf = (of = vault, tenantId = tenant) => db.database.withTenant(tenantId, (tx) => of.keysOf(tx))

beforeAll(async () => {
  db = await createTestDatabase({ clock })
})
afterAll(() => db?.close())
beforeEach(async () => {
  vault = newVault()
  tenant = await db.createTenant()
  await db.database.withPlatform('spec', (tx) => vault.createTenantKey(tx, tenant))
})

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
  return 'no error'
}

describe('a sealed cell', () => {
  test('opens in its place, in this process and in another', async () => {
    const sealed = (await keysOf()).seal(cell, 'Größe')
    expect((await keysOf()).openText(cell, sealed)).toBe('Größe')
    expect((await keysOf(newVault())).openText(cell, sealed)).toBe('Größe')
    expect(sealed.includes(Buffer.from('Größe'))).toBe(false)
  })

  test('differs each time, while its blind index is equal in one column and different in every other', async () => {
    const keys = await keysOf()
    expect(keys.seal(cell, 'a').equals(keys.seal(cell, 'a'))).toBe(false)
    const index = keys.index({ table: 'people', column: 'mail' }, 'a@b.c')
    expect(index).toHaveLength(32)
    expect((await keysOf(newVault())).index({ table: 'people', column: 'mail' }, 'a@b.c').equals(index)).toBe(true)
    expect(keys.index({ table: 'people', column: 'name' }, 'a@b.c').equals(index)).toBe(false)
    const other = await db.createTenant()
    await db.database.withPlatform('spec', (tx) => vault.createTenantKey(tx, other))
    expect((await keysOf(vault, other)).index({ table: 'people', column: 'mail' }, 'a@b.c').equals(index)).toBe(false)
  })

  test.each([
    ['table', { ...cell, table: 'other' }],
    ['row', { ...cell, row: '8' }],
    ['column', { ...cell, column: 'title' }],
    ['split of the same letters', { table: 'note', row: '7', column: 'stext' }],
  ])('does not open under another %s', async (_, moved) => {
    const keys = await keysOf()
    const sealed = keys.seal(cell, 'secret')
    expect(codeOf(() => keys.open(moved, sealed))).toBe('vault.unauthentic')
    expect(keys.openText(cell, sealed)).toBe('secret')
  })

  test('does not open for another tenant', async () => {
    const other = await db.createTenant()
    await db.database.withPlatform('spec', (tx) => vault.createTenantKey(tx, other))
    const sealed = (await keysOf()).seal(cell, 'secret')
    const foreign = await keysOf(vault, other)
    expect(codeOf(() => foreign.open(cell, sealed))).toBe('vault.unauthentic')
  })

  test('does not open with any one byte changed, nor cut anywhere, and never reads as plaintext', async () => {
    const keys = await keysOf()
    const sealed = keys.seal(cell, 'secret')
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 0x01
      expect(['vault.not_sealed', 'vault.unknown_key', 'vault.unauthentic']).toContain(
        codeOf(() => keys.open(cell, changed)),
      )
      expect(['vault.not_sealed', 'vault.truncated', 'vault.unauthentic']).toContain(
        codeOf(() => keys.open(cell, sealed.subarray(0, at))),
      )
    }
    expect(
      codeOf(() => keys.open(cell, Buffer.from('plaintext that is long enough to hold nonce, header and tag'))),
    ).toBe('vault.not_sealed')
  })
})

describe('rotation', () => {
  test('of the tenant key rewraps: cells are untouched and open, and the old tenant key is gone', async () => {
    const sealed = (await keysOf()).seal(cell, 'secret')
    const before = await db.owner.query('select wrapped from beleg.data_keys where tenant_id = $1 order by id', [
      tenant,
    ])
    await vault.rotateTenantKey(tenant)
    const after = await db.owner.query('select wrapped from beleg.data_keys where tenant_id = $1 order by id', [tenant])
    expect(after.rows).toHaveLength(2)
    expect(after.rows[0].wrapped.equals(before.rows[0].wrapped)).toBe(false)
    const kept = await db.owner.query('select version from beleg.tenant_keys where tenant_id = $1', [tenant])
    expect(kept.rows).toEqual([{ version: 2 }])
    expect((await keysOf(newVault())).openText(cell, sealed)).toBe('secret')
  })

  test('of the tenant key that was interrupted is finished by the next one', async () => {
    const sealed = (await keysOf()).seal(cell, 'secret')
    const wrapped = await custodian.wrap(Buffer.alloc(32, 1), Buffer.from('never used'))
    await db.owner.query('insert into beleg.tenant_keys values ($1, 2, $2, now())', [tenant, wrapped])
    await expect(vault.rotateTenantKey(tenant)).rejects.toMatchObject({ code: 'key.unauthentic' })
    expect((await keysOf()).openText(cell, sealed)).toBe('secret')
    await db.owner.query('delete from beleg.tenant_keys where tenant_id = $1 and version = 2', [tenant])
    await vault.rotateTenantKey(tenant)
    expect((await keysOf(newVault())).openText(cell, sealed)).toBe('secret')
  })

  test('of the data key seals with the new one only when no process can have missed it, and reads the old', async () => {
    const elsewhere = newVault()
    const old = (await keysOf()).seal(cell, 'old')
    await keysOf(elsewhere)
    await vault.rotateDataKey(tenant)
    const meanwhile = (await keysOf()).seal(cell, 'meanwhile')
    expect(keyVersionOf(meanwhile)).toBe(1)
    expect((await keysOf(elsewhere)).openText(cell, meanwhile)).toBe('meanwhile')
    clock.advance(sealAfterMs)
    const fresh = (await keysOf()).seal(cell, 'fresh')
    expect(keyVersionOf(fresh)).toBe(2)
    for (const of of [vault, elsewhere]) {
      const keys = await keysOf(of)
      expect([keys.openText(cell, old), keys.openText(cell, fresh)]).toEqual(['old', 'fresh'])
      expect([keys.isOutdated(old), keys.isOutdated(fresh)]).toEqual([true, false])
    }
  })

  test('of the master key rewraps all tenant keys; the old master is then named as the wrong one', async () => {
    const sealed = (await keysOf()).seal(cell, 'secret')
    const next = createCustodian('environment', Buffer.from('ABCDEF0123456789abcdef0123456789'), true)
    await db.database.withPlatform('spec', (tx) => vault.rewrapTenantKeys(tx, next))
    const moved = createVault({ custodian: next, database: db.database, clock })
    expect((await keysOf(moved)).openText(cell, sealed)).toBe('secret')
    await expect(keysOf(newVault())).rejects.toMatchObject({ code: 'key.wrong_master_key' })
    await db.database.withPlatform('spec', (tx) => moved.rewrapTenantKeys(tx, custodian))
    expect((await keysOf(newVault())).openText(cell, sealed)).toBe('secret')
  })
})

describe('keys of a tenant', () => {
  test('made in a transaction that rolls back seal nothing that stays', async () => {
    await expect(
      db.database.withTenant(tenant, async (tx) => {
        const keys = await vault.keysOf(tx)
        expect(keys.openText(cell, keys.seal(cell, 'lost'))).toBe('lost')
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    const sealed = (await keysOf()).seal(cell, 'kept')
    expect((await keysOf(newVault())).openText(cell, sealed)).toBe('kept')
  })

  test('are made once when many first transactions come at the same time', async () => {
    const sealed = await Promise.all(
      Array.from({ length: 6 }, async (_, i) => (await keysOf(newVault())).seal(cell, `text ${i}`)),
    )
    const keys = await keysOf(newVault())
    expect(sealed.map((bytes) => keys.openText(cell, bytes))).toEqual(sealed.map((_, i) => `text ${i}`))
  })

  test('are shredded with the tenant key: at once here, elsewhere when their copy has aged', async () => {
    const elsewhere = newVault()
    const sealed = (await keysOf(elsewhere)).seal(cell, 'secret')
    expect((await keysOf()).openText(cell, sealed)).toBe('secret')
    await db.database.withPlatform('spec', (tx) => vault.destroyTenantKey(tx, tenant))
    await expect(keysOf()).rejects.toMatchObject({ code: 'vault.tenant_key_missing' })
    clock.advance(keepKeysMs)
    await expect(keysOf(elsewhere)).rejects.toMatchObject({ code: 'vault.tenant_key_missing' })
  })

  test('lie in the database wrapped only, and the role of requests cannot read tenant keys', async () => {
    await keysOf()
    const { rows } = await db.owner.query(
      'select wrapped from beleg.tenant_keys where tenant_id = $1 union all select wrapped from beleg.data_keys where tenant_id = $1',
      [tenant],
    )
    expect(rows).toHaveLength(3)
    for (const { wrapped } of rows) expect(wrapped.subarray(0, 2)).toEqual(Buffer.from([0xbe, 0x1e]))
    await expect(
      db.database.withTenant(tenant, (tx) => tx.db.selectFrom('tenant_keys').select('wrapped').execute()),
    ).rejects.toThrow()
  })
})
