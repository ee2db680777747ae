/**
 * Finds the sentences of an older version again in a newer one: whatever their order, in other words, split into
 * several or merged into one. Deterministic. What finds nothing is gone, and what was found by nothing is new.
 */
import type { ComparedClaim } from './compared-claim.ts'
import { containedIn, likeness, plain, stemsOf } from './words.ts'

/** Sentences that belong together: usually one and one. */
export interface MatchedGroup {
  readonly before: readonly ComparedClaim[]
  readonly after: readonly ComparedClaim[]
  /** Which of `after` each of `before` became, by id. */
  readonly links: ReadonlyMap<string, readonly ComparedClaim[]>
}

/** Below this two sentences are not taken for the same one. Measured on both example statements and their rewordings. */
const enough = 0.42
/** So much of a sentence has to be in another that it may be a part of it. */
const part = 0.6

interface Known {
  readonly claim: ComparedClaim
  readonly stems: ReadonlySet<string>
  readonly measures: ReadonlySet<string>
  readonly plain: string
}

/** Groups the sentences of two versions; each of both stands in just one group. */
export function matchClaims(
  before: readonly ComparedClaim[],
  after: readonly ComparedClaim[],
): readonly MatchedGroup[] {
  const old = before.map(know)
  const young = after.map(know)
  const pairs = new Map<Known, Known[]>()
  const found = new Map<Known, Known[]>()
  const link = (one: Known, other: Known) => {
    pairs.set(one, [...(pairs.get(one) ?? []), other])
    found.set(other, [...(found.get(other) ?? []), one])
  }
  const waiting = Map.groupBy(young, (one) => one.plain)
  for (const one of old) {
    const same = waiting.get(one.plain)
    const other = same?.find((candidate) => isSameIntent(one, candidate)) ?? same?.[0]
    if (same === undefined || other === undefined) continue
    same.splice(same.indexOf(other), 1)
    link(one, other)
  }
  const scores = old.flatMap((one, i) =>
    pairs.has(one)
      ? []
      : young.flatMap((other, j) => {
          if (found.has(other)) return []
          const score = scoreOf(one, other)
          return score < enough ? [] : [{ one, other, score, distance: Math.abs(i - j), order: i + j }]
        }),
  )
  for (const { one, other } of scores.toSorted(
    (a, b) => b.score - a.score || a.distance - b.distance || a.order - b.order,
  ))
    if (!pairs.has(one) && !found.has(other)) link(one, other)
  // A merge changes what it goes into, and a split what it comes from: beside sentences that stayed, nothing is hidden.
  for (const one of old) {
    if (pairs.has(one)) continue
    const into = best(
      young.filter((other) => (found.get(other) ?? []).some((known) => known.plain !== other.plain)),
      (other) => partOf(one, other),
    )
    if (into !== null) link(one, into)
  }
  for (const other of young) {
    if (found.has(other)) continue
    const from = best(
      old.filter((one) => (pairs.get(one) ?? []).some((known) => known.plain !== one.plain)),
      (one) => partOf(other, one),
    )
    if (from !== null) link(from, other)
  }
  return groupsOf(old, young, pairs, found)
}

function know(claim: ComparedClaim): Known {
  return { claim, stems: stemsOf(claim.text), measures: new Set(claim.measures), plain: plain(claim.text) }
}

/** Below the same lead-in: the same words may stand in a list of promises and in one of options. */
function isSameIntent(one: Known, other: Known): boolean {
  return plain(one.claim.leadIn ?? '') === plain(other.claim.leadIn ?? '') && one.claim.section === other.claim.section
}

function scoreOf(one: Known, other: Known): number {
  const words = likeness(one.stems, other.stems)
  const place = one.claim.section !== null && one.claim.section === other.claim.section ? 0.04 : 0
  if (one.measures.size === 0 && other.measures.size === 0) return words + place
  if (one.measures.size === 0 || other.measures.size === 0) return 0.8 * words + place
  return 0.5 * words + 0.5 * likeness(one.measures, other.measures) + place
}

/** How far one sentence is a part of another: by its words, or by what it rests on and some of its words. */
function partOf(one: Known, whole: Known): number {
  const words = containedIn(one.stems, whole.stems)
  const rests = containedIn(one.measures, whole.measures)
  if (one.measures.size > 0 && whole.measures.size > 0 && rests === 0) return 0
  return words >= part || (rests === 1 && words >= 0.3) ? words + rests : 0
}

function best(candidates: readonly Known[], rate: (candidate: Known) => number): Known | null {
  let chosen: Known | null = null
  let highest = 0
  for (const candidate of candidates) {
    const rated = rate(candidate)
    if (rated > highest) [chosen, highest] = [candidate, rated]
  }
  return chosen
}

function groupsOf(
  old: readonly Known[],
  young: readonly Known[],
  pairs: ReadonlyMap<Known, readonly Known[]>,
  found: ReadonlyMap<Known, readonly Known[]>,
): readonly MatchedGroup[] {
  const groups: MatchedGroup[] = []
  const seen = new Set<Known>()
  const gather = (start: Known, isOld: boolean) => {
    if (seen.has(start)) return
    const members: [Known, boolean][] = [[start, isOld]]
    seen.add(start)
    for (const [member, ofOld] of members)
      for (const next of (ofOld ? pairs : found).get(member) ?? []) {
        if (seen.has(next)) continue
        seen.add(next)
        members.push([next, !ofOld])
      }
    const before = members.filter(([, ofOld]) => ofOld).map(([member]) => member)
    groups.push({
      before: before.map(({ claim }) => claim),
      after: members.filter(([, ofOld]) => !ofOld).map(([{ claim }]) => claim),
      links: new Map(before.map((one) => [one.claim.id, (pairs.get(one) ?? []).map(({ claim }) => claim)])),
    })
  }
  for (const one of old) gather(one, true)
  for (const one of young) gather(one, false)
  return groups
}
