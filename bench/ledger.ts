/**
 * What the ledger costs: an audited insert against the same insert without its entry, both through the same door with
 * fsync on and the sequencer at work, at one caller and at 32; how fast places are given; and how fast a bundle is
 * written and verified. The goals at 32 callers are those of a writer that commits many requests at once: ours commits
 * each request by itself, so the number says how far away it is.
 */
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Services } from '#core/context.ts'
import { bundleMembers } from '#core/ledger/bundle.ts'
import { openPersonKeys } from '#core/ledger/person-key.ts'
import { record } from '#core/ledger/record.ts'
import { sequenceBatch } from '#core/ledger/sequence.ts'
import { startSequencer } from '#core/ledger/sequencer.ts'
import { openSigningKeys } from '#core/ledger/signing-key.ts'
import { writeZip } from '#core/ledger/zip.ts'
import { openBlobs } from '#platform/blob/blob.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { createCustodian } from '#platform/crypto/master-key.ts'
import { createVault } from '#platform/crypto/vault.ts'
import { openDatabase, type Database } from '#platform/database/database.ts'
import { startEmbeddedPostgres } from '#platform/database/embedded.ts'
import { newId } from '#platform/database/id.ts'
import { migrateDatabase } from '#platform/database/migrate.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { installJobSchema } from '#platform/job/schema.ts'
import { createLog } from '#platform/log/log.ts'
import { verifyBundle } from '#trust/verify/verify.ts'
import { sql } from 'kysely'
import { interleave, median, rounded, slices, type Bench, type BenchOptions, type Metric } from './bench.ts'

/** Connections of the app role: with fewer than callers they wait for one, as in a serving process. */
const connections = 32

export const ledger: Bench = {
  name: 'ledger',
  title: 'The ledger: an audited insert against a plain one, sequencing, bundles and their verification',
  run: async (options) => {
    const folder = await mkdtemp(join(tmpdir(), 'beleg-bench-'))
    await chmod(folder, 0o711)
    const log = createLog({ level: 'error', process: 'bench', destination: process.stderr })
    const server = await startEmbeddedPostgres({ dataDirectory: join(folder, 'data'), log, timeoutMs: 60_000 })
    try {
      await migrateDatabase({ owner: server.connection('beleg_owner'), log, installLibraries: installJobSchema })
      const database = openDatabase({
        connection: (role) => server.connection(role),
        clock: systemClock,
        log,
        poolSize: { app: connections },
      })
      try {
        return await measure(database, folder, log, options)
      } finally {
        await database.close()
      }
    } finally {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function measure(
  database: Database,
  folder: string,
  log: ReturnType<typeof createLog>,
  { quick, say }: BenchOptions,
): Promise<Metric[]> {
  await database.asOwner(async (tx) => {
    await tx.run(
      `create table beleg.bench_plain (tenant_id uuid not null, id uuid not null, at timestamptz not null, title text not null, primary key (tenant_id, id))`,
    )
    await tx.run(`select beleg.protect_tenant_table('beleg.bench_plain', 'select, insert')`)
  })
  const custodian = createCustodian('environment', randomBytes(32), true)
  const vault = createVault({ custodian, database, clock: systemClock })
  const services = { database, clock: systemClock, vault, log }
  const personKeys = openPersonKeys(join(folder, 'persons'), custodian)
  const tenantId = newId(systemClock)
  await database.withPlatform('bench', async (tx) => {
    await tx.db
      .insertInto('tenants')
      .values({
        id: tenantId,
        kind: 'platform',
        slug: 'platform',
        name: 'Bench',
        created_at: systemClock.now(),
        state: 'active',
      })
      .execute()
    await vault.createTenantKey(tx, tenantId)
  })
  const insert = (tx: TenantTx) =>
    sql`insert into bench_plain (tenant_id, id, at, title)
      values (${tx.tenantId}, ${newId(systemClock)}, ${systemClock.now()}, ${'a title of some length'})`.execute(tx.db)
  const plain = () => database.withTenant(tenantId, insert)
  const audited = () =>
    database.withTenant(tenantId, async (tx) => {
      await insert(tx)
      await recordOne(tx)
    })
  const sliceMs = quick ? 60 : 1_000
  const rounds = quick ? 5 : slices
  /** Inserts a second of so many callers. */
  const rate = (work: () => Promise<unknown>, callers: number) => async () => {
    const started = performance.now()
    let done = 0
    const call = async () => {
      while (performance.now() - started < sliceMs) {
        await work()
        done += 1
      }
    }
    await Promise.all(Array.from({ length: callers }, call))
    return (done * 1000) / (performance.now() - started)
  }
  const sequencer = startSequencer(services, tenantId)
  let one, many
  try {
    say('one caller')
    one = await interleave({ plain: rate(plain, 1), audited: rate(audited, 1) }, rounds)
    say('32 callers')
    many = await interleave({ plain: rate(plain, 32), audited: rate(audited, 32) }, rounds)
  } finally {
    await sequencer.stop()
  }
  const keys = await openSigningKeys(services, tenantId)
  const drain = async () => {
    let entries = 0
    for (;;) {
      const batch = await sequenceBatch(services, { platformTenantId: tenantId, keys })
      if (!batch.entries) return entries
      entries += batch.entries
    }
  }
  await drain()
  say('sequencing')
  const places = await interleave(
    {
      places: async () => {
        await database.withTenant(tenantId, async (tx) => {
          for (let i = 0; i < (quick ? 100 : 4_000); i += 1) await recordOne(tx)
        })
        const started = performance.now()
        return ((await drain()) * 1000) / (performance.now() - started)
      },
    },
    5,
  )
  say('bundles')
  const path = join(folder, 'bundle.zip')
  const blobs = await openBlobs(join(folder, 'files'))
  const bundle = await interleave(
    {
      written: async () => {
        const started = performance.now()
        await pipeline(
          writeZip(bundleMembers({ ...services, blobs, personKeys }, { platformTenantId: tenantId, tenantId })),
          createWriteStream(path),
        )
        return (await stat(path)).size / 1e6 / ((performance.now() - started) / 1000)
      },
      verified: async () => {
        const started = performance.now()
        const report = verifyBundle(path)
        if (!report.ok) throw new Error('the bundle of the bench does not verify')
        return (report.entries * 1000) / (performance.now() - started)
      },
    },
    5,
  )
  const metric = (name: string, value: number, goal: number, direction: Metric['direction'], unit: string): Metric => ({
    name,
    value: rounded(value),
    goal,
    direction,
    unit,
  })
  return [
    metric('audited_latency_1', median(one.plain) / median(one.audited), 1.3, 'at_most', '× plain'),
    metric('audited_throughput_32', median(many.audited) / median(many.plain), 2, 'at_least', '× plain'),
    metric('places', median(places.places), 5_000, 'at_least', 'entries/s'),
    metric('verified', median(bundle.verified), 20_000, 'at_least', 'entries/s'),
    metric('bundle_written', median(bundle.written), 5, 'at_least', 'MB/s'),
  ]
}

async function recordOne(tx: TenantTx): Promise<void> {
  await record(
    {
      tx,
      actor: { kind: 'system', tenantId: tx.tenantId, name: 'bench', locale: 'en' },
      origin: { requestId: 'bench', address: '192.0.2.1', userAgent: 'bench' },
      // Recording asks for the clock only.
      services: { clock: systemClock } as Services,
    },
    {
      action: 'bench.written',
      object: { kind: 'thing', id: 'x' },
      after: { title: 'a title of some length', count: 3 },
    },
  )
}
