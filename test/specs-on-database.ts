/**
 * Which spec files reach the test database, directly or through what they import: the run on the oldest supported
 * PostgreSQL repeats these and leaves out what no server can change.
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')
const doors = [
  join(root, 'test', 'database.ts'),
  join(root, 'test', 'global-setup.ts'),
  join(root, 'src', 'platform', 'database', 'embedded.ts'),
]
/** Whole instances bring a server of their own, which is the newest. */
const houses = [join(root, 'test', 'house.ts'), join(root, 'test', 'instance.ts')]
const folders: Readonly<Record<string, string>> = { '#catalog/': 'catalog/', '#test/': 'test/' }

/** Spec files among the patterns that reach the database, relative to the root. */
export function specsOnDatabase(patterns: readonly string[]): string[] {
  const reach = new Map<string, boolean>()
  const specs = globSync([...patterns], { cwd: root, exclude: ['**/node_modules/**'] })
  return specs.filter((spec) => reaches(join(root, spec), reach)).map((spec) => relative(root, join(root, spec)))
}

function reaches(file: string, known: Map<string, boolean>): boolean {
  if (doors.includes(file)) return true
  if (houses.includes(file)) return false
  const before = known.get(file)
  if (before !== undefined) return before
  // Stands for "not yet": an import cycle must come to an end.
  known.set(file, false)
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([#.][^']+)'/g)].map(([, specifier]) => specifier ?? '')
  const found = imports.some((specifier) => reaches(resolveImport(file, specifier), known))
  known.set(file, found)
  return found
}

function resolveImport(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return join(dirname(from), specifier)
  const [prefix, folder] = Object.entries(folders).find(([name]) => specifier.startsWith(name)) ?? ['#', 'src/']
  return join(root, folder, specifier.slice(prefix.length))
}
