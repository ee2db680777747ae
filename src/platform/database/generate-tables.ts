/**
 * Writes tables.ts, Kysely's types of our tables, from the catalogue of a migrated database. A column type that has no
 * line here is an error, so that nobody gets an untyped column.
 */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { createLog } from '../log/log.ts'
import { withThrowawayDatabase } from './throwaway.ts'

export const tablesFile = fileURLToPath(new URL('./tables.ts', import.meta.url))

const columnTypes: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bytea: 'Buffer',
  cidr: 'string',
  date: 'string',
  float4: 'number',
  float8: 'number',
  inet: 'string',
  int2: 'number',
  int4: 'number',
  // Read as a number; a value beyond 2^53 is an error, see database.ts.
  int8: 'number',
  json: 'Json',
  jsonb: 'Json',
  numeric: 'string',
  text: 'string',
  timestamptz: 'Date',
  tsvector: 'string',
  uuid: 'string',
}

interface Column {
  table: string
  column: string
  type: string
  nullable: boolean
  filled: boolean
  computed: boolean
}

const header = `/**
 * The tables of the schema \`beleg\` as Kysely sees them. Written by \`npm run db:types\` from the catalogue; a spec
 * fails when it is not current. Instants are Dates, dates are "2026-01-31", bigint is a number up to 2^53, numeric is
 * a string. JSON is written as text, by JSON.stringify: pg would turn an array into one of PostgreSQL's.
 */`

/** Renders the file from the catalogue of the connected database. @throws on a column type without a mapping */
export async function generateTables(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<Column>(`
    select c.relname as table, a.attname as column, t.typname as type, not a.attnotnull as nullable,
           (a.atthasdef and a.attgenerated = '') or a.attidentity <> '' as filled,
           a.attgenerated <> '' or a.attidentity = 'a' as computed
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    where n.nspname = 'beleg' and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    order by c.relname collate "C", a.attnum`)
  const tables = Map.groupBy(rows, (row) => row.table)
  const interfaces = [...tables].map(([table, columns]) => {
    const lines = columns.map((column) => `  ${column.column}: ${typeOf(column)}\n`)
    return `export interface ${pascal(table)}Table {\n${lines.join('')}}\n`
  })
  const index = [...tables.keys()].map((table) => `  ${table}: ${pascal(table)}Table\n`)
  const body = interfaces.join('\n')
  const kysely = ['ColumnType', 'Generated', 'GeneratedAlways'].filter((name) => body.includes(`${name}<`))
  return `${header}
import type { ${kysely.join(', ')} } from 'kysely'

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

${body}
export interface Tables {
${index.join('')}}
`
}

function typeOf(column: Column): string {
  const array = column.type.startsWith('_')
  const base = columnTypes[array ? column.type.slice(1) : column.type]
  if (base === undefined || (array && base === 'Json')) {
    throw new Error(
      `${column.table}.${column.column} has the type ${column.type}, which generate-tables.ts does not know`,
    )
  }
  const nullable = column.nullable ? ' | null' : ''
  if (base === 'Json') {
    // One ColumnType for all three: Kysely does not look into a nested one.
    const absent = column.filled ? ' | undefined' : ''
    return `ColumnType<JsonValue${nullable}, string${nullable}${absent}, string${nullable}>`
  }
  const type = `${base}${array ? '[]' : ''}${nullable}`
  if (column.computed) return `GeneratedAlways<${type}>`
  return column.filled ? `Generated<${type}>` : type
}

function pascal(name: string): string {
  return name.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

if (import.meta.main) {
  const text = await withThrowawayDatabase({ log: createLog({ level: 'warn', process: 'types' }) }, async (server) => {
    const client = new pg.Client(server.connection('beleg_owner'))
    await client.connect()
    try {
      return await generateTables(client)
    } finally {
      await client.end()
    }
  })
  await writeFile(tablesFile, text)
}
