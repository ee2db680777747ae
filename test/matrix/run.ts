/**
 * The matrix from the command line: a throwaway database, the real server, every route × everybody, and a summary.
 * Exit 1 when something is not as declared.
 */
import { openDatabase } from '#platform/database/database.ts'
import { withThrowawayDatabase } from '#platform/database/throwaway.ts'
import { createLog } from '#platform/log/log.ts'
import { runMatrix } from './matrix.ts'
import { createStage, createStageClock } from './stage.ts'

const log = createLog({ level: 'fatal', process: 'matrix' })
process.exitCode = await withThrowawayDatabase({ log }, async (postgres) => {
  const clock = createStageClock()
  const database = openDatabase({ connection: (role) => postgres.connection(role), clock, log })
  const stage = await createStage(database, clock)
  try {
    const { cells, summary } = await runMatrix(stage)
    process.stdout.write(`${summary}\n`)
    return cells.every((cell) => cell.ok) ? 0 : 1
  } finally {
    await stage.close()
    await database.close()
  }
})
