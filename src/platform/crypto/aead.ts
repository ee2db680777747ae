/**
 * Authenticated encryption for everything Beleg seals: XAES-256-GCM (C2SP), which is AES-256-GCM (NIST SP 800-38D)
 * under a subkey derived for each message (NIST SP 800-108r1 with AES-CMAC) from the first half of a random 192-bit
 * nonce. Promises: no nonce reuse without a counter, because 2^80 random messages stay below a collision risk of
 * 2^-32, where plain GCM with its 96-bit nonce ends at 2^32 messages and needs a count shared by every process;
 * associated data without ambiguity; and every failure to open is an exception, never a plaintext.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type Cipheriv } from 'node:crypto'
import { drawRandom } from './random.ts'

export const nonceBytes = 24
export const tagBytes = 16

/** A key prepared for use: its block cipher, and `k1`, the CMAC subkey of NIST SP 800-38B. */
export interface SealingKey {
  /** ECB without padding keeps no state between blocks, so one object serves all; a new one costs 3 µs each time. */
  readonly blockCipher: Cipheriv
  readonly k1: Buffer
}

/** Prepares 32 key bytes. */
export function prepareKey(bytes: Uint8Array): SealingKey {
  if (bytes.length !== 32) throw new RangeError('a sealing key has 32 bytes')
  const blockCipher = createCipheriv('aes-256-ecb', bytes, null).setAutoPadding(false)
  const block = blockCipher.update(Buffer.alloc(16))
  const k1 = Buffer.alloc(16)
  let carry = 0
  for (let i = 15; i >= 0; i--) {
    const byte = block[i] ?? 0
    k1[i] = ((byte << 1) | carry) & 0xff
    carry = byte >> 7
  }
  if (carry === 1) k1[15] = (k1[15] ?? 0) ^ 0x87
  return { blockCipher, k1 }
}

function deriveMessageKey({ blockCipher, k1 }: SealingKey, nonce: Uint8Array): Buffer {
  const blocks = Buffer.alloc(32)
  for (const half of [0, 1]) {
    const at = half * 16
    blocks[at + 1] = half + 1
    blocks[at + 2] = 0x58
    blocks.set(nonce.subarray(0, 12), at + 4)
    for (let i = 0; i < 16; i++) blocks[at + i] = (blocks[at + i] ?? 0) ^ (k1[i] ?? 0)
  }
  return blockCipher.update(blocks)
}

/** AES-256-GCM as NIST SP 800-38D has it: 32 bytes of key, 12 of nonce. Returns ciphertext and tag. */
export function sealGcm(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Buffer {
  // Handed over as bytes the key takes Node three times as long as all the rest.
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce, { authTagLength: tagBytes })
  cipher.setAAD(aad)
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
}

/** Opens ciphertext and tag of `sealGcm`. @throws Error when key, nonce, associated data or bytes are others */
export function openGcm(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Buffer {
  if (sealed.length < tagBytes) throw new RangeError('sealed bytes are truncated')
  // The tag length is fixed: Node accepts shortened tags otherwise (4 bytes forge in 2^32 tries).
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), nonce, { authTagLength: tagBytes })
  decipher.setAAD(aad)
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  const plaintext = decipher.update(sealed.subarray(0, sealed.length - tagBytes))
  return Buffer.concat([plaintext, decipher.final()])
}

/** Seals under an explicit nonce; only `seal` and the published vectors call it. Returns ciphertext and tag. */
export function sealWithNonce(key: SealingKey, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Buffer {
  return sealGcm(deriveMessageKey(key, nonce), nonce.subarray(12), plaintext, aad)
}

/** Seals: 24 bytes of nonce, ciphertext, 16 bytes of tag. */
export function seal(key: SealingKey, plaintext: Uint8Array, aad: Uint8Array): Buffer {
  const nonce = drawRandom(nonceBytes)
  return Buffer.concat([nonce, sealWithNonce(key, nonce, plaintext, aad)])
}

/** Opens what `seal` returned. Throws on any other key, associated data or byte, and on anything too short. */
export function open(key: SealingKey, sealed: Uint8Array, aad: Uint8Array): Buffer {
  if (sealed.length < nonceBytes + tagBytes) throw new RangeError('sealed bytes are truncated')
  const nonce = sealed.subarray(0, nonceBytes)
  return openGcm(deriveMessageKey(key, nonce), nonce.subarray(12), sealed.subarray(nonceBytes), aad)
}

/** Associated data: each part with its length before it, so that no two lists of parts encode alike. */
export function associate(...parts: readonly (string | number)[]): Buffer {
  const texts = parts.map(String)
  const all = Buffer.alloc(texts.reduce((sum, text) => sum + 4 + Buffer.byteLength(text), 0))
  let at = 0
  for (const text of texts) {
    const length = all.write(text, at + 4)
    all.writeUInt32BE(length, at)
    at += 4 + length
  }
  return all
}
