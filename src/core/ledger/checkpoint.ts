/**
 * Checkpoints as C2SP tlog-checkpoint has them: the signed head of a tree. Origin, size and root, and nothing else of
 * ours: extension lines are read and kept out of what is signed.
 */
import { decodeBase64, NoteError, openNote, signNote, type Signer, type Verifier } from './note.ts'
import { emptyRoot, hashBytes } from './tree.ts'

export interface TreeHead {
  /** Which log this is. */
  readonly origin: string
  readonly size: number
  readonly root: Buffer
}

/** Text of a head, to be signed. */
export function formatHead({ origin, size, root }: TreeHead): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

/** Reads the text of a head. @throws NoteError `malformed` */
export function parseHead(text: string): TreeHead & { readonly extensions: readonly string[] } {
  const [origin = '', sizeText = '', encoded = '', ...extensions] = text.slice(0, -1).split('\n')
  const root = decodeBase64(encoded)
  const size = Number(sizeText)
  if (
    !text.endsWith('\n') ||
    origin === '' ||
    !/^(0|[1-9][0-9]*)$/.test(sizeText) ||
    !Number.isSafeInteger(size) ||
    root?.length !== hashBytes ||
    extensions.includes('') ||
    (size === 0 && !root.equals(emptyRoot))
  ) {
    throw new NoteError('malformed', 'not the text of a checkpoint')
  }
  return { origin, size, root, extensions }
}

/** Signs a head: a checkpoint. Several signers overlap while a key is replaced by the next. */
export function signCheckpoint(head: TreeHead, signers: readonly Signer[]): string {
  return signNote(formatHead(head), signers)
}

/**
 * Reads a checkpoint that a known key signed.
 * @throws NoteError as `openNote`; `malformed` also when it is of another log
 */
export function openCheckpoint(
  note: string | Uint8Array,
  origin: string,
  keys: readonly Verifier[],
): TreeHead & { readonly signedBy: readonly Verifier[] } {
  const { text, signedBy } = openNote(note, keys)
  const head = parseHead(text)
  if (head.origin !== origin) throw new NoteError('malformed', `a checkpoint of ${head.origin}, not of ${origin}`)
  return { origin, size: head.size, root: head.root, signedBy }
}
