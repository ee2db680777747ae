/** SQL on one-time links and on resets that wait for a second administrator. */
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { sql } from 'kysely'
import type { EnrolmentPurpose } from '../contract.ts'

export interface EnrolmentRow {
  readonly id: string
  readonly purpose: EnrolmentPurpose
  readonly account_id: string | null
  readonly expires_at: Date
  readonly name: Buffer | null
  readonly email: Buffer | null
  readonly locale: Locale | null
  readonly password_hash: string | null
  readonly totp_secret: Buffer | null
}

/** The open link of a token, locked. */
export async function lockEnrolment(tx: TenantTx, tokenHash: Buffer, now: Date): Promise<EnrolmentRow | null> {
  const { rows } = await sql<EnrolmentRow>`
    select id, purpose, account_id, expires_at, name, email, locale, password_hash, totp_secret
    from beleg.enrolments
    where tenant_id = ${tx.tenantId} and token_hash = ${tokenHash} and used_at is null and expires_at > ${now}
    for update`.execute(tx.db)
  return rows[0] ?? null
}

/** Makes a link, and kills the open one of the same account (null: of the first administrator). */
export async function replaceEnrolment(
  tx: TenantTx,
  enrolment: {
    id: string
    purpose: EnrolmentPurpose
    accountId: string | null
    tokenHash: Buffer
    at: Date
    expiresAt: Date
  },
): Promise<void> {
  await sql`
    update beleg.enrolments
    set used_at = ${enrolment.at}, password_hash = null, totp_secret = null, name = null, email = null
    where tenant_id = ${tx.tenantId} and account_id is not distinct from ${enrolment.accountId}::uuid
      and used_at is null`.execute(tx.db)
  await sql`
    insert into beleg.enrolments (tenant_id, id, purpose, account_id, token_hash, created_at, expires_at)
    values (${tx.tenantId}, ${enrolment.id}, ${enrolment.purpose}, ${enrolment.accountId}, ${enrolment.tokenHash},
      ${enrolment.at}, ${enrolment.expiresAt})`.execute(tx.db)
}

/** Keeps what the person gave until the second factor is confirmed. */
export async function updateEnrolment(
  tx: TenantTx,
  given: {
    id: string
    name: Buffer
    email: Buffer | null
    locale: Locale
    passwordHash: string
    totpSecret: Buffer
  },
): Promise<void> {
  await sql`
    update beleg.enrolments set name = ${given.name}, email = ${given.email}, locale = ${given.locale},
      password_hash = ${given.passwordHash}, totp_secret = ${given.totpSecret}
    where tenant_id = ${tx.tenantId} and id = ${given.id}`.execute(tx.db)
}

/** Uses a link up, and forgets what was given with it. */
export async function spendEnrolment(tx: TenantTx, enrolmentId: string, at: Date): Promise<void> {
  await sql`
    update beleg.enrolments
    set used_at = ${at}, password_hash = null, totp_secret = null, name = null, email = null
    where tenant_id = ${tx.tenantId} and id = ${enrolmentId}`.execute(tx.db)
}

export interface ResetRow {
  readonly id: string
  readonly account_id: string
  readonly subject_person_id: string
  readonly requested_by: string
  readonly requested_at: Date
  readonly expires_at: Date
  readonly reason: Buffer
  readonly state: 'open' | 'approved' | 'rejected' | 'expired'
}

const resetColumns = sql`id, account_id, subject_person_id, requested_by, requested_at, expires_at, reason, state`

/** @throws DatabaseError of constraint `account_resets_open` when one is open already. */
export async function insertReset(
  tx: TenantTx,
  reset: {
    id: string
    accountId: string
    subjectPersonId: string
    requestedBy: string
    reason: Buffer
    at: Date
    expiresAt: Date
  },
): Promise<void> {
  await sql`
    update beleg.account_resets set state = 'expired'
    where tenant_id = ${tx.tenantId} and account_id = ${reset.accountId} and state = 'open'
      and expires_at <= ${reset.at}`.execute(tx.db)
  await sql`
    insert into beleg.account_resets
      (tenant_id, id, account_id, subject_person_id, requested_by, requested_at, expires_at, reason, state)
    values (${tx.tenantId}, ${reset.id}, ${reset.accountId}, ${reset.subjectPersonId}, ${reset.requestedBy},
      ${reset.at}, ${reset.expiresAt}, ${reset.reason}, 'open')`.execute(tx.db)
}

/** Reads a reset and locks it: it is decided once. */
export async function lockReset(tx: TenantTx, resetId: string): Promise<ResetRow | null> {
  const { rows } = await sql<ResetRow>`
    select ${resetColumns} from beleg.account_resets
    where tenant_id = ${tx.tenantId} and id = ${resetId} for update`.execute(tx.db)
  return rows[0] ?? null
}

/** Resets that are neither decided nor expired, oldest first. */
export async function listOpenResets(tx: TenantTx, now: Date): Promise<ResetRow[]> {
  const { rows } = await sql<ResetRow>`
    select ${resetColumns} from beleg.account_resets
    where tenant_id = ${tx.tenantId} and state = 'open' and expires_at > ${now}
    order by requested_at, id`.execute(tx.db)
  return rows
}

/** @throws DatabaseError of `account_resets_four_eyes` when fewer than three people are involved. */
export async function decideReset(
  tx: TenantTx,
  decision: { id: string; state: 'approved' | 'rejected'; by: string; at: Date },
): Promise<void> {
  await sql`
    update beleg.account_resets
    set state = ${decision.state}, decided_by = ${decision.by}, decided_at = ${decision.at}
    where tenant_id = ${tx.tenantId} and id = ${decision.id}`.execute(tx.db)
}
