/**
 * A calendar for each person at a secret address, for programs that cannot sign in. Only the hash of the address is
 * kept. It shows what its owner may see anyway: titles of measures and days. A wrong address, one that was revoked and
 * one of somebody whose account is closed are one and the same answer: there is nothing.
 */
import type { Actor, Context } from '#core/context.ts'
import type { Download } from '#core/module.ts'
import { record } from '#core/ledger/record.ts'
import { permissionsOf } from '#core/permission.ts'
import type { Registry } from '#core/registry.ts'
import { findReachable } from '#modules/identity/actions/reach.ts'
import { mintToken, readToken } from '#platform/crypto/token.ts'
import { newId } from '#platform/database/id.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { writeCalendar } from '../calendar.ts'
import type { createFeed, readFeedState } from '../contract.ts'
import type { ReadLimit } from '../read-limit.ts'
import { deleteFeed, findFeed, findFeedByToken, putFeed } from '../store/person.ts'
import { readSettings } from '../store/setting.ts'
import { requireSession } from '#core/actor.ts'
import { listOwnDuties } from './occurrence.ts'

/** Whether the reader’s calendar has an address. */
export async function readOwnFeed(context: Context): Promise<OutputOf<typeof readFeedState>> {
  const { actor, tx } = context
  const feed = actor.kind === 'account' ? await findFeed(tx, actor.personId) : undefined
  return { createdAt: feed?.created_at.toISOString() ?? null }
}

/** A new address; an earlier one ends with it. */
export async function createOwnFeed(context: Context): Promise<OutputOf<typeof createFeed>> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const { token, hash } = mintToken(tx.tenantId)
  const id = newId(services.clock)
  await putFeed(tx, { id, personId, tokenHash: hash, at: services.clock.now() })
  await record(context, { action: 'calendar-feed.created', object: { kind: 'calendar-feed', id } })
  return { url: `${services.publicUrl}/api/calendar/${token}` }
}

/** @throws Problem `common.not_found` when there is none */
export async function revokeOwnFeed(context: Context): Promise<void> {
  const { personId } = requireSession(context)
  if ((await deleteFeed(context.tx, personId)) === 0) throw notFound()
  await record(context, { action: 'calendar-feed.revoked', object: { kind: 'person', id: personId } })
}

/** @throws Problem `common.not_found`, 429 `calendar.too_many_reads` */
export async function sendCalendar(
  context: Context,
  registry: Registry,
  limit: ReadLimit,
  token: string,
): Promise<Download> {
  const { tx, services } = context
  const read = readToken(token)
  const feed = read?.tenantId === tx.tenantId ? await findFeedByToken(tx, read.hash) : undefined
  const owner = feed && (await findReachable(tx, feed.person_id))
  if (!feed || !owner) throw notFound()
  const waitMs = limit(feed.id, services.clock.now())
  if (waitMs !== null)
    throw new Problem(429, 'calendar.too_many_reads', { headers: { 'Retry-After': String(Math.ceil(waitMs / 1000)) } })
  const actor: Actor = { kind: 'system', tenantId: tx.tenantId, name: 'calendar', locale: owner.locale }
  const may = permissionsOf(registry.permissions, owner.roles, 'company').has('duty:read')
  const duties = may ? await listOwnDuties({ ...context, actor }, registry, owner.personId) : []
  const text = writeCalendar(duties, {
    name: services.texts.text(owner.locale, 'duty.calendar.name'),
    pageOf: (id) => `${services.publicUrl}/app/duties/${id}`,
    timeZone: (await readSettings(tx)).calendar.timeZone,
    host: new URL(services.publicUrl).hostname,
    sentenceOf: (sentence) => services.texts.text(owner.locale, 'duty.calendar.sentence', { sentence }),
  })
  return {
    fileName: 'beleg.ics',
    mediaType: 'text/calendar; charset=utf-8',
    async *chunks() {
      yield text
    },
  }
}
