/** A sentence of the public face in a document: with what is shown of its status, and nothing else. */
import type { BlockInput } from '#core/document/contract.ts'
import { instantInWords } from '#core/document/imprint.ts'
import { statusWord } from '#core/document/words.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import type { ShownClaim } from '../actions/face.ts'

/** The sentence, its status, since when and on how many days of the year it was in force. */
export function setShownSentence(
  { text, lead_in: leadIn, status, since, effect, withheld }: ShownClaim,
  given: {
    readonly locale: Locale
    readonly texts: Texts
    readonly measures?: readonly string[]
    /** Away from its place a sentence says what it says only together with what led to it ("These may include:"). */
    readonly isAlone?: boolean
  },
): BlockInput {
  const { locale, texts, measures = [], isAlone = false } = given
  const t = (key: string, params?: Record<string, string | number>) =>
    texts.text(locale, `document.public.${key}`, params)
  const says = [
    ...(measures.length === 0 ? [] : [t('rests_on', { measures: measures.join(', ') })]),
    ...(withheld ? [t('withheld')] : []),
    ...(since === null ? [] : [t('since', { at: instantInWords(since, locale) })]),
    // Never proven says it all; that it was in force on no day adds nothing.
    ...(effect === null || (status === 'unproven' && effect.inForce === 0)
      ? []
      : [t('effect', { inForce: effect.inForce, days: effect.days })]),
  ]
  return {
    kind: 'judged',
    text: isAlone && leadIn !== null ? [{ text: leadIn, style: 'emphasis' }, ` ${text}`] : [text],
    status,
    word: status === null ? '' : statusWord(texts, locale, status),
    detail: says.length === 0 ? [] : [says.join(' ')],
  }
}
