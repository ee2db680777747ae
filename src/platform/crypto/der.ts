/**
 * DER (ITU-T X.690), as much of it as our formats need: definite lengths, tags of one byte. Writing is concatenation;
 * reading is strict, because every byte comes from somebody else.
 */

/** Why bytes are not what DER allows, or not what was expected. */
export class DerError extends Error {
  override readonly name = 'DerError'
}

export interface DerValue {
  readonly tag: number
  readonly content: Buffer
  /** With its tag and length. */
  readonly whole: Buffer
}

export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** One value: tag, length and content. @throws RangeError beyond 16 MiB */
export function writeDer(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  if (body.length < 128) return Buffer.concat([Buffer.from([tag, body.length]), body])
  if (body.length >= 2 ** 24) throw new RangeError('too long for what is written here')
  const digits = body.length.toString(16)
  const length = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body])
}

/** A non-negative integer from its big-endian bytes: minimal, and never mistaken for a negative one (§8.3). */
export function writeDerInteger(bytes: Uint8Array): Buffer {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1
  const minimal = bytes.subarray(start)
  return writeDer(derTag.integer, (minimal[0] ?? 0) >= 0x80 ? Buffer.of(0) : Buffer.alloc(0), minimal)
}

/** The values that follow one another in some bytes. @throws DerError */
export function readDer(bytes: Uint8Array): DerValue[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values: DerValue[] = []
  for (let at = 0; at < all.length;) {
    const tag = all[at] ?? 0
    if ((tag & 0x1f) === 0x1f) throw new DerError('a tag of several bytes')
    const first = all[at + 1]
    if (first === undefined) throw new DerError('ends within a value')
    let head = 2
    let length = first
    if (first >= 0x80) {
      const count = first & 0x7f
      if (count === 0 || count > 3) throw new DerError('a length that DER does not allow')
      if (at + 2 + count > all.length) throw new DerError('ends within a value')
      length = all.readUIntBE(at + 2, count)
      if (length < 0x80 || (count > 1 && length < 2 ** (8 * (count - 1)))) throw new DerError('a length not in DER')
      head += count
    }
    const end = at + head + length
    if (end > all.length) throw new DerError('ends within a value')
    values.push({ tag, content: all.subarray(at + head, end), whole: all.subarray(at, end) })
    at = end
  }
  return values
}

/** The only value of some bytes. @throws DerError when there is none, another tag, or more than one */
export function readOneDer(bytes: Uint8Array, tag: number): DerValue {
  const [value, ...more] = readDer(bytes)
  if (value === undefined || more.length > 0) throw new DerError('not exactly one value')
  return expectDer(value, tag)
}

/** The value, if it bears this tag. @throws DerError */
export function expectDer(value: DerValue | undefined, tag: number): DerValue {
  if (value?.tag !== tag) throw new DerError(`tag ${tag} expected, ${value?.tag ?? 'nothing'} found`)
  return value
}
