/** Working on cases over HTTP: tasks with checklists, mentions with mails, files, lists and their export, and erasure. */
import { listOutbox, readMail } from '#core/mail/contract.ts'
import type { BuiltInRole } from '#core/permission.ts'
import { readToday } from '#modules/today/contract.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { createStage, createStageClock, type Reply, type Stage } from '#test/matrix/stage.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eraseCaseTexts, findCaseTextsNaming } from '../actions/erase.ts'
import {
  addComment,
  addItem,
  changeCase,
  decideCase,
  exportCases,
  listCasePeople,
  listCases,
  noteMention,
  openTask,
  readCase,
  takeStep,
  tickItem,
  type CaseDetail,
} from '../contract.ts'

let db: TestDatabase
let stage: Stage

beforeAll(async () => {
  const clock = createStageClock()
  db = await createTestDatabase({ clock })
  stage = await createStage(db.database, clock)
}, 60_000)
afterAll(async () => {
  await stage.close()
  await db.close()
})

const player = (role: BuiltInRole) => {
  const found = stage.players.get(role)
  if (!found) throw new Error(`nobody is ${role}`)
  return found
}
const personId = (role: BuiltInRole) => player(role).account.personId
const call = async (role: BuiltInRole, endpoint: Endpoint, request: object = {}): Promise<Reply> => {
  const session = await stage.openSession(player(role))
  return stage.send(endpoint, request, session.cookie)
}
const json = (reply: Reply) => {
  if (reply.status >= 300) throw new Error(reply.body)
  return JSON.parse(reply.body)
}
const open = async (body: object): Promise<string> => json(await call('isb', openTask, { body })).id
const read = async (caseId: string, role: BuiltInRole = 'isb'): Promise<CaseDetail> =>
  json(await call(role, readCase, { params: { caseId } }))
const step = (role: BuiltInRole, endpoint: Endpoint, caseId: string, body: object) =>
  call(role, endpoint, { params: { caseId }, body })
const issuesOf = (reply: Reply) =>
  JSON.parse(reply.body).issues.map((issue: { pointer: string; code: string }) => `${issue.pointer} ${issue.code}`)
const today = async (role: BuiltInRole) => json(await call(role, readToday)).items as { kind: string; href: string }[]

describe('a task', () => {
  it('is refused with everything that is wrong at once, and nothing is opened', async () => {
    const before = json(await call('isb', listCases)).items.length
    const refused = await call('isb', openTask, {
      body: { title: 'Task', dueOn: '2020-01-01', ownerId: personId('employee') },
    })
    expect(refused.status).toBe(400)
    expect(issuesOf(refused)).toEqual(['/ownerId unknown_person', '/dueOn in_the_past'])
    const auditor = await call('isb', openTask, { body: { title: 'Task', ownerId: personId('auditor') } })
    expect(issuesOf(auditor)).toEqual(['/ownerId may_not_work'])
    expect(json(await call('isb', listCases)).items).toHaveLength(before)
  })

  it('is done when all its points are ticked, each by whom and when; closed, it is not edited', async () => {
    const id = await open({ title: 'Clean up', items: ['First', 'Second'], ownerId: personId('measure-owner') })
    json(await step('isb', addItem, id, { text: 'Third' }))
    const early = await step('measure-owner', takeStep, id, { to: 'done', version: 1 })
    expect([early.status, early.code, ...issuesOf(early)]).toEqual([422, 'case.not_yet', '/to unticked_items'])
    for (const { id: itemId } of (await read(id)).items)
      json(await call('measure-owner', tickItem, { params: { itemId }, body: { ticked: true } }))
    json(await step('measure-owner', takeStep, id, { to: 'done', version: 1 }))
    const done = await read(id)
    expect(done.items.map((item) => [item.text, item.tickedBy?.personId])).toEqual(
      ['First', 'Second', 'Third'].map((text) => [text, personId('measure-owner')]),
    )
    expect(done.closedAt).not.toBeNull()
    expect((await step('isb', addItem, id, { text: 'Fourth' })).code).toBe('case.closed')
    expect((await step('isb', changeCase, id, { version: 2, title: 'Other' })).code).toBe('case.closed')
    expect((await read(id)).items).toHaveLength(3)
    expect(done.history.map(({ what }) => what)).toContain('New state: done')
  })

  it('keeps its parent from being closed, and is in its owner’s Today and nobody else’s', async () => {
    const parent = await open({ kind: 'finding', title: 'Found by hand', ownerId: personId('isb') })
    const id = await open({ title: 'Below', parentId: parent, ownerId: personId('management'), dueOn: '2026-03-20' })
    expect((await today('management')).map(({ href }) => href)).toContain(`/cases/${id}`)
    expect((await today('owner')).map(({ href }) => href)).not.toContain(`/cases/${id}`)
    json(await step('isb', takeStep, parent, { to: 'accepted', version: 1 }))
    const early = await step('isb', takeStep, parent, { to: 'implemented', version: 2, reason: 'done it' })
    expect(issuesOf(early)).toEqual(['/to open_tasks'])
    json(await step('management', takeStep, id, { to: 'done', version: 1 }))
    json(await step('isb', takeStep, parent, { to: 'implemented', version: 2, reason: 'done it' }))
    // What nobody’s machine sees, another person confirms; who did it sees why not and who could.
    const own = (await read(parent)).steps.find(({ to }) => to === 'verified')
    expect(own).toMatchObject({ fourEyes: true, roles: ['owner', 'isb', 'management'] })
    expect(own?.mayNotBecause).toMatch(/four-eyes/)
    expect((await step('isb', decideCase, parent, { to: 'verified', version: 3 })).code).toBe('four_eyes.same_person')
    expect((await step('owner', takeStep, parent, { to: 'verified', version: 3 })).code).toBe('session.step_up_needed')
    expect((await today('owner')).map(({ href }) => href)).toContain(`/cases/${parent}`)
    json(await step('owner', decideCase, parent, { to: 'verified', version: 3 }))
    expect((await read(parent)).state).toBe('verified')
  })

  it('tells who was overtaken what is so now, and by whom', async () => {
    const id = await open({ title: 'Both want it' })
    json(await step('isb', changeCase, id, { version: 1, ownerId: personId('isb') }))
    const late = await step('owner', takeStep, id, { to: 'done', version: 1 })
    expect([late.status, late.code]).toEqual([409, 'case.changed'])
    expect(issuesOf(late)).toEqual(['/version case_changed'])
    const { items } = json(await call('isb', listCasePeople))
    const name = items.find((one: { personId: string }) => one.personId === personId('isb')).name
    expect(JSON.parse(late.body).title).toContain(name)
    expect((await read(id)).state).toBe('open')
  })
})

