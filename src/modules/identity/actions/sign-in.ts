/**
 * Signing in: a password opens a login transaction, a second factor turns that into a session, and nothing else does.
 * Whether an address is registered cannot be told from body, status or time: the same steps run for every address,
 * and an unknown one is hashed against nobody.
 */
import type { Context } from '#core/context.ts'
import { conceal, record } from '#core/ledger/record.ts'
import { failAfterCommit, type CommittedFailure } from '#core/module.ts'
import { mintToken, readToken } from '#platform/crypto/token.ts'
import { hashPassword, verifyAgainstNobody, verifyPassword } from '#platform/crypto/password.ts'
import { newId } from '#platform/database/id.ts'
import { Problem } from '#platform/http/problem.ts'
import { cells, emailIndex, keysOf, networkPlace } from '../cell.ts'
import { sendLetter } from '../mail.ts'
import { codesPerTransaction, lifetimes, normaliseEmail } from '../rules.ts'
import { findAccountByEmail, lockAccount, readTenant, type AccountRow } from '../store/account.ts'
import { deleteKnownPlace, isKnownPlace } from '../store/attempt.ts'
import { countRecoveryCodes, findPasswordHash, hasConfirmedTotp, putPasswordHash } from '../store/factor.ts'
import { deleteLogin, failLogin, insertLogin, lockLogin, type LoginRow } from '../store/session.ts'
import { admitGuess, countWrongGuess, forgetGuesses, placeOf, type Guess } from './guess.ts'
import { checkSecondFactor, type SecondFactor } from './second-factor.ts'
import { openSession } from './session.ts'

/** Stands for the account of an unknown address: no row has this id. */
const nobody = '00000000-0000-0000-0000-000000000000'

const refused = () => new Problem(401, 'login.refused')
const expired = () => new Problem(401, 'login.expired')

export interface LoginOpened {
  readonly loginId: string
  readonly factors: ('totp' | 'recovery-code')[]
  readonly expiresAt: string
}

/** First factor. @throws Problem 429 `login.too_many_attempts`, `login.busy` */
export async function givePassword(
  context: Context,
  given: { tenant?: string | undefined; email: string; password: string; device?: string | undefined },
): Promise<LoginOpened | CommittedFailure> {
  const { tx, services, origin } = context
  const keys = await keysOf(context)
  const identity = emailIndex(keys, given.email)
  const network = networkPlace(keys, origin.address)
  // A short name that leads elsewhere names nobody here: an unknown one must not fall through to another tenant.
  const here = given.tenant === undefined || given.tenant === (await readTenant(tx)).slug
  const found = await findAccountByEmail(tx, identity)
  const account = here ? found : null
  const from = await placeOf(context, { accountId: account?.id ?? nobody, device: given.device, network })
  const guess: Guess = { kind: 'password', identity, ...from }
  await admitGuess(context, guess)

  const right = await isRight(context, account, given.password)
  if (!account || !right) {
    const stopped = await countWrongGuess(context, guess)
    await record(context, {
      action: stopped ? 'login.stopped' : 'login.refused',
      object: account
        ? { kind: 'account', id: account.id }
        : { kind: 'login', id: identity.toString('hex').slice(0, 32) },
      after: { factor: 'password', ...(account ? {} : { email: conceal(normaliseEmail(given.email)) }) },
      ...(account && { about: { personId: account.person_id } }),
    })
    return failAfterCommit(refused())
  }
  // Whoever is deactivated meanwhile has won: the row is read again under its lock.
  const locked = await lockAccount(tx, account.id)
  if (locked?.state !== 'active') return failAfterCommit(refused())

  const now = services.clock.now()
  const login = mintToken(tx.tenantId)
  const id = newId(services.clock)
  const expiresAt = new Date(now.getTime() + lifetimes.loginMs)
  await insertLogin(tx, { id, accountId: account.id, tokenHash: login.hash, place: from.place, at: now, expiresAt })
  await record(context, {
    action: 'login.password_accepted',
    object: { kind: 'account', id: account.id },
    after: { login: id, knownPlace: from.known },
    about: { personId: account.person_id },
  })
  return {
    loginId: login.token,
    factors: (await countRecoveryCodes(tx, account.id)) > 0 ? ['totp', 'recovery-code'] : ['totp'],
    expiresAt: expiresAt.toISOString(),
  }
}

