/** Accounts that no administrator invites: the first one of an instance, and those of the canary. */
import { randomBytes } from 'node:crypto'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { BuiltInRole } from '#core/permission.ts'
import { newId } from '#platform/database/id.ts'
import { totpCode } from '../rules.ts'
import { hasEnrolledAccount } from '../store/account.ts'
import { createAccount, createEnrolment, giveEnrolmentPassword, giveEnrolmentTotp } from './enrol.ts'

/**
 * The one-time link by which the first administrator (role owner) enrols, or null when the tenant has one. Call it at
 * each start: until a link is used, the earlier one dies and a new one is printed.
 */
export async function createFirstEnrolment(context: Context): Promise<{ url: string; expiresAt: Date } | null> {
  if (await hasEnrolledAccount(context.tx)) return null
  const { url, expiresAt } = await createEnrolment(context, 'first', null)
  await record(context, {
    action: 'enrolment.created',
    object: { kind: 'enrolment', id: 'first' },
    after: { purpose: 'first', expiresAt: expiresAt.toISOString() },
  })
  return { url, expiresAt }
}

export interface SyntheticAccount {
  readonly accountId: string
  readonly personId: string
  readonly email: string
  readonly password: string
  /** Base32; `totpCode` of rules makes codes of it. The code of the present step is used up by the enrolment. */
  readonly totpSecret: string
  readonly recoveryCodes: readonly string[]
  /** Of the first session. */
  readonly sessionToken: string
}

/**
 * A real account for the canary, enrolled on the same way as everybody's: a link, a password, a TOTP code. Its secrets
 * are random and known to the caller alone. It stands in the population of every promise about accounts.
 */
export async function createSyntheticAccount(
  context: Context,
  given: { roles: readonly BuiltInRole[]; name?: string },
): Promise<SyntheticAccount> {
  const email = `canary-${newId(context.services.clock)}@example.invalid`
  const password = randomBytes(24).toString('base64url')
  const name = given.name ?? 'Canary'
  const account = await createAccount(context, { email, name, roles: given.roles, locale: 'en', synthetic: true })
  const link = await createEnrolment(context, 'invitation', account.id)
  const { secret } = await giveEnrolmentPassword(context, link.token, { name, password, locale: 'en' })
  const code = totpCode(secret, context.services.clock.now())
  const enrolled = await giveEnrolmentTotp(context, link.token, code)
  return {
    accountId: account.id,
    personId: account.person_id,
    email,
    password,
    totpSecret: secret,
    recoveryCodes: enrolled.recoveryCodes,
    sessionToken: enrolled.token,
  }
}
