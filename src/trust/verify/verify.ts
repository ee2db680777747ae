/**
 * The verifier of ledger bundles: one file that needs nothing but Node, so that it can be read, kept and run apart from
 * the program whose word is not to be taken. It shares no code with what writes bundles; both follow
 * docs/ledger-format.md. `verifyBundle(path, options)` returns a report; a bundle that cannot be judged is a
 * `BundleError`. Run by itself: `node verify.ts BUNDLE [--since HEAD] [--key BASE64] [--json]`.
 * Exit code: 0 everything holds, 1 something does not, 2 could not be judged.
 */
import { createHash, createPublicKey, hash, verify as verifyEd25519 } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { crc32, inflateRawSync } from 'node:zlib'

/** Why a bundle or a head could not be judged at all. */
export type BundleFault =
  | 'bundle.unreadable'
  | 'bundle.not_a_zip'
  | 'bundle.truncated'
  | 'bundle.bomb'
  | 'bundle.bad_name'
  | 'bundle.damaged'
  | 'bundle.unsupported'
  | 'bundle.foreign'
  | 'bundle.malformed'
  | 'key.malformed'
  | 'key.unknown'
  | 'head.unreadable'
  | 'head.malformed'
  | 'head.other_log'
  | 'head.before_bundle'

export class BundleError extends Error {
  readonly fault: BundleFault
  constructor(fault: BundleFault, detail: string) {
    super(detail)
    this.name = 'BundleError'
    this.fault = fault
  }
}

/** What does not hold. */
export type FindingCode =
  | 'checkpoint.wrong_signature'
  | 'head.wrong_signature'
  | 'head.forked'
  | 'head.beyond_checkpoint'
  | 'tree.wrong_root'
  | 'tile.altered'
  | 'entry.altered'
  | 'entry.deleted'
  | 'entry.inserted'
  | 'entry.reordered'
  | 'entry.unreadable'
  | 'instance.missing'
  | 'instance.wrong_signature'
  | 'instance.not_included'
  | 'evidence.altered'

export interface Finding {
  readonly code: FindingCode
  /** Place in the log of the first entry concerned; null when it is about no single one. */
  readonly index: number | null
  /** Last place concerned, when it cannot be told which of several. */
  readonly lastIndex?: number
  /** Id of the entry, where it is known. */
  readonly id?: string
  readonly detail: string
}

export interface VerificationReport {
  readonly ok: boolean
  readonly origin: string
  /** Entries under the signed head. */
  readonly size: number
  readonly root: string
  /** `[start, end)`: the entries in the bundle. */
  readonly start: number
  readonly end: number
  readonly entries: number
  /** Entries whose payload was erased: their place holds, their content is gone. */
  readonly erased: number
  readonly heads: number
  readonly evidence: number
  /** Evidence that entries speak of and the bundle does not bring. */
  readonly evidenceMissing: number
  /** Base64 of the Ed25519 keys that signed the checkpoint, and whether the caller named them or only the bundle did. */
  readonly signedBy: readonly string[]
  readonly keysFrom: 'caller' | 'bundle'
  readonly instance: { readonly origin: string; readonly size: number; readonly index: number } | null
  readonly since: { readonly size: number; readonly consistent: boolean } | null
  /** The first one first. */
  readonly findings: readonly Finding[]
}

export interface VerifyOptions {
  /** A signed head that somebody kept: the text of a checkpoint. */
  readonly since?: string
  /** Base64 of 32-byte Ed25519 keys that are trusted; without them those that the bundle names. */
  readonly keys?: readonly string[]
}

// --- Merkle tree: RFC 6962 §2.1, SHA-256 ---

const emptyRoot = hash('sha256', Buffer.alloc(0), 'buffer')
const hashLeaf = (data: Uint8Array) => hash('sha256', Buffer.concat([Buffer.of(0), data]), 'buffer')
const hashPair = (left: Uint8Array, right: Uint8Array) =>
  hash('sha256', Buffer.concat([Buffer.of(1), left, right]), 'buffer')

/** Roots of the complete subtrees of a tree, largest first. */
class Range {
  size: number
  readonly hashes: Buffer[]
  constructor(size = 0, hashes: readonly Buffer[] = []) {
    this.size = size
    this.hashes = [...hashes]
  }
  append(leaf: Buffer): void {
    let node = leaf
    for (let at = this.size; at % 2 === 1; at = (at - 1) / 2) node = hashPair(this.hashes.pop() ?? emptyRoot, node)
    this.hashes.push(node)
    this.size += 1
  }
  root(): Buffer {
    const last = this.hashes.at(-1)
    if (last === undefined) return emptyRoot
    return this.hashes.slice(0, -1).reduceRight((right, left) => hashPair(left, right), last)
  }
  copy(): Range {
    return new Range(this.size, this.hashes)
  }
}

