/** What is due, from the sentence to the mail, on a real database with a clock that is moved. */
import { raiseDutyEvent } from '#core/due/event.ts'
import type { Context } from '#core/context.ts'
import { defineDuty } from '#core/duty.ts'
import { ingestEvidence } from '#core/evidence/ingest.ts'
import type { BuiltInRole } from '#core/permission.ts'
import { ensureSubjects } from '#core/subject.ts'
import { switchType } from '#core/spec/status-world.ts'
import { Problem } from '#platform/http/problem.ts'
import { createTenantWorld, type TenantWorld } from '#test/tenant-world.ts'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { addOwnAbsence, setOwnDeputy } from '../actions/arrangement.ts'
import { assignMeasureOwner, listDueDuties, readDueDuty } from '../actions/occurrence.ts'
import { changeSettings, presentSettings, setRhythm } from '../actions/setting.ts'
import { keepDuties } from '../jobs.ts'
import { defaultSettings } from '../rules.ts'
import { employ as employIn, signPaper, within as withinCompany } from './example.ts'

let world: TenantWorld
const worlds: TenantWorld[] = []
beforeEach(async () => {
  world = await createTenantWorld()
  worlds.push(world)
}, 60_000)
afterAll(async () => {
  for (const one of worlds) await one.close()
})

const keep = () => keepDuties(world.services, world.registry, world.company)
const within = <T>(work: (context: Context) => Promise<T>) => withinCompany(world, work)
const due = () =>
  within(async (context) => (await listDueDuties(context, world.registry, { limit: 50, state: undefined })).items)
const publish = (measure = 'paper.signed', parameters: { name: string; value: string; unit: 'duration' }[] = []) =>
  world.publish(world.company, { measure, quantifier: 'at_least', parameters })

const sign = (on: Date, outcome?: 'failed') => signPaper(world, on, outcome)
const employ = (name: string, roles: BuiltInRole[]) => employIn(world, name, roles)
const mails = () =>
  within(async ({ tx, services }) => {
    const keys = await services.vault.keysOf(tx)
    const rows = await tx.db
      .selectFrom('mails')
      .select(['id', 'recipient', 'subject'])
      .where('tenant_id', '=', tx.tenantId)
      .orderBy('id')
      .execute()
    return rows.map((row) => [
      keys.openText({ table: 'mails', row: row.id, column: 'recipient' }, row.recipient).split('@')[0],
      row.subject,
    ])
  })
const actions = async () => {
  const { rows } = await world.db.owner.query<{ action: string }>(
    `select action from ledger_pending where tenant_id = $1 and action like 'duty.%' order by recorded_at, id`,
    [world.company],
  )
  return rows.map(({ action }) => action)
}

describe('A yearly duty', () => {
  test('is due from the publication of its sentence, a year after each proof, and on the day the sentence breaks', async () => {
    await publish()
    await keep()
    expect(await due()).toMatchObject([
      {
        countsFrom: 'publication',
        state: 'open',
        dueOn: '2027-03-02',
        dueAt: '2027-03-02T08:00:00.000Z',
        breaksAt: null,
      },
    ])
    await sign(new Date('2026-02-01T09:00:00Z'))
    await keep()
    const [done, open] = (await due()).toSorted((a, b) => a.state.localeCompare(b.state))
    expect(done).toMatchObject({ state: 'done', doneAt: '2026-02-01T09:00:00.000Z' })
    expect(open).toMatchObject({ countsFrom: 'proof', state: 'open', dueAt: '2027-02-01T09:00:00.000Z' })
    expect(open?.breaksAt).toBe(open?.dueAt)
    // The very instant: judged by status() alone.
    world.clock.set(new Date(new Date(open?.breaksAt ?? 0).getTime() - 1))
    expect(await world.status(world.company)).toBe('due_soon')
    world.clock.advance(1)
    expect(await world.status(world.company)).toBe('lapsed')
    await keep()
    expect((await due()).find((one) => one.state === 'overdue')).toMatchObject({ occurrenceId: open?.occurrenceId })
    world.clock.set(new Date('2027-02-05T10:00:00Z'))
    await sign(new Date('2027-02-05T09:00:00Z'))
    await keep()
    expect((await due()).map((one) => one.state)).toContain('done_late')
    expect((await actions()).filter((action) => action !== 'duty.reminded')).toEqual([
      'duty.opened',
      'duty.done',
      'duty.opened',
      'duty.missed',
      'duty.done',
      'duty.opened',
    ])
  })

  test('is due as often as the strictest sentence promises', async () => {
    await publish('paper.signed', [{ name: 'interval', value: 'P3M', unit: 'duration' }])
    await sign(new Date('2026-02-01T09:00:00Z'))
    await keep()
    expect(await due()).toMatchObject([{ dueAt: '2026-05-01T08:00:00.000Z', breaksAt: '2026-05-01T08:00:00.000Z' }])
  })

  test('may be stricter by the tenant’s own choice, never looser', async () => {
    await publish()
    await sign(new Date('2026-02-01T09:00:00Z'))
    const set = (every: string) =>
      within((context) =>
        setRhythm(context, world.registry, {
          dutyId: 'paper.signed/record',
          rhythm: { every, yearlyBy: null, align: 'previous_working_day' },
        }),
      )
    await set('P3M')
    // 1 May is a holiday: the last working day before it.
    expect(await due()).toMatchObject([{ dueOn: '2026-04-30', breaksAt: '2027-02-01T09:00:00.000Z' }])
    const refused = await set('P13M').catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'duty.looser_than_promised', params: { promised: 'P12M' } })
    expect(await due()).toMatchObject([{ dueOn: '2026-04-30' }])
    expect(
      await within((context) => setRhythm(context, world.registry, { dutyId: 'thing.on/all', rhythm: null })).catch(
        (e: unknown) => (e instanceof Problem ? e.code : e),
      ),
    ).toBe('duty.not_in_time')
  })

  test('falls away with its sentence', async () => {
    await publish()
    await keep()
    await publish('thing.on')
    await keep()
    expect(await due()).toEqual([])
    expect(await actions()).toEqual(['duty.opened', 'duty.dropped'])
  })
})

