/** Encrypted files: what comes back, what is left behind, and what no damage can make a reader believe. */
import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { prepareKey } from '#platform/crypto/aead.ts'
import { createTenantKeys, type TenantKeys } from '#platform/crypto/tenant-keys.ts'
import { blobHeaderBytes, type Blobs, chunkBytes, openBlobs, storedBytes } from '../blob.ts'

const tenantId = '0195c0de-7000-7abc-8def-0123456789ab'
const keysFor = (id: string, key = Buffer.alloc(32, 5)): TenantKeys =>
  createTenantKeys({
    tenantId: id,
    cellKeys: new Map([[1, prepareKey(key)]]),
    sealWith: 1,
    indexKey: Buffer.alloc(32, 6),
    onUnknown: () => undefined,
  })
const keys = keysFor(tenantId)
const limit = { maxBytes: 10_000_000 }
let directory: string
let blobs: Blobs

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'beleg-blob-'))
  blobs = await openBlobs(directory)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(directory, { recursive: true })
})

const path = (key: string, tenant = tenantId) => join(directory, tenant, key.slice(0, 2), key)
const put = (content: Buffer) => blobs.put(keys, Readable.from([content]), limit)
async function get(key: string, as = keys): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of blobs.get(as, key)) pieces.push(piece)
  return Buffer.concat(pieces)
}
const filesLeft = async () =>
  (await readdir(directory, { recursive: true, withFileTypes: true })).filter((e) => e.isFile()).length

describe('a stored file', () => {
  test.each([0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 2 * chunkBytes, 5 * chunkBytes + 17])(
    'of %i bytes comes back whole, with its hash, and is ciphertext on the disk',
    async (bytes) => {
      const content = randomBytes(bytes)
      const stored = await put(content)
      expect(stored).toEqual({
        key: expect.stringMatching(/^[0-9a-f]{32}$/),
        bytes,
        sha256: createHash('sha256').update(content).digest('hex'),
      })
      expect((await get(stored.key)).equals(content)).toBe(true)
      const onDisk = await readFile(path(stored.key))
      expect(onDisk.length).toBe(storedBytes(bytes))
      if (bytes >= 16) expect(onDisk.includes(content.subarray(0, 16))).toBe(false)
      expect(await blobs.inspect(keys, stored.key)).toBe('sealed')
    },
  )

  test('is the same however its stream was cut', async () => {
    const content = randomBytes(3 * chunkBytes + 5)
    const pieces = []
    for (let at = 0; at < content.length; at += 10_007) pieces.push(content.subarray(at, at + 10_007))
    const { key } = await blobs.put(keys, Readable.from(pieces), limit)
    expect((await get(key)).equals(content)).toBe(true)
  })

  test('can be listed and removed', async () => {
    const [a, b] = [await put(Buffer.from('a')), await put(Buffer.from('b'))]
    expect(await blobs.list(tenantId)).toEqual({ keys: [a.key, b.key].sort(), strangers: [] })
    expect(await blobs.remove(tenantId, a.key)).toBe(true)
    expect(await blobs.remove(tenantId, a.key)).toBe(false)
    await expect(get(a.key)).rejects.toMatchObject({ status: 404, code: 'blob.not_found' })
    expect(await blobs.list('0195c0de-7000-7abc-8def-000000000000')).toEqual({ keys: [], strangers: [] })
  })

  test.each(['../../etc/passwd', '..', '', 'ABCDEF0123456789ABCDEF0123456789', '0'.repeat(33)])(
    'has no such name as %s',
    async (key) => {
      await expect(get(key)).rejects.toMatchObject({ code: 'blob.not_found' })
      expect(await blobs.remove(tenantId, key)).toBe(false)
    },
  )
})

