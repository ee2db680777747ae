/** Sessions: opening one with two factors, stepping up, looking at them, ending them. */
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { failAfterCommit, type CommittedFailure } from '#core/module.ts'
import type { TenantKeys } from '#platform/crypto/tenant-keys.ts'
import { mintToken } from '#platform/crypto/token.ts'
import { newId } from '#platform/database/id.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { requireOwnOr, requireSession } from '../actor.ts'
import { cells, keysOf, networkPlace } from '../cell.ts'
import type { Factor, SessionState } from '../contract.ts'
import { codesPerTransaction, hasTwoFactors, lifetimes } from '../rules.ts'
import {
  findAccount,
  findPersonRow,
  lockAccount,
  readTenant,
  updateAccountLocale,
  type AccountRow,
} from '../store/account.ts'
import { putKnownPlace } from '../store/attempt.ts'
import { countRecoveryCodes } from '../store/factor.ts'
import {
  deleteSession,
  deleteSessionsOf,
  findSession,
  insertSession,
  insertSignIn,
  listLiveSessions,
  rotateSession,
  updateSupportVisit,
  type SessionRow,
} from '../store/session.ts'
import { admitGuess, countWrongGuess, forgetGuesses, type Guess } from './guess.ts'
import { checkSecondFactor, type SecondFactor } from './second-factor.ts'

const after = (at: Date, ms: number) => new Date(at.getTime() + ms)

/**
 * Opens a session: the only place where one begins. The account must be locked, and the methods two different factors;
 * the database refuses anything less. A session that the caller still had ends (ASVS 7.2.4).
 */
export async function openSession(
  context: Context,
  account: AccountRow,
  methods: readonly Factor[],
): Promise<{ token: string; sessionId: string; device: string }> {
  if (!hasTwoFactors(methods)) throw new Error('a session needs two different factors')
  const { tx, origin, services } = context
  const now = services.clock.now()
  const session = mintToken(tx.tenantId)
  const device = mintToken(tx.tenantId)
  const sessionId = newId(services.clock)
  const keys = await keysOf(context)
  const userAgent = origin.userAgent?.slice(0, 500) ?? null
  if (context.actor.kind === 'account') await deleteSession(tx, context.actor.sessionId)
  await insertSession(tx, {
    id: sessionId,
    accountId: account.id,
    tokenHash: session.hash,
    methods,
    at: now,
    expiresAt: after(now, lifetimes.sessionMs),
    address: origin.address === null ? null : keys.seal(cells.sessionAddress(sessionId), origin.address),
    userAgent: userAgent === null ? null : keys.seal(cells.sessionUserAgent(sessionId), userAgent),
  })
  await putKnownPlace(tx, account.id, device.hash, now)
  await putKnownPlace(tx, account.id, networkPlace(keys, origin.address), now)
  await insertSignIn(tx, { id: newId(services.clock), accountId: account.id, keyId: null, at: now })
  await record(asAccount(context, account, sessionId), {
    action: 'session.started',
    object: { kind: 'session', id: sessionId },
    after: { account: account.id, methods: [...methods] },
  })
  return { token: session.token, sessionId, device: device.token }
}

/** The same request, in the name of whom it has just turned out to be: for the ledger. */
export function asAccount(context: Context, account: AccountRow, sessionId: string): Context {
  return {
    ...context,
    actor: {
      kind: 'account',
      tenantId: context.tx.tenantId,
      accountId: account.id,
      personId: account.person_id,
      sessionId,
      roles: account.roles,
      permissions: new Set(),
      locale: account.locale,
      stepUpAt: null,
    },
  }
}