function countSubtrees(size: number): number {
  let count = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2
  return count
}

function includes(proof: readonly Buffer[], leaf: Buffer, index: number, size: number, root: Buffer): boolean {
  if (index >= size) return false
  let [at, last, node] = [index, size - 1, leaf]
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      node = hashPair(sibling, node)
      while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
    } else node = hashPair(node, sibling)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 && node.equals(root)
}

// --- Signed notes and checkpoints: C2SP signed-note, tlog-checkpoint ---

interface Head {
  readonly text: string
  readonly origin: string
  readonly size: number
  readonly root: Buffer
  readonly signatures: readonly { readonly name: string; readonly keyId: string; readonly signature: Buffer }[]
}

function parseCheckpoint(note: string, what: 'bundle.malformed' | 'head.malformed'): Head {
  const wrong = (): never => {
    throw new BundleError(what, 'not a signed checkpoint')
  }
  const at = note.lastIndexOf('\n\n')
  // eslint-disable-next-line no-control-regex
  if (at === -1 || !note.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f]/.test(note)) wrong()
  const text = note.slice(0, at + 1)
  const lines = note.slice(at + 2, -1).split('\n')
  if (lines.length > 64) wrong()
  const [origin = '', sizeText = '', rootText = ''] = text.split('\n')
  const root = Buffer.from(rootText, 'base64')
  const size = Number(sizeText)
  if (
    origin === '' ||
    !/^(0|[1-9][0-9]*)$/.test(sizeText) ||
    !Number.isSafeInteger(size) ||
    root.length !== 32 ||
    root.toString('base64') !== rootText
  )
    wrong()
  const signatures = lines.map((line) => {
    const [, name = '', encoded = ''] = /^\u2014 (\S+) (\S+)$/u.exec(line) ?? []
    const bytes = Buffer.from(encoded, 'base64')
    if (name === '' || bytes.length < 5 || bytes.toString('base64') !== encoded) wrong()
    return { name, keyId: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) }
  })
  return { text, origin, size, root, signatures }
}

/** Keys that signed it; `wrong` when a line of a known key does not verify. */
function checkSignatures(head: Head, keys: readonly Buffer[]): { signedBy: Buffer[]; wrong: boolean } {
  const signedBy: Buffer[] = []
  let wrong = false
  for (const { name, keyId, signature } of head.signatures) {
    for (const key of keys) {
      const id = createHash('sha256')
        .update(`${head.origin}\n`)
        .update(Buffer.of(1))
        .update(key)
        .digest('hex')
        .slice(0, 8)
      if (name !== head.origin || keyId !== id) continue
      if (isSigned(key, head.text, signature)) signedBy.push(key)
      else wrong = true
    }
  }
  return { signedBy, wrong }
}

function isSigned(key: Buffer, text: string, signature: Buffer): boolean {
  if (signature.length !== 64) return false
  try {
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key])
    return verifyEd25519(
      null,
      Buffer.from(text, 'utf8'),
      createPublicKey({ key: spki, format: 'der', type: 'spki' }),
      signature,
    )
  } catch {
    return false
  }
}

function readKey(text: string): Buffer {
  const key = Buffer.from(text, 'base64')
  if (key.length !== 32 || key.toString('base64') !== text)
    throw new BundleError('key.malformed', 'a key is the base64 of 32 bytes')
  return key
}

// --- Zip: only what a bundle needs, and nothing believed ---

/** A member larger than this is no part of a bundle of ours but evidence files, which are at most 100 MB. */
const mostMemberBytes = 256 * 1024 * 1024
const mostBytes = 16 * 1024 ** 3
/** Deflate cannot do better than 1032:1; text of a ledger does not come near this. Small members may be very regular. */
const mostRatio = 200
const freeBytes = 4 * 1024 * 1024

interface Member {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly bytes: number
  readonly at: number
}

