/**
 * Encrypted files in a directory. Promises: what lies on the disk is ciphertext only, under a key of the file's own
 * that is sealed with the tenant's keys; names are random and never come from a user; a reader gets no byte before its
 * chunk is authenticated, and an error where a file was cut, extended, reordered or swapped; a writer leaves a complete
 * file or none.
 *
 * Format: `BE 1E 62 01` | envelope of the 32-byte file key (80 bytes) | chunks. A chunk is the AES-256-GCM
 * ciphertext of 64 KiB (the last: 0 to 64 KiB) and its tag, under the nonce `chunk number (11 bytes) | final (1 byte)`
 * (the STREAM construction, as in age): each file has a fresh key, so no nonce repeats.
 */
import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { openGcm, sealGcm, tagBytes } from '#platform/crypto/aead.ts'
import { envelopeBytes } from '#platform/crypto/envelope.ts'
import type { TenantKeys } from '#platform/crypto/tenant-keys.ts'
import { syncDirectory } from '#platform/file/durable.ts'
import { Problem } from '#platform/http/problem.ts'

export const chunkBytes = 64 * 1024
export const blobMagic = Buffer.from([0xbe, 0x1e, 0x62, 0x01])
const wrappedKeyBytes = envelopeBytes(32)
export const blobHeaderBytes = blobMagic.length + wrappedKeyBytes
const keyShape = /^[0-9a-f]{32}$/
const tenantShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export interface StoredBlob {
  /** 32 hexadecimal digits, random. */
  readonly key: string
  /** Bytes of plaintext. */
  readonly bytes: number
  /** Of the plaintext, hexadecimal. */
  readonly sha256: string
}

/** What a look at a file on the disk found; `unreadable`: the system refused. */
export type BlobState = 'sealed' | 'plaintext' | 'undecryptable' | 'missing' | 'unreadable'

export interface Blobs {
  /** Where the files lie: what the volume probe looks at. */
  readonly directory: string
  /**
   * Stores a stream. Throws `blob.too_large` (413) past `maxBytes` and `blob.disk_full` (507); nothing is left behind
   * then, nor when the source fails.
   */
  put(keys: TenantKeys, source: AsyncIterable<Uint8Array>, options: { maxBytes: number }): Promise<StoredBlob>
  /**
   * Reads, chunk by authenticated chunk. Throws `blob.not_found`, `blob.not_sealed`, `blob.unauthentic`,
   * `blob.truncated`; a caller that needs all or nothing reads to the end before it answers.
   */
  get(keys: TenantKeys, key: string): AsyncGenerator<Buffer, void, undefined>
  /** Deletes; false when there was nothing. */
  remove(tenantId: string, key: string): Promise<boolean>
  /** Keys of all files of a tenant, and the names of files that do not belong there. */
  list(tenantId: string): Promise<{ keys: readonly string[]; strangers: readonly string[] }>
  /** Names in the store's directory that are no tenant's directory. */
  listStrangers(): Promise<readonly string[]>
  /** Looks at one file without throwing: the header and every chunk, or with `headOnly` the header and first chunk. */
  inspect(keys: TenantKeys, key: string, options?: { headOnly?: boolean }): Promise<BlobState>
}

const cellOf = (key: string) => ({ table: 'blob', row: key, column: 'file_key' })

function nonceOf(chunk: number, final: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  // 48 bits of chunk numbers: 2^48 chunks of 64 KiB are more than any disk holds.
  nonce.writeUIntBE(chunk, 5, 6)
  nonce[11] = final ? 1 : 0
  return nonce
}

/** A chunk's place is in its nonce, its file in the key. */
const noAad = Buffer.alloc(0)

function sealChunk(fileKey: Uint8Array, chunk: number, final: boolean, plaintext: Uint8Array): Buffer {
  return sealGcm(fileKey, nonceOf(chunk, final), plaintext, noAad)
}

function openChunk(fileKey: Uint8Array, chunk: number, final: boolean, sealed: Uint8Array): Buffer {
  return openGcm(fileKey, nonceOf(chunk, final), sealed, noAad)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** Says what a failure of the disk means; anything else passes through. */
function explainDisk(error: unknown): unknown {
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error))) return new Problem(507, 'blob.disk_full', { cause: error })
  return error
}

