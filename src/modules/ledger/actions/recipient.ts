/**
 * Heads by mail. A head in somebody's mailbox is out of reach of whoever rules this server later, so it is what an
 * export can be held against. Recipients are chosen by an administrator and leave by a link in each mail.
 */
import type { Context } from '#core/context.ts'
import { cutPage, decodeCursor } from '#core/cursor.ts'
import { cosignedNote, readLastPublication } from '#core/ledger/publication.ts'
import { conceal, record } from '#core/ledger/record.ts'
import { readLastHead, readLastInstanceHead } from '#core/ledger/store.ts'
import { sendMail } from '#core/mail/send.ts'
import { mintToken, readToken } from '#platform/crypto/token.ts'
import type { TenantKeys } from '#platform/crypto/tenant-keys.ts'
import { constraintOf } from '#platform/database/database.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { cells, emailIndex } from '../cell.ts'
import {
  mostRecipients,
  unsubscribePage,
  type addRecipient,
  type listRecipients,
  type readSubscription,
  type Recipient,
} from '../contract.ts'
import {
  countRecipients,
  deleteRecipient,
  findRecipientId,
  findRecipientByToken,
  insertRecipient,
  listRecipientRows,
  lockRecipient,
  markMailed,
  type RecipientRow,
} from '../recipient-store.ts'
import { isMailDue } from '../rules.ts'

/** Recipients, newest first. @throws Problem 400 `page.bad_cursor` */
export async function presentRecipients(
  { tx, services }: Context,
  query: InputOf<typeof listRecipients>['query'],
): Promise<OutputOf<typeof listRecipients>> {
  const before = query.cursor === undefined ? null : decodeCursor(query.cursor)
  const rows = await listRecipientRows(tx, { before, limit: query.limit + 1 })
  const page = cutPage(rows, query.limit, (row) => ({ at: row.created_at, id: row.id }))
  const keys = await services.vault.keysOf(tx)
  return { nextCursor: page.nextCursor, items: page.items.map((row) => present(keys, row)) }
}

/** An address that was altered behind our back is a finding of the at-rest probe, and no reason to show nothing. */
function present(keys: TenantKeys, row: RecipientRow): Recipient {
  const cell = cells.email(row.id)
  return {
    id: row.id,
    email: keys.readText(cell, row.email) ?? '—',
    locale: row.locale,
    createdAt: row.created_at.toISOString(),
    mailedAt: row.mailed_at?.toISOString() ?? null,
  }
}

/** @throws Problem 409 `head-recipient.known`, `head-recipient.too_many` */
export async function addHeadRecipient(
  context: Context,
  given: InputOf<typeof addRecipient>['body'],
): Promise<Recipient> {
  const { tx, services } = context
  if ((await countRecipients(tx)) >= mostRecipients)
    throw new Problem(409, 'head-recipient.too_many', { params: { most: mostRecipients } })
  const keys = await services.vault.keysOf(tx)
  const id = newId(services.clock)
  const at = services.clock.now()
  const email = given.email.trim()
  const { token, hash } = mintToken(tx.tenantId)
  try {
    await insertRecipient(tx, {
      id,
      email: keys.seal(cells.email(id), email),
      emailIndex: emailIndex(keys, email),
      locale: given.locale,
      token: keys.seal(cells.token(id), token),
      tokenHash: hash,
      at,
    })
  } catch (error) {
    if (constraintOf(error) !== 'head_recipients_email') throw error
    throw new Problem(409, 'head-recipient.known', { issues: [{ pointer: '/email', code: 'taken' }], cause: error })
  }
  await record(context, {
    action: 'head-recipient.added',
    object: { kind: 'head-recipient', id },
    after: { email: conceal(email), locale: given.locale },
  })
  return { id, email, locale: given.locale, createdAt: at.toISOString(), mailedAt: null }
}

/** The recipient at an address, to be removed with whoever it belongs to; null when there is none. */
export async function findHeadRecipient(
  { tx, services }: Pick<Context, 'tx' | 'services'>,
  email: string,
): Promise<string | null> {
  const keys = await services.vault.keysOf(tx)
  return (await findRecipientId(tx, emailIndex(keys, email))) ?? null
}

