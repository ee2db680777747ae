/**
 * What a register consists of, as data: its fields, and which of them begin and end an entry's time in it. Files, forms,
 * tables and SQL follow it; the columns are typed ones of the module's own table. Browser-safe.
 */

/** `sealed`: a text that names a person. `person`: somebody of the register of people. `entries`: of another register. */
export type FieldKind = 'text' | 'sealed' | 'email' | 'date' | 'choice' | 'person' | 'entries'

export interface Field {
  /** As JSON has it. Called `register.<register>.<name>` in the catalogues, a choice `register.choice.<value>`. */
  readonly name: string
  /** As the table has it. */
  readonly column: string
  readonly kind: FieldKind
  readonly choices?: readonly string[]
  readonly isRequired?: true
  /** For a new entry that says nothing of it. */
  readonly fallback?: string
  /** Further titles by which a file may have it, in small letters. */
  readonly alsoCalled?: readonly string[]
  /** An index leads in its order. */
  readonly isSortable?: true
  /** A filter of the list. */
  readonly isFilter?: true
}

export interface RegisterShape {
  /** Plural: the last part of its addresses. */
  readonly id: 'people' | 'systems' | 'data-sets' | 'suppliers'
  readonly subjectKind: 'person' | 'system' | 'data-set' | 'supplier'
  readonly table: 'employments' | 'systems' | 'data_sets' | 'suppliers'
  readonly fields: readonly Field[]
  /** First and last day of an entry's time; the last is empty while nothing is known of it. */
  readonly startField: string
  readonly endField: string
  /** A file need not say when an entry began: it is there from the day on from which it is told. */
  readonly beginsWhenTold?: true
  /** What an entry is called by. */
  readonly nameField: string
  readonly sort: { readonly field: string; readonly order: 'asc' | 'desc' }
  /** A field that leads to another entry of the same register, and never in a circle. */
  readonly treeField?: string
  /** What does not fit together in an entry as a whole: fields with the code of an issue. */
  readonly faultsOf?: (fields: Fields) => readonly { readonly field: string; readonly code: string }[]
}

/** Dates are `YYYY-MM-DD`, people and entries are ids, choices their codes. */
export type FieldValue = string | readonly string[] | null
export type Fields = Readonly<Record<string, FieldValue>>

/** Whether an entry's time has begun, and not ended. */
export const entryStates = ['active', 'planned', 'ended'] as const
export type EntryState = (typeof entryStates)[number]

/** How an entry stands on a day. */
export function stateOn(shape: RegisterShape, fields: Fields, day: string): EntryState {
  const [start, end] = [fields[shape.startField], fields[shape.endField]]
  if (typeof start === 'string' && start > day) return 'planned'
  return typeof end === 'string' && end < day ? 'ended' : 'active'
}

/** A field by its name. @throws Error when the register has none */
export function fieldOf(shape: RegisterShape, name: string): Field {
  const field = shape.fields.find((one) => one.name === name)
  if (!field) throw new Error(`the register ${shape.id} has no field ${name}`)
  return field
}

/** Whether two values of a field are the same. */
export function isSameValue(a: FieldValue, b: FieldValue): boolean {
  return Array.isArray(a) && Array.isArray(b) ? a.join() === b.join() : a === b
}
