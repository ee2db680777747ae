/** The way of a questionnaire: shown, taken in, drafted from evidence, answered by two at once, frozen, sent. */
import { ingestEvidence } from '#core/evidence/ingest.ts'
import { recordFactType } from '#core/evidence/record-duty.ts'
import type { BuiltInRole } from '#core/permission.ts'
import { draftStatement } from '#modules/statement/actions/draft.ts'
import { publishOwn } from '#modules/statement/actions/version.ts'
import { urlOf } from '#platform/http/client.ts'
import type { Endpoint, OutputOf } from '#platform/http/endpoint.ts'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { createStage, createStageClock, type Reply, type Stage } from '#test/matrix/stage.ts'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as questions from '../contract/question.ts'
import * as contract from '../contract/questionnaire.ts'

const exercise = 'continuity.exercise'
const clock = createStageClock()
let db: TestDatabase
let stage: Stage
let runs = 0
let id: string

beforeAll(async () => {
  db = await createTestDatabase({ clock })
  stage = await createStage(db.database, clock)
  await stage.within(stage.tenantId, null, null, async (context) => {
    const text =
      '# Statement\n\nEmergency exercises are carried out at least once a year.\n\nA SIEM is planned for next year.\n\nBackups are made daily.\n'
    const { id: statementId } = await draftStatement(context, Buffer.from(text), 'statement.md', 'en', null)
    await publishOwn(context, stage.world.registry, statementId)
  })
  await exerciseWent('as_intended')
})
afterAll(async () => {
  await stage?.close()
  await db?.close()
})

const content = [
  'Id,Question,Answer,Comment',
  '1,Are emergency exercises carried out at least once a year?,,',
  '2,Are backups made daily?,,',
  '3,Do you operate a SIEM?,,',
  '4,Do you have cyber insurance?,,',
  '5,"Do you have a canteen, =1+1?",there is one,',
  '',
].join('\r\n')
const file = { name: 'assessment.csv', content }

type Request = { params?: object; query?: object; body?: object; file?: { name: string; content: string } }

async function call(role: BuiltInRole, endpoint: Endpoint, request: Request = {}): Promise<Reply> {
  const player = stage.players.get(role)
  if (!player) throw new Error(`nobody is ${role}`)
  const { cookie } = await stage.openSession(player)
  return stage.send(endpoint, request as Parameters<Stage['send']>[1], cookie)
}

async function read<E extends Endpoint>(role: BuiltInRole, endpoint: E, request: Request = {}): Promise<OutputOf<E>> {
  const reply = await call(role, endpoint, request)
  if (reply.status !== endpoint.success) throw new Error(`${endpoint.id}: ${reply.status} ${reply.body}`)
  return endpoint.output?.parse(JSON.parse(reply.body)) as OutputOf<E>
}

/** Somebody recorded how the exercise went. */
async function exerciseWent(outcome: 'as_intended' | 'failed'): Promise<void> {
  clock.advance(1_000)
  runs += 1
  await stage.within(stage.tenantId, null, null, async (context) => {
    const at = clock.now()
    await ingestEvidence(context, stage.world.registry.factTypes, {
      source: { system: 'spec', id: `exercise ${runs}` },
      collector: null,
      class: 'document',
      title: 'Exercise',
      observedFrom: at,
      observedTo: at,
      validUntil: null,
      facts: [
        {
          subject: { kind: recordFactType.subjectKind, externalId: exercise },
          type: recordFactType.type,
          data: { measure: exercise, performedOn: at.toISOString().slice(0, 10), outcome, description: '' },
        },
      ],
      populations: [],
      recordedBy: null,
      state: 'accepted',
      file: null,
    })
  })
}

const look = (role: BuiltInRole = 'isb', questionnaireId = id) =>
  read(role, contract.readQuestionnaire, { params: { questionnaireId } })
const itemOf = async (ordinal: number, questionnaireId = id) => {
  const item = (await look('isb', questionnaireId)).items[ordinal]
  if (!item) throw new Error(`there is no question ${ordinal}`)
  return read('isb', questions.readQuestion, { params: { questionId: item.id } })
}
const answer = (role: BuiltInRole, question: { id: string; version: number }, body: object) =>
  call(role, questions.answerQuestion, {
    params: { questionId: question.id },
    body: { version: question.version, ...body },
  })

