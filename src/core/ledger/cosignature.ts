/**
 * Cosignatures of witnesses as C2SP tlog-cosignature has them, with Ed25519 keys (cosignature/v1): a witness states that
 * at a time it knew no larger tree of this log, and none that contradicts this one.
 */
import { formatVerifierKey, NoteError, parseLine, parseVerifierKey, verifySignature, type Verifier } from './note.ts'

/** The type of these keys in verifier keys and in key ids. */
const cosignatureType = 4
/** A cosignature begins with eight bytes of seconds since 1970. */
const timeBytes = 8

/** Reads the verifier key of a witness. @throws NoteError `malformed` */
export function parseWitnessKey(text: string): Verifier {
  return parseVerifierKey(text, cosignatureType)
}

/** As `parseWitnessKey` reads it. */
export function formatWitnessKey(key: Verifier): string {
  return formatVerifierKey(key, cosignatureType)
}

/** What a witness signs: the time, and the whole text of the checkpoint, without signatures. */
export function cosignedMessage(text: string, seconds: bigint): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`, 'utf8')
}

export interface Cosignature {
  /** The signature line, without its newline. */
  readonly line: string
  readonly at: Date
}

/**
 * The cosignature of a key among lines; lines of other keys are ignored.
 * @throws NoteError `malformed`, `no_known_signature`, `wrong_signature`; the last also for one from the future
 */
export function findCosignature(lines: readonly string[], text: string, key: Verifier, now: Date): Cosignature {
  const own = lines.filter((line) => {
    const { name, keyId } = parseLine(line)
    return name === key.name && keyId.equals(key.keyId)
  })
  const [line] = own
  if (line === undefined) throw new NoteError('no_known_signature', `${lines.length} lines, none by ${key.name}`)
  const { signature } = parseLine(line)
  if (own.length > 1 || signature.length !== timeBytes + 64) throw new NoteError('malformed', 'not a cosignature/v1')
  const seconds = signature.readBigUInt64BE(0)
  if (!verifySignature(key.publicKey, cosignedMessage(text, seconds), signature.subarray(timeBytes))) {
    throw new NoteError('wrong_signature', key.name)
  }
  const at = Number(seconds) * 1000
  // Clocks differ by minutes; a witness that dates ahead would hide how old its knowledge is.
  if (seconds === 0n || at > now.getTime() + 600_000) throw new NoteError('wrong_signature', 'it is not of our time')
  return { line, at: new Date(at) }
}
