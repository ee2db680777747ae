/** kill -9 fifty times under load; `npm run soak` does it a thousand times. */
import { expect, test } from 'vitest'
import { runSoak } from './soak.ts'

test(
  'nothing that was acknowledged is lost, and the ledger holds, whoever is killed with SIGKILL and when',
  { timeout: 400_000 },
  async () => {
    const seed = 1 + Math.floor(Math.random() * 1e9)
    const report = await runSoak({ kills: 50, seed, say: () => {} })
    process.stdout.write(`soak: ${JSON.stringify(report)}\n`)
    expect(report.faults, `npm run soak -- --kills 50 --seed ${seed}`).toEqual([])
    expect(report.acknowledged).toBeGreaterThan(200)
    expect(report.heads).toBeGreaterThan(20)
    expect(Object.keys(report.killed).length).toBeGreaterThan(3)
  },
)
