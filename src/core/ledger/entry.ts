/**
 * What an entry is made of: a payload that says who did what to which object, and at most two personal parts, one for a
 * person each, which say what names or describes that person. The leaf commits to payload and parts by salted hashes
 * (docs/ledger-format.md), so that a part can be erased, or a payload expire, and the tree still verifies.
 */
import { hash } from 'node:crypto'
import { open, seal, associate, type SealingKey } from '#platform/crypto/aead.ts'
import { drawRandom } from '#platform/crypto/random.ts'
import type { PersonKeys } from './person-key.ts'

/** A personal part as it is stored. `sealed` is null when its person had been erased before it was written. */
export interface PersonalPart {
  readonly personId: string
  readonly commitment: Buffer
  readonly sealed: Buffer | null
}

/** A part as it is read: `null` when nobody can read it any more. */
export type OpenedPart = { readonly personId: string; readonly commitment: Buffer } & (
  { readonly salt: Buffer; readonly text: string } | { readonly salt: null; readonly text: null }
)

export const saltBytes = 32

/** The commitment to a text: SHA-256 of salt and text. */
export function commitTo(salt: Uint8Array, text: string): Buffer {
  return hash('sha256', Buffer.concat([salt, Buffer.from(text, 'utf8')]), 'buffer')
}

/**
 * The leaf of an entry: RFC 6962 §2.1 leaf hash (0x00 prefix, SHA-256) of canonical lines that name the entry and commit
 * to its payload and to each personal part, in the order of the persons' ids.
 */
export function leafHash(leaf: {
  readonly id: string
  readonly tenantId: string
  readonly recordedAt: Date
  readonly commitment: Buffer
  readonly parts: readonly Pick<PersonalPart, 'personId' | 'commitment'>[]
}): Buffer {
  const lines = [
    'beleg-entry/v1',
    leaf.tenantId,
    leaf.id,
    leaf.recordedAt.toISOString(),
    leaf.commitment.toString('base64'),
    ...inOrder(leaf.parts).map((part) => `person ${part.personId} ${part.commitment.toString('base64')}`),
  ]
  return hash('sha256', `\0${lines.join('\n')}\n`, 'buffer')
}

/** Parts in the order in which leaf and bundle have them. */
export function inOrder<Part extends { readonly personId: string }>(parts: readonly Part[]): Part[] {
  return parts.toSorted((a, b) => (a.personId < b.personId ? -1 : 1))
}

const partAad = (tenantId: string, entryId: string, personId: string) =>
  associate('beleg/ledger-part/v1', tenantId, entryId, personId)

/** Seals what an entry says of a person. The salt is sealed with it: with it a guess could be tried. */
export async function sealPart(
  keys: PersonKeys,
  place: { readonly tenantId: string; readonly entryId: string; readonly personId: string },
  content: Readonly<Record<string, unknown>>,
): Promise<PersonalPart> {
  const { tenantId, entryId, personId } = place
  const text = JSON.stringify(content)
  const salt = drawRandom(saltBytes)
  const key = await keys.keyFor(tenantId, personId)
  const plain = Buffer.concat([salt, Buffer.from(text, 'utf8')])
  return {
    personId,
    commitment: commitTo(salt, text),
    sealed: key && seal(key, plain, partAad(tenantId, entryId, personId)),
  }
}

/**
 * Opens a part.
 * @throws Error when key or bytes are not those that sealed it: it was altered, or its key is lost without an erasure
 */
export async function openPart(
  keys: PersonKeys,
  place: { readonly tenantId: string; readonly entryId: string },
  part: PersonalPart,
): Promise<OpenedPart> {
  const { personId, commitment, sealed } = part
  const erased = { personId, commitment, salt: null, text: null }
  if (sealed === null) return erased
  const key: SealingKey | 'erased' | null = await keys.findKey(place.tenantId, personId)
  if (key === 'erased') return erased
  if (key === null) throw new Error(`the key of person ${personId} is lost`)
  const plain = open(key, sealed, partAad(place.tenantId, place.entryId, personId))
  const [salt, text] = [plain.subarray(0, saltBytes), plain.toString('utf8', saltBytes)]
  if (!commitTo(salt, text).equals(commitment)) throw new Error('a personal part is not the one that was committed to')
  return { personId, commitment, salt, text }
}
