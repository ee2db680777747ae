/**
 * Custody of the master key, the one secret that everything else is wrapped under. A custodian wraps and unwraps; the
 * key itself is never handed out, so that a KMS, Vault transit or PKCS#11 token can stand behind the same interface.
 * Real today: the environment and a file beside (never inside) the data directory, so that a copy of the data is not
 * a copy of its key. Promises: a key file is created atomically and readable by its owner only; a key that others can
 * read, that is malformed or that was obviously not drawn at random is refused; a secret wrapped by another master key
 * is named as such.
 */
import { hkdfSync, randomBytes } from 'node:crypto'
import { lstat, readFile } from 'node:fs/promises'
import { createDurably, hasCode } from '#platform/file/durable.ts'
import { Problem } from '#platform/http/problem.ts'
import { open, prepareKey, seal } from './aead.ts'

export interface KeyCustodian {
  /** Where the key is kept and which one it is, such as `file:1f0c9a…`; safe to print. */
  readonly id: string
  /** False for a key that the first start made by itself: outside loopback the server refuses to run on it. */
  readonly configured: boolean
  /** Wraps 32 bytes or so, bound to the associated data. */
  wrap(secret: Uint8Array, aad: Uint8Array): Promise<Buffer>
  /** Opens what `wrap` returned; throws `key.wrong_master_key` or `key.unauthentic`. */
  unwrap(wrapped: Uint8Array, aad: Uint8Array): Promise<Buffer>
  /** A secret of its own for one purpose (HKDF-SHA-256, RFC 5869): the same for as long as the master key is. */
  deriveSecret(purpose: string, bytes?: number): Promise<Buffer>
}

const magic = Buffer.from([0xbe, 0x1e, 0x6d, 0x01])
const fingerprintBytes = 8

/** HKDF-SHA-256 without salt: the input is a uniformly random key already (RFC 5869 §3.1). */
export function hkdf(key: Uint8Array, info: string | Uint8Array, bytes = 32): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), info, bytes))
}

/** Keeps a master key in this process. Exported for the custodians here and for tests. */
export function createCustodian(kind: 'file' | 'environment', master: Uint8Array, configured: boolean): KeyCustodian {
  // Each use has a key of its own, so that no output of one is an input of another.
  const wrapping = prepareKey(hkdf(master, 'beleg/master/wrap/v1'))
  const fingerprint = hkdf(master, 'beleg/master/fingerprint/v1', fingerprintBytes)
  const deriving = hkdf(master, 'beleg/master/derive/v1')
  const header = Buffer.concat([magic, fingerprint])
  return {
    id: `${kind}:${fingerprint.toString('hex')}`,
    configured,
    wrap: async (secret, aad) => Buffer.concat([header, seal(wrapping, secret, Buffer.concat([header, aad]))]),
    unwrap: async (wrapped, aad) => {
      if (wrapped.length < header.length || !magic.equals(wrapped.subarray(0, magic.length))) {
        throw new Problem(500, 'key.not_wrapped')
      }
      if (!header.equals(wrapped.subarray(0, header.length))) {
        const wrappedUnder = Buffer.from(wrapped.subarray(magic.length, header.length)).toString('hex')
        throw new Problem(500, 'key.wrong_master_key', {
          params: { expected: wrappedUnder, present: fingerprint.toString('hex') },
        })
      }
      try {
        return open(wrapping, wrapped.subarray(header.length), Buffer.concat([header, aad]))
      } catch (cause) {
        throw new Problem(500, 'key.unauthentic', { cause })
      }
    },
    deriveSecret: async (purpose, bytes = 32) => hkdf(deriving, `beleg/secret/v1/${purpose}`, bytes),
  }
}

/**
 * Reads 32 bytes from base64 text. Throws `key.malformed` for anything else and `key.weak` for bytes that cannot have
 * been drawn at random: 32 random bytes have fewer than 16 different values with a probability below 2^-60.
 */
function parseKey(text: string, source: string): Buffer {
  const trimmed = text.trim()
  const key = Buffer.from(trimmed, 'base64')
  if (key.length !== 32 || key.toString('base64').replace(/=+$/, '') !== trimmed.replace(/=+$/, '')) {
    throw new Problem(500, 'key.malformed', { params: { source } })
  }
  if (new Set(key).size < 16) throw new Problem(500, 'key.weak', { params: { source } })
  return key
}

async function readKeyFile(path: string): Promise<Buffer> {
  const found = await lstat(path)
  if (!found.isFile()) throw new Problem(500, 'key.not_a_file', { params: { path } })
  // Windows has no permission bits; there the directory's access list protects the file.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw new Problem(500, 'key.readable_by_others', {
      params: { path, mode: (found.mode & 0o777).toString(8).padStart(4, '0') },
    })
  }
  return parseKey(await readFile(path, 'utf8'), path)
}

/** Of two processes that start at once both end up with the same key: `createDurably` replaces nothing. */
async function createKeyFile(path: string): Promise<void> {
  try {
    await createDurably(path, `${randomBytes(32).toString('base64')}\n`)
  } catch (cause) {
    if (hasCode(cause, 'ENOSPC') || hasCode(cause, 'EDQUOT'))
      throw new Problem(507, 'key.disk_full', { params: { path }, cause })
    throw new Problem(500, 'key.not_written', { params: { path }, cause })
  }
}

/** Where the key file of a data directory lies: beside it. */
export function keyFileOf(dataDirectory: string): string {
  return `${dataDirectory.replace(/[/\\]+$/, '')}.key`
}

/**
 * Opens the master key: BELEG_MASTER_KEY (base64 of 32 bytes), else the file named by BELEG_MASTER_KEY_FILE, else
 * `<data>.key`. Only the last is created when missing, and only with `mayCreate`: beside data that exists already, a
 * new key would open nothing. Throws `key.both_configured`, `key.missing`, `key.malformed`, `key.weak`,
 * `key.not_a_file`, `key.readable_by_others`, `key.not_written`, `key.disk_full`.
 */
export async function openMasterKey(options: {
  dataDirectory: string
  environment: Readonly<Record<string, string | undefined>>
  mayCreate: boolean
}): Promise<KeyCustodian> {
  const { BELEG_MASTER_KEY: inline, BELEG_MASTER_KEY_FILE: named } = options.environment
  if (inline && named) throw new Problem(500, 'key.both_configured')
  if (inline) return createCustodian('environment', parseKey(inline, 'BELEG_MASTER_KEY'), true)
  const path = named || keyFileOf(options.dataDirectory)
  try {
    return createCustodian('file', await readKeyFile(path), Boolean(named))
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  if (named || !options.mayCreate) throw new Problem(500, 'key.missing', { params: { path } })
  await createKeyFile(path)
  return createCustodian('file', await readKeyFile(path), false)
}
