/** Cases on a real database: findings that come and go with a sentence, clocks, four eyes, and two people at once. */
import type { Context } from '#core/context.ts'
import { newId } from '#platform/database/id.ts'
import type { Permission } from '#platform/http/endpoint.ts'
import { Problem } from '#platform/http/problem.ts'
import { createTenantWorld, things, type TenantWorld } from '#test/tenant-world.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changeCase, moveCase, openCase } from '../case.ts'
import { correctionKind, findingKind, settleFinding } from '../finding.ts'
import { findCase, listClocks } from '../store.ts'

let world: TenantWorld
beforeEach(async () => {
  world = await createTenantWorld()
  await world.publish(world.platform, { measure: 'thing.on' })
})
afterEach(() => world.close())

const minute = 60_000
const day = 24 * 60 * minute

interface Row {
  readonly id: string
  readonly state: string
  readonly version: number
  readonly closed_at: Date | null
}

const cases = async (kind: string): Promise<Row[]> =>
  (
    await world.db.owner.query<Row>(
      'select id, state, version, closed_at from cases where tenant_id = $1 and kind = $2 order by number',
      [world.platform, kind],
    )
  ).rows
const states = async (kind: string) => (await cases(kind)).map(({ state }) => state)
const only = async (kind: string): Promise<Row> => {
  const [one, ...others] = await cases(kind)
  if (!one || others.length > 0) throw new Error(`there are ${others.length + (one ? 1 : 0)} cases of kind ${kind}`)
  return one
}
const observe = async (isOn: boolean) => {
  world.observation = things({ lamp: isOn })
  world.clock.advance(minute)
  await world.collect()
}
const actions = async (id: string) =>
  (
    await world.db.owner.query<{ action: string }>(
      `select action from ledger_pending where object_kind = 'case' and object_id = $1 order by id`,
      [id],
    )
  ).rows.map(({ action }) => action)

/** Acts as somebody with the rights of an owner. */
const as = <T>(personId: string, work: (context: Context) => Promise<T>) =>
  world.as(world.platform, personId, (context) =>
    work({
      ...context,
      actor: {
        ...context.actor,
        permissions: new Set<Permission>(['case:read', 'case:work', 'case:verify']),
      } as Context['actor'],
    }),
  )
const move = (personId: string, id: string, to: string, version: number, over: object = {}) =>
  as(personId, (context) => moveCase(context, findingKind, id, to, { version, ...over }))
const clocksOf = (id: string) =>
  world.db.database.withTenant(world.platform, async (tx) =>
    Object.fromEntries((await listClocks(tx, [id])).map((clock) => [clock.name, clock])),
  )
const refused = async (work: Promise<unknown>): Promise<Problem> => {
  const error: unknown = await work.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof Problem)) throw error
  return error
}

describe('a sentence that breaks', () => {
  it('opens a finding and, because the facts contradict it in public, a correction below it; healed, both close', async () => {
    await observe(true)
    expect(await cases('finding')).toEqual([])
    await observe(false)
    expect(await states('finding')).toEqual(['raised'])
    expect(await states('correction')).toEqual(['open'])
    await observe(true)
    expect(await states('finding')).toEqual(['verified'])
    expect(await states('correction')).toEqual(['restored'])
    expect(await actions((await only('finding')).id)).toEqual(['case.opened', 'case.moved'])
  })

  it('opens the same case again within sixty days, with its clocks from their first start; later a new one', async () => {
    await observe(false)
    const { id } = await only('finding')
    const before = await clocksOf(id)
    await observe(true)
    expect((await clocksOf(id)).plan?.stopped_at).not.toBeNull()
    world.clock.advance(59 * day)
    await observe(false)
    expect(await states('finding')).toEqual(['raised'])
    const again = await clocksOf(id)
    for (const name of ['plan', 'resolve']) {
      expect(again[name]?.started_at, name).toEqual(before[name]?.started_at)
      expect(again[name]?.due_at, name).toEqual(before[name]?.due_at)
      expect(again[name]?.stopped_at, name).toBeNull()
    }
    expect(await states('correction')).toEqual(['open'])
    await observe(true)
    world.clock.advance(61 * day)
    await observe(false)
    expect(await states('finding')).toEqual(['verified', 'raised'])
    expect(await states('correction')).toEqual(['restored', 'open'])
  })

  it('is not closed by the machine while somebody is at its cause, and is as soon as they are done', async () => {
    await observe(false)
    const { id } = await only('finding')
    const anna = await world.person(world.platform)
    expect((await refused(move(anna, id, 'accepted', 1))).code).toBe('case.not_yet')
    await as(anna, (context) => changeCase(context, findingKind, id, { version: 1, ownerId: anna }))
    await move(anna, id, 'accepted', 2)
    expect((await refused(move(anna, id, 'planned', 3))).code).toBe('case.reason_missing')
    await move(anna, id, 'planned', 3, { reason: 'the switch is loose' })
    await observe(true)
    expect(await states('finding')).toEqual(['planned'])
    await move(anna, id, 'implemented', 4, { reason: 'fastened' })
    await as(anna, (context) => settleFinding(context, id))
    expect(await states('finding')).toEqual(['verified'])
  })

  it('is not said to be repaired while the machine sees it broken', async () => {
    await observe(false)
    const { id } = await only('finding')
    const [anna, bert] = [await world.person(world.platform), await world.person(world.platform)]
    await as(anna, (context) => changeCase(context, findingKind, id, { version: 1, ownerId: anna }))
    await move(anna, id, 'accepted', 2)
    await move(anna, id, 'implemented', 3, { reason: 'fastened' })
    const problem = await refused(move(bert, id, 'verified', 4, { stepUp: true }))
    expect(problem.code).toBe('case.not_yet')
    expect(problem.issues.map(({ code }) => code)).toEqual(['sentence_broken'])
    expect((await only('finding')).version).toBe(4)
  })

  it('no longer matters when another version of the statement holds', async () => {
    await observe(false)
    const { endCasesOfClaims } = await import('../finding.ts')
    const { rows } = await world.db.owner.query<{ claim_id: string }>('select claim_id from findings')
    const anna = await world.person(world.platform)
    await as(anna, (context) => endCasesOfClaims(context, [rows[0]?.claim_id ?? '']))
    expect(await states('finding')).toEqual(['withdrawn'])
    expect(await states('correction')).toEqual(['corrected'])
  })
})