test('a file is shown before it is taken in, and looking keeps nothing', async () => {
  const shown = await read('isb', contract.previewQuestionnaire, { body: {}, file })
  expect(shown).toMatchObject({ format: 'csv', locale: 'en', questions: 5, answered: 1, problems: [] })
  expect(shown.sheets[0]?.layout).toMatchObject({ question: 1, answer: 2, comment: 3, reference: 0, headerRow: 1 })
  const wrong = { body: { layouts: '[{"sheet":0}]' }, file }
  expect((await call('isb', contract.previewQuestionnaire, wrong)).code).toBe('questionnaire.invalid')
  const faulty = { body: { title: 'A' }, file: { name: 'a.csv', content: 'Name,City\r\nAda,Bonn' } }
  expect((await call('isb', contract.importQuestionnaire, faulty)).code).toBe('questionnaire.faulty')
  expect((await read('isb', contract.listQuestionnaires)).items).toEqual([])
})

test('drafts say yes only to what is proven, and cite it with its status and instant', async () => {
  const imported = await read('isb', contract.importQuestionnaire, {
    body: { title: 'Assessment', customer: 'Example AG' },
    file,
  })
  id = imported.id
  expect(imported).toMatchObject({ questions: 5, ready: 1, unanswerable: 2 })
  const { items, counts, customer } = await look('auditor')
  expect(customer).toBe('Example AG')
  expect(items.map(({ verdict, isReady }) => [verdict, isReady])).toEqual([
    ['proven', true],
    ['not_proven', false],
    ['planned', false],
    ['unanswerable', false],
    ['unanswerable', false],
  ])
  expect(counts).toMatchObject({ ready: 1, unanswerable: 1, empty: 4, done: 0 })
  const [first, second, third] = [await itemOf(0), await itemOf(1), await itemOf(2)]
  expect(first.draft).toMatchObject({
    answer: 'Yes',
    citations: [{ version: 2, status: 'proven', statusNow: 'proven', isInForce: true }],
  })
  expect(first.draft.comment).toMatch(
    /^Proven: “Emergency exercises are carried out at least once a year\.” \(Security statement, version 2, as of 2 Mar 2026, 08:00 UTC\)$/,
  )
  expect(second.draft).toMatchObject({ answer: null })
  expect(second.draft.comment).toMatch(/^Promised, not proven at present: “Backups are made daily\.”/)
  expect(third.draft.comment).toMatch(/^Planned, not in place yet: /)
  // Nothing of the customer stands in the ledger or the table in clear.
  const { rows } = await db.owner.query('select customer from questionnaires where id = $1', [id])
  expect((rows[0].customer as Buffer).includes('Example')).toBe(false)
})

test('two people lose nothing of each other, and an answer is taken back once', async () => {
  const question = await itemOf(3)
  const first = await answer('isb', question, { state: 'left_empty' })
  expect(first.status).toBe(200)
  const late = await answer('owner', question, { state: 'needs_somebody', note: 'Ask legal.' })
  expect([late.status, late.code]).toEqual([409, 'questionnaire.changed_meanwhile'])
  const { editId } = JSON.parse(first.body) as { editId: string }
  const undone = await read('owner', questions.undoAnswer, { params: { editId } })
  expect(undone.question).toMatchObject({ state: 'open', answeredBy: null, version: 3 })
  expect((await call('owner', questions.undoAnswer, { params: { editId } })).code).toBe(
    'questionnaire.changed_meanwhile',
  )
})

test('more than is proven is said under a name and with a reason, and who said it does not approve it', async () => {
  const second = await itemOf(1)
  const bare = await answer('owner', second, { state: 'edited', answer: 'Yes', comment: null })
  expect([bare.code, bare.pointers]).toEqual(['questionnaire.invalid', ['/reason']])
  expect((await itemOf(1)).version).toBe(second.version)
  const said = await answer('owner', second, { state: 'edited', answer: 'Yes', reason: 'I watch them being made.' })
  expect(said.status).toBe(200)
  expect((await itemOf(1)).stated).toMatchObject({ by: { personId: stage.players.get('owner')?.account.personId } })
  // Taking back what is not proven needs no reason.
  expect((await answer('isb', await itemOf(2), { state: 'accepted' })).status).toBe(200)
  const foreign = { state: 'needs_somebody', assigneeId: '0199a0c4-0000-7000-8000-000000000000' }
  expect((await answer('isb', await itemOf(3), foreign)).pointers).toEqual(['/assigneeId'])
  const accepted = await read('isb', contract.acceptReady, { params: { questionnaireId: id } })
  expect(accepted.items.map(({ state }) => state)).toEqual(['accepted', 'edited', 'accepted', 'open', 'open'])
  expect(accepted.counts).toMatchObject({ done: 3, stated: 1, ready: 0, empty: 1 })
  const own = await call('owner', contract.approveQuestionnaire, {
    params: { questionnaireId: id },
    body: { empty: 1, reason: 'Fine' },
  })
  expect([own.status, own.code]).toEqual([403, 'four_eyes.same_person'])
})

