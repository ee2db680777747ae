/** How far a request has come, for whoever holds its first link. */
import { findCase } from '#core/case/store.ts'
import type { Context } from '#core/context.ts'
import { domainOf, lifetimes } from '../rules.ts'
import { findNdaText } from '../store/nda.ts'
import type { RequestRow } from '../store/request.ts'
import { openCells } from './sealed.ts'

export type RequestStage =
  | { readonly stage: 'unconfirmed'; readonly domain: string; readonly hasWhy: boolean }
  | {
      readonly stage: 'nda'
      /** The domain of whoever may sign. */
      readonly domain: string
      readonly organisation: string
      /** Whether there is a text to sign here; else the tenant comes with one. */
      readonly hasText: boolean
      /** Who was named; null before. */
      readonly named: string | null
    }
  | { readonly stage: 'over' }

/** Reads it; a request that nobody confirmed in time is over, also before it is deleted. */
export async function readRequestState(context: Context, row: RequestRow): Promise<RequestStage> {
  const sealed = await openCells(context)
  const asked = sealed.asked(row.id, row.asked)
  if (asked === null) return { stage: 'over' }
  const domain = domainOf(asked.email)
  const found = await findCase(context.tx, row.id)
  const isOpen = found === undefined || found.closed_at === null
  if (row.confirmed_at === null) {
    const age = context.services.clock.now().getTime() - row.asked_at.getTime()
    return isOpen && age < lifetimes.confirmMs
      ? { stage: 'unconfirmed', domain, hasWhy: asked.repeatReason !== null }
      : { stage: 'over' }
  }
  if (found?.state !== 'nda_pending') return { stage: 'over' }
  return {
    stage: 'nda',
    domain,
    organisation: asked.organisation,
    hasText: (await findNdaText(context.tx)) !== undefined,
    named: sealed.signatory(row.id, row.signatory)?.email ?? null,
  }
}
