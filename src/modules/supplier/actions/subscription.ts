/**
 * Being told of subprocessors by mail: asked for by anybody, confirmed by whoever gets the mail, ended by a link in each
 * notice (RFC 8058) or by the tenant. Whoever asks learns nothing about who is told already.
 */
import type { Context } from '#core/context.ts'
import { readOrganisation } from '#core/document/store.ts'
import { conceal, record } from '#core/ledger/record.ts'
import { sendMail } from '#core/mail/send.ts'
import { readSlug } from '#modules/statement/actions/compare.ts'
import { mintToken, readToken } from '#platform/crypto/token.ts'
import { constraintOf } from '#platform/database/database.ts'
import { newId } from '#platform/database/id.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { cells, emailIndex } from '../cell.ts'
import { confirmPath } from '../contract/path.ts'
import {
  countSubscriptions,
  deleteUnconfirmed,
  endSubscription,
  findList,
  findSubscriptionId,
  insertSubscription,
  lockSubscription,
  markConfirmed,
  renewRequest,
} from '../store.ts'

/** Of one tenant. */
const mostSubscriptions = 2_000
/** Of one tenant within an hour: what strangers can make it send to people who never asked. */
const mostRequestsAnHour = 60
const hourMs = 3_600_000
/** Until then a request is confirmed, or forgotten. */
const confirmWithinMs = 48 * hourMs

/**
 * Mails a link to whoever asks, unless they are told already or were mailed within the hour; the answer is the same.
 * @throws Problem 404 while no list is shown, 429 `subprocessor.too_many_requests`
 */
export async function requestSubscription(
  context: Context,
  given: { readonly email: string; readonly locale: Locale },
): Promise<void> {
  const { tx, services } = context
  if ((await findList(tx))?.shown !== true) throw notFound()
  const at = services.clock.now()
  await forgetUnconfirmed(context)
  const hourAgo = new Date(at.getTime() - hourMs)
  const { confirmed, recent } = await countSubscriptions(tx, hourAgo)
  if (confirmed >= mostSubscriptions || recent >= mostRequestsAnHour)
    throw new Problem(429, 'subprocessor.too_many_requests', { headers: { 'retry-after': '3600' } })
  const keys = await services.vault.keysOf(tx)
  const index = emailIndex(keys, given.email)
  const known = await lockSubscription(tx, { email: index })
  if (known && (known.confirmed_at !== null || known.requested_at > hourAgo)) return
  const id = known?.id ?? newId(services.clock)
  const confirm = mintToken(tx.tenantId)
  if (known) await renewRequest(tx, id, { confirmHash: confirm.hash, locale: given.locale, at })
  else {
    const end = mintToken(tx.tenantId)
    await insertSubscription(tx, {
      id,
      email: keys.seal(cells.email(id), given.email),
      emailIndex: index,
      locale: given.locale,
      token: keys.seal(cells.token(id), end.token),
      tokenHash: end.hash,
      confirmHash: confirm.hash,
      at,
    })
  }
  await sendMail(context, {
    to: given.email,
    locale: given.locale,
    template: 'subprocessor.confirm',
    params: {
      organisation: await readOrganisation(tx),
      link: `${services.publicUrl}${confirmPath(await readSlug(tx), confirm.token)}?lang=${given.locale}`,
    },
  })
  await record(context, {
    action: 'subprocessor-subscription.requested',
    object: { kind: 'subprocessor-subscription', id },
    after: { address: conceal(given.email.toLowerCase()), locale: given.locale },
  })
}

/** Forgets whoever was asked to confirm and did not. */
export async function forgetUnconfirmed({ tx, services }: Pick<Context, 'tx' | 'services'>): Promise<void> {
  await deleteUnconfirmed(tx, new Date(services.clock.now().getTime() - confirmWithinMs))
}

/** Two who ask for the same address at the same time: one of them asked first. */
export function isSameRequest(error: unknown): boolean {
  return constraintOf(error) === 'subprocessor_subscriptions_email'
}

/** Whether a link can still be confirmed. */
export async function findRequest({ tx, services }: Context, token: string): Promise<string | null> {
  const read = readToken(token)
  const row = read?.tenantId === tx.tenantId ? await lockSubscription(tx, { confirm: read.hash }) : undefined
  if (!row || row.ended_at !== null) return null
  const isLate = row.requested_at.getTime() + confirmWithinMs < services.clock.now().getTime()
  return row.confirmed_at === null && isLate ? null : row.id
}

/** Confirms it; a second time nothing happens. @throws Problem 410 `subprocessor.link_not_valid` */
export async function confirmSubscription(context: Context, token: string): Promise<void> {
  const { tx, services } = context
  const id = await findRequest(context, token)
  const row = id === null ? undefined : await lockSubscription(tx, { id })
  if (!row) throw new Problem(410, 'subprocessor.link_not_valid')
  if (row.confirmed_at !== null) return
  await markConfirmed(tx, row.id, services.clock.now())
  await record(context, {
    action: 'subprocessor-subscription.confirmed',
    object: { kind: 'subprocessor-subscription', id: row.id },
  })
}

/** Ends it; a second time nothing happens. @throws Problem 410 `subprocessor.link_not_valid` */
export async function endByLink(context: Context, token: string): Promise<void> {
  const { tx } = context
  const read = readToken(token)
  const row = read?.tenantId === tx.tenantId ? await lockSubscription(tx, { token: read.hash }) : undefined
  if (!row) throw new Problem(410, 'subprocessor.link_not_valid')
  if (row.ended_at !== null) return
  await endSubscription(tx, row.id, context.services.clock.now())
  await record(context, {
    action: 'subprocessor-subscription.ended',
    object: { kind: 'subprocessor-subscription', id: row.id },
  })
}

/** Erases the address of a subscriber. @throws Problem 404 `common.not_found` */
export async function removeSubscriber(context: Context, id: string): Promise<void> {
  const row = await lockSubscription(context.tx, { id })
  if (!row || row.ended_at !== null) throw notFound()
  await endSubscription(context.tx, id, context.services.clock.now())
  await record(context, {
    action: 'subprocessor-subscription.removed',
    object: { kind: 'subprocessor-subscription', id },
  })
}

/** The subscription of an address that has to be erased; null when there is none. */
export async function findSubscriber(
  { tx, services }: Pick<Context, 'tx' | 'services'>,
  email: string,
): Promise<string | null> {
  return findSubscriptionId(tx, emailIndex(await services.vault.keysOf(tx), email))
}
