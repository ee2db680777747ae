/** Proofs of transparency-dev/merkle, judged by the functions with which Beleg proves its ledger. */
import { z } from 'zod'
import {
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from '#core/ledger/tree.ts'
import { failed, passed, readFiles, refused, type Check, type Verdict } from './conformance.ts'

const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'))
const proof = z
  .array(bytes)
  .nullish()
  .transform((hashes) => hashes ?? [])
const expectation = { wantErr: z.boolean() }

/** A field that Go left out is its zero. */
const number = z.number().default(0)
const hash = bytes.nullish().transform((given) => given ?? Buffer.alloc(0))

interface Judged {
  readonly accepts: boolean
  readonly wantErr: boolean
}

/** Folder → how its vectors are read and judged. */
const kinds: Readonly<Record<string, (vector: unknown) => Judged>> = {
  inclusion: (vector) => {
    const given = z
      .object({ ...expectation, leafIdx: number, treeSize: number, root: hash, leafHash: hash, proof })
      .parse(vector)
    const { leafIdx: index, treeSize: size, leafHash: leaf, root } = given
    return { accepts: verifyInclusion(given.proof, { index, size, leaf, root }), wantErr: given.wantErr }
  },
  subtreeinclusion: (vector) => {
    const given = z
      .object({ ...expectation, leafIdx: number, start: number, end: number, root: hash, leafHash: hash, proof })
      .parse(vector)
    const { leafIdx: index, start, end, leafHash: leaf, root } = given
    return { accepts: verifySubtreeInclusion(given.proof, { index, start, end, leaf, root }), wantErr: given.wantErr }
  },
  consistency: (vector) => {
    const given = z
      .object({ ...expectation, size1: number, size2: number, root1: hash, root2: hash, proof })
      .parse(vector)
    const { size1: older, size2: newer, root1: olderRoot, root2: newerRoot } = given
    return {
      accepts: verifyConsistency(given.proof, { older, newer, olderRoot, newerRoot }),
      wantErr: given.wantErr,
    }
  },
  subtreeconsistency: (vector) => {
    const given = z
      .object({ ...expectation, start: number, end: number, size: number, root1: hash, root2: hash, proof })
      .parse(vector)
    const { start, end, size, root1: subtreeRoot, root2: root } = given
    return {
      accepts: verifySubtreeConsistency(given.proof, { start, end, size, subtreeRoot, root }),
      wantErr: given.wantErr,
    }
  },
}

export const merkle: Check = {
  folder: 'tlog',
  title: 'Proofs of Merkle trees',
  run: async (directory) => {
    const files = await readFiles(directory)
    // Beside the vectors lie the texts of specifications.
    return files
      .filter(({ name }) => name.endsWith('.json'))
      .map((file) => ({ name: file.name, verdict: judge(file.name, file.bytes) }))
  },
}

function judge(name: string, content: Buffer): Verdict {
  const [, kind = ''] = name.split('/')
  const read = kinds[kind]
  if (!read) return refused(`Beleg has no proofs of the kind ${kind}`)
  const { accepts, wantErr } = read(JSON.parse(content.toString('utf8')))
  if (accepts !== wantErr) return passed
  return failed(accepts ? 'a wrong proof was accepted' : 'a right proof was refused')
}
