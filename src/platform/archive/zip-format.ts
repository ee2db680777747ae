/** The parts of a zip archive (PKWARE APPNOTE 4.3) without extensions, for whoever writes one: the fields, not the data. */

/** Bytes that an offset or a size can say. */
export const mostBytes = 0xffff_ffff
/** 1 January 1980, the first day that zip knows: equal contents are equal archives. */
const dosDate = 0x0021
const namesAreUtf8 = 0x0800
const sizesFollow = 0x0008

export interface MemberFields {
  readonly path: Buffer
  /** 0 stored, 8 deflated. */
  readonly method: 0 | 8
  /** Null: unknown until the data is written, and told behind it. */
  readonly sums: MemberSums | null
}

export interface MemberSums {
  readonly crc: number
  readonly packed: number
  readonly size: number
}

/** What stands in front of a member's data (4.3.7). */
export function localHeader(member: MemberFields): Buffer {
  return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), commonFields(member, member.sums), member.path])
}

/** What follows the data of a member whose sizes were unknown (4.3.9). */
export function dataDescriptor({ crc, packed, size }: MemberSums): Buffer {
  const descriptor = Buffer.alloc(16)
  descriptor.write('PK\x07\x08', 'latin1')
  descriptor.writeUInt32LE(crc, 4)
  descriptor.writeUInt32LE(packed, 8)
  descriptor.writeUInt32LE(size, 12)
  return descriptor
}

/** A member's line of the directory (4.3.12); `at`: where its local header begins. */
export function directoryLine(member: MemberFields, sums: MemberSums, at: number): Buffer {
  const central = Buffer.alloc(46)
  central.write('PK\x01\x02', 'latin1')
  central.writeUInt16LE(20, 4)
  commonFields(member, sums).copy(central, 6)
  central.writeUInt32LE(at, 42)
  return Buffer.concat([central, member.path])
}

/** The directory and its end (4.3.16); `at`: where the directory begins. */
export function endOfArchive(directory: readonly Buffer[], at: number): Buffer {
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([central, end])
}

/** The 26 bytes that local header and directory share. */
function commonFields(member: MemberFields, sums: MemberSums | null): Buffer {
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(namesAreUtf8 | (member.sums === null ? sizesFollow : 0), 2)
  fields.writeUInt16LE(member.method, 4)
  fields.writeUInt16LE(dosDate, 8)
  fields.writeUInt32LE(sums?.crc ?? 0, 10)
  fields.writeUInt32LE(sums?.packed ?? 0, 14)
  fields.writeUInt32LE(sums?.size ?? 0, 18)
  fields.writeUInt16LE(member.path.length, 22)
  return fields
}
