/**
 * Which part may know which, as CONTRIBUTING draws it, checked over the imports of all sources. The cruiser reads
 * TypeScript by @swc/core and finds nothing at all without it, so whoever calls this has to look at `modules` too.
 */
import { globSync } from 'node:fs'
import { installTools } from './install.ts'

interface Layer {
  readonly name: string
  readonly comment: string
  readonly severity: 'error'
  readonly from: Readonly<Record<string, unknown>>
  readonly to: Readonly<Record<string, unknown>>
}

export interface Layers {
  /** How many of our own files were looked at. */
  readonly modules: number
  readonly breaches: readonly { readonly rule: string; readonly from: string; readonly to: string }[]
}

const rule = (name: string, comment: string, from: Layer['from'], to: Layer['to']): Layer => ({
  name,
  comment,
  severity: 'error',
  from,
  to,
})

const spec = '(^|/)(spec|test)/|[.]spec[.]ts$'
const screen = '^src/(web|ui)/|^src/(core|modules)/.*/web/'
/** What one module may see of another. */
const doorsOfModules = '^src/modules/[^/]+/(contract[.]ts$|contract/|actions[.]ts$|actions/)'

/** In the order of CONTRIBUTING; each has a planted breach in test/architecture/layers.spec.ts. */
export const layers: readonly Layer[] = [
  rule(
    'platform-knows-no-business',
    'The technical ground stands alone.',
    { path: '^src/platform/', pathNot: spec },
    { path: '^(src/(core|modules|app|trust|web|ui|cli)|catalog|test|bench|tools)/' },
  ),
  rule(
    'core-knows-no-module',
    'The nouns come before their uses.',
    { path: '^src/core/', pathNot: `${spec}|${screen}` },
    { path: '^(src/(modules|app|trust|web|ui|cli)|test|bench|tools)/' },
  ),
  rule(
    'module-knows-no-house',
    'A module is composed, it composes nothing.',
    { path: '^src/modules/', pathNot: `${spec}|${screen}` },
    { path: '^(src/(app|trust|web|ui|cli)|test|bench|tools)/' },
  ),
  rule(
    'module-by-its-door',
    'Of another module only contract.ts and actions.',
    { path: '^src/modules/([^/]+)/', pathNot: `${spec}|${screen}` },
    { path: '^src/modules/', pathNot: `^src/modules/$1/|${doorsOfModules}` },
  ),
  rule(
    'trust-by-the-door',
    'The public face reads through contracts and actions.',
    { path: '^src/trust/', pathNot: spec },
    { path: '^src/(app|web|ui|cli)/|^src/modules/', pathNot: doorsOfModules },
  ),
  rule(
    'screen-sees-contracts',
    'What runs in the browser sees contracts, locales and other screens.',
    { path: screen, pathNot: spec },
    {
      path: '^src/(core|modules)/',
      pathNot: `${screen}|(^|/)contract([.]ts$|/)|/locale/|^src/core/(vocabulary|permission|page)[.]ts$`,
    },
  ),
  rule(
    'screen-stays-in-front',
    'Nothing of the server gets into the browser.',
    { path: screen, pathNot: spec },
    {
      path: '^src/(app|trust|cli)/|^src/platform/(?!(http/(endpoint|problem|problem-document|client)|i18n/[^/]+|clock/(calendar|clock))[.]ts$|locale/)',
    },
  ),
  rule(
    'ui-is-generic',
    'Components know no noun and no shell.',
    { path: '^src/ui/', pathNot: spec },
    { path: '^src/(core|modules|web)/', pathNot: '^src/core/vocabulary[.]ts$' },
  ),
  rule(
    'command-sees-contracts',
    'A command reaches the product through contracts or through src/app.',
    { path: '^src/cli/', pathNot: spec },
    {
      path: '^src/(core|modules|trust|web|ui)/',
      pathNot:
        '(^|/)contract([.]ts$|/)|^src/core/vocabulary[.]ts$|^src/modules/statement/reading/|^src/modules/framework/oscal/|^src/trust/verify/',
    },
  ),
  rule(
    'contract-is-pure',
    'A contract is read by all and knows only contracts.',
    { path: '^src/(core|modules)/.*/contract[.]ts$' },
    {
      path: '^src/',
      pathNot:
        '(^|/)contract([.]ts$|/)|^src/core/(vocabulary|permission|page|subject|cursor|duty|module|manifest|collector)[.]ts$|^src/platform/(http|i18n)/',
    },
  ),
  rule(
    'contract-runs-in-a-browser',
    'No module of Node in a contract.',
    { path: '^src/(core|modules)/.*/contract[.]ts$' },
    { dependencyTypes: ['core'] },
  ),
  rule(
    'rules-are-pure',
    'Decisions touch no store and no wire.',
    { path: '^src/modules/[^/]+/rules([.]ts$|/)' },
    {
      path: '^src/modules/[^/]+/(store|actions|routes|jobs|module|collector)([.]ts$|/)|^src/platform/(database|mail|job|blob|log)/',
    },
  ),
  rule(
    'store-knows-no-use',
    'The flow is routes, actions, store.',
    { path: '^src/modules/[^/]+/store([.]ts$|/)' },
    { path: '^src/modules/[^/]+/(actions|routes|jobs|module)([.]ts$|/)' },
  ),
  rule(
    'action-knows-no-caller',
    'The flow is routes, actions, store.',
    { path: '^src/modules/[^/]+/actions([.]ts$|/)' },
    { path: '^src/modules/[^/]+/(routes|jobs|module)([.]ts$|/)' },
  ),
  rule(
    'product-without-tests',
    'What runs at a customer needs no test.',
    { path: '^(src|catalog|bin)/', pathNot: spec },
    { path: spec },
  ),
  rule(
    'server-without-development-packages',
    '`npm ci --omit=dev` must run.',
    { path: '^(src|catalog|bin)/', pathNot: `${spec}|${screen}` },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  ),
  rule('resolves', 'An import leads somewhere.', {}, { couldNotResolve: true }),
  rule('no-cycle', 'Two files that need each other are one.', { path: '^(src|catalog)/' }, { circular: true }),
]

