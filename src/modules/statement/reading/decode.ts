/**
 * Bytes of an uploaded statement → clean text. Promises: UTF-8 (or UTF-16 with its mark) or a Problem that says where
 * it broke; nothing that looks like another file than its ending; no invisible or bidirectional control characters,
 * because a published sentence must read the same to every eye (Trojan Source, CVE-2021-42574).
 */
import { Problem } from '#platform/http/problem.ts'

/** A statement is a few pages; more is a wrong file. */
const maxTextBytes = 5 * 1024 * 1024
/** Word and PDF files carry pictures and fonts. */
export const maxStatementBytes = 20 * 1024 * 1024

/** What is text once it is decoded. */
export type TextFormat = 'text' | 'markdown' | 'mdx' | 'html'
export type StatementFormat = TextFormat | 'docx' | 'pdf'

const formatByEnding: Readonly<Record<string, StatementFormat>> = {
  txt: 'text',
  text: 'text',
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'mdx',
  docx: 'docx',
  pdf: 'pdf',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
}

/** First bytes of files that people upload by mistake. */
const pdf = 'PDF'
const zip = 'ZIP (docx, odt, xlsx)'
const ole = 'OLE (doc, xls)'
const magics: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  [pdf, [0x25, 0x50, 0x44, 0x46, 0x2d]],
  [zip, [0x50, 0x4b, 0x03, 0x04]],
  [ole, [0xd0, 0xcf, 0x11, 0xe0]],
  ['PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['GIF', [0x47, 0x49, 0x46, 0x38]],
  ['RTF', [0x7b, 0x5c, 0x72, 0x74, 0x66]],
  ['gzip', [0x1f, 0x8b]],
  ['ELF', [0x7f, 0x45, 0x4c, 0x46]],
]

/** Soft hyphen, zero-width and bidirectional controls, byte order marks inside, other C0/C1 controls, tag characters. */
const invisible =
  // oxlint-disable-next-line no-control-regex -- removing control characters is the point
  /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g

export interface DecodedStatement {
  format: TextFormat
  text: string
  /** How many invisible characters were taken out. */
  removedInvisible: number
}

/** The name of an uploaded file without its folders, short enough to be told. */
export function baseNameOf(fileName: string): string {
  return (fileName.split(/[\\/]/).at(-1) ?? fileName).slice(0, 200)
}

/**
 * What kind of statement this is, by its ending and its first bytes.
 * @throws Problem 415 `statement.unsupported_format`, `statement.macros`; 413 `statement.too_large`; 422
 * `statement.empty`, `statement.encrypted`, `statement.unreadable` (another kind of file behind the ending)
 */
export function identifyFormat(bytes: Uint8Array, fileName: string): StatementFormat {
  const file = baseNameOf(fileName)
  const dot = file.lastIndexOf('.')
  const ending = dot > 0 ? file.slice(dot + 1).toLowerCase() : ''
  const format = Object.hasOwn(formatByEnding, ending) ? formatByEnding[ending] : undefined
  if (/^(?:doc|dot|xls|ppt)m$/.test(ending)) throw new Problem(415, 'statement.macros', { params: { file } })
  if (format === undefined) throw new Problem(415, 'statement.unsupported_format', { params: { file, ending } })
  const limitBytes = format === 'docx' || format === 'pdf' ? maxStatementBytes : maxTextBytes
  if (bytes.length > limitBytes) throw new Problem(413, 'statement.too_large', { params: { file, limitBytes } })
  if (bytes.length === 0) throw new Problem(422, 'statement.empty', { params: { file } })
  const found = magics.find(([, magic]) => magic.every((byte, at) => bytes[at] === byte))?.[0] ?? null
  // Word keeps a file with a password in an OLE container.
  if (format === 'docx' && found === ole && isEncryptedOle(bytes))
    throw new Problem(422, 'statement.encrypted', { params: { file } })
  const expected = format === 'docx' ? zip : format === 'pdf' ? pdf : null
  // A PDF may begin a little later (ISO 32000-1, implementation note 13).
  if (format === 'pdf' && Buffer.from(bytes.subarray(0, 1_024)).includes('%PDF-')) return format
  if (found !== expected)
    throw new Problem(422, 'statement.unreadable', {
      params: { file, found: found ?? (expected === null ? '' : 'text') },
    })
  return format
}

