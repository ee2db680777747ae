/**
 * Bundles of a real ledger, broken behind the application's back as the owner of the database can, or on their way as
 * anybody can: what the verifier says, and with which exit code.
 */
import { createPersonKeys } from '#test/person-keys.ts'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bundleMembers, type BundleScope } from '#core/ledger/bundle.ts'
import { signCheckpoint } from '#core/ledger/checkpoint.ts'
import { generateSeed, openSigner } from '#core/ledger/note.ts'
import { createLedgerWorld, type LedgerWorld } from '#core/ledger/spec/world.ts'
import { originOf } from '#core/ledger/signing-key.ts'
import { writeZip, type ZipMember } from '#core/ledger/zip.ts'
import { openBlobs, type Blobs } from '#platform/blob/blob.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BundleError, verifyBundle, type BundleFault, type VerificationReport, type VerifyOptions } from '../verify.ts'

const run = promisify(execFile)
let world: LedgerWorld
let directory: string
let blobs: Blobs
let tenant: string
let keptHead: string
const personKeys = createPersonKeys()

beforeAll(async () => {
  world = await createLedgerWorld(2)
  directory = await mkdtemp(join(tmpdir(), 'beleg-verify-'))
  blobs = await openBlobs(join(directory, 'files'))
  tenant = world.companies[0] ?? ''
  await world.writeEntries(tenant, 40)
  await world.sequence()
  keptHead = await headNote()
  for (const count of [260, 30, 20]) {
    await world.writeEntries(tenant, count)
    await world.writeEntries(world.companies[1] ?? '', 2)
    await world.sequence()
  }
})
afterAll(async () => {
  await world.close()
  await rm(directory, { recursive: true, force: true })
})

const headNote = async (of = tenant): Promise<string> =>
  (
    await world.db.owner.query('select note from ledger_checkpoints where tenant_id = $1 order by size desc limit 1', [
      of,
    ])
  ).rows[0].note as string

let files = 0
async function members(scope: Partial<BundleScope> = {}): Promise<ZipMember[]> {
  const list: ZipMember[] = []
  const sources = { ...world.services, blobs, personKeys }
  for await (const member of bundleMembers(sources, { platformTenantId: world.platform, tenantId: tenant, ...scope }))
    if ('bytes' in member) list.push(member)
  return list
}
async function pack(list: readonly ZipMember[]): Promise<string> {
  const path = join(directory, `bundle-${(files += 1)}.zip`)
  const chunks: Buffer[] = []
  const source = async function* () {
    yield* list
  }
  for await (const chunk of writeZip(source())) chunks.push(chunk)
  await writeFile(path, Buffer.concat(chunks))
  return path
}
async function verify(scope: Partial<BundleScope> = {}, options: VerifyOptions = {}): Promise<VerificationReport> {
  return verifyBundle(await pack(await members(scope)), options)
}
const first = (report: VerificationReport) =>
  report.findings[0] && { code: report.findings[0].code, index: report.findings[0].index }

/** Breaks the ledger as its owner, looks, and mends it again. */
async function withBroken(sql: string, look: () => Promise<void>): Promise<void> {
  const { owner } = world.db
  const tables = ['ledger_pending', 'ledger_tiles', 'ledger_checkpoints']
  for (const table of tables) {
    await owner.query(`drop table if exists copy_${table}`)
    await owner.query(`create temporary table copy_${table} as select * from ${table} where tenant_id = '${tenant}'`)
    await owner.query(`alter table ${table} disable trigger user`)
  }
  try {
    const answers = [await owner.query(sql.replaceAll(':tenant', `'${tenant}'`))].flat()
    expect(answers.every((answer) => (answer.rowCount ?? 0) > 0)).toBe(true)
    await look()
  } finally {
    for (const table of tables) {
      await owner.query(`delete from ${table} where tenant_id = $1`, [tenant])
      await owner.query(`insert into ${table} select * from copy_${table}`)
      await owner.query(`alter table ${table} enable trigger user`)
    }
  }
}

