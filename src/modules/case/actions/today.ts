/** Cases and mentions for whoever puts together what needs somebody today. */
import type { Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import type { CaseSummary } from '../contract.ts'
import { listCasesById, listLiveCases, listUnseenMentions, type ListedCase, type UnseenMention } from '../store.ts'
import { presentCases } from './present.ts'

/** Open cases that are looked through. */
const most = 1_000

export interface TodayCase {
  readonly row: ListedCase
  readonly shown: CaseSummary
}

/** Open cases, those due first. */
export async function presentForToday(context: Context, registry: Registry): Promise<TodayCase[]> {
  const rows = await listLiveCases(context.tx, most)
  const shown = await presentCases(context, registry, rows)
  return rows.flatMap((row, index) => {
    const one = shown[index]
    return one ? [{ row, shown: one }] : []
  })
}

/** Mentions that the reader has not taken note of, with the case and who wrote. */
export async function listOwnMentions(
  context: Context,
  registry: Registry,
): Promise<{ mention: UnseenMention; author: string; shown: CaseSummary }[]> {
  const { tx, services, actor } = context
  if (!('personId' in actor)) return []
  const mentions = await listUnseenMentions(tx, actor.personId, null)
  if (mentions.length === 0) return []
  const names = await services.personNames(
    tx,
    mentions.map((mention) => mention.author_id),
  )
  const cases = await presentCases(
    context,
    registry,
    await listCasesById(
      tx,
      mentions.map((mention) => mention.case_id),
    ),
  )
  return mentions.flatMap((mention) => {
    const shown = cases.find((one) => one.id === mention.case_id)
    return shown ? [{ mention, author: names.get(mention.author_id) ?? '—', shown }] : []
  })
}