/** Follows the imports of everything below a root. */
export async function cruiseLayers(root: string): Promise<Layers> {
  installTools()
  // By a computed name: types are checked without tools/ installed.
  const name = './node_modules/dependency-cruiser/src/main/index.mjs'
  const { cruise } = (await import(name)) as {
    cruise: (paths: string[], options: object, resolve: object) => Promise<{ output: CruiseOutput }>
  }
  const { output } = await cruise(
    // Without specs: they may know everything, and the parser stumbles over a loop variable called `of`.
    globSync('{src,catalog,bin}/**/*.{ts,tsx,js}', { cwd: root, exclude: ['**/*.spec.ts', '**/spec/**'] }),
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: layers },
      parser: 'swc',
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      combinedDependencies: false,
    },
    {
      extensions: ['.ts', '.tsx', '.js', '.json', '.css', '.svg'],
      conditionNames: ['node', 'import', 'types', 'default'],
      exportsFields: ['exports'],
    },
  )
  return {
    modules: output.modules.filter(({ source }) => /^(src|catalog|bin)\/.*[.](tsx?|js)$/.test(source)).length,
    breaches: output.summary.violations.map(({ rule: { name }, from, to }) => ({ rule: name, from, to })),
  }
}

interface CruiseOutput {
  readonly modules: readonly { readonly source: string }[]
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string }
      readonly from: string
      readonly to: string
    }[]
  }
}

if (import.meta.main) {
  const { modules, breaches } = await cruiseLayers(process.cwd())
  for (const { rule: name, from, to } of breaches) console.log(`${from} → ${to}: ${name}`)
  console.log(`${modules} files, ${breaches.length} breaches`)
}
