/** What of the versions waits for the reader: a draft to be gone through, a judgement, an approval, a publication. */
import type { Actor, Context } from '#core/context.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { stateOf } from '../change/state.ts'
import { countLooked } from '../store/draft-claim.ts'
import * as store from '../store/version.ts'
import { compareWithBase } from './compare.ts'

/** One thing that the reader can do now. */
export interface WaitingVersion {
  readonly step: 'review' | 'judge' | 'approve' | 'publish'
  /** Unique among those of a reader. */
  readonly id: string
  readonly statementId: string
  readonly locale: Locale
  readonly number: number
  readonly title: string
  readonly since: Date
  /** Of a draft: how many of its sentences somebody accepted. */
  readonly progress: { readonly looked: number; readonly claims: number } | null
  /** Of a judgement: the sentence that is weaker or gone, and why that is to be fine. */
  readonly judgement: { readonly sentence: string; readonly reason: string } | null
}

type Person = Extract<Actor, { kind: 'account' | 'api-key' }>

/** Drafts that another version of their language has overtaken wait for nobody. */
export async function listWaitingVersions({ tx }: Pick<Context, 'tx'>, reader: Person): Promise<WaitingVersion[]> {
  const { permissions, personId } = reader
  const listed = await store.listVersions(tx)
  const waiting: WaitingVersion[] = []
  for (const row of listed) {
    const state = stateOf(row)
    if (state === 'published' || state === 'superseded' || state === 'announced') continue
    const overtaken = listed.some(
      (one) => one.locale === row.locale && one.published_at !== null && one.published_at > row.created_at,
    )
    if (overtaken && state === 'draft') continue
    const { id: statementId, locale, version: number, title } = row
    const of = { id: statementId, statementId, locale, number, title, progress: null, judgement: null }
    if (state === 'draft' && permissions.has('statement:draft')) {
      const progress = { looked: await countLooked(tx, statementId), claims: row.claims }
      waiting.push({ ...of, step: 'review', since: row.created_at, progress })
    }
    if (state === 'approved') {
      if (permissions.has('statement:publish') && row.drafted_by !== personId)
        waiting.push({ ...of, step: 'publish', since: row.approved_at ?? row.created_at })
      continue
    }
    if (!permissions.has('statement:approve') || row.drafted_by === personId) continue
    if ((await store.listAuthors(tx, statementId)).has(personId)) continue
    if (state === 'review') waiting.push({ ...of, step: 'approve', since: row.submitted_at ?? row.created_at })
    waiting.push(...(await listJudgements(tx, of, personId)))
  }
  return waiting
}

type Of = Omit<WaitingVersion, 'step' | 'since'>

/** Asked for by somebody else, about sentences that are still the same. */
async function listJudgements(tx: Context['tx'], of: Of, personId: string): Promise<WaitingVersion[]> {
  const version = await store.findVersion(tx, of.statementId)
  if (version === undefined || !(await store.awaitsJudgement(tx, of.statementId))) return []
  const { changes } = await compareWithBase(tx, version)
  return changes.flatMap(({ change, answer }): WaitingVersion[] => {
    if (answer === null || answer.decision_id === null || answer.outcome !== null || answer.given_by === personId)
      return []
    const sentence = (change.before ?? change.after[0])?.text ?? ''
    const judgement = { sentence, reason: answer.reason ?? '' }
    return [{ ...of, id: answer.decision_id, step: 'judge', since: answer.given_at, judgement }]
  })
}
