/** Versions of the statement that wait for the reader, and judgements about what became weaker in them. */
import type { Actor, Context } from '#core/context.ts'
import { listWaitingVersions, type WaitingVersion } from '#modules/statement/actions/waiting.ts'
import type { TodayItem } from '../contract.ts'
import { plain, text } from './item.ts'

const labels = {
  review: 'today.version.review',
  judge: 'today.judgement',
  approve: 'today.version.approve',
  publish: 'today.version.publish',
} as const

type Person = Extract<Actor, { kind: 'account' | 'api-key' }>

export async function waitingVersions(context: Context, reader: Person): Promise<TodayItem[]> {
  return (await listWaitingVersions(context, reader)).map((one) => presentWaiting(context, one))
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
