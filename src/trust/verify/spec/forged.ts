/**
 * A bundle made without a database, always the same byte for byte: keys, salts and times are fixed, so that a timestamp
 * that an authority made once stays one over it. Five entries; the first three are below a head that was published.
 */
import { createHash } from 'node:crypto'
import { formatHead, signCheckpoint } from '#core/ledger/checkpoint.ts'
import { commitTo, leafHash } from '#core/ledger/entry.ts'
import { openSigner } from '#core/ledger/note.ts'
import { appendLeaf, hashLeaf, proveConsistency, proveInclusion, rootOf, type CompactRange } from '#core/ledger/tree.ts'
import { writeZip, type ZipMember } from '#core/ledger/zip.ts'

const platform = '01890000-0000-7000-8000-000000000001'
const tenant = '01890000-0000-7000-8000-000000000002'
const origin = `beleg/${platform}/${tenant}`
const instanceOrigin = `beleg/${platform}`
const seed = createHash('sha256').update('a key of specs').digest()

/** The tree over some leaves, with every node of it. */
function treeOf(leaves: readonly Buffer[]) {
  const range: CompactRange = { size: 0, hashes: [] }
  const nodes = new Map<string, Buffer>()
  for (const leaf of leaves) appendLeaf(range, leaf, (level, index, node) => nodes.set(`${level}/${index}`, node))
  const read = (level: number, index: number) => nodes.get(`${level}/${index}`) ?? Buffer.alloc(32)
  return { root: rootOf(range), read }
}

const entries = Array.from({ length: 5 }, (_, i) => {
  const id = `01890000-0000-7000-8000-00000000010${i}`
  const recordedAt = new Date(Date.UTC(2026, 0, 1, 12, i))
  const payload = JSON.stringify({ what: { action: 'spec.written', object: { kind: 'thing', id: `${i}` } } })
  const salt = createHash('sha256').update(`salt ${i}`).digest()
  return {
    leaf: leafHash({ id, tenantId: tenant, recordedAt, commitment: commitTo(salt, payload), parts: [] }),
    line: { index: i, id, recordedAt: recordedAt.toISOString(), salt: salt.toString('base64'), payload },
  }
})
const log = treeOf(entries.map(({ leaf }) => leaf))
const headOf = (size: number) => ({ origin, size, root: treeOf(entries.slice(0, size).map(({ leaf }) => leaf)).root })
const leafOfHead = (size: number) => hashLeaf(formatHead(headOf(size)))
const instance = treeOf([hashLeaf('another tenant'), leafOfHead(3), leafOfHead(5)])
const instanceHead = (size: number) => ({
  origin: instanceOrigin,
  size,
  root: treeOf([hashLeaf('another tenant'), leafOfHead(3), leafOfHead(5)].slice(0, size)).root,
})
const signed = (head: { origin: string; size: number; root: Buffer }) =>
  signCheckpoint(head, [openSigner(head.origin, seed)])
const base64 = (hashes: readonly Buffer[]) => hashes.map((one) => one.toString('base64'))
const json = (name: string, value: unknown): ZipMember => ({ name, bytes: Buffer.from(JSON.stringify(value)) })
const text = (name: string, value: string): ZipMember => ({ name, bytes: Buffer.from(value) })

/** What was published and stamped: the exact bytes. */
export const publishedNote = signed(instanceHead(2))
export const publishedText = formatHead(instanceHead(2))

export interface ForgedAnchor {
  readonly tokens?: readonly Buffer[]
  readonly cosignatures?: readonly string[]
}

/** Its members; without an anchor there is none. */
export function forgeMembers(anchor: ForgedAnchor | null = null): ZipMember[] {
  const { tokens = [], cosignatures = [] } = anchor ?? {}
  return [
    json('manifest.json', {
      format: 'beleg-ledger-bundle/v1',
      origin,
      instanceOrigin,
      tenant,
      exportedAt: '2026-01-01T13:00:00.000Z',
      from: null,
      until: null,
      size: 5,
      start: 0,
      end: 5,
      treeStart: 0,
      frontier: [],
      keys: [{ ed25519: openSigner(origin, seed).publicKey.toString('base64') }],
    }),
    text('checkpoint', signed(headOf(5))),
    text('instance/checkpoint', signed(instanceHead(3))),
    json('instance/proof.json', { index: 2, size: 3, proof: base64(proveInclusion(2, 3, instance.read)) }),
    ...(anchor === null
      ? []
      : [
          text('anchor/head', signed(headOf(3))),
          text('anchor/checkpoint', publishedNote),
          json('anchor/proof.json', {
            index: 1,
            size: 2,
            proof: base64(proveInclusion(1, 2, instance.read)),
            consistency: base64(proveConsistency(3, 5, log.read)),
          }),
          ...(cosignatures.length > 0
            ? [text('anchor/cosignatures', cosignatures.map((line) => `${line}\n`).join(''))]
            : []),
          ...tokens.map((bytes, i) => ({ name: `anchor/timestamp/${String(i).padStart(2, '0')}.tst`, bytes })),
        ]),
    { name: 'tile/0/000.p/5', bytes: Buffer.concat(entries.map(({ leaf }) => leaf)) },
    text('entries/000000.ndjson', entries.map(({ line }) => `${JSON.stringify(line)}\n`).join('')),
  ]
}

/** The archive of some members. */
export async function forgeArchive(members: readonly ZipMember[]): Promise<Buffer> {
  const chunks: Buffer[] = []
  const source = async function* () {
    yield* members
  }
  for await (const chunk of writeZip(source())) chunks.push(chunk)
  return Buffer.concat(chunks)
}