/** Who the caller is, for the web client. */
export async function readSessionState(context: Context): Promise<SessionState> {
  const { actor, tx, services } = context
  if (actor.kind === 'support') return presentSupport(context, actor)
  if (actor.kind !== 'account') return { signedIn: false }
  const [session, account, person] = [
    await findSession(tx, actor.sessionId),
    await findAccount(tx, actor.accountId),
    await findPersonRow(tx, actor.personId),
  ]
  if (!session || !account || !person) return { signedIn: false }
  const keys = await keysOf(context)
  const tenant = await readTenant(tx)
  const now = services.clock.now()
  const stepUpUntil = session.step_up_at && after(session.step_up_at, lifetimes.stepUpMs)
  const idleUntil = after(now, lifetimes.sessionIdleMs)
  return {
    signedIn: true,
    sessionId: session.id,
    accountId: account.id,
    personId: account.person_id,
    name: keys.openText(cells.personName(account.person_id), person.name),
    email: keys.openText(cells.email(account.id), account.email),
    tenant: { id: tx.tenantId, name: tenant.name, kind: tenant.kind },
    roles: account.roles,
    permissions: [...actor.permissions].toSorted(),
    locale: account.locale,
    stepUpUntil: stepUpUntil && stepUpUntil > now ? stepUpUntil.toISOString() : null,
    idleUntil: (idleUntil < session.expires_at ? idleUntil : session.expires_at).toISOString(),
    endsAt: session.expires_at.toISOString(),
    factors: factorsOf(person),
    recoveryCodesLeft: person.codes_left,
    supportUntil: null,
  }
}

/** An operator in this tenant: nothing about their account, which is of another one. */
async function presentSupport(
  context: Context,
  actor: Extract<Context['actor'], { kind: 'support' }>,
): Promise<SessionState> {
  const { name, kind } = await readTenant(context.tx)
  const until = actor.until.toISOString()
  return {
    signedIn: true,
    sessionId: actor.sessionId,
    accountId: actor.accountId,
    personId: actor.personId,
    name: actor.organisation,
    email: '',
    tenant: { id: actor.tenantId, name, kind },
    roles: [...actor.roles],
    permissions: [...actor.permissions].toSorted(),
    locale: actor.locale,
    stepUpUntil: null,
    idleUntil: until,
    endsAt: until,
    factors: [],
    recoveryCodesLeft: 0,
    supportUntil: until,
  }
}

/**
 * Notes that the caller's session is in another tenant as support, or no more. Whether it may be is the business of
 * the module `support`, which looks again with each request.
 */
export async function setSupportVisit(
  context: Context,
  visit: { readonly tenantId: string; readonly visitId: string } | null,
): Promise<void> {
  await updateSupportVisit(context.tx, requireSession(context).sessionId, visit)
}

/** Names of the factors that are set up. */
export function factorsOf(row: { has_password: boolean; has_totp: boolean; codes_left: number }): Factor[] {
  return [
    ...(row.has_password ? (['password'] as const) : []),
    ...(row.has_totp ? (['totp'] as const) : []),
    ...(row.codes_left > 0 ? (['recovery-code'] as const) : []),
  ]
}

/** Ends the session of the caller. */
export async function signOut(context: Context): Promise<void> {
  const actor = requireSession(context)
  await deleteSession(context.tx, actor.sessionId)
  await record(context, { action: 'session.ended', object: { kind: 'session', id: actor.sessionId } })
}