const names =
  /^(?:manifest\.json|checkpoint|instance\/checkpoint|instance\/proof\.json|heads\/[0-9]{6}\.ndjson|entries\/[0-9]{6}\.ndjson|tile\/0\/(?:x[0-9]{3}\/)*[0-9]{3}(?:\.p\/[0-9]{1,3})?|evidence\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

class Archive {
  readonly #file: number
  readonly members: ReadonlyMap<string, Member>

  constructor(path: string) {
    try {
      this.#file = openSync(path, 'r')
    } catch (error) {
      throw new BundleError('bundle.unreadable', error instanceof Error ? error.message : 'unreadable')
    }
    try {
      this.members = this.#readDirectory()
    } catch (error) {
      this.close()
      throw error
    }
  }

  close(): void {
    closeSync(this.#file)
  }

  #readAt(at: number, length: number): Buffer {
    const buffer = Buffer.alloc(length)
    for (let done = 0; done < length;) {
      const read = readSync(this.#file, buffer, done, length - done, at + done)
      if (read === 0) throw new BundleError('bundle.truncated', 'the archive ends early')
      done += read
    }
    return buffer
  }

  #readDirectory(): Map<string, Member> {
    const stat = fstatSync(this.#file)
    if (!stat.isFile()) throw new BundleError('bundle.unreadable', 'not a file')
    const { size } = stat
    const start = size >= 4 ? this.#readAt(0, 4).toString('latin1') : ''
    if (start !== 'PK\x03\x04') throw new BundleError('bundle.not_a_zip', 'not a zip archive')
    // Ours have no comment: the end record is the last thing there is.
    const end = size >= 22 ? this.#readAt(size - 22, 22) : Buffer.alloc(22)
    if (end.toString('latin1', 0, 4) !== 'PK\x05\x06' || end.readUInt16LE(20) !== 0) {
      throw new BundleError('bundle.truncated', 'the archive has no end record')
    }
    const count = end.readUInt16LE(10)
    const [length, at] = [end.readUInt32LE(12), end.readUInt32LE(16)]
    if (end.readUInt16LE(4) !== 0 || end.readUInt16LE(6) !== 0 || end.readUInt16LE(8) !== count || count === 0xffff) {
      throw new BundleError('bundle.unsupported', 'an archive of several parts, or of 64 bits')
    }
    if (at + length !== size - 22)
      throw new BundleError('bundle.damaged', 'the directory is not where the archive says')
    const directory = this.#readAt(at, length)
    const members = new Map<string, Member>()
    let total = 0
    let next = 0
    let here = 0
    for (let i = 0; i < count; i += 1) {
      if (here + 46 > length || directory.toString('latin1', here, here + 4) !== 'PK\x01\x02')
        throw new BundleError('bundle.damaged', 'a broken directory')
      const field = (offset: number) => directory.readUInt16LE(here + offset)
      const wide = (offset: number) => directory.readUInt32LE(here + offset)
      const [flags, method, nameLength] = [field(8), field(10), field(28)]
      if (here + 46 + nameLength > length) throw new BundleError('bundle.damaged', 'a broken directory')
      const rawName = directory.subarray(here + 46, here + 46 + nameLength)
      const name = rawName.toString('latin1')
      // Control characters of a name must not drive the reader's terminal.
      if (!names.test(name))
        throw new BundleError('bundle.bad_name', `a member that no bundle has: ${JSON.stringify(name.slice(0, 80))}`)
      if (members.has(name)) throw new BundleError('bundle.bad_name', `two members are called ${name}`)
      if (
        (flags & ~0x0800) !== 0 ||
        (method !== 0 && method !== 8) ||
        field(30) !== 0 ||
        field(32) !== 0 ||
        field(34) !== 0
      ) {
        throw new BundleError('bundle.unsupported', `${name} is encrypted, streamed or packed in another way`)
      }
      const member: Member = { name, method, crc: wide(16), packed: wide(20), bytes: wide(24), at: wide(42) }
      if (member.bytes > mostMemberBytes || (member.bytes > freeBytes && member.bytes > member.packed * mostRatio)) {
        throw new BundleError('bundle.bomb', `${name} would unpack to ${member.bytes} bytes`)
      }
      total += member.bytes
      if (total > mostBytes)
        throw new BundleError('bundle.bomb', `the archive would unpack to more than ${mostBytes} bytes`)
      // Back to back: nothing overlaps, nothing hides between.
      if (member.at !== next) throw new BundleError('bundle.damaged', `${name} is not where it should be`)
      next = member.at + 30 + nameLength + member.packed
      if (next > at) throw new BundleError('bundle.damaged', `${name} reaches into the directory`)
      const local = this.#readAt(member.at, 30 + nameLength)
      // Version to name length are the same fields in both places.
      if (
        local.toString('latin1', 0, 4) !== 'PK\x03\x04' ||
        !local.subarray(4, 28).equals(directory.subarray(here + 6, here + 30)) ||
        local.readUInt16LE(28) !== 0 ||
        !local.subarray(30).equals(rawName)
      ) {
        throw new BundleError('bundle.damaged', `${name} is described twice, and differently`)
      }
      members.set(name, member)
      here += 46 + nameLength
    }
    if (here !== length || next !== at) throw new BundleError('bundle.damaged', 'bytes that belong to no member')
    return members
  }

  read(name: string): Buffer | null {
    const member = this.members.get(name)
    if (member === undefined) return null
    const packed = this.#readAt(member.at + 30 + member.name.length, member.packed)
    let bytes: Buffer
    try {
      bytes = member.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, member.bytes) })
    } catch (error) {
      if (error instanceof RangeError) throw new BundleError('bundle.bomb', `${name} unpacks to more than it says`)
      throw new BundleError('bundle.damaged', `${name} does not unpack`)
    }
    if (bytes.length !== member.bytes || crc32(bytes) !== member.crc)
      throw new BundleError('bundle.damaged', `${name} is not what was packed`)
    return bytes
  }

  text(name: string): string | null {
    const bytes = this.read(name)
    if (bytes === null) return null
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      throw new BundleError('bundle.malformed', `${name} is not UTF-8`)
    }
  }
}

