/** Archives of strangers are unpacked within bounds, and only where everybody would find the same in them. */
import { crc32, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packArchive } from '../pack.ts'
import { ArchiveError, unpackArchive } from '../unpack.ts'
import { dataDescriptor, directoryLine, endOfArchive, localHeader, type MemberSums } from '../zip-format.ts'

const most = { members: 10, bytes: 1_000_000 }

function faultOf(bytes: Buffer, within = most): string {
  try {
    unpackArchive(bytes, within)
  } catch (error) {
    if (error instanceof ArchiveError) return error.fault
    throw error
  }
  return 'none'
}

interface Told {
  readonly name: string
  readonly content: Buffer
  /** What the header before the data says instead of the truth. */
  readonly local?: { readonly name?: string; readonly sums?: MemberSums; readonly method?: 0 | 8 }
  /** What the directory says instead of the truth. */
  readonly directory?: Partial<MemberSums>
  readonly isStreamed?: true
}

/** An archive of deflated members that may contradict itself. */
function archive(...members: readonly Told[]): Buffer {
  const pieces: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content, local, directory: told, isStreamed } of members) {
    const packed = deflateRawSync(content)
    const sums = { crc: crc32(content), packed: packed.length, size: content.length }
    const fields = { path: Buffer.from(name), method: 8 as const, sums: isStreamed ? null : sums }
    const before = localHeader({
      path: Buffer.from(local?.name ?? name),
      method: local?.method ?? 8,
      sums: isStreamed ? null : (local?.sums ?? sums),
    })
    const parts = [before, packed, ...(isStreamed ? [dataDescriptor(sums)] : [])]
    directory.push(directoryLine(fields, { ...sums, ...told }, at))
    pieces.push(...parts)
    at += Buffer.concat(parts).length
  }
  return Buffer.concat([...pieces, endOfArchive(directory, at)])
}

const text = Buffer.from('hello '.repeat(100))

describe('an archive', () => {
  it('gives back what was packed, stored or deflated, its sums before or behind the data', () => {
    const names = fc.uniqueArray(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(names, fc.uint8Array({ maxLength: 500 }), fc.boolean(), (list, bytes, isStreamed) => {
        const content = Buffer.from(bytes)
        const expected = new Map(list.map((name) => [name, content]))
        const deflated = archive(...list.map((name) => ({ name, content, ...(isStreamed && { isStreamed }) })))
        expect(unpackArchive(packArchive(expected), most)).toEqual(expected)
        expect(unpackArchive(deflated, most)).toEqual(expected)
      }),
    )
  })

  it('is unpacked or refused, whatever is broken in it, and never more than is allowed', () => {
    const whole = archive({ name: 'a', content: text }, { name: 'b', content: text })
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const broken = Buffer.from(whole)
        broken[at] = value
        expect(['none', 'not_zip', 'damaged', 'encrypted', 'too_large']).toContain(faultOf(broken))
      }),
      { numRuns: 1_000 },
    )
    for (let length = 0; length < whole.length; length += 1)
      expect(['not_zip', 'damaged'], `${length} bytes`).toContain(faultOf(whole.subarray(0, length)))
  })

  it('that unfolds to more than is allowed is left alone, whatever its headers say of its size', () => {
    const bomb = Buffer.alloc(5_000_000)
    expect(faultOf(archive({ name: 'a', content: bomb }))).toBe('too_large')
    const sums = { crc: 0, packed: deflateRawSync(bomb).length, size: 10 }
    expect(faultOf(archive({ name: 'a', content: bomb, local: { sums }, directory: { size: 10, crc: 0 } }))).toBe(
      'too_large',
    )
    const half = Buffer.alloc(600_000)
    expect(faultOf(archive({ name: 'a', content: half }))).toBe('none')
    expect(faultOf(archive({ name: 'a', content: half }, { name: 'b', content: half }))).toBe('too_large')
    const many = Array.from({ length: 11 }, (_, i) => ({ name: `${i}`, content: text }))
    expect(faultOf(archive(...many))).toBe('too_large')
  })

  it('whose headers disagree with its directory is damaged', () => {
    const sums = { crc: crc32(text), packed: deflateRawSync(text).length, size: text.length }
    const disagreements: Omit<Told, 'name' | 'content'>[] = [
      { local: { name: 'x' } },
      { local: { name: 'ab' } },
      { local: { method: 0 } },
      { local: { sums: { ...sums, size: 1 } } },
      { local: { sums: { ...sums, packed: 1 } } },
      { local: { sums: { ...sums, crc: 1 } } },
      { directory: { size: 1 }, local: { sums: { ...sums, size: 1 } } },
      { directory: { crc: 1 }, local: { sums: { ...sums, crc: 1 } } },
      { directory: { size: 1 }, isStreamed: true },
    ]
    for (const one of disagreements)
      expect(faultOf(archive({ name: 'a', content: text, ...one })), JSON.stringify(one)).toBe('damaged')
    expect(faultOf(archive({ name: 'a', content: text }, { name: 'a', content: text }))).toBe('damaged')
  })

  it('whose headers leave the sizes to an extra field is read by its directory', () => {
    const sums = { crc: crc32(text), packed: 0xffff_ffff, size: 0xffff_ffff }
    expect(faultOf(archive({ name: 'a', content: text, local: { sums } }))).toBe('none')
  })

  it('under a password says so, and what is none says that', () => {
    const whole = archive({ name: 'a', content: text })
    whole.writeUInt16LE(whole.readUInt16LE(6) | 1, 6)
    expect(faultOf(whole)).toBe('encrypted')
    expect(faultOf(Buffer.from('id;name\n1;Anna\n'))).toBe('not_zip')
    expect(faultOf(Buffer.alloc(0))).toBe('not_zip')
  })
})