/** Cuts a stream into chunks of exactly `chunkBytes`; the last is what is left, and is marked. */
async function* cut(source: AsyncIterable<Uint8Array>): AsyncGenerator<{ plaintext: Buffer; final: boolean }> {
  let pending: Buffer[] = []
  let pendingBytes = 0
  for await (const piece of source) {
    pending.push(Buffer.from(piece.buffer, piece.byteOffset, piece.length))
    pendingBytes += piece.length
    // A full chunk waits for a byte after it: only then is it known not to be the last.
    while (pendingBytes > chunkBytes) {
      const all = pending.length === 1 && pending[0] !== undefined ? pending[0] : Buffer.concat(pending)
      yield { plaintext: all.subarray(0, chunkBytes), final: false }
      pending = [all.subarray(chunkBytes)]
      pendingBytes -= chunkBytes
    }
  }
  yield { plaintext: Buffer.concat(pending), final: true }
}

/** Reads until the buffer is full or the file ends; returns how many bytes. */
async function fill(file: FileHandle, buffer: Buffer): Promise<number> {
  let filled = 0
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled
}

async function* openFrames(file: FileHandle, keys: TenantKeys, key: string): AsyncGenerator<Buffer, void, undefined> {
  const header = Buffer.alloc(blobHeaderBytes)
  const headerRead = await fill(file, header)
  if (!blobMagic.equals(header.subarray(0, Math.min(headerRead, blobMagic.length)))) {
    throw new Problem(500, 'blob.not_sealed')
  }
  if (headerRead < header.length) throw new Problem(500, 'blob.truncated')
  const fileKey = keys.open(cellOf(key), header.subarray(blobMagic.length))
  // One byte more than a frame: whether it is there tells if this frame is the last.
  const frame = chunkBytes + tagBytes
  let carried = Buffer.alloc(0)
  for (let chunk = 0; ; chunk++) {
    const buffer = Buffer.alloc(frame + 1)
    carried.copy(buffer)
    const length = carried.length + (await fill(file, buffer.subarray(carried.length)))
    const final = length <= frame
    if (length < tagBytes) throw new Problem(500, 'blob.truncated')
    let plaintext: Buffer
    try {
      plaintext = openChunk(fileKey, chunk, final, buffer.subarray(0, final ? length : frame))
    } catch (cause) {
      // A cut at a frame's border leaves a whole frame that was not sealed as the last.
      const cutShort = final && length === frame && opensAsInner(fileKey, chunk, buffer.subarray(0, frame))
      throw new Problem(500, cutShort ? 'blob.truncated' : 'blob.unauthentic', { cause })
    }
    yield plaintext
    if (final) return
    carried = buffer.subarray(frame)
  }
}

function opensAsInner(fileKey: Uint8Array, chunk: number, sealed: Uint8Array): boolean {
  try {
    openChunk(fileKey, chunk, false, sealed)
    return true
  } catch {
    return false
  }
}

