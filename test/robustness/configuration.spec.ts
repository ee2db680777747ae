/** A configuration that is wrong: every fault at once, exit code 2, and nothing was started or created. */
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createTestDatabase } from '#test/database.ts'
import { findFreePort } from '#test/instance.ts'
import { beleg } from './world.ts'
import { launch, serverPidOf } from './process.ts'

const folder = mkdtempSync(join(tmpdir(), 'beleg-config-'))
chmodSync(folder, 0o711)
let places = 0
const freshPlace = () => join(folder, `data-${++places}`)
const start = (environment: Record<string, string>, lang = 'en') =>
  beleg(['start', '--json', '--lang', lang], {
    environment: { BELEG_HTTP: '127.0.0.1:0', BELEG_HTTPS: '127.0.0.1:0', ...environment },
  })

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a wrong configuration', () => {
  it('is told with all its faults at once, and nothing is created', { timeout: 60_000 }, async () => {
    const data = freshPlace()
    const ran = await start({
      BELEG_DATA: data,
      BELEG_LOG_LEVEL: 'loud',
      BELEG_HTTP: '0.0.0.0:8080',
      BELEG_HTPS: ':1',
      BELEG_TLS_CERT: '/x.pem',
      BELEG_SMTP_URL: 'ftp://x',
    })
    expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' })
    for (const part of [
      'BELEG_LOG_LEVEL: one of',
      'BELEG_HTTP: plain HTTP is served on loopback only',
      'BELEG_HTPS is not a variable of Beleg; did you mean BELEG_HTTPS?',
      'BELEG_TLS_CERT and BELEG_TLS_KEY',
      'BELEG_SMTP_URL: write it as a URL',
      '5 faults',
    ]) {
      expect(ran.err).toContain(part)
    }
    expect(ran.err).not.toContain('.ts:')
    expect(existsSync(data)).toBe(false)
    expect(existsSync(`${data}.key`)).toBe(false)
  })

  it(
    'is told of a SIEM that is no address, speaks in clear to others, or has an authority that is none',
    { timeout: 60_000 },
    async () => {
      const none = join(folder, 'none-siem.pem')
      writeFileSync(none, 'no certificate')
      for (const [environment, reason] of [
        [{ BELEG_SIEM: 'https://siem.example' }, /BELEG_SIEM: write tls:\/\/host:port/],
        [{ BELEG_SIEM: 'tls://user@siem.example/path' }, /BELEG_SIEM: write tls:\/\/host:port/],
        [{ BELEG_SIEM: 'tcp://127.0.0.1' }, /BELEG_SIEM: write tls:\/\/host:port/],
        [{ BELEG_SIEM: 'tcp://192.0.2.1:514' }, /BELEG_SIEM: in clear .* this machine only/],
        [{ BELEG_SIEM_CA: none }, /BELEG_SIEM_CA: is needed only together with BELEG_SIEM/],
        [
          { BELEG_SIEM: 'tls://siem.example', BELEG_SIEM_CA: none },
          /BELEG_SIEM_CA: .*none-siem\.pem cannot be read as a certificate/,
        ],
      ] as [Record<string, string>, RegExp][]) {
        const data = freshPlace()
        const ran = await start({ BELEG_DATA: data, ...environment })
        expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' })
        expect(ran.err).toMatch(reason)
        expect(existsSync(data)).toBe(false)
      }
    },
  )

  it('names what is wrong with outlets of heads, without showing what was given', { timeout: 60_000 }, async () => {
    const key = 'witness.example/w+5bdf0ff8+BAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB'
    const ran = await start({
      BELEG_DATA: freshPlace(),
      // The id is not that of the key.
      BELEG_WITNESSES: `https://witness.example/w ${key}`,
      BELEG_TIMESTAMP_URLS: 'https://user:secret@tsa.example/tsr',
      BELEG_PUBLISH_MINUTES: '0',
    })
    expect(ran.code).toBe(2)
    for (const part of ['3 faults', 'BELEG_WITNESSES:', 'BELEG_TIMESTAMP_URLS:', 'BELEG_PUBLISH_MINUTES:'])
      expect(ran.err).toContain(part)
    expect(ran.err).not.toContain('secret')
  })

  it('is told in German to whoever reads German', { timeout: 60_000 }, async () => {
    const ran = await start({ BELEG_DATA: freshPlace(), BELEG_ROLE: 'boss', BELEG_HTTP: '10.0.0.1:80' }, 'de')
    expect(ran.code).toBe(2)
    expect(ran.err).toContain('Die Konfiguration hat 2 Fehler')
    expect(ran.err).toContain('BELEG_HTTP: Unverschlüsseltes HTTP')
  })

  it('is told by every command that reads it', { timeout: 60_000 }, async () => {
    const data = freshPlace()
    const statement = join(folder, 'statement.md')
    writeFileSync(statement, 'All accounts use multi-factor authentication.\n')
    for (const args of [['doctor'], ['migrate'], ['tenant', 'list'], ['sql', 'select 1'], ['prove', statement]]) {
      const ran = await beleg(args, { environment: { BELEG_DATA: data, BELEG_ROLE: 'boss' } })
      expect({ args, code: ran.code, out: ran.out }).toEqual({ args, code: 2, out: '' })
      expect(ran.err).toContain('BELEG_ROLE: one of all, server, worker')
    }
    expect(existsSync(data)).toBe(false)
  })

  it(
    'is told when the certificate is missing, is none, or has no key, and the next start works',
    { timeout: 120_000 },
    async () => {
      const data = freshPlace()
      const none = join(folder, 'none.pem')
      writeFileSync(none, 'no certificate')
      for (const [cert, key, reason] of [
        ['/nowhere/cert.pem', none, /\/nowhere\/cert\.pem (is not readable|cannot be read)/],
        [none, none, /none\.pem/],
      ] as const) {
        const ran = await start({ BELEG_DATA: data, BELEG_TLS_CERT: cert, BELEG_TLS_KEY: key })
        expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' })
        expect(ran.err).toMatch(reason)
        expect(ran.err).not.toContain('.ts:')
        expect(serverPidOf(data)).toBeNull()
      }
      const running = await launch({ BELEG_DATA: data })
      expect(await running.stop()).toBe(0)
    },
  )

  it(
    'is told when others can read the master key, or it is none, and no data is touched',
    { timeout: 60_000 },
    async () => {
      const key = join(folder, 'open.key')
      writeFileSync(key, `${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')}\n`)
      chmodSync(key, 0o644)
      const short = join(folder, 'short.key')
      writeFileSync(short, 'c2hvcnQ=\n', { mode: 0o600 })
      for (const [environment, reason] of [
        [{ BELEG_MASTER_KEY_FILE: key }, /chmod 600 .*open\.key/],
        [{ BELEG_MASTER_KEY_FILE: short }, /short\.key/],
        [{ BELEG_MASTER_KEY_FILE: join(folder, 'no.key') }, /no\.key/],
        [{ BELEG_MASTER_KEY: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }, /BELEG_MASTER_KEY/],
      ] as [Record<string, string>, RegExp][]) {
        const data = freshPlace()
        const ran = await start({ BELEG_DATA: data, ...environment })
        expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' })
        expect(ran.err).toMatch(reason)
        expect(ran.err).not.toContain('.ts:')
        expect(existsSync(join(data, 'postgres-18'))).toBe(false)
      }
    },
  )

  it('is told when the data directory is a file', { timeout: 60_000 }, async () => {
    const file = join(folder, 'file')
    writeFileSync(file, 'x')
    for (const data of [file, join(file, 'below')]) {
      const ran = await start({ BELEG_DATA: data })
      expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' })
      expect(ran.err).toContain(file)
      expect(ran.err).not.toContain('.ts:')
    }
  })
})

