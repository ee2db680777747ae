/**
 * From a one-time link to an account with two factors. What the person gives is provisional until the second factor is
 * confirmed; then person, password, TOTP, recovery codes and the first session come into being in one transaction, so
 * no account has one factor for even a moment. A reset goes the same way: it yields a link, never a session.
 */
import type { Context } from '#core/context.ts'
import { conceal, record } from '#core/ledger/record.ts'
import type { BuiltInRole } from '#core/permission.ts'
import { ensureSubjects } from '#core/subject.ts'
import { mintToken, readToken } from '#platform/crypto/token.ts'
import { judgePassword } from '#platform/crypto/password-strength.ts'
import { hashPassword } from '#platform/crypto/password.ts'
import { constraintOf } from '#platform/database/database.ts'
import { newId } from '#platform/database/id.ts'
import { Problem } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { cells, emailIndex, keysOf } from '../cell.ts'
import { enrolmentPage, type EnrolmentPurpose } from '../contract.ts'
import { sendLetter } from '../mail.ts'
import {
  acceptedStep,
  createTotpSecret,
  hintOfEmail,
  lifetimes,
  otpauthUri,
  recoveryCodeCount,
  weekOf,
} from '../rules.ts'
import {
  findPersonRow,
  insertAccount,
  insertPerson,
  lockAccount,
  readTenant,
  updateAccountLocale,
  updateAccountState,
  updatePersonName,
  type AccountRow,
} from '../store/account.ts'
import {
  lockEnrolment,
  replaceEnrolment,
  spendEnrolment,
  updateEnrolment,
  type EnrolmentRow,
} from '../store/enrolment.ts'
import { putPasswordHash, putTotp, replaceRecoveryCodes } from '../store/factor.ts'
import { hashRecoveryCode, mintRecoveryCode } from '../token.ts'
import { asAccount, openSession } from './session.ts'

const lifetimeOf: Readonly<Record<EnrolmentPurpose, number>> = {
  first: lifetimes.firstEnrolmentMs,
  invitation: lifetimes.invitationMs,
  reset: lifetimes.resetMs,
}

/** Makes a one-time link and kills the earlier one. The token leaves this process in the link alone. */
export async function createEnrolment(
  context: Context,
  purpose: EnrolmentPurpose,
  accountId: string | null,
): Promise<{ url: string; token: string; expiresAt: Date }> {
  const at = context.services.clock.now()
  const { token, hash } = mintToken(context.tx.tenantId)
  const expiresAt = new Date(at.getTime() + lifetimeOf[purpose])
  const id = newId(context.services.clock)
  await replaceEnrolment(context.tx, { id, purpose, accountId, tokenHash: hash, at, expiresAt })
  return { url: `${context.services.publicUrl}${enrolmentPage(token)}`, token, expiresAt }
}

/** Sends the link of an invitation or reset to its person, and to nobody else. */
export async function sendEnrolment(
  context: Context,
  account: AccountRow,
  purpose: 'invitation' | 'reset',
): Promise<void> {
  const link = await createEnrolment(context, purpose, account.id)
  const to = (await keysOf(context)).openText(cells.email(account.id), account.email)
  const { name: tenant } = await readTenant(context.tx)
  const hours = Math.round(lifetimeOf[purpose] / 3_600_000)
  await sendLetter(context, { to, letter: purpose, locale: account.locale, params: { tenant, link: link.url, hours } })
}

interface OpenEnrolment {
  readonly row: EnrolmentRow
  readonly account: AccountRow | null
}

/** @throws Problem 410 `enrolment.not_valid`: unknown, used, expired and replaced are one and the same answer */
async function openEnrolment(context: Context, token: string): Promise<OpenEnrolment> {
  const read = readToken(token)
  const here = read?.tenantId === context.tx.tenantId ? read : null
  const row = here && (await lockEnrolment(context.tx, here.hash, context.services.clock.now()))
  const account = row?.account_id ? await lockAccount(context.tx, row.account_id) : null
  if (!row || (account && account.state !== 'invited')) throw new Problem(410, 'enrolment.not_valid')
  return { row, account }
}

