/**
 * Telling customers and subscribers of an announcement, each by a mail of their own in their language. Run again after a
 * crash it goes on where it was: who was told is noted together with the mail.
 */
import type { Context, Services } from '#core/context.ts'
import { conceal, record } from '#core/ledger/record.ts'
import { sendMail } from '#core/mail/send.ts'
import { readOrganisation } from '#core/document/store.ts'
import { nameCountry } from '#core/register/contract/country.ts'
import { listCustomerContacts } from '#modules/statement/actions/customer-contract.ts'
import { readSlug } from '#modules/statement/actions/compare.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import { defineJob } from '#platform/job/job.ts'
import { z } from 'zod'
import { cells } from '../cell.ts'
import { endPath, listPath } from '../contract/path.ts'
import type { Item } from '../contract/public-list.ts'
import { findAnnouncement, insertNotice, listSubscriptions, listTold } from '../store.ts'

/** Mails written in one transaction. */
const batchSize = 50

interface Recipient {
  readonly id: string
  readonly kind: 'customer' | 'subscriber'
  readonly email: string
  readonly locale: Locale
  /** Ends the mails; customers are owed them by contract. */
  readonly token: string | null
}

export const tellOfAnnouncement = defineJob(
  'supplier.tell-of-announcement',
  z.strictObject({ announcementId: z.uuid() }),
  async ({ announcementId }, run, services: Services) => {
    const { tenantId } = run
    if (tenantId === null) return
    const actor = { kind: 'system', name: 'supplier.tell-of-announcement', tenantId, locale: 'de' } as const
    const origin = { requestId: 'supplier.tell-of-announcement', address: null, userAgent: null }
    for (;;) {
      run.signal.throwIfAborted()
      const told = await services.database.withTenant(tenantId, (tx) =>
        tellSome({ tx, services, actor, origin }, announcementId),
      )
      if (told < batchSize) return
    }
  },
)

/** Tells the next few who were not told yet; returns how many. */
async function tellSome(context: Context, announcementId: string): Promise<number> {
  const { tx, services } = context
  const announcement = await findAnnouncement(tx, announcementId)
  if (!announcement) return 0
  const done = await listTold(tx, announcementId)
  const left = (await listRecipients(context)).filter(({ id }) => !done.has(id)).slice(0, batchSize)
  const slug = await readSlug(tx)
  const organisation = await readOrganisation(tx)
  for (const { id: recipientId, kind, email, locale, token } of left) {
    const ends = token === null ? null : `${services.publicUrl}${endPath(slug, token)}`
    const at = services.clock.now()
    const mailId = await sendMail(context, {
      to: email,
      locale,
      template: ends === null ? 'subprocessor.notice_customer' : 'subprocessor.notice',
      params: {
        organisation,
        items: tellItems(announcement.items, locale, services.texts),
        objection: tellObjection(announcement.objection_until, locale, services.texts),
        address: `${services.publicUrl}${listPath(slug)}?lang=${locale}`,
        sha256: announcement.sha256.toString('hex'),
        ...(ends !== null && { ends }),
      },
      ...(ends !== null && { unsubscribeUrl: ends }),
    })
    await insertNotice(tx, { announcementId, recipientId, kind, mailId, at })
    await record(context, {
      action: 'subprocessor-notice.sent',
      object: { kind: 'subprocessor-announcement', id: announcementId },
      after: { recipient: recipientId, kind, address: conceal(email.toLowerCase()), mail: mailId },
    })
  }
  return left.length
}

/** Customers with a contract and an address, and whoever confirmed; an address once, as the customer's. */
async function listRecipients({ tx, services }: Context): Promise<Recipient[]> {
  const customers = (await listCustomerContacts({ tx, services })).map(
    ({ contractId: id, email, locale }): Recipient => ({ id, kind: 'customer', email, locale, token: null }),
  )
  const keys = await services.vault.keysOf(tx)
  const subscribers = (await listSubscriptions(tx)).flatMap((row): Recipient[] => {
    if (row.confirmed_at === null) return []
    const email = keys.readText(cells.email(row.id), row.email)
    const token = keys.readText(cells.token(row.id), row.token)
    if (email === null || token === null) return []
    return [{ id: row.id, kind: 'subscriber', email, locale: row.locale, token }]
  })
  const seen = new Set<string>()
  return [...customers, ...subscribers].filter(({ email }) => {
    const known = seen.has(email.toLowerCase())
    seen.add(email.toLowerCase())
    return !known
  })
}

/** A day as it stands in letters. */
export function tellDay(day: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'de-DE', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T12:00:00Z`),
  )
}

/** What was made known, in words: a head and the facts of each. */
export function tellItems(items: readonly Item[], locale: Locale, texts: Texts): string {
  return items
    .map(({ kind, effectiveOn, entry }) => {
      const head = texts.text(locale, `subprocessor.item.${kind}`, { on: tellDay(effectiveOn, locale) })
      const facts = texts.text(locale, 'subprocessor.item.facts', {
        name: entry.name,
        country: nameCountry(locale, entry.country),
        purpose: entry.purpose,
        data: entry.data,
        locations: entry.locations,
        basis: texts.text(locale, `register.choice.${entry.transferBasis}`),
      })
      return `${head}\n${facts}`
    })
    .join('\n\n')
}

/** Until when customers can object; a day or null. */
export function tellObjection(until: string | null, locale: Locale, texts: Texts): string {
  return until === null
    ? texts.text(locale, 'subprocessor.no_objection')
    : texts.text(locale, 'subprocessor.objection', { until: tellDay(until, locale) })
}
