/**
 * The ids that OSCAL asks for: UUIDs of version 4 or 5. Ours are of version 7, so each thing gets one by its name.
 * Version 5 is made by SHA-1, which this house does not use: the bits of a SHA-256 stand where version 4 has random ones.
 */
import { createHash } from 'node:crypto'

/** Of this program. */
const namespace = 'urn:beleg:oscal'

/** The same name always has the same UUID. */
export function uuidOf(name: string): string {
  const hash = createHash('sha256').update(`${namespace} ${name}`, 'utf8').digest().subarray(0, 16)
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x40, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = hash.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** A requirement as a token: OSCAL's begin with a letter and have no brackets. */
export function controlIdOf(framework: string, requirement: string): string {
  return `${framework}-${requirement.replaceAll(/[()]+/g, '-').replace(/-$/, '')}`
}
