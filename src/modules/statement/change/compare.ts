/**
 * Compares two versions of a statement, sentence by sentence: stronger, neutral, weaker, removed or added, and why.
 * Pure. It promises that nothing gets lost: each sentence of the older version stands in just one change, and each of
 * the newer one in at least one. What it cannot tell counts as weaker until a person has looked.
 */
import type { ClaimChange, ComparedClaim, Difference, Effect } from './compared-claim.ts'
import { matchClaims, type MatchedGroup } from './match.ts'
import { compareKinds, compareModalities, compareParameters, compareQuantifiers } from './strength.ts'
import { enumeratedIn, hedgesIn, narrowingIn, plain, stemsOf, type Mark } from './words.ts'

/** The changes in the order of the older version, then what was added in the order of the newer one. */
export function compareVersions(
  before: readonly ComparedClaim[],
  after: readonly ComparedClaim[],
): readonly ClaimChange[] {
  const groups = matchClaims(before, after)
  const changes = new Map<string, ClaimChange>()
  const added: ClaimChange[] = []
  for (const group of groups) {
    for (const one of group.before) changes.set(one.id, changeOf(one, group))
    if (group.before.length === 0) added.push(...group.after.map(addedOf))
  }
  const order = new Map(after.map(({ id }, index) => [id, index]))
  const place = (change: ClaimChange) => order.get(change.after[0]?.id ?? '') ?? 0
  return [
    ...before.flatMap(({ id }) => changes.get(id) ?? []),
    ...added.toSorted((one, other) => place(one) - place(other)),
  ]
}

function addedOf(claim: ComparedClaim): ClaimChange {
  // What customers have to do from now on takes from what they were promised.
  return {
    direction: 'added',
    before: null,
    after: [claim],
    differences: [],
    demandsAnswer: claim.kind === 'customer_duty',
  }
}

function changeOf(before: ComparedClaim, group: MatchedGroup): ClaimChange {
  const after = group.links.get(before.id) ?? []
  if (after.length === 0)
    return { direction: 'removed', before, after, differences: [], demandsAnswer: isBinding(before) }
  const differences = differencesOf(before, after, group)
  const has = (effect: Effect) => differences.some((one) => one.effect === effect)
  const direction = has('weaker') || has('look') ? 'weaker' : has('stronger') ? 'stronger' : 'neutral'
  return {
    direction,
    before,
    after,
    differences,
    demandsAnswer: direction === 'weaker' && (isBinding(before) || after.some((one) => one.kind === 'customer_duty')),
  }
}

/** Promises and options bind us, and so does a notice that rests on a measure, such as how this text may change. */
function isBinding({ kind, measures }: ComparedClaim): boolean {
  return kind === 'promise' || kind === 'option' || (kind === 'notice' && measures.length > 0)
}

function differencesOf(
  before: ComparedClaim,
  after: readonly ComparedClaim[],
  group: MatchedGroup,
): readonly Difference[] {
  const differences: Difference[] = []
  const add = (difference: Difference) => {
    if (!differences.some((known) => JSON.stringify(known) === JSON.stringify(difference))) differences.push(difference)
  }
  const isSplit = after.length > 1
  for (const one of after) {
    const kind = compareKinds(before.kind, one.kind)
    if (before.kind !== one.kind) add({ code: 'kind', effect: kind, from: before.kind, to: one.kind })
    // What became no promise of ours has no strength left to compare.
    if (kind !== 'neutral' || (!isBinding(before) && !isBinding(one))) continue
    if (before.modality !== one.modality)
      add({
        code: 'modality',
        effect: compareModalities(before.modality, one.modality),
        from: before.modality,
        to: one.modality,
      })
    const [from, to] = [strengthOf(before), strengthOf(one)]
    const quantified = compareQuantifiers(from, to)
    // A part of a sentence rarely keeps the word of the whole; what it weakens is still seen.
    if (quantified !== 'neutral' && !(isSplit && quantified === 'look'))
      add({ code: 'quantifier', effect: quantified, from, to })
    if (before.scope !== one.scope)
      add({ code: 'scope', effect: compareScopes(before.scope, one.scope), from: before.scope, to: one.scope })
  }
  if (before.kind !== 'intake' && before.kind !== 'notice')
    for (const one of compareParameters(
      before.parameters,
      distinct(after.flatMap(({ parameters }) => parameters)),
      group.before.flatMap(({ parameters }) => parameters),
      [before, ...after].map(({ text }) => text).join(' '),
    ))
      // More that a customer has to do is no gain for them.
      add(before.kind === 'customer_duty' ? { ...one, effect: 'look' } : one)
  for (const difference of compareMeasures(before, after, group)) add(difference)
  if (before.kind === 'promise' || before.kind === 'option') {
    for (const [code, marksIn] of [
      ['narrowed', narrowingIn],
      ['hedged', hedgesIn],
    ] as const)
      for (const difference of compareMarks(code, marksIn, before, after, group)) add(difference)
    for (const word of droppedFrom(before, after)) add({ code: 'dropped', effect: 'look', word })
  }
  if (differences.length === 0 && !after.some((one) => plain(one.text) === plain(before.text)))
    add({ code: 'reworded', effect: 'neutral' })
  return differences
}