test('A duty that waits for an event is due within its deadline, for each event once', async () => {
  const duty = defineDuty(switchType, {
    id: 'thing.on/joined',
    measure: 'thing.on',
    trigger: 'event',
    event: { name: 'thing.joined', within: { workingDays: 5 } },
    predicate: ({ on }) => (on ? { outcome: 'pass', reason: 'thing.on' } : { outcome: 'fail', reason: 'thing.off' }),
    maxAge: 'P12M',
    minimumClass: 'machine',
    whenEmpty: 'proves',
  })
  const registry = { ...world.registry, dutiesOf: (id: string) => (id === 'thing.on' ? [duty] : []) }
  const round = () => keepDuties(world.services, registry, world.company)
  await publish('thing.on')
  const things = await within(({ tx }) =>
    ensureSubjects(tx, world.clock, 'list', [{ kind: 'thing', externalId: 'lamp' }]),
  )
  const thing = [...things.values()][0] ?? ''
  const joined = new Date('2026-03-31T10:00:00Z')
  for (let twice = 0; twice < 2; twice += 1)
    await within((context) => raiseDutyEvent(context, { event: 'thing.joined', subjectId: thing, occurredAt: joined }))
  expect(await world.count('duty_events', world.company)).toBe(1)
  await round()
  await round()
  // Good Friday and Easter Monday lie between.
  const [open] = await due()
  expect(open).toMatchObject({ countsFrom: 'event', dueOn: '2026-04-09' })
  const detail = await within((context) => readDueDuty(context, registry, open?.occurrenceId ?? ''))
  expect(detail.deadline).toEqual({ workingDays: 5 })
  expect(detail.daysOff.filter(({ why }) => why === 'holiday').map(({ on }) => on)).toEqual([
    '2026-04-03',
    '2026-04-06',
  ])
  // Seen before the event proves nothing of it; seen after it does.
  const see = (on: Date) =>
    within((context) =>
      ingestEvidence(context, registry.factTypes, {
        source: { system: 'list', id: `seen ${on.toISOString()}` },
        collector: null,
        class: 'machine',
        title: null,
        observedFrom: on,
        observedTo: on,
        validUntil: null,
        facts: [{ subject: { kind: 'thing', externalId: 'lamp' }, type: switchType.type, data: { on: true } }],
        populations: [],
        recordedBy: null,
        state: 'accepted',
        file: null,
      }),
    )
  world.clock.set(new Date('2026-04-07T10:00:00Z'))
  await see(new Date('2026-03-30T10:00:00Z'))
  await round()
  expect((await due()).map(({ state }) => state)).toEqual(['open'])
  await see(new Date('2026-04-07T09:00:00Z'))
  await round()
  await round()
  expect(await due()).toMatchObject([{ state: 'done', doneAt: '2026-04-07T09:00:00.000Z' }])
})

