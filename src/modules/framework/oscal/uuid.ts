/** The ids that OSCAL asks for: UUIDs of version 4 or 5. Ours are of version 7, so each gets one by name (RFC 9562 §5.5). */
import { createHash } from 'node:crypto'

/** Of this program; drawn once. */
const namespace = Buffer.from('7b1d0f0c5d2f4a5e9a3c6a1e4b8f2d90', 'hex')

/** The same name always has the same UUID. */
export function uuidOf(name: string): string {
  const hash = createHash('sha1').update(namespace).update(name, 'utf8').digest().subarray(0, 16)
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = hash.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** A requirement as a token: OSCAL's begin with a letter and have no brackets. */
export function controlIdOf(framework: string, requirement: string): string {
  return `${framework}-${requirement.replaceAll(/[()]+/g, '-').replace(/-$/, '')}`
}
