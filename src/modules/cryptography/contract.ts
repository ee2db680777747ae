/**
 * What the probes of transport and storage state, as facts. Browser-safe. No field says whether something is good: the
 * predicates in `rules.ts` judge.
 */
import { z } from 'zod'

export const tlsVersions = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const
export const tlsVersionSchema = z.enum(tlsVersions)
export type TlsVersion = z.infer<typeof tlsVersionSchema>

/** The certificate that was presented, seen from the day of the observation, so that the predicate needs no clock. */
export const presentedCertificateSchema = z.strictObject({
  subject: z.string(),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  /** Whether the instant of the observation lies within its validity. */
  validity: z.enum(['current', 'expired', 'not_yet']),
  /** Whole days until `notAfter`; negative when it is over. */
  daysLeft: z.int(),
  keyType: z.string(),
  keyBits: z.int().nullable(),
  selfSigned: z.boolean(),
  /** Chain and name as this machine's trust store sees them: null when it trusts them, else OpenSSL's reason. */
  distrust: z.string().nullable(),
})

/** One endpoint as a client met it. Subject `endpoint`, external id `tcp:<address>:<port>` or the declared URL. */
export const handshakeFactSchema = z.strictObject({
  address: z.string(),
  port: z.int(),
  /** Bound to 127.0.0.0/8 or ::1: no other host can reach it. */
  loopbackOnly: z.boolean(),
  /** How it was found: a listening socket of ours, or declared by the operator. */
  found: z.enum(['socket', 'declared']),
  /** `other`: answers in clear, and not HTTP. `none`: did not answer, or nothing that could be told. */
  protocol: z.enum(['tls', 'http', 'other', 'none']),
  /** Versions with which a handshake completed, or that a ServerHello chose. */
  accepted: z.array(tlsVersionSchema),
  /** Versions that the peer itself turned down: an alert, never a failure of our own library. */
  refused: z.array(tlsVersionSchema),
  /** Suites of TLS 1.2 and older without AEAD, authentication, encryption or forward secrecy that the peer chose. */
  weakCiphers: z.array(z.string()),
  /** True when the search for weak suites ended with the peer's refusal of all that were left. */
  weakCiphersSearched: z.boolean(),
  /** Status of an answer to HTTP in clear: 0 for an answer that is not HTTP, null for none. */
  clearStatus: z.int().nullable(),
  certificate: presentedCertificateSchema.nullable(),
  /** Whether in this very run our client could complete TLS 1.0, 1.1 and weak suites with a peer that allows them. */
  control: z.enum(['ok', 'failed']),
  /** What kept us from knowing more: `ECONNREFUSED`, `timeout`, … */
  trouble: z.array(z.string()),
})
export type HandshakeFact = z.infer<typeof handshakeFactSchema>

/** How the endpoints were found. Subject `listener-population`, external id `this-instance`. */
export const listenersFactSchema = z.strictObject({
  /** `proc`: read from the kernel's socket tables; `declared`: only what the program says it listens on. */
  method: z.enum(['proc', 'declared']),
  /** Processes whose sockets could not be read. */
  unreadable: z.int(),
  sockets: z.int(),
  /** Declared listeners that the kernel does not show. */
  missing: z.array(z.string()),
})
export type ListenersFact = z.infer<typeof listenersFactSchema>

/** Values of one confidential column, of all tenants together. Subject `column`, external id `<table>.<column>`. */
export const columnFactSchema = z.strictObject({
  table: z.string(),
  column: z.string(),
  /** Values that are not null. */
  rows: z.int(),
  sealed: z.int(),
  plaintext: z.int(),
  undecryptable: z.int(),
  /** `<tenant>/<row>` of the first that are not sealed. */
  examples: z.array(z.string()),
  /** In this run a value was sealed for this column, opened, and refused to open for another row. */
  exercised: z.boolean(),
  /** Why the column could not be read to its end. */
  trouble: z.string().nullable(),
})
export type ColumnFact = z.infer<typeof columnFactSchema>

/** The files of all tenants together. Subject `file-store`, external id `blobs`. */
export const fileFactSchema = z.strictObject({
  files: z.int(),
  sealed: z.int(),
  plaintext: z.int(),
  undecryptable: z.int(),
  unreadable: z.int(),
  /** Files whose every chunk was authenticated since they last changed, or that are bad; of the others only the first. */
  readFully: z.int(),
  examples: z.array(z.string()),
  exercised: z.boolean(),
})
export type FileFact = z.infer<typeof fileFactSchema>

/** The volume under a directory. Subject `volume`, external id the directory's role, such as `data` or `database`. */
export const volumeFactSchema = z.strictObject({
  path: z.string(),
  /** Devices from the file system down, or the file system's own name where there is no device. */
  device: z.string().nullable(),
  fileSystem: z.string().nullable(),
  /** Null when it cannot be told from here. */
  encrypted: z.boolean().nullable(),
  /** How it was told: a code of the catalogues and what it is about. */
  how: z.string(),
})
export type VolumeFact = z.infer<typeof volumeFactSchema>

/** Names of the fact types. */
export const factTypes = {
  handshake: 'transport.handshake',
  listeners: 'transport.listeners',
  column: 'at-rest.column',
  file: 'at-rest.file',
  volume: 'at-rest.volume',
} as const