describe('an honest bundle', () => {
  test('holds: entries, heads, instance tree, and a head that somebody kept', async () => {
    const report = await verify({}, { since: keptHead })
    expect(report).toMatchObject({
      ok: true,
      size: 350,
      entries: 350,
      start: 0,
      end: 350,
      heads: 4,
      findings: [],
    })
    expect(report.since).toEqual({ size: 40, consistent: true })
    // As a mail program may have saved it.
    for (const saved of [keptHead.replaceAll('\n', '\r\n'), keptHead.trimEnd(), `${keptHead}\n\n`])
      expect((await verify({}, { since: saved })).since).toEqual({ size: 40, consistent: true })
    expect(report.instance?.origin).toBe(originOf(world.platform))
    expect(report.keysFrom).toBe('bundle')
  })

  test('of a period holds too, from the middle of a tile', async () => {
    const { rows } = await world.db.owner.query(
      'select recorded_at from ledger_pending where tenant_id = $1 and leaf_index in (280, 320) order by leaf_index',
      [tenant],
    )
    const report = await verify({ from: rows[0].recorded_at as Date, until: rows[1].recorded_at as Date })
    expect(report.findings).toEqual([])
    expect(report.ok).toBe(true)
    expect(report.start).toBeGreaterThan(256)
    expect(report.entries).toBe(report.end - report.start)
  })

  test('holds under keys that the reader names, and under no others', async () => {
    const [key] = await world.keys()
    const report = await verify({}, { keys: [key?.publicKey.toString('base64') ?? ''] })
    expect(report).toMatchObject({ ok: true, keysFrom: 'caller' })
    const stranger = generateSeed().publicKey.toString('base64')
    expect(await faultOf(() => verify({}, { keys: [stranger] }))).toBe('key.unknown')
  })

  test('is judged by the one file alone, without anything of ours beside it', async () => {
    const alone = join(directory, 'verify.ts')
    await writeFile(alone, await readFile(join(import.meta.dirname, '../verify.ts')))
    await writeFile(join(directory, 'head'), keptHead)
    const path = await pack(await members())
    const { stdout } = await run(process.execPath, [alone, path, '--since', join(directory, 'head'), '--json'], {
      cwd: directory,
    })
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, entries: 350 })
    const failed = await run(process.execPath, [alone, join(directory, 'nowhere.zip')], { cwd: directory }).catch(
      (error: { code: number; stdout: string }) => error,
    )
    expect(failed).toMatchObject({ code: 2, stdout: expect.stringContaining('bundle.unreadable') as string })
  })
})

