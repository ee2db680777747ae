/**
 * `npm run -s conformance -- DIR`: every parser of Beleg over real data of others. Prints a line per kind of data, what
 * failed, and last `N passed, N failed, N refused`. Exit 1 when something failed, 2 when the data could not be read.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { styleText } from 'node:util'
import { catalogs } from './catalogs.ts'
import type { Check } from './conformance.ts'
import { merkle } from './merkle.ts'
import { questionnaires } from './questionnaires.ts'
import { statements } from './statements.ts'
import { wycheproof } from './wycheproof.ts'

const checks: readonly Check[] = [statements, questionnaires, catalogs, merkle, wycheproof]

const [directory] = process.argv.slice(2).filter((word) => !word.startsWith('--'))
if (directory === undefined || !existsSync(directory)) {
  process.stderr.write('Name the directory with the data: npm run -s conformance -- DIR\n')
  process.exit(2)
}

const total = { passed: 0, failed: 0, refused: 0 }
const folders = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory())
for (const { name } of folders) {
  const check = checks.find(({ folder }) => folder === name)
  if (!check) {
    console.log(`${name}: not supported yet`)
    continue
  }
  const cases = await check.run(resolve(join(directory, name)))
  const count = { passed: 0, failed: 0, refused: 0 }
  const refusals = new Map<string, number>()
  for (const { name: one, verdict } of cases) {
    count[verdict.verdict] += 1
    total[verdict.verdict] += 1
    if (verdict.verdict === 'failed') console.log(`  ${styleText('red', 'failed')} ${one}: ${verdict.why}`)
    if (verdict.verdict === 'refused') refusals.set(verdict.why, (refusals.get(verdict.why) ?? 0) + 1)
  }
  console.log(`${name}: ${check.title}: ${count.passed} passed, ${count.failed} failed, ${count.refused} refused`)
  for (const [why, times] of refusals) console.log(`  refused ${times}: ${why}`)
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.refused} refused`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
