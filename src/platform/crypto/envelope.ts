/**
 * The bytes around everything sealed with a tenant's keys: `BE 1E 67 | format 01 | key version (u32) | nonce (24) |
 * ciphertext | tag (16)`. `BE` cannot begin UTF-8 text, so a probe tells an envelope from a plaintext by its first
 * bytes; what lacks the header or the tag is an error, never a plaintext path.
 */
import { Problem } from '#platform/http/problem.ts'
import { nonceBytes, open, seal, type SealingKey, tagBytes } from './aead.ts'

const magic = Buffer.from([0xbe, 0x1e, 0x67, 0x01])
export const headerBytes = 8

/** Length of an envelope over so many bytes of plaintext. */
export function envelopeBytes(plaintextBytes: number): number {
  return headerBytes + nonceBytes + plaintextBytes + tagBytes
}

/** Seals under a key of this version. */
export function sealEnvelope(key: SealingKey, version: number, plaintext: Uint8Array, aad: Uint8Array): Buffer {
  const header = Buffer.alloc(headerBytes)
  magic.copy(header)
  header.writeUInt32BE(version, 4)
  return Buffer.concat([header, seal(key, plaintext, Buffer.concat([header, aad]))])
}

/** True when the bytes start as an envelope does; says nothing about their authenticity. */
export function hasEnvelopeHeader(bytes: Uint8Array): boolean {
  return bytes.length >= magic.length && magic.equals(bytes.subarray(0, magic.length))
}

/**
 * Version of the key that sealed. Throws `vault.not_sealed` when these are not the bytes of an envelope,
 * `vault.truncated` when they end before the tag.
 */
export function keyVersionOf(bytes: Uint8Array): number {
  if (!hasEnvelopeHeader(bytes)) throw new Problem(500, 'vault.not_sealed')
  if (bytes.length < envelopeBytes(0)) throw new Problem(500, 'vault.truncated')
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt32BE(4)
}

/** Opens an envelope; throws `vault.unauthentic` when key, place or bytes are not those that were sealed. */
export function openEnvelope(key: SealingKey, bytes: Uint8Array, aad: Uint8Array): Buffer {
  keyVersionOf(bytes)
  try {
    return open(key, bytes.subarray(headerBytes), Buffer.concat([bytes.subarray(0, headerBytes), aad]))
  } catch (cause) {
    throw new Problem(500, 'vault.unauthentic', { cause })
  }
}
