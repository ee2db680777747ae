/**
 * Random tokens, tokens of tenants and API keys. Only a token's SHA-256 is stored: the token has at least 128 random bits, so nothing
 * slower is needed. An API key says by itself which tenant it is for and whether it was typed correctly, so a malformed
 * one is refused without asking the database, and secret scanners can recognise a leaked one.
 *
 * API key: `beleg_`, 54 digits base62 of the tenant's id (16 bytes) and 24 random bytes, 6 digits base62 of the CRC-32
 * of all before.
 *
 * Token of a tenant: 16 bytes of the tenant's id and 32 random bytes in base64url. Sessions, login transactions, links
 * and devices say with it which tenant they are for; one of another tenant finds nothing, because it is looked up
 * behind the row-level security of the tenant that it names.
 */
import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const prefix = 'beleg_'
/** ceil(320 bits / log2 62). */
const bodyDigits = 54
const checksumDigits = 6
const apiKeyShape = new RegExp(`^${prefix}[0-9A-Za-z]{${bodyDigits + checksumDigits}}$`)
const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function toBase62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest /= 62n) text = digits.charAt(Number(rest % 62n)) + text
  return text
}

function fromBase62(text: string): bigint {
  let value = 0n
  for (const digit of text) value = value * 62n + BigInt(digits.indexOf(digit))
  return value
}

const checksumOf = (text: string) => toBase62(BigInt(crc32(text)), checksumDigits)

/** What is stored of a token or an API key: 32 bytes. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest()
}

/** A random token in base64url (32 bytes: 43 characters) and its hash; throws a RangeError below 16 bytes. */
export function createToken(bytes = 32): { token: string; hash: Buffer } {
  if (bytes < 16) throw new RangeError('a token has at least 128 bits')
  const token = randomBytes(bytes).toString('base64url')
  return { token, hash: hashToken(token) }
}

const randomPart = 32
const tenantTokenShape = /^[A-Za-z0-9_-]{64}$/

/** A new token for a tenant (a UUID), and what is stored of it. */
export function mintToken(tenantId: string): { token: string; hash: Buffer } {
  const bytes = Buffer.concat([Buffer.from(tenantId.replaceAll('-', ''), 'hex'), randomBytes(randomPart)])
  const token = bytes.toString('base64url')
  return { token, hash: hashToken(token) }
}

/** Reads a token without the database; null when it is malformed. */
export function readToken(token: string): { tenantId: string; hash: Buffer } | null {
  if (!tenantTokenShape.test(token)) return null
  const hex = Buffer.from(token, 'base64url').subarray(0, 16).toString('hex')
  const tenantId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  return { tenantId, hash: hashToken(token) }
}

/** A new API key for a tenant (a UUID) and its hash; throws a TypeError for anything else. */
export function createApiKey(tenantId: string): { key: string; hash: Buffer } {
  if (!uuidShape.test(tenantId)) throw new TypeError('an API key belongs to a tenant id')
  const bytes = Buffer.concat([Buffer.from(tenantId.replaceAll('-', ''), 'hex'), randomBytes(24)])
  const body = prefix + toBase62(BigInt(`0x${bytes.toString('hex')}`), bodyDigits)
  const key = body + checksumOf(body)
  return { key, hash: hashToken(key) }
}

export type ParsedApiKey =
  | { readonly ok: true; readonly tenantId: string; readonly hash: Buffer }
  | { readonly ok: false; readonly reason: 'malformed' | 'checksum' }

/** Reads an API key without the database. `checksum`: of the right shape, but mistyped or made up. */
export function parseApiKey(text: string): ParsedApiKey {
  if (!apiKeyShape.test(text)) return { ok: false, reason: 'malformed' }
  const body = text.slice(0, -checksumDigits)
  if (checksumOf(body) !== text.slice(-checksumDigits)) return { ok: false, reason: 'checksum' }
  const value = fromBase62(body.slice(prefix.length))
  // 54 digits can say more than 40 bytes can hold.
  if (value >= 1n << 320n) return { ok: false, reason: 'malformed' }
  const hex = value.toString(16).padStart(80, '0')
  const tenantId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
  return { ok: true, tenantId, hash: hashToken(text) }
}
