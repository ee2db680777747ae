/**
 * Recovery codes: what a person types when the second factor is lost. Only a SHA-256 of each is stored.
 */
import { randomBytes } from 'node:crypto'
import { hashToken } from '#platform/crypto/token.ts'

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
