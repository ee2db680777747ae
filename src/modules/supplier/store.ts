/** The SQL on suppliers and the public list of subprocessors. */
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { sql } from 'kysely'
import type { Item } from './contract/public-list.ts'

export interface ListRow {
  readonly shown: boolean
  readonly first_shown_at: Date
}

/** Whether the list is shown; undefined while it never was. */
export async function findList(tx: TenantTx): Promise<ListRow | undefined> {
  return tx.db
    .selectFrom('subprocessor_lists')
    .select(['shown', 'first_shown_at'])
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst()
}

/** Shows the list, or no longer. */
export async function putList(tx: TenantTx, shown: boolean, at: Date): Promise<void> {
  await sql`
    insert into subprocessor_lists (tenant_id, shown, first_shown_at, changed_at)
    values (${tx.tenantId}::uuid, ${shown}, ${at}, ${at})
    on conflict (tenant_id) do update set shown = excluded.shown, changed_at = excluded.changed_at`.execute(tx.db)
}

/** Ids of all suppliers that are, or were, subprocessors as far as is known now. */
export async function listSubprocessorIds(tx: TenantTx): Promise<string[]> {
  const { rows } = await sql<{ subject_id: string }>`
    select distinct subject_id from suppliers
    where tenant_id = ${tx.tenantId}::uuid and known_to is null and role = 'subprocessor'`.execute(tx.db)
  return rows.map(({ subject_id: id }) => id)
}

export interface AnnouncementRow {
  readonly id: string
  readonly announced_at: Date
  readonly objection_until: string | null
  readonly items: readonly Item[]
  readonly sha256: Buffer
}

/** Keeps what is made known, as it is. */
export async function insertAnnouncement(tx: TenantTx, row: AnnouncementRow): Promise<void> {
  await sql`
    insert into subprocessor_announcements (tenant_id, id, announced_at, objection_until, items, sha256)
    values (${tx.tenantId}::uuid, ${row.id}::uuid, ${row.announced_at}, ${row.objection_until}::date,
      ${JSON.stringify(row.items)}::jsonb, ${row.sha256})`.execute(tx.db)
}

/** Newest first. */
export async function listAnnouncements(tx: TenantTx, limit: number): Promise<(AnnouncementRow & { told: number })[]> {
  const { rows } = await sql<AnnouncementRow & { told: number }>`
    select a.id, a.announced_at, a.objection_until::text as objection_until, a.items, a.sha256,
      (select count(*)::int from subprocessor_notices n
        where n.tenant_id = a.tenant_id and n.announcement_id = a.id) as told
    from subprocessor_announcements a where a.tenant_id = ${tx.tenantId}::uuid
    order by a.announced_at desc, a.id desc limit ${limit}`.execute(tx.db)
  return rows
}

/** One announcement. */
export async function findAnnouncement(tx: TenantTx, id: string): Promise<AnnouncementRow | undefined> {
  const { rows } = await sql<AnnouncementRow>`
    select id, announced_at, objection_until::text as objection_until, items, sha256
    from subprocessor_announcements where tenant_id = ${tx.tenantId}::uuid and id = ${id}::uuid`.execute(tx.db)
  return rows[0]
}

export interface SubscriptionRow {
  readonly id: string
  /** Null once it ended. */
  readonly email: Buffer | null
  readonly locale: Locale
  readonly token: Buffer | null
  readonly requested_at: Date
  readonly confirmed_at: Date | null
  readonly ended_at: Date | null
}

const columns = sql`id, email, locale, token, requested_at, confirmed_at, ended_at`

/** Those that have not ended, confirmed ones first, newest first; at most 2,000. */
export async function listSubscriptions(tx: TenantTx): Promise<SubscriptionRow[]> {
  const { rows } = await sql<SubscriptionRow>`
    select ${columns} from subprocessor_subscriptions
    where tenant_id = ${tx.tenantId}::uuid and ended_at is null
    order by confirmed_at is null, requested_at desc, id desc limit 2000`.execute(tx.db)
  return rows
}

/** By id, by the index of an address or by the hash of a link; whoever asks for the same at the same time waits. */
export async function lockSubscription(
  tx: TenantTx,
  by: { readonly id: string } | { readonly email: Buffer } | { readonly token: Buffer } | { readonly confirm: Buffer },
): Promise<SubscriptionRow | undefined> {
  const condition =
    'id' in by
      ? sql`id = ${by.id}::uuid`
      : 'email' in by
        ? sql`email_index = ${by.email}`
        : 'token' in by
          ? sql`token_hash = ${by.token}`
          : sql`confirm_hash = ${by.confirm}`
  const { rows } = await sql<SubscriptionRow>`
    select ${columns} from subprocessor_subscriptions
    where tenant_id = ${tx.tenantId}::uuid and ${condition} for update`.execute(tx.db)
  return rows[0]
}

