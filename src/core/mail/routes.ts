/** The outbox as routes: list and read. */
import { notFound } from '#platform/http/problem.ts'
import { cutPage, decodeCursor } from '../cursor.ts'
import { defineRoute, type Route } from '../module.ts'
import { listOutbox, readMail } from './contract.ts'
import { mailColumns, sendMail } from './send.ts'

type State = 'kept' | 'queued' | 'sent' | 'failed'

export const mailRoutes: readonly Route[] = [
  defineRoute(listOutbox, async ({ tx, services }, { query }) => {
    const from = query.cursor === undefined ? null : decodeCursor(query.cursor)
    const rows = await tx.db
      .selectFrom('mails')
      .select(['id', 'recipient', 'subject', 'created_at', 'state', 'sent_at', 'failure'])
      .where('tenant_id', '=', tx.tenantId)
      .$if(from !== null, (q) =>
        q.where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(from?.at ?? new Date(0), from?.id ?? ''))),
      )
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
      .execute()
    const page = cutPage(rows, query.limit, (row) => ({ at: row.created_at, id: row.id }))
    const keys = await services.vault.keysOf(tx)
    return {
      nextCursor: page.nextCursor,
      items: page.items.map((row) => ({
        id: row.id,
        to: keys.openText(mailColumns.recipient(row.id), row.recipient),
        subject: row.subject,
        createdAt: row.created_at.toISOString(),
        state: row.state as State,
        sentAt: row.sent_at?.toISOString() ?? null,
        failure: row.failure,
      })),
    }
  }),
  defineRoute(
    readMail,
    async ({ tx, services }, { params }) => {
      const row = await tx.db
        .selectFrom('mails')
        .select(['recipient', 'subject', 'body', 'created_at', 'state', 'sent_at', 'failure'])
        .where('tenant_id', '=', tx.tenantId)
        .where('id', '=', params.mailId)
        .executeTakeFirst()
      if (!row) throw notFound()
      const keys = await services.vault.keysOf(tx)
      return {
        id: params.mailId,
        to: keys.openText(mailColumns.recipient(params.mailId), row.recipient),
        subject: row.subject,
        text: keys.openText(mailColumns.body(params.mailId), row.body),
        createdAt: row.created_at.toISOString(),
        state: row.state as State,
        sentAt: row.sent_at?.toISOString() ?? null,
        failure: row.failure,
      }
    },
    async (context) => ({
      params: { mailId: await sendMail(context, { to: 'canary@example.invalid', locale: 'en', template: 'canary' }) },
    }),
  ),
]
