/** How questions with labels were answered. */
import type { KnownStatement } from '#modules/questionnaire/draft/draft.ts'
import { draftAnswer } from '#modules/questionnaire/draft/draft.ts'
import { readStatement } from '#modules/statement/reading/read.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Label } from './label.ts'
import { sentences, statementText } from './statement.ts'

export interface Share {
  right: number
  of: number
}

export interface Score {
  /** The best measure is the one that the question is about. */
  readonly measure: Share
  /** Of questions called unanswerable, those to which the statement has no answer. */
  readonly noneFits: Share
  /** Of questions to which the statement has no answer, those called unanswerable. */
  readonly noneFound: Share
  /** Of questions with a proven answer, those drafted ready to accept. */
  readonly ready: Share
  /** Ready drafts where nothing is proven as it was asked. */
  falseYes: number
  readonly faults: string[]
}

export function emptyScore(): Score {
  const share = (): Share => ({ right: 0, of: 0 })
  return { measure: share(), noneFits: share(), noneFound: share(), ready: share(), falseYes: 0, faults: [] }
}

const asOf = new Date('2026-11-01T08:00:00Z')

/** The bench's statement as it is read, with the status that each sentence has there. */
export function benchStatement(locale: Locale): KnownStatement {
  const { claims } = readStatement(Buffer.from(statementText(locale)), 'statement.md')
  return {
    id: locale,
    version: 1,
    asOf,
    claims: claims.map((claim, at) => ({
      id: String(at),
      text: claim.text,
      section: claim.section,
      leadIn: claim.leadIn,
      kind: claim.kind,
      modality: claim.modality,
      quantifier: claim.quantifier,
      parameters: claim.parameters,
      measures: claim.measures.map(({ id }) => id),
      status: sentences.find((one) => one[locale].includes(claim.text.replace(/[.;]$/, '')))?.status ?? null,
      since: null,
    })),
  }
}

/** Adds a question to a score. */
export function addQuestion(
  score: Score,
  label: Label,
  statements: Readonly<Record<Locale, KnownStatement>>,
  previousLocale: Locale,
): void {
  const draft = draftAnswer(
    {
      text: label.text,
      section: label.section ?? null,
      allowed: label.allowed ?? null,
      takesComment: true,
      previous: label.after ?? null,
    },
    statements,
    previousLocale,
    (_, key) => key,
  )
  const told = `${label.text} [${draft.asking} ${draft.good ?? ''} → ${draft.verdict}${draft.isReady ? ' ready' : ''}]`
  const best = draft.measures[0]
  const top = best !== undefined && best.score >= 0.5 ? best.id : null
  score.measure.of += 1
  if (top === label.measure) score.measure.right += 1
  else score.faults.push(`measure: ${told} ${top} instead of ${label.measure}`)
  if (draft.verdict === 'unanswerable') {
    score.noneFits.of += 1
    if (label.outcome === 'none') score.noneFits.right += 1
    else score.faults.push(`none fits: ${told} but ${label.outcome}`)
  }
  if (label.outcome === 'none') {
    score.noneFound.of += 1
    if (draft.verdict === 'unanswerable') score.noneFound.right += 1
    else score.faults.push(`answered: ${told} ${draft.citations[0]?.text}`)
  }
  if (label.outcome === 'yes') {
    score.ready.of += 1
    if (draft.isReady) score.ready.right += 1
    else score.faults.push(`not ready: ${told} gaps ${draft.gaps.join(', ')}`)
  } else if (draft.isReady && !(label.outcome === 'customer' && draft.verdict === 'customer')) {
    score.falseYes += 1
    score.faults.push(`FALSE YES: ${told} ${draft.citations[0]?.text}`)
  }
}