/** The subscription of an address, by its index. */
export async function findSubscriptionId(tx: TenantTx, emailIndex: Buffer): Promise<string | null> {
  const row = await tx.db
    .selectFrom('subprocessor_subscriptions')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('email_index', '=', emailIndex)
    .executeTakeFirst()
  return row?.id ?? null
}

/** How many are confirmed, and how many were requested since. */
export async function countSubscriptions(tx: TenantTx, since: Date): Promise<{ confirmed: number; recent: number }> {
  const { rows } = await sql<{ confirmed: number; recent: number }>`
    select count(*) filter (where confirmed_at is not null)::int as confirmed, count(*) filter (where requested_at >= ${since})::int as recent
    from subprocessor_subscriptions where tenant_id = ${tx.tenantId}::uuid and ended_at is null`.execute(tx.db)
  return rows[0] ?? { confirmed: 0, recent: 0 }
}

/** @throws the database's error about `subprocessor_subscriptions_email` when the address is there already */
export async function insertSubscription(
  tx: TenantTx,
  row: {
    readonly id: string
    readonly email: Buffer
    readonly emailIndex: Buffer
    readonly locale: Locale
    readonly token: Buffer
    readonly tokenHash: Buffer
    readonly confirmHash: Buffer
    readonly at: Date
  },
): Promise<void> {
  await tx.db
    .insertInto('subprocessor_subscriptions')
    .values({
      tenant_id: tx.tenantId,
      id: row.id,
      email: row.email,
      email_index: row.emailIndex,
      locale: row.locale,
      token: row.token,
      token_hash: row.tokenHash,
      confirm_hash: row.confirmHash,
      requested_at: row.at,
    })
    .execute()
}

/** Another link and language for one that was never confirmed. */
export async function renewRequest(
  tx: TenantTx,
  id: string,
  given: { readonly confirmHash: Buffer; readonly locale: Locale; readonly at: Date },
): Promise<void> {
  await tx.db
    .updateTable('subprocessor_subscriptions')
    .set({ confirm_hash: given.confirmHash, locale: given.locale, requested_at: given.at })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .where('confirmed_at', 'is', null)
    .execute()
}

/** Whoever holds the link wants to be told. */
export async function markConfirmed(tx: TenantTx, id: string, at: Date): Promise<void> {
  await tx.db
    .updateTable('subprocessor_subscriptions')
    .set({ confirmed_at: at })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .execute()
}

/** Takes the address and what stood in mails; the row stays for what was told. */
export async function endSubscription(tx: TenantTx, id: string, at: Date): Promise<void> {
  await tx.db
    .updateTable('subprocessor_subscriptions')
    .set({ email: null, email_index: null, token: null, confirm_hash: null, ended_at: at })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

/** Forgets who never confirmed. */
export async function deleteUnconfirmed(tx: TenantTx, before: Date): Promise<void> {
  await tx.db
    .deleteFrom('subprocessor_subscriptions')
    .where('tenant_id', '=', tx.tenantId)
    .where('confirmed_at', 'is', null)
    .where('requested_at', '<', before)
    .execute()
}

export interface NoticeRow {
  readonly recipient_id: string
  readonly kind: 'customer' | 'subscriber'
  readonly mail_id: string
  readonly sent_at: Date
  readonly mail_state: 'kept' | 'queued' | 'sent' | 'failed' | null
  /** Of a subscriber who is still there. */
  readonly email: Buffer | null
}

/** Who was told of an announcement, in that order; at most 2,000. */
export async function listNoticeRows(tx: TenantTx, announcementId: string): Promise<NoticeRow[]> {
  const { rows } = await sql<NoticeRow>`
    select n.recipient_id, n.kind, n.mail_id, n.sent_at, m.state as mail_state, s.email
    from subprocessor_notices n
    left join mails m on m.tenant_id = n.tenant_id and m.id = n.mail_id
    left join subprocessor_subscriptions s on s.tenant_id = n.tenant_id and s.id = n.recipient_id
    where n.tenant_id = ${tx.tenantId}::uuid and n.announcement_id = ${announcementId}::uuid
    order by n.sent_at, n.recipient_id limit 2000`.execute(tx.db)
  return rows
}

/** Who was told already. */
export async function listTold(tx: TenantTx, announcementId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.db
    .selectFrom('subprocessor_notices')
    .select('recipient_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('announcement_id', '=', announcementId)
    .execute()
  return new Set(rows.map(({ recipient_id: id }) => id))
}

/** Notes that somebody was told. */
export async function insertNotice(
  tx: TenantTx,
  row: {
    readonly announcementId: string
    readonly recipientId: string
    readonly kind: 'customer' | 'subscriber'
    readonly mailId: string
    readonly at: Date
  },
): Promise<void> {
  await tx.db
    .insertInto('subprocessor_notices')
    .values({
      tenant_id: tx.tenantId,
      announcement_id: row.announcementId,
      recipient_id: row.recipientId,
      kind: row.kind,
      mail_id: row.mailId,
      sent_at: row.at,
    })
    .execute()
}
