/**
 * What it costs that every status is true at every instant. Events until the judgements that rest on them are durable,
 * against the audited insert of the same events alone, 32 callers each; the same event among few and among many tenants
 * (BELEG_BENCH_TENANTS, 500 unless told), each with 60 sentences resting on 4 duties; time-outs of all of them at once;
 * and the page of a past day over five years of history against the page of today. Real PostgreSQL, fsync on.
 */
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeServices } from '#app/instance.ts'
import type { Context, Services } from '#core/context.ts'
import { defineDuty, defineFactType } from '#core/duty.ts'
import { hashObservation, ingestEvidence, type NewEvidence } from '#core/evidence/ingest.ts'
import { insertEvidence, insertFacts, insertPopulations } from '#core/evidence/store.ts'
import { judgeTenant } from '#core/judging/judge.ts'
import { judgeDue } from '#core/judging/watch.ts'
import { createPassingKeys } from '#core/ledger/person-key.ts'
import { record } from '#core/ledger/record.ts'
import { findSubjects, subjectKey } from '#core/subject.ts'
import { coreManifest } from '#core/manifest.ts'
import type { Module } from '#core/module.ts'
import { createRegistry, type CatalogueMeasure, type Registry } from '#core/registry.ts'
import { readStatementAt } from '#modules/statement/actions/read-past.ts'
import { readStatementNow } from '#modules/statement/actions/read.ts'
import { statementModule } from '#modules/statement/module.ts'
import { insertStatement, putInForce } from '#modules/statement/store.ts'
import { openBlobs } from '#platform/blob/blob.ts'
import { createFakeClock, type FakeClock } from '#platform/clock/clock.ts'
import { createCustodian } from '#platform/crypto/master-key.ts'
import { createVault } from '#platform/crypto/vault.ts'
import { openDatabase } from '#platform/database/database.ts'
import { startEmbeddedPostgres } from '#platform/database/embedded.ts'
import { newId } from '#platform/database/id.ts'
import { migrateDatabase } from '#platform/database/migrate.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { installJobSchema } from '#platform/job/schema.ts'
import { createLog } from '#platform/log/log.ts'
import pg from 'pg'
import { z } from 'zod'
import { interleave, median, rounded, slices, type Bench, type BenchOptions, type Metric } from './bench.ts'

const callers = 32
const claimCount = 60
const dutiesEach = 4
/** Sentences that share their facts: an event touches as many. */
const claimsPerGroup = 4
const tenantsAtOnce = 250
const hourMs = 3_600_000
const minuteMs = 60_000
/** 300,000 time-outs that fall in one minute have to be judged within it. */
const timeOutsPerSecond = 300_000 / 60

const factTypes = Array.from({ length: (claimCount / claimsPerGroup) * dutiesEach }, (_, index) =>
  defineFactType({
    type: `thing-${letters(index)}.state`,
    subjectKind: 'thing',
    title: { de: 'Zustand', en: 'State' },
    schema: z.strictObject({ on: z.boolean() }),
  }),
)

function letters(index: number): string {
  return String.fromCodePoint(97 + Math.floor(index / 26), 97 + (index % 26))
}

const measures = Array.from({ length: claimCount }, (_, index): CatalogueMeasure => ({
  id: `thing.measure-${letters(index)}`,
  capability: 'C1',
  title: { de: 'Maßnahme', en: 'Measure' },
  proof: { de: 'Beweis', en: 'Proof' },
  evidenceClass: 'machine',
  maxAge: 'PT24H',
  trigger: 'continuous',
}))

const typesOf = (claim: number) => {
  const first = Math.floor(claim / claimsPerGroup) * dutiesEach
  return factTypes.slice(first, first + dutiesEach)
}

const things: Module = {
  name: 'thing',
  permissions: {},
  routes: [],
  factTypes,
  duties: measures.flatMap((measure, claim) =>
    typesOf(claim).map((type) =>
      defineDuty(type, {
        id: `${measure.id}/${type.type}`,
        measure: measure.id,
        trigger: 'continuous',
        predicate: ({ on }) => ({ outcome: on ? 'pass' : 'fail', reason: on ? 'thing.on' : 'thing.off' }),
        maxAge: 'PT24H',
        minimumClass: 'export',
        whenEmpty: 'unproven',
      }),
    ),
  ),
  collectors: [],
  jobs: [],
  confidentialColumns: [],
  tables: [],
}

interface World {
  readonly services: Services
  readonly registry: Registry
  readonly clock: FakeClock
  readonly owner: pg.Client
}