/** What a link is for and which step comes next. @throws Problem 410 `enrolment.not_valid` */
export async function readEnrolment(context: Context, token: string) {
  const { row, account } = await openEnrolment(context, token)
  const keys = await keysOf(context)
  const person = account && (await findPersonRow(context.tx, account.person_id))
  return {
    purpose: row.purpose,
    nextStep: row.password_hash === null ? ('password' as const) : ('totp' as const),
    tenantName: (await readTenant(context.tx)).name,
    emailHint: account ? hintOfEmail(keys.openText(cells.email(account.id), account.email)) : null,
    name: person ? keys.openText(cells.personName(person.person_id), person.name) : null,
    locale: row.locale ?? account?.locale ?? context.actor.locale,
    expiresAt: row.expires_at.toISOString(),
  }
}

/**
 * First step: name and password, answered with a TOTP secret. May be repeated; each time the secret is a new one.
 * @throws Problem `enrolment.not_valid`, `enrolment.email_needed`, `password.refused` with all reasons
 */
export async function giveEnrolmentPassword(
  context: Context,
  token: string,
  given: { name: string; email?: string | undefined; password: string; locale: Locale },
): Promise<{ secret: string; otpauthUri: string; expiresAt: string }> {
  const { row, account } = await openEnrolment(context, token)
  const keys = await keysOf(context)
  const email = account ? keys.openText(cells.email(account.id), account.email) : given.email?.trim()
  if (!email) {
    throw new Problem(422, 'enrolment.email_needed', { issues: [{ pointer: '/email', code: 'required' }] })
  }
  const { name: tenant } = await readTenant(context.tx)
  const issues = await judgePassword(given.password, [given.name, email, tenant])
  if (issues.length > 0) throw new Problem(422, 'password.refused', { issues })

  const secret = createTotpSecret()
  await updateEnrolment(context.tx, {
    id: row.id,
    name: keys.seal(cells.enrolmentName(row.id), given.name),
    email: account ? null : keys.seal(cells.enrolmentEmail(row.id), email),
    locale: given.locale,
    passwordHash: await hashPassword(given.password),
    totpSecret: keys.seal(cells.enrolmentTotpSecret(row.id), secret),
  })
  await record(context, {
    action: 'enrolment.password_given',
    object: { kind: 'enrolment', id: row.id },
    after: { purpose: row.purpose },
    ...(account && { about: { personId: account.person_id } }),
  })
  return {
    secret,
    otpauthUri: otpauthUri(secret, { issuer: `Beleg ${tenant}`, account: email }),
    expiresAt: row.expires_at.toISOString(),
  }
}

export interface Enrolled {
  readonly accountId: string
  readonly personId: string
  readonly recoveryCodes: string[]
  readonly token: string
  readonly device: string
}

/**
 * Second step: the first right code makes the account active and signs it in.
 * @throws Problem `enrolment.not_valid`, `enrolment.password_first`, `factor.code_refused`, `account.email_taken`
 */
export async function giveEnrolmentTotp(context: Context, token: string, code: string): Promise<Enrolled> {
  const { tx, services } = context
  const now = services.clock.now()
  const { row, account: invited } = await openEnrolment(context, token)
  if (row.password_hash === null || row.totp_secret === null || row.name === null || row.locale === null) {
    throw new Problem(409, 'enrolment.password_first')
  }
  const keys = await keysOf(context)
  const secret = keys.openText(cells.enrolmentTotpSecret(row.id), row.totp_secret)
  const step = acceptedStep(secret, code, 0, now)
  if (step === null)
    throw new Problem(422, 'factor.code_refused', { issues: [{ pointer: '/code', code: 'totp.wrong' }] })

  const name = keys.openText(cells.enrolmentName(row.id), row.name)
  const account = invited ?? (await createFirstAccount(context, row, name))
  await spendEnrolment(tx, row.id, now)
  if (invited) {
    await updatePersonName(tx, account.person_id, keys.seal(cells.personName(account.person_id), name))
    await updateAccountLocale(tx, account.id, row.locale, now)
  }
  await putPasswordHash(tx, account.id, row.password_hash, now)
  await putTotp(tx, {
    accountId: account.id,
    secret: keys.seal(cells.totpSecret(account.id), secret),
    usedStep: step,
    at: now,
  })
  const recoveryCodes = await issueRecoveryCodes(context, account.id)
  await updateAccountState(tx, account.id, 'active', now)
  const session = await openSession(context, account, ['password', 'totp'])
  await record(asAccount(context, account, session.sessionId), {
    action: 'account.enrolled',
    object: { kind: 'account', id: account.id },
    after: { purpose: row.purpose, factors: ['password', 'totp', 'recovery-code'], roles: account.roles },
  })
  return {
    accountId: account.id,
    personId: account.person_id,
    recoveryCodes,
    token: session.token,
    device: session.device,
  }
}

