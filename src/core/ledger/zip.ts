/**
 * Writes a zip archive member by member: sizes stand before the data, so that a reader need not trust what follows. It
 * holds one member at a time, and of a large one only a chunk: that is read twice, for its size and sum and then to be
 * written. Packing happens outside of the event loop.
 */
import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'

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

/** 1 January 1980, the first day that zip knows: equal contents are equal archives. */
const dosDate = 0x0021
const most = 0xffff_ffff
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
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    // Names are UTF-8.
    fields.writeUInt16LE(0x0800, 2)
    fields.writeUInt16LE(packed.method, 4)
    fields.writeUInt16LE(0, 6)
    fields.writeUInt16LE(dosDate, 8)
    fields.writeUInt32LE(packed.crc, 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(packed.bytes, 18)
    fields.writeUInt16LE(path.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, path])
    const central = Buffer.alloc(46)
    central.write('PK\x01\x02', 'latin1')
    central.writeUInt16LE(20, 4)
    fields.copy(central, 6)
    central.writeUInt32LE(at, 42)
    directory.push(Buffer.concat([central, path]))
    at += local.length + packed.length
    if (at > most || directory.length > mostMembers)
      throw new RangeError('the archive is larger than zip holds: export a shorter period')
    yield local
    if ('data' in packed) yield packed.data
    else yield* packed.again()
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(at, 16)
  yield central
  yield end
}

async function pack({ bytes, incompressible }: ZipMember) {
  // Salts and hashes are half of what a ledger says: a higher level costs thrice the time and saves a twentieth.
  const deflated = incompressible === true ? bytes : await deflate(bytes, { level: 1 })
  const stored = deflated.length >= bytes.length
  const data = stored ? bytes : deflated
  return { method: stored ? 0 : 8, crc: crc32(bytes), bytes: bytes.length, length: data.length, data }
}

async function measure({ name, open }: LargeZipMember) {
  const read = async () => {
    let [crc, bytes] = [0, 0]
    for await (const chunk of open()) [crc, bytes] = [crc32(chunk, crc), bytes + chunk.length]
    return { crc, bytes }
  }
  const { crc, bytes } = await read()
  if (bytes > most) throw new RangeError('a member is larger than zip holds')
  return {
    method: 0,
    crc,
    bytes,
    length: bytes,
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
