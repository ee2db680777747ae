/**
 * What people wait for. The table of a register with 100,000 entries on a running instance, page by page over HTTP as
 * the browser asks for it (signed in, permission checked, names opened, the read noted in the ledger and on the disk),
 * against the bare SQL that returns the same rows, prepared on a connection that is open already; pages far behind,
 * filtered and searched; bringing ten thousand people by file; and the first page in a real browser with nothing in its
 * cache. The entries come by import, 10,000 at a time, as they would. The instance serves and leaves collecting and
 * judging to another process, as the documentation recommends beyond one machine.
 */
import { enrol, type Inhabitant } from '#test/house.ts'
import { launchBrowser } from '#test/browser.ts'
import { startTestInstance, type TestInstance } from '#test/instance.ts'
import { readConfig } from '#app/config.ts'
import { openInstance } from '#app/instance.ts'
import type { RegisterContract } from '#core/register/contract.ts'
import { systemContract } from '#modules/asset/contract.ts'
import { peopleContract } from '#modules/workforce/contract.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import { systemClock } from '#platform/clock/clock.ts'
import { sessionSettings } from '#platform/database/database.ts'
import { createLog } from '#platform/log/log.ts'
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Browser } from 'playwright-core'
import pg from 'pg'
import { z } from 'zod'
import { buildWeb } from '../tools/build-web.ts'
import { interleave, median, rounded, slices, type Bench, type BenchOptions, type Metric } from './bench.ts'

const pageRows = 50

interface World {
  readonly instance: TestInstance
  readonly ada: Inhabitant
  /** Sees what a serving process sees of the tenant, and nothing in between. */
  readonly bare: pg.Client
  readonly owner: pg.Client
  readonly entries: number
}

export const ui: Bench = {
  name: 'ui',
  title: 'What people wait for: a table of 100,000 rows against the bare SQL, an import, the first page',
  run: async (options) => {
    await buildWeb(false)
    const instance = await startTestInstance({ environment: { BELEG_ROLE: 'server' } })
    try {
      const ada = await enrol(instance.url, instance.enrolmentUrl ?? '', {
        name: 'Ada Admin',
        email: 'ada@example.com',
      })
      const beside = await openInstance(readConfig({ BELEG_DATA: instance.dataDirectory }), {
        log: createLog({ level: 'silent', process: 'bench' }),
      })
      const { embedded } = beside
      if (!embedded) throw new Error('the instance brings its own database')
      const owner = new pg.Client(sessionSettings(embedded.connection('beleg_owner')))
      const bare = new pg.Client(sessionSettings(embedded.connection('beleg_app')))
      try {
        await owner.connect()
        await bare.connect()
        await owner.query(`set beleg.every_tenant = 'on'`)
        const { rows } = await owner.query<{ id: string }>(`select id from beleg.tenants where kind = 'platform'`)
        await bare.query(`select set_config('beleg.tenant_id', $1, false)`, [rows[0]?.id])
        const entries = options.quick ? 600 : 100_000
        return await measure({ instance, ada, bare, owner, entries }, options)
      } finally {
        await bare.end()
        await owner.end()
        await beside.close()
      }
    } finally {
      await instance.stop()
    }
  },
}

async function measure(world: World, options: BenchOptions): Promise<Metric[]> {
  const imports = await fill(world, options)
  const tables = await tableMetrics(world, options)
  return [...tables, importMetric(imports, options), ...(await browserMetrics(world, options))]
}

// ---- Bringing entries -----------------------------------------------------------------------------------------------

const filler = {
  people: (i: number) =>
    `n${i};Person ${i} Mustermann;person.${i}@example.org;Team ${i % 400};${i === 0 ? '' : `n${Math.floor(i / 10)}`};${2000 + (i % 26)}-0${1 + (i % 9)}-01;`,
  systems: (i: number) => `s${i};System ${(i * 7919) % 1_000_003};intern;2;2020-01-01`,
}
const titles = {
  people: 'Personalnummer;Name;E-Mail;Abteilung;Vorgesetzte Person;Eintritt;Austritt',
  systems: 'Inventarnummer;Name;Klasse;Stufe;Seit',
}

