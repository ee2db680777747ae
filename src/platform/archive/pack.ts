/** Packs what lies in memory, stored as it is: for libraries that read nothing but archives. */
import { crc32 } from 'node:zlib'
import { directoryLine, endOfArchive, localHeader, type MemberFields } from './zip-format.ts'

/** An archive of members by name. Together they are well below 4 GiB. */
export function packArchive(members: ReadonlyMap<string, Buffer>): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, content] of members) {
    const sums = { crc: crc32(content), packed: content.length, size: content.length }
    const fields: MemberFields = { path: Buffer.from(name, 'utf8'), method: 0, sums }
    const local = localHeader(fields)
    directory.push(directoryLine(fields, sums, at))
    pieces.push(local, content)
    at += local.length + content.length
  }
  return Buffer.concat([...pieces, endOfArchive(directory, at)])
}