describe('a comment', () => {
  it('that mentions somebody reaches them by mail, without what it says, and in Today until they took note', async () => {
    const id = await open({ title: 'Talk about it' })
    const strangers = await step('isb', addComment, id, { text: 'Hello', mentions: [personId('employee')] })
    expect(issuesOf(strangers)).toEqual(['/mentions/0 unknown_person'])
    json(await step('isb', addComment, id, { text: 'Secret word Xylophon', mentions: [personId('auditor')] }))
    const { items } = json(await call('owner', listOutbox))
    const mail = json(await call('owner', readMail, { params: { mailId: items[0].id } }))
    expect(mail.to).toBe(player('auditor').account.email)
    expect(mail.text).toContain(`/app/cases/${id}`)
    expect(mail.text).not.toContain('Xylophon')
    const mentions = async () => (await today('auditor')).filter(({ kind }) => kind === 'mention')
    expect((await mentions()).map(({ href }) => href)).toEqual([`/cases/${id}`])
    const [mentionId = ''] = (await read(id, 'auditor')).unseen
    // Somebody else’s mention does not exist, for anybody.
    expect((await call('owner', noteMention, { params: { mentionId } })).status).toBe(404)
    json(await call('auditor', noteMention, { params: { mentionId } }))
    expect(await mentions()).toEqual([])
    expect((await read(id)).comments.map(({ text }) => text)).toEqual(['Secret word Xylophon'])
  })

  it('is erased with whom it names, and what nobody named stays', async () => {
    const id = await open({ title: 'About Zwentibold Quarzuhr', items: ['Ask Zwentibold', 'Ask Anna'] })
    json(await step('isb', addComment, id, { text: 'Zwentibold said so.' }))
    json(await step('isb', addComment, id, { text: 'Anna said so.' }))
    await stage.within(stage.tenantId, null, null, async (context) => {
      const found = await findCaseTextsNaming(context, (text) => text.includes('Zwentibold'))
      expect(found.map(({ ids }) => ids.length)).toEqual([1, 1, 1])
      await eraseCaseTexts(context, found)
    })
    const left = await read(id)
    expect(left.title).toBe('(title erased)')
    expect(left.items.map(({ text }) => text)).toEqual([null, 'Ask Anna'])
    expect(left.comments.map(({ text }) => text)).toEqual([null, 'Anna said so.'])
  })
})

describe('the list', () => {
  it('is narrowed by kind, state, owner and what is overdue, in pages that miss and repeat nothing', async () => {
    for (let n = 0; n < 5; n += 1) await open({ title: `Many ${n}`, ownerId: personId('owner'), dueOn: '2026-03-04' })
    const ids = async (query: object) =>
      json(await call('owner', listCases, { query })).items.map((one: { id: string }) => one.id) as string[]
    const mine = await ids({ kind: 'task', owner: 'me' })
    expect(mine).toHaveLength(5)
    expect(await ids({ kind: 'task', owner: personId('owner') })).toEqual(mine)
    expect(await ids({ owner: 'me', overdue: 'yes' })).toEqual([])
    const paged: string[] = []
    for (let cursor: string | null = null; ;) {
      const page: { items: { id: string }[]; nextCursor: string | null } = json(
        await call('owner', listCases, { query: { owner: 'me', limit: '2', ...(cursor !== null && { cursor }) } }),
      )
      paged.push(...page.items.map(({ id }) => id))
      if (page.nextCursor === null) break
      cursor = page.nextCursor
    }
    expect(paged).toEqual(mine)
    stage.clock.advance(3 * 86_400_000)
    expect(await ids({ owner: 'me', overdue: 'yes' })).toEqual(mine)
    expect((await ids({ state: 'done' })).length).toBeGreaterThan(0)
    // Overdue comes first.
    const items = json(await call('owner', readToday)).items as { overdue: boolean }[]
    expect(items.slice(0, 5).map(({ overdue }) => overdue)).toEqual([true, true, true, true, true])
  })

  it('goes out as CSV that no spreadsheet calculates, narrowed like the list', async () => {
    await open({ title: '=cmd|calc', ownerId: personId('measure-owner') })
    const file = await call('measure-owner', exportCases, { query: { owner: 'me', kind: 'task' } })
    expect(file.status).toBe(200)
    const lines = file.body.split('\r\n')
    expect(lines[0]).toContain('What it is about')
    expect(file.body).toContain(`'=cmd|calc`)
    expect(lines.filter((line) => line !== '')).toHaveLength(2)
  })
})
