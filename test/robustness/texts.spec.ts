/** Every code that can reach a reader has a text in German and English, and no text is kept that nobody asks for. */
import { differences } from '#modules/ledger/contract.ts'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { composeRegistry } from '#app/modules.ts'
import { createSurroundings } from '#app/surroundings.ts'
import { catalogues } from '#app/texts.ts'
import { describe, expect, it } from 'vitest'
import { root } from './world.ts'

const sources = globSync('src/**/*.{ts,tsx}', { cwd: root, exclude: ['**/spec/**', '**/locale/**'] }).map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}))
const onServer = sources.filter(({ path }) => !path.includes('/web/') && !path.startsWith('src/ui/'))

const german: Record<string, string> = Object.assign({}, ...catalogues.map(({ de }) => de))
const english: Record<string, string> = Object.assign({}, ...catalogues.map(({ en }) => en))
const registry = composeRegistry(createSurroundings({ publicUrl: null, databaseDirectory: null }))

function found(pattern: RegExp, under = ''): Set<string> {
  return new Set(
    onServer
      .filter(({ path }) => path.startsWith(under))
      .flatMap(({ text }) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')),
  )
}

function withoutText(prefix: string, codes: Iterable<string>): string[] {
  return [...codes]
    .map((code) => `${prefix}.${code}`)
    .filter((key) => !(key in german) || !(key in english))
    .toSorted()
}

const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name))].toSorted()
const problems = found(/new Problem\(\s*\d+,\s*'([^']+)'/g)

describe('the texts', () => {
  it('exist in German and in English, with the same placeholders', () => {
    expect(Object.keys(english).toSorted()).toEqual(Object.keys(german).toSorted())
    const different = Object.keys(german).filter(
      (key) => placeholders(german[key] ?? '').join() !== placeholders(english[key] ?? '').join(),
    )
    expect(different).toEqual([])
    for (const [key, text] of [...Object.entries(german), ...Object.entries(english)])
      expect(text.trim(), key).not.toBe('')
  })

  it('exist for every problem', () => {
    expect(problems.size).toBeGreaterThan(80)
    expect(withoutText('problem', problems)).toEqual([])
  })

  it('exist for every problem whose code is chosen by a condition', () => {
    const conditional = onServer.flatMap(({ text }) =>
      [...text.matchAll(/new Problem\(\s*\d+,\s*([^')]{1,80}\?\s*'([^']+)'\s*:\s*'([^']+)')/g)].flatMap(
        ([, , one, two]) => [one ?? '', two ?? ''],
      ),
    )
    expect(withoutText('problem', conditional)).toEqual([])
  })

  it('fill every placeholder of a problem from its parameters', () => {
    const missing: string[] = []
    for (const { path, text } of onServer) {
      for (const match of text.matchAll(/new Problem\(\s*\d+,\s*'([^']+)'(\)|,\s*\{((?:[^{}]|\{[^{}]*\})*)\})/g)) {
        const given = match[3] ?? ''
        // Parameters that are passed on as a whole are somebody else's words.
        if (/params:\s*\w|\bparams\s*[,}]|\bparams$/.test(given.trim()) || /\.\.\./.test(given)) continue
        for (const name of placeholders(german[`problem.${match[1]}`] ?? '')) {
          if (!new RegExp(`\\b${name}\\b`).test(given)) missing.push(`${path}: problem.${match[1]} needs ${name}`)
        }
      }
    }
    expect(missing).toEqual([])
  })

  it('exist for every issue', () => {
    const issues = found(/pointer[^\n}]*?\bcode: '([^']+)'/g)
    const custom = found(/params: \{ code: '([^']+)' \}/g)
    expect(issues.size).toBeGreaterThan(15)
    expect(withoutText('issue', [...issues, ...custom])).toEqual([])
  })

  it('exist for every reason of a status', () => {
    const reasons = new Set([
      ...found(/(?:fail|pass|open|verdict)\(\s*'([a-z-]+\.[a-z_]+)'/g),
      ...found(/reason: '([a-z-]+\.[a-z_]+)'/g),
      ...found(/\bcode: '([a-z-]+\.[a-z_]+)'/g, 'src/core/status/'),
      ...found(/\breason\(\s*'([a-z-]+\.[a-z_]+)'/g),
    ])
    expect(reasons.size).toBeGreaterThan(30)
    expect(withoutText('reason', reasons)).toEqual([])
  })

  it('exist for every permission and for every fault of a route', () => {
    expect(withoutText('permission', Object.keys(registry.permissions))).toEqual([])
  })

  it('exist as subject and text for every mail', () => {
    const templates = new Set([...found(/template: '([^']+)'/g), ...letters()])
    expect(templates.size).toBeGreaterThan(3)
    expect(
      withoutText(
        'mail',
        [...templates].flatMap((name) => [`${name}.subject`, `${name}.text`]),
      ),
    ).toEqual([])
  })

  it('are all asked for by somebody', () => {
    const unused = Object.keys(german).filter((key) => !isUsed(key))
    expect(unused.toSorted()).toEqual(unusedForNow.toSorted())
  })
})

/** The letters that identity can send: its type lists them, as `template: \`identity.${letter}\``. */
function letters(): string[] {
  const type =
    onServer
      .find(({ path }) => path === 'src/modules/identity/mail.ts')
      ?.text.match(/export type Letter =([^\n]*\n[^\n]*)/)?.[1] ?? ''
  return [...type.matchAll(/'([a-z-]+)'/g)].map((match) => `identity.${match[1]}`)
}

/** May only shrink. */
const unusedForNow: readonly string[] = []

const composed = onServer.flatMap((source) =>
  [...source.text.matchAll(/[`']([a-z.-]+)\.\$\{/g)].map((match) => match[1] ?? ''),
)

/** Everything that stands in quotes: looked through once, not once for each of thousands of keys. */
const quoted = new Set(
  onServer.flatMap(({ text }) => [...text.matchAll(/(?<=['`])[\w.:-]+(?=['`])/g)].map(([code]) => code)),
)
const namedKinds = new Set(
  sources.flatMap(({ text }) => [...text.matchAll(/nameText\('(\w+)'/g)].map(([, kind]) => kind)),
)

/** A key is used when it stands in the code, or its code does in the place where such codes stand. */
function isUsed(key: string): boolean {
  const [kind = '', ...rest] = key.split('.')
  const code = rest.join('.')
  const stands = (text: string) => quoted.has(text)
  if (stands(key)) return true
  if (kind === 'permission') return code in registry.permissions
  if (kind === 'mail')
    return stands(code.replace(/\.(subject|text)$/, '')) || letters().includes(code.replace(/\.(subject|text)$/, ''))
  if (key.startsWith('reason.ledger.tree_')) {
    const what = key.slice('reason.ledger.tree_'.length)
    return differences.some((one) => one === what) || stands(code)
  }
  if (key.startsWith('reason.record.')) return stands(key.slice('reason.record.'.length))
  if (kind === 'issue' || kind === 'problem' || kind === 'reason') return stands(code)
  // The application names things from the catalogues of the modules.
  if (namedKinds.has(kind)) return true
  // Composed of a prefix and a word of a closed list, such as roles and quantifiers.
  return composed.some(
    (prefix) =>
      prefix !== '' &&
      key.startsWith(`${prefix}.`) &&
      !['problem', 'issue', 'reason', 'permission', 'mail'].includes(prefix),
  )
}
