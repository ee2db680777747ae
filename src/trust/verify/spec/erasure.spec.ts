/** What a verifier says of content that is gone: counted when an entry tells of it, found when none does. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleMembers, type BundleScope } from '#core/ledger/bundle.ts'
import { record, type LedgerEntry } from '#core/ledger/record.ts'
import { createLedgerWorld, type LedgerWorld } from '#core/ledger/spec/world.ts'
import { writeZip } from '#core/ledger/zip.ts'
import { openBlobs, type Blobs } from '#platform/blob/blob.ts'
import { newId } from '#platform/database/id.ts'
import { createPersonKeys } from '#test/person-keys.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyBundle, type VerificationReport } from '../verify.ts'

let world: LedgerWorld
let directory: string
let blobs: Blobs
let tenant: string
const personKeys = createPersonKeys()

beforeAll(async () => {
  world = await createLedgerWorld(3)
  directory = await mkdtemp(join(tmpdir(), 'beleg-erasure-'))
  blobs = await openBlobs(join(directory, 'files'))
})
afterAll(async () => {
  await world.close()
  await rm(directory, { recursive: true, force: true })
})

async function write(entry: LedgerEntry, actorId = newId(world.services.clock)): Promise<string> {
  const id = await world.services.database.withTenant(tenant, (tx) =>
    record(
      {
        tx,
        actor: {
          kind: 'account',
          tenantId: tenant,
          personId: actorId,
          accountId: actorId,
          sessionId: actorId,
          roles: [],
          permissions: new Set(),
          stepUpAt: null,
          locale: 'en',
        },
        origin: { requestId: 'spec', address: '192.0.2.7', userAgent: 'a browser' },
        services: { clock: world.services.clock, personKeys },
      },
      entry,
    ),
  )
  await world.sequence()
  return id
}
const about = (personId: string): LedgerEntry => ({
  action: 'account.invited',
  object: { kind: 'account', id: personId },
  about: { personId, after: { email: 'erika@example.org' } },
  reason: 'new colleague',
})

let files = 0
async function verify(scope: Partial<BundleScope> = {}): Promise<VerificationReport> {
  const path = join(directory, `${(files += 1)}.zip`)
  const sources = { ...world.services, blobs, personKeys }
  const chunks: Buffer[] = []
  for await (const chunk of writeZip(
    bundleMembers(sources, { platformTenantId: world.platform, tenantId: tenant, ...scope }),
  ))
    chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  await writeFile(path, bytes)
  return verifyBundle(path)
}

test('entries with parts of one and of two people verify, and after an erasure they still do', async () => {
  tenant = world.companies[0] ?? ''
  const [erika, actor] = [newId(world.services.clock), newId(world.services.clock)]
  await write(about(erika), actor)
  await write({ action: 'spec.written', object: { kind: 'thing', id: '1' } }, actor)
  // About oneself: one part.
  await write(about(erika), erika)
  expect(await verify()).toMatchObject({
    ok: true,
    entries: 3,
    erasures: { payloads: 0, entriesWithErasedParts: 0, persons: 0, unexplained: 0 },
  })
  await personKeys.destroy(tenant, erika)
  const unexplained = await verify()
  expect(unexplained.findings).toEqual([expect.objectContaining({ code: 'erasure.unexplained', index: 0 })])
  expect(unexplained.erasures).toEqual({ payloads: 0, entriesWithErasedParts: 2, persons: 1, unexplained: 2 })
  await write({ action: 'person.erased', object: { kind: 'person', id: erika } }, actor)
  // Whoever was erased is recorded without words from then on.
  await write(about(erika), actor)
  expect(await verify()).toMatchObject({
    ok: true,
    entries: 5,
    findings: [],
    erasures: { payloads: 0, entriesWithErasedParts: 3, persons: 1, unexplained: 0 },
  })
  expect(await readText()).not.toContain('erika@example.org')
})

test('an erasure that lies behind a period is counted there, not found', async () => {
  const { rows } = await world.db.owner.query(
    'select recorded_at from ledger_pending where tenant_id = $1 and leaf_index = 2',
    [tenant],
  )
  const report = await verify({ until: new Date((rows[0].recorded_at as Date).getTime() + 1) })
  expect(report).toMatchObject({ ok: true, erasures: { entriesWithErasedParts: 2, unexplained: 2 } })
})

test('a key that was lost is found like an erasure that nobody recorded', async () => {
  tenant = world.companies[1] ?? ''
  const person = newId(world.services.clock)
  await write(about(person))
  await world.db.owner.query('alter table ledger_pending disable trigger user')
  await world.db.owner.query(
    `update ledger_pending set about_sealed = overlay(about_sealed placing '\\x00ff'::bytea from 20) where tenant_id = $1`,
    [tenant],
  )
  await world.db.owner.query('alter table ledger_pending enable trigger user')
  expect((await verify()).findings).toEqual([expect.objectContaining({ code: 'erasure.unexplained', index: 0 })])
})

test('payloads whose time is over are explained by the entry that says up to when', async () => {
  tenant = world.companies[2] ?? ''
  const ids = [await write(about(newId(world.services.clock))), await write(about(newId(world.services.clock)))]
  await write({ action: 'spec.written', object: { kind: 'thing', id: '1' } })
  await world.db.owner.query('alter table ledger_pending disable trigger user')
  await world.db.owner.query(
    `update ledger_pending set commitment = sha256(salt || convert_to(payload, 'UTF8')), payload = null, salt = null, person_sealed = null, about_sealed = null
     where tenant_id = $1 and id = any($2)`,
    [tenant, ids],
  )
  await world.db.owner.query('alter table ledger_pending enable trigger user')
  expect((await verify()).findings).toEqual([expect.objectContaining({ code: 'erasure.unexplained', index: 0 })])
  const { rows } = await world.db.owner.query(
    'select recorded_at from ledger_pending where tenant_id = $1 order by leaf_index',
    [tenant],
  )
  const at = (place: number) => (rows[place].recorded_at as Date).getTime()
  const expire = (before: number) =>
    write({
      action: 'ledger.expired',
      object: { kind: 'ledger', id: tenant },
      after: { before: new Date(before).toISOString() },
    })
  // Payloads recorded earlier may be missing, that of this very instant not.
  await expire(at(1))
  expect((await verify()).erasures).toMatchObject({ payloads: 2, unexplained: at(0) < at(1) ? 3 : 6 })
  await expire(at(1) + 1)
  expect(await verify()).toMatchObject({ ok: true, erasures: { payloads: 2, persons: 4, unexplained: 0 } })
})

/** Everything that a bundle says, as text. */
async function readText(): Promise<string> {
  let text = ''
  const sources = { ...world.services, blobs, personKeys }
  for await (const member of bundleMembers(sources, { platformTenantId: world.platform, tenantId: tenant }))
    if ('bytes' in member) text += member.bytes.toString('utf8')
  return text
}
