/** What is due becomes work: one case for each time, whoever opens it, and closed by the proof. */
import { changeCase, moveCase } from '#core/case/case.ts'
import { openFinding } from '#core/case/finding.ts'
import { findCase, listClocks, listLiveCasesOf } from '#core/case/store.ts'
import type { Actor, Context } from '#core/context.ts'
import type { BuiltInRole } from '#core/permission.ts'
import { createEntry } from '#core/register/actions/write.ts'
import type { Registry } from '#core/registry.ts'
import { listManyCases } from '#modules/case/actions/read.ts'
import { listToday } from '#modules/today/actions/list.ts'
import { peopleRegister } from '#modules/workforce/register.ts'
import type { Permission } from '#platform/http/endpoint.ts'
import { createTenantWorld, type TenantWorld } from '#test/tenant-world.ts'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { readOwnArrangement, setOwnDeputy } from '../actions/arrangement.ts'
import { assignMeasureOwner, listDueDuties, readDueDuty } from '../actions/occurrence.ts'
import { renewOccurrences } from '../actions/renew.ts'
import { changeSettings, setRhythm } from '../actions/setting.ts'
import { dutyKind } from '../case.ts'
import { keepDuties } from '../jobs.ts'
import { dutyModule } from '../module.ts'
import { defaultSettings } from '../rules.ts'
import { employ as employIn, signPaper, within as withinCompany } from './example.ts'

let world: TenantWorld
let registry: Registry
const worlds: TenantWorld[] = []
beforeEach(async () => {
  world = await createTenantWorld()
  worlds.push(world)
  const kinds = dutyModule(() => world.registry).caseKinds ?? []
  registry = {
    ...world.registry,
    caseKinds: new Map([...world.registry.caseKinds, ...kinds.map((kind) => [kind.kind, kind] as const)]),
  }
}, 60_000)
afterAll(async () => {
  for (const one of worlds) await one.close()
})

const keep = () => keepDuties(world.services, registry, world.company)
const within = <T>(work: (context: Context) => Promise<T>) => withinCompany(world, work)
const live = () => within(({ tx }) => listLiveCasesOf(tx, dutyKind.kind))
const caseOf = (id: string) => within(({ tx }) => findCase(tx, id))
const clockOf = (id: string) => within(async ({ tx }) => (await listClocks(tx, [id]))[0])
const open = () =>
  within(async (context) => {
    const { items } = await listDueDuties(context, registry, { limit: 50, state: 'open' })
    return items
  })

/** As a person with what it takes to read and to work. */
const as = <T>(personId: string, work: (context: Context) => Promise<T>) =>
  world.as(world.company, personId, (context) => {
    const permissions = new Set<Permission>(['case:read', 'case:work', 'claim:read', 'evidence:upload'])
    const actor: Actor = { ...(context.actor as Extract<Actor, { kind: 'account' }>), permissions }
    return work({ ...context, actor })
  })

const sign = (on: Date) => signPaper(world, on)
const employ = (name: string, roles: BuiltInRole[]) => employIn(world, name, roles)

/** A yearly paper, signed on 1 February: due a year later, at nine. */
async function startYear(): Promise<void> {
  await world.publish(world.company, { measure: 'paper.signed', quantifier: 'at_least' })
  await sign(new Date('2026-02-01T09:00:00Z'))
  await keep()
}

