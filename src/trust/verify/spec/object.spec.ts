/** Bundles of one object: a few entries of a long log, each with the proof of its place. */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleMembers, type BundleScope } from '#core/ledger/bundle.ts'
import { record } from '#core/ledger/record.ts'
import { createLedgerWorld, type LedgerWorld } from '#core/ledger/spec/world.ts'
import { writeZip, type LargeZipMember, type ZipMember } from '#core/ledger/zip.ts'
import { openBlobs, type Blobs } from '#platform/blob/blob.ts'
import { createPersonKeys } from '#test/person-keys.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BundleError, verifyBundle, type VerificationReport, type VerifyOptions } from '../verify.ts'

let world: LedgerWorld
let directory: string
let blobs: Blobs
let tenant: string
let keptHead: string
const personKeys = createPersonKeys()
const object = { kind: 'thing', id: 'needle' }
const needles = [3, 255, 256, 700, 1310]

beforeAll(async () => {
  world = await createLedgerWorld(2)
  directory = await mkdtemp(join(tmpdir(), 'beleg-object-'))
  blobs = await openBlobs(join(directory, 'files'))
  tenant = world.companies[0] ?? ''
  const write = (from: number, to: number) =>
    world.services.database.withTenant(tenant, async (tx) => {
      for (let place = from; place < to; place += 1)
        await record(
          {
            tx,
            actor: { kind: 'system', tenantId: tenant, name: 'spec', locale: 'en' },
            origin: { requestId: 'spec', address: null, userAgent: null },
            services: { clock: world.services.clock, personKeys },
          },
          { action: 'spec.written', object: needles.includes(place) ? object : { kind: 'thing', id: `${place}` } },
        )
    })
  await write(0, 40)
  await world.sequence()
  keptHead = (await world.db.owner.query('select note from ledger_checkpoints where tenant_id = $1', [tenant])).rows[0]
    .note as string
  await write(40, 1_311)
  await world.sequence()
  await world.writeEntries(world.companies[1] ?? '', 3)
  await world.sequence()
})
afterAll(async () => {
  await world.close()
  await rm(directory, { recursive: true, force: true })
})

async function members(scope: Partial<BundleScope> = {}): Promise<(ZipMember | LargeZipMember)[]> {
  return listOf(
    bundleMembers(
      { ...world.services, blobs, personKeys },
      { platformTenantId: world.platform, tenantId: tenant, object, ...scope },
    ),
  )
}
async function listOf<T>(source: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const one of source) list.push(one)
  return list
}
let files = 0
async function pack(list: readonly (ZipMember | LargeZipMember)[]): Promise<string> {
  const path = join(directory, `${(files += 1)}.zip`)
  const source = async function* () {
    yield* list
  }
  await writeFile(path, Buffer.concat(await listOf(writeZip(source()))))
  return path
}
async function verify(scope: Partial<BundleScope> = {}, options: VerifyOptions = {}): Promise<VerificationReport> {
  return verifyBundle(await pack(await members(scope)), options)
}
const edit = async (change: (line: Record<string, unknown>, i: number) => Record<string, unknown> | null) =>
  verifyBundle(
    await pack(
      (await members()).map((member) =>
        'bytes' in member && member.name.startsWith('entries/')
          ? {
              ...member,
              bytes: Buffer.from(
                member.bytes
                  .toString()
                  .trimEnd()
                  .split('\n')
                  .flatMap((line, i) => change(JSON.parse(line) as Record<string, unknown>, i) ?? [])
                  .map((line) => `${JSON.stringify(line)}\n`)
                  .join(''),
              ),
            }
          : member,
      ),
    ),
  )
const first = (report: VerificationReport) =>
  report.findings[0] && { code: report.findings[0].code, index: report.findings[0].index }

test('every entry about the object is there, at its place, and nothing else', async () => {
  const report = await verify()
  expect(report).toMatchObject({ ok: true, object, entries: 5, start: 3, end: 1_311, size: 1_311, findings: [] })
  const path = await pack(await members())
  expect((await stat(path)).size).toBeLessThan(8_000)
})