describe('Reminders', () => {
  test('reach the owner before, the deputy and the superior after, each once though many do it at once', async () => {
    const olga = await employ('olga', ['measure-owner'])
    const [dirk, sven] = [await employ('dirk', ['measure-owner']), await employ('sven', ['management'])]
    await employ('ines', ['isb'])
    await publish()
    await sign(new Date('2026-02-01T09:00:00Z'))
    await within((context) => assignMeasureOwner(context, world.registry, 'paper.signed', olga))
    await world.as(world.company, olga, (context) => setOwnDeputy(context, { deputyId: dirk, superiorId: sven }))
    const rounds = ['2027-01-10', '2027-01-18', '2027-01-19', '2027-01-30', '2027-02-01', '2027-02-03', '2027-02-05']
    for (const on of rounds) {
      world.clock.set(new Date(`${on}T12:00:00Z`))
      await Promise.all([keep(), keep(), keep()])
    }
    expect(await mails()).toEqual([
      ['olga', 'Fällig am 1. Februar 2027: paper.signed'],
      ['olga', 'Fällig am 1. Februar 2027: paper.signed'],
      ['olga', 'Überfällig: paper.signed'],
      ['dirk', 'Überfällig, bitte in Vertretung: paper.signed'],
      ['sven', 'Weiter überfällig: paper.signed'],
    ])
    expect((await actions()).filter((action) => action === 'duty.reminded')).toHaveLength(5)
    // A clock that is set back and forward again sends nothing a second time.
    for (const on of rounds) {
      world.clock.set(new Date(`${on}T12:00:00Z`))
      await keep()
    }
    expect(await mails()).toHaveLength(5)
  })

  test('go to whoever stands in while the owner is away, and to the ISB where nobody answers', async () => {
    const olga = await employ('olga', ['measure-owner'])
    const vera = await employ('vera', ['measure-owner'])
    await employ('ines', ['isb'])
    await publish()
    await sign(new Date('2026-02-01T09:00:00Z'))
    world.clock.set(new Date('2027-01-18T12:00:00Z'))
    await keep()
    await within((context) => assignMeasureOwner(context, world.registry, 'paper.signed', olga))
    await world.as(world.company, olga, (context) =>
      addOwnAbsence(context, { fromOn: '2027-01-20', untilOn: '2027-01-29', deputyId: vera }),
    )
    world.clock.set(new Date('2027-01-29T12:00:00Z'))
    await keep()
    world.clock.set(new Date('2027-01-31T12:00:00Z'))
    await keep()
    expect((await mails()).map(([to]) => to)).toEqual(['ines', 'vera', 'olga'])
  })

  test('stay quiet for somebody who cannot act, and for whom the account was closed', async () => {
    const emil = await employ('emil', ['employee'])
    await employ('ines', ['isb'])
    await publish()
    await sign(new Date('2026-02-01T09:00:00Z'))
    await within((context) => assignMeasureOwner(context, world.registry, 'paper.signed', emil))
    world.clock.set(new Date('2027-01-18T12:00:00Z'))
    await keep()
    expect((await mails()).map(([to]) => to)).toEqual(['ines'])
  })
})

describe('The calendar of a tenant', () => {
  test('is refused with every fault named, and when somebody else was faster', async () => {
    const before = await within(presentSettings)
    expect(before).toMatchObject({ version: 0, remindBeforeDays: [14, 3, 1] })
    const settings = {
      ...defaultSettings,
      calendar: { ...defaultSettings.calendar, state: 'BY' as const, extraHolidays: [] as string[] },
      remindBeforeDays: [7],
    }
    await within((context) => changeSettings(context, world.registry, { settings, version: 0 }))
    const late = await within((context) => changeSettings(context, world.registry, { settings, version: 0 })).catch(
      (error: unknown) => error,
    )
    expect(late).toMatchObject({ status: 409, code: 'duty.settings_changed' })
    const after = await within(presentSettings)
    expect(after).toMatchObject({ version: 1, remindBeforeDays: [7] })
    expect(after.holidays.map(({ name }) => name)).toContain('Heilige Drei Könige')
  })

  test('is no place for absences that end before they begin, are over, or name oneself: all is said at once', async () => {
    const olga = await employ('olga', ['measure-owner'])
    const refused = await world
      .as(world.company, olga, (context) =>
        addOwnAbsence(context, { fromOn: '2027-01-20', untilOn: '2027-01-19', deputyId: olga }),
      )
      .catch((error: unknown) => error)
    expect(refused).toMatchObject({
      code: 'input.invalid',
      issues: [
        { pointer: '/untilOn', code: 'end_before_start' },
        { pointer: '/deputyId', code: 'same_as_self' },
      ],
    })
    expect(await world.count('absences', world.company)).toBe(0)
  })
})
