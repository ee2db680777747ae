/**
 * Signed notes as C2SP signed-note has them: text, and signature lines by named keys, of which ours are Ed25519 (type
 * 0x01). Lines of unknown keys (witnesses, a later key of ours) are kept and ignored; a line of a known key that does
 * not verify condemns the whole note.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto'

export interface Verifier {
  readonly name: string
  /** Four bytes: the note's own identifier of the key, not a fingerprint. */
  readonly keyId: Buffer
  /** 32 bytes as of RFC 8032. */
  readonly publicKey: Buffer
}

export interface Signer extends Verifier {
  /** Signs the text of a note. */
  sign(text: string): Buffer
}

export interface SignatureLine {
  readonly name: string
  readonly keyId: Buffer
  readonly signature: Buffer
}

export interface SignedNote {
  /** With its final newline. */
  readonly text: string
  readonly signatures: readonly SignatureLine[]
}

export type NoteFault = 'malformed' | 'too_many_signatures' | 'no_known_signature' | 'wrong_signature'

/** Why a note is not to be believed. */
export class NoteError extends Error {
  readonly fault: NoteFault
  constructor(fault: NoteFault, detail: string) {
    super(`${fault}: ${detail}`)
    this.name = 'NoteError'
    this.fault = fault
  }
}

const ed25519Type = 1
/** The specification asks for at least 16. */
const mostSignatures = 64
/** What stands before the 32 bytes in DER: RFC 8410 §4 and §7. */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex')
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The identifier of a key under a name; without a type, of an Ed25519 key that signs notes. */
export function keyIdOf(name: string, publicKey: Uint8Array, type = ed25519Type): Buffer {
  return createHash('sha256').update(`${name}\n`).update(Buffer.of(type)).update(publicKey).digest().subarray(0, 4)
}

/** A new key: 32 bytes of seed, to be wrapped, and of public key. */
export function generateSeed(): { seed: Buffer; publicKey: Buffer } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    seed: Buffer.from(privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(pkcs8Prefix.length)),
    publicKey: Buffer.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(spkiPrefix.length)),
  }
}

/** A signer from its seed. @throws RangeError for a name that no note may carry, or a seed that is not 32 bytes */
export function openSigner(name: string, seed: Uint8Array): Signer {
  if (!isKeyName(name)) throw new RangeError(`${JSON.stringify(name)} is no name of a key`)
  if (seed.length !== 32) throw new RangeError('an Ed25519 seed has 32 bytes')
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = Buffer.from(
    createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(spkiPrefix.length),
  )
  return {
    name,
    publicKey,
    keyId: keyIdOf(name, publicKey),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), key),
  }
}

/** `name+keyid+base64(type || key)`: how a key is handed to those who verify. */
export function formatVerifierKey({ name, keyId, publicKey }: Verifier, type = ed25519Type): string {
  return `${name}+${keyId.toString('hex')}+${Buffer.concat([Buffer.of(type), publicKey]).toString('base64')}`
}

/**
 * Reads a verifier key of a type with 32 bytes of public key.
 * @throws NoteError `malformed` for another type, a wrong id or anything else
 */
export function parseVerifierKey(text: string, type = ed25519Type): Verifier {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(text)
  const [, name = '', id = '', encoded = ''] = match ?? []
  const bytes = decodeBase64(encoded)
  if (!match || !isKeyName(name) || bytes === null || bytes.length !== 33 || bytes[0] !== type) {
    throw new NoteError('malformed', 'not the key of such a verifier')
  }
  const publicKey = bytes.subarray(1)
  const keyId = keyIdOf(name, publicKey, type)
  if (keyId.toString('hex') !== id) throw new NoteError('malformed', 'the id is not that of the key')
  return { name, keyId, publicKey }
}

/** Signs a text with every signer, in their order. @throws NoteError `malformed` for a text that no note may have */
export function signNote(text: string, signers: readonly Signer[]): string {
  if (!isNoteText(text))
    throw new NoteError('malformed', 'the text does not end in a newline or has control characters')
  return `${text}\n${signers.map((signer) => formatLine(signer, signer.sign(text))).join('')}`
}

function formatLine(key: Verifier, signature: Uint8Array): string {
  return `\u2014 ${key.name} ${Buffer.concat([key.keyId, signature]).toString('base64')}\n`
}

/** Takes a note apart without believing it. @throws NoteError `malformed`, `too_many_signatures` */
export function parseNote(note: string | Uint8Array): SignedNote {
  const whole = typeof note === 'string' ? note : decodeUtf8(note)
  const at = whole.lastIndexOf('\n\n')
  if (at === -1) throw new NoteError('malformed', 'no blank line before signatures')
  const text = whole.slice(0, at + 1)
  const rest = whole.slice(at + 2)
  if (!isNoteText(text) || !rest.endsWith('\n'))
    throw new NoteError('malformed', 'control characters, or no newline at the end')
  const lines = rest.slice(0, -1).split('\n')
  if (lines.length > mostSignatures)
    throw new NoteError('too_many_signatures', `${lines.length} of at most ${mostSignatures}`)
  return { text, signatures: lines.map(parseLine) }
}

/** One signature line, without its newline. @throws NoteError `malformed` */
export function parseLine(line: string): SignatureLine {
  const [, name = '', encoded = ''] = /^\u2014 (\S+) (\S+)$/u.exec(line) ?? []
  const bytes = decodeBase64(encoded)
  if (!isKeyName(name) || bytes === null || bytes.length < 5) throw new NoteError('malformed', 'not a signature line')
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) }
}

/**
 * The text of a note that at least one of the keys signed, and the keys that did.
 * @throws NoteError as `parseNote`, `wrong_signature`, `no_known_signature`
 */
export function openNote(note: string | Uint8Array, keys: readonly Verifier[]): { text: string; signedBy: Verifier[] } {
  const { text, signatures } = parseNote(note)
  const bytes = Buffer.from(text, 'utf8')
  const signedBy = new Set<Verifier>()
  for (const line of signatures) {
    const key = keys.find((one) => one.name === line.name && one.keyId.equals(line.keyId))
    if (key === undefined) continue
    if (!verifySignature(key.publicKey, bytes, line.signature)) throw new NoteError('wrong_signature', line.name)
    signedBy.add(key)
  }
  if (signedBy.size === 0)
    throw new NoteError('no_known_signature', `${signatures.length} signatures, none by a known key`)
  return { text, signedBy: [...signedBy] }
}

/** Ed25519 of RFC 8032; never throws for bad bytes. */
export function verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  let key: KeyObject
  try {
    key = createPublicKey({ key: Buffer.concat([spkiPrefix, publicKey]), format: 'der', type: 'spki' })
  } catch {
    return false
  }
  return verify(null, message, key, signature)
}

function isKeyName(name: string): boolean {
  return /^[^\s+\p{Zs}\p{Cc}]+$/u.test(name)
}

function isNoteText(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return text.endsWith('\n') && !/[\u0000-\u0009\u000b-\u001f]/.test(text) && text.isWellFormed()
}

/** Standard alphabet with padding, and only the one encoding of the bytes. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return text !== '' && bytes.toString('base64') === text ? bytes : null
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new NoteError('malformed', 'not UTF-8')
  }
}