// --- The bundle ---

interface Manifest {
  readonly origin: string
  readonly instanceOrigin: string
  readonly tenant: string
  readonly size: number
  readonly start: number
  readonly end: number
  readonly treeStart: number
  readonly frontier: readonly Buffer[]
  readonly keys: readonly Buffer[]
}

function readManifest(archive: Archive): Manifest {
  const text = archive.text('manifest.json')
  if (text === null) throw new BundleError('bundle.foreign', 'no manifest: not a bundle of a ledger')
  const value = parseObject(text, 'the manifest')
  if (value.format !== 'beleg-ledger-bundle/v1')
    throw new BundleError('bundle.foreign', 'of a format that this verifier does not know')
  const wrong = (what: string): never => {
    throw new BundleError('bundle.malformed', `the manifest's ${what}`)
  }
  const string = (name: string): string =>
    typeof value[name] === 'string' && value[name] !== '' ? value[name] : wrong(name)
  const place = (name: string): number =>
    Number.isSafeInteger(value[name]) && Number(value[name]) >= 0 ? Number(value[name]) : wrong(name)
  const list = (name: string): unknown[] => (Array.isArray(value[name]) ? value[name] : wrong(name))
  const hashOf = (one: unknown): Buffer => {
    const bytes = Buffer.from(typeof one === 'string' ? one : '', 'base64')
    return bytes.length === 32 ? bytes : wrong('hashes')
  }
  const manifest = {
    origin: string('origin'),
    instanceOrigin: string('instanceOrigin'),
    tenant: string('tenant'),
    size: place('size'),
    start: place('start'),
    end: place('end'),
    treeStart: place('treeStart'),
    frontier: list('frontier').map(hashOf),
    keys: list('keys').map((one) =>
      hashOf(typeof one === 'object' && one !== null && 'ed25519' in one ? one.ed25519 : null),
    ),
  }
  const { size, start, end, treeStart, frontier } = manifest
  if (!(treeStart <= start && start <= end && end <= size && treeStart % 256 === 0 && start - treeStart < 256))
    wrong('places')
  if (frontier.length !== countSubtrees(treeStart)) wrong('frontier')
  return manifest
}

function parseObject(text: string, what: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Named below.
  }
  throw new BundleError('bundle.malformed', `${what} is not an object of JSON`)
}

/** The leaf of an entry, from what it says: see docs/ledger-format.md, "Leaf". Null when something is missing. */
function leafOf(tenant: string, line: Record<string, unknown>): { leaf: Buffer; erased: boolean } | null {
  const { id, recordedAt, salt, payload, commitment } = line
  if (typeof id !== 'string' || typeof recordedAt !== 'string' || /\n/.test(id + recordedAt)) return null
  let committed: string
  const erased = typeof payload !== 'string'
  if (typeof payload === 'string' && typeof salt === 'string') {
    committed = createHash('sha256').update(Buffer.from(salt, 'base64')).update(payload, 'utf8').digest('base64')
  } else if (erased && typeof commitment === 'string' && /^[A-Za-z0-9+/]{43}=$/.test(commitment)) committed = commitment
  else return null
  return {
    leaf: hashLeaf(Buffer.from(`beleg-entry/v1\n${tenant}\n${id}\n${recordedAt}\n${committed}\n`, 'utf8')),
    erased,
  }
}

interface ReadEntry {
  readonly index: number
  readonly id: string
  readonly leaf: Buffer | null
  readonly erased: boolean
  readonly evidence: { readonly id: string; readonly sha256: string } | null
}

