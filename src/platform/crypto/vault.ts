/**
 * The vault: the master key wraps a tenant key, the tenant key wraps that tenant's data keys, a data key seals cells
 * and the keys of files. Promises: wrapped keys only in the database, so that a backup holds none in clear; rotation
 * of the tenant key rewraps, rotation of the data key keeps old ones for reading; destroying the tenant key makes
 * everything of the tenant unreadable for ever (in other processes as soon as their copy is `keepKeysMs` old).
 *
 * A new data key is read at once by every process but seals only when no process can still hold an older list, so that
 * nobody meets an envelope whose key it does not know. Making and rewrapping data keys exclude each other by an
 * advisory lock; otherwise a key could be wrapped under a tenant key that is about to be destroyed.
 */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Clock } from '#platform/clock/clock.ts'
import type { Database } from '#platform/database/database.ts'
import { newId } from '#platform/database/id.ts'
import type { PlatformTx, TenantTx } from '#platform/database/transaction.ts'
import { Problem } from '#platform/http/problem.ts'
import { associate, prepareKey, type SealingKey } from './aead.ts'
import { keyVersionOf, openEnvelope, sealEnvelope } from './envelope.ts'
import type { KeyCustodian } from './master-key.ts'
import { createTenantKeys, type TenantKeys } from './tenant-keys.ts'

/** The two doors through which the vault goes. */
export type VaultDoors = Pick<Database, 'withTenant' | 'withPlatform'>

/** How long a process uses unwrapped keys before it reads them again. */
export const keepKeysMs = 60_000
/** How old a data key must be to seal: twice the above covers a load that began just before and slow clocks. */
export const sealAfterMs = 2 * keepKeysMs

export interface Vault {
  /** Makes the tenant's first key, in the transaction that makes the tenant. */
  createTenantKey(tx: PlatformTx, tenantId: string): Promise<void>
  /** The keys of the transaction's tenant; throws `vault.tenant_key_missing` when there are none or no longer. */
  keysOf(tx: TenantTx): Promise<TenantKeys>
  /** Replaces the tenant key and rewraps the data keys. Interrupted, it is finished by calling it again. */
  rotateTenantKey(tenantId: string): Promise<void>
  /** Adds a data key for sealing; old envelopes stay readable. Blind indexes keep their key: see README. */
  rotateDataKey(tenantId: string): Promise<void>
  /** Shreds: without its key nothing of the tenant can be read again, backups included if they lack the key. */
  destroyTenantKey(tx: PlatformTx, tenantId: string): Promise<void>
  /** Wraps every tenant key under another master key, in one transaction; the process then restarts on that one. */
  rewrapTenantKeys(tx: PlatformTx, next: KeyCustodian): Promise<number>
  /** A secret of this instance for one purpose, such as a database role's password. */
  deriveSecret(purpose: string, bytes?: number): Promise<Buffer>
}

type Purpose = 'cell' | 'index'
interface DataKeyRow {
  readonly id: string
  readonly purpose: Purpose
  readonly version: number
  readonly wrapped: Buffer
  readonly created_at: Date
}
type TenantKeyRing = ReadonlyMap<number, SealingKey>

const tenantKeyAad = (tenantId: string, version: number) => associate('beleg/tenant-key/v1', tenantId, version)
const dataKeyAad = (tenantId: string, row: Pick<DataKeyRow, 'id' | 'purpose' | 'version'>) =>
  associate('beleg/data-key/v1', tenantId, row.id, row.purpose, row.version)

