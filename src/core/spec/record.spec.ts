/**
 * What is stored of the past, on a real database: random histories with late, superseded and repeated facts, clocks that
 * jump, two processes at once, and a crash between change and judging. The recomputation has to agree each time.
 */
import { randomInt } from 'node:crypto'
import fc from 'fast-check'
import type { Services } from '#core/context.ts'
import { pushFacts } from '#core/evidence/actions.ts'
import { evidenceInputSchema } from '#core/evidence/contract.ts'
import { ingestEvidence } from '#core/evidence/ingest.ts'
import { judgeTenant } from '#core/judging/judge.ts'
import { recompute } from '#core/judging/recompute.ts'
import { readRecord } from '#core/judging/store.ts'
import { readTimeline } from '#core/judging/timeline.ts'
import { judgeDue } from '#core/judging/watch.ts'
import { createTenantWorld, things, type TenantWorld } from '#test/tenant-world.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let world: TenantWorld
beforeEach(async () => {
  world = await createTenantWorld()
})
afterEach(() => world.close())

const hourMs = 3_600_000
const minuteMs = 60_000

type Step =
  | { do: 'push'; states: Record<string, boolean | null>; late: number; complete: boolean; supersede: boolean }
  | { do: 'wait'; minutes: number }
  | { do: 'jump back'; minutes: number }
  | { do: 'judge' }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('push' as const),
      states: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(true, true, false, null), {
        minKeys: 1,
        noNullPrototype: true,
      }),
      late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 * 60 })),
      complete: fc.boolean(),
      supersede: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 20 * 60 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('jump back' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'judge' as const }) },
)

/** Found once by chance: the clock goes back to before the sentence was published, and what was seen then is replaced. */
const backBeforePublication: Step[] = [
  { do: 'jump back', minutes: 1 },
  { do: 'push', states: { a: true }, late: 243, complete: true, supersede: false },
  { do: 'wait', minutes: 910 },
  { do: 'push', states: { a: true }, late: 0, complete: false, supersede: true },
  { do: 'wait', minutes: 1 },
  { do: 'push', states: { a: true }, late: 0, complete: false, supersede: false },
  { do: 'jump back', minutes: 1 },
]

let sent = 0

function input(step: Extract<Step, { do: 'push' }>, supersedes: string | undefined) {
  sent += 1
  const observedAt = new Date(world.clock.now().getTime() - step.late * minuteMs).toISOString()
  return evidenceInputSchema.parse({
    source: { system: 'inventory', id: `run ${sent}` },
    class: 'machine',
    observedFrom: observedAt,
    observedTo: observedAt,
    ...(supersedes !== undefined && { supersedes }),
    facts: things(step.states).facts,
    populations: step.complete
      ? [{ factType: 'thing.switch', expected: Object.keys(step.states).length, reconciledAgainst: 'a second list' }]
      : [],
  })
}

/** Takes in what a machine saw; without judging it, unless asked to. */
function take(
  states: Record<string, boolean>,
  { at, services = world.services, judged = false }: { at: Date; services?: Services; judged?: boolean },
) {
  return services.database.withTenant(world.company, async (tx) => {
    sent += 1
    await ingestEvidence(
      {
        tx,
        services,
        actor: { kind: 'system', name: 'spec', tenantId: world.company, locale: 'en' },
        origin: { requestId: 'spec', address: null, userAgent: null },
      },
      world.registry.factTypes,
      {
        source: { system: 'inventory', id: `run ${sent}` },
        collector: null,
        class: 'machine',
        title: null,
        observedFrom: at,
        observedTo: at,
        validUntil: null,
        ...things(states),
        recordedBy: null,
        state: 'accepted',
        file: null,
      },
    )
    if (judged) tx.afterCommit(() => judgeTenant(services, world.registry, world.company).then(() => undefined))
  })
}

async function agreement(services: Services = world.services) {
  return services.database.withTenant(world.company, (tx) => recompute(tx, world.registry))
}

