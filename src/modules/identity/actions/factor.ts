/** The own factors: replacing the authenticator, new recovery codes, a new password. Each change tells the owner. */
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { failAfterCommit, type CommittedFailure } from '#core/module.ts'
import { judgePassword } from '#platform/crypto/password-strength.ts'
import { hashPassword, verifyPassword } from '#platform/crypto/password.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { requireSession } from '../actor.ts'
import { cells, keysOf } from '../cell.ts'
import { sendLetter } from '../mail.ts'
import { acceptedStep, createTotpSecret, lifetimes, otpauthUri } from '../rules.ts'
import { readTenant, type AccountRow } from '../store/account.ts'
import { findPasswordHash, lockTotp, putPasswordHash, putPendingTotp, putTotp } from '../store/factor.ts'
import { load } from './account.ts'
import { issueRecoveryCodes } from './enrol.ts'
import { admitGuess, countWrongGuess, forgetGuesses, type Guess } from './guess.ts'
import { nameOfPerson } from './people.ts'
import { renewOwnSession } from './session.ts'

/** A new secret; the old one goes on working until the new one is confirmed. */
export async function startTotp(context: Context): Promise<{ secret: string; otpauthUri: string; expiresAt: string }> {
  const actor = requireSession(context)
  const account = await load(context, actor.accountId)
  const keys = await keysOf(context)
  const secret = createTotpSecret()
  const until = new Date(context.services.clock.now().getTime() + lifetimes.totpSetupMs)
  await putPendingTotp(context.tx, account.id, keys.seal(cells.pendingTotpSecret(account.id), secret), until)
  await record(context, { action: 'factor.totp_started', object: { kind: 'account', id: account.id } })
  const email = keys.openText(cells.email(account.id), account.email)
  const { name: tenant } = await readTenant(context.tx)
  return {
    secret,
    otpauthUri: otpauthUri(secret, { issuer: `Beleg ${tenant}`, account: email }),
    expiresAt: until.toISOString(),
  }
}

/** @throws Problem `factor.none_pending`, `factor.code_refused` */
export async function confirmTotp(context: Context, code: string): Promise<{ token: string }> {
  const actor = requireSession(context)
  const now = context.services.clock.now()
  const account = await load(context, actor.accountId)
  const factor = await lockTotp(context.tx, account.id)
  if (!factor?.pending_secret || !factor.pending_until || factor.pending_until <= now) {
    throw new Problem(409, 'factor.none_pending')
  }
  const keys = await keysOf(context)
  const secret = keys.openText(cells.pendingTotpSecret(account.id), factor.pending_secret)
  // Whoever confirms was shown the secret: there is nothing to guess.
  const step = acceptedStep(secret, code, 0, now)
  if (step === null)
    throw new Problem(422, 'factor.code_refused', { issues: [{ pointer: '/code', code: 'totp.wrong' }] })
  const sealed = keys.seal(cells.totpSecret(account.id), secret)
  await putTotp(context.tx, { accountId: account.id, secret: sealed, usedStep: step, at: now })
  await record(context, { action: 'factor.totp_replaced', object: { kind: 'account', id: account.id } })
  await tellOwner(context, account, 'totp')
  return { token: await renewOwnSession(context) }
}

/** Ten new codes for the caller; the earlier ones are dead. */
export async function renewRecoveryCodes(context: Context): Promise<{ recoveryCodes: string[] }> {
  const actor = requireSession(context)
  const account = await load(context, actor.accountId)
  const recoveryCodes = await issueRecoveryCodes(context, account.id)
  await record(context, { action: 'factor.recovery_codes_renewed', object: { kind: 'account', id: account.id } })
  await tellOwner(context, account, 'recovery-code')
  return { recoveryCodes }
}

/** @throws Problem `password.refused` with all reasons; a wrong current password is counted like any other guess */
export async function changePassword(
  context: Context,
  given: { currentPassword: string; newPassword: string },
): Promise<{ token: string } | CommittedFailure> {
  const actor = requireSession(context)
  const account = await load(context, actor.accountId)
  const place = Buffer.from(actor.sessionId.replaceAll('-', ''), 'hex')
  const guess: Guess = { kind: 'password', identity: account.email_index, place, known: true, network: null }
  await admitGuess(context, guess)
  const stored = await findPasswordHash(context.tx, account.id)
  if (stored === null) throw notFound()
  const { right } = await verifyPassword(given.currentPassword, stored)
  if (!right) {
    await countWrongGuess(context, guess)
    await record(context, { action: 'factor.password_refused', object: { kind: 'account', id: account.id } })
    const issues = [{ pointer: '/currentPassword', code: 'password.wrong' }]
    return failAfterCommit(new Problem(422, 'password.wrong', { issues }))
  }
  await forgetGuesses(context, account.email_index, place)
  const email = (await keysOf(context)).openText(cells.email(account.id), account.email)
  const personal = [await nameOfPerson(context, account.person_id), email, (await readTenant(context.tx)).name]
  const issues = [...(await judgePassword(given.newPassword, personal, '/newPassword'))]
  if (given.newPassword === given.currentPassword) issues.push({ pointer: '/newPassword', code: 'password.same' })
  if (issues.length > 0) throw new Problem(422, 'password.refused', { issues })
  await putPasswordHash(context.tx, account.id, await hashPassword(given.newPassword), context.services.clock.now())
  await record(context, { action: 'factor.password_changed', object: { kind: 'account', id: account.id } })
  await tellOwner(context, account, 'password')
  return { token: await renewOwnSession(context) }
}

async function tellOwner(context: Context, account: AccountRow, factor: string): Promise<void> {
  const to = (await keysOf(context)).openText(cells.email(account.id), account.email)
  await sendLetter(context, {
    to,
    letter: 'factor-set',
    locale: account.locale,
    params: {
      factor: context.services.texts.text(account.locale, `factor.${factor}`),
    },
  })
}
