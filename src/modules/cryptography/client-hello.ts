/**
 * ClientHello messages written by hand (RFC 5246 §7.4.1.2, RFC 6101), and the first answer read. They offer what our
 * own TLS library no longer contains (SSLv3, RC4, 3DES, NULL, export and anonymous suites), so that "refused" is always
 * the peer's word and never our client's inability. A ServerHello is the peer's choice of version and suite; whether
 * the handshake could be finished does not matter for a promise to refuse.
 */
import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { TlsVersion } from './contract.ts'

export const versionCodes = { SSLv3: 0x0300, TLSv1: 0x0301, 'TLSv1.1': 0x0302, 'TLSv1.2': 0x0303 } as const
export type HelloVersion = keyof typeof versionCodes

/** Suites that must not be agreed on (IANA registry), by what is missing: encryption, authentication, AEAD, secrecy. */
const weakTable: readonly [number, string][] = [
  // No encryption.
  [0x0001, 'RSA_WITH_NULL_MD5'],
  [0x0002, 'RSA_WITH_NULL_SHA'],
  [0x003b, 'RSA_WITH_NULL_SHA256'],
  [0xc001, 'ECDH_ECDSA_WITH_NULL_SHA'],
  [0xc006, 'ECDHE_ECDSA_WITH_NULL_SHA'],
  [0xc00b, 'ECDH_RSA_WITH_NULL_SHA'],
  [0xc010, 'ECDHE_RSA_WITH_NULL_SHA'],
  // No authentication.
  [0x0018, 'DH_anon_WITH_RC4_128_MD5'],
  [0x001b, 'DH_anon_WITH_3DES_EDE_CBC_SHA'],
  [0x0034, 'DH_anon_WITH_AES_128_CBC_SHA'],
  [0x003a, 'DH_anon_WITH_AES_256_CBC_SHA'],
  [0x006c, 'DH_anon_WITH_AES_128_CBC_SHA256'],
  [0x006d, 'DH_anon_WITH_AES_256_CBC_SHA256'],
  [0x00a6, 'DH_anon_WITH_AES_128_GCM_SHA256'],
  [0x00a7, 'DH_anon_WITH_AES_256_GCM_SHA384'],
  [0xc015, 'ECDH_anon_WITH_NULL_SHA'],
  [0xc016, 'ECDH_anon_WITH_RC4_128_SHA'],
  [0xc017, 'ECDH_anon_WITH_3DES_EDE_CBC_SHA'],
  [0xc018, 'ECDH_anon_WITH_AES_128_CBC_SHA'],
  [0xc019, 'ECDH_anon_WITH_AES_256_CBC_SHA'],
  // Export strength, DES, RC2, RC4, 3DES, IDEA.
  [0x0003, 'RSA_EXPORT_WITH_RC4_40_MD5'],
  [0x0006, 'RSA_EXPORT_WITH_RC2_CBC_40_MD5'],
  [0x0008, 'RSA_EXPORT_WITH_DES40_CBC_SHA'],
  [0x0014, 'DHE_RSA_EXPORT_WITH_DES40_CBC_SHA'],
  [0x0009, 'RSA_WITH_DES_CBC_SHA'],
  [0x0015, 'DHE_RSA_WITH_DES_CBC_SHA'],
  [0x0004, 'RSA_WITH_RC4_128_MD5'],
  [0x0005, 'RSA_WITH_RC4_128_SHA'],
  [0xc007, 'ECDHE_ECDSA_WITH_RC4_128_SHA'],
  [0xc011, 'ECDHE_RSA_WITH_RC4_128_SHA'],
  [0x0007, 'RSA_WITH_IDEA_CBC_SHA'],
  [0x000a, 'RSA_WITH_3DES_EDE_CBC_SHA'],
  [0x0016, 'DHE_RSA_WITH_3DES_EDE_CBC_SHA'],
  [0xc008, 'ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA'],
  [0xc012, 'ECDHE_RSA_WITH_3DES_EDE_CBC_SHA'],
  // CBC: encryption and authentication in the wrong order (Lucky Thirteen).
  [0x0033, 'DHE_RSA_WITH_AES_128_CBC_SHA'],
  [0x0039, 'DHE_RSA_WITH_AES_256_CBC_SHA'],
  [0x0067, 'DHE_RSA_WITH_AES_128_CBC_SHA256'],
  [0x006b, 'DHE_RSA_WITH_AES_256_CBC_SHA256'],
  [0x0045, 'DHE_RSA_WITH_CAMELLIA_128_CBC_SHA'],
  [0x0088, 'DHE_RSA_WITH_CAMELLIA_256_CBC_SHA'],
  [0x009a, 'DHE_RSA_WITH_SEED_CBC_SHA'],
  [0xc009, 'ECDHE_ECDSA_WITH_AES_128_CBC_SHA'],
  [0xc00a, 'ECDHE_ECDSA_WITH_AES_256_CBC_SHA'],
  [0xc013, 'ECDHE_RSA_WITH_AES_128_CBC_SHA'],
  [0xc014, 'ECDHE_RSA_WITH_AES_256_CBC_SHA'],
  [0xc023, 'ECDHE_ECDSA_WITH_AES_128_CBC_SHA256'],
  [0xc024, 'ECDHE_ECDSA_WITH_AES_256_CBC_SHA384'],
  [0xc027, 'ECDHE_RSA_WITH_AES_128_CBC_SHA256'],
  [0xc028, 'ECDHE_RSA_WITH_AES_256_CBC_SHA384'],
  // No forward secrecy: a key stolen later opens what was recorded before.
  [0x002f, 'RSA_WITH_AES_128_CBC_SHA'],
  [0x0035, 'RSA_WITH_AES_256_CBC_SHA'],
  [0x003c, 'RSA_WITH_AES_128_CBC_SHA256'],
  [0x003d, 'RSA_WITH_AES_256_CBC_SHA256'],
  [0x0041, 'RSA_WITH_CAMELLIA_128_CBC_SHA'],
  [0x0084, 'RSA_WITH_CAMELLIA_256_CBC_SHA'],
  [0x0096, 'RSA_WITH_SEED_CBC_SHA'],
  [0x009c, 'RSA_WITH_AES_128_GCM_SHA256'],
  [0x009d, 'RSA_WITH_AES_256_GCM_SHA384'],
  [0xc09c, 'RSA_WITH_AES_128_CCM'],
  [0xc09d, 'RSA_WITH_AES_256_CCM'],
]
export const weakSuites: ReadonlyMap<number, string> = new Map(weakTable)

