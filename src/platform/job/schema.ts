/**
 * The schema of the job queue. Its tables are graphile-worker's and come with that library's own migrations; what we
 * may do with them is granted in our own (db/migrations/0002-create-jobs.sql).
 */
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'

export const jobSchema = 'beleg_job'

/** Brings the queue's schema to the version of the installed library. Run as the owner, before our migrations. */
export async function installJobSchema(owner: pg.ClientConfig): Promise<void> {
  const pool = new pg.Pool({ ...owner, max: 1 })
  // The library insists on both; the migration itself reports a lost connection.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  try {
    await runMigrations({ pgPool: pool, schema: jobSchema, logger: new Logger(() => () => {}) })
  } finally {
    await pool.end()
  }
}
