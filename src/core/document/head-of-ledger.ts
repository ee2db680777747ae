/** The head of the ledger as the last words of a document: what it rests on is fixed up to there. */
import type { Locale } from '#platform/i18n/locale.ts'
import type { Context } from '../context.ts'
import { readLastHead } from '../ledger/store.ts'
import type { BlockInput } from './contract.ts'
import { instantInWords } from './imprint.ts'

/** The last signed head: what was recorded up to it cannot be changed without whoever keeps it noticing. */
export async function headOfLedger({ tx, services }: Context, locale: Locale): Promise<BlockInput[]> {
  const t = (key: string) => services.texts.text(locale, `document.statement.head.${key}`)
  const head = await readLastHead(tx)
  if (head === null) return []
  return [
    { kind: 'heading', level: 1, text: t('title') },
    { kind: 'paragraph', text: [t('meaning')] },
    {
      kind: 'definitions',
      items: [
        { term: t('size'), value: [String(head.size)] },
        { term: t('root'), value: [{ text: head.root.toString('base64'), style: 'code' }] },
        { term: t('signed'), value: [instantInWords(head.signedAt, locale)] },
      ],
    },
  ]
}
