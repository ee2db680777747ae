/**
 * What the sealed texts of a register say, kept in the memory of the process for a few minutes: opening a hundred
 * thousand names takes more than a second, looking through them a few milliseconds. Nothing of it is written anywhere;
 * an index in the database by which parts of names are found would give names away.
 *
 * A version never changes, so each is opened once, and a search opens only what became known since the last one. The
 * exception is erasure, which alters versions: the process that erases forgets the directory at once, others when it is
 * `keptMs` old, and until then whoever asked reads each row that was found anew (see `readVersions`), so that nobody is
 * found by a name that was erased.
 */
import type { Vault } from '#platform/crypto/vault.ts'
import type { TenantKeys } from '#platform/crypto/tenant-keys.ts'
import type { RegisterShape } from './contract/shape.ts'
import type { Doors } from './register.ts'
import { openTexts } from './row.ts'
import { countKnownSince, listKnownAt, listSealedRows } from './store.ts'

/** How long a directory is used before it is read anew, and how long one that nobody uses is kept. */
const keptMs = 10 * 60_000
/** Versions of all directories of a process together; beyond that the one that was used longest ago goes. */
const mostKept = 500_000
/** Few enough that others get their turn between. */
const batch = 500
/**
 * What became known within this time before the last look is looked for again: a transaction tells when it knew
 * something before it commits, and the clocks of several processes differ.
 */
const overlapMs = 5 * 60_000

export interface DirectoryEntry {
  readonly subjectId: string
  /** The name and every other sealed text, folded for comparison. */
  readonly text: string
  /** In small letters. */
  readonly name: string
}

interface Directory {
  /** By version. */
  readonly entries: Map<string, DirectoryEntry>
  readonly builtAtMs: number
  /** How many versions of it became known at an instant, in milliseconds. */
  readonly counts: Map<number, number>
  /** The latest of these instants. */
  knownUntilMs: number | null
  usedAtMs: number
  /** Readers wait for each other instead of opening the same twice. */
  reading: Promise<void>
}

const kept = new WeakMap<Vault, Map<string, Directory>>()

/** What every version of a register says, whenever it was known; up to date with what this transaction sees. */
export async function readDirectory(doors: Doors, shape: RegisterShape): Promise<ReadonlyMap<string, DirectoryEntry>> {
  const { tx, services } = doors
  const keys = await services.vault.keysOf(tx)
  const all = kept.get(services.vault) ?? new Map<string, Directory>()
  kept.set(services.vault, all)
  const nowMs = services.clock.now().getTime()
  for (const [name, one] of all)
    if (Math.abs(nowMs - one.builtAtMs) > keptMs || Math.abs(nowMs - one.usedAtMs) > keptMs) all.delete(name)
  const place = placeOf(tx.tenantId, shape)
  const directory: Directory = all.get(place) ?? {
    entries: new Map(),
    builtAtMs: nowMs,
    counts: new Map(),
    knownUntilMs: null,
    usedAtMs: nowMs,
    reading: Promise.resolve(),
  }
  directory.usedAtMs = nowMs
  all.set(place, directory)
  // Also after a failure: the next reader reads what is missing in a transaction of its own.
  directory.reading = directory.reading.catch(() => {}).then(() => readOn(doors, shape, keys, directory, nowMs))
  await directory.reading
  makeRoom(all, place)
  return directory.entries
}

async function readOn(
  { tx }: Doors,
  shape: RegisterShape,
  keys: TenantKeys,
  directory: Directory,
  nowMs: number,
): Promise<void> {
  const { entries, counts, knownUntilMs } = directory
  // A clock that was set back tells what is new under an instant before the last one.
  const since = knownUntilMs === null ? null : new Date(Math.min(knownUntilMs, nowMs) - overlapMs)
  // An import makes thousands known at one instant: what is complete is not listed again.
  const known = await countKnownSince(tx, shape, since)
  const incomplete = known.filter(({ known_from: at, versions }) => counts.get(at.getTime()) !== versions)
  if (incomplete.length === 0) return
  const ids = await listKnownAt(
    tx,
    shape,
    incomplete.map(({ known_from: at }) => at),
  )
  const missing = ids.filter((id) => !entries.has(id))
  for (let at = 0; at < missing.length; at += batch)
    for (const row of await listSealedRows(tx, shape, missing.slice(at, at + batch))) {
      const texts = openTexts(keys, shape, row)
      const name = texts.get(shape.nameField) ?? ''
      entries.set(row.id, {
        subjectId: row.subject_id,
        text: fold([...texts.values()].join(' ')),
        name: name.toLowerCase(),
      })
    }
  for (const { known_from: at, versions } of incomplete) counts.set(at.getTime(), versions)
  directory.knownUntilMs = Math.max(knownUntilMs ?? 0, ...incomplete.map(({ known_from: at }) => at.getTime()))
}

function makeRoom(all: Map<string, Directory>, place: string): void {
  const size = () => [...all.values()].reduce((sum, { entries }) => sum + entries.size, 0)
  const others = [...all].filter(([name]) => name !== place).toSorted(([, a], [, b]) => a.usedAtMs - b.usedAtMs)
  while (size() > mostKept) {
    const oldest = others.shift()
    if (!oldest) return
    all.delete(oldest[0])
  }
}

/** Forgets what this process knows of a register: somebody in it was erased. */
export function forgetDirectory(vault: Vault, tenantId: string, shape: RegisterShape): void {
  kept.get(vault)?.delete(placeOf(tenantId, shape))
}

function placeOf(tenantId: string, shape: RegisterShape): string {
  return `${tenantId} ${shape.id}`
}

/** As texts are compared: upper case first, so that ß and ss are the same. */
export function fold(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().trim()
}

/** Whether a folded text holds every one of some folded words. */
export function holdsWords(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word))
}
