/**
 * What the public page may say. Pure: a status is shown as it was judged or not at all, what is not shown counts as
 * nothing but not shown, and every answer says until when it holds.
 */
import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import type { Effect } from '#core/judging/effect.ts'
import { addDuration } from '#platform/clock/calendar.ts'
import type { ClaimKind, Status } from '#core/vocabulary.ts'
import type { Display } from './contract.ts'

/** How long an answer holds at most: the slowest shipped collector sees a change within a minute (design: detection). */
export const answerHoldsMs = 60_000

/** A sentence as it was judged. */
export interface JudgedSentence {
  readonly id: string
  readonly kind: ClaimKind
  readonly text: string
  readonly status: Status | null
  readonly from_at: Date | null
  readonly next_at: Date | null
  readonly broke_at: Date | null
}

/** What the tenant says beside a contradicted sentence, and never instead of its status. */
export interface Correction {
  /** When the contradiction was known. */
  readonly since: Date
  /** The words fall away then, whatever has happened. */
  readonly dueAt: Date
}

/** A sentence as it is shown. */
export type Shown<Sentence> = Omit<Sentence, 'status' | 'from_at' | 'next_at' | 'broke_at'> & {
  /** Null for sentences without a status, and where it is not shown. */
  readonly status: Status | null
  /** It has a status, which is not shown. */
  readonly withheld: boolean
  readonly since: Date | null
  readonly brokeAt: Date | null
  /** The first instant at which time alone changes the status. */
  readonly nextAt: Date | null
  /** On how many days of the last year it was in force. */
  readonly effect: Pick<Effect, 'fromOn' | 'toOn' | 'days' | 'inForce'> | null
  /** Only of a contradicted one that is shown with everything. */
  readonly correction: Correction | null
}

export interface ShownSummary {
  /** Promises that are not decided to be out of scope; those whose status is not shown are among them. */
  readonly promises: number
  readonly proven: number
  readonly contradicted: number
  /** Of the contradicted ones, those that are said to be under correction. */
  readonly underCorrection: number
  readonly lapsed: number
  readonly unproven: number
  readonly withheld: number
  readonly brokeToday: number
}

/** Takes from sentences what the tenant does not show. */
export function showSentences<Sentence extends JudgedSentence>(
  sentences: readonly Sentence[],
  displayOf: (sentence: Sentence) => Display,
  effectOf: (sentence: Sentence) => Effect | null,
  correctionOf: (sentence: Sentence) => Correction | null,
): Shown<Sentence>[] {
  return sentences.map((sentence) => {
    const { status, from_at: since, next_at: nextAt, broke_at: brokeAt, ...rest } = sentence
    const display = displayOf(sentence)
    if (status === null || display === 'text')
      return {
        ...rest,
        status: null,
        withheld: status !== null,
        since: null,
        brokeAt: null,
        nextAt: null,
        effect: null,
        correction: null,
      }
    const shown = { ...rest, status, withheld: false, brokeAt, nextAt }
    if (display === 'status') return { ...shown, since: null, effect: null, correction: null }
    return { ...shown, since, effect: effectOf(sentence), correction: correctionOf(sentence) }
  })
}

/**
 * Counts promises by what is shown of them.
 * @param midnight what broke since then broke today
 */
export function summariseShown<Sentence extends JudgedSentence>(
  shown: readonly Shown<Sentence>[],
  midnight: Date,
): ShownSummary {
  const promises = shown.filter(({ kind, status }) => kind === 'promise' && status !== 'not_applicable')
  const count = (...among: Status[]) =>
    promises.filter(({ status }) => status !== null && among.includes(status)).length
  return {
    promises: promises.length,
    proven: count('proven', 'due_soon'),
    contradicted: count('contradicted'),
    underCorrection: promises.filter(({ correction }) => correction !== null).length,
    lapsed: count('lapsed'),
    unproven: promises.filter(({ status, withheld }) => status === 'unproven' || (status === null && !withheld)).length,
    withheld: promises.filter(({ withheld }) => withheld).length,
    brokeToday: promises.filter(({ brokeAt }) => brokeAt !== null && brokeAt >= midnight).length,
  }
}

