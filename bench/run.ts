/**
 * `npm run -s bench -- NAME --json`: runs a bench and prints its result as the last line; without a name all of them,
 * as a table. `--quick` is for the specs. Exit 0 also when a goal is missed: a number is no fault of the program.
 */
import type { Bench, Metric } from './bench.ts'

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  start: () => import('./start.ts').then((m) => m.start),
  tenancy: () => import('./tenancy.ts').then((m) => m.tenancy),
  http: () => import('./http.ts').then((m) => m.http),
  ledger: () => import('./ledger.ts').then((m) => m.ledger),
  assurance: () => import('./assurance.ts').then((m) => m.assurance),
  ui: () => import('./ui.ts').then((m) => m.ui),
  reading: () => import('./reading.ts').then((m) => m.reading),
  questionnaire: () => import('./questionnaire.ts').then((m) => m.questionnaire),
}

const words = process.argv.slice(2)
const json = words.includes('--json')
const quick = words.includes('--quick')
const names = words.filter((word) => !word.startsWith('--'))
const unknown = names.filter((name) => !Object.hasOwn(benches, name))
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}: ${Object.keys(benches).join(', ')}\n`)
  process.exit(2)
}

for (const name of names.length > 0 ? names : Object.keys(benches)) {
  const bench = await benches[name]?.()
  if (!bench) continue
  process.stderr.write(`${bench.title}\n`)
  const metrics = await bench.run({ quick, say: (text) => process.stderr.write(`  ${text}\n`) })
  if (json) console.log(JSON.stringify({ bench: name, ratio: metrics[0]?.value ?? null, metrics }))
  else console.log(metrics.map((metric) => row(name, metric)).join('\n'))
}

function row(bench: string, { name, value, goal, direction, unit }: Metric): string {
  const met = direction === 'at_least' ? value >= goal : value <= goal
  const wanted = `${direction === 'at_least' ? 'at least' : 'at most'} ${goal}`
  return [
    bench.padEnd(9),
    name.padEnd(28),
    String(value).padStart(9),
    unit.padEnd(10),
    wanted.padEnd(14),
    met ? 'met' : 'missed',
  ].join(' ')
}
