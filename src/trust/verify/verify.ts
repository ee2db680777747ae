/**
 * The verifier of ledger bundles: one file that needs nothing but Node, so that it can be read, kept and run apart from
 * the program whose word is not to be taken. It shares no code with what writes bundles; both follow
 * docs/ledger-format.md. `verifyBundle(path, options)` returns a report; a bundle that cannot be judged is a
 * `BundleError`. Run by itself: `node verify.ts BUNDLE [--since HEAD] [--key BASE64] [--tsa PEM]
 * [--witness VKEY] [--json]`.
 * Exit code: 0 everything holds, 1 something does not, 2 could not be judged.
 */
import { constants, createPublicKey, hash, verify, X509Certificate, type KeyObject } from 'node:crypto'
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
  | 'head.not_in_bundle'
  | 'authority.unreadable'
  | 'authority.malformed'
  | 'witness.malformed'

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
  | 'entry.other_object'
  | 'instance.missing'
  | 'instance.wrong_signature'
  | 'instance.not_included'
  | 'evidence.altered'
  | 'evidence.unknown'
  | 'erasure.unexplained'
  | 'checkpoint.future'
  | 'anchor.wrong_signature'
  | 'anchor.not_included'
  | 'anchor.forked'
  | 'timestamp.wrong'
  | 'timestamp.future'
  | 'timestamp.untrusted'
  | 'cosignature.wrong'
  | 'cosignature.future'
  | 'cosignature.missing'

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
  /** `[start, end)`: the entries in the bundle; of an object's, between which places they lie. */
  readonly start: number
  readonly end: number
  /** The one object that the entries are about; null for a bundle of everything in a period. */
  readonly object: { readonly kind: string; readonly id: string } | null
  readonly entries: number
  readonly erasures: ErasureReport
  readonly heads: number
  readonly evidence: number
  /** Evidence that entries speak of and the bundle does not bring. */
  readonly evidenceMissing: number
  /** Base64 of the Ed25519 keys that signed the checkpoint, and whether the caller named them or only the bundle did. */
  readonly signedBy: readonly string[]
  readonly keysFrom: 'caller' | 'bundle'
  readonly instance: { readonly origin: string; readonly size: number; readonly index: number } | null
  readonly anchor: AnchorReport | null
  readonly since: { readonly size: number; readonly consistent: boolean } | null
  /** The first one first. */
  readonly findings: readonly Finding[]
}

/** What is gone: the places hold, the contents cannot be read any more. */
export interface ErasureReport {
  /** Entries without their payload. */
  readonly payloads: number
  /** Entries without the part of at least one person. */
  readonly entriesWithErasedParts: number
  /** People of whom a part is gone. */
  readonly persons: number
  /** Payloads and parts of which no entry in this bundle says why they are gone. */
  readonly unexplained: number
}

export interface VerifyOptions {
  /** A signed head that somebody kept: the text of a checkpoint. */
  readonly since?: string
  /** Base64 of 32-byte Ed25519 keys that are trusted; without them those that the bundle names. */
  readonly keys?: readonly string[]
  /** Certificates in PEM of timestamp authorities that are trusted: one of them has to have stamped. */
  readonly authorities?: readonly string[]
  /** Verifier keys of witnesses, each of whom has to have cosigned. */
  readonly witnesses?: readonly string[]
  /** What time it is; the machine's clock when absent. */
  readonly now?: Date
}

// --- Merkle tree: RFC 6962 §2.1, SHA-256 ---

const emptyRoot = hash('sha256', Buffer.alloc(0), 'buffer')
const hashLeaf = (data: string) => hash('sha256', `\u0000${data}`, 'buffer')
/** One for all pairs: hashing is most of the work, and making buffers would be as much again. */
const pair = Buffer.alloc(65, 1)
function hashPair(left: Buffer, right: Buffer): Buffer {
  left.copy(pair, 1)
  right.copy(pair, 33)
  return hash('sha256', pair, 'buffer')
}
const half = (n: number) => Math.floor(n / 2)

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

/** RFC 9162 §2.1.3.2 */
function includes(proof: readonly Buffer[], leaf: Buffer, index: number, size: number, root: Buffer): boolean {
  if (index < 0 || index >= size) return false
  let [at, last, node] = [index, size - 1, leaf]
  for (const sibling of proof) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      node = hashPair(sibling, node)
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else node = hashPair(node, sibling)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && node.equals(root)
}

/** RFC 9162 §2.1.4.2: whether the newer tree begins with the older one. */
function continues(proof: readonly Buffer[], older: Pick<Head, 'size' | 'root'>, newer: Head): boolean {
  if (older.size < 1 || older.size > newer.size) return false
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root)
  let [at, last] = [older.size - 1, newer.size - 1]
  while (at % 2 === 1) [at, last] = [half(at), half(last)]
  // A tree of a power of two is itself a node of the newer one; else the first hash is its right edge.
  const [seed, ...rest] = at === 0 ? [older.root, ...proof] : proof
  if (seed === undefined) return false
  let [before, after] = [seed, seed]
  for (const sibling of rest) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      ;[before, after] = [hashPair(sibling, before), hashPair(sibling, after)]
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)]
    } else after = hashPair(after, sibling)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && before.equals(older.root) && after.equals(newer.root)
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

/** An Ed25519 key, opened once. */
interface Key {
  readonly base64: string
  readonly bytes: Buffer
  readonly opened: KeyObject | null
}

function openKey(bytes: Buffer): Key {
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes])
  try {
    return {
      base64: bytes.toString('base64'),
      bytes,
      opened: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
    }
  } catch {
    return { base64: bytes.toString('base64'), bytes, opened: null }
  }
}

const keyIdOf = (name: string, type: number, key: Buffer) =>
  hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), key]), 'hex').slice(0, 8)

/** Keys that signed it; `wrong` when a line of a known key does not verify. */
function checkSignatures(head: Head, keys: readonly Key[]): { signedBy: Key[]; wrong: boolean } {
  const signedBy: Key[] = []
  let wrong = false
  for (const { name, keyId, signature } of head.signatures) {
    for (const key of keys) {
      if (name !== head.origin || keyId !== keyIdOf(head.origin, 1, key.bytes)) continue
      if (isSigned(key, Buffer.from(head.text), signature)) signedBy.push(key)
      else wrong = true
    }
  }
  return { signedBy, wrong }
}

function isSigned(key: Key, message: Buffer, signature: Buffer): boolean {
  return key.opened !== null && signature.length === 64 && verify(null, message, key.opened, signature)
}

