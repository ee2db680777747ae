/**
 * A route that does not say what it leaves in the ledger, or names an action that nobody declared, does not compile; and
 * what modules declare and what they record are the same.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { catalogues } from '#app/texts.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isNode, literalText, nameOf, readSources, type SourceFile, type SyntaxNode } from '../../tools/rules/rule.ts'

const root = join(import.meta.dirname, '..', '..')

/** What somebody might write, and the error that TypeScript must give; null when it has to compile. */
const snippets: Readonly<Record<string, readonly [code: string, error: RegExp | null]>> = {
  'a route that declares its entry': [`route({ audit: { entry: 'account.invited' } })`, null],
  'a route that declares what it reads': [`route({ audit: { reads: 'person.read' } })`, null],
  'a route that says why it leaves nothing': [`route({ audit: { none: 'holds no data' } })`, null],
  'a route without a word on it': ['route({})', /Property 'audit' is missing/],
  'a route that says undefined': ['route({ audit: undefined })', /Type 'undefined' is not assignable to type/],
  'a route that says nothing': ['route({ audit: {} })', /Type '\{\}' is not assignable to type/],
  'an entry that nobody declared': [
    `route({ audit: { entry: 'account.inwited' } })`,
    /"account.inwited"|'account.inwited'/,
  ],
  'a read that nobody declared': [`route({ audit: { reads: 'person.red' } })`, /"person.red"|'person.red'/],
  'any text as an entry': [`route({ audit: { entry: String(1) } })`, /Type 'string' is not assignable to type/],
  'a recorded action that is declared': [
    `void record(context, { action: 'account.invited', object: { kind: 'a', id: 'b' } })`,
    null,
  ],
  'a recorded action that nobody declared': [
    `void record(context, { action: 'account.inwited', object: { kind: 'a', id: 'b' } })`,
    /"account.inwited"' is not assignable/,
  ],
}

const head = `
import { defineEndpoint, type Audit } from '${root}/src/platform/http/endpoint.ts'
import { record } from '${root}/src/core/ledger/record.ts'
import type { Context } from '${root}/src/core/context.ts'
declare const context: Context
const rest = { id: 'a.b', method: 'POST', path: '/a', summary: 'A.', success: 200, access: 'a:b', stepUp: false } as const
function route(given: { readonly audit: Audit }) { return defineEndpoint({ ...rest, ...given }) }
void [record, context, route]
`

let folder: string
let said: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'beleg-snippets-'))
  const names = Object.values(snippets).map(([code], i) => {
    writeFileSync(join(folder, `snippet-${i}.ts`), `${head}${code}\n`)
    return `snippet-${i}.ts`
  })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const declared = readSources(root).filter(({ path }) => path.startsWith('src/') && path.endsWith('/ledger-action.ts'))
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { typeRoots: [join(root, 'node_modules', '@types')] },
      include: [],
      files: [...names, ...declared.map(({ path }) => join(root, path))],
    }),
  )
  const tsc = [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder, '--pretty', 'false']
  const ran = spawnSync(process.execPath, tsc, { cwd: folder, encoding: 'utf8' })
  said = ran.stdout + ran.stderr
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('TypeScript judges', () => {
  test.each(
    Object.entries(snippets).map(
      ([what, [, error]], i) => [`${what}: ${error === null ? 'sound' : 'an error'}`, error, i] as const,
    ),
  )('%s', (_what, error, i) => {
    const errors = said
      .split(/\n(?=\S)/)
      .filter((one) => one.includes(`snippet-${i}.ts`))
      .join('\n')
    if (error === null) expect(errors).toBe('')
    else expect(errors).toMatch(error)
  })

  test('nothing but the snippets', () => {
    expect(said.split('\n').filter((line) => /error TS/.test(line) && !line.includes('snippet-'))).toEqual([])
  })
})

/** The part of the house that a file belongs to. */
const partOf = (path: string): string => /^src\/modules\/[^/]+|^src\/[^/]+/.exec(path)?.[0] ?? ''

/** Texts that an expression may be; null when that cannot be told. */
function textsOf(node: unknown): readonly string[] | null {
  if (!isNode(node)) return null
  const text = literalText(node)
  if (text !== null) return [text]
  if (node.type !== 'ConditionalExpression') return null
  const [yes, no] = [textsOf(node.consequent), textsOf(node.alternate)]
  return yes && no && [...yes, ...no]
}

