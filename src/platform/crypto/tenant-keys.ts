/**
 * The unwrapped keys of one tenant, as a transaction uses them: seal and open confidential cells, and compute blind
 * indexes. An envelope is bound to tenant, table, row, column and key version: moved to any other place it does not
 * open. Equal values have different envelopes; equality is found through the index, which tells nothing else.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { Problem } from '#platform/http/problem.ts'
import { associate, type SealingKey } from './aead.ts'
import { hasEnvelopeHeader, keyVersionOf, openEnvelope, sealEnvelope } from './envelope.ts'
import { hkdf } from './master-key.ts'

/** A place that holds one confidential value. */
export interface Cell {
  readonly table: string
  /** The row's own id as text: known before the insert, never changed. */
  readonly row: string
  readonly column: string
}

/** What a value found in a confidential cell turns out to be. */
export type CellState = 'sealed' | 'plaintext' | 'undecryptable'

export interface TenantKeys {
  readonly tenantId: string
  /** Encrypts for exactly this cell. */
  seal(cell: Cell, plaintext: string | Uint8Array): Buffer
  /**
   * Decrypts. Throws `vault.not_sealed`, `vault.truncated`, `vault.unknown_key` (sealed by a key made after these were
   * read: ask the vault again) or `vault.unauthentic`.
   */
  open(cell: Cell, sealed: Uint8Array): Buffer
  /** Decrypts UTF-8 text. */
  openText(cell: Cell, sealed: Uint8Array): string
  /**
   * Decrypts UTF-8 text that a reader is to see; null for whatever is none of ours, which must not be shown as it stands.
   */
  readText(cell: Cell, sealed: unknown): string | null
  /** 32 bytes by which equal values of one column are found; the caller normalises (case, spaces). */
  index(column: { table: string; column: string }, normalisedValue: string): Buffer
  /** Looks without throwing; for the at-rest probe. */
  inspect(cell: Cell, value: unknown): CellState
  /** True when the envelope is under an older data key than new ones are: worth sealing again. */
  isOutdated(sealed: Uint8Array): boolean
}

/** Binds unwrapped keys to their tenant. `sealWith` is the version for new envelopes, `onUnknown` is told of others. */
export function createTenantKeys(given: {
  tenantId: string
  cellKeys: ReadonlyMap<number, SealingKey>
  sealWith: number
  indexKey: Uint8Array
  onUnknown: () => void
}): TenantKeys {
  const { tenantId, cellKeys, sealWith } = given
  const columnKeys = new Map<string, KeyObject>()

  const keyOf = (version: number): SealingKey => {
    const key = cellKeys.get(version)
    if (key !== undefined) return key
    given.onUnknown()
    throw new Problem(500, 'vault.unknown_key', { params: { version } })
  }
  const bind = (cell: Cell, version: number) =>
    associate('beleg/cell/v1', tenantId, cell.table, cell.row, cell.column, version)

  const open = (cell: Cell, sealed: Uint8Array): Buffer => {
    const version = keyVersionOf(sealed)
    return openEnvelope(keyOf(version), sealed, bind(cell, version))
  }

  const openIfSealed = (cell: Cell, value: unknown): Buffer | CellState => {
    if (!(value instanceof Uint8Array) || !hasEnvelopeHeader(value)) return 'plaintext'
    try {
      return open(cell, value)
    } catch {
      return 'undecryptable'
    }
  }

  return {
    tenantId,
    seal: (cell, plaintext) => {
      const bytes = typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext
      return sealEnvelope(keyOf(sealWith), sealWith, bytes, bind(cell, sealWith))
    },
    open,
    openText: (cell, sealed) => open(cell, sealed).toString('utf8'),
    readText: (cell, sealed) => {
      const found = openIfSealed(cell, sealed)
      return typeof found === 'string' ? null : found.toString('utf8')
    },
    index: ({ table, column }, normalisedValue) => {
      const name = `${table}.${column}`
      let key = columnKeys.get(name)
      if (key === undefined) {
        // As bytes it would be prepared anew for each value: 12 µs instead of 2.
        key = createSecretKey(hkdf(given.indexKey, `beleg/blind-index/v1/${name}`))
        columnKeys.set(name, key)
      }
      return createHmac('sha256', key).update(normalisedValue, 'utf8').digest()
    },
    inspect: (cell, value) => {
      const found = openIfSealed(cell, value)
      return typeof found === 'string' ? found : 'sealed'
    },
    isOutdated: (sealed) => keyVersionOf(sealed) < sealWith,
  }
}