test('a period narrows it', async () => {
  const { rows } = await world.db.owner.query(
    'select recorded_at from ledger_pending where tenant_id = $1 and leaf_index in (41, 1000) order by leaf_index',
    [tenant],
  )
  const report = await verify({ from: rows[0].recorded_at as Date, until: rows[1].recorded_at as Date })
  expect(report.ok).toBe(true)
  expect(report.entries).toBeLessThan(5)
})

test('an object that nobody wrote about gives an empty bundle that holds', async () => {
  expect(await verify({ object: { kind: 'thing', id: 'nothing' } })).toMatchObject({ ok: true, entries: 0 })
})

describe('a head that somebody kept', () => {
  test('is continued when the bundle was asked to prove that', async () => {
    expect(await verify({ since: 40 }, { since: keptHead })).toMatchObject({
      ok: true,
      since: { size: 40, consistent: true },
    })
    // A period's bundle that begins after it proves it in the same way.
    const { rows } = await world.db.owner.query(
      'select max(recorded_at) as at from ledger_pending where tenant_id = $1',
      [tenant],
    )
    const late = { object: undefined, from: new Date((rows[0].at as Date).getTime() + 1) }
    expect(await verify({ ...late, since: 40 }, { since: keptHead })).toMatchObject({ ok: true, entries: 0 })
    await expect(verify(late, { since: keptHead })).rejects.toMatchObject({ fault: 'head.before_bundle' })
  })
  test('cannot be judged when it was not', async () => {
    await expect(verify({}, { since: keptHead })).rejects.toThrow(BundleError)
    await expect(verify({ since: 41 }, { since: keptHead })).rejects.toMatchObject({ fault: 'head.not_in_bundle' })
  })
  test('of another tree is a fork', async () => {
    const { signCheckpoint } = await import('#core/ledger/checkpoint.ts')
    const { openSigner } = await import('#core/ledger/note.ts')
    const { originOf } = await import('#core/ledger/signing-key.ts')
    const origin = originOf(world.platform, tenant)
    const signers = (await world.keys()).map((key) => openSigner(origin, key.seed))
    const other = signCheckpoint({ origin, size: 40, root: Buffer.alloc(32, 9) }, signers)
    const report = await verify({ since: 40 }, { since: other })
    expect(report.since).toEqual({ size: 40, consistent: false })
    expect(report.findings.map((one) => one.code)).toEqual(['head.forked'])
  })
})

describe('what was done to it on its way is named', () => {
  test.each<[string, string, number | null, Parameters<typeof edit>[0]]>([
    [
      'an entry altered',
      'entry.altered',
      256,
      (line, i) => (i === 2 ? { ...line, payload: String(line.payload).replace('spec', 'spek') } : line),
    ],
    ['an entry moved', 'entry.altered', 257, (line, i) => (i === 2 ? { ...line, index: 257 } : line)],
    ['an entry cut out', 'entry.deleted', null, (line, i) => (i === 2 ? null : line)],
    ['a proof shortened', 'entry.altered', 3, (line) => ({ ...line, proof: (line.proof as string[]).slice(1) })],
    ['a proof missing', 'entry.unreadable', 3, ({ proof: _, ...line }) => line],
  ])('%s', async (_what, code, index, change) => {
    expect(first(await edit(change))).toEqual({ code, index })
  })
  test('an entry twice, and one about another object', async () => {
    let seen: Record<string, unknown> | null = null
    expect(first(await edit((line, i) => (i === 0 ? (seen = line) : i === 1 ? seen : line)))).toEqual({
      code: 'entry.reordered',
      index: 3,
    })
    const list = await members()
    const other = (await members({ object: { kind: 'thing', id: '5' } })).filter(({ name }) =>
      name.startsWith('entries/'),
    )
    const mixed = [...list.filter(({ name }) => !name.startsWith('entries/')), ...other]
    expect(first(verifyBundle(await pack(mixed)))).toEqual({ code: 'entry.other_object', index: 5 })
  })
  test('members that belong to bundles of a period', async () => {
    const tile = { name: 'tile/0/000', bytes: Buffer.alloc(8192) }
    const path = await pack([...(await members()), tile])
    expect(() => verifyBundle(path)).toThrow(expect.objectContaining({ fault: 'bundle.malformed' }) as Error)
  })
})
