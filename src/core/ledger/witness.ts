/** The client side of C2SP tlog-witness: a checkpoint and the proof that it continues what the witness saw before. */
import { postOut } from '#platform/http/outgoing.ts'
import { findCosignature, type Cosignature } from './cosignature.ts'
import { parseNote } from './note.ts'
import type { Witness } from './outlet.ts'

/** More than one line, and far less than a program that means harm would send. */
const maxBytes = 65_536
const timeoutMs = 10_000
/** The specification allows no more lines of proof. */
const mostHashes = 63

/** What is sent to `add-checkpoint`. @throws RangeError for a proof longer than the protocol allows */
export function formatAddCheckpoint(older: number, proof: readonly Uint8Array[], note: string): string {
  if (proof.length > mostHashes) throw new RangeError(`a proof of ${proof.length} hashes`)
  return `old ${older}\n${proof.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('')}\n${note}`
}

export interface Submission {
  readonly note: string
  readonly size: number
  /** The size that the witness cosigned last, as far as we know. */
  readonly older: number
  /** Consistency proof to our size from an older one. */
  readonly prove: (older: number) => Promise<readonly Uint8Array[]>
  readonly now: () => Date
  readonly signal?: AbortSignal
}

/**
 * Asks a witness for its cosignature, once more from the size that it names if it knew another one than we thought.
 * @throws Error saying what the witness did instead; NoteError when what it answered is no cosignature of its key
 */
export async function askWitness(witness: Witness, submission: Submission): Promise<Cosignature> {
  const { note, size, prove, signal } = submission
  const ask = async (older: number) =>
    postOut({
      url: `${witness.url}/add-checkpoint`,
      contentType: 'text/plain; charset=utf-8',
      body: formatAddCheckpoint(older, older === 0 ? [] : await prove(older), note),
      maxBytes,
      timeoutMs,
      ...(signal && { signal }),
    })
  let answer = await ask(submission.older)
  if (answer.status === 409) {
    const known = /^(0|[1-9][0-9]{0,15})\n$/.exec(answer.body.toString('latin1'))?.[1]
    const isSize = answer.contentType.split(';')[0]?.trim().toLowerCase() === 'text/x.tlog.size'
    if (known === undefined || !isSize) throw new Error('409 without the size that it knows')
    if (Number(known) === submission.older) throw new Error('409 with the very size that was given')
    if (Number(known) > size) throw new Error(`it knows a larger tree of this log: ${known} leaves, not ${size}`)
    answer = await ask(Number(known))
  }
  if (answer.status !== 200) throw new Error(`it answered ${answer.status}`)
  const lines = answer.body.toString('utf8')
  if (!lines.endsWith('\n')) throw new Error('its answer does not end in a newline')
  return findCosignature(lines.slice(0, -1).split('\n'), parseNote(note).text, witness.key, submission.now())
}