function valueOf(object: unknown, names: readonly string[]): SyntaxNode | null {
  if (!isNode(object) || object.type !== 'ObjectExpression') return null
  const properties = object.properties as readonly SyntaxNode[]
  const found = properties.find((one) => one.type === 'Property' && names.includes(nameOf(one.key)))
  return found && isNode(found.value) ? found.value : null
}

/** The objects that an expression may be. */
function objectsOf(node: unknown): readonly unknown[] {
  if (!isNode(node)) return []
  if (node.type === 'TSAsExpression' || node.type === 'ParenthesizedExpression') return objectsOf(node.expression)
  if (node.type === 'ConditionalExpression') return [...objectsOf(node.consequent), ...objectsOf(node.alternate)]
  return [node]
}

/** Actions that a file records or that its routes declare, and calls of which it cannot be told. */
function actionsIn(file: SourceFile): { named: string[]; unknown: number } {
  const named: string[] = []
  let unknown = 0
  for (const { node } of file.nodes) {
    const recorded =
      node.type === 'CallExpression' && /^record(Alone)?$/.test(nameOf(node.callee))
        ? valueOf((node.arguments as readonly unknown[]).at(-1), ['action'])
        : null
    const declared =
      node.type === 'Property' && nameOf(node.key) === 'audit'
        ? objectsOf(node.value).map((one) => valueOf(one, ['entry', 'reads']))
        : []
    for (const value of [recorded, ...declared]) {
      if (value === null) continue
      const texts = textsOf(value)
      if (texts === null) unknown += 1
      else named.push(...texts)
    }
  }
  return { named, unknown }
}

function declaredIn(file: SourceFile): string[] {
  return file.nodes.flatMap(({ node }) =>
    node.type === 'TSPropertySignature' && isNode(node.key) ? [literalText(node.key) ?? nameOf(node.key)] : [],
  )
}

describe('the actions', () => {
  const product = readSources(root).filter(
    ({ path }) => path.startsWith('src/') && !path.includes('/spec/') && path.endsWith('.ts'),
  )
  const declared = new Map(
    product
      .filter(({ path }) => path.endsWith('/ledger-action.ts'))
      .map((file) => [partOf(file.path), declaredIn(file)]),
  )
  const used = new Map(
    [...Map.groupBy(product, ({ path }) => partOf(path))].map(([part, files]) => [
      part,
      new Set(files.flatMap((file) => actionsIn(file).named)),
    ]),
  )

  test("that a module records or declares on its routes are its own, or the core's", () => {
    // The core acts for the routes of modules, and what the canary plants, it plants through specimens everywhere.
    const shared = new Set([...(declared.get('src/core') ?? []), ...(declared.get('src/modules/isolation') ?? [])])
    const foreign = [...used].flatMap(([part, actions]) =>
      [...actions]
        .filter((one) => !declared.get(part)?.includes(one) && !shared.has(one))
        .map((one) => `${part}: ${one}`),
    )
    expect(foreign).toEqual([])
    expect([...used.values()].reduce((sum, actions) => sum + actions.size, 0)).toBeGreaterThan(50)
  })

  test('that a module declares are recorded by it, each by one module', () => {
    const idle = [...declared].flatMap(([part, actions]) =>
      actions.filter((one) => used.get(part)?.has(one) !== true).map((one) => `${part}: ${one}`),
    )
    expect(idle).toEqual([])
    const all = [...declared.values()].flat()
    expect(all.filter((one, i) => all.indexOf(one) !== i)).toEqual([])
  })

  test('have a title in German and in English, and nothing else has', () => {
    const all = [...declared.values()].flat().map((one) => `action.${one}`)
    for (const language of ['de', 'en'] as const) {
      const titled = catalogues.flatMap((catalogue) => Object.keys(catalogue[language]))
      expect(titled.filter((key) => key.startsWith('action.')).toSorted()).toEqual(all.toSorted())
    }
  })

  test('are told by their names everywhere but where a route is served', () => {
    expect(product.filter((file) => actionsIn(file).unknown > 0).map(({ path }) => path)).toEqual([
      'src/app/http/serve-route.ts',
    ])
  })
})
