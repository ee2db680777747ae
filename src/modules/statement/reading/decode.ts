/**
 * Bytes of an uploaded statement → clean text. Promises: UTF-8 (or UTF-16 with its mark) or a Problem that says where
 * it broke; nothing that looks like another file than its ending; no invisible or bidirectional control characters,
 * because a published sentence must read the same to every eye (Trojan Source, CVE-2021-42574).
 */
import { Problem } from '#platform/http/problem.ts'

/** A statement is a few pages; more is a wrong file. */
export const maxStatementBytes = 5 * 1024 * 1024

export type StatementFormat = 'text' | 'markdown' | 'html'

const formatByEnding: Readonly<Record<string, StatementFormat>> = {
  txt: 'text',
  text: 'text',
  md: 'markdown',
  markdown: 'markdown',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
}

/** First bytes of files that people upload by mistake. */
const magics: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['PDF', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['ZIP (docx, odt, xlsx)', [0x50, 0x4b, 0x03, 0x04]],
  ['OLE (doc, xls)', [0xd0, 0xcf, 0x11, 0xe0]],
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
  format: StatementFormat
  text: string
  /** How many invisible characters were taken out. */
  removedInvisible: number
}

/**
 * @throws Problem statement.unsupported_format, statement.too_large, statement.empty, statement.unreadable (another
 * kind of file behind the ending), statement.not_utf8 with the offset of the first bad byte.
 */
export function decodeStatement(bytes: Uint8Array, fileName: string): DecodedStatement {
  const baseName = fileName.split(/[\\/]/).at(-1) ?? fileName
  const dot = baseName.lastIndexOf('.')
  const ending = dot > 0 ? baseName.slice(dot + 1).toLowerCase() : ''
  const format = Object.hasOwn(formatByEnding, ending) ? formatByEnding[ending] : undefined
  if (format === undefined) {
    throw new Problem(415, 'statement.unsupported_format', { params: { file: baseName.slice(0, 200), ending } })
  }
  if (bytes.length > maxStatementBytes) {
    throw new Problem(413, 'statement.too_large', {
      params: { file: baseName.slice(0, 200), limitBytes: maxStatementBytes },
    })
  }
  for (const [name, magic] of magics) {
    if (magic.every((byte, at) => bytes[at] === byte)) {
      throw new Problem(422, 'statement.unreadable', { params: { file: baseName.slice(0, 200), found: name } })
    }
  }
  const decoded = decode(bytes, baseName.slice(0, 200))
  const nul = decoded.indexOf('\0')
  if (nul >= 0)
    throw new Problem(422, 'statement.unreadable', {
      params: { file: baseName.slice(0, 200), found: 'binary', offset: nul },
    })
  let removedInvisible = 0
  const text = decoded.replace(invisible, () => {
    removedInvisible += 1
    return ''
  })
  // More than one control in ten signs is no writing in any language.
  if (removedInvisible > 16 && removedInvisible * 10 > decoded.length) {
    throw new Problem(422, 'statement.unreadable', { params: { file: baseName.slice(0, 200), found: 'binary' } })
  }
  if (text.trim() === '') throw new Problem(422, 'statement.empty', { params: { file: baseName.slice(0, 200) } })
  if (format === 'text' && /^\s*(?:<!doctype html|<html[\s>])/i.test(text.slice(0, 400))) {
    throw new Problem(422, 'statement.unreadable', { params: { file: baseName.slice(0, 200), found: 'HTML' } })
  }
  return { format, text, removedInvisible }
}

function decode(bytes: Uint8Array, file: string): string {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes, 'utf-16le', file)
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes, 'utf-16be', file)
  const start = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0
  const body = start === 0 ? bytes : bytes.subarray(start)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch (error) {
    throw new Problem(422, 'statement.not_utf8', { params: { file, offset: start + firstBadByte(body) }, cause: error })
  }
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
