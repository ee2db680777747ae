/** Populations that registers keep: who belongs when, as known when, and that leaving one hides nothing. */
import fc from 'fast-check'
import type { Context } from '#core/context.ts'
import { pushFacts } from '#core/evidence/actions.ts'
import { evidenceInputSchema } from '#core/evidence/contract.ts'
import { judgeTenant } from '#core/judging/judge.ts'
import { recompute } from '#core/judging/recompute.ts'
import {
  episodesOf,
  joinPopulation,
  leavePopulation,
  readMembers,
  setMembership,
  type Snapshot,
} from '#core/population.ts'
import { askForDecision, decideRequest } from '#modules/statement/actions/decide.ts'
import { at as hourOf } from '#core/spec/status-world.ts'
import { createTenantWorld, things, type TenantWorld } from '#test/tenant-world.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let world: TenantWorld
let owner: string
beforeEach(async () => {
  world = await createTenantWorld()
  owner = await world.person(world.company)
})
afterEach(() => world.close())

const hourMs = 3_600_000
const registered = 'thing.registered'
const inHours = (hours: number) => new Date(world.clock.now().getTime() + hours * hourMs)

const within = <T>(work: (context: Context) => Promise<T>) => world.as(world.company, owner, work)

/** A register notes its members and their subject's facts are pushed by an inventory that sees them. */
async function push(states: Record<string, boolean>, seen: readonly string[] = Object.keys(states)) {
  const observedAt = world.clock.now().toISOString()
  const input = evidenceInputSchema.parse({
    source: { system: 'inventory', id: `${observedAt} ${JSON.stringify(states)}` },
    class: 'machine',
    observedFrom: observedAt,
    observedTo: observedAt,
    facts: things(states).facts,
    populations: [{ factType: 'thing.switch', expected: seen.length, reconciledAgainst: 'a second list' }],
  })
  await within((context) => pushFacts(context, world.registry, input))
}

async function subjectOf(name: string): Promise<string> {
  const { rows } = await world.db.owner.query<{ id: string }>(
    'select id from subjects where tenant_id = $1 and kind = $2 and external_id = $3',
    [world.company, 'thing', name],
  )
  return rows[0]?.id ?? ''
}

async function join(name: string, at: Date) {
  const subjectId = await subjectOf(name)
  await within(({ tx, services }) => joinPopulation(tx, registered, [{ subjectId, at }], services.clock.now()))
  await judgeTenant(world.services, world.registry, world.company)
}

async function leave(name: string, at: Date) {
  const subjectId = await subjectOf(name)
  await within(({ tx, services }) => leavePopulation(tx, registered, [{ subjectId, at }], services.clock.now()))
  await judgeTenant(world.services, world.registry, world.company)
}

const members = (at: Date, knownAt: Date | null = null) =>
  within(async ({ tx }) => (await readMembers(tx, registered, at, knownAt)).map((member) => member.subjectId))

describe('a population of a register', () => {
  it('has its members over valid and known time', async () => {
    await push({ a: true })
    const a = await subjectOf('a')
    const then = world.clock.now()
    await join('a', inHours(5))
    expect(await members(then)).toEqual([])
    expect(await members(inHours(5))).toEqual([a])
    world.clock.advance(10 * hourMs)
    const learned = world.clock.now()
    // It is learned now that it left two hours ago.
    await leave('a', inHours(-2))
    expect(await members(inHours(-1))).toEqual([])
    expect(await members(inHours(-1), inHours(-1))).toEqual([a])
    expect(await members(inHours(-3))).toEqual([a])
    expect(await members(learned, learned)).toEqual([])
  })

  it('takes all episodes of a subject at once, also those of the past', async () => {
    await push({ a: true })
    const a = await subjectOf('a')
    const state = (episodes: { joinedAt: Date; leftAt: Date | null }[]) =>
      within(({ tx, services }) => setMembership(tx, registered, [{ subjectId: a, episodes }], services.clock.now()))
    await state([{ joinedAt: inHours(-10), leftAt: null }])
    world.clock.advance(hourMs)
    await state([
      { joinedAt: inHours(-100), leftAt: inHours(-50) },
      { joinedAt: inHours(-11), leftAt: null },
    ])
    expect(await members(inHours(-60))).toEqual([a])
    expect(await members(inHours(-30))).toEqual([])
    expect(await members(world.clock.now())).toEqual([a])
  })
})