describe('A time that is due', () => {
  test('is taken up once, with the first reminder, though three processes do it at once and one fails in the middle', async () => {
    await startYear()
    world.clock.set(new Date('2027-01-18T08:59:59Z'))
    await keep()
    expect(await live()).toEqual([])
    world.clock.set(new Date('2027-01-18T09:00:00Z'))
    const stopped = within(async (context) => {
      await renewOccurrences(context, registry)
      expect(await listLiveCasesOf(context.tx, dutyKind.kind)).toHaveLength(1)
      throw new Error('the process was stopped')
    })
    await expect(stopped).rejects.toThrow('the process was stopped')
    expect(await live()).toEqual([])
    await Promise.all([keep(), keep(), keep()])
    await keep()
    const [only, ...more] = await live()
    expect(more).toEqual([])
    const [time] = await open()
    expect(only).toMatchObject({ id: time?.occurrenceId, state: 'open', opened_by: null })
    expect(await clockOf(only?.id ?? '')).toMatchObject({
      name: 'due',
      due_at: new Date('2027-02-01T09:00:00Z'),
      stopped_at: null,
    })
    expect(await world.count('cases', world.company)).toBe(1)
    const detail = await within((context) => readDueDuty(context, registry, only?.id ?? ''))
    expect(detail.caseNumber).toBe(only?.number)
  })

  test('is closed by the proof, whatever people said of it, and the next one is no work yet', async () => {
    const olga = await employ('olga', ['measure-owner'])
    await startYear()
    await within((context) => assignMeasureOwner(context, registry, 'paper.signed', olga))
    world.clock.set(new Date('2027-02-03T09:00:00Z'))
    await keep()
    const id = (await live())[0]?.id ?? ''
    expect(await caseOf(id)).toMatchObject({ state: 'open', owner_id: olga })
    await as(olga, (context) => moveCase(context, dutyKind, id, 'working', { version: 1 }))
    await as(olga, (context) => moveCase(context, dutyKind, id, 'done', { version: 2 }))
    await keep()
    // What is said to be done is not proven: the case is open, and late.
    expect(await caseOf(id)).toMatchObject({ state: 'done', closed_at: null })
    expect((await clockOf(id))?.stopped_at).toBeNull()
    const refused = await as(olga, (context) => moveCase(context, dutyKind, id, 'verified', { version: 3 })).catch(
      (error: unknown) => error,
    )
    expect(refused).toMatchObject({ code: 'case.system_only' })
    await sign(new Date('2027-02-03T08:00:00Z'))
    await Promise.all([keep(), keep()])
    expect(await caseOf(id)).toMatchObject({ state: 'verified', phase: 'verified', changed_by: null, version: 4 })
    expect((await clockOf(id))?.stopped_at).toEqual(new Date('2027-02-03T09:00:00Z'))
    expect(await live()).toEqual([])
    expect(await open()).toMatchObject([{ dueOn: '2028-02-03' }])
  })

  test('is dropped with the sentence that asked for it', async () => {
    await startYear()
    world.clock.set(new Date('2027-01-20T09:00:00Z'))
    await keep()
    const id = (await live())[0]?.id ?? ''
    await world.publish(world.company, { measure: 'thing.on' })
    await keep()
    expect(await caseOf(id)).toMatchObject({ state: 'dropped', phase: 'cancelled' })
  })

  test('takes its case along when its date moves, and when somebody else answers for the measure', async () => {
    const [olga, vera, carl] = [
      await employ('olga', ['measure-owner']),
      await employ('vera', ['measure-owner']),
      await employ('carl', ['measure-owner']),
    ]
    await startYear()
    world.clock.set(new Date('2027-01-20T09:00:00Z'))
    await keep()
    const id = (await live())[0]?.id ?? ''
    // By a person, who is not thereby who opened or moved the case.
    await world.as(world.company, olga, (context) =>
      setRhythm(context, registry, {
        dutyId: 'paper.signed/record',
        rhythm: { every: 'P6M', yearlyBy: null, align: null },
      }),
    )
    expect(await clockOf(id)).toMatchObject({ due_at: new Date('2026-08-01T08:00:00Z') })
    expect(await caseOf(id)).toMatchObject({ opened_by: null, changed_by: null, version: 2 })
    const assign = (personId: string | null) =>
      within((context) => assignMeasureOwner(context, registry, 'paper.signed', personId))
    await assign(olga)
    expect(await caseOf(id)).toMatchObject({ owner_id: olga })
    await assign(vera)
    const row = await caseOf(id)
    expect(row).toMatchObject({ owner_id: vera })
    await within((context) => changeCase(context, dutyKind, id, { version: row?.version ?? 0, ownerId: carl }))
    await assign(olga)
    expect(await caseOf(id)).toMatchObject({ owner_id: carl })
  })

  test('stands among the cases by what it is about, and in Today once, with the sentence that breaks', async () => {
    const olga = await employ('olga', ['measure-owner'])
    await startYear()
    world.clock.set(new Date('2027-01-18T10:00:00Z'))
    const before = await as(olga, (context) => listToday(context, registry))
    expect(before.items.map(({ kind }) => kind)).toEqual(['lapsing'])
    await keep()
    const { items } = await as(olga, (context) => listToday(context, registry))
    const [time] = await open()
    expect(items).toMatchObject([
      {
        kind: 'duty',
        title: 'paper.signed',
        dueAt: '2027-02-01T09:00:00.000Z',
        overdue: false,
        href: `/duties/${time?.occurrenceId}`,
        claim: { text: 'Everything is on.', breaksAt: '2027-02-01T09:00:00.000Z' },
      },
    ])
    expect(items).toHaveLength(1)
    const listed = await as(olga, (context) => listManyCases(context, registry, { kind: 'duty', limit: 10 }))
    expect(listed.items).toMatchObject([{ title: 'paper.signed', kind: 'duty', state: 'open' }])
  })
})

