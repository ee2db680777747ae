/**
 * Writes a zip archive member by member: sizes stand before the data, so that a reader need not trust what follows. It
 * holds one member at a time, and of a large one only a chunk: that is read twice, for its size and sum and then to be
 * written. Packing happens outside of the event loop.
 */
import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'
import {
  directoryLine,
  endOfArchive,
  localHeader,
  mostBytes,
  type MemberFields,
  type MemberSums,
} from '#platform/archive/zip-format.ts'

export interface ZipMember {
  readonly name: string
  readonly bytes: Buffer
  /** Of hashes and the like, which would not become smaller. */
  readonly incompressible?: boolean
}

/** A member that is better not held whole: stored as it is. */
export interface LargeZipMember {
  readonly name: string
  /** Reads it from its beginning; called twice. */
  readonly open: () => AsyncIterable<Buffer>
}

/** Members at most; the archive has no 64-bit extension. */
export const mostMembers = 0xfffe

const deflate = promisify(deflateRaw)

/** @throws RangeError when the archive passes what zip holds, Error when a large member was not the same twice */
export async function* writeZip(members: AsyncIterable<ZipMember | LargeZipMember>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  let at = 0
  for await (const member of members) {
    const packed = 'bytes' in member ? await pack(member) : await measure(member)
    const path = Buffer.from(member.name, 'utf8')
    const fields: MemberFields = { path, method: packed.method, sums: packed.sums }
    const local = localHeader(fields)
    directory.push(directoryLine(fields, packed.sums, at))
    at += local.length + packed.sums.packed
    if (at > mostBytes || directory.length > mostMembers)
      throw new RangeError('the archive is larger than zip holds: export a shorter period')
    yield local
    if ('data' in packed) yield packed.data
    else yield* packed.again()
  }
  yield endOfArchive(directory, at)
}

async function pack({ bytes, incompressible }: ZipMember) {
  // Salts and hashes are half of what a ledger says: a higher level costs thrice the time and saves a twentieth.
  const deflated = incompressible === true ? bytes : await deflate(bytes, { level: 1 })
  const stored = deflated.length >= bytes.length
  const data = stored ? bytes : deflated
  const sums: MemberSums = { crc: crc32(bytes), packed: data.length, size: bytes.length }
  return { method: stored ? (0 as const) : (8 as const), sums, data }
}

async function measure({ name, open }: LargeZipMember) {
  const read = async () => {
    let [crc, bytes] = [0, 0]
    for await (const chunk of open()) [crc, bytes] = [crc32(chunk, crc), bytes + chunk.length]
    return { crc, bytes }
  }
  const { crc, bytes } = await read()
  if (bytes > mostBytes) throw new RangeError('a member is larger than zip holds')
  return {
    method: 0 as const,
    sums: { crc, packed: bytes, size: bytes } satisfies MemberSums,
    again: async function* () {
      let [crcAgain, bytesAgain] = [0, 0]
      for await (const chunk of open()) {
        ;[crcAgain, bytesAgain] = [crc32(chunk, crcAgain), bytesAgain + chunk.length]
        if (bytesAgain <= bytes) yield chunk
      }
      if (crcAgain !== crc || bytesAgain !== bytes) throw new Error(`${name} changed while it was written`)
    },
  }
}
