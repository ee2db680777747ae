/** SQL on sessions, login transactions and the login record. */
import type { BuiltInRole } from '#core/permission.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { sql } from 'kysely'
import type { Factor } from '../contract.ts'

export interface LiveSession {
  readonly id: string
  readonly account_id: string
  readonly person_id: string
  readonly roles: BuiltInRole[]
  readonly locale: Locale
  readonly methods: Factor[]
  readonly last_seen_at: Date
  readonly step_up_at: Date | null
  /** Of the tenant. */
  readonly kind: 'platform' | 'company'
  readonly support_tenant_id: string | null
  readonly support_visit_id: string | null
}

/** The session of a token, if its account may act, has both factors, and the limits are kept. */
export async function findLiveSession(
  tx: TenantTx,
  given: { tokenHash: Buffer; now: Date; seenAfter: Date },
): Promise<LiveSession | null> {
  const { rows } = await sql<LiveSession>`
    select s.id, s.account_id, a.person_id, a.roles, a.locale, s.methods, s.last_seen_at, s.step_up_at,
      t.kind, s.support_tenant_id, s.support_visit_id
    from beleg.sessions s
    join beleg.accounts a on a.tenant_id = s.tenant_id and a.id = s.account_id
    join beleg.tenants t on t.id = s.tenant_id
    join beleg.credentials c on c.tenant_id = s.tenant_id and c.account_id = s.account_id
    join beleg.totp_factors f on f.tenant_id = s.tenant_id and f.account_id = s.account_id
    where s.tenant_id = ${tx.tenantId} and s.token_hash = ${given.tokenHash}
      and s.expires_at > ${given.now} and s.last_seen_at > ${given.seenAfter}
      and a.state = 'active' and t.state = 'active' and f.confirmed_at is not null`.execute(tx.db)
  return rows[0] ?? null
}

/** Notes that a session was used. */
export async function touchSession(tx: TenantTx, sessionId: string, at: Date): Promise<void> {
  await sql`
    update beleg.sessions set last_seen_at = ${at}
    where tenant_id = ${tx.tenantId} and id = ${sessionId} and last_seen_at < ${at}`.execute(tx.db)
}

/** @throws DatabaseError of constraint `sessions_two_factors` when the methods are fewer than two different factors. */
export async function insertSession(
  tx: TenantTx,
  session: {
    id: string
    accountId: string
    tokenHash: Buffer
    methods: readonly Factor[]
    at: Date
    expiresAt: Date
    address: Buffer | null
    userAgent: Buffer | null
  },
): Promise<void> {
  await sql`
    insert into beleg.sessions (tenant_id, id, account_id, token_hash, methods, created_at, last_seen_at, expires_at,
      step_up_at, address, user_agent)
    values (${tx.tenantId}, ${session.id}, ${session.accountId}, ${session.tokenHash}, ${[...session.methods]},
      ${session.at}, ${session.at}, ${session.expiresAt}, ${session.at}, ${session.address}, ${session.userAgent})`.execute(
    tx.db,
  )
}

/** Gives the session a new token; the old one is dead. `stepUpAt` null leaves the last step-up as it is. */
export async function rotateSession(
  tx: TenantTx,
  session: { id: string; tokenHash: Buffer; stepUpAt: Date | null },
): Promise<void> {
  await sql`
    update beleg.sessions set token_hash = ${session.tokenHash},
      step_up_at = coalesce(${session.stepUpAt}::timestamptz, step_up_at)
    where tenant_id = ${tx.tenantId} and id = ${session.id}`.execute(tx.db)
}

/** Notes where a session of an operator is as support; null when it is there no more. */
export async function updateSupportVisit(
  tx: TenantTx,
  sessionId: string,
  visit: { readonly tenantId: string; readonly visitId: string } | null,
): Promise<void> {
  await sql`
    update beleg.sessions
    set support_tenant_id = ${visit?.tenantId ?? null}::uuid, support_visit_id = ${visit?.visitId ?? null}::uuid
    where tenant_id = ${tx.tenantId} and id = ${sessionId}`.execute(tx.db)
}

export interface SessionRow {
  readonly id: string
  readonly account_id: string
  readonly methods: Factor[]
  readonly created_at: Date
  readonly last_seen_at: Date
  readonly expires_at: Date
  readonly step_up_at: Date | null
  readonly address: Buffer | null
  readonly user_agent: Buffer | null
}

/** One session, live or not. */
export async function findSession(tx: TenantTx, sessionId: string): Promise<SessionRow | null> {
  const { rows } = await sql<SessionRow>`
    select id, account_id, methods, created_at, last_seen_at, expires_at, step_up_at, address, user_agent
    from beleg.sessions where tenant_id = ${tx.tenantId} and id = ${sessionId}`.execute(tx.db)
  return rows[0] ?? null
}