describe('what the owner of the database does to the rows is named', () => {
  const at = (index: number) => `tenant_id = :tenant and leaf_index = ${index}`
  test.each([
    [
      'a payload changed',
      `update ledger_pending set payload = replace(payload, 'spec', 'spek') where ${at(7)}`,
      'entry.altered',
      7,
    ],
    [
      'a payload changed at the edge of the tree',
      `update ledger_pending set payload = replace(payload, 'spec', 'spek') where ${at(333)}`,
      'entry.altered',
      333,
    ],
    [
      'a payload and its leaf changed',
      `update ledger_pending set payload = '{}', leaf_hash = sha256('x') where ${at(12)}`,
      'entry.altered',
      12,
    ],
    [
      'the time changed',
      `update ledger_pending set recorded_at = recorded_at - interval '1 day' where ${at(40)}`,
      'entry.altered',
      40,
    ],
    ['a row deleted', `delete from ledger_pending where ${at(100)}`, 'entry.deleted', 100],
    ['a row deleted at the edge', `delete from ledger_pending where ${at(340)}`, 'entry.deleted', 340],
    [
      'the tail cut off',
      `delete from ledger_pending where tenant_id = :tenant and leaf_index >= 345`,
      'entry.deleted',
      345,
    ],
    ['two rows swapped', swap(20, 30), 'entry.reordered', 20],
    ['two rows swapped at the edge', swap(331, 335), 'entry.reordered', 331],
    [
      'a tile flipped',
      `update ledger_tiles set hashes = overlay(hashes placing '\\x00'::bytea from 33) where tenant_id = :tenant and level = 0 and tile_index = 0`,
      'tile.altered',
      1,
    ],
  ])('%s', async (_what, sql, code, index) => {
    await withBroken(sql, async () => {
      const report = await verify()
      expect(report.ok).toBe(false)
      expect(first(report)).toEqual({ code, index })
    })
    expect((await verify()).ok).toBe(true)
  })

  test('a row deleted and the rest renumbered', async () => {
    await withBroken(`delete from ledger_pending where ${at(50)}`, async () => {
      await world.db.owner.query('drop index ledger_pending_place')
      await world.db.owner.query(
        `update ledger_pending set leaf_index = leaf_index - 1 where tenant_id = '${tenant}' and leaf_index > 50`,
      )
      expect(first(await verify())).toEqual({ code: 'entry.deleted', index: 50 })
      await world.db.owner.query(
        `update ledger_pending set leaf_index = leaf_index + 1 where tenant_id = '${tenant}' and leaf_index >= 50`,
      )
      await world.db.owner.query(
        'create unique index ledger_pending_place on ledger_pending (tenant_id, leaf_index) where leaf_index is not null',
      )
    })
    expect((await verify()).ok).toBe(true)
  })

  test('entry and leaf changed where no tile remembers: the range between two heads is named', async () => {
    await withBroken(
      `update ledger_pending set payload = '{}', salt = '', leaf_hash = sha256('x') where ${at(340)}`,
      async () => {
        // The leaf now commits to what the row says: only the signed root does not.
        const leaf = await world.db.owner.query(
          'select id, recorded_at from ledger_pending where tenant_id = $1 and leaf_index = 340',
          [tenant],
        )
        const { commitTo, leafHash } = await import('#core/ledger/entry.ts')
        const hash = leafHash({
          id: leaf.rows[0].id as string,
          tenantId: tenant,
          recordedAt: leaf.rows[0].recorded_at as Date,
          commitment: commitTo(Buffer.alloc(0), '{}'),
          parts: [],
        })
        await world.db.owner.query(
          'update ledger_pending set leaf_hash = $1 where tenant_id = $2 and leaf_index = 340',
          [hash, tenant],
        )
        expect((await verify()).findings).toEqual([
          expect.objectContaining({ code: 'tree.wrong_root', index: 330, lastIndex: 349 }),
        ])
      },
    )
  })

  function swap(a: number, b: number): string {
    const move = (from: number, to: number) => `update ledger_pending set leaf_index = ${to} where ${at(from)};`
    return move(a, 999_999) + move(b, a) + move(999_999, b)
  }
})

describe('a head that somebody kept', () => {
  const signed = async (head: { size: number; root: Buffer }, of = tenant) => {
    const origin = originOf(world.platform, of)
    return signCheckpoint(
      { origin, ...head },
      (await world.keys()).map((key) => openSigner(origin, key.seed)),
    )
  }
  test('of another tree of ours is a fork, between places', async () => {
    const report = await verify({}, { since: await signed({ size: 40, root: Buffer.alloc(32, 7) }) })
    expect(report.ok).toBe(false)
    expect(report.since).toEqual({ size: 40, consistent: false })
    expect(report.findings[0]).toMatchObject({ code: 'head.forked', lastIndex: 39 })
  })
  test('of a larger tree says that entries were cut off', async () => {
    const report = await verify({}, { since: await signed({ size: 1000, root: Buffer.alloc(32, 7) }) })
    expect(first(report)).toEqual({ code: 'head.beyond_checkpoint', index: 350 })
  })
  test('whose signature is not its key’s', async () => {
    const report = await verify({}, { since: keptHead.replace(/^40$/m, '41') })
    expect(report.findings.map((one) => one.code)).toContain('head.wrong_signature')
  })
  test('of another tenant, of nobody, or unreadable cannot be judged', async () => {
    expect(await faultOf(async () => verify({}, { since: await headNote(world.companies[1]) }))).toBe('head.other_log')
    const origin = originOf(world.platform, tenant)
    const foreign = signCheckpoint({ origin, size: 1, root: Buffer.alloc(32) }, [
      openSigner(origin, generateSeed().seed),
    ])
    expect(await faultOf(() => verify({}, { since: foreign }))).toBe('key.unknown')
    expect(await faultOf(() => verify({}, { since: 'hello' }))).toBe('head.malformed')
  })
})

