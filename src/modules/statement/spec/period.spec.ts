/** The period report: what an auditor reads of a month in which things went wrong, and of what only came out later. */
import { writeFile } from 'node:fs/promises'
import type { Context } from '#core/context.ts'
import { findDocument } from '#core/document/store.ts'
import { pushFacts } from '#core/evidence/actions.ts'
import { evidenceInputSchema } from '#core/evidence/contract.ts'
import { freezeDocument } from '#modules/document/actions/create.ts'
import { readModel } from '#modules/document/actions/read.ts'
import { downloadTableAs } from '#modules/document/actions/table.ts'
import { renderDocument } from '#core/document/render.ts'
import { createTenantWorld, things, type TenantWorld } from '#test/tenant-world.ts'
import { readSheet } from 'read-excel-file/node'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPeriod, type PeriodWish } from '../actions/read-period.ts'

let world: TenantWorld
let personId: string
let sent = 0

const hourMs = 3_600_000

async function goTo(instant: string): Promise<void> {
  world.clock.advance(new Date(instant).getTime() - world.clock.now().getTime())
}

async function push(on: boolean, observedAt = world.clock.now().toISOString()): Promise<void> {
  sent += 1
  const given = evidenceInputSchema.parse({
    source: { system: 'inventory', id: `run ${sent}` },
    class: 'machine',
    observedFrom: observedAt,
    observedTo: observedAt,
    facts: things({ a: on }).facts,
    populations: [{ factType: 'thing.switch', expected: 1, reconciledAgainst: 'a second list' }],
  })
  await world.as(world.company, personId, (context) => pushFacts(context, world.registry, given))
}

/** Two observations a day, up to an instant. */
async function keepOn(until: string): Promise<void> {
  while (world.clock.now().getTime() + 12 * hourMs <= new Date(until).getTime()) {
    world.clock.advance(12 * hourMs)
    await push(true)
  }
}

const asAuditor = <T>(work: (context: Context) => Promise<T>) =>
  world.as(world.company, personId, (context) =>
    work({ ...context, actor: { ...context.actor, permissions: new Set(['claim:read']) } as Context['actor'] }),
  )

function read(over: Partial<PeriodWish> = {}) {
  const now = world.clock.now()
  const days = { fromOn: '2025-04-01', toOn: '2026-03-31' }
  const wish: PeriodWish = { locale: 'en', days, until: now, knownAt: now, endsNow: true, claimId: null, ...over }
  return asAuditor((context) => readPeriod(context, world.registry, wish))
}

/** The end of a day in March before the clocks change. */
const endOf = (day: number) => new Date(`2026-03-${day}T22:59:59.999Z`)

beforeAll(async () => {
  world = await createTenantWorld()
  personId = await world.person(world.company)
  await world.publish(world.company, { measure: 'thing.on' })
  await push(true)
  await keepOn('2026-03-10T08:00:00Z')
  await goTo('2026-03-10T20:00:00Z')
  await push(false)
  await goTo('2026-03-12T08:00:00Z')
  await push(true)
  await keepOn('2026-03-20T08:00:00Z')
  // On the fifteenth it was off for ten hours; that is learned five days later.
  await push(false, '2026-03-15T10:00:00.000Z')
  await keepOn('2026-03-27T08:00:00Z')
  // Nobody looks until the night in which the clocks go forward.
  await goTo('2026-03-29T01:30:00Z')
  await push(true)
  await keepOn('2026-03-31T08:00:00Z')
})
afterAll(() => world?.close())

describe('a period', () => {
  it('begins with the publication in its middle and counts each day once, in hindsight and as it was known then', async () => {
    const [statement, ...others] = await read()
    expect(others).toEqual([])
    const [claim] = statement?.claims ?? []
    expect(statement?.from).toEqual(new Date('2026-03-02T08:00:00Z'))
    expect(claim?.knownThen).toMatchObject({ fromOn: '2026-03-02', toOn: '2026-03-31', days: 30, inForce: 25 })
    expect(claim?.hindsight).toMatchObject({ days: 30, inForce: 24 })
    expect(claim?.hindsight?.gaps).toEqual([
      { fromOn: '2026-03-10', toOn: '2026-03-12', status: 'contradicted' },
      { fromOn: '2026-03-15', toOn: '2026-03-15', status: 'contradicted' },
      { fromOn: '2026-03-28', toOn: '2026-03-29', status: 'lapsed' },
    ])
    expect(claim?.lastStatus).toBe('proven')
  })

  it('names each gap by the instant with its reason, and when it was known', async () => {
    const [statement] = await read()
    expect(
      statement?.claims[0]?.gaps.map(({ fromAt, toAt, status, known, judgement }) => [
        fromAt.toISOString(),
        toAt?.toISOString() ?? null,
        status,
        known,
        judgement.code,
      ]),
    ).toEqual([
      ['2026-03-10T20:00:00.000Z', '2026-03-12T08:00:00.000Z', 'contradicted', 'both', 'thing.off'],
      ['2026-03-15T10:00:00.000Z', '2026-03-15T20:00:00.000Z', 'contradicted', 'today', 'thing.off'],
      ['2026-03-28T08:00:00.000Z', '2026-03-29T01:30:00.000Z', 'lapsed', 'both', expect.any(String)],
    ])
  })

  it('that ended on a past day is read as it would have been told on that day, or as it is known today', async () => {
    const days = { fromOn: '2026-03-01', toOn: '2026-03-18' }
    const of = async (knownAt: Date) =>
      (await read({ days, until: endOf(18), knownAt, endsNow: false }))[0]?.claims[0]?.hindsight
    expect(await of(endOf(18))).toMatchObject({ days: 17, inForce: 14 })
    expect(await of(world.clock.now())).toMatchObject({ days: 17, inForce: 13 })
  })

  it('counts the evidence that speaks of it and was known', async () => {
    const days = { fromOn: '2026-03-10', toOn: '2026-03-15' }
    const of = async (knownAt: Date) =>
      (await read({ days, until: endOf(15), knownAt, endsNow: false }))[0]?.claims[0]?.evidence
    // 8 and 20 o'clock; on the eleventh nobody looked.
    expect(await of(endOf(15))).toEqual({ machine: 10 })
    expect(await of(world.clock.now())).toEqual({ machine: 11 })
  })

  it('in which nothing was published is no period', async () => {
    const days = { fromOn: '2025-01-01', toOn: '2025-12-31' }
    await expect(read({ days, until: new Date('2025-12-31T22:59:59.999Z'), endsNow: false })).rejects.toMatchObject({
      status: 404,
      code: 'statement.none_published',
    })
  })

  it('that ends now does not stay green because nobody judged', async () => {
    world.clock.advance(30 * hourMs)
    const [statement] = await read({ days: { fromOn: '2026-03-30', toOn: '2026-04-01' } })
    expect(statement?.claims[0]).toMatchObject({
      lastStatus: 'lapsed',
      gaps: [{ fromAt: new Date('2026-04-01T01:30:00Z'), status: 'lapsed', toAt: null }],
    })
    await push(true)
  })
})

