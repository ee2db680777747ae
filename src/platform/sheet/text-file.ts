/**
 * The letters of a text file of a stranger: which encoding it is in, and the same encoding back. CSV as programs write
 * it is UTF-8 with or without byte order mark, UTF-16, or Windows-1252.
 */
import { Problem } from '../http/problem.ts'

export interface DecodedText {
  /** Without the byte order mark. */
  readonly text: string
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  readonly hasMark: boolean
}

/** By its mark; without one, UTF-16 has a zero in nearly every second byte, at the same side. */
export function encodingOf(bytes: Buffer): 'utf-16le' | 'utf-16be' | 'bytes' {
  if (bytes.length < 2) return 'bytes'
  const mark = bytes.readUInt16LE(0)
  if (mark === 0xfeff) return 'utf-16le'
  if (mark === 0xfffe) return 'utf-16be'
  const sample = bytes.subarray(0, 2_000)
  const zeros = [0, 1].map((side) => sample.filter((byte, i) => byte === 0 && i % 2 === side).length)
  const [even = 0, odd = 0] = zeros
  const many = sample.length / 4
  if (odd > many && even === 0) return 'utf-16le'
  return even > many && odd === 0 ? 'utf-16be' : 'bytes'
}

/** @throws Problem 422 `sheet.mixed_encoding` naming the line, when the text is UTF-8 in most places and not in all */
export function decodeText(bytes: Buffer): DecodedText {
  const encoding = encodingOf(bytes)
  const decoded = (text: string, as: DecodedText['encoding']): DecodedText => ({
    text: text.replace(/^\u{FEFF}/u, ''),
    encoding: as,
    hasMark: text.startsWith('\u{FEFF}'),
  })
  if (encoding !== 'bytes') return decoded(new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes), encoding)
  try {
    return decoded(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), 'utf-8')
  } catch {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    const broken = text.split('\u{FFFD}').length - 1
    const whole = text.match(/[\u{80}-\u{FFFC}\u{10000}-\u{10FFFF}]/gu)?.length ?? 0
    // Windows-1252 almost never looks like UTF-8; to read it so would spell every other name wrongly.
    if (whole >= broken) {
      const row = text.slice(0, text.indexOf('\u{FFFD}')).split(/\r\n|[\r\n]/).length
      throw new Problem(422, 'sheet.mixed_encoding', { params: { row } })
    }
    return decoded(new TextDecoder('windows-1252').decode(bytes), 'windows-1252')
  }
}

/** The letters that Windows-1252 has, by the byte that each is (WHATWG Encoding Standard). */
const western: ReadonlyMap<string, number> = new Map(
  [...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))].map(
    (letter, byte) => [letter, byte] as const,
  ),
)

/** Letters of a text that an encoding does not have; all of Unicode is in the others. */
export function lettersMissingIn(encoding: DecodedText['encoding'], text: string): readonly string[] {
  return encoding === 'windows-1252' ? [...new Set([...text].filter((letter) => !western.has(letter)))] : []
}

/** The bytes again; letters that the encoding does not have become question marks, so look for them before. */
export function encodeText({ text, encoding, hasMark }: DecodedText): Buffer {
  const whole = hasMark ? `\u{FEFF}${text}` : text
  if (encoding === 'utf-8') return Buffer.from(whole, 'utf8')
  if (encoding === 'utf-16le') return Buffer.from(whole, 'utf16le')
  if (encoding === 'utf-16be') return Buffer.from(whole, 'utf16le').swap16()
  return Buffer.from([...text].map((letter) => western.get(letter) ?? 0x3f))
}

const guessedLines = 20

/** The sign that stands in most of the first lines, outside of quotes, and most often in each of them. */
export function guessDelimiter(text: string): string {
  const lines = text
    .slice(0, 100_000)
    .replaceAll(/"[^"]*"/g, '')
    .split(/\r\n|[\r\n]/)
    .filter((line) => line !== '')
    .slice(0, guessedLines)
  const counted = [';', ',', '\t'].map((sign) => {
    const counts = lines.map((line) => line.split(sign).length - 1).toSorted((a, b) => a - b)
    return { sign, usual: counts[Math.floor(counts.length / 2)] ?? 0 }
  })
  return counted.reduce((best, one) => (one.usual > best.usual ? one : best)).sign
}