function isEncryptedOle(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 64 * 1024)).includes(Buffer.from('EncryptedPackage', 'utf16le'))
}

/**
 * @throws Problem `statement.empty`, `statement.unreadable` (binary, or HTML called text), `statement.not_utf8` with the
 * offset of the first bad byte.
 */
export function decodeStatement(bytes: Uint8Array, fileName: string, format: TextFormat): DecodedStatement {
  const file = baseNameOf(fileName)
  const decoded = decode(bytes, file, format)
  const nul = decoded.indexOf('\0')
  if (nul >= 0) throw new Problem(422, 'statement.unreadable', { params: { file, found: 'binary', offset: nul } })
  let removedInvisible = 0
  // A letter and its accent are one sign, or no pattern knows the word.
  const text = decoded.normalize('NFC').replace(invisible, () => {
    removedInvisible += 1
    return ''
  })
  // More than one control in ten signs is no writing in any language.
  if (removedInvisible > 16 && removedInvisible * 10 > decoded.length)
    throw new Problem(422, 'statement.unreadable', { params: { file, found: 'binary' } })
  if (text.trim() === '') throw new Problem(422, 'statement.empty', { params: { file } })
  if (format === 'text' && /^\s*(?:<!doctype html|<html[\s>])/i.test(text.slice(0, 400)))
    throw new Problem(422, 'statement.unreadable', { params: { file, found: 'HTML' } })
  return { format, text, removedInvisible }
}

function decode(bytes: Uint8Array, file: string, format: TextFormat): string {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes, 'utf-16le', file)
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes, 'utf-16be', file)
  const start = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0
  const body = start === 0 ? bytes : bytes.subarray(start)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch (error) {
    if (start === 0 && isWindows1252(bytes, format)) return new TextDecoder('windows-1252').decode(bytes)
    throw new Problem(422, 'statement.not_utf8', { params: { file, offset: start + firstBadByte(body) }, cause: error })
  }
}

/** ä ö ü Ä Ö Ü ß § é è à á and the quotes, dashes, dots and bullets that old Windows programs write. */
const western = new Set([
  0xe4, 0xf6, 0xfc, 0xc4, 0xd6, 0xdc, 0xdf, 0xa7, 0xe9, 0xe8, 0xe0, 0xe1, 0x80, 0x82, 0x84, 0x85, 0x91, 0x92, 0x93,
  0x94, 0x95, 0x96, 0x97, 0xa0, 0xa9, 0xab, 0xae, 0xb0, 0xb7, 0xbb,
])

/**
 * The one other encoding of German and English text. Guessed only where nothing but its usual signs occurs, because a
 * wrong guess would be published; an HTML page may say so itself.
 */
function isWindows1252(bytes: Uint8Array, format: TextFormat): boolean {
  const declares =
    format === 'html' &&
    /charset\s*=\s*["']?(?:iso-8859-1|iso-8859-15|latin-?1|windows-1252)/i.test(
      Buffer.from(bytes.subarray(0, 2_048)).toString('latin1'),
    )
  return declares || bytes.every((byte) => (byte < 0x80 && byte !== 0) || western.has(byte))
}

function decodeUtf16(bytes: Uint8Array, label: 'utf-16le' | 'utf-16be', file: string): string {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch (error) {
    throw new Problem(422, 'statement.not_utf8', { params: { file, offset: 0 }, cause: error })
  }
}

/** Binary search over prefixes: a prefix decodes (as a stream) until the first bad byte is inside. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1
    try {
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, middle), { stream: true })
      good = middle
    } catch {
      bad = middle
    }
  }
  return good
}
