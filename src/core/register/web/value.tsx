/** Values of fields as people read them. */
import { isCountry, nameCountry } from '#core/register/contract/country.ts'
import { fieldOf, type FieldValue, type RegisterShape } from '#core/register/contract/shape.ts'
import { currentLocale, nameText } from '#web/i18n.ts'

/** What a field is called. */
export function labelOf(shape: Pick<RegisterShape, 'id'>, field: string): string {
  return nameText('register', `${shape.id}.${field}`)
}

/** "1. März 2026". */
export function dayText(day: string): string {
  const locale = currentLocale() === 'en' ? 'en-GB' : 'de'
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`))
}

/** A choice in words; a country by its name. */
export function choiceText(choice: string): string {
  if (isCountry(choice)) return nameCountry(currentLocale() === 'en' ? 'en' : 'de', choice)
  return nameText('register', `choice.${choice}`)
}

/** The choices of a field for a form, countries by their names. */
export function choiceOptions(choices: readonly string[]): { value: string; label: string }[] {
  const options = choices.map((value) => ({ value, label: choiceText(value) }))
  return choices.some(isCountry) ? options.toSorted((a, b) => a.label.localeCompare(b.label, currentLocale())) : options
}

/** A value in words; empty when there is none. */
export function valueText(
  shape: RegisterShape,
  field: string,
  value: FieldValue | undefined,
  references: Readonly<Record<string, string>>,
): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return value.map((id) => references[id] ?? id).join(', ')
  const { kind } = fieldOf(shape, field)
  if (kind === 'choice') return choiceText(value)
  if (kind === 'date') return dayText(value)
  return kind === 'person' ? (references[value] ?? value) : value
}