/** Imports both registers in ten files each. @returns seconds of each file of people: looking at it, and applying it */
async function fill(world: World, { say }: BenchOptions): Promise<{ look: number; apply: number }[]> {
  const each = world.entries / 10
  const seconds: { look: number; apply: number }[] = []
  for (let n = 0; n < 10; n += 1) {
    const from = n * each
    seconds.push(await bring(world, peopleContract, bodyOf('people', from, each)))
    await bring(world, systemContract, bodyOf('systems', from, each))
  }
  const sum = seconds.reduce((all, { look, apply }) => all + look + apply, 0)
  say(`${world.entries} people and as many systems in ten files each; people in ${sum.toFixed(1)} s`)
  // As the database does by itself within minutes.
  for (const table of ['employments', 'systems', 'register_keys', 'people', 'subjects'])
    await world.owner.query(`vacuum analyze beleg.${table}`)
  return seconds
}

function bodyOf(register: keyof typeof titles, from: number, amount: number): string {
  const rows = Array.from({ length: amount }, (_, i) => filler[register](from + i))
  return [titles[register], ...rows, ''].join('\n')
}

async function bring({ ada }: World, contract: RegisterContract, body: string) {
  const { id } = await ada.client.call(contract.upload, {
    body: { source: 'hr' },
    file: new File([body], 'register.csv', { type: 'text/csv' }),
  })
  const started = performance.now()
  const { plan } = await ada.client.call(contract.readImport, { params: { importId: id }, query: { limit: '50' } })
  if (!plan || plan.counts.faulty > 0)
    throw new Error(`the file has faults: ${JSON.stringify(plan?.items.slice(0, 3))}`)
  const looked = performance.now()
  await ada.client.call(contract.apply, { params: { importId: id }, body: { digest: plan.digest } })
  return { look: (looked - started) / 1000, apply: (performance.now() - looked) / 1000 }
}

function importMetric(imports: readonly { look: number; apply: number }[], { say }: BenchOptions): Metric {
  const look = median(imports.map((one) => one.look))
  const apply = median(imports.map((one) => one.apply))
  say(`a tenth of them: looked at in ${look.toFixed(2)} s, applied in ${apply.toFixed(2)} s`)
  return { name: 'import_10000_people', value: rounded(look + apply), goal: 5, direction: 'at_most', unit: 'seconds' }
}

// ---- The table ------------------------------------------------------------------------------------------------------

const pageSchema = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string() })),
  nextCursor: z.string().nullable(),
})

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** One answer of the API, as a browser gets it: sent and received whole, not looked into. */
async function get({ instance, ada }: World, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(`${instance.url}${path}`, {
      agent,
      headers: { cookie: ada.cookie(), accept: 'application/json' },
    })
    sent.on('error', reject)
    sent.on('response', (response) => {
      text(response).then((body) => {
        if (response.statusCode === 200) resolve(body)
        else reject(new Error(`${path} was answered with ${response.statusCode}: ${body}`))
      }, reject)
    })
    sent.end()
  })
}

interface Page {
  readonly path: string
  /** The same rows by one statement. */
  readonly sql: { readonly name: string; readonly text: string; readonly values: readonly unknown[] }
}

const peoplePath = '/api/registers/people'

async function tableMetrics(world: World, { quick, say }: BenchOptions): Promise<Metric[]> {
  const pages = await pagesOf(world)
  const metrics: Metric[] = []
  const milliseconds = new Map<string, number>()
  for (const [name, page, goal] of pages) {
    await expectSameRows(world, page)
    const rounds = quick ? 5 : slices
    const times = await interleave(
      {
        ours: () => msOf(quick ? 2 : 30, () => get(world, page.path)),
        bare: () => msOf(quick ? 2 : 30, () => world.bare.query({ ...page.sql, values: [...page.sql.values] })),
      },
      rounds,
    )
    const ratio = median(times.ours.map((time, round) => time / (times.bare[round] ?? Number.NaN)))
    milliseconds.set(name, median(times.ours))
    say(`${name}: ${median(times.ours).toFixed(1)} ms over HTTP, ${median(times.bare).toFixed(2)} ms by SQL alone`)
    metrics.push({ name, value: rounded(ratio), goal, direction: 'at_most', unit: 'ratio' })
  }
  const far = (milliseconds.get('people_far_page') ?? Number.NaN) / (milliseconds.get('people_page') ?? Number.NaN)
  metrics.push({ name: 'far_page_to_first', value: rounded(far), goal: 1.2, direction: 'at_most', unit: 'ratio' })
  return [...metrics, await searchMetric(world, quick, say)]
}

