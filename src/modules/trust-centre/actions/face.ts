/** What the public face of a tenant says, in one reading: the page, its data, its badge and its feed agree. */
import { correctionKind } from '#core/case/finding.ts'
import { readOpeningOfCases } from '#core/case/store.ts'
import type { Context } from '#core/context.ts'
import { countDays, type Effect } from '#core/judging/effect.ts'
import { readRecord } from '#core/judging/store.ts'
import { readTimeline } from '#core/judging/timeline.ts'
import type { Registry } from '#core/registry.ts'
import { readPublicCertificates, type PublicCertificates } from '#modules/framework/actions/certificate.ts'
import { readStatementNow, type JudgedClaimRow, type StatementNow } from '#modules/statement/actions/read.ts'
import { addDuration, dayOf, startOfDay } from '#platform/clock/calendar.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Display } from '../contract.ts'
import {
  correctionUnder,
  hashSentence,
  holdsUntil,
  showSentences,
  summariseShown,
  toneOf,
  type Shown,
  type ShownSummary,
  type Tone,
} from '../rules.ts'
import { listDisplays } from '../store.ts'
import { readPublicRules, type PublicRules } from './correction-rule.ts'
import { displaysOf } from './display.ts'

export type ShownClaim = Shown<JudgedClaimRow>

/** A published statement as strangers see it. */
export interface Face extends Pick<StatementNow, 'id' | 'locale' | 'title' | 'body' | 'bodyHash' | 'publishedAt'> {
  readonly claims: readonly ShownClaim[]
  readonly summary: ShownSummary
  /** What the badge may look like. */
  readonly tone: Tone
  readonly certificates: PublicCertificates
  readonly asOf: Date
  /** The answer holds until then and no longer. */
  readonly validUntil: Date
  /** How corrections are spoken of. */
  readonly rules: PublicRules
  /** The sentences that the rule in force is about; null: all, or there is no rule. */
  readonly covered: readonly string[] | null
  /** What was decided about sentences that it holds, and when. */
  readonly decided: readonly {
    readonly claimId: string
    readonly text: string
    readonly display: Display
    readonly at: Date
  }[]
}

/** How far back days are counted. */
const periodLength = '-P1Y'

/** @throws Problem 404 `statement.none_published` */
export async function readFace(
  context: { readonly tx: TenantTx; readonly services: Context['services'] },
  registry: Registry,
  locale: Locale,
): Promise<Face> {
  const { tx, services } = context
  const { claims, summary: _, ...statement } = await readStatementNow(context, registry, locale)
  const now = services.clock.now()
  const rows = await listDisplays(tx)
  const displayOf = displaysOf(rows)
  const effects = await readEffects(
    tx,
    claims.flatMap(({ id, status }) => (status === null ? [] : [id])),
    now,
  )
  const rules = await readPublicRules(tx, services.texts, statement.locale)
  const chosen = rules.inForce?.sentenceHashes ?? null
  const broken = claims.flatMap(({ id, status }) => (status === 'contradicted' ? [id] : []))
  const openedAt =
    rules.inForce === null || broken.length === 0
      ? new Map<string, Date>()
      : await readOpeningOfCases(tx, correctionKind.kind, 'claim', broken)
  const shown = showSentences(
    claims,
    ({ text }) => displayOf(text),
    ({ id }) => effects.get(id) ?? null,
    (claim) => correctionUnder(rules.inForce, claim, openedAt.get(claim.id) ?? null, now),
  )
  const byHash = new Map(rows.map((row) => [row.sentence_hash.toString('hex'), row]))
  const certificates = await readPublicCertificates(context)
  const summary = summariseShown(shown, startOfDay(dayOf(now)))
  return {
    ...statement,
    claims: shown,
    summary,
    tone: toneOf(summary),
    asOf: now,
    certificates,
    validUntil: holdsUntil([...shown, { nextAt: certificates.nextAt, correction: null }], now),
    rules,
    covered: chosen && claims.flatMap(({ text }) => (chosen.has(hashSentence(text).toString('hex')) ? [text] : [])),
    decided: claims.flatMap(({ id, text, status }) => {
      const row = status === null || byHash.size === 0 ? undefined : byHash.get(hashSentence(text).toString('hex'))
      return row === undefined ? [] : [{ claimId: id, text, display: row.display, at: row.decided_at }]
    }),
  }
}

/** Of each sentence, on how many days of the year up to now it was in force, as known today. */
async function readEffects(tx: TenantTx, claimIds: readonly string[], now: Date): Promise<Map<string, Effect>> {
  const from = addDuration(now, periodLength)
  const records = await readRecord(tx, claimIds, { from, to: new Date(now.getTime() + 1) })
  return new Map(
    [...records].flatMap(([id, rows]) => {
      const effect = countDays(readTimeline(rows, 'today'), from, now)
      return effect === null ? [] : [[id, effect] as const]
    }),
  )
}
