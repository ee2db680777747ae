import { spawn, type ChildProcess } from 'node:child_process'
import { chown, mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { testLog } from '#test/database.ts'
import { openDatabase } from '../database.ts'
import { systemClock } from '../../clock/clock.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../embedded.ts'
import { createMemoryDirectory } from '../throwaway.ts'

const major = process.env.BELEG_TEST_PG === '15' ? 15 : 18
const script = fileURLToPath(new URL('./embedded-process.ts', import.meta.url))

let base: string
/** A data directory with an initialised cluster, copied where a spec would otherwise wait for initdb. */
let initialised: string
const children: ChildProcess[] = []
const servers: EmbeddedPostgres[] = []
let directories = 0

beforeAll(async () => {
  base = await createMemoryDirectory('beleg-e-')
  initialised = join(base, 'initialised')
  const server = await startEmbeddedPostgres({ dataDirectory: initialised, major, log: testLog })
  await server.stop()
})
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})
afterAll(async () => {
  await sleep(300)
  await rm(base, { recursive: true, force: true, maxRetries: 5 })
})

async function fresh(): Promise<string> {
  const directory = join(base, `d${(directories += 1)}`)
  // `cp -a`: ownership must survive, the cluster belongs to the server's user.
  await new Promise((resolve) => spawn('cp', ['-a', initialised, directory]).on('close', resolve))
  return directory
}

async function start(dataDirectory: string, more: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}) {
  const server = await startEmbeddedPostgres({ dataDirectory, major, log: testLog, ...more })
  servers.push(server)
  return server
}

interface Line {
  ready?: boolean
  attached?: boolean
  pid?: number
  n?: number
  code?: string
}

function launch(dataDirectory: string, ...task: string[]) {
  const child = spawn(process.execPath, [script, dataDirectory, String(major), ...task], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines: Line[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line) as Line))
  return {
    child,
    lines,
    ready: async () => {
      await expect.poll(() => lines[0], { timeout: 30_000, interval: 10 }).toBeDefined()
      // Just polled for.
      return lines[0] as Line
    },
  }
}

const query = async (server: EmbeddedPostgres, sql: string) => {
  const client = new pg.Client(server.connection('beleg_owner'))
  await client.connect()
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('kill -9 loses no acknowledged write, leaves no server behind, and the next start is clean', async () => {
  const directory = await fresh()
  let acknowledged = -1
  for (let round = 0; round < 4; round++) {
    const { child, lines, ready } = launch(directory, 'write', String(acknowledged + 1 + round * 100_000))
    const { pid } = await ready()
    await expect.poll(() => lines.length, { timeout: 10_000, interval: 5 }).toBeGreaterThan(20)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('close', resolve))
    acknowledged = lines.at(-1)?.n ?? acknowledged
    const numbers = lines.flatMap((line) => (line.n === undefined ? [] : [line.n]))
    await expect.poll(() => isAlive(Number(pid)), { timeout: 5_000, interval: 10 }).toBe(false)
    // A clean shutdown removes it; after a crash it would stay.
    expect(await readdir(join(directory, `postgres-${major}`))).not.toContain('postmaster.pid')
    const server = await start(directory)
    const rows = await query(server, 'select n from written')
    const kept = new Set(rows.map((row) => row.n))
    expect(numbers.filter((n) => !kept.has(n))).toEqual([])
    await server.stop()
  }
})

test('a server that is killed by itself is started again, and the doors recover', async () => {
  const server = await start(await fresh())
  const database = openDatabase({
    connection: (role) => ({ ...server.connection(role), user: 'beleg_owner' }),
    clock: systemClock,
    log: testLog,
  })
  const ask = () => database.withPlatform('spec', async () => 'there')
  expect(await ask()).toBe('there')
  const first = server.pid
  process.kill(first, 'SIGKILL')
  await sleep(30)
  await expect(ask()).rejects.toMatchObject({ status: 503, code: 'database.unavailable' })
  await expect.poll(() => ask().catch(() => 'away'), { timeout: 20_000 }).toBe('there')
  expect(server.pid).not.toBe(first)
  await database.close()
})