describe('a damaged file', () => {
  const frame = chunkBytes + 16
  const damage: [string, (bytes: Buffer) => Buffer, string][] = [
    ['cut at the border of a chunk', (b) => b.subarray(0, blobHeaderBytes + frame), 'blob.truncated'],
    ['cut to its header', (b) => b.subarray(0, blobHeaderBytes), 'blob.truncated'],
    ['cut within its header', (b) => b.subarray(0, 30), 'blob.truncated'],
    ['cut within a chunk', (b) => b.subarray(0, b.length - 1), 'blob.unauthentic'],
    ['extended', (b) => Buffer.concat([b, Buffer.from([0])]), 'blob.unauthentic'],
    [
      'reordered',
      (b) =>
        Buffer.concat([
          b.subarray(0, blobHeaderBytes),
          b.subarray(blobHeaderBytes + frame, blobHeaderBytes + 2 * frame),
          b.subarray(blobHeaderBytes, blobHeaderBytes + frame),
          b.subarray(blobHeaderBytes + 2 * frame),
        ]),
      'blob.unauthentic',
    ],
    ['a plaintext', () => Buffer.from('plaintext'), 'blob.not_sealed'],
    ['empty', () => Buffer.alloc(0), 'blob.not_sealed'],
  ]
  test.each(damage)('that is %s is refused', async (_, change, code) => {
    const content = randomBytes(2 * chunkBytes + 100)
    const { key } = await put(content)
    expect((await get(key)).equals(content)).toBe(true)
    await writeFile(path(key), change(await readFile(path(key))))
    await expect(get(key)).rejects.toMatchObject({ code })
  })

  test('gives no byte of a chunk whose tag is wrong, and all chunks before it', async () => {
    const content = randomBytes(3 * chunkBytes)
    const { key } = await put(content)
    const bytes = await readFile(path(key))
    const at = blobHeaderBytes + frame + 5
    bytes[at] = (bytes[at] ?? 0) ^ 1
    await writeFile(path(key), bytes)
    const received: Buffer[] = []
    const read = async () => {
      for await (const piece of blobs.get(keys, key)) received.push(piece)
    }
    await expect(read()).rejects.toMatchObject({ code: 'blob.unauthentic' })
    expect(Buffer.concat(received).equals(content.subarray(0, chunkBytes))).toBe(true)
  })

  test('of another name, tenant or key does not open', async () => {
    const { key } = await put(Buffer.from('content'))
    const second = await put(Buffer.from('second'))
    await writeFile(path(second.key), await readFile(path(key)))
    await expect(get(second.key)).rejects.toMatchObject({ code: 'vault.unauthentic' })
    await expect(get(key, keysFor(tenantId, Buffer.alloc(32, 9)))).rejects.toMatchObject({ code: 'vault.unauthentic' })
    const other = '0195c0de-7000-7abc-8def-000000000001'
    await expect(get(key, keysFor(other))).rejects.toMatchObject({ code: 'blob.not_found' })
    expect((await get(key)).toString()).toBe('content')
  })
})

describe('a file that cannot be stored', () => {
  test('for its size is refused at the first byte too many, and nothing is left', async () => {
    await expect(blobs.put(keys, Readable.from([Buffer.alloc(11)]), { maxBytes: 10 })).rejects.toMatchObject({
      status: 413,
      code: 'blob.too_large',
      params: { maxBytes: 10 },
    })
    async function* endless() {
      for (;;) yield Buffer.alloc(50_000)
    }
    await expect(blobs.put(keys, endless(), { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: 'blob.too_large' })
    expect(await filesLeft()).toBe(0)
    expect((await blobs.put(keys, Readable.from([Buffer.alloc(10)]), { maxBytes: 10 })).bytes).toBe(10)
  })

  test('because its source failed leaves nothing', async () => {
    async function* broken() {
      yield Buffer.alloc(100_000)
      throw new Error('connection lost')
    }
    await expect(blobs.put(keys, broken(), limit)).rejects.toThrow('connection lost')
    expect(await filesLeft()).toBe(0)
  })

  test.each(['writeFile', 'sync'] as const)(
    'because the disk is full (%s) is a 507, and nothing is left',
    async (method) => {
      await put(Buffer.from('before'))
      const probe = await open(join(directory, 'probe'), 'w')
      // Every handle of this process has this prototype.
      const prototype = Object.getPrototypeOf(probe) as FileHandle
      await probe.close()
      await rm(join(directory, 'probe'))
      vi.spyOn(prototype, method).mockRejectedValue(
        Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }),
      )
      await expect(put(randomBytes(200_000))).rejects.toMatchObject({ status: 507, code: 'blob.disk_full' })
      vi.restoreAllMocks()
      expect(await filesLeft()).toBe(1)
      expect((await put(Buffer.from('after'))).bytes).toBe(5)
    },
  )
})
