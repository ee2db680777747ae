/**
 * `beleg sql "…"`: runs SQL as the database's owner, past the application: no permission, no ledger entry. For
 * operators in need, and for breaking something real to watch a sentence turn red.
 */
import { isServerAlive } from '#app/attach.ts'
import { readConfig } from '#app/config.ts'
import { startEmbeddedPostgres } from '#platform/database/embedded.ts'
import { createLog } from '#platform/log/log.ts'
import { defineCommand } from 'citty'
import pg from 'pg'
import { languageOf } from '../language.ts'
import { fail, say } from '../output.ts'

export const sqlCommand = defineCommand({
  meta: {
    name: 'sql',
    description: 'Run SQL as the owner of the database, past the application. The instance must be running.',
  },
  args: {
    statement: { type: 'positional', required: true, description: 'One or more statements' },
    json: { type: 'boolean', description: 'Rows as JSON' },
    lang: { type: 'string', description: 'de or en' },
  },
  async run({ args }) {
    const locale = languageOf(args.lang)
    try {
      const config = readConfig(process.env)
      const client = new pg.Client(await ownerConnection(config.databaseUrl, config.dataDirectory, locale))
      await client.connect()
      try {
        await client.query(`set search_path = beleg, public; set beleg.every_tenant = 'on'`)
        // Several statements come back as several results, which the type of pg does not say.
        const answer = (await client.query(args.statement)) as pg.QueryResult | pg.QueryResult[]
        for (const result of Array.isArray(answer) ? answer : [answer]) {
          if (args.json) say(JSON.stringify({ command: result.command, rowCount: result.rowCount, rows: result.rows }))
          else {
            if (result.rows.length > 0) console.table(result.rows)
            say(`${result.command} ${result.rowCount ?? ''}`.trim())
          }
        }
      } finally {
        await client.end()
      }
    } catch (error) {
      // A refusal by the database is an answer, without our stack.
      if (error instanceof pg.DatabaseError) {
        process.stderr.write(`${error.severity ?? 'ERROR'} ${error.code ?? ''}: ${error.message}\n`)
        process.exit(2)
      }
      fail(error, locale)
    }
  },
})

async function ownerConnection(
  databaseUrl: string | null,
  dataDirectory: string,
  locale: 'de' | 'en',
): Promise<pg.ClientConfig> {
  if (databaseUrl !== null) return { connectionString: databaseUrl }
  if (!isServerAlive(dataDirectory)) {
    throw new Error(
      locale === 'de' ? `In ${dataDirectory} läuft keine Instanz.` : `No instance runs in ${dataDirectory}.`,
    )
  }
  const embedded = await startEmbeddedPostgres({
    dataDirectory,
    log: createLog({ level: 'silent', process: 'cli' }),
    database: 'beleg',
  })
  return embedded.connection('beleg_owner')
}