/** Sessions of an account within both limits, latest first. */
export async function listLiveSessions(
  tx: TenantTx,
  given: { accountId: string; now: Date; seenAfter: Date },
): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select id, account_id, methods, created_at, last_seen_at, expires_at, step_up_at, address, user_agent
    from beleg.sessions
    where tenant_id = ${tx.tenantId} and account_id = ${given.accountId}
      and expires_at > ${given.now} and last_seen_at > ${given.seenAfter}
    order by last_seen_at desc, id`.execute(tx.db)
  return rows
}

/** Ends a session; false when there was none. */
export async function deleteSession(tx: TenantTx, sessionId: string): Promise<boolean> {
  const { rows } = await sql`
    delete from beleg.sessions where tenant_id = ${tx.tenantId} and id = ${sessionId} returning id`.execute(tx.db)
  return rows.length === 1
}

/** Ends all sessions of an account but one, and its unfinished logins; returns how many sessions. */
export async function deleteSessionsOf(tx: TenantTx, accountId: string, except: string | null): Promise<number> {
  const { rows } = await sql`
    delete from beleg.sessions
    where tenant_id = ${tx.tenantId} and account_id = ${accountId} and (${except}::uuid is null or id <> ${except}::uuid)
    returning id`.execute(tx.db)
  await sql`
    delete from beleg.login_transactions
    where tenant_id = ${tx.tenantId} and account_id = ${accountId}`.execute(tx.db)
  return rows.length
}

export interface LoginRow {
  readonly id: string
  readonly account_id: string
  readonly place: Buffer
  readonly failures: number
  readonly expires_at: Date
}

/** Opens a login transaction. */
export async function insertLogin(
  tx: TenantTx,
  login: { id: string; accountId: string; tokenHash: Buffer; place: Buffer; at: Date; expiresAt: Date },
): Promise<void> {
  await sql`
    insert into beleg.login_transactions (tenant_id, id, account_id, token_hash, place, created_at, expires_at)
    values (${tx.tenantId}, ${login.id}, ${login.accountId}, ${login.tokenHash}, ${login.place}, ${login.at},
      ${login.expiresAt})`.execute(tx.db)
}

/** Finds a login transaction by its token and locks it. */
export async function lockLogin(tx: TenantTx, tokenHash: Buffer): Promise<LoginRow | null> {
  const { rows } = await sql<LoginRow>`
    select id, account_id, place, failures, expires_at from beleg.login_transactions
    where tenant_id = ${tx.tenantId} and token_hash = ${tokenHash} for update`.execute(tx.db)
  return rows[0] ?? null
}

/** Counts a wrong code; returns how many there were. */
export async function failLogin(tx: TenantTx, loginId: string): Promise<number> {
  const { rows } = await sql<{ failures: number }>`
    update beleg.login_transactions set failures = failures + 1
    where tenant_id = ${tx.tenantId} and id = ${loginId} returning failures`.execute(tx.db)
  return rows[0]?.failures ?? 0
}

/** Ends a login transaction. */
export async function deleteLogin(tx: TenantTx, loginId: string): Promise<void> {
  await sql`
    delete from beleg.login_transactions where tenant_id = ${tx.tenantId} and id = ${loginId}`.execute(tx.db)
}

/** Writes the login record. */
export async function insertSignIn(
  tx: TenantTx,
  signIn: { id: string; accountId: string; keyId: string | null; at: Date },
): Promise<void> {
  await sql`
    insert into beleg.sign_ins (tenant_id, id, account_id, key_id, at)
    values (${tx.tenantId}, ${signIn.id}, ${signIn.accountId}, ${signIn.keyId}, ${signIn.at})`.execute(tx.db)
}

/** Removes what no longer opens anything; `signInsBefore` bounds the login record. */
export async function deleteSpent(
  tx: TenantTx,
  given: { now: Date; seenBefore: Date; signInsBefore: Date; attemptsBefore: Date; placesBefore: Date },
): Promise<void> {
  await sql`
    delete from beleg.sessions
    where tenant_id = ${tx.tenantId} and (expires_at <= ${given.now} or last_seen_at <= ${given.seenBefore})`.execute(
    tx.db,
  )
  await sql`
    delete from beleg.login_transactions where tenant_id = ${tx.tenantId} and expires_at <= ${given.now}`.execute(tx.db)
  await sql`delete from beleg.sign_ins where tenant_id = ${tx.tenantId} and at < ${given.signInsBefore}`.execute(tx.db)
  await sql`
    delete from beleg.login_attempts
    where tenant_id = ${tx.tenantId} and last_failed_at < ${given.attemptsBefore}
      and (blocked_until is null or blocked_until < ${given.now})`.execute(tx.db)
  await sql`
    delete from beleg.known_places where tenant_id = ${tx.tenantId} and last_used_at < ${given.placesBefore}`.execute(
    tx.db,
  )
}
