/** A measure on a day and over a month in which things went wrong, and what only came out later; and its report. */
import { writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import type { Context } from '#core/context.ts'
import { renderDocument } from '#core/document/render.ts'
import { pushFacts } from '#core/evidence/actions.ts'
import { evidenceInputSchema } from '#core/evidence/contract.ts'
import { raiseAlarms } from '#core/judging/alarm.ts'
import type { Registry } from '#core/registry.ts'
import { freezeDocument } from '#modules/document/actions/create.ts'
import { downloadTableAs } from '#modules/document/actions/table.ts'
import { readPeriod } from '#modules/statement/actions/read-period.ts'
import { insertStatement, putInForce } from '#modules/statement/store.ts'
import { createTenantWorld, things, type TenantWorld } from '#test/tenant-world.ts'
import { readSheet } from 'read-excel-file/node'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAllMeasures } from '../actions/list.ts'
import { readMeasurePeriod, type MeasurePeriodWish } from '../actions/period.ts'
import { readOneMeasure } from '../actions/read.ts'
import { measureModule } from '../module.ts'

let world: TenantWorld
let registry: Registry
let personId: string
let sent = 0

const hourMs = 3_600_000
const goTo = (instant: string) => world.clock.set(new Date(instant))

async function push(
  on: Readonly<Record<string, boolean>>,
  observedAt = world.clock.now().toISOString(),
): Promise<void> {
  sent += 1
  const given = evidenceInputSchema.parse({
    source: { system: 'inventory', id: `run ${sent}` },
    class: 'machine',
    observedFrom: observedAt,
    observedTo: observedAt,
    facts: things(on).facts,
    populations: [{ factType: 'thing.switch', expected: Object.keys(on).length, reconciledAgainst: 'a second list' }],
  })
  await world.as(world.company, personId, (context) => pushFacts(context, registry, given))
}

async function keepOn(until: string, on: Readonly<Record<string, boolean>>): Promise<void> {
  while (world.clock.now().getTime() + 12 * hourMs <= new Date(until).getTime()) {
    world.clock.advance(12 * hourMs)
    await push(on)
  }
}

const asAuditor = <T>(work: (context: Context) => Promise<T>) =>
  world.as(world.company, personId, (context) =>
    work({ ...context, actor: { ...context.actor, permissions: new Set(['claim:read']) } as Context['actor'] }),
  )

function read(over: Partial<MeasurePeriodWish> = {}) {
  const now = world.clock.now()
  const days = { fromOn: '2026-03-01', toOn: '2026-03-31' }
  return asAuditor((context) =>
    readMeasurePeriod(context, registry, 'thing.on', { locale: 'en', days, until: now, knownAt: now, ...over }),
  )
}

/** One sentence that rests on the measure alone, one also on paper that nobody ever signs, one that only may. */
async function publish(): Promise<void> {
  await world.db.database.withTenant(world.company, async (tx) => {
    const sentence = (text: string, measures: string[], over: object = {}) => ({
      start: 0,
      end: 1,
      text,
      section: null,
      leadIn: null,
      kind: 'promise' as const,
      modality: 'does' as const,
      quantifier: 'every' as const,
      quantifierWord: null,
      parameters: [],
      measures: measures.map((id) => ({ id, capability: 'C1', score: 1 })),
      alternatives: [],
      ...over,
    })
    const body = 'Everything is on.'
    const id = await insertStatement(tx, world.clock, {
      locale: 'en',
      title: 'Statement',
      body,
      bodyHash: randomBytes(32),
      draftedBy: null,
      claims: [
        sentence(body, ['thing.on']),
        sentence('Everything is on and signed.', ['thing.on', 'paper.signed']),
        sentence('Things may be on.', ['thing.on'], { kind: 'option', modality: 'may', quantifier: 'may' }),
      ],
    })
    await putInForce(tx, id, 'en', null, world.clock.now())
  })
}

