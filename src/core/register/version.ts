/**
 * How a change of an entry becomes versions: what it says holds from a day on, what held before stays to be read, and
 * what was known meanwhile too (the store ends what was known instead of changing it). Pure.
 */
import { isSameValue, type Fields, type RegisterShape } from './contract/shape.ts'

/** A version as far as is known now. Days are `YYYY-MM-DD`; `validTo` is the first day on which it no longer holds. */
export interface Version {
  readonly validFrom: string
  readonly validTo: string | null
  /** Counts how often the entry began; who comes back begins anew. */
  readonly episode: number
  readonly fields: Fields
}

type Life = Pick<RegisterShape, 'startField' | 'endField'>

/** The first version of an entry, told on a day. It holds from the day on which its time began, if that is past. */
export function beginEntry(shape: Life, fields: Fields, on: string): Version[] {
  return [{ validFrom: earliest(on, dayIn(fields, shape.startField)), validTo: null, episode: 1, fields }]
}

/** The version that holds on a day; before the first one, the first. */
export function versionOn<V extends Version>(versions: readonly V[], day: string): V | undefined {
  return versions.findLast(({ validFrom }) => validFrom <= day) ?? versions[0]
}

/**
 * What an entry is once some fields are otherwise from a day on. First and last day of its time are facts about the
 * whole of it: they are put right back to where they lie, whenever they become known. Everything else changes on the
 * day, until the next version that is already known.
 */
export function amendEntry(
  shape: Life,
  versions: readonly Version[],
  change: { readonly on: string; readonly fields: Fields },
): Version[] {
  const base = versionOn(versions, change.on)
  if (!base) return beginEntry(shape, change.fields, change.on)
  const changed = Object.fromEntries(
    Object.entries(change.fields).filter(([name, value]) => !isSameValue(value, base.fields[name] ?? null)),
  )
  const start = dayIn(changed, shape.startField)
  const ended = dayIn(base.fields, shape.endField)
  if (start !== null && ended !== null && start > ended)
    return returnOn(shape, versions, base, { ...changed, [shape.startField]: start })
  const { life, rest } = partsOf(shape, changed)
  const told = amendRest(versions, base, change.on, rest)
  return merge(amendLife(shape, told, base, change.on, life))
}

/** Whether a change says that an entry that had ended begins anew. */
export function isReturn(shape: Life, base: Fields, changed: Fields): boolean {
  const [start, ended] = [dayIn(changed, shape.startField), dayIn(base, shape.endField)]
  return start !== null && ended !== null && start > ended
}

/** A new episode, from its first day on; what was planned beyond that day is told anew by it. */
function returnOn(shape: Life, versions: readonly Version[], base: Version, changed: Fields): Version[] {
  const on = dayIn(changed, shape.startField) ?? base.validFrom
  const before = versions.flatMap((version) => cutOn(version, on))
  const fields = { ...base.fields, [shape.endField]: null, ...changed }
  // It may have been told of a time after which others are known already.
  const episode = Math.max(base.episode, ...before.map((version) => version.episode)) + 1
  return [...before, { validFrom: on, validTo: null, episode, fields }]
}

function partsOf(shape: Life, changed: Fields): { life: Fields; rest: Fields } {
  const isLife = (name: string) => name === shape.startField || name === shape.endField
  const entries = Object.entries(changed)
  return {
    life: Object.fromEntries(entries.filter(([name]) => isLife(name))),
    rest: Object.fromEntries(entries.filter(([name]) => !isLife(name))),
  }
}

function amendRest(versions: readonly Version[], base: Version, on: string, rest: Fields): Version[] {
  if (Object.keys(rest).length === 0) return [...versions]
  return versions.flatMap((version) => (version === base ? splitOn(version, on, rest) : [version]))
}

