/**
 * Declarations of confidential columns. A module lists its own in its manifest; the list of all is what the at-rest
 * probe reads, so a column that is declared and stored in clear cannot go unnoticed. Names are checked here, because
 * the probe builds its SQL from them and from nothing else.
 */

export interface ConfidentialColumn {
  /** Table in the schema `beleg`. */
  readonly table: string
  /** A `bytea` column that holds envelopes or null. */
  readonly column: string
  /** The column that names the row, part of what an envelope is bound to. */
  readonly row: string
  /** The `bytea` column with the blind index of the value, when it is found by equality. */
  readonly blindIndex?: string
}

const identifier = /^[a-z][a-z0-9_]{0,62}$/

/** Declares one confidential column; throws a TypeError on a name that is no plain lower-case identifier. */
export function confidentialColumn(declared: {
  table: string
  column: string
  row?: string
  blindIndex?: string
}): ConfidentialColumn {
  const column = { row: 'id', ...declared }
  for (const name of Object.values(column)) {
    if (!identifier.test(name)) throw new TypeError(`not a column or table name: ${JSON.stringify(name)}`)
  }
  return Object.freeze(column)
}

/** One list of all modules' columns in a fixed order; throws a TypeError when two modules claim the same one. */
export function collectConfidentialColumns(
  lists: Iterable<readonly ConfidentialColumn[]>,
): readonly ConfidentialColumn[] {
  const byName = new Map<string, ConfidentialColumn>()
  for (const column of [...lists].flat()) {
    const name = `${column.table}.${column.column}`
    if (byName.has(name)) throw new TypeError(`confidential column declared twice: ${name}`)
    byName.set(name, column)
  }
  return [...byName.keys()].sort().flatMap((name) => byName.get(name) ?? [])
}