describe('The register of people', () => {
  test('says who stands in and who leads; what people state themselves counts only for whom it does not know', async () => {
    const [olga, dirk, sven, gast] = [
      await employ('olga', ['measure-owner']),
      await employ('dirk', ['measure-owner']),
      await employ('sven', ['management']),
      await employ('gast', ['measure-owner']),
    ]
    await employ('ines', ['isb'])
    await world.as(world.company, olga, (context) => setOwnDeputy(context, { deputyId: gast, superiorId: gast }))
    await within((context) =>
      createEntry(context, peopleRegister, {
        fields: { name: 'olga', email: 'olga@example.org', manager: sven, deputy: dirk, joinedOn: '2020-01-01' },
      }),
    )
    expect(await world.as(world.company, olga, readOwnArrangement)).toMatchObject({
      deputy: { personId: dirk },
      superior: { personId: sven },
      isRegistered: true,
    })
    const refused = await world
      .as(world.company, olga, (context) => setOwnDeputy(context, { deputyId: gast, superiorId: null }))
      .catch((error: unknown) => error)
    expect(refused).toMatchObject({ status: 409, code: 'deputy.registered' })
    await world.as(world.company, gast, (context) => setOwnDeputy(context, { deputyId: dirk, superiorId: null }))
    expect(await world.as(world.company, gast, readOwnArrangement)).toMatchObject({
      deputy: { personId: dirk },
      isRegistered: false,
    })
    await startYear()
    await within((context) => assignMeasureOwner(context, registry, 'paper.signed', olga))
    for (const on of ['2027-01-31', '2027-02-01', '2027-02-03', '2027-02-05']) {
      world.clock.set(new Date(`${on}T12:00:00Z`))
      await keep()
    }
    const { rows } = await world.db.owner.query<{ step: string; person_id: string }>(
      'select step, person_id from duty_reminders where tenant_id = $1 order by sent_at',
      [world.company],
    )
    expect(rows.map((row) => [row.step, row.person_id])).toEqual([
      ['before-1', olga],
      ['due', olga],
      ['deputy', dirk],
      ['superior', sven],
    ])
  })
})

test('Working days of cases are those of the tenant: its state and its own days off', async () => {
  await world.publish(world.company, { measure: 'thing.on' })
  const { rows } = await world.db.owner.query<{ id: string }>('select id from claims where tenant_id = $1', [
    world.company,
  ])
  const settings = {
    ...defaultSettings,
    remindBeforeDays: [],
    calendar: { ...defaultSettings.calendar, extraHolidays: ['2026-03-06'] },
  }
  await within((context) => changeSettings(context, registry, { settings, version: 0 }))
  await within((context) => openFinding(context, rows[0]?.id ?? '', 'contradicted'))
  const due = await world.db.owner.query<{ due_at: Date }>(
    `select k.due_at from case_clocks k join cases c on c.tenant_id = k.tenant_id and c.id = k.case_id
     where c.tenant_id = $1 and c.kind = 'correction'`,
    [world.company],
  )
  // Five working days after Monday 2 March without Friday: with the end of Tuesday 10 March in Berlin.
  expect(due.rows).toEqual([{ due_at: new Date('2026-03-10T23:00:00Z') }])
})