test('what an answer rests on may break: the answer is marked and nothing is approved over it', async () => {
  await exerciseWent('failed')
  const broken = await look()
  expect(broken.items.map(({ isStale }) => isStale)).toEqual([true, false, false, false, false])
  const request = { params: { questionnaireId: id }, body: { empty: 1, reason: 'Fine' } }
  expect((await call('management', contract.approveQuestionnaire, request)).code).toBe('questionnaire.stale')
  const again = await read('isb', contract.draftAgain, { params: { questionnaireId: id } })
  // The new draft says it; the answer that somebody gave is still theirs, and still marked.
  expect(again.items[0]).toMatchObject({
    verdict: 'contradicted',
    isReady: false,
    isStale: true,
    answer: 'Yes',
    state: 'accepted',
  })
  await exerciseWent('as_intended')
  expect((await look()).items[0]?.isStale).toBe(false)
})

test('approved with the number of empty answers said aloud, the file is frozen, sent, and the same but for its answers', async () => {
  const approve = (empty: number) =>
    call('management', contract.approveQuestionnaire, {
      params: { questionnaireId: id },
      body: { empty, reason: 'Read and found right.' },
    })
  expect((await approve(0)).code).toBe('questionnaire.other_count')
  expect((await approve(1)).status).toBe(200)
  const { cookie } = await stage.openSession(stage.players.get('isb')!)
  const path = urlOf(contract.downloadQuestionnaire, { params: { questionnaireId: id } } as never)
  const bytes = Buffer.from(await (await fetch(`${stage.world.url}${path}`, { headers: { cookie } })).arrayBuffer())
  const lines = bytes.toString('utf8').split('\r\n')
  expect(lines).toHaveLength(7)
  expect(lines[1]).toMatch(/^1,Are emergency exercises carried out at least once a year\?,Yes,"Proven: “Emergency/)
  expect(lines[2]).toBe('2,Are backups made daily?,Yes,"(Stated by the company, not proven by evidence.)"')
  expect([lines[0], lines[4], lines[5]]).toEqual([0, 4, 5].map((at) => content.split('\r\n')[at]))
  const sent = await read('isb', contract.recordDelivery, {
    params: { questionnaireId: id },
    body: { recipient: 'security@example.org' },
  })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(sent).toMatchObject({
    state: 'approved',
    answeredSha256: sha256,
    deliveries: [{ recipient: 'security@example.org', sha256 }],
  })
  const question = await itemOf(0)
  expect((await answer('isb', question, { state: 'left_empty' })).code).toBe('questionnaire.decided')
  await expect(
    db.owner.query(`update questionnaire_questions set answer = 'x' where id = $1`, [question.id]),
  ).rejects.toThrow(/not altered/)
  const { rows } = await db.owner.query(`select payload from ledger_pending where payload like '%questionnaire.sent%'`)
  expect(
    rows.map(({ payload }) => [String(payload).includes(sha256), String(payload).includes('security@example.org')]),
  ).toEqual([[true, false]])
})

test('the same question elsewhere is answered with where the answer is from and whether it still holds', async () => {
  const { id: other } = await read('isb', contract.importQuestionnaire, {
    body: { title: 'Another' },
    file: { name: 'b.csv', content: 'Question,Answer\r\nAre backups made DAILY?,\r\n' },
  })
  const { earlier, draft } = await itemOf(0, other)
  expect(earlier).toMatchObject([
    { questionnaireId: id, title: 'Assessment', answer: 'Yes', isStated: true, isStale: false },
  ])
  expect(draft.answer).toMatch(/^Promised, not proven at present/)
  const discarded = await read('isb', contract.discardQuestionnaire, {
    params: { questionnaireId: other },
    body: { reason: 'Not needed.' },
  })
  expect(discarded.state).toBe('discarded')
})
