/**
 * A process of its own for the embedded server's spec: starts or attaches, says so on standard output, and then, when
 * told to, writes numbered rows and prints each number once its commit was acknowledged.
 */
import pg from 'pg'
import { createLog } from '#platform/log/log.ts'
import { Problem } from '../../http/problem.ts'
import { startEmbeddedPostgres } from '../embedded.ts'

const [dataDirectory = '', major = '18', task = 'wait'] = process.argv.slice(2)
const say = (line: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(line)}\n`)

try {
  const server = await startEmbeddedPostgres({
    dataDirectory,
    major: major === '15' ? 15 : 18,
    log: createLog({ level: 'silent', process: 'spec' }),
  })
  say({ ready: true, attached: server.attached, pid: server.pid, socketDirectory: server.socketDirectory })
  if (task === 'write') {
    const client = new pg.Client(server.connection('beleg_owner'))
    client.on('error', () => {})
    await client.connect()
    await client.query('create table if not exists written (n integer primary key)')
    for (let n = Number(process.argv[5] ?? 0); ; n++) {
      await client.query('insert into written values ($1)', [n])
      say({ n })
    }
  }
  process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)))
  setInterval(() => {}, 1_000)
} catch (error) {
  say(error instanceof Problem ? { code: error.code, params: error.params } : { error: String(error) })
  process.exit(1)
}
