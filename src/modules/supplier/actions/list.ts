/** The public list as its tenant sees it: shown or not, what was announced, who was told. */
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { noticeDaysOf, readSlug } from '#modules/statement/actions/compare.ts'
import { listCustomerContacts } from '#modules/statement/actions/customer-contract.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { notFound } from '#platform/http/problem.ts'
import { cells } from '../cell.ts'
import { listPath } from '../contract/path.ts'
import type { Item, listNotices, ListState } from '../contract/public-list.ts'
import { earliestEffectOn } from '../rules.ts'
import { findAnnouncement, findList, listAnnouncements, listNoticeRows, listSubscriptions, putList } from '../store.ts'
import { makeKnown } from './announce.ts'
import { presentAnnouncement, readSpans } from './public-list.ts'

const mostShown = 200

/** Everything about the list. */
export async function presentList({ tx, services }: Context): Promise<ListState> {
  const list = await findList(tx)
  const keys = await services.vault.keysOf(tx)
  const noticeDays = await noticeDaysOf(tx)
  return {
    address: `${services.publicUrl}${listPath(await readSlug(tx))}`,
    isShown: list?.shown === true,
    firstShownAt: list?.first_shown_at.toISOString() ?? null,
    noticeDays,
    earliestOn: earliestEffectOn(dayOf(services.clock.now()), noticeDays),
    announcements: (await listAnnouncements(tx, mostShown)).map((row) => ({
      ...presentAnnouncement(row),
      told: row.told,
    })),
    subscriptions: (await listSubscriptions(tx)).map((row) => ({
      id: row.id,
      email: keys.readText(cells.email(row.id), row.email) ?? '—',
      locale: row.locale,
      state: row.confirmed_at === null ? ('requested' as const) : ('confirmed' as const),
      requestedAt: row.requested_at.toISOString(),
    })),
  }
}

/**
 * Shows the list, or no longer. What it says the first time is kept as the beginning of its history; of that nobody is
 * told by mail.
 */
export async function changeShown(context: Context, isShown: boolean): Promise<ListState> {
  const { tx, services } = context
  const before = await findList(tx)
  await putList(tx, isShown, services.clock.now())
  await record(context, {
    action: isShown ? 'subprocessor-list.shown' : 'subprocessor-list.hidden',
    object: { kind: 'subprocessor-list', id: tx.tenantId },
    before: { shown: before?.shown ?? false },
    after: { shown: isShown },
  })
  if (before === undefined && isShown) {
    const today = dayOf(services.clock.now())
    const items = (await readSpans(context)).flatMap(({ supplierId, spans }): Item[] =>
      spans
        .filter(({ to }) => to === null || to > today)
        .map(({ from, entry }) => ({ supplierId, kind: 'listed', effectiveOn: from, entry, before: null })),
    )
    await makeKnown(context, items, null, { byMail: false })
  }
  await announce(tx, 'statement')
  return presentList(context)
}

/** Who was told of an announcement. @throws Problem 404 `common.not_found` */
export async function presentNotices(
  { tx, services }: Context,
  announcementId: string,
): Promise<OutputOf<typeof listNotices>> {
  if (!(await findAnnouncement(tx, announcementId))) throw notFound()
  const keys = await services.vault.keysOf(tx)
  const customers = new Map(
    (await listCustomerContacts({ tx, services })).map(({ contractId, email }) => [contractId, email]),
  )
  return {
    items: (await listNoticeRows(tx, announcementId)).map((row) => ({
      recipientId: row.recipient_id,
      kind: row.kind,
      email:
        row.kind === 'customer'
          ? (customers.get(row.recipient_id) ?? null)
          : row.email && keys.readText(cells.email(row.recipient_id), row.email),
      sentAt: row.sent_at.toISOString(),
      mailId: row.mail_id,
      mailState: row.mail_state,
    })),
  }
}
