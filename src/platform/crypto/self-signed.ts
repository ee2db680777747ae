/**
 * A self-signed X.509 v3 certificate (RFC 5280) for a server: ECDSA P-256 with SHA-256, written as DER. It is
 * a page of code because the certificate has one fixed shape; the libraries for it bring a dependency injection
 * container and a reflection polyfill.
 */
import { createPublicKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'
import { derTag, writeDer as tag } from './der.ts'

const sequence = (...content: readonly Uint8Array[]) => tag(derTag.sequence, ...content)
const octets = (...content: readonly Uint8Array[]) => tag(derTag.octets, ...content)
const bits = (unused: number, content: Uint8Array) => tag(0x03, Buffer.from([unused]), content)
const truth = Buffer.from([0x01, 0x01, 0xff])

/** Object identifiers, encoded: their arcs never change. */
const oid = {
  ecdsaWithSha256: Buffer.from('06082a8648ce3d040302', 'hex'),
  commonName: Buffer.from('0603550403', 'hex'),
  subjectAltName: Buffer.from('0603551d11', 'hex'),
  basicConstraints: Buffer.from('0603551d13', 'hex'),
  keyUsage: Buffer.from('0603551d0f', 'hex'),
  extendedKeyUsage: Buffer.from('0603551d25', 'hex'),
  serverAuth: Buffer.from('06082b06010505070301', 'hex'),
}

/** UTCTime until 2049, GeneralizedTime from then on (RFC 5280 §4.1.2.5). */
function time(at: Date): Buffer {
  const text = at.toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return at.getUTCFullYear() < 2050 ? tag(0x17, Buffer.from(`${text.slice(2)}Z`)) : tag(0x18, Buffer.from(`${text}Z`))
}

/** Four or sixteen bytes of an address. */
export function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  const [head = '', tail] = address.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const left = groups(head)
  const right = tail === undefined ? [] : groups(tail)
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return Buffer.from([...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex')
}

function alternativeName(name: string): Buffer {
  return isIP(name) === 0 ? tag(0x82, Buffer.from(name, 'ascii')) : tag(0x87, addressBytes(name))
}

export interface SelfSigned {
  /** PEM. */
  readonly certificate: string
  /** PKCS #8 PEM. */
  readonly privateKey: string
}

/** Issues a certificate for these DNS names and addresses, the first being the common name. */
export function issueSelfSigned(names: readonly string[], notBefore: Date, notAfter: Date): SelfSigned {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(oid.ecdsaWithSha256)
  const commonName = Buffer.from((names[0] ?? 'localhost').slice(0, 64), 'utf8')
  const name = sequence(tag(0x31, sequence(oid.commonName, tag(0x0c, commonName))))
  // Positive and never with a leading zero byte: DER integers are signed and minimal.
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  const extensions = sequence(
    sequence(oid.subjectAltName, octets(sequence(...names.map(alternativeName)))),
    sequence(oid.basicConstraints, truth, octets(sequence())),
    sequence(oid.keyUsage, truth, octets(bits(7, Buffer.from([0x80])))),
    sequence(oid.extendedKeyUsage, octets(sequence(oid.serverAuth))),
  )
  const body = sequence(
    tag(0xa0, Buffer.from([0x02, 0x01, 0x02])),
    tag(0x02, serial),
    algorithm,
    name,
    sequence(time(notBefore), time(notAfter)),
    name,
    publicKeyInfo(privateKey),
    tag(0xa3, extensions),
  )
  const der = sequence(body, algorithm, bits(0, sign('sha256', body, privateKey)))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return {
    certificate: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function publicKeyInfo(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
}