async function createFirstAccount(context: Context, row: EnrolmentRow, name: string): Promise<AccountRow> {
  if (row.email === null || row.locale === null) throw new Problem(409, 'enrolment.password_first')
  const email = (await keysOf(context)).openText(cells.enrolmentEmail(row.id), row.email)
  return createAccount(context, { email, name, roles: ['owner'], locale: row.locale, synthetic: false })
}

/**
 * A person and an invited account; without factors it can do nothing.
 * @throws Problem 409 `account.email_taken`, `account.person_has_one`
 */
export async function createAccount(
  context: Context,
  given: {
    email: string
    name: string
    roles: readonly BuiltInRole[]
    locale: Locale
    synthetic: boolean
    /** Somebody who is in the register already. */
    personId?: string | undefined
  },
): Promise<AccountRow> {
  const { tx, services } = context
  const now = services.clock.now()
  const keys = await keysOf(context)
  const personId =
    given.personId ?? (await services.registeredPerson(tx, given.email)) ?? (await newPerson(context, given.name))
  const accountId = newId(services.clock)
  try {
    await insertAccount(tx, {
      id: accountId,
      personId,
      email: keys.seal(cells.email(accountId), given.email.trim()),
      emailIndex: emailIndex(keys, given.email),
      roles: given.roles,
      state: 'invited',
      locale: given.locale,
      synthetic: given.synthetic,
      createdAt: now,
    })
  } catch (error) {
    if (constraintOf(error) === 'accounts_email') {
      throw new Problem(409, 'account.email_taken', { issues: [{ pointer: '/email', code: 'taken' }], cause: error })
    }
    if (constraintOf(error) === 'accounts_person') throw new Problem(409, 'account.person_has_one', { cause: error })
    throw error
  }
  await record(context, {
    action: 'account.created',
    object: { kind: 'account', id: accountId },
    after: { person: personId, roles: [...given.roles], synthetic: given.synthetic },
    // A synthetic account has nobody behind it.
    ...(!given.synthetic && { about: { personId, after: { email: conceal(given.email) } } }),
  })
  const account = await lockAccount(tx, accountId)
  if (!account) throw new Error('the account that was just created is not there')
  return account
}

async function newPerson({ tx, services }: Context, name: string): Promise<string> {
  const now = services.clock.now()
  const keys = await services.vault.keysOf(tx)
  const externalId = newId(services.clock)
  const subjects = await ensureSubjects(tx, services.clock, 'beleg', [{ kind: 'person', externalId }])
  const [personId] = subjects.values()
  if (personId === undefined) throw new Error('the register of subjects did not answer with the person')
  await insertPerson(tx, {
    id: personId,
    name: keys.seal(cells.personName(personId), name),
    createdAt: now,
    createdWeek: weekOf(now),
  })
  return personId
}

/** Ten new codes; earlier ones are dead. They are returned once and only their hashes stay. */
export async function issueRecoveryCodes(context: Context, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, () => mintRecoveryCode())
  const hashes = codes.map((code) => hashRecoveryCode(accountId, code))
  await replaceRecoveryCodes(context.tx, context.services.clock, accountId, hashes)
  return codes
}
