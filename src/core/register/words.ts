/** The words by which files name fields and choices, in both languages: what was exported in one is read in the other. */
import { locales, type Locale } from '#platform/i18n/locale.ts'
import type { Texts } from '#platform/i18n/texts.ts'
import { isCountry, nameCountry } from './contract/country.ts'
import type { ChoiceWords, Mapping } from './plan.ts'
import type { Field, RegisterShape } from './contract/shape.ts'

/** `Personal-Nr.` and `personalnr` are the same title. */
function plain(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** Further titles of the columns that every register has. */
const idTitles = [
  'id',
  'externalid',
  'kennung',
  'schlüssel',
  'key',
  'personalnummer',
  'personalnr',
  'employeeid',
  'mitarbeiternummer',
  'inventarnummer',
  'assetid',
]
const sourceTitles = ['source', 'quelle', 'system of record', 'herkunft']

/** Which column is which field, by its title. A title that two columns have goes to the first. */
export function guessMapping(texts: Texts, shape: RegisterShape, titles: readonly string[]): Mapping {
  const columns = new Map<string, number>()
  titles.forEach((title, i) => {
    if (plain(title) !== '' && !columns.has(plain(title))) columns.set(plain(title), i)
  })
  const taken = new Set<number>()
  const find = (words: readonly string[]) => {
    const column = words.map((word) => columns.get(plain(word))).find((one) => one !== undefined && !taken.has(one))
    if (column !== undefined) taken.add(column)
    return column
  }
  const labels = (name: string) => locales.map((locale) => texts.text(locale, `register.${shape.id}.${name}`))
  const mapping: Record<string, number> = {}
  const note = (name: string, column: number | undefined) => {
    if (column !== undefined) mapping[name] = column
  }
  note('externalId', find([...labels('externalId'), ...idTitles]))
  note('source', find(sourceTitles))
  for (const field of shape.fields)
    note(field.name, find([field.name, ...labels(field.name), ...(field.alsoCalled ?? [])]))
  return mapping
}

/** Whether a text is a title by which files name something of the register. */
export function titleTest(texts: Texts, shape: RegisterShape): (text: string) => boolean {
  const labels = (name: string) => locales.map((locale) => texts.text(locale, `register.${shape.id}.${name}`))
  const titles = new Set(
    [
      ...labels('externalId'),
      ...idTitles,
      ...sourceTitles,
      ...shape.fields.flatMap(({ name, alsoCalled }) => [name, ...labels(name), ...(alsoCalled ?? [])]),
    ].map(plain),
  )
  return (text) => titles.has(plain(text))
}

/** Every word for each choice of each field, in small letters. */
export function choiceWordsOf(texts: Texts, shape: RegisterShape): ChoiceWords {
  return Object.fromEntries(shape.fields.map((field) => [field.name, wordsOf(texts, field)]))
}

function wordsOf(texts: Texts, field: Field): ReadonlyMap<string, string> {
  return new Map(
    (field.choices ?? []).flatMap((choice): [string, string][] => [
      [choice.toLowerCase(), choice],
      ...locales.map((locale): [string, string] => [tellChoice(texts, locale, choice).toLowerCase(), choice]),
    ]),
  )
}

/** A choice as people say it. */
export function tellChoice(texts: Texts, locale: Locale, choice: string): string {
  return isCountry(choice) ? nameCountry(locale, choice) : texts.text(locale, `register.choice.${choice}`)
}
