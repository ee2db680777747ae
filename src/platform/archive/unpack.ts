/**
 * Unpacks a small zip archive of a stranger within bounds: so many members and so many bytes, counted while they are
 * inflated and not as the archive says they are. What a reader would find twice, or elsewhere than the directory says,
 * is refused.
 */
import { crc32, inflateRawSync } from 'node:zlib'
import { mostBytes } from './zip-format.ts'

/** Why an archive is not unpacked. */
export type ArchiveFault = 'not_zip' | 'damaged' | 'encrypted' | 'too_large'

export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
  readonly fault: ArchiveFault

  constructor(fault: ArchiveFault, cause?: unknown) {
    super(`the archive is ${fault}`, cause === undefined ? undefined : { cause })
    this.fault = fault
  }
}

const endBytes = 22
const lineBytes = 46
const localBytes = 30
const sumsFollow = 0x0008

/**
 * The members by name.
 * @throws ArchiveError
 */
export function unpackArchive(
  bytes: Buffer,
  most: { readonly members: number; readonly bytes: number },
): ReadonlyMap<string, Buffer> {
  if (bytes.length < 4 || bytes.readUInt32LE(0) !== 0x04034b50) throw new ArchiveError('not_zip')
  // A comment may follow the end, of at most 65,535 bytes.
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0 || end + endBytes > bytes.length) throw new ArchiveError('damaged')
  const count = bytes.readUInt16LE(end + 10)
  if (count > most.members) throw new ArchiveError('too_large')
  const members = new Map<string, Buffer>()
  let left = most.bytes
  let at = bytes.readUInt32LE(end + 16)
  try {
    for (let i = 0; i < count; i += 1) {
      if (bytes.readUInt32LE(at) !== 0x02014b50) throw new ArchiveError('damaged')
      const flags = bytes.readUInt16LE(at + 8)
      if ((flags & 1) !== 0) throw new ArchiveError('encrypted')
      const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field))
      const name = bytes.toString('utf8', at + lineBytes, at + lineBytes + (nameBytes ?? 0))
      if (members.has(name)) throw new ArchiveError('damaged')
      const content = inflate(bytes, at, left)
      left -= content.length
      members.set(name, content)
      at += lineBytes + (nameBytes ?? 0) + (extraBytes ?? 0) + (commentBytes ?? 0)
    }
  } catch (error) {
    if (error instanceof ArchiveError) throw error
    throw new ArchiveError('damaged', error)
  }
  return members
}

function inflate(bytes: Buffer, line: number, left: number): Buffer {
  const method = bytes.readUInt16LE(line + 10)
  const crc = bytes.readUInt32LE(line + 16)
  const packed = bytes.readUInt32LE(line + 20)
  const size = bytes.readUInt32LE(line + 24)
  const local = bytes.readUInt32LE(line + 42)
  refuseDisagreement(bytes, line, local)
  const from = local + localBytes + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  if (from + packed > bytes.length) throw new ArchiveError('damaged')
  const data = bytes.subarray(from, from + packed)
  if (method !== 0 && method !== 8) throw new ArchiveError('damaged')
  const content = method === 0 ? data : inflateWithin(data, left)
  if (content.length > left) throw new ArchiveError('too_large')
  if (content.length !== size || crc32(content) !== crc) throw new ArchiveError('damaged')
  return content
}

/** What stands in front of the data says the same as the directory; sums may be told behind it (APPNOTE 4.4.4). */
function refuseDisagreement(bytes: Buffer, line: number, local: number): void {
  if (bytes.readUInt32LE(local) !== 0x04034b50) throw new ArchiveError('damaged')
  const flags = bytes.readUInt16LE(local + 6)
  if ((flags & 1) !== 0) throw new ArchiveError('encrypted')
  // Written for archives that may pass 4 GiB: both sizes stand in an extra field (4.5.3), which is of no use here.
  const isWide = bytes.readUInt32LE(local + 18) === mostBytes && bytes.readUInt32LE(local + 22) === mostBytes
  const sums = (at: number) => bytes.subarray(at, at + 12)
  const name = (at: number, length: number) => bytes.subarray(at, at + length)
  const agrees =
    bytes.readUInt16LE(local + 8) === bytes.readUInt16LE(line + 10) &&
    name(local + localBytes, bytes.readUInt16LE(local + 26)).equals(
      name(line + lineBytes, bytes.readUInt16LE(line + 28)),
    ) &&
    ((flags & sumsFollow) !== 0 || isWide || sums(local + 14).equals(sums(line + 16)))
  if (!agrees) throw new ArchiveError('damaged')
}

function inflateWithin(data: Buffer, left: number): Buffer {
  if (left <= 0) throw new ArchiveError('too_large')
  try {
    return inflateRawSync(data, { maxOutputLength: left })
  } catch (error) {
    const isTooLarge = error instanceof RangeError
    throw new ArchiveError(isTooLarge ? 'too_large' : 'damaged', error)
  }
}