/** Until when an answer of now holds: the next time that passes, at most a minute. */
export function holdsUntil(shown: readonly Pick<Shown<JudgedSentence>, 'nextAt' | 'correction'>[], now: Date): Date {
  const next = shown
    .flatMap(({ nextAt, correction }) => [nextAt, correction?.dueAt ?? null])
    .flatMap((at) => (at !== null && at > now ? [at.getTime()] : []))
  return new Date(Math.min(now.getTime() + answerHoldsMs, ...next))
}

export type Tone = 'good' | 'bad' | 'neutral'

/** Good only when every promise is shown and proven; bad as soon as a shown one is contradicted. */
export function toneOf({ promises, proven, contradicted }: ShownSummary): Tone {
  if (contradicted > 0) return 'bad'
  return promises > 0 && proven === promises ? 'good' : 'neutral'
}

/** By which a decision about a sentence finds it again, in the next version too: SHA-256 of its wording. */
export function hashSentence(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest()
}

/** By which a tenant says that a contradicted sentence is under correction. */
export interface CorrectionRule {
  readonly publishedAt: Date
  /** ISO 8601: for how long after the contradiction was known. */
  readonly period: string
  /** Hexadecimal, by wording; null: every sentence. */
  readonly sentenceHashes: ReadonlySet<string> | null
}

/**
 * What may be said beside a sentence at an instant: only while it is contradicted and its correction is open, only under
 * a rule that was published before the contradiction began and before it was known, and only for the period of the rule.
 * @param knownAt when the correction was opened, for a sentence that broke again within the time of its recurrence the
 *   first time; null without an open one
 */
export function correctionUnder(
  rule: CorrectionRule | null,
  sentence: Pick<JudgedSentence, 'text' | 'status' | 'from_at'>,
  knownAt: Date | null,
  now: Date,
): Correction | null {
  const { status, from_at: beganAt, text } = sentence
  if (rule === null || knownAt === null || status !== 'contradicted' || beganAt === null) return null
  if (beganAt < rule.publishedAt || knownAt < rule.publishedAt) return null
  if (rule.sentenceHashes !== null && !rule.sentenceHashes.has(hashSentence(text).toString('hex'))) return null
  const dueAt = addDuration(knownAt, rule.period)
  return knownAt <= now && now < dueAt ? { since: knownAt, dueAt } : null
}

export type CorrectionPeriod = { readonly unit: 'hours' | 'days'; readonly amount: number }

/** A period as it is kept. */
export function writePeriod({ unit, amount }: CorrectionPeriod): string {
  return unit === 'hours' ? `PT${amount}H` : `P${amount}D`
}

/** A kept period. @throws Error when it is none: the table takes no other */
export function readPeriod(period: string): CorrectionPeriod {
  const [, hours, days] = /^P(?:T(\d+)H|(\d+)D)$/.exec(period) ?? []
  if (hours === undefined && days === undefined) throw new Error(`no period of a correction: ${period}`)
  return hours === undefined ? { unit: 'days', amount: Number(days) } : { unit: 'hours', amount: Number(hours) }
}

/** What is wrong with a host name. */
export type HostFault = 'no_host_name' | 'host_of_instance'

/**
 * A host name as it stands in the DNS: lower case, internationalised labels in ASCII, without a final dot; or why not.
 * @param ownUrl the address of this instance, whose name belongs to the platform
 */
export function readHost(given: string, ownUrl: string): { readonly host: string } | { readonly fault: HostFault } {
  const host = domainToASCII(given.trim().replace(/\.$/, '')).toLowerCase()
  const labels = host.split('.')
  const sound = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  const last = labels.at(-1) ?? ''
  if (!sound || labels.length < 2 || host.length > 253 || isIP(host) !== 0 || !/^[a-z][a-z0-9-]+$/.test(last))
    return { fault: 'no_host_name' }
  if (host === new URL(ownUrl).hostname.toLowerCase()) return { fault: 'host_of_instance' }
  return { host }
}

/** The TXT record that proves a name. */
export function proofRecord(host: string, proof: string): { name: string; value: string } {
  return { name: `_beleg.${host}`, value: `beleg-host=${proof}` }
}

/** Whether the records found hold the proof; a long record comes in pieces (RFC 1035 §3.3.14). */
export function holdsProof(records: readonly (readonly string[])[], proof: string): boolean {
  return records.some((pieces) => pieces.join('').trim() === `beleg-host=${proof}`)
}
