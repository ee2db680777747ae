/**
 * Which of two promises is the stronger one, for each thing that makes a promise strong: what breaks it decides. Pure.
 * Where the order is not known the answer is `look`.
 */
import type { ClaimKind, ClaimParameter, Modality, Quantifier } from '#core/vocabulary.ts'
import { Temporal } from 'temporal-polyfill'
import type { Difference, Effect, Strength } from './compared-claim.ts'

/** The same difference the other way round. */
export function reversed(effect: Effect): Effect {
  return effect === 'stronger' ? 'weaker' : effect === 'weaker' ? 'stronger' : effect
}

const kindRank: Readonly<Record<ClaimKind, number>> = { promise: 2, option: 1, notice: 0, intake: 0, customer_duty: 0 }

/** What a sentence is: a promise binds us most, an option less, everything else not. */
export function compareKinds(from: ClaimKind, to: ClaimKind): Effect {
  if (from === to) return 'neutral'
  const gain = kindRank[to] - kindRank[from]
  if (gain !== 0) return gain > 0 ? 'stronger' : 'weaker'
  // Neither binds us; a duty of the customer binds them.
  if (to === 'customer_duty') return 'weaker'
  return from === 'customer_duty' ? 'stronger' : 'neutral'
}

const modalityRank: Readonly<Record<Modality, number>> = { does: 3, not: 3, may: 2, plans: 1, customer: 0 }

/** Whether it is done, may be done, or is only planned. */
export function compareModalities(from: Modality, to: Modality): Effect {
  if (from === to) return 'neutral'
  const gain = modalityRank[to] - modalityRank[from]
  // "does" and "does not" promise different things.
  return gain === 0 ? 'look' : gain > 0 ? 'stronger' : 'weaker'
}

/** What is weaker than a word, by what breaks it (domain rules: one counter-example, a missed limit, no use at all). */
const weakerThan: Readonly<Record<Quantifier, readonly Quantifier[]>> = {
  every: ['regularly', 'as_appropriate', 'not_knowingly', 'exists', 'may'],
  at_least: ['regularly', 'as_appropriate', 'exists', 'may'],
  promptly: ['as_appropriate', 'exists', 'may'],
  regularly: ['as_appropriate', 'exists', 'may'],
  not_knowingly: ['may'],
  as_appropriate: ['may'],
  exists: ['may'],
  may: [],
}

/** The word that carries the promise. */
export function compareQuantifiers(from: Strength, to: Strength): Effect {
  if (from.quantifier === to.quantifier) return 'neutral'
  if (weakerThan[from.quantifier].includes(to.quantifier)) return 'weaker'
  if (weakerThan[to.quantifier].includes(from.quantifier)) return 'stronger'
  // "Backups are made" and "backups are made at least daily": there the number makes the difference, not the word.
  const unspoken = (one: Strength, other: Strength) =>
    one.quantifier === 'every' && one.word === null && ['at_least', 'promptly'].includes(other.quantifier)
  return unspoken(from, to) || unspoken(to, from) ? 'neutral' : 'look'
}

/** Whether more is stronger (1) or weaker (-1); null where only a person can tell. */
function signOf(name: string, text: string): 1 | -1 | null {
  switch (name) {
    case 'interval':
    case 'deadline':
    case 'maximum':
      return -1
    case 'tls_version':
    case 'key_bits':
    case 'rsa_bits':
    case 'percentage':
    case 'length':
    case 'count':
    case 'article':
    case 'section':
      return 1
    // Logs and copies are worth more the longer they are kept; data of persons the shorter.
    case 'retention':
      if (/lösch|vernicht|delet|erase|destr|purge/iu.test(text)) return null
      return /(?:proto[ck]oll|\blogs?\b|logging|audit|sicherung|backup|beweis|evidence|archiv)/iu.test(text) ? 1 : null
    default:
      return null
  }
}

/**
 * The numbers of two promises. `kept` are numbers that were promised elsewhere before: they are no gain.
 * @param text what the numbers stand in, for telling what they are of
 */
export function compareParameters(
  from: readonly ClaimParameter[],
  to: readonly ClaimParameter[],
  kept: readonly ClaimParameter[],
  text: string,
): readonly Difference[] {
  const differences: Difference[] = []
  const left = [...to]
  const changed: ClaimParameter[] = []
  for (const one of from) {
    const at = left.findIndex((other) => other.name === one.name && measureOf(other) === measureOf(one))
    if (at >= 0) left.splice(at, 1)
    else changed.push(one)
  }
  for (const one of changed) {
    const other = left.find(({ name }) => name === one.name)
    if (other !== undefined) left.splice(left.indexOf(other), 1)
    // Articles of law are names, not amounts.
    const isName = one.name === 'article' || one.name === 'section'
    if (other !== undefined && isName) {
      differences.push({ code: 'parameter', effect: 'look', from: one, to: other })
      continue
    }
    const effect = other === undefined ? ofLost(one.name) : compareAmounts(one, other, signOf(one.name, text))
    if (effect !== 'neutral') differences.push({ code: 'parameter', effect, from: one, to: other ?? null })
  }
  for (const one of left) {
    if (kept.some((other) => other.name === one.name)) continue
    differences.push({ code: 'parameter', effect: reversed(ofLost(one.name)), from: null, to: one })
  }
  return differences
}

/** A number that is promised no longer. Working days instead of days make a limit longer. */
function ofLost(name: string): Effect {
  return name === 'calendar' ? 'stronger' : 'weaker'
}

function compareAmounts(from: ClaimParameter, to: ClaimParameter, sign: 1 | -1 | null): Effect {
  const [a, b] = [measureOf(from), measureOf(to)]
  if (a === b) return 'neutral'
  if (sign === null || from.unit !== to.unit || typeof a === 'string' || typeof b === 'string') return 'look'
  // A year is 12 months and 365 days to people.
  if (from.unit === 'duration' && Math.abs(a - b) <= 0.02 * Math.max(a, b)) return 'neutral'
  return Math.sign(b - a) === sign ? 'stronger' : 'weaker'
}

/** A value as a number, durations in hours; what is no number stays text. */
function measureOf({ value, unit }: ClaimParameter): number | string {
  if (unit === 'duration') {
    const duration = durationOf(String(value))
    return duration === null ? String(value) : hoursOf(duration)
  }
  if (typeof value === 'number') return value
  // Versions compare part by part; ours have two of them.
  const parts = /^(\d{1,4})\.(\d{1,4})$/.exec(value)
  return parts === null ? value : Number(parts[1]) * 10_000 + Number(parts[2])
}

function durationOf(value: string): Temporal.Duration | null {
  try {
    return Temporal.Duration.from(value)
  } catch {
    return null
  }
}

/** Months and years at their mean length. */
function hoursOf({ years, months, weeks, days, hours, minutes, seconds }: Temporal.Duration): number {
  return (years * 365.25 + months * 30.4375 + weeks * 7 + days) * 24 + hours + minutes / 60 + seconds / 3600
}