/**
 * The same queries and one hash, whatever the account is like and whether there is one (ASVS 6.3.8). An account
 * without two factors has no way in.
 */
async function isRight(context: Context, account: AccountRow | null, password: string): Promise<boolean> {
  const accountId = account?.id ?? nobody
  const stored = await findPasswordHash(context.tx, accountId)
  const confirmed = await hasConfirmedTotp(context.tx, accountId)
  const verified = await verify(context, accountId, password, stored)
  if (!verified.right || account?.state !== 'active' || !confirmed) return false
  if (verified.rehash) {
    await putPasswordHash(context.tx, accountId, await hashPassword(password), context.services.clock.now())
  }
  return true
}

async function verify(context: Context, accountId: string, password: string, stored: string | null) {
  if (stored === null) return verifyAgainstNobody(password)
  try {
    return await verifyPassword(password, stored)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'password.stored_malformed') throw error
    // A planted plaintext opens nothing, and is reported by the collector.
    context.services.log.error({ accountId }, 'a stored password is no argon2id hash')
    return verifyAgainstNobody(password)
  }
}

/** Second factor. @throws Problem 401 `login.expired`, 429 `login.too_many_attempts`, `login.busy` */
export async function giveSecondFactor(
  context: Context,
  given: { loginId: string } & SecondFactor,
): Promise<{ token: string; device: string; recoveryCodesLeft: number } | CommittedFailure> {
  const { tx, services } = context
  const found = await findLogin(context, given.loginId)
  if (!found) throw expired()
  const { login, account } = found
  const known = await isKnownPlace(tx, {
    accountId: account.id,
    place: login.place,
    usedAfter: new Date(services.clock.now().getTime() - lifetimes.knownPlaceMs),
  })
  const guess: Guess = {
    kind: 'second-factor',
    identity: account.email_index,
    place: login.place,
    known,
    network: null,
  }
  await admitGuess(context, guess)
  const method = await checkSecondFactor(context, account, given)
  if (method === null) return refuseCode(context, login, account, guess)

  await deleteLogin(tx, login.id)
  // A device token serves one sign-in: its successor comes with the session. A network is remembered anew there.
  await deleteKnownPlace(tx, account.id, login.place)
  const session = await openSession(context, account, ['password', method])
  await forgetGuesses(context, account.email_index, login.place)
  return { token: session.token, device: session.device, recoveryCodesLeft: await countRecoveryCodes(tx, account.id) }
}

async function findLogin(context: Context, loginId: string): Promise<{ login: LoginRow; account: AccountRow } | null> {
  const token = readToken(loginId)
  if (!token || token.tenantId !== context.tx.tenantId) return null
  const login = await lockLogin(context.tx, token.hash)
  if (!login || login.expires_at <= context.services.clock.now()) return null
  const account = await lockAccount(context.tx, login.account_id)
  return account?.state === 'active' ? { login, account } : null
}

/** Counts a wrong code; the fifth ends the login transaction. Who gives it knows the password: the owner is told. */
async function refuseCode(
  context: Context,
  login: LoginRow,
  account: AccountRow,
  guess: Guess,
): Promise<CommittedFailure> {
  const failures = await failLogin(context.tx, login.id)
  const stopped = await countWrongGuess(context, guess)
  const over = stopped || failures >= codesPerTransaction
  if (over) await deleteLogin(context.tx, login.id)
  await record(context, {
    action: over ? 'login.stopped' : 'login.code_refused',
    object: { kind: 'account', id: account.id },
    after: { factor: 'second-factor', login: login.id, failures },
    about: { personId: account.person_id },
  })
  if (over) {
    const to = (await keysOf(context)).openText(cells.email(account.id), account.email)
    await sendLetter(context, { to, letter: 'guesses-stopped', locale: account.locale, params: { failures } })
  }
  return failAfterCommit(new Problem(401, 'login.code_refused'))
}
