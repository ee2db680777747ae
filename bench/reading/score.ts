/**
 * How well a reading agrees with its labels. A claim is found when span and label share at least half of all letters
 * that either has; each counts once. What is said of a claim is judged only where it was found.
 */
import type { ReadStatement } from '#modules/statement/reading/read.ts'
import { type Label, squash } from './label.ts'

/** Right answers and answers that were asked for. */
export interface Share {
  right: number
  of: number
}

export interface Score {
  readonly recall: Share
  readonly precision: Share
  readonly measure: Share
  readonly noneFits: Share
  readonly modality: Share
  readonly kind: Share
  readonly quantifier: Share
  readonly parameter: Share
  /** In words, for whoever improves the reader. */
  readonly faults: string[]
}

const share = (): Share => ({ right: 0, of: 0 })

export function emptyScore(): Score {
  return {
    recall: share(),
    precision: share(),
    measure: share(),
    noneFits: share(),
    modality: share(),
    kind: share(),
    quantifier: share(),
    parameter: share(),
    faults: [],
  }
}

const leastOverlap = 0.5

/**
 * Adds what this reading got right.
 * @throws Error when a label does not occur in the text that was read, so that no label is ever silently skipped
 */
export function addScore(score: Score, name: string, read: ReadStatement, labels: readonly Label[]): void {
  const { letters, at } = squash(read.text)
  const lettersBefore = (offset: number) => lowerBound(at, offset)
  let searchFrom = 0
  const wanted = labels.map((label) => {
    const words = squash(label.text.replace(/<[^>]*>/g, ' ')).letters
    const start = letters.indexOf(words, searchFrom)
    if (start < 0) throw new Error(`${name}: "${label.text.slice(0, 80)}" is not in the text that was read`)
    searchFrom = start + words.length
    return { label, start, end: start + words.length }
  })
  const found = read.claims.map((claim) => ({
    claim,
    start: lettersBefore(claim.start),
    end: lettersBefore(claim.end),
  }))
  const pairs = wanted
    .flatMap((want) => found.map((have) => ({ want, have, overlap: overlapOf(want, have) })))
    .filter(({ overlap }) => overlap >= leastOverlap)
    .toSorted((a, b) => b.overlap - a.overlap)
  const taken = new Set<unknown>()
  const matched = new Map<Label, (typeof found)[number]['claim']>()
  for (const { want, have } of pairs) {
    if (taken.has(want) || taken.has(have)) continue
    taken.add(want).add(have)
    matched.set(want.label, have.claim)
  }
  const note = (what: string, text: string) =>
    score.faults.push(`${name}: ${what}: ${text.replace(/\s+/g, ' ').slice(0, 160)}`)
  count(score.recall, matched.size, labels.length)
  count(score.precision, matched.size, found.length)
  for (const { label } of wanted) if (!matched.has(label)) note('not found', label.text)
  for (const have of found) if (!taken.has(have)) note('no claim', have.claim.text)
  for (const [label, claim] of matched) {
    const judge = (part: Share, what: string, right: boolean, said: string) => {
      count(part, right ? 1 : 0, 1)
      if (!right) note(`${what} ${said}`, label.text)
    }
    judge(score.kind, 'kind', claim.kind === label.kind, `${claim.kind}, not ${label.kind}`)
    judge(score.modality, 'modality', claim.modality === label.modality, `${claim.modality}, not ${label.modality}`)
    if (label.quantifiers !== null) {
      const right = label.quantifiers.includes(claim.quantifier)
      judge(score.quantifier, 'quantifier', right, `${claim.quantifier}, not ${label.quantifiers.join('|')}`)
    }
    const first = claim.measures[0]?.id ?? '-'
    const said = `${first}, not ${label.measures.join('|')}`
    if (label.measures.length === 1 && label.measures[0] === '-') judge(score.noneFits, 'measure', first === '-', said)
    else judge(score.measure, 'measure', label.measures.includes(first), said)
    for (const { name: parameter, value } of label.parameters) {
      const right = claim.parameters.some((own) => own.name === parameter && String(own.value) === value)
      judge(score.parameter, 'parameter', right, `${parameter}=${value} missing`)
    }
  }
}

function overlapOf(a: { start: number; end: number }, b: { start: number; end: number }): number {
  const common = Math.min(a.end, b.end) - Math.max(a.start, b.start)
  return common <= 0 ? 0 : common / (Math.max(a.end, b.end) - Math.min(a.start, b.start))
}

function count(part: Share, right: number, of: number): void {
  part.right += right
  part.of += of
}

function lowerBound(sorted: readonly number[], wanted: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? Infinity) < wanted) low = middle + 1
    else high = middle
  }
  return low
}
