/**
 * Opaque tokens that say which tenant they are for: sessions, login transactions, enrolment links, devices. 16 bytes
 * of the tenant's id and 32 random bytes in base64url; only a SHA-256 is stored. A token of another tenant finds
 * nothing, because it is looked up behind the row-level security of the tenant that it names.
 */
import { randomBytes } from 'node:crypto'
import { hashToken } from '#platform/crypto/token.ts'

const randomPart = 32
const shape = /^[A-Za-z0-9_-]{64}$/

/** A new token for a tenant (a UUID), and what is stored of it. */
export function mintToken(tenantId: string): { token: string; hash: Buffer } {
  const bytes = Buffer.concat([Buffer.from(tenantId.replaceAll('-', ''), 'hex'), randomBytes(randomPart)])
  const token = bytes.toString('base64url')
  return { token, hash: hashToken(token) }
}

/** Reads a token without the database; null when it is malformed. */
export function readToken(token: string): { tenantId: string; hash: Buffer } | null {
  if (!shape.test(token)) return null
  const hex = Buffer.from(token, 'base64url').subarray(0, 16).toString('hex')
  const tenantId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  return { tenantId, hash: hashToken(token) }
}

// RFC 4648 base32: no 0, 1, 8 or 9 to be mistaken. 24 letters are 120 bits, so a plain hash may be stored (ASVS 6.5.2).
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const recoveryLength = 24

/** A recovery code in groups of four. */
export function mintRecoveryCode(): string {
  const letters = [...randomBytes(recoveryLength)].map((byte) => alphabet.charAt(byte & 31)).join('')
  return (letters.match(/.{4}/g) ?? []).join('-')
}

/** What is stored of a recovery code; bound to its account. Spaces, dashes and case do not matter. */
export function hashRecoveryCode(accountId: string, code: string): Buffer {
  const letters = code.toUpperCase().replaceAll(/[^A-Z2-7]/g, '')
  return hashToken(`beleg/recovery-code/v1 ${accountId} ${letters}`)
}