describe('four eyes', () => {
  const propose = async () => {
    await observe(false)
    const anna = await world.person(world.platform)
    const { id } = await only('correction')
    await as(anna, (context) =>
      moveCase(context, correctionKind, id, 'proof-proposed', { version: 1, reason: 'back in an hour' }),
    )
    return { anna, id }
  }

  it('refuse the one who proposed, ask for a second factor, and name both in the ledger', async () => {
    const { anna, id } = await propose()
    const approve = (personId: string, over: object = {}) =>
      as(personId, (context) => moveCase(context, correctionKind, id, 'proof-decided', { version: 2, ...over }))
    expect((await refused(approve(anna, { stepUp: true }))).code).toBe('four_eyes.same_person')
    const bert = await world.person(world.platform)
    expect((await refused(approve(bert))).code).toBe('session.step_up_needed')
    await approve(bert, { stepUp: true })
    expect((await only('correction')).state).toBe('proof-decided')
    const { rows } = await world.db.owner.query<{ payload: string }>(
      `select payload from ledger_pending where action = 'case.moved' and object_id = $1 order by id desc limit 1`,
      [id],
    )
    // Both came into the register in the same week, which is recorded.
    expect(JSON.parse(rows[0]?.payload ?? '{}')).toMatchObject({
      who: { person: bert },
      what: { after: { state: 'proof-decided', submittedBy: anna, sameWeek: true } },
    })
    expect((await clocksOf(id)).decision?.stopped_at).not.toBeNull()
  })

  it('do not flag people of different weeks', async () => {
    const { id } = await propose()
    world.clock.advance(8 * day)
    const late = await world.person(world.platform)
    await as(late, (context) => moveCase(context, correctionKind, id, 'proof-decided', { version: 2, stepUp: true }))
    const { rows } = await world.db.owner.query<{ payload: string }>(
      `select payload from ledger_pending where action = 'case.moved' and object_id = $1 order by id desc limit 1`,
      [id],
    )
    expect(rows[0]?.payload).not.toContain('sameWeek')
  })

  it('are kept by the database, too', async () => {
    const { anna, id } = await propose()
    await expect(
      world.db.owner.query('update cases set decided_by = $1 where id = $2', [anna, id]),
    ).rejects.toMatchObject({ constraint: 'cases_four_eyes' })
  })
})

describe('two people at once', () => {
  it('do not overwrite each other: one moves, the other is told the version that is so now', async () => {
    await observe(false)
    const { id } = await only('finding')
    const people = await Promise.all([1, 2, 3, 4].map(() => world.person(world.platform)))
    const results = await Promise.allSettled(
      people.map((personId) =>
        as(personId, (context) => changeCase(context, findingKind, id, { version: 1, ownerId: personId })),
      ),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') {
        expect(result.reason).toMatchObject({ status: 409, code: 'case.changed' })
        expect(result.reason.issues).toEqual([{ pointer: '/version', code: 'case_changed', params: { version: 2 } }])
      }
    expect((await only('finding')).version).toBe(2)
    expect(await actions(id)).toEqual(['case.opened', 'case.changed'])
  })

  it('who open cases get numbers that follow each other', async () => {
    const anna = await world.person(world.platform)
    const opened = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        as(anna, (context) => openCase(context, { kind: findingKind, title: `Finding ${n}` })),
      ),
    )
    expect(opened.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, n) => n + 1),
    )
  })
})

describe('a case that does not fit', () => {
  it('is refused with everything that is wrong, and nothing is written', async () => {
    const anna = await world.person(world.platform)
    const unknown = newId(world.clock)
    const problem = await refused(
      as(anna, (context) =>
        openCase(context, {
          kind: findingKind,
          title: 'Finding',
          parentId: unknown,
          ownerId: unknown,
          subjects: [{ kind: 'evidence', id: unknown }],
          clocks: { plan: { dueAt: new Date(world.clock.now().getTime() - 1) } },
        }),
      ),
    )
    expect(problem.code).toBe('case.invalid')
    expect(problem.issues).toEqual([
      { pointer: '/parentId', code: 'unknown_case' },
      { pointer: '/ownerId', code: 'unknown_person' },
      { pointer: '/subjects/0', code: 'unknown_subject' },
      { pointer: '/clocks/plan', code: 'in_the_past' },
    ])
    expect(await world.count('cases', world.platform)).toBe(0)
  })

  it('is sealed where it could name somebody, and kept where it belongs', async () => {
    const anna = await world.person(world.platform)
    const { id } = await as(anna, (context) => openCase(context, { kind: findingKind, title: 'Zwentibold was here' }))
    const { rows } = await world.db.owner.query<{ title: Buffer }>('select title from cases where id = $1', [id])
    expect(rows[0]?.title.toString('latin1')).not.toContain('Zwentibold')
    const elsewhere = await world.db.database.withTenant(world.company, (tx) => findCase(tx, id))
    expect(elsewhere).toBeUndefined()
  })
})