function amendLife(shape: Life, versions: readonly Version[], base: Version, on: string, life: Fields): Version[] {
  if (Object.keys(life).length === 0) return [...versions]
  const days = Object.keys(life).flatMap((name) => [dayIn(life, name), dayIn(base.fields, name)])
  const from = days.reduce<string>((first, day) => earliest(first, day), on)
  const start = dayIn(life, shape.startField)
  const first = versions.findIndex(({ episode }) => episode === base.episode)
  const began = versions[first]?.validFrom ?? on
  const reach = start !== null && start < began ? start : null
  return versions.flatMap((version, i) => {
    // The time began earlier than was known: its first version reaches back, and whatever was before it ends there.
    if (reach !== null && i < first) return cutOn(version, reach)
    const reached = reach !== null && i === first ? { ...version, validFrom: reach } : version
    return reached.episode === base.episode ? splitOn(reached, from, life) : [reached]
  })
}

/** What is left of a version before a day. */
function cutOn(version: Version, on: string): Version[] {
  if (version.validFrom >= on) return []
  return [version.validTo === null || version.validTo > on ? { ...version, validTo: on } : version]
}

/** The version as it was before the day, and as it is from then on. */
function splitOn(version: Version, on: string, fields: Fields): Version[] {
  const { validFrom, validTo } = version
  if (validTo !== null && validTo <= on) return [version]
  const after = { ...version, validFrom: on > validFrom ? on : validFrom, fields: { ...version.fields, ...fields } }
  return on > validFrom ? [{ ...version, validTo: on }, after] : [after]
}

/** Neighbours that say the same are one. */
function merge(versions: readonly Version[]): Version[] {
  const merged: Version[] = []
  for (const version of versions) {
    const last = merged.at(-1)
    if (last && last.validTo === version.validFrom && last.episode === version.episode && saysSame(last, version))
      merged[merged.length - 1] = { ...last, validTo: version.validTo }
    else merged.push(version)
  }
  return merged
}

function saysSame(a: Version, b: Version): boolean {
  const names = new Set([...Object.keys(a.fields), ...Object.keys(b.fields)])
  return [...names].every((name) => isSameValue(a.fields[name] ?? null, b.fields[name] ?? null))
}

/** Which stored versions end, and which are new. */
export function compareVersions<V extends Version>(
  before: readonly V[],
  after: readonly Version[],
): { readonly ended: readonly V[]; readonly added: readonly Version[] } {
  const isSame = (a: Version, b: Version) =>
    a.validFrom === b.validFrom && a.validTo === b.validTo && a.episode === b.episode && saysSame(a, b)
  return {
    ended: before.filter((version) => !after.some((one) => isSame(version, one))),
    added: after.filter((version) => !before.some((one) => isSame(version, one))),
  }
}

/** Days on which an entry was in its time, as intervals: first day, and the first day after. Ordered, apart. */
export function activeDays(
  shape: Life,
  versions: readonly Version[],
  counts: (fields: Fields) => boolean = () => true,
): { readonly from: string; readonly to: string | null }[] {
  const spans: { from: string; to: string | null }[] = []
  for (const { validFrom, validTo, fields } of versions) {
    if (!counts(fields)) continue
    const [start, end] = [dayIn(fields, shape.startField), dayIn(fields, shape.endField)]
    const from = start !== null && start > validFrom ? start : validFrom
    const over = end === null ? null : dayAfter(end)
    const to = validTo === null ? over : over === null ? validTo : earliest(validTo, over)
    if (to !== null && to <= from) continue
    const last = spans.at(-1)
    if (last && last.to === from) last.to = to
    else spans.push({ from, to })
  }
  return spans
}

function dayIn(fields: Fields, name: string): string | null {
  const value = fields[name]
  return typeof value === 'string' ? value : null
}

function earliest(a: string, b: string | null): string {
  return b !== null && b < a ? b : a
}

/** Days as text compare as days; the next one needs the calendar. */
function dayAfter(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + 1)
  return at.toISOString().slice(0, 10)
}
