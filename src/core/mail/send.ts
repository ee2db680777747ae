/**
 * Mail to people: written into the outbox in the transaction of its reason, sent by a job afterwards. Without a mail
 * server it stays in the outbox, where an administrator can read it.
 */
import { newId } from '#platform/database/id.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { TextParams } from '#platform/i18n/texts.ts'
import { defineJob, enqueue } from '#platform/job/job.ts'
import { z } from 'zod'
import { announce } from '../announce.ts'
import type { Context, Services } from '../context.ts'

export interface OutgoingMail {
  readonly to: string
  readonly locale: Locale
  /** Texts `mail.<template>.subject` and `mail.<template>.text` of the catalogues. */
  readonly template: string
  readonly params?: TextParams
  /** Where whoever gets it ends such mails with one click (RFC 8058). */
  readonly unsubscribeUrl?: string
}

export const mailColumns = {
  recipient: (row: string) => ({ table: 'mails', row, column: 'recipient' }),
  body: (row: string) => ({ table: 'mails', row, column: 'body' }),
  unsubscribe: (row: string) => ({ table: 'mails', row, column: 'unsubscribe' }),
}

/** Puts a mail into the outbox and, with a mail server, into the queue. Returns its id. */
export async function sendMail(context: Pick<Context, 'tx' | 'services'>, mail: OutgoingMail): Promise<string> {
  const { tx, services } = context
  const id = newId(services.clock)
  const keys = await services.vault.keysOf(tx)
  const params = { ...mail.params, publicUrl: services.publicUrl }
  // Nobody can have an address below .invalid (RFC 2606 §2): what the canary is sent stays here.
  const leaves = services.mailTransport !== null && !mail.to.toLowerCase().endsWith('.invalid')
  await tx.db
    .insertInto('mails')
    .values({
      tenant_id: tx.tenantId,
      id,
      recipient: keys.seal(mailColumns.recipient(id), mail.to),
      subject: services.texts.text(mail.locale, `mail.${mail.template}.subject`, params),
      body: keys.seal(mailColumns.body(id), services.texts.text(mail.locale, `mail.${mail.template}.text`, params)),
      unsubscribe:
        mail.unsubscribeUrl === undefined ? null : keys.seal(mailColumns.unsubscribe(id), mail.unsubscribeUrl),
      locale: mail.locale,
      created_at: services.clock.now(),
      state: leaves ? 'queued' : 'kept',
    })
    .execute()
  if (leaves) await enqueue(tx, sendQueuedMail, { mailId: id })
  await announce(tx, 'outbox')
  return id
}

/** Takes letters out of the outbox, with whoever they were written to. */
export async function deleteMails(tx: TenantTx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.db
    .deleteFrom('mails')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', [...ids])
    .execute()
}

/** Sends one queued mail. A failure is noted, then tried again; a mail that was sent is not sent twice. */
export const sendQueuedMail = defineJob(
  'mail.send',
  z.strictObject({ mailId: z.uuid() }),
  async ({ mailId }, run, services: Services) => {
    const transport = services.mailTransport
    if (run.tenantId === null || transport === null) return
    const mail = await services.database.withTenant(run.tenantId, async (tx) => {
      const row = await tx.db
        .selectFrom('mails')
        .select(['recipient', 'subject', 'body', 'unsubscribe', 'state'])
        .where('tenant_id', '=', tx.tenantId)
        .where('id', '=', mailId)
        .executeTakeFirst()
      if (!row || row.state === 'sent') return null
      const keys = await services.vault.keysOf(tx)
      return {
        id: mailId,
        to: keys.openText(mailColumns.recipient(mailId), row.recipient),
        subject: row.subject,
        text: keys.openText(mailColumns.body(mailId), row.body),
        unsubscribeUrl: row.unsubscribe && keys.openText(mailColumns.unsubscribe(mailId), row.unsubscribe),
      }
    })
    if (mail === null) return
    const failure = await transport.send(mail).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    )
    await services.database.withTenant(run.tenantId, async (tx) => {
      await tx.db
        .updateTable('mails')
        .set(
          failure === null
            ? { state: 'sent', sent_at: services.clock.now(), failure: null }
            : { state: 'failed', failure: failure.message.slice(0, 500) },
        )
        .where('tenant_id', '=', tx.tenantId)
        .where('id', '=', mailId)
        .execute()
      await announce(tx, 'outbox')
    })
    if (failure !== null) throw failure
  },
  { maxAttempts: 12 },
)
