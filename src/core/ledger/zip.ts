/** Writes a zip archive member by member: sizes stand before the data, so that a reader need not trust what follows. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipMember {
  readonly name: string
  readonly bytes: Buffer
}

/** 1 January 1980, the first day that zip knows: equal contents are equal archives. */
const dosDate = 0x0021
const most = 0xffff_ffff

/** @throws RangeError when the archive passes what zip holds without its 64-bit extension */
export async function* writeZip(members: AsyncIterable<ZipMember>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  let at = 0
  for await (const { name, bytes } of members) {
    const path = Buffer.from(name, 'utf8')
    const deflated = deflateRawSync(bytes, { level: 6 })
    const stored = deflated.length >= bytes.length
    const data = stored ? bytes : deflated
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    // Names are UTF-8.
    fields.writeUInt16LE(0x0800, 2)
    fields.writeUInt16LE(stored ? 0 : 8, 4)
    fields.writeUInt16LE(0, 6)
    fields.writeUInt16LE(dosDate, 8)
    fields.writeUInt32LE(crc32(bytes), 10)
    fields.writeUInt32LE(data.length, 14)
    fields.writeUInt32LE(bytes.length, 18)
    fields.writeUInt16LE(path.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, path])
    const central = Buffer.alloc(46)
    central.write('PK\x01\x02', 'latin1')
    central.writeUInt16LE(20, 4)
    fields.copy(central, 6)
    central.writeUInt32LE(at, 42)
    directory.push(Buffer.concat([central, path]))
    at += local.length + data.length
    if (at > most || directory.length > 0xfffe)
      throw new RangeError('the archive is larger than zip holds: export a shorter period')
    yield local
    yield data
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
