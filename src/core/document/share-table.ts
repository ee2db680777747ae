/** Shares as the table of words and numbers that says the same. */
import type { Locale } from '#platform/i18n/locale.ts'
import type { Block } from './contract.ts'

/** Label and count of each share. */
export function sharesAsTable(
  block: Extract<Block, { kind: 'shares' }>,
  locale: Locale,
): Extract<Block, { kind: 'table' }> {
  const number = new Intl.NumberFormat(locale === 'en' ? 'en-GB' : 'de-DE')
  return {
    kind: 'table',
    caption: block.caption,
    columns: block.columns.map((title, i) => ({ title, width: i === 0 ? 3 : 1, numeric: i === 1 })),
    rows: block.items.map(({ status, label, count }) => [[{ status, word: label }], [number.format(count)]]),
  }
}