/** Creates the vault of a process. */
export function createVault({
  custodian,
  database,
  clock,
}: {
  custodian: KeyCustodian
  database: VaultDoors
  clock: Clock
}): Vault {
  const cache = new Map<string, { keys: TenantKeys; loadedAtMs: number }>()
  // Keys made in a transaction that may still roll back are known to that transaction only.
  const own = new WeakMap<object, TenantKeys>()

  async function readTenantKeys(tenantId: string): Promise<TenantKeyRing> {
    // On a connection of its own: the tenant's role has no right to this table.
    const rows = await database.withPlatform(
      'unwrap tenant key',
      async (tx) => {
        const found = await sql<{ version: number; wrapped: Buffer }>`
          select version, wrapped from beleg.tenant_keys where tenant_id = ${tenantId} order by version`.execute(tx.db)
        return found.rows
      },
      { independent: true },
    )
    if (rows.length === 0) throw new Problem(500, 'vault.tenant_key_missing', { params: { tenantId } })
    const ring = new Map<number, SealingKey>()
    for (const { version, wrapped } of rows) {
      ring.set(version, prepareKey(await custodian.unwrap(wrapped, tenantKeyAad(tenantId, version))))
    }
    return ring
  }

  async function insertTenantKey(tx: PlatformTx, tenantId: string, version: number): Promise<void> {
    const wrapped = await custodian.wrap(randomBytes(32), tenantKeyAad(tenantId, version))
    await sql`
      insert into beleg.tenant_keys (tenant_id, version, wrapped, created_at)
      values (${tenantId}, ${version}, ${wrapped}, ${clock.now()})`.execute(tx.db)
  }

  async function readDataKeys(tx: TenantTx): Promise<readonly DataKeyRow[]> {
    const found = await sql<DataKeyRow>`
      select id::text as id, purpose, version, wrapped, created_at from beleg.data_keys
      where tenant_id = ${tx.tenantId} order by purpose, version`.execute(tx.db)
    return found.rows
  }

  /** Held until the transaction ends. The two numbers: 'beleg vault', and the tenant. */
  async function lockDataKeys(tx: TenantTx): Promise<void> {
    await sql`select pg_advisory_xact_lock(1650812007, hashtext(${tx.tenantId}))`.execute(tx.db)
  }

  async function insertDataKey(tx: TenantTx, ring: TenantKeyRing, purpose: Purpose, version: number): Promise<void> {
    const wrapping = Math.max(...ring.keys())
    const key = ring.get(wrapping)
    if (key === undefined) throw new Problem(500, 'vault.tenant_key_missing', { params: { tenantId: tx.tenantId } })
    const row = { id: newId(clock), purpose, version }
    const wrapped = sealEnvelope(key, wrapping, randomBytes(32), dataKeyAad(tx.tenantId, row))
    await sql`
      insert into beleg.data_keys (tenant_id, id, purpose, version, wrapped, created_at)
      values (${tx.tenantId}, ${row.id}, ${purpose}, ${version}, ${wrapped}, ${clock.now()})`.execute(tx.db)
  }

  /** Null when a row is wrapped under a tenant key that went away between the two reads. */
  function unwrapAll(tenantId: string, ring: TenantKeyRing, rows: readonly DataKeyRow[]): Map<string, Buffer> | null {
    const unwrapped = new Map<string, Buffer>()
    for (const row of rows) {
      const key = ring.get(keyVersionOf(row.wrapped))
      if (key === undefined) return null
      unwrapped.set(row.id, openEnvelope(key, row.wrapped, dataKeyAad(tenantId, row)))
    }
    return unwrapped
  }

  async function load(tx: TenantTx): Promise<{ keys: TenantKeys; created: boolean }> {
    let rows = await readDataKeys(tx)
    let ring = await readTenantKeys(tx.tenantId)
    let created = false
    if (rows.length === 0) {
      await lockDataKeys(tx)
      rows = await readDataKeys(tx)
      if (rows.length === 0) {
        ring = await readTenantKeys(tx.tenantId)
        for (const purpose of ['cell', 'index'] as const) await insertDataKey(tx, ring, purpose, 1)
        rows = await readDataKeys(tx)
        created = true
      }
    }
    let unwrapped = unwrapAll(tx.tenantId, ring, rows)
    if (unwrapped === null) {
      rows = await readDataKeys(tx)
      unwrapped = unwrapAll(tx.tenantId, await readTenantKeys(tx.tenantId), rows)
    }
    if (unwrapped === null) throw new Problem(500, 'vault.tenant_key_missing', { params: { tenantId: tx.tenantId } })
    return { keys: assemble(tx.tenantId, rows, unwrapped), created }
  }

  function assemble(tenantId: string, rows: readonly DataKeyRow[], unwrapped: ReadonlyMap<string, Buffer>): TenantKeys {
    const ripeAtMs = clock.now().getTime() - sealAfterMs
    const cellKeys = new Map<number, SealingKey>()
    let indexKey: Buffer | undefined
    let sealWith: number | undefined
    for (const row of rows) {
      const bytes = unwrapped.get(row.id)
      if (bytes === undefined) continue
      if (row.purpose === 'index') {
        indexKey = bytes
        continue
      }
      cellKeys.set(row.version, prepareKey(bytes))
      // Rows come in order of version: the last ripe one seals, and before any is ripe the first.
      if (sealWith === undefined || row.created_at.getTime() <= ripeAtMs) sealWith = row.version
    }
    if (sealWith === undefined || indexKey === undefined) {
      throw new Problem(500, 'vault.data_key_missing', { params: { tenantId } })
    }
    return createTenantKeys({ tenantId, cellKeys, sealWith, indexKey, onUnknown: () => cache.delete(tenantId) })
  }

  return {
    createTenantKey: (tx, tenantId) => insertTenantKey(tx, tenantId, 1),

    keysOf: async (tx) => {
      const mine = own.get(tx.db)
      if (mine !== undefined) return mine
      const cached = cache.get(tx.tenantId)
      const nowMs = clock.now().getTime()
      if (cached !== undefined && Math.abs(nowMs - cached.loadedAtMs) < keepKeysMs) return cached.keys
      const { keys, created } = await load(tx)
      const keep = () => void cache.set(tx.tenantId, { keys, loadedAtMs: nowMs })
      if (created) {
        own.set(tx.db, keys)
        tx.afterCommit(keep)
      } else keep()
      return keys
    },

    rotateTenantKey: async (tenantId) => {
      const next = Math.max(...(await readTenantKeys(tenantId)).keys()) + 1
      await database.withPlatform('rotate tenant key', (tx) => insertTenantKey(tx, tenantId, next))
      const ring = await readTenantKeys(tenantId)
      await database.withTenant(tenantId, async (tx) => {
        await lockDataKeys(tx)
        const rows = await readDataKeys(tx)
        const unwrapped = unwrapAll(tenantId, ring, rows)
        const key = ring.get(next)
        if (unwrapped === null || key === undefined) {
          throw new Problem(500, 'vault.tenant_key_missing', { params: { tenantId } })
        }
        for (const row of rows) {
          const bytes = unwrapped.get(row.id)
          if (bytes === undefined) continue
          const wrapped = sealEnvelope(key, next, bytes, dataKeyAad(tenantId, row))
          await sql`
            update beleg.data_keys set wrapped = ${wrapped}
            where tenant_id = ${tenantId} and id = ${row.id}`.execute(tx.db)
        }
      })
      await database.withPlatform('drop replaced tenant key', (tx) =>
        sql`delete from beleg.tenant_keys where tenant_id = ${tenantId} and version < ${next}`.execute(tx.db),
      )
      cache.delete(tenantId)
    },

    rotateDataKey: async (tenantId) => {
      await database.withTenant(tenantId, async (tx) => {
        await lockDataKeys(tx)
        const versions = (await readDataKeys(tx)).filter((row) => row.purpose === 'cell').map((row) => row.version)
        const next = Math.max(0, ...versions) + 1
        // A tenant that never sealed gets both of its keys on first use.
        if (next === 1) return
        const ripeAt = new Date(clock.now().getTime() + sealAfterMs)
        await sql`
          update beleg.data_keys set retired_at = ${ripeAt}
          where tenant_id = ${tenantId} and purpose = 'cell' and retired_at is null`.execute(tx.db)
        await insertDataKey(tx, await readTenantKeys(tenantId), 'cell', next)
      })
      cache.delete(tenantId)
    },

    destroyTenantKey: async (tx, tenantId) => {
      await sql`delete from beleg.tenant_keys where tenant_id = ${tenantId}`.execute(tx.db)
      tx.afterCommit(() => void cache.delete(tenantId))
    },

    rewrapTenantKeys: async (tx, next) => {
      const { rows } = await sql<{ tenant_id: string; version: number; wrapped: Buffer }>`
        select tenant_id::text as tenant_id, version, wrapped from beleg.tenant_keys for update`.execute(tx.db)
      for (const { tenant_id: tenantId, version, wrapped } of rows) {
        const aad = tenantKeyAad(tenantId, version)
        const rewrapped = await next.wrap(await custodian.unwrap(wrapped, aad), aad)
        await sql`
          update beleg.tenant_keys set wrapped = ${rewrapped}
          where tenant_id = ${tenantId} and version = ${version}`.execute(tx.db)
      }
      return rows.length
    },

    deriveSecret: (purpose, bytes) => custodian.deriveSecret(purpose, bytes),
  }
}
