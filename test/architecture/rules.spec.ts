/** Each rule of our own catches what it is for: a planted breach fails it, and its innocent neighbour does not. */
import { describe, expect, test } from 'vitest'
import { faultsAgainst, rules, shrink } from '../../tools/rules/all.ts'
import { findBreaches, parseSource, readSources } from '../../tools/rules/rule.ts'

const head = '/** What it is for. */\n'
const product = 'src/modules/risk/actions.ts'

interface Plant {
  readonly rule: string
  readonly path?: string
  readonly breach: string
  readonly innocent: string
}

const plants: readonly Plant[] = [
  { rule: 'time-from-clock', breach: 'const at = Date.now()', innocent: 'const at = clock.now()' },
  { rule: 'time-from-clock', breach: 'const at = new Date()', innocent: "const at = new Date('2026-01-15')" },
  {
    rule: 'time-from-clock',
    breach: 'const at = Temporal.Now.instant()',
    innocent: 'const at = Temporal.Instant.from(text)',
  },
  { rule: 'time-from-clock', breach: 'sql`now() - interval 1`', innocent: 'sql`${clock.now()} - interval 1`' },
  {
    rule: 'time-from-clock',
    breach: "tx.run('update risks set at = current_timestamp')",
    innocent: "say('now() is for the clock alone')",
  },
  {
    rule: 'time-from-clock',
    path: 'db/migrations/0001-x.sql',
    breach: 'create table a (at timestamptz default now());',
    innocent: '-- never now()\ncreate table a (at timestamptz);',
  },
  {
    rule: 'explicit-columns',
    breach: "tx.db.selectFrom('risks').selectAll().execute()",
    innocent: "tx.db.selectFrom('risks').select(['id']).execute()",
  },
  { rule: 'explicit-columns', breach: 'sql`select * from risks`', innocent: 'sql`select count(*) from risks`' },
  {
    rule: 'explicit-columns',
    breach: 'sql`insert into risks default values returning *`',
    innocent: 'sql`insert into risks default values returning id`',
  },
  { rule: 'sql-with-parameters', breach: 'sql.raw(`order by ${column}`)', innocent: 'sql.ref(column)' },
  {
    rule: 'sql-with-parameters',
    breach: 'client.query(`select id from ${table}`)',
    innocent: "client.query('select id from risks where id = $1', [id])",
  },
  {
    rule: 'sql-with-parameters',
    breach: "client.query('select id from ' + table)",
    innocent: 'sql`select id from risks where id = ${id}`',
  },
  {
    rule: 'sql-with-parameters',
    breach: 'client.query({ text: `select ${column}` })',
    innocent: "client.query({ text: 'select 1' })",
  },
  { rule: 'telling-names', breach: 'class RiskManager {}', innocent: 'class RiskRegister {}' },
  { rule: 'telling-names', breach: 'interface IRisk { id: string }', innocent: 'interface Issue { id: string }' },
  { rule: 'telling-names', path: 'src/modules/risk/utils.ts', breach: '', innocent: '' },
  { rule: 'named-exports', breach: 'export default 1', innocent: 'export const one = 1' },
  {
    rule: 'named-exports',
    breach: "export * from './rules.ts'",
    innocent: "import { accept } from './rules.ts'\naccept()",
  },
  { rule: 'file-length', breach: '\n'.repeat(500), innocent: '\n'.repeat(400) },
  {
    rule: 'exported-functions-explained',
    breach: 'const one = 1\nexport function accept() {}',
    innocent: '/** Accepts. */\nexport function accept() {}',
  },
  {
    rule: 'exported-functions-explained',
    breach: 'const one = 1\nexport const accept = () => 1',
    innocent: 'export const limit = 1',
  },
  {
    rule: 'assertions-explained',
    breach: '\n\n\nconst first = list[0]!',
    innocent: '\n\n\n// Checked above.\nconst first = list[0]!',
  },
  {
    rule: 'assertions-explained',
    breach: '\n\n\nconst first = given as Risk',
    innocent: '\n\n\nconst first = [1] as const',
  },
  {
    rule: 'text-from-catalogue',
    path: 'src/modules/risk/web/risk-page.tsx',
    breach: 'const a = <p>Save now</p>',
    innocent: "const a = <p>{t('risk.save')} → 3 h</p>",
  },
  {
    rule: 'text-from-catalogue',
    path: 'src/web/shell/menu.tsx',
    breach: 'const a = <img alt="A picture" />',
    innocent: "const a = <img alt={t('a')} className='wide' />",
  },
  {
    rule: 'text-from-catalogue',
    path: 'src/ui/button.tsx',
    breach: "const a = <p>{busy ? 'Please wait' : null}</p>",
    innocent: "const a = <p id={busy ? 'waiting' : 'ready'}>{busy && t('wait')}</p>",
  },
  {
    rule: 'known-algorithms',
    breach: "import { createHash } from 'node:crypto'\ncreateHash('md5')",
    innocent: "import { createHash } from 'node:crypto'\ncreateHash('sha256')",
  },
  {
    rule: 'known-algorithms',
    breach: "import { createCipheriv } from 'node:crypto'\ncreateCipheriv('aes-256-cbc', key, iv)",
    innocent: "import { createCipheriv } from 'node:crypto'\ncreateCipheriv('aes-256-gcm', key, iv)",
  },
]

const findIn = (path: string, text: string) =>
  findBreaches([parseSource(path, path.endsWith('.sql') ? text : head + text)], rules)

test.each(plants)('$rule refuses $breach', ({ rule, path = product, breach }) => {
  expect(findIn(path, breach).map((finding) => finding.rule)).toContain(rule)
})

test.each(plants.filter(({ breach, innocent }) => breach !== innocent))(
  '$rule lets $innocent pass',
  ({ rule, path = product, innocent }) => {
    expect(findIn(path, innocent).filter((finding) => finding.rule === rule)).toEqual([])
  },
)

test('a file without a paragraph on top is found', () => {
  expect(findBreaches([parseSource(product, 'const one = 1')], rules).map(({ rule }) => rule)).toContain('file-header')
})

test('every rule has a planted breach', () => {
  const planted = new Set([...plants.map(({ rule }) => rule), 'file-header'])
  expect(rules.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([])
})

test('the rules look at all sources', () => {
  const sources = readSources('.')
  expect(sources.length).toBeGreaterThan(250)
  expect(sources.filter(({ path }) => path.endsWith('.sql')).length).toBeGreaterThan(3)
})

describe('the allowlist', () => {
  const breach = { rule: 'a', path: 'b.ts', line: 1, message: 'c' }

  test('allows what it counts and nothing more', () => {
    expect(faultsAgainst([breach], { a: { 'b.ts': 1 } })).toEqual([])
    expect(faultsAgainst([breach, breach], { a: { 'b.ts': 1 } })).toHaveLength(2)
    expect(faultsAgainst([breach], {})).toEqual(['b.ts:1 a: c'])
  })

  test('has to shrink when a breach is gone', () => {
    expect(faultsAgainst([], { a: { 'b.ts': 1 } })).toHaveLength(1)
    expect(shrink([], { a: { 'b.ts': 1 } })).toEqual({})
    expect(shrink([breach, breach], { a: { 'b.ts': 1 } })).toEqual({ a: { 'b.ts': 1 } })
  })
})
