/**
 * What the public list says on a day, and what a change of the register makes known of it. Pure: nothing is added, and
 * nothing about the processing changed, before the notice is over (Art. 28(2) GDPR), and never retroactively.
 */
import type { Version } from '#core/register/version.ts'
import { addDays } from '#platform/clock/calendar.ts'
import type { Item, Listed } from './contract/public-list.ts'
import { listedSchema } from './contract/public-list.ts'

/** Days on which a subprocessor is listed, and as what. `to` is the first day after. */
export interface Span {
  readonly from: string
  readonly to: string | null
  readonly entry: Listed
}

/** When a subprocessor is on the list, by its versions in the order of their days. */
export function spansOf(versions: readonly Version[]): Span[] {
  const spans: { from: string; to: string | null; entry: Listed }[] = []
  for (const { validFrom, validTo, fields } of versions) {
    if (fields.role !== 'subprocessor') continue
    const { name, address, country, purpose, data, locations, transferBasis, startsOn, endsOn } = fields
    // The register's own rules, and the table, demand them of a subprocessor.
    const entry = listedSchema.parse({ name, address, country, purpose, data, locations, transferBasis })
    const from = typeof startsOn === 'string' && startsOn > validFrom ? startsOn : validFrom
    const over = typeof endsOn === 'string' ? addDays(endsOn, 1) : null
    const to = validTo === null || (over !== null && over < validTo) ? over : validTo
    if (to !== null && to <= from) continue
    const last = spans.at(-1)
    if (last && last.to === from && isSame(last.entry, entry)) last.to = to
    else spans.push({ from, to, entry })
  }
  return spans
}

/** What is listed on a day; null when nothing is. */
export function entryOn(spans: readonly Span[], day: string): Listed | null {
  return spans.find(({ from, to }) => from <= day && (to === null || day < to))?.entry ?? null
}

/** By these customers judge whether they object; name and address may be put right at once. */
const objectionable = ['country', 'purpose', 'data', 'locations', 'transferBasis'] as const

export interface Announced {
  readonly items: readonly Item[]
  /** Subprocessors that would be added, or changed in what matters, before the notice is over. */
  readonly tooEarly: readonly { readonly supplierId: string; readonly name: string; readonly on: string }[]
}

/**
 * What a change of one entry makes known: at most one item of each kind.
 * @param given.earliestOn first day for what needs notice
 */
export function compareSpans(
  supplierId: string,
  before: readonly Span[],
  after: readonly Span[],
  given: { readonly today: string; readonly earliestOn: string },
): Announced {
  const { today, earliestOn } = given
  const items: Item[] = []
  const tooEarly: { supplierId: string; name: string; on: string }[] = []
  const tell = (item: Omit<Item, 'supplierId'>) => {
    if (!items.some(({ kind }) => kind === item.kind)) items.push({ supplierId, ...item })
  }
  const needNotice = (on: string, { name }: Listed) => {
    if (on < earliestOn) tooEarly.push({ supplierId, name, on })
  }
  for (const day of daysOf(before, after)) {
    const was = entryOn(before, day)
    const is = entryOn(after, day)
    // What is over and said by nobody any more is history, which the announcements keep.
    const on = day < today ? today : day
    if (was === null && is !== null) {
      const dayBefore = addDays(day, -1)
      const goesOn = day > today && entryOn(before, dayBefore) !== null && entryOn(after, dayBefore) !== null
      if (goesOn) tell({ kind: 'continued', effectiveOn: day, entry: is, before: null })
      else {
        needNotice(day, is)
        tell({ kind: 'addition', effectiveOn: day, entry: is, before: null })
      }
    } else if (was !== null && is !== null && !isSame(was, is)) {
      const now = day > today ? entryOn(before, addDays(day, -1)) : null
      if (now !== null && isSame(now, is)) {
        // A change that was announced comes later, or not at all: it stays as it is.
        const later = after.find(({ from, entry }) => from > day && isSame(entry, was))
        if (later) tell({ kind: 'postponed', effectiveOn: later.from, entry: was, before: null })
        else tell({ kind: 'withdrawn', effectiveOn: day, entry: was, before: null })
        continue
      }
      if (objectionable.some((name) => was[name] !== is[name])) needNotice(day, is)
      tell({ kind: 'change', effectiveOn: on, entry: is, before: was })
    } else if (was !== null && is === null) {
      const later = after.find(({ from }) => from > day)
      const isToCome = day > today && entryOn(before, addDays(day, -1)) === null
      if (!isToCome) tell({ kind: 'removal', effectiveOn: on, entry: was, before: null })
      else if (later) tell({ kind: 'postponed', effectiveOn: later.from, entry: later.entry, before: null })
      else tell({ kind: 'withdrawn', effectiveOn: day, entry: was, before: null })
    }
  }
  return { items, tooEarly }
}