function* readEntries(archive: Archive, tenant: string): Generator<ReadEntry> {
  for (let page = 0; ; page += 1) {
    const text = archive.text(`entries/${String(page).padStart(6, '0')}.ndjson`)
    if (text === null) return
    for (const line of text.split('\n')) {
      if (line === '') continue
      const value = parseObject(line, 'an entry')
      if (!Number.isSafeInteger(value.index)) throw new BundleError('bundle.malformed', 'an entry without its place')
      const made = leafOf(tenant, value)
      const id = typeof value.id === 'string' ? value.id : ''
      yield {
        index: Number(value.index),
        id,
        leaf: made?.leaf ?? null,
        erased: made?.erased ?? false,
        evidence: evidenceOf(value.payload),
      }
    }
  }
}

/** Whether an entry brought evidence, and the hash that it states. */
function evidenceOf(payload: unknown): ReadEntry['evidence'] {
  if (typeof payload !== 'string' || !payload.includes('"evidence.')) return null
  try {
    // Every member is looked at as unknown below, and what is not there is undefined.
    const { what } = JSON.parse(payload) as {
      what?: { action?: unknown; object?: { id?: unknown }; after?: { sha256?: unknown } }
    }
    const [id, sha256] = [what?.object?.id, what?.after?.sha256]
    const brings = what?.action === 'evidence.recorded' || what?.action === 'evidence.uploaded'
    return brings && typeof id === 'string' && typeof sha256 === 'string' ? { id, sha256 } : null
  } catch {
    return null
  }
}

/**
 * Verifies a bundle.
 * @throws BundleError when it cannot be judged
 */
export function verifyBundle(path: string, options: VerifyOptions = {}): VerificationReport {
  const archive = new Archive(path)
  try {
    return verifyArchive(archive, options)
  } finally {
    archive.close()
  }
}

function verifyArchive(archive: Archive, options: VerifyOptions): VerificationReport {
  const findings: Finding[] = []
  const manifest = readManifest(archive)
  const { origin, tenant, size, start, end, treeStart } = manifest
  const trusted = options.keys?.map(readKey)
  const keys = trusted ?? manifest.keys

  const checkpoint = parseCheckpoint(archive.text('checkpoint') ?? '', 'bundle.malformed')
  if (checkpoint.origin !== origin || checkpoint.size !== size)
    throw new BundleError('bundle.malformed', 'the checkpoint is not that of the manifest')
  const signed = checkSignatures(checkpoint, keys)
  if (signed.wrong)
    findings.push({
      code: 'checkpoint.wrong_signature',
      index: null,
      detail: 'the checkpoint was not signed by the key that it names',
    })
  else if (signed.signedBy.length === 0) throw new BundleError('key.unknown', 'no known key signed the checkpoint')

  const since = options.since === undefined ? null : parseCheckpoint(options.since, 'head.malformed')
  if (since && since.origin !== origin)
    throw new BundleError(
      'head.other_log',
      `a head of ${printable(since.origin)}, the bundle is of ${printable(origin)}`,
    )
  if (since && since.size < treeStart)
    throw new BundleError(
      'head.before_bundle',
      `the bundle begins at ${treeStart}, after the head of ${since.size}: export from the first entry`,
    )
  if (since) {
    const kept = checkSignatures(since, keys)
    if (kept.wrong)
      findings.push({
        code: 'head.wrong_signature',
        index: null,
        detail: 'the kept head was not signed by the key that it names',
      })
    else if (kept.signedBy.length === 0) throw new BundleError('key.unknown', 'no known key signed the kept head')
  }

  const heads = readHeads(archive, origin, keys, findings)
  const leaves = readLeaves(archive, treeStart, size)
  const entries = [...readEntries(archive, tenant)]
  const ofTree = compareTree(manifest, leaves, entries, [...heads, checkpoint], since)
  const ofEntries = compareEntries(entries, leaves, start, end, treeStart)
  // The one that names an entry explains the other: a wrong tile beside an honest entry, or an entry that moves the root.
  if (ofTree.some((one) => one.code === 'tile.altered')) findings.push(...ofTree)
  else if (ofEntries.length > 0) findings.push(...ofEntries, ...ofTree.filter((one) => one.code.startsWith('head.')))
  else findings.push(...ofTree)
  const consistent =
    since === null ? null : !findings.some((one) => one.code === 'head.forked' || one.code === 'head.beyond_checkpoint')

  const instance = verifyInstance(archive, manifest, checkpoint, keys, findings)
  let evidence = 0
  let evidenceMissing = 0
  for (const entry of entries) {
    if (entry.evidence === null) continue
    const bytes = archive.members.has(`evidence/${entry.evidence.id}`)
      ? archive.read(`evidence/${entry.evidence.id}`)
      : null
    if (bytes === null) evidenceMissing += 1
    else if (createHash('sha256').update(bytes).digest('hex') === entry.evidence.sha256) evidence += 1
    else
      findings.push({
        code: 'evidence.altered',
        index: entry.index,
        id: entry.id,
        detail: `evidence ${entry.evidence.id} is not what was recorded`,
      })
  }
  return {
    ok: findings.length === 0,
    origin,
    size,
    root: checkpoint.root.toString('base64'),
    start,
    end,
    entries: entries.length,
    erased: entries.filter((entry) => entry.erased).length,
    heads: heads.length,
    evidence,
    evidenceMissing,
    signedBy: signed.signedBy.map((key) => key.toString('base64')),
    keysFrom: trusted ? 'caller' : 'bundle',
    instance,
    since: since === null || consistent === null ? null : { size: since.size, consistent },
    findings: findings.toSorted((a, b) => (a.index ?? -1) - (b.index ?? -1)),
  }
}