beforeAll(async () => {
  world = await createTenantWorld()
  const kinds = measureModule(() => registry).documentKinds ?? []
  registry = { ...world.registry, documentKinds: new Map(kinds.map((kind) => [kind.id, kind])) }
  personId = await world.person(world.company)
  await publish()
  await push({ a: true })
  await keepOn('2026-03-10T08:00:00Z', { a: true })
  goTo('2026-03-10T20:00:00Z')
  await push({ a: false })
  goTo('2026-03-12T08:00:00Z')
  await push({ a: true })
  await keepOn('2026-03-20T08:00:00Z', { a: true })
  // On the fifteenth it was off for ten hours; that is learned five days later.
  await push({ a: false }, '2026-03-15T10:00:00.000Z')
  await keepOn('2026-03-24T08:00:00Z', { a: true, b: true })
  await keepOn('2026-03-31T20:00:00Z', { a: true, b: true })
})
afterAll(() => world?.close())

describe('a measure over a period', () => {
  it('was in force when the sentence that rests on it alone was, whatever else another one rests on', async () => {
    const told = await read()
    expect(told.hindsight).toMatchObject({ fromOn: '2026-03-02', days: 30, inForce: 26 })
    expect(told.knownThen).toMatchObject({ days: 30, inForce: 27 })
    expect(told.lastStatus).toBe('proven')
    const now = world.clock.now()
    const [statement] = await asAuditor((context) =>
      readPeriod(context, registry, {
        locale: 'en',
        days: { fromOn: '2026-03-01', toOn: '2026-03-31' },
        until: now,
        knownAt: now,
        endsNow: true,
        claimId: null,
      }),
    )
    const [alone, composite] = statement?.claims ?? []
    // Reckoned by the rules, it is what was recorded of the sentence.
    expect(told.hindsight).toEqual(alone?.hindsight)
    expect(told.knownThen).toEqual(alone?.knownThen)
    expect(composite?.hindsight?.inForce).toBe(0)
  })

  it('names each gap with its reason and when it was known', async () => {
    const { gaps } = await read()
    expect(
      gaps.map(({ fromAt, toAt, status, known, judgement }) => [
        fromAt.toISOString(),
        toAt?.toISOString() ?? null,
        status,
        known,
        judgement.reason.code,
      ]),
    ).toEqual([
      ['2026-03-10T20:00:00.000Z', '2026-03-12T08:00:00.000Z', 'contradicted', 'both', 'thing.off'],
      ['2026-03-15T10:00:00.000Z', '2026-03-15T20:00:00.000Z', 'contradicted', 'today', 'thing.off'],
    ])
  })

  it('was about as many as belonged to it then', async () => {
    const days = { fromOn: '2026-03-01', toOn: '2026-03-14' }
    const then = await read({ days, until: new Date('2026-03-14T22:59:59.999Z') })
    expect(then.population).toEqual([
      { at: expect.any(Date), dutyId: 'thing.on/all', total: 1, passing: 1, reconciled: true },
    ])
    expect((await read()).population.map(({ total }) => total)).toEqual([2])
  })

  it('that no sentence demanded was not judged, and one of no catalogue is not found', async () => {
    const days = { fromOn: '2026-02-01', toOn: '2026-02-28' }
    const none = await read({ days, until: new Date('2026-02-28T22:59:59.999Z') })
    expect(none).toMatchObject({ hindsight: null, claims: [], gaps: [], population: [] })
    await expect(
      asAuditor((context) => readOneMeasure(context, registry, 'thing.unheard', { known: 'then' })),
    ).rejects.toMatchObject({ status: 404 })
  })
})

