/** Checks a second factor: a TOTP code of the present step that was not used before, or an unused recovery code. */
import type { Context } from '#core/context.ts'
import { cells, keysOf } from '../cell.ts'
import { sendLetter } from '../mail.ts'
import { acceptedStep, recoveryCodesLow } from '../rules.ts'
import type { AccountRow } from '../store/account.ts'
import { countRecoveryCodes, lockTotp, spendRecoveryCode, updateTotpStep } from '../store/factor.ts'
import { hashRecoveryCode } from '../token.ts'

export type SecondFactor = { readonly code: string } | { readonly recoveryCode: string }

/** The method when it is right, and then it is used up; null when it is wrong. */
export async function checkSecondFactor(
  context: Context,
  account: AccountRow,
  given: SecondFactor,
): Promise<'totp' | 'recovery-code' | null> {
  const now = context.services.clock.now()
  if ('recoveryCode' in given) {
    const spent = await spendRecoveryCode(context.tx, account.id, hashRecoveryCode(account.id, given.recoveryCode), now)
    if (!spent) return null
    await tellWhenLow(context, account)
    return 'recovery-code'
  }
  const factor = await lockTotp(context.tx, account.id)
  if (!factor?.confirmed_at) return null
  const secret = (await keysOf(context)).openText(cells.totpSecret(account.id), factor.secret)
  const step = acceptedStep(secret, given.code, factor.last_used_step, now)
  if (step === null) return null
  await updateTotpStep(context.tx, account.id, step)
  return 'totp'
}

async function tellWhenLow(context: Context, account: AccountRow): Promise<void> {
  const left = await countRecoveryCodes(context.tx, account.id)
  if (left > recoveryCodesLow) return
  const to = (await keysOf(context)).openText(cells.email(account.id), account.email)
  await sendLetter(context, { to, letter: 'recovery-codes-low', locale: account.locale, params: { left } })
}
