/** The database of a soak from behind: as its owner, over its socket, past the application. */
import { join } from 'node:path'
import pg from 'pg'

/** Runs something as the owner of the database, past the application. */
export async function withOwner<T>(data: string, run: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({
    host: join(data, 'run'),
    user: 'beleg_owner',
    database: 'beleg',
    options: '-c search_path=beleg,public',
  })
  owner.on('error', () => {})
  try {
    await owner.connect()
    await owner.query(`set beleg.every_tenant = 'on'`)
    return await run(owner)
  } finally {
    await owner.end().catch(() => {})
  }
}