describe('a bundle changed on its way', () => {
  const edit = (name: string | RegExp, change: (text: string) => string) => async () =>
    verifyBundle(
      await pack(
        (await members()).map((member) =>
          (typeof name === 'string' ? member.name === name : name.test(member.name))
            ? { ...member, bytes: Buffer.from(change(member.bytes.toString('latin1')), 'latin1') }
            : member,
        ),
      ),
    )
  test('names the entry', async () => {
    expect(first(await edit('entries/000000.ndjson', (text) => text.replace(/\n.*\n/, '\n'))())).toEqual({
      code: 'entry.deleted',
      index: 1,
    })
    expect(
      first(await edit('entries/000000.ndjson', (text) => text.replace('spec.written', 'spec.wrotten'))()),
    ).toEqual({ code: 'entry.altered', index: 0 })
    expect(
      first(
        await edit('entries/000000.ndjson', (text) =>
          text
            .split('\n')
            .toSpliced(3, 2, text.split('\n')[4] ?? '', text.split('\n')[3] ?? '')
            .join('\n'),
        )(),
      ),
    ).toEqual({ code: 'entry.reordered', index: 3 })
    expect(first(await edit('entries/000000.ndjson', (text) => `${text}${text.split('\n')[0]}\n`)())).toMatchObject({
      code: 'entry.inserted',
      index: 350,
    })
  })
  test('an erased payload is counted, its place still holds, and nobody says why it is gone', async () => {
    const { createHash } = await import('node:crypto')
    const report = await edit('entries/000000.ndjson', (text) =>
      text.replace(/^.*\n/, (line) => {
        const { payload, salt, ...rest } = JSON.parse(line) as { payload: string; salt: string }
        const commitment = createHash('sha256').update(Buffer.from(salt, 'base64')).update(payload).digest('base64')
        return `${JSON.stringify({ ...rest, commitment })}\n`
      }),
    )()
    expect(report.erasures).toMatchObject({ payloads: 1, unexplained: 1 })
    expect(report.findings).toEqual([expect.objectContaining({ code: 'erasure.unexplained', index: 0 })])
  })
  test('an earlier head: one that nobody signed is wrong, one that was signed is a fork', async () => {
    const unsigned = await edit('heads/000000.ndjson', (text) =>
      text.replace(/\\n300\\n(.)/, (_all, first: string) => `\\n300\\n${first === 'A' ? 'B' : 'A'}`),
    )()
    expect(first(unsigned)).toEqual({ code: 'head.wrong_signature', index: 300 })
    const origin = originOf(world.platform, tenant)
    const fork = signCheckpoint(
      { origin, size: 310, root: Buffer.alloc(32, 3) },
      (await world.keys()).map((key) => openSigner(origin, key.seed)),
    )
    const twice = signCheckpoint(
      { origin, size: 330, root: Buffer.alloc(32, 3) },
      (await world.keys()).map((key) => openSigner(origin, key.seed)),
    )
    const alone = await edit(
      'heads/000000.ndjson',
      (text) => `${text}${JSON.stringify({ note: fork }).replace('—', '\\u2014')}\n`,
    )()
    expect(alone.findings).toEqual([expect.objectContaining({ code: 'tree.wrong_root', index: 300, lastIndex: 309 })])
    const beside = await edit(
      'heads/000000.ndjson',
      (text) => `${text}${JSON.stringify({ note: twice }).replace('—', '\\u2014')}\n`,
    )()
    expect(beside.findings).toEqual([expect.objectContaining({ code: 'head.forked', lastIndex: 329 })])
  })
  test('a signature or the proof of the instance', async () => {
    const flip = (text: string) =>
      text.replace(
        / ([A-Za-z0-9+/]{20})(.)/,
        (_all, start: string, next: string) => ` ${start}${next === 'A' ? 'B' : 'A'}`,
      )
    expect((await edit('checkpoint', flip)()).findings.map((one) => one.code)).toContain('checkpoint.wrong_signature')
    expect((await edit('instance/checkpoint', flip)()).findings.map((one) => one.code)).toContain(
      'instance.wrong_signature',
    )
    expect(
      (await edit('instance/proof.json', (text) => text.replace(/"index": \d+/, '"index": 0'))()).findings.map(
        (one) => one.code,
      ),
    ).toContain('instance.not_included')
    const without = (await members()).filter((member) => !member.name.startsWith('instance/'))
    expect(verifyBundle(await pack(without)).findings.map((one) => one.code)).toEqual(['instance.missing'])
  })
})

