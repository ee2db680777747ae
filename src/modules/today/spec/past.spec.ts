/** Today as of a past day: what was open then, in whose hands, and how the sentences stood. */
import { changeCase, moveCase, openCase } from '#core/case/case.ts'
import { findingKind } from '#core/case/finding.ts'
import { findCase } from '#core/case/store.ts'
import type { Actor, Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import { taskKind } from '#modules/case/task.ts'
import type { Permission } from '#platform/http/endpoint.ts'
import { createTenantWorld, things, type TenantWorld } from '#test/tenant-world.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTodayOrThen } from '../actions/list-past.ts'

let world: TenantWorld
let registry: Registry
let olga: string
let vera: string
let finding: string
let task: string

const as = <T>(personId: string, work: (context: Context) => Promise<T>, ...permissions: Permission[]) =>
  world.as(world.platform, personId, (context) => {
    const own = permissions.length > 0 ? permissions : (['case:read', 'case:work', 'claim:read'] as const)
    const actor: Actor = {
      ...(context.actor as Extract<Actor, { kind: 'account' }>),
      permissions: new Set<Permission>(own),
    }
    return work({ ...context, actor })
  })
const version = (id: string) => as(olga, async ({ tx }) => (await findCase(tx, id))?.version ?? 0)
const goTo = (instant: string) => world.clock.set(new Date(instant))
const observe = async (isOn: boolean) => {
  world.observation = things({ lamp: isOn })
  await world.collect()
}
const then = async (asOf: string, personId = olga, known: 'then' | 'today' = 'then', ...permissions: Permission[]) =>
  (await as(personId, (context) => readTodayOrThen(context, registry, { asOf, known }), ...permissions)).items.map(
    ({ kind, number, overdue, claim, stood }) => ({
      kind,
      number,
      overdue,
      status: claim?.status,
      hands: stood?.hands,
      state: stood?.state,
    }),
  )

beforeAll(async () => {
  world = await createTenantWorld()
  registry = { ...world.registry, caseKinds: new Map([...world.registry.caseKinds, [taskKind.kind, taskKind]]) }
  await world.publish(world.platform, { measure: 'thing.on' })
  olga = await world.person(world.platform)
  vera = await world.person(world.platform)
  await observe(true)
  goTo('2026-03-05T08:00:00Z')
  await observe(true)
  goTo('2026-03-05T09:00:00Z')
  await observe(false)
  const { rows } = await world.db.owner.query<{ id: string }>(`select id from cases where kind = 'finding'`)
  finding = rows[0]?.id ?? ''
  task = (
    await as(olga, (context) =>
      openCase(context, {
        kind: taskKind,
        title: 'Change the bulb',
        parentId: finding,
        ownerId: olga,
        clocks: { due: { dueAt: new Date('2026-03-07T22:59:59Z') } },
      }),
    )
  ).id
  goTo('2026-03-08T09:00:00Z')
  await as(olga, (context) => changeCase(context, findingKind, finding, { version: 1, ownerId: vera }))
  goTo('2026-03-09T09:00:00Z')
  await as(olga, async (context) =>
    changeCase(context, taskKind, task, {
      version: (await findCase(context.tx, task))?.version ?? 0,
      ownerId: vera,
      due: { clock: 'due', at: new Date('2026-03-20T22:59:59Z') },
    }),
  )
  goTo('2026-03-11T09:00:00Z')
  await as(vera, async (context) =>
    moveCase(context, taskKind, task, 'done', { version: (await findCase(context.tx, task))?.version ?? 0 }),
  )
  goTo('2026-03-12T09:00:00Z')
  await observe(true)
})
afterAll(() => world?.close())

describe('Today as of a past day', () => {
  it('is empty before there was a statement, and names a sentence that nobody looked after', async () => {
    expect(await then('2026-03-01')).toEqual([])
    expect(await then('2026-03-04')).toEqual([
      { kind: 'broken', number: null, overdue: false, status: 'lapsed', hands: 'sentence', state: null },
    ])
  })

  it('shows state, owner and due date of then, whatever became of them', async () => {
    expect(await version(finding)).toBeGreaterThan(1)
    expect(await then('2026-03-05')).toEqual([
      { kind: 'task', number: 3, overdue: false, status: 'contradicted', hands: 'mine', state: 'open' },
      {
        kind: 'correction',
        number: 2,
        overdue: false,
        status: 'contradicted',
        hands: 'nobody',
        state: 'to be decided',
      },
      { kind: 'finding', number: 1, overdue: false, status: 'contradicted', hands: 'nobody', state: 'raised' },
    ])
    // The day after its end, before it was put off.
    expect((await then('2026-03-08')).find(({ kind }) => kind === 'task')).toMatchObject({
      overdue: true,
      hands: 'mine',
    })
    expect((await then('2026-03-10')).find(({ kind }) => kind === 'task')).toMatchObject({
      overdue: false,
      hands: 'others',
    })
    expect((await then('2026-03-10', vera)).map(({ kind, hands }) => [kind, hands])).toContainEqual(['finding', 'mine'])
  })

  it('shows nothing that was done by then', async () => {
    const kinds = (await then('2026-03-12')).map(({ kind }) => kind)
    expect(kinds).not.toContain('finding')
    expect(kinds).not.toContain('correction')
  })

  it('shows each reader what they may read: sentences without cases, nothing without either', async () => {
    expect(await then('2026-03-08', olga, 'then', 'claim:read')).toEqual([
      { kind: 'broken', number: null, overdue: false, status: 'contradicted', hands: 'sentence', state: null },
    ])
    expect(await then('2026-03-08', olga, 'then', 'evidence:read')).toEqual([])
  })

  it('refuses a day that is still to come', async () => {
    await expect(then('2999-01-01')).rejects.toMatchObject({ status: 400, code: 'input.invalid' })
  })
})
