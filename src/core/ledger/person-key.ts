/**
 * One key for each person, under which the ledger keeps what it says of them. The keys lie in a directory of their own,
 * beside the master key and outside of database and data directory, so that no backup of these holds one: destroying a
 * key makes everything sealed under it unreadable wherever a copy of it is. Promises: a key is on the disk before
 * anything is sealed under it; whoever was erased never gets another key; in this process a destroyed key is gone at
 * once, in others when their copy is `keepKeysMs` old.
 */
import { randomBytes } from 'node:crypto'
import { open as openFile, readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { associate, prepareKey, type SealingKey } from '#platform/crypto/aead.ts'
import type { KeyCustodian } from '#platform/crypto/master-key.ts'
import { createDurably, hasCode, syncDirectory } from '#platform/file/durable.ts'
import { Problem } from '#platform/http/problem.ts'

export interface PersonKeys {
  /** The person's key, made now if there was none; null for a person who was erased. @throws Problem `person_key.unreadable`, `.not_written` */
  keyFor(tenantId: string, personId: string): Promise<SealingKey | null>
  /** The person's key; null when there is none, `erased` when there is none any more. @throws as `keyFor` */
  findKey(tenantId: string, personId: string): Promise<SealingKey | null | 'erased'>
  /** Destroys the key for good; nothing happens when it was destroyed before. @throws Problem `person_key.not_written` */
  destroy(tenantId: string, personId: string): Promise<void>
  /** Tenants, by id, in which the person has a key: their own, and those that they visited. @throws Problem `person_key.unreadable` */
  tenantsOf(personId: string): Promise<string[]>
  /**
   * Forgets every key and grave of a tenant but those of the named: for tenants of nobody, whose rows are swept as well.
   * @throws Problem `person_key.not_written`
   */
  sweep(tenantId: string, keep: ReadonlySet<string>): Promise<void>
}

/** How long a process uses a key before it looks whether it is still there. */
export const keepKeysMs = 10_000
const mostKept = 10_000

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Opens the directory of the keys; it is made with the first one. */
export function openPersonKeys(directory: string, custodian: KeyCustodian): PersonKeys {
  const kept = new Map<string, { readonly key: SealingKey | null; readonly readAtMs: number }>()
  const placeOf = (tenantId: string, personId: string) => {
    // They become names of files.
    if (!uuid.test(tenantId) || !uuid.test(personId)) throw new Error(`${tenantId}/${personId} is no person's id`)
    const folder = join(directory, tenantId)
    return { folder, key: join(folder, `${personId}.key`), grave: join(folder, `${personId}.erased`) }
  }
  const aad = (tenantId: string, personId: string) => associate('beleg/person-key/v1', tenantId, personId)

  /** Undefined when there is none. */
  async function load(tenantId: string, personId: string): Promise<SealingKey | null | undefined> {
    const place = placeOf(tenantId, personId)
    // The grave first: whoever destroys digs it before the key goes.
    if ((await read(place.grave)) !== null) return null
    const wrapped = await read(place.key)
    if (wrapped === null) return undefined
    try {
      return prepareKey(await custodian.unwrap(wrapped, aad(tenantId, personId)))
    } catch (cause) {
      throw new Problem(500, 'person_key.unreadable', { params: { path: place.key }, cause })
    }
  }

  async function find(tenantId: string, personId: string): Promise<SealingKey | null | undefined> {
    const name = `${tenantId}/${personId}`
    const found = kept.get(name)
    if (found !== undefined && performance.now() - found.readAtMs < keepKeysMs) return found.key
    const key = await load(tenantId, personId)
    if (key === undefined) return undefined
    if (kept.size >= mostKept) kept.clear()
    kept.set(name, { key, readAtMs: performance.now() })
    return key
  }

  return {
    keyFor: async (tenantId, personId) => {
      const found = await find(tenantId, personId)
      if (found !== undefined) return found
      const place = placeOf(tenantId, personId)
      await write(place.key, await custodian.wrap(randomBytes(32), aad(tenantId, personId)))
      // Of two processes that make one at once, both read the one that came first.
      const key = await find(tenantId, personId)
      if (key === undefined) throw new Problem(500, 'person_key.not_written', { params: { path: place.key } })
      return key
    },
    findKey: async (tenantId, personId) => {
      const key = await find(tenantId, personId)
      return key === null ? 'erased' : (key ?? null)
    },
    destroy: async (tenantId, personId) => {
      const place = placeOf(tenantId, personId)
      kept.delete(`${tenantId}/${personId}`)
      await write(place.grave, Buffer.from('erased\n'))
      await overwrite(place.key)
      await unlink(place.key).catch((error: unknown) => {
        if (!hasCode(error, 'ENOENT')) throw error
      })
      await syncDirectory(place.folder)
      kept.delete(`${tenantId}/${personId}`)
    },
    tenantsOf: async (personId) => {
      const tenants: string[] = []
      for (const tenantId of await list(directory)) {
        if (uuid.test(tenantId) && (await read(placeOf(tenantId, personId).key)) !== null) tenants.push(tenantId)
      }
      return tenants
    },
    sweep: async (tenantId, keep) => {
      if (!uuid.test(tenantId)) throw new Error(`${tenantId} is no tenant's id`)
      const folder = join(directory, tenantId)
      for (const name of await list(folder)) {
        const personId = name.slice(0, name.indexOf('.'))
        if (!/\.(key|erased)$/.test(name) || keep.has(personId)) continue
        kept.delete(`${tenantId}/${personId}`)
        await unlink(join(folder, name)).catch((cause: unknown) => {
          // Another process may sweep, too.
          if (!hasCode(cause, 'ENOENT'))
            throw new Problem(500, 'person_key.not_written', { params: { path: join(folder, name) }, cause })
        })
      }
    },
  }
}

/** Keys that nobody keeps, for what is rolled back anyway. */
export function createPassingKeys(): PersonKeys {
  const keys = new Map<string, SealingKey | null>()
  return {
    keyFor: async (tenantId, personId) => {
      const name = `${tenantId}/${personId}`
      const key = keys.get(name) ?? (keys.has(name) ? null : prepareKey(randomBytes(32)))
      keys.set(name, key)
      return key
    },
    findKey: async (tenantId, personId) => {
      const name = `${tenantId}/${personId}`
      return keys.get(name) ?? (keys.has(name) ? 'erased' : null)
    },
    destroy: async (tenantId, personId) => void keys.set(`${tenantId}/${personId}`, null),
    tenantsOf: async (personId) =>
      [...keys]
        .filter(([name, key]) => key !== null && name.endsWith(`/${personId}`))
        .map(([name]) => name.slice(0, name.indexOf('/'))),
    sweep: async (tenantId, keep) => {
      for (const name of keys.keys()) {
        const [tenant, person = ''] = name.split('/')
        if (tenant === tenantId && !keep.has(person)) keys.delete(name)
      }
    },
  }
}

/** Where the keys of a data directory lie: beside it. */
export function personKeysOf(dataDirectory: string): string {
  return `${dataDirectory.replace(/[/\\]+$/, '')}.persons`
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw new Problem(500, 'person_key.unreadable', { params: { path: folder }, cause: error })
  }
}

async function read(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw new Problem(500, 'person_key.unreadable', { params: { path }, cause: error })
  }
}

async function write(path: string, bytes: Buffer): Promise<void> {
  await createDurably(path, bytes).catch((cause: unknown) => {
    throw new Problem(500, 'person_key.not_written', { params: { path }, cause })
  })
}

/** A file system that writes in place then holds no key in the blocks that are given back; others keep what they keep. */
async function overwrite(path: string): Promise<void> {
  try {
    const file = await openFile(path, 'r+')
    try {
      await file.write(randomBytes((await file.stat()).size), { position: 0 })
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw new Problem(500, 'person_key.not_written', { params: { path }, cause: error })
  }
}