describe('what is not a bundle cannot be judged, and says why', () => {
  const write = async (bytes: Buffer) => {
    const path = join(directory, `bad-${(files += 1)}.zip`)
    await writeFile(path, bytes)
    return path
  }
  const honest = async () => readFile(await pack(await members()))
  const fault = async (bytes: Buffer) => {
    const path = await write(bytes)
    return faultOf(async () => verifyBundle(path))
  }
  test('nothing, text, another archive, a shortened one', async () => {
    expect(await fault(Buffer.alloc(0))).toBe('bundle.not_a_zip')
    expect(await fault(Buffer.from('hello, this is no archive at all'))).toBe('bundle.not_a_zip')
    const bytes = await honest()
    for (const length of [100, Math.floor(bytes.length / 2), bytes.length - 1])
      expect(await fault(bytes.subarray(0, length))).toBe('bundle.truncated')
    expect(await faultOf(async () => verifyBundle(await pack([{ name: 'checkpoint', bytes: Buffer.from('x') }])))).toBe(
      'bundle.foreign',
    )
    expect(
      await faultOf(async () =>
        verifyBundle(await pack([{ name: 'manifest.json', bytes: Buffer.from('{"format":"other"}') }])),
      ),
    ).toBe('bundle.foreign')
  })
  test.each([
    '../../etc/passwd',
    '/etc/passwd',
    'entries/../../x',
    'tile/0/000\u001b[2J',
    'extra',
    'entries\\000000.ndjson',
  ])('a member called %j', async (name) => {
    expect(
      await faultOf(async () => verifyBundle(await pack([...(await members()), { name, bytes: Buffer.from('x') }]))),
    ).toBe('bundle.bad_name')
  })
  test('the same name twice', async () => {
    const list = await members()
    expect(await faultOf(async () => verifyBundle(await pack([...list, ...list.slice(0, 1)])))).toBe('bundle.bad_name')
  })
  test('a bomb, by what it declares and by what it does', async () => {
    const bomb = { name: 'entries/000001.ndjson', bytes: Buffer.alloc(50 * 1024 * 1024) }
    expect(await faultOf(async () => verifyBundle(await pack([...(await members()), bomb])))).toBe('bundle.bomb')
    // It says one byte and unpacks to many.
    const bytes = Buffer.from(
      await readFile(await pack([{ name: 'manifest.json', bytes: Buffer.alloc(1_000_000, 32) }])),
    )
    bytes.writeUInt32LE(1, 22)
    bytes.writeUInt32LE(1, bytes.indexOf('PK\x01\x02', 0, 'latin1') + 24)
    expect(await fault(bytes)).toBe('bundle.bomb')
  })
  test('bytes flipped anywhere are noticed', async () => {
    const bytes = await honest()
    const report = verifyBundle(await write(bytes))
    expect(report.ok).toBe(true)
    for (let i = 0; i < 60; i += 1) {
      const flipped = Buffer.from(bytes)
      const at = Math.floor((bytes.length * i) / 60)
      flipped[at] = (flipped[at] ?? 0) ^ 0x10
      const path = await write(flipped)
      const verdict = await faultOf(async () => {
        if (verifyBundle(path).ok) throw new Error(`byte ${at} does not matter`)
      })
      expect(verdict === 'none' || verdict.startsWith('bundle.') || verdict.startsWith('key.')).toBe(true)
    }
  })
  test('members that overlap, or hide between others', async () => {
    const bytes = Buffer.from(await honest())
    const central = bytes.lastIndexOf('PK\x01\x02', bytes.length, 'latin1')
    bytes.writeUInt32LE(0, central + 42)
    expect(await fault(bytes)).toBe('bundle.damaged')
  })
})

async function faultOf(work: () => Promise<unknown>): Promise<BundleFault | 'none'> {
  try {
    await work()
    return 'none'
  } catch (error) {
    if (error instanceof BundleError) return error.fault
    throw error
  }
}