test('a server that was hit again while it recovered, and would wait for ever, is ended and started anew', async () => {
  const server = await start(await fresh())
  const answers = async () => {
    const client = new pg.Client({ ...server.connection('beleg_owner'), connectionTimeoutMillis: 1_000 })
    client.on('error', () => {})
    const said = await client.connect().then(
      () => true,
      () => false,
    )
    await client.end().catch(() => {})
    return said
  }
  const find = async (title: string): Promise<number | null> => {
    const children = await readFile(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').catch(() => '')
    for (const pid of children.split(' ').filter(Boolean)) {
      const found = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      if (found.startsWith(`postgres: ${title}`)) return Number(pid)
    }
    return null
  }
  const before = server.pid
  let hit = false
  // Recovery of an empty database takes moments, and may be over before it is seen.
  for (let tries = 0; tries < 20 && !hit; tries += 1) {
    await expect.poll(() => find('background writer'), { timeout: 10_000, interval: 20 }).not.toBeNull()
    const writer = await find('background writer')
    if (writer !== null) process.kill(writer, 'SIGKILL')
    for (const end = performance.now() + 500; performance.now() < end && !hit;) {
      const startup = await find('startup')
      if (startup !== null) hit = process.kill(startup, 'SIGKILL')
    }
  }
  expect(hit).toBe(true)
  await expect.poll(answers, { timeout: 30_000, interval: 250 }).toBe(true)
  expect(await find('walwriter')).not.toBeNull()
  // 18 waits for ever without us; 15 gives up by itself.
  expect(server.pid).not.toBe(before)
}, 60_000)

test('a second process attaches, may use the server, and does not stop it', async () => {
  const directory = await fresh()
  const server = await start(directory)
  const second = launch(directory)
  expect(await second.ready()).toMatchObject({ attached: true, pid: server.pid })
  second.child.kill('SIGTERM')
  await new Promise((resolve) => second.child.once('close', resolve))
  expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
  const here = await start(directory)
  expect(here.attached).toBe(true)
  await here.stop()
  expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('two processes that start at once on an empty directory share one server', async () => {
  const directory = join(base, 'both')
  const both = [launch(directory), launch(directory)]
  const answers = await Promise.all(both.map((one) => one.ready()))
  expect(answers.map((answer) => answer.ready)).toEqual([true, true])
  expect(new Set(answers.map((answer) => answer.pid)).size).toBe(1)
  expect(answers.filter((answer) => answer.attached)).toHaveLength(1)
  expect((await readdir(directory)).filter((name) => name.includes('.new-'))).toEqual([])
})

test('a start while the old server still shuts down waits for it', async () => {
  const directory = await fresh()
  const first = await start(directory)
  const [, second] = await Promise.all([first.stop(), start(directory)])
  await expect.poll(() => query(second, 'select 1 as one').catch(() => 'gone')).not.toBe('gone')
})

test('a killed initialisation leaves nothing that is taken for a database', async () => {
  const directory = join(base, 'half')
  const { child } = launch(directory)
  await expect
    .poll(async () => (await readdir(directory).catch(() => [])).some((name) => name.includes('.new-')), {
      timeout: 20_000,
      interval: 1,
    })
    .toBe(true)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('close', resolve))
  expect(await readdir(directory)).not.toContain(`postgres-${major}`)
  const server = await start(directory)
  expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
  expect((await readdir(directory)).filter((name) => name.includes('.new-'))).toEqual([])
})

test('a stale process id, even one that now belongs to another program, does not keep the server from starting', async () => {
  const directory = await fresh()
  const file = join(directory, `postgres-${major}`, 'postmaster.pid')
  for (const pid of [999_999_999, process.pid]) {
    await rm(file, { force: true })
    await writeFile(file, `${pid}\n${directory}\n0\n5432\n${directory}/run\n\n   12345    0\nready\n`, { mode: 0o600 })
    const { uid, gid } = await stat(dirname(file))
    await chown(file, uid, gid)
    const old = new Date('2026-01-01T00:00:00Z')
    await utimes(file, old, old)
    const server = await start(directory)
    expect(server.attached).toBe(false)
    await server.stop()
  }
})

test('a data directory whose socket path would be too long gets a short one elsewhere', async () => {
  const directory = join(base, 'long'.repeat(25))
  await rename(await fresh(), directory)
  const server = await start(directory)
  expect(Buffer.byteLength(join(server.socketDirectory, '.s.PGSQL.5432'))).toBeLessThanOrEqual(107)
  expect(server.socketDirectory.startsWith(directory)).toBe(false)
  expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
  expect((await start(directory)).attached).toBe(true)
})

test('a damaged directory, one of another major version, and one without a database say what they are', async () => {
  const damaged = await fresh()
  await rm(join(damaged, `postgres-${major}`, 'PG_VERSION'))
  await expect(start(damaged)).rejects.toMatchObject({ code: 'database.corrupted' })

  const torn = await fresh()
  await writeFile(join(torn, `postgres-${major}`, 'global', 'pg_control'), Buffer.alloc(8192))
  await expect(start(torn)).rejects.toMatchObject({ code: expect.stringMatching(/corrupted|other_major/) as string })

  const older = await fresh()
  await writeFile(join(older, `postgres-${major}`, 'PG_VERSION'), '14\n')
  await expect(start(older)).rejects.toMatchObject({
    code: 'database.other_major',
    params: { found: '14', wanted: major },
  })

  const beside = join(base, 'beside')
  await mkdir(join(beside, 'postgres-16'), { recursive: true })
  await expect(start(beside)).rejects.toMatchObject({ code: 'database.other_major', params: { found: '16' } })
  expect(await readdir(beside)).toEqual(['postgres-16'])
})

test('only the user who runs Beleg may connect, only over the socket, only as our roles', async () => {
  const server = await start(await fresh())
  const as = async (user: string) => {
    const client = new pg.Client({ ...server.connection('beleg_owner'), user })
    client.on('error', () => {})
    return client.connect().then(
      () => client.end().then(() => 'in'),
      (error: { code?: string }) => error.code,
    )
  }
  expect(await as('beleg_owner')).toBe('in')
  expect(await as('postgres')).toBe('28000')
  expect(await query(server, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
  expect(await query(server, 'show unix_socket_permissions')).toEqual([{ unix_socket_permissions: '0700' }])
  const ident = await readFile(join(base, `d${directories}`, `postgres-${major}`, 'pg_ident.conf'), 'utf8')
  expect(ident.trim().split('\n')).toHaveLength(3)
})

test.runIf(process.getuid?.() === 0)(
  'as root the server runs as another user, who must be able to reach its files',
  async () => {
    const server = await start(await fresh())
    const status = await readFile(`/proc/${server.pid}/status`, 'utf8')
    expect(status).not.toMatch(/^Uid:\s+0\s/m)
    const closed = join(base, 'closed')
    await mkdir(closed, { mode: 0o700 })
    await expect(start(join(closed, 'data'))).rejects.toMatchObject({
      code: 'database.no_access',
      params: { path: closed },
    })
  },
)

test.runIf(process.getuid?.() === 0)('a full disk says that it is full', async () => {
  const small = join(base, 'small')
  await mkdir(small)
  const mounted = await new Promise<number | null>((resolve) =>
    spawn('mount', ['-t', 'tmpfs', '-o', 'size=75m,mode=0711', 'tmpfs', small]).on('close', resolve),
  )
  // A container may forbid it.
  if (mounted !== 0) return
  try {
    await expect(start(small)).rejects.toMatchObject({ status: 507, code: 'database.disk_full' })
    expect(await readdir(small)).not.toContain(`postgres-${major}`)
  } finally {
    await new Promise((resolve) => spawn('umount', ['-l', small]).on('close', resolve))
  }
})

test('the programs work without the install script of their package', async () => {
  const server = await start(await fresh())
  // Loads libicui18n, one of the links that npm does not carry.
  expect(await query(server, `select 'Äpfel' < 'Zebra' collate "de-x-icu" as sorted`)).toEqual([{ sorted: true }])
})