/** Takes a second factor again. A session whose holder guesses ends at the fifth wrong code. */
export async function stepUp(
  context: Context,
  given: SecondFactor,
): Promise<{ token: string; stepUpUntil: string; recoveryCodesLeft: number } | CommittedFailure> {
  const actor = requireSession(context)
  const { tx, services } = context
  const now = services.clock.now()
  const account = await lockAccount(tx, actor.accountId)
  if (!account) throw notFound()
  // The session is the place: a thief of it exhausts it, and not its owner's other ways in.
  const place = Buffer.from(actor.sessionId.replaceAll('-', ''), 'hex')
  const guess: Guess = { kind: 'second-factor', identity: account.email_index, place, known: true, network: null }
  await admitGuess(context, guess)
  const method = await checkSecondFactor(context, account, given)
  if (method === null) {
    const stopped = await countWrongGuess(context, guess)
    await record(context, {
      action: 'session.step_up_refused',
      object: { kind: 'session', id: actor.sessionId },
      after: { sessionEnded: stopped },
    })
    if (stopped) await deleteSession(tx, actor.sessionId)
    return failAfterCommit(new Problem(422, 'factor.code_refused', { params: { attempts: codesPerTransaction } }))
  }
  await forgetGuesses(context, account.email_index, place)
  const session = mintToken(tx.tenantId)
  await rotateSession(tx, { id: actor.sessionId, tokenHash: session.hash, stepUpAt: now })
  await record(context, {
    action: 'session.stepped_up',
    object: { kind: 'session', id: actor.sessionId },
    after: { method },
  })
  return {
    token: session.token,
    stepUpUntil: after(now, lifetimes.stepUpMs).toISOString(),
    recoveryCodesLeft: await countRecoveryCodes(tx, account.id),
  }
}

/** After a factor was changed: other sessions end, the own goes on under a new token (ASVS 7.2.4, 7.4.3). */
export async function renewOwnSession(context: Context): Promise<string> {
  const actor = requireSession(context)
  const session = mintToken(context.tx.tenantId)
  await deleteSessionsOf(context.tx, actor.accountId, actor.sessionId)
  await rotateSession(context.tx, { id: actor.sessionId, tokenHash: session.hash, stepUpAt: null })
  return session.token
}

/** Sets the language of the caller's account. */
export async function changeLocale(context: Context, locale: Locale): Promise<void> {
  const actor = requireSession(context)
  await updateAccountLocale(context.tx, actor.accountId, locale, context.services.clock.now())
  await record(context, {
    action: 'account.locale_changed',
    object: { kind: 'account', id: actor.accountId },
    before: { locale: actor.locale },
    after: { locale },
  })
}

/** Live sessions of the own account, or of any with `session:read`. @throws Problem `common.not_found` */
export async function listSessions(context: Context, accountId: string) {
  requireOwnOr(context, accountId, 'session:read')
  if (!(await findAccount(context.tx, accountId))) throw notFound()
  const now = context.services.clock.now()
  const rows = await listLiveSessions(context.tx, { accountId, now, seenAfter: after(now, -lifetimes.sessionIdleMs) })
  const keys = await keysOf(context)
  return { items: rows.map((row) => presentSession(context, keys, row)) }
}

function presentSession(context: Context, keys: TenantKeys, row: SessionRow) {
  return {
    sessionId: row.id,
    methods: row.methods,
    startedAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    endsAt: row.expires_at.toISOString(),
    address: row.address && keys.openText(cells.sessionAddress(row.id), row.address),
    userAgent: row.user_agent && keys.openText(cells.sessionUserAgent(row.id), row.user_agent),
    current: context.actor.kind === 'account' && context.actor.sessionId === row.id,
  }
}

/** Ends all sessions of an account, the caller's own included when it is theirs. */
export async function endAccountSessions(context: Context, accountId: string): Promise<void> {
  requireOwnOr(context, accountId, 'session:end')
  const account = await lockAccount(context.tx, accountId)
  if (!account) throw notFound()
  const ended = await deleteSessionsOf(context.tx, accountId, null)
  await record(context, {
    action: 'session.all_ended',
    object: { kind: 'account', id: accountId },
    after: { ended },
    about: { personId: account.person_id },
  })
}

/** Ends one session: an own one, or any with `session:end`. @throws Problem `common.not_found` */
export async function endSession(context: Context, sessionId: string): Promise<void> {
  const session = await findSession(context.tx, sessionId)
  if (!session) throw notFound()
  requireOwnOr(context, session.account_id, 'session:end')
  if (!(await deleteSession(context.tx, sessionId))) throw notFound()
  await record(context, {
    action: 'session.ended',
    object: { kind: 'session', id: sessionId },
    before: { account: session.account_id },
  })
}
