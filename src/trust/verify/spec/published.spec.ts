/** Bundles of a ledger whose heads were published: what they say about the time before, by the word of a witness. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleMembers, type BundleScope } from '#core/ledger/bundle.ts'
import { parseWitnessKey } from '#core/ledger/cosignature.ts'
import { insertTimestamp, readLastPublication } from '#core/ledger/publication.ts'
import { createPublisher } from '#core/ledger/publish.ts'
import { startWitness, type ForeignWitness } from '#core/ledger/spec/peer.ts'
import { createLedgerWorld, type LedgerWorld } from '#core/ledger/spec/world.ts'
import { writeZip } from '#core/ledger/zip.ts'
import { openBlobs, type Blobs } from '#platform/blob/blob.ts'
import { createPersonKeys } from '#test/person-keys.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyBundle, type VerificationReport, type VerifyOptions } from '../verify.ts'

let world: LedgerWorld
let witness: ForeignWitness
let directory: string
let blobs: Blobs
let [tenant, other] = ['', '']
const personKeys = createPersonKeys()

beforeAll(async () => {
  world = await createLedgerWorld(2)
  ;[tenant = '', other = ''] = world.companies
  directory = await mkdtemp(join(tmpdir(), 'beleg-published-'))
  blobs = await openBlobs(join(directory, 'files'))
  witness = await startWitness(
    'witness.example/one',
    async () => (await world.keys())[0]?.publicKey ?? Buffer.alloc(32),
  )
})
afterAll(async () => {
  await witness?.close()
  await world?.close()
  await rm(directory, { recursive: true, force: true })
})

async function grow(of: string, heads: number): Promise<void> {
  for (let i = 0; i < heads; i += 1) {
    await world.writeEntries(of, 2)
    await world.sequence()
  }
}
const publish = async (witnessed: boolean) => {
  const witnesses = witnessed ? [{ url: witness.url, key: parseWitnessKey(witness.vkey) }] : []
  const outlets = { witnesses, timestampUrls: [], everyMs: 3_600_000 }
  expect((await createPublisher(outlets).publish(world.services, { now: true })).failures).toEqual(new Map())
}
let files = 0
async function verify(
  scope: Partial<BundleScope> = {},
  options: VerifyOptions = { witnesses: [witness.vkey] },
): Promise<VerificationReport> {
  const path = join(directory, `${(files += 1)}.zip`)
  const chunks: Buffer[] = []
  const sources = { ...world.services, blobs, personKeys }
  for await (const chunk of writeZip(bundleMembers(sources, { tenantId: tenant, ...scope }))) chunks.push(chunk)
  await writeFile(path, Buffer.concat(chunks))
  return verifyBundle(path, options)
}

test('before anything is published a bundle brings no anchor, and whoever demands a witness is told', async () => {
  await grow(tenant, 3)
  expect(await verify({}, {})).toMatchObject({ ok: true, anchor: null })
  expect((await verify()).findings.map((one) => one.code)).toEqual(['cosignature.missing'])
})

test('what a witness cosigned covers the entries before it, and not those since', async () => {
  await grow(other, 2)
  await publish(true)
  await grow(tenant, 2)
  const report = await verify()
  expect(report.findings).toEqual([])
  expect(report).toMatchObject({
    size: 10,
    anchor: { size: 6, instanceSize: 5, cosignatures: [{ witness: witness.name, at: expect.any(String) as string }] },
  })
})

test('the first publication that covers a head stands for it; a later one for later heads', async () => {
  await publish(true)
  await grow(other, 3)
  await publish(true)
  expect((await verify()).anchor).toMatchObject({ size: 10, instanceSize: 7 })
  // One that nobody signed says less than one that somebody did.
  await grow(tenant, 1)
  await publish(false)
  expect((await verify()).anchor).toMatchObject({ size: 10, instanceSize: 7 })
})

test('bundles of a period and of an object bring it too', async () => {
  const { rows } = await world.db.owner.query(
    'select recorded_at from ledger_pending where tenant_id = $1 and leaf_index = 7',
    [tenant],
  )
  const until = new Date((rows[0].recorded_at as Date).getTime() + 1)
  // The head of a period that ended is smaller: what covers it is an earlier one.
  const ended = await verify({ until })
  expect(ended.findings).toEqual([])
  expect(ended.anchor?.size).toBe(ended.size)
  expect(await verify({ object: { kind: 'thing', id: '0' } })).toMatchObject({ ok: true, anchor: { size: 10 } })
})

test('a kept timestamp goes along as it is, and one over another head is found', async () => {
  await publish(true)
  const token = await readFile(join(import.meta.dirname, 'fixture', 'ec.tst'))
  await world.services.database.withPlatform('spec', async (tx) => {
    const size = (await readLastPublication(tx))?.size ?? 0
    await insertTimestamp(tx, { size, authority: 'https://example.org', token, at: world.services.clock.now() })
  })
  const report = await verify()
  expect(report.findings).toEqual([
    expect.objectContaining({
      code: 'timestamp.wrong',
      detail: 'a timestamp is over something else than the published head',
    }),
  ])
})