async function pagesOf(world: World): Promise<(readonly [name: string, page: Page, goal: number])[]> {
  const { bare, entries } = world
  const far = Math.floor(entries * 0.9)
  const { rows } = await bare.query<{ joined_on: string; subject_id: string }>(
    `select joined_on, subject_id from beleg.employments
     where tenant_id = current_setting('beleg.tenant_id')::uuid and known_to is null
     order by joined_on desc, subject_id desc offset $1 limit 1`,
    [far],
  )
  const place = rows[0] ?? { joined_on: '', subject_id: '' }
  const cursor = Buffer.from(JSON.stringify([place.joined_on, place.subject_id])).toString('base64url')
  const behind = 'and (v.joined_on, v.subject_id) < ($2::date, $3::uuid)'
  return [
    ['people_page', { path: peoplePath, sql: peopleSql('people_page', '', []) }, 12],
    [
      'people_far_page',
      {
        path: `${peoplePath}?cursor=${cursor}`,
        sql: peopleSql('people_far_page', behind, [place.joined_on, place.subject_id]),
      },
      12,
    ],
    [
      'people_filtered_page',
      {
        path: `${peoplePath}?department=Team%207`,
        sql: peopleSql('people_filtered_page', `and coalesce(v.department, '') = $2`, ['Team 7']),
      },
      12,
    ],
    ['systems_page', { path: '/api/registers/systems', sql: systemsSql() }, 6],
  ]
}

function peopleSql(name: string, condition: string, values: readonly unknown[]): Page['sql'] {
  return {
    name,
    text: `select v.subject_id as id, v.id as version, v.valid_from, v.name, v.email, v.kind, v.department, v.manager_id,
        v.deputy_id, v.joined_on, v.left_on, k.source, k.external_id, m.name as manager, d.name as deputy
      from beleg.employments v
      left join lateral (
        select source, external_id from beleg.register_keys
        where tenant_id = v.tenant_id and register = 'people' and subject_id = v.subject_id order by id limit 1
      ) k on true
      left join beleg.people m on m.tenant_id = v.tenant_id and m.subject_id = v.manager_id
      left join beleg.people d on d.tenant_id = v.tenant_id and d.subject_id = v.deputy_id
      where v.tenant_id = current_setting('beleg.tenant_id')::uuid and v.known_to is null
        and v.valid_from <= $1::date and (v.valid_to is null or v.valid_to > $1::date) ${condition}
      order by v.joined_on desc, v.subject_id desc limit ${pageRows}`,
    values: [dayOf(systemClock.now()), ...values],
  }
}

function systemsSql(): Page['sql'] {
  return {
    name: 'systems_page',
    text: `select v.subject_id as id, v.id as version, v.valid_from, v.name, v.class, v.confidentiality, v.integrity,
        v.availability, v.tier, v.scope, v.location, v.starts_on, v.ends_on, k.source, k.external_id, o.name as owner
      from beleg.systems v
      left join lateral (
        select source, external_id from beleg.register_keys
        where tenant_id = v.tenant_id and register = 'systems' and subject_id = v.subject_id order by id limit 1
      ) k on true
      left join beleg.people o on o.tenant_id = v.tenant_id and o.subject_id = v.owner_id
      where v.tenant_id = current_setting('beleg.tenant_id')::uuid and v.known_to is null
        and v.valid_from <= $1::date and (v.valid_to is null or v.valid_to > $1::date)
      order by v.name, v.subject_id limit ${pageRows}`,
    values: [dayOf(systemClock.now())],
  }
}

/** Both sides speak of the same entries in the same order. @throws Error when not */
async function expectSameRows(world: World, page: Page): Promise<void> {
  const { items } = pageSchema.parse(JSON.parse(await get(world, page.path)))
  const { rows } = await world.bare.query<{ id: string }>({ ...page.sql, values: [...page.sql.values] })
  const [ours, theirs] = [items.map(({ id }) => id).join(), rows.map(({ id }) => id).join()]
  if (ours === '' || ours !== theirs) throw new Error(`${page.path} has other rows than the bare SQL`)
}