describe('a database that was given by URL', () => {
  it('and does not answer, is unknown, or refuses is told in a sentence', { timeout: 120_000 }, async () => {
    const port = await findFreePort()
    for (const url of [`postgres://user:geheim@127.0.0.1:${port}/db`, 'postgres://user:geheim@nowhere.invalid/db']) {
      const ran = await start({ BELEG_DATA: freshPlace(), DATABASE_URL: url }, 'de')
      expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' })
      expect(ran.err).toContain('DATABASE_URL')
      expect(ran.err).not.toContain('geheim')
      expect(ran.err).not.toContain('.ts:')
    }
  })

  it('and is newer than this program is told, and left as it is', { timeout: 60_000 }, async () => {
    const own = await createTestDatabase()
    try {
      const server = inject('testServer')
      const { host, port, user } = { ...server.roles.beleg_owner } as { host: string; port: number; user: string }
      await own.owner.query(`insert into beleg_migration.applied values (9999, 'from-tomorrow', 'hash', '2026-01-01')`)
      const count = async () =>
        (await own.owner.query(`select count(*)::int as n from beleg_migration.applied`)).rows[0]
      const before = await count()
      const url = `postgres://${user}@localhost/${own.name}?host=${encodeURIComponent(host)}&port=${port}`
      const ran = await start({ BELEG_DATA: freshPlace(), DATABASE_URL: url })
      expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' })
      expect(ran.err).toContain('9999')
      expect(ran.err).not.toContain('.ts:')
      expect(await count()).toEqual(before)
    } finally {
      await own.close()
    }
  })
})

describe('a port that is taken', () => {
  let taken: Server
  let port = 0
  beforeAll(async () => {
    taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    port = (taken.address() as { port: number }).port
  })
  afterAll(() => new Promise((resolve) => taken.close(resolve)))

  it(
    'is told with its variable, the database is stopped again, and the next start works',
    { timeout: 120_000 },
    async () => {
      const data = freshPlace()
      for (const [variable, lang, text] of [
        ['BELEG_HTTP', 'de', 'lauscht schon ein anderes Programm'],
        ['BELEG_HTTPS', 'en', 'Another program listens'],
      ] as const) {
        const ran = await start({ BELEG_DATA: data, [variable]: `127.0.0.1:${port}` }, lang)
        expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' })
        expect(ran.err).toContain(text)
        expect(ran.err).toMatch(new RegExp(`${variable}\\b(?!S)`))
        expect(ran.err).toContain(`127.0.0.1:${port}`)
        expect(ran.err).not.toContain('.ts:')
        expect(serverPidOf(data)).toBeNull()
      }
      const running = await launch({ BELEG_DATA: data })
      const migrated = await beleg(['migrate', '--json'], { environment: { BELEG_DATA: data } })
      expect(migrated).toMatchObject({ code: 0, out: expect.stringMatching(/^\{"version":\d+\}\n$/) })
      expect(await running.stop()).toBe(0)
      expect(serverPidOf(data)).toBeNull()
    },
  )

  it('that this machine does not have is told with its variable', { timeout: 60_000 }, async () => {
    const data = freshPlace()
    const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
    const ran = await start({
      BELEG_DATA: data,
      BELEG_HTTPS: '192.0.2.1:8443',
      BELEG_MASTER_KEY: key,
      BELEG_PUBLIC_URL: 'https://beleg.example',
    })
    expect({ code: ran.code, out: ran.out }).toEqual({ code: 2, out: '' })
    expect(ran.err).toContain('This machine does not have the address 192.0.2.1:8443')
    expect(ran.err).toContain('BELEG_HTTPS')
    expect(serverPidOf(data)).toBeNull()
  })
})
