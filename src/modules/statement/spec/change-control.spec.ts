/** A version on its way: nobody weakens a promise without an answer, nobody approves what they wrote, nobody backdates. */
import { draftStatement } from '../actions/draft.ts'
import { askForJudgement, compensate, judge } from '../actions/answer.ts'
import { presentComparison } from '../actions/compare.ts'
import { addCustomerContract, presentContracts } from '../actions/customer-contract.ts'
import {
  approveVersion,
  publishOwn,
  publishVersion,
  returnVersion,
  submitDraft,
  takeEffect,
} from '../actions/version.ts'
import { listWaitingVersions } from '../actions/waiting.ts'
import { findVersion, findVersionInForce, listClaims } from '../store/version.ts'
import type { Context } from '#core/context.ts'
import { mailColumns } from '#core/mail/send.ts'
import { Problem } from '#platform/http/problem.ts'
import { createTenantWorld, type TenantWorld } from '#test/tenant-world.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const strong = `# Statement

- MFA is mandatory for all accounts.
- Backups are created at least daily and encrypted.
- Each tenant is strictly separated.
- A penetration test is carried out at least once a year by independent third parties.
`
const weak = `# Statement

- MFA is mandatory for all accounts.
- Backups are created at least weekly and encrypted.
- Each tenant is strictly separated.
- Access rights are reviewed regularly.
`
const reason = 'The third-party test moves into the certification audit, which tests the same.'

let world: TenantWorld
let writer: string
let boss: string
let third: string
beforeAll(async () => {
  world = await createTenantWorld()
  ;[writer, boss, third] = [
    await world.person(world.company),
    await world.person(world.company),
    await world.person(world.company),
  ]
  await world.db.database.withTenant(world.company, async (tx) => {
    const house: Context = {
      tx,
      services: world.services,
      actor: { kind: 'system', name: 'spec', tenantId: world.company, locale: 'en' },
      origin: { requestId: 'spec', address: null, userAgent: null },
    }
    const { id } = await draftStatement(house, Buffer.from(strong), 's.md', 'en', null)
    await publishOwn(house, world.registry, id)
  })
})
afterAll(() => world?.close())

const as = <T>(person: string, work: (context: Context) => Promise<T>) =>
  world.as(world.company, person, (context) =>
    work(
      context.actor.kind === 'account'
        ? { ...context, actor: { ...context.actor, permissions: new Set(['statement:approve']) } }
        : context,
    ),
  )
const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => {
      if (!(error instanceof Problem)) throw error
      return { code: error.code, issues: error.issues.map(({ code, params }) => [code, params?.sentence ?? null]) }
    },
  )
const draft = (person: string, text: string) =>
  as(person, (context) => draftStatement(context, Buffer.from(text), 's.md', 'en', person))
const compared = (person: string, id: string) => as(person, (context) => presentComparison(context, world.registry, id))
/** What waits for somebody who may do everything about versions. */
const waitingFor = (person: string) =>
  as(person, async (context) => {
    if (context.actor.kind !== 'account') return []
    const permissions = new Set(['statement:draft', 'statement:approve', 'statement:publish'] as const)
    return (await listWaitingVersions(context, { ...context.actor, permissions })).map(
      ({ step, statementId, judgement }) => [step, statementId, judgement?.sentence.slice(0, 21) ?? null],
    )
  })
const entries = async () => world.count('ledger_pending', world.company)

describe('a weaker version', () => {
  let id = ''
  let inForce = ''
  let claims: { text: string; id: string }[] = []
  const claim = (part: string) => claims.find(({ text }) => text.includes(part))?.id ?? ''

  it('is refused until everything weaker, removed or without a number is answered, and names all of it', async () => {
    ;({ id } = await draft(writer, weak))
    for (const person of [writer, boss]) expect(await waitingFor(person)).toEqual([['review', id, null]])
    await as(third, async (context) => {
      const version = await findVersionInForce(context.tx, 'en')
      inForce = version?.id ?? ''
      claims = await listClaims(context.tx, inForce)
    })
    expect(await problemOf(as(boss, (context) => approveVersion(context, id)))).toMatchObject({
      code: 'statement.wrong_state',
    })
    await as(writer, (context) => submitDraft(context, id))
    expect(await problemOf(as(writer, (context) => approveVersion(context, id)))).toMatchObject({
      code: 'four_eyes.same_person',
    })
    expect(await waitingFor(boss)).toEqual([['approve', id, null]])
    expect(await waitingFor(writer)).toEqual([])
    const before = await entries()
    expect(await problemOf(as(boss, (context) => approveVersion(context, id)))).toEqual({
      code: 'statement.unanswered',
      issues: [
        ['change_weaker', 'Backups are created at least daily and encrypted.'],
        ['change_removed', 'A penetration test is carried out at least once a year by independent third parties.'],
        ['regularly_without_number', 'Access rights are reviewed regularly.'],
      ],
    })
    for (const person of [boss, third])
      expect(await problemOf(as(person, (context) => publishVersion(context, world.registry, id, {})))).toMatchObject({
        code: 'statement.wrong_state',
      })
    expect(await entries()).toBe(before)
    const view = await compared(boss, id)
    expect(view.version.state).toBe('review')
    expect(view.counts).toEqual({ stronger: 0, neutral: 2, weaker: 1, removed: 1, added: 1 })
    expect(view.changes.find(({ claimId }) => claimId === claim('Backups'))?.differences).toEqual([
      { code: 'parameter', effect: 'weaker', text: 'Interval: 1 day → 7 days: weaker.' },
    ])
  })

  it('goes back with a reason, gets its number, and comes again', async () => {
    await as(boss, (context) => returnVersion(context, id, 'A number is missing for the reviews.'))
    expect((await compared(writer, id)).version.state).toBe('draft')
    ;({ id } = await draft(writer, weak.replace('reviewed regularly', 'reviewed at least quarterly')))
    await as(writer, (context) => submitDraft(context, id))
  })

  it('takes a compensating measure only from a promise that is new or stronger', async () => {
    const backups = claim('Backups')
    for (const measure of ['backup.daily', 'pentest.independent', 'isolation.tenant-separation', 'no.such'])
      expect(await problemOf(as(writer, (context) => compensate(context, id, backups, measure)))).toEqual({
        code: 'statement-change.invalid_measure',
        issues: [['does_not_compensate', null]],
      })
    expect(
      await problemOf(as(writer, (context) => compensate(context, id, claim('MFA'), 'access.recertification'))),
    ).toMatchObject({ code: 'statement-change.needs_no_answer' })
    await as(writer, (context) => compensate(context, id, backups, 'access.recertification'))
    const { changes } = await compared(boss, id)
    expect(changes.find(({ claimId }) => claimId === backups)).toMatchObject({
      isAnswered: true,
      answer: { kind: 'measure', measure: { id: 'access.recertification' } },
    })
  })

  it('takes a judgement only from somebody who neither asked for it nor wrote it', async () => {
    const test = claim('penetration')
    const { decisionId } = await as(third, (context) => askForJudgement(context, id, test, reason))
    for (const person of [writer, third])
      expect(await problemOf(as(person, (context) => judge(context, decisionId, 'approved', reason)))).toMatchObject({
        code: 'four_eyes.same_person',
      })
    expect(await problemOf(as(boss, (context) => approveVersion(context, id)))).toEqual({
      code: 'statement.unanswered',
      issues: [
        ['change_undecided', 'A penetration test is carried out at least once a year by independent third parties.'],
      ],
    })
    // The draft that was returned has been overtaken by nothing and still waits to be gone through.
    expect((await waitingFor(boss)).filter(([step]) => step !== 'review')).toEqual([
      ['approve', id, null],
      ['judge', id, 'A penetration test is'],
    ])
    for (const person of [writer, third])
      expect((await waitingFor(person)).filter(([step]) => step === 'judge')).toEqual([])
    await as(boss, (context) => judge(context, decisionId, 'refused', 'The audit does not attack the application.'))
    expect((await compared(boss, id)).obstacles.map(({ code }) => code)).toEqual(['change_refused'])
    const again = await as(writer, (context) => askForJudgement(context, id, test, reason))
    await as(boss, (context) => judge(context, again.decisionId, 'approved', reason))
    expect((await compared(boss, id)).obstacles).toEqual([])
    expect(await problemOf(as(boss, (context) => judge(context, again.decisionId, 'refused', reason)))).toMatchObject({
      code: 'decision.already_decided',
    })
  })

  it('loses an answer when the sentence that it was given to is another one', async () => {
    const change = `update claims set parameters = $2 where tenant_id = $1 and statement_id = $3 and text like 'Backups%'`
    const set = (value: string) =>
      world.db.owner.query(change, [world.company, JSON.stringify([{ name: 'interval', value, unit: 'duration' }]), id])
    await set('P12M')
    expect((await compared(boss, id)).obstacles.map(({ code }) => code)).toEqual(['change_weaker'])
    await set('P7D')
    expect((await compared(boss, id)).obstacles).toEqual([])
  })

  it('is announced to customers and holds after the notice, never before and never backwards', async () => {
    await as(writer, (context) =>
      addCustomerContract(context, {
        customer: 'Kunde Eins GmbH',
        email: 'security@eins.example',
        locale: 'de',
        statementId: inForce,
        fromOn: '2026-01-01',
      }),
    )
    await as(writer, (context) =>
      addCustomerContract(context, { customer: 'Zwei AG', locale: 'de', statementId: inForce, fromOn: '2026-01-01' }),
    )
    expect(
      await problemOf(
        as(writer, (context) =>
          addCustomerContract(context, {
            customer: 'Drei KG',
            locale: 'de',
            statementId: id,
            fromOn: '2026-02-01',
            untilOn: '2026-01-01',
          }),
        ),
      ),
    ).toEqual({
      code: 'customer-contract.invalid',
      issues: [
        ['not_published', null],
        ['ends_before_start', null],
      ],
    })
    await as(boss, (context) => approveVersion(context, id))
    expect(await problemOf(as(writer, (context) => publishVersion(context, world.registry, id, {})))).toMatchObject({
      code: 'four_eyes.same_person',
    })
    const now = world.clock.now()
    for (const [effectiveAt, code] of [
      [new Date(now.getTime() - 1_000), 'in_the_past'],
      [new Date(now.getTime() + 86_400_000), 'before_notice_ends'],
    ] as const)
      expect(
        await problemOf(
          as(boss, (context) =>
            publishVersion(context, world.registry, id, { effectiveAt: effectiveAt.toISOString() }),
          ),
        ),
      ).toEqual({ code: 'statement.invalid_effect', issues: [[code, null]] })
    const announced = await as(boss, (context) => publishVersion(context, world.registry, id, {}))
    expect(announced).toMatchObject({ state: 'announced', publishedAt: null })
    expect(new Date(announced.effectiveAt ?? '').getTime() - now.getTime()).toBe(30 * 86_400_000)
    await as(boss, async ({ tx, services }) => {
      const rows = await tx.db.selectFrom('mails').select(['id', 'recipient', 'subject', 'body']).execute()
      const keys = await services.vault.keysOf(tx)
      const mails = rows.map((row) => ({
        to: keys.openText(mailColumns.recipient(row.id), row.recipient),
        text: keys.openText(mailColumns.body(row.id), row.body),
      }))
      expect(mails.map(({ to }) => to)).toEqual(['security@eins.example'])
      expect(mails[0]?.text).toContain('– A penetration test is carried out at least once a year')
      expect(mails[0]?.text).toContain('/versions/en/1')
      expect(mails[0]?.text).not.toContain('Zwei')
      expect((await findVersionInForce(tx, 'en'))?.id).toBe(inForce)
    })
  })

  it('comes into force by itself when the notice is over; the old one stays, pinned and readable', async () => {
    const job = takeEffect(() => world.registry)
    const run = {
      tenantId: world.company,
      attempt: 1,
      jobId: '1',
      log: world.services.log,
      signal: AbortSignal.timeout(60_000),
    }
    await job.run({ statementId: id }, run, world.services)
    expect((await compared(boss, id)).version.state).toBe('announced')
    world.clock.advance(30 * 86_400_000 + 60_000)
    await job.run({ statementId: id }, run, world.services)
    await job.run({ statementId: id }, run, world.services)
    await as(boss, async (context) => {
      const { tx } = context
      const row = await findVersion(tx, id)
      expect((await findVersionInForce(tx, 'en'))?.id).toBe(id)
      expect(row?.published_at?.getTime()).toBeGreaterThanOrEqual(row?.effective_at?.getTime() ?? Infinity)
      expect((await findVersion(tx, inForce))?.superseded_at).not.toBeNull()
      expect((await presentContracts(context)).items.map(({ statement }) => [statement.id, statement.version])).toEqual(
        [
          [inForce, 1],
          [inForce, 1],
        ],
      )
    })
    const view = await compared(boss, id)
    expect(view).toMatchObject({ base: { id: inForce, pinned: 2 }, told: 1, counts: { weaker: 1, removed: 1 } })
  })

  it('cannot be altered, backdated or deleted by the application any more', async () => {
    for (const attack of [
      `update statements set published_at = published_at - interval '1 day' where id = '${inForce}'`,
      `update statements set body = body || 'x' where id = '${id}'`,
      `update statements set superseded_at = null where id = '${inForce}'`,
      `delete from statements where id = '${inForce}'`,
      `update claims set quantifier = 'may' where statement_id = '${id}'`,
      `delete from claims where statement_id = '${inForce}'`,
    ])
      await expect(
        world.db.database.withTenant(world.company, async (tx) => {
          const { sql } = await import('kysely')
          await sql.raw(attack).execute(tx.db)
        }),
        attack,
      ).rejects.toThrow(/not altered|permission denied/)
  })
})
