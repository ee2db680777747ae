/**
 * Predicates over the facts of the probes. Pure. The order inside each is worst first: what is proven bad outranks what
 * is unknown, and only what is known to be good passes. A probe that could not have seen the bad never passes.
 */
import type { Verdict } from '#core/duty.ts'
import type { ClaimParameter } from '#core/vocabulary.ts'
import {
  type ColumnFact,
  type FileFact,
  type HandshakeFact,
  type ListenersFact,
  type TlsVersion,
  tlsVersions,
  type VolumeFact,
} from './contract.ts'

export interface HandshakeDemand {
  /** Lowest version that may be accepted. */
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3'
  /** Demands a certificate that clients trust; off for the self-signed one of a fresh instance. */
  readonly trusted?: boolean
}

const pass = (reason: string): Verdict => ({ outcome: 'pass', reason })
const fail = (reason: string, params?: Verdict['params']): Verdict =>
  params === undefined ? { outcome: 'fail', reason } : { outcome: 'fail', reason, params }
const unknown = (reason: string, params?: Verdict['params']): Verdict =>
  params === undefined ? { outcome: 'unknown', reason } : { outcome: 'unknown', reason, params }

/** Smallest key sizes of BSI TR-02102-1 (2025): RSA 3000 for new, 2048 tolerated for server certificates of others. */
const smallestKeyBits: Readonly<Record<string, number>> = {
  rsa: 2048,
  'rsa-pss': 2048,
  ec: 250,
  ed25519: 250,
  ed448: 250,
}

function lowerThan(version: TlsVersion, limit: TlsVersion): boolean {
  return tlsVersions.indexOf(version) < tlsVersions.indexOf(limit)
}

/**
 * Is data on its way to this endpoint encrypted as promised? In clear is allowed where no other host can listen; a
 * TLS endpoint is held to the promise wherever it is bound.
 */
export function judgeHandshake(fact: HandshakeFact, demand: HandshakeDemand): Verdict {
  if (fact.protocol === 'http' || fact.protocol === 'other') {
    return fact.loopbackOnly
      ? pass('transport.loopback_only')
      : fail('transport.plaintext', { protocol: fact.protocol })
  }
  const old = fact.accepted.filter((version) => lowerThan(version, demand.minVersion))
  if (old.length > 0) return fail('transport.old_version', { versions: old.join(', ') })
  if (fact.weakCiphers.length > 0) return fail('transport.weak_cipher', { ciphers: fact.weakCiphers.join(', ') })
  // 400 and 426 are how a TLS listener turns HTTP in clear away; anything else serves it.
  if (
    fact.protocol === 'tls' &&
    fact.clearStatus !== null &&
    ![400, 426].includes(fact.clearStatus) &&
    !fact.loopbackOnly
  ) {
    return fail('transport.plaintext_beside_tls', { status: fact.clearStatus })
  }
  if (fact.certificate !== null) {
    const { notBefore, notAfter, validity, keyType, keyBits, distrust } = fact.certificate
    if (validity === 'expired') return fail('transport.certificate_expired', { notAfter })
    if (validity === 'not_yet') return fail('transport.certificate_not_yet_valid', { notBefore })
    const smallest = smallestKeyBits[keyType]
    if (smallest === undefined || keyBits === null) return unknown('transport.key_unknown', { keyType })
    if (keyBits < smallest) return fail('transport.weak_key', { keyType, keyBits })
    if (demand.trusted === true && distrust !== null) return fail('transport.certificate_not_trusted', { distrust })
  }
  if (fact.control === 'failed') return unknown('transport.control_failed')
  if (fact.protocol === 'none') return unknown('transport.no_answer', { trouble: fact.trouble.join(', ') })
  if (fact.accepted.length === 0 || fact.certificate === null) return unknown('transport.no_handshake')
  const unproven = tlsVersions.filter((v) => lowerThan(v, demand.minVersion) && !fact.refused.includes(v))
  if (unproven.length > 0) return unknown('transport.refusal_unproven', { versions: unproven.join(', ') })
  if (!fact.weakCiphersSearched) return unknown('transport.ciphers_unproven')
  return pass('transport.encrypted')
}

/** Does the endpoint's certificate still hold, and for how long? Two weeks are left to renew by hand (C16: 30/14/7). */
export function judgeCertificate(fact: HandshakeFact): Verdict {
  if (fact.certificate === null) return unknown('transport.no_handshake')
  const { validity, daysLeft, notAfter, notBefore } = fact.certificate
  if (validity === 'expired') return fail('transport.certificate_expired', { notAfter })
  if (validity === 'not_yet') return fail('transport.certificate_not_yet_valid', { notBefore })
  return { outcome: 'pass', reason: 'transport.certificate_valid', params: { daysLeft } }
}

/** The lowest version a sentence promises ("TLS 1.3"); 1.2 where it names none or an older one. */
export function minVersionOf(parameters: readonly ClaimParameter[]): HandshakeDemand['minVersion'] {
  const named = parameters.find((parameter) => parameter.name === 'tls_version')
  return Number(named?.value) >= 1.3 ? 'TLSv1.3' : 'TLSv1.2'
}

/** Are these all endpoints? Without the kernel's own list an endpoint that nobody declared stays unseen. */
export function judgeListeners(fact: ListenersFact): Verdict {
  if (fact.method === 'declared') return unknown('transport.only_declared')
  if (fact.unreadable > 0) return unknown('transport.processes_unreadable', { processes: fact.unreadable })
  if (fact.sockets === 0) return unknown('transport.no_sockets')
  if (fact.missing.length > 0) return unknown('transport.listener_missing', { listeners: fact.missing.join(', ') })
  return pass('transport.sockets_complete')
}

/** Is every value of the column an authentic envelope, in its own place? */
export function judgeColumn(fact: ColumnFact): Verdict {
  if (fact.plaintext > 0) return fail('at_rest.plaintext', { rows: fact.plaintext })
  if (fact.undecryptable > 0) return fail('at_rest.undecryptable', { rows: fact.undecryptable })
  if (fact.trouble !== null) return unknown('at_rest.unread', { trouble: fact.trouble })
  if (!fact.exercised) return unknown('at_rest.not_exercised')
  if (fact.sealed !== fact.rows) return unknown('at_rest.uncounted')
  return pass(fact.rows === 0 ? 'at_rest.empty_and_exercised' : 'at_rest.sealed')
}

/** Is every file encrypted and whole? */
export function judgeFiles(fact: FileFact): Verdict {
  if (fact.plaintext > 0) return fail('at_rest.plaintext_file', { files: fact.plaintext })
  if (fact.undecryptable > 0) return fail('at_rest.damaged_file', { files: fact.undecryptable })
  if (fact.unreadable > 0) return unknown('at_rest.unreadable_file', { files: fact.unreadable })
  if (!fact.exercised) return unknown('at_rest.not_exercised')
  if (fact.readFully < fact.files) return unknown('at_rest.still_reading', { files: fact.files - fact.readFully })
  if (fact.sealed !== fact.files) return unknown('at_rest.uncounted')
  return pass(fact.files === 0 ? 'at_rest.empty_and_exercised' : 'at_rest.sealed')
}

/** A plain disk contradicts nothing (a provider may encrypt below what we see); it just proves nothing. */
export function judgeVolume(fact: VolumeFact): Verdict {
  if (fact.encrypted === true) return pass('at_rest.volume_encrypted')
  return unknown(fact.encrypted === false ? 'at_rest.volume_plain' : 'at_rest.volume_unknown', { how: fact.how })
}
