/**
 * The layers hold because each rule about them fails on a planted breach, in a small house built for that; and the
 * cruiser is known to have looked, because beside TypeScript 7 it finds no file at all and reports no breach.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cruiseLayers, layers, type Layers } from '../../tools/layers.ts'

/** Rule → file → what it must not import. */
const plants: Readonly<Record<string, readonly [from: string, to: string]>> = {
  'platform-knows-no-business': ['src/platform/crypto/vault.ts', '#core/subject.ts'],
  'core-knows-no-module': ['src/core/registry.ts', '#modules/risk/contract.ts'],
  'module-knows-no-house': ['src/modules/risk/actions.ts', '#app/config.ts'],
  'module-by-its-door': ['src/modules/risk/rules.ts', '#modules/asset/store.ts'],
  'trust-by-the-door': ['src/trust/page.ts', '#modules/asset/store.ts'],
  'screen-sees-contracts': ['src/modules/risk/web/risk-page.tsx', '../actions/accept.ts'],
  'screen-stays-in-front': ['src/web/main.tsx', '#platform/database/door.ts'],
  'ui-is-generic': ['src/ui/table.tsx', '#modules/risk/contract.ts'],
  'command-sees-contracts': ['src/cli/commands/risk.ts', '#modules/asset/store.ts'],
  'contract-is-pure': ['src/modules/asset/contract.ts', './store.ts'],
  'contract-runs-in-a-browser': ['src/modules/stock/contract.ts', 'node:fs'],
  'rules-are-pure': ['src/modules/stock/rules.ts', '#platform/database/door.ts'],
  'store-knows-no-use': ['src/modules/stock/store.ts', './actions/count.ts'],
  'action-knows-no-caller': ['src/modules/stock/actions/order.ts', '../routes.ts'],
  'product-without-tests': ['src/modules/stock/module.ts', './spec/example.ts'],
  'server-without-development-packages': ['src/app/serve.ts', 'only-for-building'],
  resolves: ['src/app/start.ts', './nowhere.ts'],
  'no-cycle': ['src/core/one.ts', './two.ts'],
}

/** What the breaches lead to, and files that break nothing. */
const innocent: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    type: 'module',
    imports: Object.fromEntries(
      ['app', 'platform', 'core', 'modules', 'web'].map((name) => [`#${name}/*`, `./src/${name}/*`]),
    ),
    devDependencies: { 'only-for-building': '1.0.0' },
  }),
  'node_modules/only-for-building/package.json': JSON.stringify({
    name: 'only-for-building',
    version: '1.0.0',
    main: 'index.js',
  }),
  'node_modules/only-for-building/index.js': 'export const tool = 1',
  'src/core/subject.ts': 'export const subject = 1',
  'src/core/two.ts': "import type { planted } from './one.ts'\nexport type Two = typeof planted",
  'src/modules/risk/contract.ts': 'export const risk = 1',
  'src/modules/risk/actions/accept.ts':
    "import { asset } from '#modules/asset/actions/count.ts'\nexport const accept = asset",
  'src/modules/asset/store.ts': 'export const store = 1',
  'src/modules/asset/actions/count.ts': "import { store } from '../store.ts'\nexport const asset = store",
  'src/modules/stock/actions/count.ts': 'export const count = 1',
  'src/modules/stock/routes.ts': 'export const routes = []',
  'src/modules/stock/spec/example.ts': "import { store } from '#modules/asset/store.ts'\nexport const example = store",
  'src/app/config.ts': 'export const config = 1',
  'src/platform/database/door.ts': 'export const door = 1',
}

let root: string
let cruised: Layers

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'beleg-layers-'))
  const planted = Object.values(plants).map(
    ([from, to]) => [from, `import * as there from '${to}'\nexport const planted = there`] as const,
  )
  for (const [path, text] of [...Object.entries(innocent), ...planted]) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  cruised = await cruiseLayers(root)
})

afterAll(() => rm(root, { recursive: true, force: true }))

test.each(Object.entries(plants))('%s fails on a planted breach', (rule, [from]) => {
  expect(cruised.breaches.filter((breach) => breach.rule === rule).map((breach) => breach.from)).toContain(from)
})

test('what was not planted is no breach', () => {
  const planted = new Set([...Object.values(plants).map(([from]) => from), 'src/core/two.ts'])
  expect(cruised.breaches.filter(({ from }) => !planted.has(from))).toEqual([])
})

test('every layer has a planted breach', () => {
  expect(layers.map(({ name }) => name).filter((name) => !Object.hasOwn(plants, name))).toEqual([])
})

test('the cruiser followed our own sources', async () => {
  const { modules } = await cruiseLayers('.')
  expect(modules).toBeGreaterThan(250)
})