describe('a measure on a day', () => {
  it('stands as it stood then, as known then or today, with the sentences on it', async () => {
    const on = (asOf: string, known: 'then' | 'today') =>
      asAuditor((context) => readOneMeasure(context, registry, 'thing.on', { asOf, known }))
    const noon = '2026-03-15T12:00:00Z'
    expect((await on(noon, 'then')).status).toBe('proven')
    const today = await on(noon, 'today')
    expect(today).toMatchObject({
      status: 'contradicted',
      duties: [{ id: 'thing.on/all', judged: { status: 'contradicted', total: 1, passing: 0 } }],
    })
    expect(today.restingSentences.map(({ text, status }) => [text, status])).toEqual([
      ['Everything is on.', 'contradicted'],
      ['Everything is on and signed.', 'contradicted'],
      ['Things may be on.', 'unproven'],
    ])
    expect((await on(noon, 'then')).restingSentences[1]?.status).toBe('unproven')
    expect(today.history.at(-1)).toMatchObject({ status: 'contradicted', to: null })
    expect(today.evidence.length).toBeGreaterThan(10)
  })

  it('stands in the list, the demanded ones first, and a present alarm lies over it, not over its past', async () => {
    const list = (over: object) =>
      asAuditor((context) => listAllMeasures(context, registry, { known: 'then', ...over }))
    expect((await list({})).items.map(({ id, status }) => [id, status])).toEqual([
      ['paper.signed', 'unproven'],
      ['thing.on', 'proven'],
      ['thing.registered', null],
    ])
    const collector = registry.collectors[0]
    if (!collector) throw new Error('nobody looks')
    await raiseAlarms(world.services, registry, world.company, collector, null)
    const now = (await list({})).items.find(({ id }) => id === 'thing.on')
    expect(now?.status).toBe('lapsed')
    const then = (await list({ asOf: '2026-03-30' })).items.find(({ id }) => id === 'thing.on')
    expect(then?.status).toBe('proven')
  })
})

describe('the report of a measure', () => {
  async function make(locale: 'de' | 'en') {
    const kind = registry.documentKinds.get('measure.period')
    if (!kind) throw new Error('there is no such kind')
    let pdf = Buffer.alloc(0)
    const wish = { locale, aboutId: 'thing.on', asOf: '2026-03-30', known: 'today' as const }
    const id = await asAuditor((context) =>
      freezeDocument(context, kind, wish, personId, async (frozen) => {
        const files = await renderDocument(frozen, world.services.texts)
        pdf = Buffer.from(files.pdf)
        if (process.env.BELEG_PICTURES) await writeFile(`${process.env.BELEG_PICTURES}/measure-${locale}.pdf`, pdf)
        return files
      }),
    )
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })
    return { id, text: text.replaceAll(/\s+/g, ' ') }
  }

  it('says on its pages when it was in force, why not, and how that was reckoned', async () => {
    const { text } = await make('en')
    expect(text).toContain('In force on 25 of 29 days.')
    expect(text).toContain('Known then: 26 of 29 days.')
    expect(text).toContain('in hindsight only')
    expect(text).toContain('reckoned by the rules of today')
    const german = await make('de')
    expect(german.text).toContain('In Kraft an 25 von 29 Tagen.')
  })

  it('gives its tables as XLSX and CSV', async () => {
    const { id } = await make('en')
    const bytesOf = async (table: number, format: 'xlsx' | 'csv') => {
      const download = await asAuditor((context) => downloadTableAs(context, id, table, format))
      const chunks: Buffer[] = []
      for await (const chunk of download.chunks()) chunks.push(Buffer.from(chunk))
      return Buffer.concat(chunks)
    }
    const gaps = await readSheet(await bytesOf(3, 'xlsx'))
    expect(gaps.slice(1).map((cells) => cells.slice(0, 4))).toEqual([
      ['contradicted', '10 Mar 2026, 21:00:00', '12 Mar 2026, 09:00:00', 'then and in hindsight'],
      ['contradicted', '15 Mar 2026, 11:00:00', '15 Mar 2026, 21:00:00', 'in hindsight only'],
    ])
    expect((await bytesOf(2, 'csv')).toString('utf8')).toContain('Everything is on and signed.')
  })
})
