/**
 * The server's TLS certificate: the operator's own files, or a self-signed one kept in the data directory and renewed
 * before it expires. Promises: what is returned is a pair that fits together and is valid now; everything that is wrong
 * with configured files is a Problem that names the file. `tlsServerOptions` is what every listener of ours uses.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import type { Clock } from '#platform/clock/clock.ts'
import { Problem } from '#platform/http/problem.ts'
import { issueSelfSigned } from './self-signed.ts'

/** TLS 1.2 and 1.3 with AEAD suites and forward secrecy only (BSI TR-02102-2); the transport probe checks it. */
export const tlsServerOptions = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
  honorCipherOrder: true,
} as const

export interface TlsCertificate {
  /** PEM, with the chain when the file has one. */
  readonly certificate: string
  /** PEM. */
  readonly privateKey: string
  readonly notAfter: Date
  readonly selfSigned: boolean
  /** SHA-256 over the DER, for people to compare with what their browser shows. */
  readonly fingerprint: string
}

const dayMs = 86_400_000
const validDays = 90
/** Renewed when a third of its life is left, as ACME clients do. */
const renewDays = 30

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new Problem(500, 'tls.file_unreadable', { params: { path }, cause })
  }
}

function checkPair(pair: { certificate: string; privateKey: string }, names: { certificate: string; key: string }) {
  let parsed: X509Certificate
  try {
    parsed = new X509Certificate(pair.certificate)
  } catch (cause) {
    throw new Problem(500, 'tls.certificate_malformed', { params: { path: names.certificate }, cause })
  }
  let key: ReturnType<typeof createPrivateKey>
  try {
    key = createPrivateKey(pair.privateKey)
  } catch (cause) {
    throw new Problem(500, 'tls.key_malformed', { params: { path: names.key }, cause })
  }
  if (!parsed.checkPrivateKey(key)) {
    throw new Problem(500, 'tls.key_mismatch', { params: { certificate: names.certificate, key: names.key } })
  }
  return parsed
}

function describe(pair: { certificate: string; privateKey: string }, parsed: X509Certificate): TlsCertificate {
  return {
    ...pair,
    notAfter: parsed.validToDate,
    selfSigned: parsed.issuer === parsed.subject && parsed.verify(parsed.publicKey),
    fingerprint: parsed.fingerprint256,
  }
}

/**
 * Reads configured files. Throws `tls.file_unreadable`, `tls.certificate_malformed`, `tls.key_malformed` (an encrypted
 * key too), `tls.key_mismatch`, `tls.certificate_expired`, `tls.certificate_not_yet_valid`.
 */
export async function loadTlsCertificate(
  files: { certificate: string; key: string },
  clock: Clock,
): Promise<TlsCertificate> {
  const pair = { certificate: await readPem(files.certificate), privateKey: await readPem(files.key) }
  const parsed = checkPair(pair, files)
  const now = clock.now()
  if (parsed.validToDate <= now) {
    throw new Problem(500, 'tls.certificate_expired', {
      params: { path: files.certificate, notAfter: parsed.validToDate.toISOString() },
    })
  }
  if (parsed.validFromDate > now) {
    throw new Problem(500, 'tls.certificate_not_yet_valid', {
      params: { path: files.certificate, notBefore: parsed.validFromDate.toISOString() },
    })
  }
  return describe(pair, parsed)
}

/**
 * The self-signed certificate of a data directory for this host name; made on first use, and made anew when it is about
 * to expire, is for other names, or is damaged. Call it again daily: the listener takes the result as its new context.
 */
export async function ensureSelfSigned(directory: string, hostName: string, clock: Clock): Promise<TlsCertificate> {
  const path = join(directory, 'tls.pem')
  const names = [...new Set(['localhost', '127.0.0.1', '::1', hostName.toLowerCase()])].filter((name) => name !== '')
  const now = clock.now()
  const kept = await readKept(path)
  if (kept !== undefined) {
    const fits = names.every((name) => (isIP(name) === 0 ? kept.parsed.checkHost(name) : kept.parsed.checkIP(name)))
    const lasts = kept.parsed.validToDate.getTime() - now.getTime() > renewDays * dayMs
    if (fits && lasts && kept.parsed.validFromDate <= now) return describe(kept.pair, kept.parsed)
  }
  const pair = issueSelfSigned(names, new Date(now.getTime() - dayMs), new Date(now.getTime() + validDays * dayMs))
  await mkdir(directory, { recursive: true, mode: 0o700 })
  // Key and certificate in one file: they can never be of two different renewals.
  const temporary = `${path}.${process.pid}.tmp`
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(pair.privateKey + pair.certificate)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
  return describe(pair, new X509Certificate(pair.certificate))
}

async function readKept(path: string) {
  try {
    const text = await readFile(path, 'utf8')
    const at = text.indexOf('-----BEGIN CERTIFICATE-----')
    const pair = { privateKey: text.slice(0, at), certificate: text.slice(at) }
    return { pair, parsed: checkPair(pair, { certificate: path, key: path }) }
  } catch {
    return undefined
  }
}
