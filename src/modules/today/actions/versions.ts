/** What waits for the reader about the statement: versions, judgements about what became weaker, the public rule. */
import type { Actor, Context } from '#core/context.ts'
import { listWaitingVersions, type WaitingVersion } from '#modules/statement/actions/waiting.ts'
import type { TodayItem } from '../contract.ts'
import { listWaitingRules } from '#modules/trust-centre/actions/correction-rule.ts'
import { plain, text } from './item.ts'

const labels = {
  review: 'today.version.review',
  judge: 'today.judgement',
  approve: 'today.version.approve',
  publish: 'today.version.publish',
} as const

type Person = Extract<Actor, { kind: 'account' | 'api-key' }>

/** Drafts, approvals, publications and judgements that the reader can do something about. */
export async function waitingVersions(context: Context, reader: Person): Promise<TodayItem[]> {
  return (await listWaitingVersions(context, reader)).map((one) => presentWaiting(context, one))
}

/** The rule by which the public page speaks of corrections, proposed by somebody else. */
export async function waitingRules(context: Context): Promise<TodayItem[]> {
  return (await listWaitingRules(context)).map(({ id, wording, requestedAt }) => ({
    ...plain,
    id: `rule ${id}`,
    kind: 'rule' as const,
    label: text(context, 'today.rule'),
    title: text(context, 'today.rule.title'),
    detail: wording,
    href: '/public-page',
    since: requestedAt,
  }))
}

function presentWaiting(context: Context, one: WaitingVersion): TodayItem {
  const { step, id, statementId, locale, number, title, since, progress, judgement } = one
  const name = text(context, `today.version.name.${locale}`, { number, title })
  const page = `/versions/${statementId}`
  return {
    ...plain,
    id: `${step} ${id}`,
    kind: step === 'judge' ? 'judgement' : 'version',
    label: text(context, labels[step]),
    title: judgement?.sentence ?? name,
    detail: judgement?.reason ?? (progress === null ? '' : text(context, 'today.version.looked', { ...progress })),
    href: step === 'review' ? `${page}/review` : page,
    since: since.toISOString(),
  }
}