describe('a sentence about a population of a register', () => {
  beforeEach(() => world.publish(world.company, { measure: 'thing.registered' }))

  it('speaks of its members alone, and gives who joins its grace', async () => {
    await push({ a: true, b: false })
    await join('a', world.clock.now())
    expect(await world.status(world.company)).toBe('proven')
    await join('b', world.clock.now())
    expect(await world.status(world.company)).toBe('contradicted')
  })

  it('is judged at the instant at which somebody joins who was announced', async () => {
    await push({ a: true, b: false })
    await join('a', world.clock.now())
    await join('b', inHours(3))
    expect(await world.status(world.company)).toBe('proven')
    world.clock.advance(3 * hourMs)
    expect(await world.status(world.company)).toBe('contradicted')
  })

  it('does not turn green when a counter-example is taken out of the register, until somebody else accepts it', async () => {
    await push({ a: true, b: false })
    await join('a', world.clock.now())
    await join('b', world.clock.now())
    world.clock.advance(hourMs)
    await leave('b', world.clock.now())
    expect(await world.status(world.company)).toBe('unproven')
    const claimId = await within(async () => {
      const { rows } = await world.db.owner.query<{ id: string }>('select id from claims where tenant_id = $1', [
        world.company,
      ])
      return rows[0]?.id ?? ''
    })
    const subjectId = await subjectOf('b')
    const { id } = await within((context) =>
      askForDecision(context, claimId, { kind: 'narrowing', subjectId, reason: 'Scrapped, the list is late.' }),
    )
    await expect(
      within((context) => decideRequest(context, world.registry, id, 'approved', 'myself')),
    ).rejects.toMatchObject({ code: 'four_eyes.same_person' })
    expect(await world.status(world.company)).toBe('unproven')
    const other = await world.person(world.company)
    await world.as(world.company, other, (context) =>
      decideRequest(context, world.registry, id, 'approved', 'seen on site'),
    )
    expect(await world.status(world.company)).toBe('proven')
  })

  it('turns green when the source itself says that the counter-example is gone', async () => {
    await push({ a: true, b: false })
    await join('a', world.clock.now())
    await join('b', world.clock.now())
    world.clock.advance(hourMs)
    await leave('b', world.clock.now())
    world.clock.advance(hourMs)
    await push({ a: true })
    expect(await world.status(world.company)).toBe('proven')
    const audit = await within(({ tx }) => recompute(tx, world.registry))
    expect(audit.disagreements).toEqual([])
  })
})

describe('whom the sources see', () => {
  const anySnapshots: fc.Arbitrary<Snapshot[]> = fc.array(
    fc.record({
      observedAt: fc.integer({ min: 0, max: 20 }).map((hours) => hourOf(hours)),
      subjectIds: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
      complete: fc.boolean(),
    }),
    { maxLength: 8 },
  )

  it('does not depend on the order of arrival, and nobody leaves but by a complete list', () => {
    fc.assert(
      fc.property(anySnapshots, fc.infiniteStream(fc.nat()), (snapshots, stream) => {
        const shuffled = snapshots
          .map((snapshot) => ({ snapshot, key: stream.next().value ?? 0 }))
          .toSorted((x, y) => x.key - y.key)
          .map(({ snapshot }) => snapshot)
        const ordered = (episodes: ReturnType<typeof episodesOf>) =>
          [...episodes].toSorted(([x], [y]) => (x < y ? -1 : 1))
        const episodes = episodesOf(snapshots)
        expect(ordered(episodesOf(shuffled))).toEqual(ordered(episodes))
        const ends = [...episodes.values()].flat().flatMap(({ leftAt }) => (leftAt === null ? [] : [leftAt.getTime()]))
        for (const end of ends) expect(snapshots.some((s) => s.complete && s.observedAt.getTime() === end)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