describe('the report', () => {
  async function make(locale: 'de' | 'en', over: object = {}) {
    const kind = world.registry.documentKinds.get('statement.period')
    if (!kind) throw new Error('there is no such kind')
    let pdf = Buffer.alloc(0)
    const id = await asAuditor((context) =>
      freezeDocument(context, kind, { locale, ...over }, personId, async (frozen) => {
        const files = await renderDocument(frozen, world.services.texts)
        pdf = Buffer.from(files.pdf)
        if (process.env.BELEG_PICTURES) await writeFile(`${process.env.BELEG_PICTURES}/period-${locale}.pdf`, pdf)
        return files
      }),
    )
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })
    return { id, text: text.replaceAll(/\s+/g, ' ') }
  }

  it('says on its pages on how many days the sentence was in force, why not, and how to check it', async () => {
    const { text } = await make('en', { asOf: '2026-03-31', known: 'today' })
    expect(text).toContain('Everything is on.')
    expect(text).toContain('In force on 24 of 30 days.')
    expect(text).toContain('Known then: 25 of 30 days.')
    expect(text).toMatch(/10\s?–\s?12 Mar 2026 \(contradicted\)/)
    expect(text).toContain('in hindsight only')
    const german = await make('de', { asOf: '2026-03-31', known: 'today' })
    expect(german.text).toContain('In Kraft an 24 von 30 Tagen.')
    expect(german.text).toMatch(/10\.\s?–\s?12\.03\.2026 \(widerlegt\)/)
  })

  it('of another period is no later version of it; of the same period it is', async () => {
    const versionOf = async (over: object) => {
      const { id } = await make('en', over)
      return asAuditor(async ({ tx }) => {
        const row = await findDocument(tx, id)
        return [row?.scope, row?.version]
      })
    }
    expect(await versionOf({ asOf: '2026-03-18' })).toEqual(['2025-03-19/2026-03-18', 1])
    expect(await versionOf({ asOf: '2026-03-18', fromOn: '2026-03-01' })).toEqual(['2026-03-01/2026-03-18', 1])
    expect(await versionOf({ asOf: '2026-03-18', fromOn: '2026-03-01' })).toEqual(['2026-03-01/2026-03-18', 2])
  })

  it('gives its table as XLSX and CSV with the very figures of the pages', async () => {
    const { id } = await make('en', { asOf: '2026-03-31', known: 'today' })
    const fetched = async (table: number, format: 'xlsx' | 'csv') => {
      const download = await asAuditor((context) => downloadTableAs(context, id, table, format))
      const chunks: Buffer[] = []
      for await (const chunk of download.chunks()) chunks.push(Buffer.from(chunk))
      return { name: download.fileName, bytes: Buffer.concat(chunks) }
    }
    const overview = await fetched(1, 'xlsx')
    expect(overview.name).toBe('statement-period-2026-03-31-v2-en-1.xlsx')
    const [titles, row, ...rest] = await readSheet(overview.bytes)
    expect(rest).toEqual([])
    expect(titles?.slice(0, 5)).toEqual(['No.', 'Sentence', 'Days', 'in force, known then', 'in force, in hindsight'])
    expect(row?.slice(0, 5)).toEqual([1, 'Everything is on.', 30, 25, 24])
    const gaps = await readSheet((await fetched(2, 'xlsx')).bytes)
    expect(gaps.slice(1).map((cells) => cells.slice(0, 5))).toEqual([
      [1, 'contradicted', '10 Mar 2026, 21:00:00', '12 Mar 2026, 09:00:00', 'then and in hindsight'],
      [1, 'contradicted', '15 Mar 2026, 11:00:00', '15 Mar 2026, 21:00:00', 'in hindsight only'],
      [1, 'lapsed', '28 Mar 2026, 09:00:00', '29 Mar 2026, 03:30:00', 'then and in hindsight'],
    ])
    expect((await fetched(1, 'csv')).bytes.toString('utf8')).toContain('\r\n1,Everything is on.,30,25,24,')
    await expect(fetched(3, 'xlsx')).rejects.toMatchObject({ status: 404 })
    const model = await asAuditor((context) => readModel(context, id))
    expect(model.blocks.filter((block) => block.kind === 'table')).toHaveLength(2)
  })
})
