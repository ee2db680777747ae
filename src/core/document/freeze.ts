/**
 * Freezing a document: its model becomes bytes that are the same wherever they are made (RFC 8785: keys sorted, numbers
 * and strings as ECMAScript writes them), and their SHA-256 is the number printed on every page.
 */
import { createHash } from 'node:crypto'
import { documentModelSchema, type DocumentModel } from './contract.ts'

/** More than this is no document that somebody reads, and takes the time of everybody else. */
export const mostModelBytes = 8 * 1024 * 1024

export interface FrozenModel {
  readonly model: DocumentModel
  /** The canonical JSON, without a line break at its end. */
  readonly bytes: Buffer
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly sha256: string
}

/**
 * Validates a model and freezes it.
 * @throws ZodError naming everything that is no document, RangeError when it is larger than a document may be
 */
export function freezeModel(given: unknown): FrozenModel {
  const model = documentModelSchema.parse(given)
  const bytes = Buffer.from(canonicalJson(model), 'utf8')
  if (bytes.length > mostModelBytes) throw new RangeError('the document is larger than a document may be')
  return { model, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** A value as RFC 8785 writes it. Takes plain JSON values only. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    // By UTF-16 code units (section 3.2.3), which is how ECMAScript compares strings.
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`
}

/** The first 16 digits in groups of four: enough to tell documents apart by eye. */
export function shortHash(sha256: string): string {
  return sha256.slice(0, 16).replaceAll(/(.{4})(?=.)/g, '$1 ')
}
