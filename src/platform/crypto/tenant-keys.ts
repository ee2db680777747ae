/**
 * The unwrapped keys of one tenant, as a transaction uses them: seal and open confidential cells, and compute blind
 * indexes. An envelope is bound to tenant, table, row, column and key version: moved to any other place it does not
 * open. Equal values have different envelopes; equality is found through the index, which tells nothing else.
 */
import { createHmac } from 'node:crypto'
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
  const columnKeys = new Map<string, Buffer>()

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

  return {
    tenantId,
    seal: (cell, plaintext) => {
      const bytes = typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext
      return sealEnvelope(keyOf(sealWith), sealWith, bytes, bind(cell, sealWith))
    },
    open,
    openText: (cell, sealed) => open(cell, sealed).toString('utf8'),
    index: ({ table, column }, normalisedValue) => {
      const name = `${table}.${column}`
      let key = columnKeys.get(name)
      if (key === undefined) {
        key = hkdf(given.indexKey, `beleg/blind-index/v1/${name}`)
        columnKeys.set(name, key)
      }
      return createHmac('sha256', key).update(normalisedValue, 'utf8').digest()
    },
    inspect: (cell, value) => {
      if (!(value instanceof Uint8Array) || !hasEnvelopeHeader(value)) return 'plaintext'
      try {
        open(cell, value)
        return 'sealed'
      } catch {
        return 'undecryptable'
      }
    },
    isOutdated: (sealed) => keyVersionOf(sealed) < sealWith,
  }
}