/** Every earlier head that the bundle brings; their signatures count as those of the last. */
function readHeads(archive: Archive, origin: string, keys: readonly Buffer[], findings: Finding[]): Head[] {
  const heads: Head[] = []
  for (let page = 0; ; page += 1) {
    const text = archive.text(`heads/${String(page).padStart(6, '0')}.ndjson`)
    if (text === null) return heads
    for (const line of text.split('\n')) {
      if (line === '') continue
      const { note } = parseObject(line, 'a head')
      const head = parseCheckpoint(typeof note === 'string' ? note : '', 'bundle.malformed')
      const { signedBy, wrong } = checkSignatures(head, keys)
      if (head.origin !== origin || wrong || signedBy.length === 0) {
        findings.push({
          code: 'head.wrong_signature',
          index: null,
          detail: `the head of ${head.size} was not signed by a known key`,
        })
      } else heads.push(head)
    }
  }
}

/** The hashes of the leaves from `treeStart` to `size`, out of the tiles. A short tile leaves places empty. */
function readLeaves(archive: Archive, treeStart: number, size: number): Buffer[] {
  const leaves: Buffer[] = []
  for (let at = treeStart; at < size; at += 256) {
    const width = Math.min(256, size - at)
    const digits = String(at / 256).padStart(Math.ceil(String(at / 256).length / 3) * 3, '0')
    const groups = digits.match(/[0-9]{3}/g) ?? []
    const name = `tile/0/${groups.map((group, i) => (i === groups.length - 1 ? group : `x${group}`)).join('/')}${width === 256 ? '' : `.p/${width}`}`
    const bytes = archive.read(name)
    if (bytes === null) throw new BundleError('bundle.malformed', `${name} is missing`)
    if (bytes.length % 32 !== 0 || bytes.length > width * 32)
      throw new BundleError('bundle.malformed', `${name} is not a tile of ${width}`)
    for (let i = 0; i < bytes.length; i += 32) leaves.push(bytes.subarray(i, i + 32))
    if (bytes.length < width * 32) return leaves
  }
  return leaves
}

/** What is said against what the tiles hold: names the first entry that differs, and how. */
function compareEntries(
  entries: readonly ReadEntry[],
  leaves: readonly Buffer[],
  start: number,
  end: number,
  treeStart: number,
): Finding[] {
  const leafAt = (index: number) => leaves[index - treeStart]
  for (let i = 0; i < Math.max(entries.length, end - start); i += 1) {
    const index = start + i
    const entry = entries[i]
    const committed = leafAt(index)
    if (entry === undefined)
      return [{ code: 'entry.deleted', index, detail: `entry ${index} and what follows it is missing` }]
    if (index >= end)
      return [{ code: 'entry.inserted', index, id: entry.id, detail: `entry ${entry.id} stands behind the last one` }]
    const { id } = entry
    if (entry.index !== index && !entries.some((other) => other.index === index)) {
      return [{ code: 'entry.deleted', index, detail: `entry ${index} is missing; ${id} of ${entry.index} follows` }]
    }
    if (entry.leaf === null)
      return [{ code: 'entry.unreadable', index, id, detail: `entry ${index} says too little to be verified` }]
    if (committed !== undefined && entry.leaf.equals(committed) && entry.index === index) continue
    const elsewhere = leaves.findIndex((leaf) => entry.leaf?.equals(leaf)) + treeStart
    const found = elsewhere >= treeStart
    const displaced = committed !== undefined && entries.some((other) => other.leaf?.equals(committed))
    if (found && elsewhere !== index && displaced)
      return [
        {
          code: 'entry.reordered',
          index,
          id,
          detail: `entry ${id} belongs at ${elsewhere}, and the one of ${index} stands elsewhere`,
        },
      ]
    if (found && elsewhere > index)
      return [{ code: 'entry.deleted', index, detail: `entry ${index} is missing; ${id} of ${elsewhere} follows` }]
    if (!found && displaced) return [{ code: 'entry.inserted', index, id, detail: `entry ${id} was never in the tree` }]
    if (found && elsewhere === index)
      return [{ code: 'entry.reordered', index, id, detail: `entry ${id} claims the place ${entry.index}` }]
    return [{ code: 'entry.altered', index, id, detail: `entry ${id} is not what was signed` }]
  }
  return []
}