function strengthOf({ quantifier, quantifierWord }: ComparedClaim) {
  return { quantifier, word: quantifierWord }
}

/** Speaking of everything is more than speaking of a part; of two parts nobody knows which is more. */
function compareScopes(from: string | null, to: string | null): Effect {
  if (from === to) return 'neutral'
  return from === null ? 'weaker' : to === null ? 'stronger' : 'look'
}

function compareMeasures(
  before: ComparedClaim,
  after: readonly ComparedClaim[],
  group: MatchedGroup,
): readonly Difference[] {
  const now = after.flatMap(({ measures }) => measures)
  const then = group.before.flatMap(({ measures }) => measures)
  return [
    ...before.measures
      .filter((measure) => !now.some((other) => covers(other, measure)))
      .map((measure) => ({ code: 'measure', effect: 'weaker', measure }) as const),
    ...distinct(now)
      .filter((measure) => !then.some((other) => covers(other, measure)))
      .map((measure) => ({ code: 'measure', effect: 'stronger', measure }) as const),
  ]
}

/** Measures of the catalogue that contain another one: a second factor for everybody is one for administrators, too. */
const containing: Readonly<Record<string, readonly string[]>> = { 'identity.mfa': ['identity.mfa-admin'] }

function covers(measure: string, other: string): boolean {
  return measure === other || (containing[measure] ?? []).includes(other)
}

function compareMarks(
  code: 'narrowed' | 'hedged',
  marksIn: (text: string) => readonly Mark[],
  before: ComparedClaim,
  after: readonly ComparedClaim[],
  group: MatchedGroup,
): readonly Difference[] {
  const then = marksIn(wholeOf(before))
  const now = after.flatMap((one) => marksIn(wholeOf(one)))
  const known = new Set(group.before.flatMap((one) => marksIn(wholeOf(one))).map(({ name }) => name))
  const kept = new Set(now.map(({ name }) => name))
  return [
    ...now.filter(({ name }) => !known.has(name)).map(({ word }) => ({ code, effect: 'weaker', word }) as const),
    ...then.filter(({ name }) => !kept.has(name)).map(({ word }) => ({ code, effect: 'stronger', word }) as const),
  ]
}

function wholeOf({ leadIn, text }: ComparedClaim): string {
  return leadIn === null ? text : `${leadIn} ${text}`
}

/** Members of an enumeration that went while nothing came instead. */
function droppedFrom(before: ComparedClaim, after: readonly ComparedClaim[]): readonly string[] {
  const then = stemsOf(before.text)
  const now = new Set(after.flatMap(({ text }) => [...stemsOf(text)]))
  if ([...now].some((one) => !then.has(one))) return []
  const marks = new Set(
    [...narrowingIn(before.text), ...hedgesIn(before.text)].flatMap(({ word }) => [...stemsOf(word)]),
  )
  return [
    ...new Set(
      [...enumeratedIn(before.text)].filter(([stem]) => !now.has(stem) && !marks.has(stem)).map(([, word]) => word),
    ),
  ]
}

function distinct<T>(given: readonly T[]): readonly T[] {
  return [...new Map(given.map((one) => [JSON.stringify(one), one])).values()]
}

/**
 * The measures that may compensate for a change: what the same version promises anew or more strongly elsewhere. What
 * was promised before and still is made up the old level of protection; it cannot make up for a loss.
 */
export function compensatingMeasures(changes: readonly ClaimChange[], change: ClaimChange): ReadonlySet<string> {
  const own = new Set(change.after.map(({ id }) => id))
  const claimsIn = (...directions: readonly ClaimChange['direction'][]) =>
    changes.filter(({ direction }) => directions.includes(direction)).flatMap(({ after }) => after)
  const weak = new Set(claimsIn('weaker').map(({ id }) => id))
  return new Set(
    claimsIn('added', 'stronger')
      .filter(({ id, kind }) => kind === 'promise' && !own.has(id) && !weak.has(id))
      .flatMap(({ measures }) => measures),
  )
}
