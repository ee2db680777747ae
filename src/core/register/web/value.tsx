/** Values of fields as people read them. */
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
  if (kind === 'choice') return nameText('register', `choice.${value}`)
  if (kind === 'date') return dayText(value)
  return kind === 'person' ? (references[value] ?? value) : value
}