/** Grows the tree and compares it with every signed head on its way. */
function compareTree(
  manifest: Manifest,
  leaves: readonly Buffer[],
  entries: readonly ReadEntry[],
  heads: readonly Head[],
  since: Head | null,
): Finding[] {
  const findings: Finding[] = []
  const { treeStart, size } = manifest
  if (since && since.size > size) {
    findings.push({
      code: 'head.beyond_checkpoint',
      index: size,
      detail: `the kept head has ${since.size} entries, the bundle's only ${size}: entries were cut off, or the bundle is older`,
    })
  }
  const bySize = Map.groupBy([...heads, ...(since && since.size <= size ? [since] : [])], (head) => head.size)
  const sizes = [...bySize.keys()].filter((one) => one >= treeStart && one <= size).toSorted((a, b) => a - b)
  const range = new Range(treeStart, manifest.frontier)
  let good = range.copy()
  for (const next of sizes) {
    const [first, ...others] = bySize.get(next) ?? []
    if (first === undefined) continue
    if (others.some((other) => !other.root.equals(first.root))) {
      findings.push({
        code: 'head.forked',
        index: good.size,
        lastIndex: next - 1,
        detail: `two signed heads of ${next} entries are of different trees; they agree up to ${good.size}`,
      })
      return findings
    }
    while (range.size < next) {
      const leaf = leaves[range.size - treeStart]
      if (leaf === undefined) {
        findings.push({
          code: 'entry.deleted',
          index: range.size,
          detail: `the tree ends at ${range.size}, the signed head at ${next}`,
        })
        return findings
      }
      range.append(leaf)
    }
    if (range.root().equals(first.root)) {
      good = range.copy()
      continue
    }
    findings.push(explainWrongRoot(good, next, first.root, leaves, entries, manifest))
    return findings
  }
  return findings
}

/** The tree differs between two heads: by a tile that was altered beside honest entries, or by the entries. */
function explainWrongRoot(
  good: Range,
  next: number,
  root: Buffer,
  leaves: readonly Buffer[],
  entries: readonly ReadEntry[],
  { treeStart, start }: Manifest,
): Finding {
  const said = good.copy()
  let first: number | null = null
  while (said.size < next) {
    const index = said.size
    const tile = leaves[index - treeStart]
    const own = entries[index - start]?.leaf ?? tile
    if (own === undefined || tile === undefined) break
    if (!own.equals(tile)) first ??= index
    said.append(own)
  }
  if (first !== null && said.size === next && said.root().equals(root)) {
    return {
      code: 'tile.altered',
      index: first,
      detail: `the tile is not what was signed at ${first}; the entries are`,
    }
  }
  const swapped = findSwap(good, next, root, leaves, treeStart)
  if (swapped !== null) {
    const [index, other] = swapped
    const id = entries[index - start]?.id
    return {
      code: 'entry.reordered',
      index,
      ...(id !== undefined && { id }),
      detail: `the entries at ${index} and ${other} have changed places`,
    }
  }
  return {
    code: 'tree.wrong_root',
    index: good.size,
    lastIndex: next - 1,
    detail: `entries and tiles up to ${good.size} are what was signed; among ${good.size} to ${next - 1} they are not`,
  }
}

/** Two leaves whose exchange gives the signed root; looked for among at most 128. */
function findSwap(
  good: Range,
  next: number,
  root: Buffer,
  leaves: readonly Buffer[],
  treeStart: number,
): [number, number] | null {
  const first = good.size
  if (next - first > 128) return null
  const own = leaves.slice(first - treeStart, next - treeStart)
  for (let a = 0; a < own.length; a += 1) {
    for (let b = a + 1; b < own.length; b += 1) {
      const [left, right] = [own[a], own[b]]
      if (left === undefined || right === undefined) continue
      const range = good.copy()
      own.forEach((leaf, i) => range.append(i === a ? right : i === b ? left : leaf))
      if (range.root().equals(root)) return [first + a, first + b]
    }
  }
  return null
}