describe('the record of the past', () => {
  it('agrees with the recomputation after any history, late and superseded facts and jumps of the clock among it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 3, maxLength: 12 }), async (steps) => {
        // A sentence of its own for each history, years apart: nothing of the one before is in reach.
        await world.close()
        world = await createTenantWorld()
        await world.publish(world.company, { measure: 'thing.on' })
        const personId = await world.person(world.company)
        await judgeTenant(world.services, world.registry, world.company)
        let last: string | undefined
        for (const step of steps) {
          if (step.do === 'wait') world.clock.advance(step.minutes * minuteMs)
          if (step.do === 'jump back') world.clock.advance(-step.minutes * minuteMs)
          if (step.do === 'judge') await judgeDue(world.services, world.registry)
          if (step.do === 'push') {
            const given = input(step, step.supersede ? last : undefined)
            await world.as(world.company, personId, (context) => pushFacts(context, world.registry, given))
            last = given.source.id
          }
        }
        await judgeTenant(world.services, world.registry, world.company)
        const { disagreements, pending, claims } = await agreement()
        expect({ disagreements, pending, claims }).toEqual({ disagreements: [], pending: false, claims: 1 })
      }),
      { numRuns: 25, examples: [[backBeforePublication]] },
    )
  }, 120_000)

  it('takes a word that repeats one of two that disagreed at one instant for the end of the disagreement', async () => {
    await world.publish(world.company, { measure: 'thing.on' })
    for (const states of [
      [false, true],
      [true, false],
    ]) {
      world.clock.advance(hourMs)
      for (const on of states) await take({ a: on }, { at: world.clock.now() })
      const later = new Date(world.clock.now().getTime() + minuteMs)
      world.clock.advance(5 * minuteMs)
      await take({ a: true }, { at: later })
      await judgeTenant(world.services, world.registry, world.company)
      expect(await agreement()).toMatchObject({ disagreements: [], pending: false })
    }
  })

  it('loses and doubles nothing when two processes take a burst in and one dies between change and judging', async () => {
    await world.publish(world.company, { measure: 'thing.on' })
    const second: Services = { ...world.services, database: world.db.open() }
    const push = (services: Services, judged: boolean) =>
      take(Object.fromEntries(['a', 'b'].map((name) => [name, randomInt(3) > 0])), {
        at: new Date(world.clock.now().getTime() - randomInt(5) * minuteMs),
        services,
        // A process that dies here leaves its mark.
        judged,
      })
    for (let wave = 0; wave < 6; wave += 1) {
      await Promise.all(
        Array.from({ length: 8 }, (_, index) => push(index % 2 === 0 ? world.services : second, index % 3 > 0)),
      )
      world.clock.advance(randomInt(40) * minuteMs)
    }
    await push(second, false)
    expect((await agreement()).pending).toBe(true)
    await Promise.all([judgeDue(world.services, world.registry), judgeDue(second, world.registry)])
    expect(await agreement()).toMatchObject({ disagreements: [], pending: false })
    const { rows } = await world.db.owner.query<{ open: string; claims: string }>(
      `select count(*) as open, count(distinct claim_id) as claims from judgements where tenant_id = $1 and to_at is null`,
      [world.company],
    )
    expect(rows[0]).toEqual({ open: '1', claims: '1' })
  })

  it('names a judgement that somebody altered behind the application’s back', async () => {
    await world.publish(world.platform, { measure: 'thing.on' })
    world.observation = things({ a: false })
    await world.collect()
    world.clock.advance(10_000)
    await world.collect()
    const audit = () => world.db.database.withTenant(world.platform, (tx) => recompute(tx, world.registry))
    expect((await audit()).disagreements).toEqual([])
    await world.db.owner.query(
      `update judgements set status = 'proven' where tenant_id = $1 and status = 'contradicted'`,
      [world.platform],
    )
    expect((await audit()).disagreements).toMatchObject([
      { known: 'then', stored: 'proven', computed: 'contradicted' },
      { known: 'today', stored: 'proven', computed: 'contradicted' },
    ])
  })
})

describe('what is learned later', () => {
  it('changes the past as known today, and never the past as it was known then', async () => {
    await world.publish(world.company, { measure: 'thing.on' })
    const personId = await world.person(world.company)
    const push = async (states: Record<string, boolean>, late: number) => {
      const given = input({ do: 'push', states, late, complete: true, supersede: false }, undefined)
      await world.as(world.company, personId, (context) => pushFacts(context, world.registry, given))
    }
    const begin = world.clock.now()
    await push({ a: true }, 0)
    world.clock.advance(4 * hourMs)
    await push({ a: true }, 0)
    world.clock.advance(hourMs)
    // Two hours after the beginning it was off; that is learned only now.
    await push({ a: false }, 3 * 60)
    const timeline = async (known: 'then' | 'today') => {
      const to = new Date(world.clock.now().getTime() + 1)
      const record = await world.db.database.withTenant(world.company, async (tx) => {
        const { rows } = await world.db.owner.query<{ id: string }>('select id from claims where tenant_id = $1', [
          world.company,
        ])
        return readRecord(tx, [rows[0]?.id ?? ''], { from: begin, to })
      })
      return readTimeline([...record.values()][0] ?? [], known).map((period) => [
        period.status,
        (period.fromAt.getTime() - begin.getTime()) / hourMs,
      ])
    }
    expect(await timeline('then')).toEqual([['proven', 0]])
    expect(await timeline('today')).toEqual([
      ['proven', 0],
      ['contradicted', 2],
      ['proven', 4],
    ])
    expect((await agreement()).disagreements).toEqual([])
  })
})