export const assurance: Bench = {
  name: 'assurance',
  title: 'Judging: events until their judgements are durable, many tenants, time-outs together, pages of the past',
  run: async (options) => {
    const folder = await mkdtemp(join(tmpdir(), 'beleg-bench-'))
    await chmod(folder, 0o711)
    const log = createLog({ level: 'error', process: 'bench', destination: process.stderr })
    const server = await startEmbeddedPostgres({ dataDirectory: join(folder, 'data'), log, timeoutMs: 60_000 })
    try {
      await migrateDatabase({ owner: server.connection('beleg_owner'), log, installLibraries: installJobSchema })
      const clock = createFakeClock(new Date('2026-11-02T08:00:00Z'))
      const database = openDatabase({
        connection: (role) => server.connection(role),
        clock,
        log,
        // One more than the callers, so that a judging need not wait until one of them is served.
        poolSize: { app: callers + 1 },
      })
      const owner = new pg.Client({ ...server.connection('beleg_owner'), options: '-c search_path=beleg,public' })
      await owner.connect()
      try {
        await owner.query(`set beleg.every_tenant = 'on'`)
        const vault = createVault({
          custodian: createCustodian('environment', randomBytes(32), true),
          database,
          clock,
        })
        const services = composeServices({
          clock,
          database,
          vault,
          blobs: await openBlobs(join(folder, 'files')),
          personKeys: createPassingKeys(),
          log,
          mailTransport: null,
          publicUrl: () => 'https://beleg.example',
        })
        const composed = (): Registry => registry
        const registry = createRegistry([coreManifest(composed), statementModule(composed), things], measures)
        return await measure({ services, registry, clock, owner }, options)
      } finally {
        await owner.end()
        await database.close()
      }
    } finally {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

async function measure(world: World, options: BenchOptions): Promise<Metric[]> {
  const { quick, say } = options
  const many = quick ? 12 : Number(process.env.BELEG_BENCH_TENANTS ?? 500)
  const model = await foundTenant(world)
  // What a burst leaves behind stays out of what is copied.
  const [busy = model] = await copyTenant(world, model, 1)
  const metrics: Metric[] = [await eventsAgainstInserts(world, busy, options)]
  const few = await copyTenant(world, model, 10)
  const alone = await eventMs(world, few, quick)
  const rest = await copyTenant(world, model, Math.max(many - 12, 1))
  await world.owner.query('vacuum analyze')
  const among = await eventMs(world, [...few, ...rest], quick)
  say(`an event judged in ${alone.toFixed(1)} ms among 10 tenants, ${among.toFixed(1)} ms among ${many}`)
  metrics.push({ name: 'many_tenants', value: rounded(among / alone), goal: 1.2, direction: 'at_most', unit: 'ratio' })
  metrics.push(await largePopulation(world, model, options))
  metrics.push(await pastAgainstToday(world, model, options))
  metrics.push(await timeOuts(world, many, options))
  return metrics
}

function contextOf({ services }: World, tx: TenantTx): Context {
  return {
    tx,
    services,
    actor: { kind: 'system', name: 'bench', tenantId: tx.tenantId, locale: 'en' },
    origin: { requestId: 'bench', address: null, userAgent: null },
  }
}

let stated = 0

/** One subject seen by one source, of every type given. */
function evidenceOf({ clock }: World, types: readonly { type: string }[]): NewEvidence {
  stated += 1
  return {
    source: { system: 'inventory', id: `run ${stated}` },
    collector: null,
    class: 'machine',
    title: null,
    observedFrom: clock.now(),
    observedTo: clock.now(),
    validUntil: null,
    facts: types.map(({ type }) => ({ subject: { kind: 'thing', externalId: 'one' }, type, data: { on: true } })),
    populations: types.map(({ type }) => ({ factType: type, expected: 1, seen: 1, reconciledAgainst: 'a list' })),
    recordedBy: null,
    state: 'accepted',
    file: null,
  }
}

async function foundTenant(world: World): Promise<string> {
  const { services, registry, clock } = world
  const id = newId(clock)
  await services.database.withPlatform('bench', (tx) =>
    tx.db
      .insertInto('tenants')
      .values({ id, kind: 'company', slug: 'bench', name: 'bench', created_at: clock.now(), state: 'active' })
      .execute(),
  )
  await services.database.withTenant(id, async (tx) => {
    const statementId = await insertStatement(tx, clock, {
      locale: 'en',
      title: 'Statement',
      body: 'It is on.'.repeat(claimCount),
      bodyHash: randomBytes(32),
      draftedBy: null,
      claims: measures.map((one, index) => ({
        start: index * 9,
        end: index * 9 + 9,
        text: 'It is on.',
        section: null,
        leadIn: null,
        kind: 'promise',
        modality: 'does',
        quantifier: 'every',
        quantifierWord: null,
        parameters: [],
        measures: [{ id: one.id, capability: 'C1', score: 1 }],
        alternatives: [],
      })),
    })
    await putInForce(tx, statementId, 'en', null, clock.now())
    await ingestEvidence(contextOf(world, tx), registry.factTypes, evidenceOf(world, factTypes))
  })
  await judgeTenant(services, registry, id)
  return id
}

/** Tenants with just the rows of another: ids are theirs within their tenant. */
async function copyTenant(world: World, model: string, amount: number): Promise<string[]> {
  const { owner, clock } = world
  // Some hundred at a time, so that thousands take no more memory than they.
  if (amount > tenantsAtOnce) {
    const copied: string[] = []
    while (copied.length < amount)
      copied.push(...(await copyTenant(world, model, Math.min(tenantsAtOnce, amount - copied.length))))
    return copied
  }
  const ids = Array.from({ length: amount }, () => newId(clock))
  await owner.query(
    `insert into tenants (id, kind, slug, name, created_at, state)
     select t, 'company', 't-' || t, 'bench', $2, 'active' from unnest($1::uuid[]) t`,
    [ids, clock.now()],
  )
  const tables = [
    'subjects',
    'statements',
    'claims',
    'evidence',
    'facts',
    'population_counts',
    'memberships',
    'judgements',
  ]
  for (const table of [...tables, 'judging_timers']) {
    const { rows } = await owner.query<{ names: string }>(
      `select string_agg(quote_ident(attname), ', ' order by attnum) as names from pg_attribute
       where attrelid = ('beleg.' || $1)::regclass and attnum > 0 and not attisdropped and attname <> 'tenant_id'`,
      [table],
    )
    const names = rows[0]?.names ?? ''
    await owner.query(
      `insert into ${table} (tenant_id, ${names}) select t, ${names} from ${table}, unnest($1::uuid[]) t where tenant_id = $2`,
      [ids, model],
    )
  }
  return ids
}

/**
 * The first metric: 32 callers state events of one tenant, each at an instant of its own, until all judgements are
 * durable. The other side writes the same rows and the same entry of the ledger and finds the subject, sent together as a
 * program without judgements would.
 */
async function eventsAgainstInserts(world: World, tenantId: string, { quick, say }: BenchOptions): Promise<Metric> {
  const { services, registry, clock } = world
  // Some seconds: a load, and not a blip whose last judging is most of it.
  const events = quick ? 64 : 6_000
  const burst = async (work: (tx: TenantTx, given: NewEvidence) => Promise<void>) => {
    let next = 0
    const call = async () => {
      while (next < events) {
        const types = typesOf(next % claimCount).slice(0, 1)
        next += 1
        clock.advance(1)
        await services.database.withTenant(tenantId, (tx) => work(tx, evidenceOf(world, types)))
      }
    }
    await Promise.all(Array.from({ length: callers }, call))
  }
  const own = async () => {
    clock.advance(minuteMs)
    const started = performance.now()
    const judging: Promise<unknown>[] = []
    await burst(async (tx, given) => {
      await ingestEvidence(contextOf(world, tx), registry.factTypes, given)
      tx.afterCommit(() => {
        judging.push(judgeTenant(services, registry, tenantId))
      })
    })
    await Promise.all(judging)
    return performance.now() - started
  }
  const bare = async () => {
    clock.advance(minuteMs)
    const started = performance.now()
    await burst(async (tx, given) => {
      const id = newId(clock)
      const hash = hashObservation(given.facts, given.populations)
      const [, subjects] = await Promise.all([
        insertEvidence(tx, id, given, hash, clock.now()),
        findSubjects(
          tx,
          given.source.system,
          given.facts.map((fact) => fact.subject),
        ),
      ])
      const facts = given.facts.map((fact) => ({
        ...fact,
        subjectId: subjects.get(subjectKey(fact.subject))?.id ?? '',
        inDoubt: false,
      }))
      await Promise.all([insertFacts(tx, id, facts, given), insertPopulations(tx, id, given.populations, given)])
      await record(contextOf(world, tx), { action: 'evidence.recorded', object: { kind: 'evidence', id } })
    })
    return performance.now() - started
  }
  const times = await interleave({ own, bare }, quick ? 5 : slices)
  const ratio = median(times.own.map((time, round) => time / (times.bare[round] ?? Number.NaN)))
  say(`${events} events: ${median(times.own).toFixed(0)} ms judged, ${median(times.bare).toFixed(0)} ms inserted alone`)
  return { name: 'event_to_judgement', value: rounded(ratio), goal: 1.2, direction: 'at_most', unit: 'ratio' }
}

/** One event at a time, at random tenants, each until its judgement is durable; milliseconds of the median. */
async function eventMs(world: World, tenants: readonly string[], quick: boolean): Promise<number> {
  const { services, registry, clock } = world
  const times: number[] = []
  for (let round = 0; round < (quick ? 10 : 150); round += 1) {
    clock.advance(1_000)
    const tenantId = tenants[Math.floor(Math.random() * tenants.length)] ?? ''
    const started = performance.now()
    await services.database.withTenant(tenantId, (tx) =>
      ingestEvidence(contextOf(world, tx), registry.factTypes, evidenceOf(world, typesOf(round % claimCount))),
    )
    await judgeTenant(services, registry, tenantId)
    times.push(performance.now() - started)
  }
  return median(times)
}

/** One event about one of ten thousand members of a population, against one about the only member. */
async function largePopulation(world: World, model: string, { quick, say }: BenchOptions): Promise<Metric> {
  const { services, registry, clock } = world
  const members = quick ? 200 : 10_000
  const [small, large] = await copyTenant(world, model, 2)
  if (small === undefined || large === undefined) throw new Error('tenants were not copied')
  const types = typesOf(0).slice(0, 1)
  const about = (externalId: string) =>
    evidenceOf(world, types).facts.map((fact) => ({ ...fact, subject: { ...fact.subject, externalId } }))
  const state = async (tenantId: string, facts: NewEvidence['facts']) => {
    clock.advance(1_000)
    const given = { ...evidenceOf(world, types), facts, populations: [] }
    const started = performance.now()
    await services.database.withTenant(tenantId, (tx) =>
      ingestEvidence(contextOf(world, tx), registry.factTypes, given),
    )
    await judgeTenant(services, registry, tenantId)
    return performance.now() - started
  }
  await state(large, Array.from({ length: members }, (_, index) => about(`member ${index}`)).flat())
  await world.owner.query('analyze')
  const times = await interleave(
    {
      large: () => state(large, about(`member ${Math.floor(Math.random() * members)}`)),
      small: () => state(small, about('one')),
    },
    quick ? 5 : 15,
  )
  const [most, least] = [median(times.large), median(times.small)]
  say(
    `one event judged in ${most.toFixed(1)} ms among ${members} members, in ${least.toFixed(1)} ms where there is one`,
  )
  return { name: 'large_population', value: rounded(most / least), goal: 2, direction: 'at_most', unit: 'ratio' }
}

/** A page of 60 sentences as of a past day, over five years with a change a week. */
async function pastAgainstToday(world: World, tenantId: string, { quick, say }: BenchOptions): Promise<Metric> {
  const { services, registry, clock, owner } = world
  const weeks = quick ? 10 : 5 * 52
  const now = clock.now()
  await owner.query(`update statements set published_at = published_at - interval '6 years' where tenant_id = $1`, [
    tenantId,
  ])
  await owner.query(
    `insert into judgements (tenant_id, claim_id, from_at, to_at, known_from, status, duties, judged_at, rule_version)
     select j.tenant_id, j.claim_id, f, f + interval '1 week', f, case when n % 2 = 0 then 'proven' else 'contradicted' end,
       j.duties, f, j.rule_version
     from judgements j, generate_series(1, $2) n, lateral (select j.from_at - ($2 - n + 1) * interval '1 week' as f) s
     where j.tenant_id = $1 and j.to_at is null`,
    [tenantId, weeks],
  )
  await owner.query('analyze judgements')
  const page = (read: (tx: TenantTx) => Promise<unknown>) => async () => {
    const started = performance.now()
    for (let n = 0; n < (quick ? 3 : 40); n += 1) await services.database.withTenant(tenantId, read)
    return performance.now() - started
  }
  const times = await interleave(
    {
      past: page((tx) => {
        const at = new Date(now.getTime() - Math.floor(Math.random() * weeks) * 7 * 24 * hourMs)
        return readStatementAt(tx, 'en', { at, known: 'then' })
      }),
      today: page((tx) => readStatementNow({ tx, services }, registry, 'en')),
    },
    quick ? 5 : slices,
  )
  const ratio = median(times.past.map((time, round) => time / (times.today[round] ?? Number.NaN)))
  say(`a past day's page in ${ratio.toFixed(2)} of the time of today's, over ${claimCount * weeks} judgements`)
  return { name: 'past_page', value: rounded(ratio), goal: 2, direction: 'at_most', unit: 'ratio' }
}

/** Every proof of every tenant ages out within one minute. */
async function timeOuts(world: World, tenants: number, { say }: BenchOptions): Promise<Metric> {
  const { services, registry, clock, owner } = world
  clock.advance(26 * hourMs)
  const started = performance.now()
  while (await judgeDue(services, registry)) {
    // The next batch.
  }
  const seconds = (performance.now() - started) / 1000
  const { rows } = await owner.query<{ n: string }>(
    `select count(*) as n from judgements where to_at is null and status = 'lapsed'`,
  )
  const lapsed = Number(rows[0]?.n)
  say(`${lapsed} time-outs of ${tenants} tenants judged in ${seconds.toFixed(1)} s`)
  return {
    name: 'time_outs',
    value: rounded(lapsed / seconds),
    goal: timeOutsPerSecond,
    direction: 'at_least',
    unit: 'per second',
  }
}
