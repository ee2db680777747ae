/** What a cell of a file says for a field, or every reason why it says nothing that fits. Pure. */
import { isStorable } from '#platform/http/problem-document.ts'
import { isCountry } from './contract/country.ts'
import type { Field, FieldValue } from './contract/shape.ts'

export interface CellFault {
  /** Rendered as `issue.<code>`. */
  readonly code: string
  readonly params?: Readonly<Record<string, string | number>>
}

/** A value, or names that somebody has to look up, or a fault. */
export type CellReading =
  { readonly value: FieldValue } | { readonly names: readonly string[] } | { readonly fault: CellFault }

const mostCharacters = 200
// oxlint-disable-next-line no-control-regex -- what has no place in a name
const control = /[\u0000-\u001f\u007f-\u009f]/
/** What a reader of text puts where bytes mean nothing. */
const lost = '\u{FFFD}'
/** Days since 1900, as spreadsheets count them: 1.1.1954 to 14.10.2173. */
const serial = /^[2-9]\d{4}(?:\.\d+)?$/

/** Reads one cell. `choices` are the codes of a choice by every word for them, in small letters. */
export function readCell(field: Field, text: string, choices: ReadonlyMap<string, string>): CellReading {
  const fault = (code: string, params?: CellFault['params']): CellReading => ({
    fault: params === undefined ? { code } : { code, params },
  })
  if (text === '') return { value: field.kind === 'entries' ? [] : null }
  if (!isStorable(text)) return fault('unstorable_character')
  if (text.includes(lost)) return fault('unreadable_character')
  if (field.kind === 'entries') {
    const names = text.split(/[;\n]/).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))
    return names.length > 500 ? fault('too_many_names', { most: 500 }) : { names }
  }
  if (text.length > mostCharacters) return fault('too_long', { maximum: mostCharacters })
  if (control.test(text)) return fault('control_character')
  switch (field.kind) {
    case 'date': {
      const day = readDay(text)
      if (day !== null) return { value: day }
      return fault(serial.test(text) ? 'serial_date' : 'bad_date', { text })
    }
    case 'choice': {
      const code = choices.get(text.toLowerCase())
      if (code !== undefined) return { value: code }
      return (field.choices ?? []).some(isCountry)
        ? fault('unknown_country', { text })
        : fault('unknown_choice', { text, values: (field.choices ?? []).join(', ') })
    }
    case 'person':
      return { names: [text] }
    case 'email':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? { value: text } : fault('bad_email', { text })
    case 'text':
    case 'sealed':
      return { value: text.normalize('NFC') }
  }
}

/**
 * `2026-03-01`, `2026/03/01`, `20260301` or `1.3.2026`, also with midnight behind, as databases write it; nothing that
 * could be two days, such as 03/04/2026 or 1.3.26. Null when it is none.
 */
export function readDay(text: string): string | null {
  const iso = /^(\d{4})([-/]?)(\d{2})\2(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/.exec(text)?.toSpliced(2, 1) ?? null
  const german = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?: 0?0:00(?::00)?)?$/.exec(text)
  const [year, month, day] = iso ? iso.slice(1) : german ? german.slice(1).toReversed() : []
  if (year === undefined || month === undefined || day === undefined) return null
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = new Date(`${written}T00:00:00Z`)
  const isDay = !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === written
  return isDay && written >= '1900-01-01' && written <= '2199-12-31' ? written : null
}