/** @throws Problem 404 `common.not_found` */
export async function removeHeadRecipient(context: Context, id: string): Promise<void> {
  if (!(await deleteRecipient(context.tx, id))) throw notFound()
  await record(context, { action: 'head-recipient.removed', object: { kind: 'head-recipient', id } })
}

/** Unknown, used and removed are one and the same answer. @throws Problem 410 `head-recipient.not_valid` */
async function findSubscription({ tx }: Context, token: string): Promise<RecipientRow> {
  const read = readToken(token)
  const row = read?.tenantId === tx.tenantId ? await findRecipientByToken(tx, read.hash) : undefined
  if (!row) throw new Problem(410, 'head-recipient.not_valid')
  return row
}

/** What a link would end. @throws Problem 410 `head-recipient.not_valid` */
export async function readHeadSubscription(
  context: Context,
  token: string,
): Promise<OutputOf<typeof readSubscription>> {
  const row = await findSubscription(context, token)
  const keys = await context.services.vault.keysOf(context.tx)
  return { tenantName: await readTenantName(context), email: present(keys, row).email }
}

/** Ends the mails to whoever holds the link. @throws Problem 410 `head-recipient.not_valid` */
export async function endHeadSubscription(context: Context, token: string): Promise<void> {
  const { id } = await findSubscription(context, token)
  await deleteRecipient(context.tx, id)
  await record(context, { action: 'head-recipient.unsubscribed', object: { kind: 'head-recipient', id } })
}

/** Writes the mail of the day to each recipient that has none yet; returns how many. */
export async function mailHeads(context: Omit<Context, 'tx'>, tenantId: string): Promise<number> {
  const { database, clock, log } = context.services
  const due = await database.withTenant(tenantId, async (tx) => {
    const rows = await listRecipientRows(tx, { before: null, limit: mostRecipients })
    return rows.filter((row) => isMailDue(row.mailed_at, clock.now())).map((row) => row.id)
  })
  let mailed = 0
  for (const id of due) {
    try {
      // Each in a transaction of its own: an address that cannot be opened keeps nobody else's mail back.
      if (await database.withTenant(tenantId, (tx) => mailHeadTo({ ...context, tx }, id))) mailed += 1
    } catch (error) {
      log.warn({ err: error, tenantId, recipient: id }, 'a head could not be mailed')
    }
  }
  return mailed
}

/** Writes one mail; false when there is nothing to send or nobody to send it to. */
async function mailHeadTo(context: Context, id: string): Promise<boolean> {
  const { tx, services } = context
  const row = await lockRecipient(tx, id)
  const head = await readLastHead(tx)
  if (!row || head === null) return false
  const instance = await services.database.withPlatform(
    'head for a mail',
    async (platform) => {
      const published = await readLastPublication(platform)
      return published === null ? await readLastInstanceHead(platform) : { note: cosignedNote(published) }
    },
    { independent: true },
  )
  const keys = await services.vault.keysOf(tx)
  await sendMail(context, {
    to: keys.openText(cells.email(id), row.email),
    locale: row.locale,
    template: 'ledger.head',
    params: {
      tenant: await readTenantName(context),
      size: head.size,
      tenantHead: head.note,
      instanceHead: instance?.note ?? '',
      feed: `${services.publicUrl}/ledger/feed.atom`,
      link: `${services.publicUrl}${unsubscribePage(keys.openText(cells.token(id), row.token))}`,
    },
  })
  await markMailed(tx, id, services.clock.now())
  await record(context, {
    action: 'head.mailed',
    object: { kind: 'head-recipient', id },
    after: { size: head.size },
  })
  return true
}

async function readTenantName({ tx }: Context): Promise<string> {
  const row = await tx.db.selectFrom('tenants').select('name').where('id', '=', tx.tenantId).executeTakeFirst()
  return row?.name ?? ''
}