/** Last day on which customers can object to what is announced today; null where there is nothing to object to. */
export function objectionUntil(items: readonly Item[], today: string, noticeDays: number): string | null {
  const objected = items.some(
    ({ kind, entry, before }) =>
      kind === 'addition' ||
      (kind === 'change' && before !== null && objectionable.some((name) => entry[name] !== before[name])),
  )
  return objected ? addDays(today, noticeDays) : null
}

/** The first day after an objection period that begins today. */
export function earliestEffectOn(today: string, noticeDays: number): string {
  return addDays(today, noticeDays + 1)
}

/** Days on which one of the two may begin to say something else. */
function daysOf(...courses: readonly (readonly Span[])[]): string[] {
  const days = courses.flat().flatMap(({ from, to }) => (to === null ? [from] : [from, to]))
  return [...new Set(days)].toSorted()
}

function isSame(a: Listed, b: Listed): boolean {
  return listedSchema.keyof().options.every((name) => a[name] === b[name])
}

/** What the list says on a day. */
export interface ListOnDay {
  readonly current: readonly ListedNow[]
  readonly planned: readonly Item[]
  /** First day on which time alone changes it. */
  readonly nextOn: string | null
}

export interface ListedNow {
  readonly supplierId: string
  readonly entry: Listed
  readonly sinceOn: string
  /** Last day, where one is known. */
  readonly untilOn: string | null
}

/** What is listed and what is to come, by name. */
export function listOn(
  suppliers: readonly { readonly supplierId: string; readonly spans: readonly Span[] }[],
  today: string,
): ListOnDay {
  const byName = (a: { entry: Listed }, b: { entry: Listed }) => a.entry.name.localeCompare(b.entry.name, 'de')
  const current = suppliers.flatMap(({ supplierId, spans }): ListedNow[] => {
    const entry = entryOn(spans, today)
    if (entry === null) return []
    const at = spans.findIndex(({ from, to }) => from <= today && (to === null || today < to))
    let [first, last] = [at, at]
    while (first > 0 && spans[first - 1]?.to === spans[first]?.from) first -= 1
    while (spans[last]?.to !== null && spans[last + 1]?.from === spans[last]?.to) last += 1
    const to = spans[last]?.to ?? null
    return [{ supplierId, entry, sinceOn: spans[first]?.from ?? today, untilOn: to === null ? null : addDays(to, -1) }]
  })
  const planned = suppliers.flatMap(({ supplierId, spans }) =>
    spans
      .filter(({ from }) => from > today)
      .map(({ from, entry }): Item => {
        const before = entryOn(spans, addDays(from, -1))
        return { supplierId, kind: before === null ? 'addition' : 'change', effectiveOn: from, entry, before }
      }),
  )
  const days = suppliers.flatMap(({ spans }) => daysOf(spans)).filter((day) => day > today)
  return {
    current: current.toSorted(byName),
    planned: planned.toSorted((a, b) => a.effectiveOn.localeCompare(b.effectiveOn) || byName(a, b)),
    nextOn: days.toSorted()[0] ?? null,
  }
}
