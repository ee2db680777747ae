/**
 * What strangers set off is done by the house in their name: they have no account here. Where they came from stands in
 * the log of accesses, sealed, where it can be erased, and in no entry of the ledger.
 */
import type { Context, Services } from '#core/context.ts'
import { documentWords } from '#core/document/words.ts'
import { sendMail } from '#core/mail/send.ts'
import { listReachable, addressOf } from '#modules/identity/actions/reach.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { TextParams } from '#platform/i18n/texts.ts'
import { attestationPage, permissions } from '../contract.ts'
import { updateRequest, type RequestRow } from '../store/request.ts'

/** The house's own context in a tenant. */
export function asHouse(services: Services, tx: TenantTx, locale: Locale = 'de'): Context {
  return {
    tx,
    services,
    actor: { kind: 'system', name: 'attestation', tenantId: tx.tenantId, locale },
    origin: { requestId: 'attestation', address: null, userAgent: null },
  }
}

/** What the tenant is called in letters and on pages. */
export async function readTenantName({ tx }: Pick<Context, 'tx'>): Promise<string> {
  const row = await tx.db.selectFrom('tenants').select('name').where('id', '=', tx.tenantId).executeTakeFirst()
  return row?.name ?? ''
}

/** Writes a letter about a request, and notes it there, so that it goes with the requester. */
export async function writeLetter(
  context: Pick<Context, 'tx' | 'services'>,
  row: RequestRow,
  letter: { readonly to: string; readonly template: string; readonly params?: TextParams },
): Promise<RequestRow> {
  const params = { organisation: await readTenantName(context), ...letter.params }
  const mailId = await sendMail(context, { to: letter.to, locale: row.locale, template: letter.template, params })
  const noted = { ...row, mail_ids: [...row.mail_ids, mailId] }
  await updateRequest(context.tx, noted)
  return noted
}

/** Tells everybody who may handle requests. The letter names no requester. */
export async function tellHandlers(
  context: Pick<Context, 'tx' | 'services'>,
  template: string,
  given: { readonly requestId: string; readonly number: number; readonly dueAt: Date },
): Promise<void> {
  const handlers: readonly string[] = permissions['attestation:handle']
  for (const { accountId, roles, locale } of await listReachable(context.tx)) {
    if (!roles.some((role) => handlers.includes(role))) continue
    const to = await addressOf(context, accountId)
    if (to === null) continue
    const link = `${context.services.publicUrl}/app${attestationPage}/${given.requestId}`
    const params = { number: given.number, due: inWords(context, locale, dayOf(given.dueAt)), link }
    await sendMail(context, { to, locale, template, params })
  }
}

/** A day (YYYY-MM-DD) as people write it. */
export function inWords({ services }: Pick<Context, 'services'>, locale: Locale, day: string): string {
  return documentWords(services.texts, locale).day(day)
}