function readKey(text: string): Key {
  const key = Buffer.from(text, 'base64')
  if (key.length !== 32 || key.toString('base64') !== text)
    throw new BundleError('key.malformed', 'a key is the base64 of 32 bytes')
  return openKey(key)
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
  /^(?:manifest\.json|checkpoint|consistency\.json|instance\/checkpoint|instance\/proof\.json|anchor\/(?:head|checkpoint|proof\.json|cosignatures|timestamp\/[0-9]{2}\.tst)|heads\/[0-9]{6}\.ndjson|entries\/[0-9]{6}\.ndjson|tile\/0\/(?:x[0-9]{3}\/)*[0-9]{3}(?:\.p\/[0-9]{1,3})?|evidence\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|document\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.(?:json|html|pdf|docx))$/

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

class Archive {
  readonly #file: number
  readonly #unread = new Set<string>()
  readonly members: ReadonlyMap<string, Member>

  constructor(path: string) {
    try {
      this.#file = openSync(path, 'r')
    } catch (error) {
      throw new BundleError('bundle.unreadable', error instanceof Error ? error.message : 'unreadable')
    }
    try {
      this.members = this.#readDirectory()
      for (const name of this.members.keys()) this.#unread.add(name)
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
        field(34) !== 0 ||
        field(36) !== 0 ||
        wide(38) !== 0
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
        field(4) !== field(6) ||
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
    this.#unread.delete(name)
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

  /** Members that nothing asked for. */
  get unread(): readonly string[] {
    return [...this.#unread]
  }

  text(name: string): string | null {
    const bytes = this.read(name)
    if (bytes === null) return null
    try {
      return utf8.decode(bytes)
    } catch {
      throw new BundleError('bundle.malformed', `${name} is not UTF-8`)
    }
  }
}

// --- The bundle ---

const logFormat = 'beleg-ledger-bundle/v1'
const objectFormat = 'beleg-object-bundle/v1'
/** How far clocks may be apart before a time counts as one to come. */
const toleranceMs = 5 * 60_000
const mostProofHashes = 64

interface Manifest {
  readonly origin: string
  readonly instanceOrigin: string
  readonly tenant: string
  readonly size: number
  /** Empty when it is not said. */
  readonly exportedAt: string
  readonly keys: readonly Key[]
  /** Of a bundle of a period; null in one of an object. */
  readonly period: Period | null
  /** Of a bundle of an object, with the number of its entries. */
  readonly object: { readonly kind: string; readonly id: string; readonly entries: number } | null
}

interface Period {
  readonly start: number
  readonly end: number
  /** It was asked for up to an instant: what was recorded later may tell of erasures in it. */
  readonly ended: boolean
  readonly treeStart: number
  readonly frontier: readonly Buffer[]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parseObject(text: string, what: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // Named below.
  }
  throw new BundleError('bundle.malformed', `${what} is not an object of JSON`)
}

function isPlace(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

/** Hashes in base64, as proofs are; null when they are not. */
function readHashes(value: unknown): Buffer[] | null {
  if (!Array.isArray(value) || value.length > mostProofHashes) return null
  const hashes = value.map((one) => Buffer.from(typeof one === 'string' ? one : '', 'base64'))
  return hashes.every((one) => one.length === 32) ? hashes : null
}

function readManifest(archive: Archive): Manifest {
  const text = archive.text('manifest.json')
  if (text === null) throw new BundleError('bundle.foreign', 'no manifest: not a bundle of a ledger')
  const value = parseObject(text, 'the manifest')
  if (value.format !== logFormat && value.format !== objectFormat)
    throw new BundleError('bundle.foreign', 'of a format that this verifier does not know')
  const wrong = (what: string): never => {
    throw new BundleError('bundle.malformed', `the manifest's ${what}`)
  }
  const string = (name: string, from = value): string => {
    const found = from[name]
    return typeof found === 'string' && found !== '' ? found : wrong(name)
  }
  const place = (name: string): number => {
    const found = value[name]
    return isPlace(found) ? found : wrong(name)
  }
  const keys = readHashes(
    Array.isArray(value.keys) ? value.keys.map((one: unknown) => (isObject(one) ? one.ed25519 : null)) : null,
  )
  const common = {
    origin: string('origin'),
    instanceOrigin: string('instanceOrigin'),
    tenant: string('tenant'),
    size: place('size'),
    exportedAt: typeof value.exportedAt === 'string' ? value.exportedAt : '',
    keys: (keys ?? wrong('keys')).map(openKey),
  }
  if (value.format === objectFormat) {
    const object = isObject(value.object) ? value.object : wrong('object')
    return {
      ...common,
      period: null,
      object: { kind: string('kind', object), id: string('id', object), entries: place('entries') },
    }
  }
  const period = {
    start: place('start'),
    end: place('end'),
    ended: typeof value.until === 'string',
    treeStart: place('treeStart'),
    frontier: readHashes(value.frontier) ?? wrong('frontier'),
  }
  const { start, end, treeStart, frontier } = period
  if (!(treeStart <= start && start <= end && end <= common.size && treeStart % 256 === 0 && start - treeStart < 256))
    wrong('places')
  if (frontier.length !== countSubtrees(treeStart)) wrong('frontier')
  return { ...common, period, object: null }
}

/** One for all entries, like `pair`. */
const salted = Buffer.alloc(64 * 1024)

function hashSalted(salt: string, payload: string): string {
  // A character of UTF-16 is at most three bytes of UTF-8.
  if (salt.length + payload.length * 3 > salted.length)
    return hash('sha256', Buffer.concat([Buffer.from(salt, 'base64'), Buffer.from(payload, 'utf8')]), 'base64')
  const start = salted.write(salt, 0, 'base64')
  return hash('sha256', salted.subarray(0, start + salted.write(payload, start, 'utf8')), 'base64')
}

/** SHA-256 of salt and payload, or what was kept of it when they are gone; null when neither is there. */
function commitmentOf({ salt, payload, commitment }: Record<string, unknown>): string | null {
  if (typeof payload === 'string') return typeof salt === 'string' ? hashSalted(salt, payload) : null
  return typeof commitment === 'string' && /^[A-Za-z0-9+/]{43}=$/.test(commitment) ? commitment : null
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The leaf of an entry, from what it says: see docs/ledger-format.md, "Leaf". Null when something is missing. */
function leafOf(tenant: string, line: Record<string, unknown>): Buffer | null {
  const { id, recordedAt, parts } = line
  if (typeof id !== 'string' || typeof recordedAt !== 'string' || id.includes('\n') || recordedAt.includes('\n'))
    return null
  const committed = commitmentOf(line)
  if (committed === null) return null
  let data = `beleg-entry/v1\n${tenant}\n${id}\n${recordedAt}\n${committed}\n`
  if (parts !== undefined) {
    if (!Array.isArray(parts)) return null
    for (const part of parts) {
      const ofPart = isObject(part) ? commitmentOf(part) : null
      if (!isObject(part) || ofPart === null || typeof part.person !== 'string' || !uuid.test(part.person)) return null
      data += `person ${part.person} ${ofPart}\n`
    }
  }
  return hashLeaf(data)
}

interface ReadEntry {
  readonly index: number
  readonly id: string
  readonly leaf: Buffer | null
}

/** The lines of a run of pages, each an object. */
function* readLines(archive: Archive, folder: 'entries' | 'heads', what: string): Generator<Record<string, unknown>> {
  for (let page = 0; ; page += 1) {
    const text = archive.text(`${folder}/${String(page).padStart(6, '0')}.ndjson`)
    if (text === null) return
    for (const line of text.split('\n')) if (line !== '') yield parseObject(line, what)
  }
}

function* readEntries(archive: Archive): Generator<{ index: number; id: string; line: Record<string, unknown> }> {
  for (const line of readLines(archive, 'entries', 'an entry')) {
    if (!isPlace(line.index)) throw new BundleError('bundle.malformed', 'an entry without its place')
    yield { index: line.index, id: typeof line.id === 'string' ? line.id : '', line }
  }
}

/** What an entry says that the verifier acts upon; null when it is nothing of the kind. */
function readTold(
  payload: unknown,
): { action: string; kind: string; id: string; after: Record<string, unknown> } | null {
  if (typeof payload !== 'string') return null
  try {
    const value: unknown = JSON.parse(payload)
    const what = isObject(value) && isObject(value.what) ? value.what : {}
    const object = isObject(what.object) ? what.object : {}
    return {
      action: String(what.action),
      kind: String(object.kind),
      id: String(object.id),
      after: isObject(what.after) ? what.after : {},
    }
  } catch {
    return null
  }
}

/** Cheaper than reading every payload: ours are written without escapes where none are needed. */
const telling = /"(?:evidence\.(?:recorded|uploaded)|document\.created|person\.erased|ledger\.(?:expired|erased))"/

/** What the entries of a bundle say taken together. */
class Survey {
  entries = 0
  first = Infinity
  last = -1
  payloadsGone = 0
  entriesWithErasedParts = 0
  readonly personsGone = new Set<string>()
  readonly evidence: {
    readonly index: number
    readonly entry: string
    /** Name of the member. */
    readonly name: string
    readonly sha256: string
  }[] = []
  readonly #erasedPersons = new Set<string>()
  readonly #erasedEntries = new Set<string>()
  #expiredBefore = ''
  future: Finding | null = null
  readonly #latest: string

  /** @param latest instant in ISO 8601, after which nothing can have been recorded */
  constructor(latest: string) {
    this.#latest = latest
  }

  take(index: number, id: string, line: Record<string, unknown>): void {
    this.entries += 1
    this.first = Math.min(this.first, index)
    this.last = Math.max(this.last, index)
    if (typeof line.recordedAt === 'string' && line.recordedAt > this.#latest)
      this.future ??= {
        code: 'checkpoint.future',
        index,
        id,
        detail: `entry ${id} says it was recorded at ${line.recordedAt}, which is still to come`,
      }
    if (typeof line.payload !== 'string') this.payloadsGone += 1
    const gone = personsGoneFrom(line)
    if (gone.length > 0) this.entriesWithErasedParts += 1
    for (const person of gone) this.personsGone.add(person)
    if (typeof line.payload !== 'string' || !telling.test(line.payload)) return
    const told = readTold(line.payload)
    if (told === null) return
    const { action, kind, id: object, after } = told
    if (action === 'evidence.recorded' || action === 'evidence.uploaded') {
      if (typeof after.sha256 === 'string')
        this.evidence.push({ index, entry: id, name: `evidence/${object}`, sha256: after.sha256 })
    } else if (action === 'document.created' && kind === 'document') {
      // The hash of each file stands under the name of its format.
      for (const format of ['json', 'html', 'pdf', 'docx']) {
        const sha256 = after[format]
        if (typeof sha256 === 'string')
          this.evidence.push({ index, entry: id, name: `document/${object}.${format}`, sha256 })
      }
    } else if (action === 'person.erased' && kind === 'person') this.#erasedPersons.add(object)
    else if (action === 'ledger.erased' && kind === 'entry') this.#erasedEntries.add(object)
    else if (action === 'ledger.expired' && typeof after.before === 'string' && isInstant(after.before)) {
      if (after.before > this.#expiredBefore) this.#expiredBefore = after.before
    }
  }

  /** How much of an entry is gone without an entry that says why. */
  countUnexplained(id: string, line: Record<string, unknown>): number {
    // An entry expires as a whole: payload and parts.
    if (typeof line.recordedAt === 'string' && line.recordedAt < this.#expiredBefore) return 0
    const parts = personsGoneFrom(line).filter((person) => !this.#erasedPersons.has(person)).length
    return parts + (typeof line.payload !== 'string' && !this.#erasedEntries.has(id) ? 1 : 0)
  }
}

function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)
}

const nobody: readonly string[] = []

function personsGoneFrom({ parts }: Record<string, unknown>): readonly string[] {
  if (!Array.isArray(parts)) return nobody
  return parts.flatMap((part: unknown) =>
    isObject(part) && typeof part.payload !== 'string' ? [String(part.person)] : [],
  )
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
  // This file stands alone: there is no other clock than the machine's.
  const now = options.now ?? new Date(performance.timeOrigin + performance.now())
  const latest = new Date(now.getTime() + toleranceMs).toISOString()
  const findings: Finding[] = []
  const manifest = readManifest(archive)
  const { origin, size, period, object } = manifest
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
  if (manifest.exportedAt > latest)
    findings.push({
      code: 'checkpoint.future',
      index: null,
      detail: `the bundle says it was written at ${manifest.exportedAt}, which is still to come`,
    })

  const since = readSince(options.since, manifest, keys, findings)
  const proved = since === null ? null : proveSince(archive, since, manifest, checkpoint, findings)
  const survey = new Survey(latest)
  let heads = 0
  if (period !== null) {
    const earlier = readHeads(archive, origin)
    heads = earlier.length
    const kept = proved === null ? since : null
    findings.push(...comparePeriod(archive, manifest, period, { earlier, checkpoint, kept, keys }, survey))
  } else if (object !== null) findings.push(...compareObject(archive, manifest, object, checkpoint, survey))
  if (survey.future) findings.push(survey.future)
  const whole = period !== null && period.start === 0 && period.end === size && !period.ended
  const erasures = explainErasures(archive, survey, whole, findings)
  const instance = verifyInstance(archive, manifest, checkpoint, keys, findings)
  const judges = {
    authorities: (options.authorities ?? []).flatMap(readAuthorities),
    witnesses: (options.witnesses ?? []).map(readWitness),
    latest,
  }
  const anchor = verifyAnchor(archive, manifest, checkpoint, keys, judges, findings)
  const evidence = compareEvidence(archive, survey, findings)
  // What was not asked for was not looked at, unless the bundle differs and reading ended early.
  const [stranger] = archive.unread
  if (findings.length === 0 && stranger !== undefined)
    throw new BundleError('bundle.malformed', `${stranger} belongs to nothing in the bundle`)
  const differs = findings.some((one) => one.code === 'head.forked' || one.code === 'head.beyond_checkpoint')
  return {
    ok: findings.length === 0,
    origin,
    size,
    root: checkpoint.root.toString('base64'),
    start: period?.start ?? (survey.entries === 0 ? 0 : survey.first),
    end: period?.end ?? survey.last + 1,
    object: object && { kind: object.kind, id: object.id },
    entries: survey.entries,
    erasures,
    heads,
    ...evidence,
    signedBy: signed.signedBy.map((key) => key.base64),
    keysFrom: trusted ? 'caller' : 'bundle',
    instance,
    anchor,
    since: since === null ? null : { size: since.size, consistent: proved ?? !differs },
    findings: findings.toSorted((a, b) => (a.index ?? -1) - (b.index ?? -1)),
  }
}

// --- Heads: those that the bundle brings, and one that somebody kept ---

/** The kept head, of this log and signed by a known key. */
function readSince(
  text: string | undefined,
  { origin }: Manifest,
  keys: readonly Key[],
  findings: Finding[],
): Head | null {
  if (text === undefined) return null
  // Mail programs and editors end lines in their own way, and files at times without one.
  const since = parseCheckpoint(`${text.replaceAll('\r\n', '\n').trimEnd()}\n`, 'head.malformed')
  if (since.origin !== origin)
    throw new BundleError(
      'head.other_log',
      `a head of ${printable(since.origin)}, the bundle is of ${printable(origin)}`,
    )
  const { wrong, signedBy } = checkSignatures(since, keys)
  if (wrong)
    findings.push({
      code: 'head.wrong_signature',
      index: null,
      detail: 'the kept head was not signed by the key that it names',
    })
  else if (signedBy.length === 0) throw new BundleError('key.unknown', 'no known key signed the kept head')
  return since
}

/**
 * Whether the checkpoint continues a kept head, by a proof that the bundle brings; null when the leaves themselves will
 * say it.
 */
function proveSince(
  archive: Archive,
  since: Head,
  { size, period }: Manifest,
  checkpoint: Head,
  findings: Finding[],
): boolean | null {
  const proofs = readConsistency(archive)
  if (since.size > size) {
    findings.push({
      code: 'head.beyond_checkpoint',
      index: size,
      detail: `the kept head has ${since.size} entries, the bundle's only ${size}: entries were cut off, or the bundle is older`,
    })
    return false
  }
  if (period !== null && since.size >= period.treeStart) return null
  const proof = since.size === size ? [] : proofs.get(since.size)
  if (since.size > 0 && proof === undefined)
    throw period === null
      ? new BundleError(
          'head.not_in_bundle',
          `the bundle brings no proof from the head of ${since.size}: export it with --since`,
        )
      : new BundleError(
          'head.before_bundle',
          `the bundle begins at ${period.treeStart}, after the head of ${since.size}: export from the first entry, or with --since`,
        )
  const consistent = proof === undefined ? since.root.equals(emptyRoot) : continues(proof, since, checkpoint)
  if (!consistent)
    findings.push({
      code: 'head.forked',
      index: null,
      detail: `nothing shows that the checkpoint of ${size} entries continues the kept head of ${since.size}: it is of another tree, or the proof is wrong`,
    })
  return consistent
}

/** Proofs that the checkpoint continues earlier heads, by their size. */
function readConsistency(archive: Archive): ReadonlyMap<number, readonly Buffer[]> {
  const text = archive.text('consistency.json')
  if (text === null) return new Map()
  const { proofs } = parseObject(text, 'the proofs of consistency')
  const list: readonly unknown[] = Array.isArray(proofs) ? proofs : [null]
  return new Map(
    list.map((one) => {
      const proof = isObject(one) ? readHashes(one.proof) : null
      if (!isObject(one) || !isPlace(one.size) || proof === null)
        throw new BundleError('bundle.malformed', 'the proofs of consistency')
      return [one.size, proof] as const
    }),
  )
}

/** Every earlier head that the bundle brings. */
function readHeads(archive: Archive, origin: string): Head[] {
  const heads: Head[] = []
  for (const { note } of readLines(archive, 'heads', 'a head')) {
    if (typeof note !== 'string') throw new BundleError('bundle.malformed', 'a head without its note')
    const head = parseCheckpoint(note, 'bundle.malformed')
    if (head.origin !== origin) throw new BundleError('bundle.malformed', 'a head of another log')
    heads.push(head)
  }
  return heads
}

// --- Entries of a period: all of them, and the tree that they make ---

/** The hashes of a run of leaves, side by side. */
class Leaves {
  readonly start: number
  readonly #bytes: Buffer
  constructor(start: number, bytes: Buffer) {
    this.start = start
    this.#bytes = bytes
  }
  at(index: number): Buffer | undefined {
    const at = (index - this.start) * 32
    return at < 0 || at >= this.#bytes.length ? undefined : this.#bytes.subarray(at, at + 32)
  }
  /** The first place of a leaf; -1 when it is not among them. */
  find(leaf: Buffer): number {
    for (let at = this.#bytes.indexOf(leaf); at !== -1; at = this.#bytes.indexOf(leaf, at + 1))
      if (at % 32 === 0) return this.start + at / 32
    return -1
  }
}

/** Leaves from `treeStart` to `size`, out of the tiles. A short tile ends them early. */
function readLeaves(archive: Archive, treeStart: number, size: number): Leaves {
  const tiles: Buffer[] = []
  for (let at = treeStart; at < size; at += 256) {
    const width = Math.min(256, size - at)
    const digits = String(at / 256).padStart(Math.ceil(String(at / 256).length / 3) * 3, '0')
    const groups = digits.match(/[0-9]{3}/g) ?? []
    const name = `tile/0/${groups.map((group, i) => (i === groups.length - 1 ? group : `x${group}`)).join('/')}${width === 256 ? '' : `.p/${width}`}`
    const bytes = archive.read(name)
    if (bytes === null) throw new BundleError('bundle.malformed', `${name} is missing`)
    if (bytes.length % 32 !== 0 || bytes.length > width * 32)
      throw new BundleError('bundle.malformed', `${name} is not a tile of ${width}`)
    tiles.push(bytes)
    if (bytes.length < width * 32) break
  }
  return new Leaves(treeStart, Buffer.concat(tiles))
}

/** What the tree of a period is compared with. */
interface Heads {
  readonly earlier: readonly Head[]
  readonly checkpoint: Head
  /** The one that somebody kept, where the leaves show whether it fits. */
  readonly kept: Head | null
  readonly keys: readonly Key[]
}

/** Compares entries with tiles and tiles with every signed head. */
function comparePeriod(archive: Archive, manifest: Manifest, period: Period, heads: Heads, survey: Survey): Finding[] {
  const { tenant, size } = manifest
  const { start, end, treeStart } = period
  const leaves = readLeaves(archive, treeStart, size)
  let place = start
  let asSigned = true
  for (const { index, id, line } of readEntries(archive)) {
    survey.take(index, id, line)
    const leaf = leafOf(tenant, line)
    const committed = leaves.at(place)
    asSigned &&= index === place && place < end && leaf !== null && committed?.equals(leaf) === true
    place += 1
  }
  asSigned &&= place === end
  // Only a bundle that differs is read again and kept whole, to say how it does.
  const entries: readonly ReadEntry[] = asSigned
    ? []
    : [...readEntries(archive)].map(({ index, id, line }) => ({ index, id, leaf: leafOf(tenant, line) }))
  const ofTree = compareTree(period, size, leaves, entries, heads)
  const ofEntries = asSigned ? [] : compareEntries(entries, leaves, start, end)
  // The one that names an entry explains the other: a wrong tile beside an honest entry, or an entry that moves the root.
  if (ofTree.some((one) => one.code === 'tile.altered')) return ofTree
  if (ofEntries.length > 0) return [...ofEntries, ...ofTree.filter((one) => one.code.startsWith('head.'))]
  return ofTree
}

/** What is said against what the tiles hold: names the first entry that differs, and how. */
function compareEntries(entries: readonly ReadEntry[], leaves: Leaves, start: number, end: number): Finding[] {
  for (let i = 0; i < Math.max(entries.length, end - start); i += 1) {
    const index = start + i
    const entry = entries[i]
    const committed = leaves.at(index)
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
    const elsewhere = leaves.find(entry.leaf)
    const found = elsewhere !== -1
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

/**
 * Grows the tree and compares it with every head on its way. One that agrees needs no signature of its own, because the
 * checkpoint's covers it; one that disagrees is a fork if it was signed.
 */
function compareTree(
  period: Period,
  size: number,
  leaves: Leaves,
  entries: readonly ReadEntry[],
  { earlier, checkpoint, kept, keys }: Heads,
): Finding[] {
  const findings: Finding[] = []
  const { treeStart, frontier } = period
  const judged = [checkpoint, ...(kept ? [kept] : [])]
  const bySize = Map.groupBy([...earlier, ...judged], (head) => head.size)
  const sizes = [...bySize.keys()].filter((one) => one >= treeStart && one <= size).toSorted((a, b) => a - b)
  const range = new Range(treeStart, frontier)
  let good = range.copy()
  for (const next of sizes) {
    while (range.size < next) {
      const leaf = leaves.at(range.size)
      if (leaf === undefined) {
        const detail = `the tree ends at ${range.size}, the signed head at ${next}`
        return [...findings, { code: 'entry.deleted', index: range.size, detail }]
      }
      range.append(leaf)
    }
    const root = range.root()
    const all = bySize.get(next) ?? []
    const others = all.filter((head) => {
      if (head.root.equals(root)) return false
      const { wrong, signedBy } = checkSignatures(head, keys)
      if (judged.includes(head) || (!wrong && signedBy.length > 0)) return true
      const detail = `the head of ${next} entries is of another tree and was not signed by a known key`
      findings.push({ code: 'head.wrong_signature', index: next, detail })
      return false
    })
    const [other] = others
    if (other === undefined) {
      good = range.copy()
      continue
    }
    const bounds = { index: good.size, lastIndex: next - 1 }
    if (all.some((head) => head.root.equals(root)) || others.some((head) => !head.root.equals(other.root)))
      findings.push({
        code: 'head.forked',
        ...bounds,
        detail: `two signed heads of ${next} entries are of different trees; they agree up to ${good.size}`,
      })
    else if (other === kept)
      findings.push({
        code: 'head.forked',
        ...bounds,
        detail: `the kept head of ${next} entries is of another tree; they agree up to ${good.size}`,
      })
    else findings.push(explainWrongRoot(good, next, other.root, leaves, entries, period.start))
    return findings
  }
  return findings
}

/** The tree differs between two heads: by a tile that was altered beside honest entries, or by the entries. */
function explainWrongRoot(
  good: Range,
  next: number,
  root: Buffer,
  leaves: Leaves,
  entries: readonly ReadEntry[],
  start: number,
): Finding {
  const said = good.copy()
  let first: number | null = null
  while (said.size < next) {
    const index = said.size
    const tile = leaves.at(index)
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
  const swapped = findSwap(good, next, root, leaves)
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
function findSwap(good: Range, next: number, root: Buffer, leaves: Leaves): [number, number] | null {
  const first = good.size
  if (next - first > 128) return null
  const own = Array.from({ length: next - first }, (_, i) => leaves.at(first + i))
  for (let a = 0; a < own.length; a += 1) {
    for (let b = a + 1; b < own.length; b += 1) {
      const range = good.copy()
      own.forEach((leaf, i) => range.append((i === a ? own[b] : i === b ? own[a] : leaf) ?? emptyRoot))
      if (range.root().equals(root)) return [first + a, first + b]
    }
  }
  return null
}

// --- Entries of an object: some of the log, each with the proof of its place ---

/** Names the first entry that is not where it says, or not of the object. */
function compareObject(
  archive: Archive,
  { tenant }: Manifest,
  object: NonNullable<Manifest['object']>,
  checkpoint: Head,
  survey: Survey,
): Finding[] {
  let before = -1
  let finding: Finding | null = null
  for (const { index, id, line } of readEntries(archive)) {
    survey.take(index, id, line)
    finding ??= judgeEntryOfObject(tenant, object, checkpoint, before, { index, id, line })
    before = index
  }
  if (finding === null && survey.entries !== object.entries)
    finding = {
      code: 'entry.deleted',
      index: null,
      detail: `the manifest speaks of ${object.entries} entries, the bundle has ${survey.entries}`,
    }
  return finding === null ? [] : [finding]
}

function judgeEntryOfObject(
  tenant: string,
  object: NonNullable<Manifest['object']>,
  checkpoint: Head,
  before: number,
  { index, id, line }: { index: number; id: string; line: Record<string, unknown> },
): Finding | null {
  const leaf = leafOf(tenant, line)
  const proof = readHashes(line.proof)
  if (leaf === null || proof === null)
    return { code: 'entry.unreadable', index, id, detail: `entry ${index} says too little to be verified` }
  if (!includes(proof, leaf, index, checkpoint.size, checkpoint.root))
    return { code: 'entry.altered', index, id, detail: `entry ${id} is not what was signed, or not at ${index}` }
  if (index <= before)
    return { code: 'entry.reordered', index, id, detail: `entry ${id} stands behind one of a later place` }
  const told = readTold(line.payload)
  if (told !== null && (told.kind !== object.kind || told.id !== object.id))
    return {
      code: 'entry.other_object',
      index,
      id,
      detail: `entry ${id} is about ${told.kind}/${told.id}, the bundle about another object`,
    }
  return null
}

// --- What belongs to the entries: erasures, the instance tree, evidence ---

/** In a bundle of the whole log every loss has an entry that tells of it; a part of the log cannot hold them all. */
function explainErasures(archive: Archive, survey: Survey, whole: boolean, findings: Finding[]): ErasureReport {
  let unexplained = 0
  let first: Finding | null = null
  if (survey.payloadsGone > 0 || survey.entriesWithErasedParts > 0) {
    for (const { index, id, line } of readEntries(archive)) {
      const count = survey.countUnexplained(id, line)
      unexplained += count
      if (count > 0)
        first ??= {
          code: 'erasure.unexplained',
          index,
          id,
          detail: `content of entry ${id} is gone, and no entry says that it was erased`,
        }
    }
  }
  if (whole && first !== null) findings.push(first)
  return {
    payloads: survey.payloadsGone,
    entriesWithErasedParts: survey.entriesWithErasedParts,
    persons: survey.personsGone.size,
    unexplained,
  }
}

function verifyInstance(
  archive: Archive,
  manifest: Manifest,
  checkpoint: Head,
  keys: readonly Key[],
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
  const hashes = readHashes(proof)
  if (head.origin !== manifest.instanceOrigin || !isPlace(index) || size !== head.size || hashes === null)
    throw new BundleError('bundle.malformed', 'the proof of the instance tree')
  const { signedBy, wrong } = checkSignatures(head, keys)
  if (wrong || signedBy.length === 0)
    findings.push({
      code: 'instance.wrong_signature',
      index: null,
      detail: 'the head of the instance was not signed by a known key',
    })
  if (!includes(hashes, hashLeaf(checkpoint.text), index, head.size, head.root))
    findings.push({ code: 'instance.not_included', index: null, detail: 'the head is not in the instance tree' })
  return { origin: head.origin, size: head.size, index }
}

function compareEvidence(
  archive: Archive,
  survey: Survey,
  findings: Finding[],
): Pick<VerificationReport, 'evidence' | 'evidenceMissing'> {
  let evidence = 0
  let evidenceMissing = 0
  for (const { index, entry, name, sha256 } of survey.evidence) {
    const bytes = archive.read(name)
    if (bytes === null) evidenceMissing += 1
    else if (hash('sha256', bytes, 'hex') === sha256) evidence += 1
    else
      findings.push({
        code: 'evidence.altered',
        index,
        id: entry,
        detail: `${name} is not what was recorded`,
      })
  }
  const stranger = archive.unread.find((name) => name.startsWith('evidence/') || name.startsWith('document/'))
  if (stranger !== undefined)
    findings.push({ code: 'evidence.unknown', index: null, detail: `no entry in the bundle speaks of ${stranger}` })
  return { evidence, evidenceMissing }
}

// --- The anchor: a published head of the instance, with what others signed over it ---

/** How long a token or a certificate may be, and how many there may be of each. */
const mostTokenBytes = 64 * 1024
const mostOfAKind = 16

/** What others say of a head of this log that was published: that everything below it existed by then. */
export interface AnchorReport {
  /** Entries below it. */
  readonly size: number
  /** Of the published head of the instance. */
  readonly instanceSize: number
  readonly timestamps: readonly {
    /** The latest instant, by the authority's own accuracy. */
    readonly at: string
    readonly authority: string
    /** Whether its certificate leads to one that the reader named. */
    readonly trusted: boolean
  }[]
  readonly cosignatures: readonly {
    readonly witness: string
    /** Null for a witness whom the reader did not name: then nothing was verified. */
    readonly at: string | null
  }[]
}

interface Judges {
  readonly authorities: readonly X509Certificate[]
  readonly witnesses: readonly Witness[]
  /** After this nothing can have been signed. */
  readonly latest: string
}

interface Witness {
  readonly name: string
  readonly keyId: string
  readonly key: Key
}

/** Verifier keys of witnesses as C2SP signed-note spells them, of the type 0x04. */
function readWitness(text: string): Witness {
  const [, name = '', keyId = '', encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length !== 33 || bytes[0] !== 4 || keyIdOf(name, 4, bytes.subarray(1)) !== keyId)
    throw new BundleError('witness.malformed', `not the key of a witness: ${printable(text.slice(0, 80))}`)
  return { name, keyId, key: openKey(bytes.subarray(1)) }
}

function readAuthorities(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block))
  } catch {
    // Named below.
  }
  throw new BundleError('authority.malformed', 'no certificate in PEM')
}

/** Null when the bundle brings none. */
function verifyAnchor(
  archive: Archive,
  manifest: Manifest,
  checkpoint: Head,
  keys: readonly Key[],
  judges: Judges,
  findings: Finding[],
): AnchorReport | null {
  const report = readAnchor(archive, manifest, checkpoint, keys, judges, findings)
  const demand = (code: FindingCode, detail: string) => findings.push({ code, index: null, detail })
  if (judges.authorities.length > 0 && report?.timestamps.some((one) => one.trusted) !== true)
    demand('timestamp.untrusted', 'no timestamp in the bundle is of an authority that you named')
  for (const { name } of judges.witnesses)
    if (report?.cosignatures.some((one) => one.witness === name && one.at !== null) !== true)
      demand('cosignature.missing', `the witness ${name} that you named did not sign what the bundle brings`)
  return report
}

function readAnchor(
  archive: Archive,
  manifest: Manifest,
  checkpoint: Head,
  keys: readonly Key[],
  judges: Judges,
  findings: Finding[],
): AnchorReport | null {
  const [headNote, note, proofText] = [
    archive.text('anchor/head'),
    archive.text('anchor/checkpoint'),
    archive.text('anchor/proof.json'),
  ]
  if (headNote === null && note === null && proofText === null) return null
  if (headNote === null || note === null || proofText === null)
    throw new BundleError('bundle.malformed', 'a part of the anchor is missing')
  const head = parseCheckpoint(headNote, 'bundle.malformed')
  const published = parseCheckpoint(note, 'bundle.malformed')
  const { index, size, proof, consistency } = parseObject(proofText, 'the proof of the anchor')
  const [inclusion, continuation] = [readHashes(proof), readHashes(consistency)]
  if (
    head.origin !== manifest.origin ||
    published.origin !== manifest.instanceOrigin ||
    size !== published.size ||
    !isPlace(index) ||
    inclusion === null ||
    continuation === null
  )
    throw new BundleError('bundle.malformed', 'the anchor')
  const find = (code: FindingCode, detail: string) => findings.push({ code, index: null, detail })
  for (const one of [head, published]) {
    const { signedBy, wrong } = checkSignatures(one, keys)
    if (wrong || signedBy.length === 0)
      find('anchor.wrong_signature', `the published head of ${printable(one.origin)} was not signed by a known key`)
  }
  if (!includes(inclusion, hashLeaf(head.text), index, published.size, published.root))
    find('anchor.not_included', `the head of ${head.size} entries is not in the instance tree that was published`)
  if (!continues(continuation, head, checkpoint))
    find('anchor.forked', `the checkpoint does not continue the head of ${head.size} entries that was published`)
  return {
    size: head.size,
    instanceSize: published.size,
    timestamps: verifyTimestamps(archive, Buffer.from(note), judges, find),
    cosignatures: verifyCosignatures(archive.text('anchor/cosignatures') ?? '', published, judges, find),
  }
}

type Find = (code: FindingCode, detail: string) => void

/** Cosignatures: C2SP tlog-cosignature, `cosignature/v1`. */
function verifyCosignatures(
  text: string,
  published: Head,
  { witnesses, latest }: Judges,
  find: Find,
): AnchorReport['cosignatures'] {
  const lines = text.split('\n').filter((line) => line !== '')
  if (lines.length > mostOfAKind) throw new BundleError('bundle.malformed', 'too many cosignatures')
  return lines.flatMap((line): AnchorReport['cosignatures'] => {
    const [, name = '', encoded = ''] = /^\u2014 (\S+) (\S+)$/u.exec(line) ?? []
    const bytes = Buffer.from(encoded, 'base64')
    if (bytes.length !== 76 || bytes.toString('base64') !== encoded) {
      find('cosignature.wrong', 'a line that is no cosignature')
      return []
    }
    const named = witnesses.filter((one) => one.name === name && one.keyId === bytes.toString('hex', 0, 4))
    if (named.length === 0) return [{ witness: name, at: null }]
    const seconds = bytes.readBigUInt64BE(4)
    const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${published.text}`)
    const at = new Date(Number(seconds) * 1000)
    if (!named.some(({ key }) => isSigned(key, message, bytes.subarray(12))) || Number.isNaN(at.getTime())) {
      find('cosignature.wrong', `the witness ${name} did not sign the published head`)
      return []
    }
    if (at.toISOString() > latest)
      find('cosignature.future', `the witness ${name} signed at ${at.toISOString()}, which is still to come`)
    return [{ witness: name, at: at.toISOString() }]
  })
}

function verifyTimestamps(
  archive: Archive,
  note: Buffer,
  { authorities, latest }: Judges,
  find: Find,
): AnchorReport['timestamps'] {
  const timestamps: AnchorReport['timestamps'][number][] = []
  for (let i = 0; i < mostOfAKind; i += 1) {
    const token = archive.read(`anchor/timestamp/${String(i).padStart(2, '0')}.tst`)
    if (token === null) break
    try {
      const { at, signer, certificates } = verifyToken(token, note, authorities)
      const authority = signer.subject.split('\n').toReversed().join(', ')
      timestamps.push({
        at: at.toISOString(),
        authority,
        trusted: leadsTo(authorities, signer, certificates, at),
      })
      if (at.toISOString() > latest)
        find('timestamp.future', `${authority} stamped at ${at.toISOString()}, which is still to come`)
    } catch (error) {
      // Whatever a hostile token makes of the system's own parsers, it is no timestamp.
      find(
        'timestamp.wrong',
        error instanceof TokenFault ? error.message : 'a timestamp that the cryptographic library refuses',
      )
    }
  }
  return timestamps
}

// --- DER: ITU-T X.690, only what is definite and shortest; nothing is descended into unasked ---

/** Why a token is none. */
class TokenFault extends Error {}

interface Der {
  readonly tag: number
  readonly body: Buffer
  /** With tag and length. */
  readonly raw: Buffer
}

/** All elements that fill these bytes. @throws TokenFault */
function readDer(bytes: Buffer): Der[] {
  const elements: Der[] = []
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] ?? 0
    const first = bytes[at + 1]
    if ((tag & 0x1f) === 0x1f || first === undefined || first === 0x80 || first > 0x83)
      throw new TokenFault('a timestamp is not in DER')
    const more = first < 0x80 ? 0 : first - 0x80
    const start = at + 2 + more
    if (start > bytes.length) throw new TokenFault('a timestamp is cut off')
    const length = more === 0 ? first : bytes.readUIntBE(at + 2, more)
    if (more > 0 && (length < 0x80 || length < 256 ** (more - 1))) throw new TokenFault('a timestamp is not in DER')
    if (start + length > bytes.length) throw new TokenFault('a timestamp is cut off')
    elements.push({ tag, body: bytes.subarray(start, start + length), raw: bytes.subarray(at, start + length) })
    at = start + length
  }
  return elements
}

const tags = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  oid: 0x06,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
  explicit0: 0xa0,
} as const

/** The element, if it is of this kind. @throws TokenFault when it is not */
function expectDer(element: Der | undefined, kind: keyof typeof tags, what: string): Der {
  if (element === undefined || element.tag !== tags[kind]) throw new TokenFault(`a timestamp has no ${what}`)
  return element
}

const inside = (element: Der | undefined, kind: keyof typeof tags, what: string): Der[] =>
  readDer(expectDer(element, kind, what).body)

function oidOf(element: Der | undefined, what: string): string {
  return expectDer(element, 'oid', what).body.toString('hex')
}

/** Object identifiers by what is encoded of them. */
const oids = {
  signedData: '2a864886f70d010702',
  tstInfo: '2a864886f70d0109100104',
  contentType: '2a864886f70d010903',
  messageDigest: '2a864886f70d010904',
  signingCertificate: '2a864886f70d010910020c',
  signingCertificateV2: '2a864886f70d010910022f',
  rsa: '2a864886f70d010101',
  pss: '2a864886f70d01010a',
  mgf1: '2a864886f70d010108',
  extendedKeyUsage: '551d25',
  timeStamping: '2b06010505070308',
} as const

const digests: Readonly<Record<string, 'sha256' | 'sha384' | 'sha512'>> = {
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
}
/** Signature algorithms that name their digest. */
const signatures: Readonly<Record<string, readonly ['rsa' | 'ec', 'sha256' | 'sha384' | 'sha512']>> = {
  '2a864886f70d01010b': ['rsa', 'sha256'],
  '2a864886f70d01010c': ['rsa', 'sha384'],
  '2a864886f70d01010d': ['rsa', 'sha512'],
  '2a8648ce3d040302': ['ec', 'sha256'],
  '2a8648ce3d040303': ['ec', 'sha384'],
  '2a8648ce3d040304': ['ec', 'sha512'],
}

/** The digest that an algorithm identifier names; older ones than SHA-2 are refused. */
function digestOf(algorithm: Der | undefined, what: string): 'sha256' | 'sha384' | 'sha512' {
  const [oid, parameters, ...more] = inside(algorithm, 'sequence', what)
  const name = digests[oidOf(oid, what)]
  // RFC 5754 §2: no parameters, or NULL.
  if (name === undefined || more.length > 0 || (parameters && parameters.raw.toString('hex') !== '0500'))
    throw new TokenFault(`the ${what} of a timestamp is of no kind that is accepted`)
  return name
}

// --- Timestamps: RFC 3161 tokens, CMS SignedData of RFC 5652 ---

/** @throws TokenFault when it is no timestamp over these bytes; whatever the cryptographic library throws */
function verifyToken(
  token: Buffer,
  stamped: Buffer,
  trusted: readonly X509Certificate[],
): { at: Date; signer: X509Certificate; certificates: readonly X509Certificate[] } {
  if (token.length > mostTokenBytes) throw new TokenFault('a timestamp is too long')
  const [outer, ...behind] = readDer(token)
  if (behind.length > 0) throw new TokenFault('something follows a timestamp')
  const [type, wrapped] = inside(outer, 'sequence', 'content')
  if (oidOf(type, 'type') !== oids.signedData) throw new TokenFault('a timestamp is not signed data')
  const [signedData] = inside(wrapped, 'explicit0', 'content')
  const [version, algorithms, encapsulated, ...rest] = inside(signedData, 'sequence', 'signed data')
  if (expectDer(version, 'integer', 'version').body.toString('hex') !== '03')
    throw new TokenFault('a timestamp of another version')
  const [contentType, content] = inside(encapsulated, 'sequence', 'content')
  if (oidOf(contentType, 'content type') !== oids.tstInfo) throw new TokenFault('what was signed is not a timestamp')
  const info = expectDer(inside(content, 'explicit0', 'content')[0], 'octets', 'content').body
  const at = readInfo(info, stamped)

  const certificates = rest
    .filter((one) => one.tag === tags.explicit0)
    .flatMap((one) => readDer(one.body))
    .filter((one) => one.tag === tags.sequence)
  if (certificates.length > mostOfAKind) throw new TokenFault('a timestamp brings too many certificates')
  const signers = inside(rest.at(-1), 'set', 'signer')
  const [signerInfo, ...others] = signers
  // RFC 3161 §2.4.2: the authority's and no other.
  if (others.length > 0) throw new TokenFault('a timestamp has several signers')
  const [signerVersion, sid, digestAlgorithm, attributes, signatureAlgorithm, signature] = inside(
    signerInfo,
    'sequence',
    'signer',
  )
  if (expectDer(signerVersion, 'integer', 'version').body.toString('hex') !== '01')
    throw new TokenFault('the signer of a timestamp is of another version')
  // A token that was asked for without certificates is judged by those that the reader brings.
  const known = [...certificates, ...trusted.flatMap((one) => readDer(one.raw))]
  const found = known.find((one) => isNamed(one, sid))
  if (found === undefined) throw new TokenFault('a timestamp comes without the certificate of its signer')
  const digest = digestOf(digestAlgorithm, 'digest')
  if (!inside(algorithms, 'set', 'digests').some((one) => digestOf(one, 'digest') === digest))
    throw new TokenFault('a timestamp does not name the digest of its signer')
  checkAttributes(expectDer(attributes, 'explicit0', 'signed attributes').body, info, digest, found.raw)
  const signer = new X509Certificate(found.raw)
  if (!maySign(found)) throw new TokenFault('the certificate of a timestamp is not for timestamps alone')
  if (!isValidAt(signer, at)) throw new TokenFault('the certificate of a timestamp was not valid when it was made')
  // What is signed is the set of attributes with the tag of a set (RFC 5652 §5.4).
  const message = Buffer.from(expectDer(attributes, 'explicit0', 'signed attributes').raw)
  message[0] = tags.set
  const bytes = expectDer(signature, 'octets', 'signature').body
  if (!verifyWith(signer.publicKey, signatureAlgorithm, digest, message, bytes))
    throw new TokenFault('the signature of a timestamp is not that of its signer')
  return { at, signer, certificates: certificates.map((one) => new X509Certificate(one.raw)) }
}

/** TSTInfo of RFC 3161 §2.4.2: over what, and the latest instant at which it was made. */
function readInfo(info: Buffer, stamped: Buffer): Date {
  const [outer, ...behind] = readDer(info)
  const [version, , imprint, , time, ...rest] = inside(outer, 'sequence', 'content')
  if (behind.length > 0 || expectDer(version, 'integer', 'version').body.toString('hex') !== '01')
    throw new TokenFault('a timestamp of another version')
  const [algorithm, hashed] = inside(imprint, 'sequence', 'imprint')
  if (digestOf(algorithm, 'imprint') !== 'sha256') throw new TokenFault('a timestamp is not over a hash of SHA-256')
  if (!expectDer(hashed, 'octets', 'imprint').body.equals(hash('sha256', stamped, 'buffer')))
    throw new TokenFault('a timestamp is over something else than the published head')
  const [, year, month, day, hour, minute, second, fraction = ''] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d*[1-9])?Z$/.exec(
      expectDer(time, 'time', 'time').body.toString('latin1'),
    ) ?? []
  const made =
    Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) + Math.ceil(Number(`0${fraction}`) * 1000)
  const accuracy = rest[0]?.tag === tags.sequence ? readDer(rest[0].body) : []
  const unitsMs: Readonly<Record<number, number>> = { [tags.integer]: 1000, 0x80: 1, 0x81: 0.001 }
  const offMs = accuracy.reduce((sum, one) => {
    if (one.body.length === 0 || one.body.length > 4) throw new TokenFault('a timestamp of no accuracy')
    return sum + one.body.readUIntBE(0, one.body.length) * (unitsMs[one.tag] ?? NaN)
  }, 0)
  const at = new Date(made + Math.ceil(offMs))
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999) throw new TokenFault('a timestamp says no time')
  return at
}

/** The attributes that a timestamp has to sign (RFC 3161 §2.4.2, RFC 5816). */
function checkAttributes(bytes: Buffer, info: Buffer, digest: string, certificate: Buffer): void {
  const attributes = new Map<string, Der>()
  for (const attribute of readDer(bytes)) {
    const [name, values] = inside(attribute, 'sequence', 'attribute')
    const [value, ...more] = inside(values, 'set', 'value of an attribute')
    const oid = oidOf(name, 'name of an attribute')
    if (value === undefined || more.length > 0 || attributes.has(oid))
      throw new TokenFault('an attribute of a timestamp stands twice or is empty')
    attributes.set(oid, value)
  }
  if (oidOf(attributes.get(oids.contentType), 'signed content type') !== oids.tstInfo)
    throw new TokenFault('what was signed is not a timestamp')
  const said = expectDer(attributes.get(oids.messageDigest), 'octets', 'signed digest').body
  if (!said.equals(hash(digest, info, 'buffer'))) throw new TokenFault('a timestamp was altered after it was signed')
  const [v1, v2] = [attributes.get(oids.signingCertificate), attributes.get(oids.signingCertificateV2)]
  const [ids] = inside(v2 ?? v1, 'sequence', 'signed certificate')
  const [id] = inside(ids, 'sequence', 'signed certificate')
  const parts = inside(id, 'sequence', 'signed certificate')
  // ESSCertIDv2 names another digest than SHA-256 first; ESSCertID is of SHA-1, which only names the certificate here.
  const named = v2 !== undefined && parts[0]?.tag === tags.sequence
  const algorithm = v2 === undefined ? 'sha1' : named ? digestOf(parts[0], 'signed certificate') : 'sha256'
  const hashed = expectDer(parts[named ? 1 : 0], 'octets', 'signed certificate').body
  if (!hashed.equals(hash(algorithm, certificate, 'buffer')))
    throw new TokenFault('a timestamp was signed by another certificate than it names')
}

function verifyWith(
  key: KeyObject,
  algorithm: Der | undefined,
  digest: string,
  message: Buffer,
  bytes: Buffer,
): boolean {
  const [name, parameters] = inside(algorithm, 'sequence', 'signature algorithm')
  const oid = oidOf(name, 'signature algorithm')
  const kind = key.asymmetricKeyType ?? ''
  const isRsa = kind === 'rsa' || kind === 'rsa-pss'
  if (isRsa && (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw new TokenFault('the key of a timestamp is too short')
  if (oid === oids.pss) {
    const { hash: pssDigest, saltLength } = readPss(parameters)
    return isRsa && verify(pssDigest, message, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, bytes)
  }
  if (oid === oids.rsa)
    return kind === 'rsa' && verify(digest, message, { key, padding: constants.RSA_PKCS1_PADDING }, bytes)
  const known = signatures[oid]
  if (known === undefined) throw new TokenFault('the signature of a timestamp is of no kind that is accepted')
  const [family, own] = known
  if (kind !== family) return false
  return verify(own, message, family === 'rsa' ? { key, padding: constants.RSA_PKCS1_PADDING } : key, bytes)
}

/** Parameters of RSASSA-PSS (RFC 4055 §3.1); the defaults are of SHA-1 and refused. */
function readPss(parameters: Der | undefined): { hash: string; saltLength: number } {
  const fields = inside(parameters, 'sequence', 'parameters of the signature')
  const field = (tag: number) => {
    const found = fields.find((one) => one.tag === tag)
    return found === undefined ? undefined : readDer(found.body)[0]
  }
  const digest = digestOf(field(0xa0), 'digest of the signature')
  const [mask, maskDigest] = inside(field(0xa1), 'sequence', 'mask of the signature')
  const salt = expectDer(field(0xa2), 'integer', 'salt of the signature').body
  if (oidOf(mask, 'mask') !== oids.mgf1 || digestOf(maskDigest, 'mask') !== digest || salt.length > 2)
    throw new TokenFault('the signature of a timestamp is of no kind that is accepted')
  return { hash: digest, saltLength: salt.length === 0 ? 0 : salt.readUIntBE(0, salt.length) }
}

/** Fields of a certificate that is to be signed (RFC 5280 §4.1), from the serial number on. */
function fieldsOf(certificate: Der): Der[] {
  const [toBeSigned] = inside(certificate, 'sequence', 'certificate')
  const fields = inside(toBeSigned, 'sequence', 'certificate')
  return fields[0]?.tag === tags.explicit0 ? fields.slice(1) : fields
}

/** Whether a signer is named by this certificate's issuer and serial number. */
function isNamed(certificate: Der, sid: Der | undefined): boolean {
  const [issuer, serial] = inside(sid, 'sequence', 'name of the signer')
  const [ownSerial, , ownIssuer] = fieldsOf(certificate)
  return (
    issuer !== undefined &&
    serial !== undefined &&
    ownIssuer?.raw.equals(issuer.raw) === true &&
    ownSerial?.raw.equals(serial.raw) === true
  )
}

/** RFC 3161 §2.3: the extended key usage is critical and timestamping alone. */
function maySign(certificate: Der): boolean {
  const extensions = fieldsOf(certificate).find((one) => one.tag === 0xa3)
  if (extensions === undefined) return false
  const usages = inside(readDer(extensions.body)[0], 'sequence', 'extensions')
    .map((one) => inside(one, 'sequence', 'extension'))
    .filter(([name]) => oidOf(name, 'extension') === oids.extendedKeyUsage)
  const [usage, ...more] = usages
  if (usage === undefined || more.length > 0) return false
  const [, critical, value] = usage
  if (critical?.tag !== tags.boolean || critical.body[0] !== 0xff) return false
  const purposes = inside(readDer(expectDer(value, 'octets', 'usage').body)[0], 'sequence', 'usage')
  return purposes.length === 1 && oidOf(purposes[0], 'usage') === oids.timeStamping
}

function isValidAt(certificate: X509Certificate, at: Date): boolean {
  return certificate.validFromDate <= at && at <= certificate.validToDate
}

/**
 * Whether a certificate is one of the trusted, or was issued by one, perhaps by way of others that the token brings. All
 * have to have been valid then. Revocation cannot be known offline.
 */
function leadsTo(
  trusted: readonly X509Certificate[],
  certificate: X509Certificate,
  others: readonly X509Certificate[],
  at: Date,
  steps = 6,
): boolean {
  if (!isValidAt(certificate, at)) return false
  if (trusted.some((one) => one.raw.equals(certificate.raw))) return true
  if (steps === 0) return false
  return [...trusted, ...others].some(
    (issuer) =>
      issuer.ca &&
      !issuer.raw.equals(certificate.raw) &&
      certificate.checkIssued(issuer) &&
      certificate.verify(issuer.publicKey) &&
      leadsTo(trusted, issuer, others, at, steps - 1),
  )
}

// --- For people, and as a command by itself ---

/** What a file says must not drive the reader's terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
}

/** A report for people. */
export function renderReport(report: VerificationReport): string {
  const { erasures, object } = report
  const gone = erasures.payloads + erasures.entriesWithErasedParts > 0
  const lines = [
    `Log        ${printable(report.origin)}`,
    `Head       ${report.size} entries, root ${report.root}`,
    `Signed by  ${report.signedBy.join(', ') || 'nobody'}${report.keysFrom === 'bundle' ? '  (key named by the bundle itself: compare it with one you were given)' : ''}`,
    object
      ? `Entries    ${report.entries} of ${printable(object.kind)}/${printable(object.id)} verified here; that there are no others cannot be shown`
      : `Entries    ${report.entries} verified here, from place ${report.start} to before ${report.end}; ${report.heads} earlier heads`,
    ...(gone
      ? [
          `Erased     ${erasures.payloads} payloads, and parts of ${erasures.persons} people in ${erasures.entriesWithErasedParts} entries; ${erasures.unexplained} not explained by this bundle`,
        ]
      : []),
    `Evidence   ${report.evidence} files and observations as recorded, ${report.evidenceMissing} not in the bundle`,
    report.instance
      ? `Instance   head is leaf ${report.instance.index} of ${report.instance.size} of ${printable(report.instance.origin)}`
      : 'Instance   not proved',
    ...describeAnchor(report.anchor),
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
function describeAnchor(anchor: AnchorReport | null): string[] {
  if (anchor === null) return []
  const existed = `everything before place ${anchor.size} existed`
  return [
    ...anchor.timestamps.map(
      ({ at, authority, trusted }) =>
        `Timestamp  ${existed} at ${at}, says ${printable(authority)}${trusted ? '' : ', whom you have not said you trust'}`,
    ),
    ...anchor.cosignatures.map(({ witness, at }) =>
      at === null
        ? `Witness    ${printable(witness)} has signed too, whose key you have not named`
        : `Witness    ${existed} at ${at}, says ${printable(witness)}`,
    ),
  ]
}

/** The command by itself; returns the exit code. */
export function runVerifier(
  bundle: string,
  options: {
    since?: string
    keys?: readonly string[]
    /** Files with certificates in PEM. */
    authorities?: readonly string[]
    witnesses?: readonly string[]
    json?: boolean
  },
  print: (text: string) => void,
): 0 | 1 | 2 {
  const read = (path: string, fault: BundleFault) => {
    try {
      return readFileSync(path, 'utf8')
    } catch (error) {
      throw new BundleError(fault, error instanceof Error ? error.message : 'unreadable')
    }
  }
  try {
    const report = verifyBundle(bundle, {
      ...(options.since !== undefined && { since: read(options.since, 'head.unreadable') }),
      ...(options.keys?.length && { keys: options.keys }),
      ...(options.authorities && {
        authorities: options.authorities.map((path) => read(path, 'authority.unreadable')),
      }),
      ...(options.witnesses && { witnesses: options.witnesses }),
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
    options: {
      since: { type: 'string' },
      key: { type: 'string', multiple: true },
      tsa: { type: 'string', multiple: true },
      witness: { type: 'string', multiple: true },
      json: { type: 'boolean' },
    },
    allowPositionals: true,
  })
  const { since, key, tsa, witness, json } = values
  const given = {
    ...(since !== undefined && { since }),
    ...(key && { keys: key }),
    ...(tsa && { authorities: tsa }),
    ...(witness && { witnesses: witness }),
    ...(json && { json }),
  }
  process.exitCode = runVerifier(positionals[0] ?? '', given, (text) => void process.stdout.write(`${text}\n`))
}
