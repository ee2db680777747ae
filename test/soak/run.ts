/**
 * `npm run soak`: 1,000 times kill -9 under load; `npm run soak -- --kills 50 --seed 7` as many and in the order wanted.
 * Says how far it is, and last what it found as one line of JSON. Exit 1 when something does not hold.
 */
import { parseArgs } from 'node:util'
import { runSoak } from './soak.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(1 + Math.floor(Math.random() * 1e9)) },
  },
})
const kills = Number(values.kills)
const seed = Number(values.seed)
if (!Number.isSafeInteger(kills) || kills < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('usage: npm run soak -- [--kills NUMBER] [--seed NUMBER]\n')
  process.exit(2)
}
console.log(`seed ${seed}`)
const report = await runSoak({ kills, seed, say: (line) => console.log(line) })
for (const fault of report.faults) console.log(`fault: ${fault}`)
console.log(JSON.stringify(report))
process.exitCode = report.faults.length === 0 ? 0 : 1
