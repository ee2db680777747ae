/**
 * What the ledger costs, with fsync on and the sequencer at work. An audited insert against the same insert without its
 * entry, both through the same door. Entries of 32 callers, signed and in their tiles when they are acknowledged,
 * against single inserts of 32 callers, and against a rival's audit log without proofs: the same words in a table with
 * the same ways to narrow it, written by one writer that commits what 32 callers have for it at once. How fast places
 * are given, a bundle is written and verified; and whether appending costs more in a long log (BELEG_BENCH_ENTRIES,
 * 300,000 unless told).
 */
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Services } from '#core/context.ts'
import { bundleMembers } from '#core/ledger/bundle.ts'
import { openPersonKeys, type PersonKeys } from '#core/ledger/person-key.ts'
import { record } from '#core/ledger/record.ts'
import { createLedgerWriter, recordAlone } from '#core/ledger/writer.ts'
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
import pg from 'pg'
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
        const rival = new pg.Client({ ...server.connection('beleg_owner'), options: '-c search_path=beleg' })
        await rival.connect()
        try {
          return await measure(database, rival, folder, log, options)
        } finally {
          await rival.end()
        }
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
  rival: pg.Client,
  folder: string,
  log: ReturnType<typeof createLog>,
  { quick, say }: BenchOptions,
): Promise<Metric[]> {
  await database.asOwner(async (tx) => {
    await tx.run(
      `create table beleg.bench_plain (tenant_id uuid not null, id uuid not null, at timestamptz not null, title text not null, primary key (tenant_id, id))`,
    )
    await tx.run(`select beleg.protect_tenant_table('beleg.bench_plain', 'select, insert')`)
    await tx.run(`create table beleg.bench_audit (tenant_id uuid not null, place bigint generated always as identity,
      id uuid not null, recorded_at timestamptz not null, action text not null, object_kind text not null,
      object_id text not null, payload text not null, person_id uuid, primary key (tenant_id, id));
      create unique index on beleg.bench_audit (tenant_id, place);
      create index on beleg.bench_audit (tenant_id, object_id, id);
      create index on beleg.bench_audit (tenant_id, action, id);
      create index on beleg.bench_audit (tenant_id, person_id, id)`)
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
      await recordOne(tx, personKeys)
    })
  const ledgerWriter = createLedgerWriter(database)
  const entry = () =>
    recordAlone(
      { ...whoAndWhere(tenantId), services: { clock: systemClock, personKeys, ledgerWriter } as Services },
      tenantId,
      whatHappened,
    )
  const grouped = groupCommit(rival, tenantId)
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
  const sequencer = startSequencer(services, tenantId, ledgerWriter)
  let one, many, growth
  try {
    say('one caller')
    one = await interleave({ plain: rate(plain, 1), audited: rate(audited, 1) }, rounds)
    say('32 callers')
    many = await interleave(
      { plain: rate(plain, 32), audited: rate(audited, 32), entries: rate(entry, 32), grouped: rate(grouped, 32) },
      rounds,
    )
    say('a long log')
    growth = await measureGrowth(rate(entry, 256), quick ? 1 : Number(process.env.BELEG_BENCH_ENTRIES ?? 300_000), say)
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
          for (let i = 0; i < (quick ? 100 : 4_000); i += 1) await recordOne(tx, personKeys)
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
    metric('entries_32', median(many.entries) / median(many.plain), 2, 'at_least', '× plain'),
    metric('entries_32_grouped', median(many.entries) / median(many.grouped), 0.8, 'at_least', '× grouped'),
    // Two rows instead of one, the second one wide and found in five ways.
    metric('audited_throughput_32', median(many.audited) / median(many.plain), 0.5, 'at_least', '× plain'),
    metric('growth', growth, 1.2, 'at_most', '× at first'),
    metric('places', median(places.places), 5_000, 'at_least', 'entries/s'),
    metric('verified', median(bundle.verified), 20_000, 'at_least', 'entries/s'),
    metric('bundle_written', median(bundle.written), 5, 'at_least', 'MB/s'),
  ]
}

const person = newId(systemClock)

const whoAndWhere = (tenantId: string) => ({
  actor: {
    kind: 'account' as const,
    tenantId,
    accountId: person,
    personId: person,
    sessionId: person,
    roles: [],
    permissions: new Set<never>(),
    locale: 'en' as const,
    stepUpAt: null,
  },
  origin: { requestId: 'bench', address: '192.0.2.1', userAgent: 'A browser with a long name (bench) like Gecko/2010' },
})

const whatHappened = {
  action: 'bench.written' as const,
  object: { kind: 'thing', id: 'x' },
  after: { title: 'a title of some length', count: 3 },
}

async function recordOne(tx: TenantTx, personKeys: PersonKeys): Promise<void> {
  // Recording asks for these two only.
  await record(
    { tx, ...whoAndWhere(tx.tenantId), services: { clock: systemClock, personKeys } as Services },
    whatHappened,
  )
}

/** The rival: callers wait for one writer, which inserts what has come meanwhile and commits it at once. */
function groupCommit(client: pg.Client, tenantId: string): () => Promise<void> {
  const waiting: { row: readonly string[]; done: () => void; failed: (error: unknown) => void }[] = []
  let writing = false
  const text = `insert into bench_audit (tenant_id, id, recorded_at, action, object_kind, object_id, payload, person_id)
    select '${tenantId}'::uuid, * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[])`
  const write = async () => {
    writing = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0)
      try {
        const columns = [0, 1, 2, 3, 4, 5, 6].map((i) => batch.map(({ row }) => row[i]))
        await client.query({ name: 'grouped', text, values: columns })
        for (const { done } of batch) done()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
    writing = false
  }
  return () =>
    new Promise((done, failed) => {
      const at = systemClock.now().toISOString()
      const { actor, origin } = whoAndWhere(tenantId)
      const who = { kind: actor.kind, person, account: person, session: person }
      const { action, object, after } = whatHappened
      const payload = JSON.stringify({ who, what: { action, object, after }, when: at, where: origin })
      waiting.push({ row: [newId(systemClock), at, action, object.kind, object.id, payload, person], done, failed })
      if (!writing) void write()
    })
}

/** What an append costs in the last tenth of so many, over the first. */
async function measureGrowth(
  append: () => Promise<number>,
  entries: number,
  say: (text: string) => void,
): Promise<number> {
  const rates: number[] = []
  let written = 0
  for (let told = 0; written < entries || rates.length < 10;) {
    const started = performance.now()
    const rate = await append()
    rates.push(rate)
    written += (rate * (performance.now() - started)) / 1000
    if (written - told >= 500_000) {
      told = written
      say(`${Math.round(written / 1000)} thousand entries, ${Math.round(rate)} a second`)
    }
  }
  const tenth = Math.max(1, Math.floor(rates.length / 10))
  return median(rates.slice(0, tenth)) / median(rates.slice(-tenth))
}