/** Somebody in the middle of the register by part of a name, once the process has read it. */
async function searchMetric(world: World, quick: boolean, say: BenchOptions['say']): Promise<Metric> {
  const somebody = Math.floor(world.entries / 2)
  const path = (i: number) => `${peoplePath}?q=${encodeURIComponent(`person ${i} muster`)}`
  const started = performance.now()
  const { items } = pageSchema.parse(JSON.parse(await get(world, path(somebody))))
  if (items.length !== 1) throw new Error(`${items.length} people were found by one name`)
  const firstMs = performance.now() - started
  const times: number[] = []
  for (let n = 0; n < (quick ? 5 : 40); n += 1) times.push(await msOf(1, () => get(world, path(somebody + n))))
  say(`a name among ${world.entries}: ${firstMs.toFixed(0)} ms the first time, ${median(times).toFixed(0)} ms then`)
  return { name: 'search', value: rounded(median(times)), goal: 100, direction: 'at_most', unit: 'ms' }
}

/** Milliseconds of one call in the median, one after the other. */
async function msOf(calls: number, call: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < calls; n += 1) {
    const started = performance.now()
    await call()
    times.push(performance.now() - started)
  }
  return median(times)
}

// ---- In a browser ---------------------------------------------------------------------------------------------------

interface Visit {
  readonly ms: number
  readonly requests: number
  readonly kilobytes: number
}

async function browserMetrics(world: World, { quick, say }: BenchOptions): Promise<Metric[]> {
  const browser = await launchBrowser()
  try {
    const visits: Record<'statement' | 'table', Visit[]> = { statement: [], table: [] }
    for (let round = 0; round < (quick ? 1 : 5); round += 1) {
      visits.statement.push(
        await visitPage(world, browser, '/app/', '.document .document-paragraph, .document .document-list'),
      )
      visits.table.push(await visitPage(world, browser, '/app/registers/people', `tbody tr:nth-child(${pageRows})`))
    }
    const of = (page: 'statement' | 'table', what: keyof Visit) => median(visits[page].map((visit) => visit[what]))
    for (const page of ['statement', 'table'] as const)
      say(
        `${page}, nothing in the cache: ${of(page, 'ms').toFixed(0)} ms, ${of(page, 'requests')} requests, ${of(page, 'kilobytes').toFixed(0)} kB`,
      )
    return [
      { name: 'first_page', value: rounded(of('statement', 'kilobytes')), goal: 400, direction: 'at_most', unit: 'kB' },
      { name: 'first_page_requests', value: of('statement', 'requests'), goal: 30, direction: 'at_most', unit: '' },
      { name: 'first_page_time', value: rounded(of('statement', 'ms')), goal: 2_000, direction: 'at_most', unit: 'ms' },
      { name: 'table_time', value: rounded(of('table', 'ms')), goal: 2_000, direction: 'at_most', unit: 'ms' },
    ]
  } finally {
    await browser.close()
  }
}

/** Opens a page in a browser that was never here, until something of it is shown; what came over the wire until then. */
async function visitPage({ instance, ada }: World, browser: Browser, path: string, shown: string): Promise<Visit> {
  const context = await browser.newContext({ locale: 'de-DE' })
  try {
    const [name = '', value = ''] = ada.cookie().split('=')
    const url = instance.url.replace('127.0.0.1', 'localhost')
    await context.addCookies([{ name, value, url: url.replace('http:', 'https:'), httpOnly: true, sameSite: 'Strict' }])
    const page = await context.newPage()
    const wire = await context.newCDPSession(page)
    const seen = { requests: 0, bytes: 0 }
    wire.on('Network.requestWillBeSent', () => (seen.requests += 1))
    wire.on('Network.loadingFinished', ({ encodedDataLength }) => (seen.bytes += encodedDataLength))
    await wire.send('Network.enable')
    const started = performance.now()
    await page.goto(`${url}${path}`)
    await page.locator(shown).first().waitFor()
    return { ms: performance.now() - started, requests: seen.requests, kilobytes: seen.bytes / 1000 }
  } finally {
    await context.close()
  }
}