/** Opens the store in a directory, which is created when missing. */
export async function openBlobs(directory: string): Promise<Blobs> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const directoryOf = (tenantId: string) => {
    if (!tenantShape.test(tenantId)) throw new TypeError('a blob belongs to a tenant id')
    return join(directory, tenantId)
  }
  const pathOf = (tenantId: string, key: string) => {
    if (!keyShape.test(key)) throw new Problem(404, 'blob.not_found')
    return join(directoryOf(tenantId), key.slice(0, 2), key)
  }

  async function write(
    file: FileHandle,
    keys: TenantKeys,
    key: string,
    source: AsyncIterable<Uint8Array>,
    maxBytes: number,
  ) {
    const hash = createHash('sha256')
    const fileKey = randomBytes(32)
    await file.writeFile(Buffer.concat([blobMagic, keys.seal(cellOf(key), fileKey)]))
    let bytes = 0
    let chunk = 0
    for await (const { plaintext, final } of cut(source)) {
      bytes += plaintext.length
      if (bytes > maxBytes) throw new Problem(413, 'blob.too_large', { params: { maxBytes } })
      hash.update(plaintext)
      await file.writeFile(sealChunk(fileKey, chunk++, final, plaintext))
    }
    await file.sync()
    return { key, bytes, sha256: hash.digest('hex') }
  }

  return {
    directory,

    put: async (keys, source, { maxBytes }) => {
      const key = randomBytes(16).toString('hex')
      const path = pathOf(keys.tenantId, key)
      const temporary = join(dirname(path), `.${key}.tmp`)
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        const file = await open(temporary, 'wx', 0o600)
        let stored: StoredBlob
        try {
          stored = await write(file, keys, key, source, maxBytes)
        } finally {
          await file.close()
        }
        await rename(temporary, path)
        await syncDirectory(dirname(path))
        return stored
      } catch (error) {
        for (const left of [temporary, path]) await unlink(left).catch(() => undefined)
        throw explainDisk(error)
      }
    },

    get: async function* (keys, key) {
      const path = pathOf(keys.tenantId, key)
      let file: FileHandle
      try {
        file = await open(path, 'r')
      } catch (error) {
        throw codeOf(error) === 'ENOENT' ? new Problem(404, 'blob.not_found', { cause: error }) : error
      }
      try {
        yield* openFrames(file, keys, key)
      } finally {
        await file.close()
      }
    },

    remove: async (tenantId, key) => {
      try {
        await unlink(pathOf(tenantId, key))
        return true
      } catch (error) {
        if (codeOf(error) === 'ENOENT' || (error instanceof Problem && error.code === 'blob.not_found')) return false
        throw error
      }
    },

    list: async (tenantId) => {
      const keys: string[] = []
      const strangers: string[] = []
      const root = directoryOf(tenantId)
      for (const shard of await entriesOf(root)) {
        if (!shard.isDirectory() || !/^[0-9a-f]{2}$/.test(shard.name)) {
          strangers.push(shard.name)
          continue
        }
        for (const entry of await entriesOf(join(root, shard.name))) {
          if (entry.isFile() && keyShape.test(entry.name) && entry.name.startsWith(shard.name)) keys.push(entry.name)
          else if (!(await isBeingWritten(join(root, shard.name, entry.name))))
            strangers.push(join(shard.name, entry.name))
        }
      }
      return { keys: keys.sort(), strangers: strangers.sort() }
    },

    listStrangers: async () =>
      (await entriesOf(directory))
        .filter((entry) => !(entry.isDirectory() && tenantShape.test(entry.name)))
        .map((entry) => entry.name)
        .sort(),

    inspect: async (keys, key, { headOnly = false } = {}) => {
      let file: FileHandle
      try {
        file = await open(pathOf(keys.tenantId, key), 'r')
      } catch (error) {
        return codeOf(error) === 'ENOENT' || error instanceof Problem ? 'missing' : 'unreadable'
      }
      try {
        for await (const plaintext of openFrames(file, keys, key)) {
          if (headOnly && plaintext.length > 0) break
        }
        return 'sealed'
      } catch (error) {
        if (!(error instanceof Problem)) return 'unreadable'
        return error.code === 'blob.not_sealed' ? 'plaintext' : 'undecryptable'
      } finally {
        await file.close()
      }
    },
  }
}

/** A file that `put` is writing, or that a killed process left: it has our name for it and begins with our header. */
async function isBeingWritten(path: string): Promise<boolean> {
  if (!/^\.[0-9a-f]{32}\.tmp$/.test(basename(path))) return false
  const head = Buffer.alloc(blobMagic.length)
  try {
    const file = await open(path, 'r')
    const length = await fill(file, head).finally(() => file.close())
    return blobMagic.subarray(0, length).equals(head.subarray(0, length))
  } catch (error) {
    return codeOf(error) === 'ENOENT'
  }
}

async function entriesOf(directory: string) {
  try {
    return await readdir(directory, { withFileTypes: true })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

/** Bytes that a stored file of so many plaintext bytes takes on the disk. */
export function storedBytes(plaintextBytes: number): number {
  const chunks = Math.max(1, Math.ceil(plaintextBytes / chunkBytes))
  return blobHeaderBytes + plaintextBytes + chunks * tagBytes
}

/** Size on the disk of a stored file, and a mark that changes whenever anything about the file does. */
export async function fingerprintOf(
  blobs: Blobs,
  tenantId: string,
  key: string,
): Promise<{ bytes: number; mark: string }> {
  const path = join(blobs.directory, tenantId, key.slice(0, 2), key)
  const { size, ino, ctimeNs } = await stat(path, { bigint: true })
  return { bytes: Number(size), mark: `${ino} ${size} ${ctimeNs}` }
}