const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff])
const prefixed16 = (body: Buffer) => Buffer.concat([u16(body.length), body])
const extension = (type: number, body: Buffer) => Buffer.concat([u16(type), prefixed16(body)])

/** Curves and signature schemes: everything a server could want, the old ones too, or it would refuse for the wrong reason. */
const groups = [29, 23, 24, 25, 256, 257, 258]
const signatures = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0402, 0x0202,
]

/** One TLS record with a ClientHello that offers at most this version and exactly these suites. */
export function writeClientHello(version: HelloVersion, suites: readonly number[], serverName?: string): Buffer {
  const code = versionCodes[version]
  // 0x00ff: secure renegotiation, so that nobody refuses for the lack of it (RFC 5746).
  const offered = Buffer.concat([...suites, 0x00ff].map(u16))
  const extensions: Buffer[] = []
  if (serverName !== undefined) {
    const name = Buffer.from(serverName, 'ascii')
    extensions.push(extension(0, prefixed16(Buffer.concat([Buffer.from([0]), prefixed16(name)]))))
  }
  extensions.push(extension(10, prefixed16(Buffer.concat(groups.map(u16)))))
  extensions.push(extension(11, Buffer.from([1, 0])))
  if (version === 'TLSv1.2') extensions.push(extension(13, prefixed16(Buffer.concat(signatures.map(u16)))))
  const body = Buffer.concat([
    u16(code),
    randomBytes(32),
    Buffer.from([0]),
    prefixed16(offered),
    Buffer.from([1, 0]),
    // SSLv3 has no extensions.
    version === 'SSLv3' ? Buffer.alloc(0) : prefixed16(Buffer.concat(extensions)),
  ])
  const handshake = Buffer.concat([Buffer.from([1, 0]), u16(body.length), body])
  return Buffer.concat([Buffer.from([22]), u16(version === 'SSLv3' ? 0x0300 : 0x0301), prefixed16(handshake)])
}

export type HelloAnswer =
  | { readonly kind: 'hello'; readonly version: TlsVersion; readonly suite: number }
  | { readonly kind: 'alert'; readonly description: number }
  /** The peer closed without a word. */
  | { readonly kind: 'closed' }
  /** Bytes that are no TLS record. */
  | { readonly kind: 'clear' }
  | { readonly kind: 'silent' }

/** Reads the beginning of an answer; null while it is too short to tell. */
export function readHelloAnswer(bytes: Buffer): HelloAnswer | null {
  const type = bytes[0]
  if (type === undefined) return null
  if (type !== 21 && type !== 22) return { kind: 'clear' }
  if (bytes.length < 2) return null
  if (bytes[1] !== 3) return { kind: 'clear' }
  if (type === 21) return bytes.length < 7 ? null : { kind: 'alert', description: bytes.readUInt8(6) }
  if (bytes.length < 6) return null
  if (bytes[5] !== 2) return { kind: 'clear' }
  // Record header 5, handshake header 4, version 2, random 32, session id 1 + n, suite 2.
  if (bytes.length < 44) return null
  const at = 44 + bytes.readUInt8(43)
  if (bytes.length < at + 2) return null
  const code = bytes.readUInt16BE(9)
  const version = (Object.keys(versionCodes) as HelloVersion[]).find((name) => versionCodes[name] === code)
  return version === undefined ? { kind: 'clear' } : { kind: 'hello', version, suite: bytes.readUInt16BE(at) }
}

/** Sends a ClientHello on an open stream and waits for the first answer. */
export function exchangeHello(stream: Duplex, hello: Buffer, timeoutMs: number): Promise<HelloAnswer> {
  return new Promise((resolve) => {
    let received = Buffer.alloc(0)
    const finish = (answer: HelloAnswer) => {
      clearTimeout(timer)
      stream.destroy()
      resolve(answer)
    }
    const timer = setTimeout(() => finish({ kind: 'silent' }), timeoutMs)
    stream.on('data', (piece: Buffer) => {
      received = Buffer.concat([received, piece])
      const answer = readHelloAnswer(received)
      if (answer !== null) finish(answer)
    })
    stream.on('error', () => finish({ kind: 'closed' }))
    stream.on('close', () => finish({ kind: 'closed' }))
    stream.on('end', () => finish({ kind: 'closed' }))
    stream.write(hello)
  })
}
