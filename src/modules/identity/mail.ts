/**
 * The letters that identity sends, into the outbox and in the running transaction, so that a letter exists exactly
 * when its reason was committed. A link goes to the person concerned and to nobody else.
 */
import type { Context } from '#core/context.ts'
import { sendMail } from '#core/mail/send.ts'
import type { Locale } from '#platform/i18n/locale.ts'

/** Texts are `mail.identity.<letter>.subject` and `.text` in the catalogues. */
export type Letter =
  'invitation' | 'reset' | 'reset-requested' | 'factor-set' | 'recovery-codes-low' | 'guesses-stopped'

/** Sends a letter to one person. */
export async function sendLetter(
  context: Context,
  mail: { to: string; letter: Letter; locale: Locale; params: Readonly<Record<string, string | number>> },
): Promise<void> {
  const { to, letter, locale, params } = mail
  await sendMail(context, { to, locale, template: `identity.${letter}`, params })
}