function verifyInstance(
  archive: Archive,
  manifest: Manifest,
  checkpoint: Head,
  keys: readonly Buffer[],
  findings: Finding[],
): VerificationReport['instance'] {
  const note = archive.text('instance/checkpoint')
  const proofText = archive.text('instance/proof.json')
  if (note === null || proofText === null) {
    findings.push({ code: 'instance.missing', index: null, detail: 'no proof that the head is in the instance tree' })
    return null
  }
  const head = parseCheckpoint(note, 'bundle.malformed')
  const { index, size, proof } = parseObject(proofText, 'the proof of the instance tree')
  if (
    head.origin !== manifest.instanceOrigin ||
    !Number.isSafeInteger(index) ||
    size !== head.size ||
    !Array.isArray(proof)
  ) {
    throw new BundleError('bundle.malformed', 'the proof of the instance tree')
  }
  const { signedBy, wrong } = checkSignatures(head, keys)
  if (wrong || signedBy.length === 0)
    findings.push({
      code: 'instance.wrong_signature',
      index: null,
      detail: 'the head of the instance was not signed by a known key',
    })
  const hashes = proof.map((one) => Buffer.from(String(one), 'base64'))
  if (
    hashes.some((one) => one.length !== 32) ||
    !includes(hashes, hashLeaf(Buffer.from(checkpoint.text)), Number(index), head.size, head.root)
  ) {
    findings.push({ code: 'instance.not_included', index: null, detail: 'the head is not in the instance tree' })
  }
  return { origin: head.origin, size: head.size, index: Number(index) }
}

/** What a file says must not drive the reader's terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
}

/** A report for people. */
export function renderReport(report: VerificationReport): string {
  const lines = [
    `Log        ${printable(report.origin)}`,
    `Head       ${report.size} entries, root ${report.root}`,
    `Signed by  ${report.signedBy.join(', ') || 'nobody'}${report.keysFrom === 'bundle' ? '  (key named by the bundle itself: compare it with one you were given)' : ''}`,
    `Entries    ${report.entries} verified here, from place ${report.start} to before ${report.end}; ${report.erased} erased; ${report.heads} earlier heads`,
    `Evidence   ${report.evidence} files and observations as recorded, ${report.evidenceMissing} not in the bundle`,
    report.instance
      ? `Instance   head is leaf ${report.instance.index} of ${report.instance.size} of ${printable(report.instance.origin)}`
      : 'Instance   not proved',
    ...(report.since
      ? [
          `Since      ${report.since.consistent ? `continues the kept head of ${report.since.size} entries` : 'does NOT continue the kept head'}`,
        ]
      : []),
    report.ok ? 'Everything holds.' : 'Does NOT hold:',
    ...report.findings.map(
      (one) => `  ${one.code}${one.index === null ? '' : ` at ${one.index}`}: ${printable(one.detail)}`,
    ),
  ]
  return lines.join('\n')
}

/** The command by itself; returns the exit code. */
export function runVerifier(
  bundle: string,
  options: { since?: string; keys?: readonly string[]; json?: boolean },
  print: (text: string) => void,
): 0 | 1 | 2 {
  try {
    let since: string | undefined
    if (options.since !== undefined) {
      try {
        since = readFileSync(options.since, 'utf8')
      } catch (error) {
        throw new BundleError('head.unreadable', error instanceof Error ? error.message : 'unreadable')
      }
    }
    const report = verifyBundle(bundle, {
      ...(since !== undefined && { since }),
      ...(options.keys?.length && { keys: options.keys }),
    })
    print(options.json ? JSON.stringify(report) : renderReport(report))
    return report.ok ? 0 : 1
  } catch (error) {
    if (!(error instanceof BundleError)) throw error
    print(
      options.json
        ? JSON.stringify({ error: error.fault, detail: error.message })
        : `${error.fault}: ${printable(error.message)}`,
    )
    return 2
  }
}

if (import.meta.main) {
  const { parseArgs } = await import('node:util')
  const { values, positionals } = parseArgs({
    options: { since: { type: 'string' }, key: { type: 'string', multiple: true }, json: { type: 'boolean' } },
    allowPositionals: true,
  })
  const { since, key, json } = values
  const given = { ...(since !== undefined && { since }), ...(key && { keys: key }), ...(json && { json }) }
  process.exitCode = runVerifier(positionals[0] ?? '', given, (text) => void process.stdout.write(`${text}\n`))
}
