/** The way of a Statement of Applicability: begun, decided, taken from a spreadsheet, approved by another, contradicted. */
import { annexA } from '#catalog/frameworks.ts'
import { ingestEvidence } from '#core/evidence/ingest.ts'
import { listEvidence, reviewEvidence } from '#core/evidence/contract.ts'
import { recordFactType } from '#core/evidence/record-duty.ts'
import type { Context } from '#core/context.ts'
import type { BuiltInRole } from '#core/permission.ts'
import { freezeDocument } from '#modules/document/actions/create.ts'
import { readStatementNow } from '#modules/statement/actions/read.ts'
import { draftStatement } from '#modules/statement/actions/draft.ts'
import { publishOwn } from '#modules/statement/actions/version.ts'
import { urlOf } from '#platform/http/client.ts'
import type { Endpoint, OutputOf } from '#platform/http/endpoint.ts'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { createStage, createStageClock, type Reply, type Stage } from '#test/matrix/stage.ts'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listCertificates, recordCertificate, withdrawCertificate } from '../contract/certificate.ts'
import { listFrameworks, readFramework } from '../contract/framework.ts'
import * as contract from '../contract/soa.ts'
import { restateChanged, stateDeclaration } from '../actions/proof.ts'
import { frameworkDocuments } from '../document.ts'

const exercise = 'continuity.exercise'
const certified = 'We are certified to ISO/IEC 27001.'
const declared = 'Our Statement of Applicability is reviewed at least once a year.'
const clock = createStageClock()
let db: TestDatabase
let stage: Stage
let runs = 0

beforeAll(async () => {
  db = await createTestDatabase({ clock })
  stage = await createStage(db.database, clock)
  await stage.within(stage.tenantId, null, null, async (context) => {
    await publish(context, 'Emergency exercises are carried out at least once a year.')
  })
})
afterAll(async () => {
  await stage?.close()
  await db?.close()
})

async function publish(context: Context, ...sentences: string[]): Promise<void> {
  const text = ['# Statement', ...sentences].join('\n\n')
  const { id } = await draftStatement(context, Buffer.from(text), 'statement.md', 'en', null)
  await publishOwn(context, stage.world.registry, id)
}

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

/** The status of a sentence, by its words. */
async function statusOf(text: string): Promise<string | null> {
  const { claims } = await stage.within(stage.tenantId, null, null, (context) =>
    readStatementNow(context, stage.world.registry, 'en'),
  )
  return claims.find((claim) => claim.text === text)?.status ?? null
}

const problemOf = (reply: Reply): { status: number; code: string; issues: { pointer: string; code: string }[] } => {
  const { code, issues = [] } = JSON.parse(reply.body)
  return { status: reply.status, code, issues }
}

/** Somebody recorded how the exercise went. */
async function record(outcome: 'as_intended' | 'failed'): Promise<void> {
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

const rowOf = (soa: { rows: contract.SoaRow[] }, id: string) => soa.rows.find(({ controlId }) => controlId === id)!
let soaId: string

const look = (role: BuiltInRole = 'isb') => read(role, contract.readSoa, { params: { soaId } })
async function change(controlIds: string[], given: object, role: BuiltInRole = 'isb') {
  const { revision } = await look()
  return call(role, contract.changeSoaRows, { params: { soaId }, body: { revision, controlIds, change: given } })
}

async function sheet(format: 'csv' | 'xlsx'): Promise<Buffer> {
  const { cookie } = await stage.openSession(stage.players.get('isb')!)
  const path = urlOf(contract.downloadSoaSheet, { params: { soaId }, query: { format } } as never)
  const answer = await fetch(`${stage.world.url}${path}`, { headers: { cookie, 'accept-language': 'en' } })
  return Buffer.from(await answer.arrayBuffer())
}

describe('a statement of applicability', () => {
  test('begins with 93 rows; what the statement promises is proposed, and nothing else is decided', async () => {
    const begun = await read('isb', contract.beginSoa, { body: { scope: 'The service and who runs it' } })
    ;({ soaId } = begun)
    expect(begun.rows.map(({ controlId }) => controlId)).toEqual(annexA.map(({ id }) => id))
    expect(rowOf(begun, 'A.5.29')).toMatchObject({ applicable: true, reasons: ['contract'], status: 'unproven' })
    expect(begun.rows.filter(({ applicable }) => applicable !== null).map(({ controlId }) => controlId)).toEqual([
      'A.5.29',
      'A.5.30',
    ])
    expect(rowOf(begun, 'A.5.32')).toMatchObject({ cover: 'unmapped', status: null, measures: [] })
    const again = problemOf(await call('isb', contract.beginSoa, { body: { scope: 'Another' } }))
    expect(again).toMatchObject({ status: 409, code: 'soa.draft_open' })
  })

  test('refuses an exclusion without a reason, a change of what was not seen, and a status from outside', async () => {
    const before = await look()
    const without = problemOf(await change(['A.8.30', 'A.7.12'], { applicable: false }))
    expect(without).toMatchObject({ status: 400, code: 'soa.invalid' })
    expect(without.issues).toMatchObject([
      { pointer: '/rows/A.8.30', code: 'soa_exclusion_without_reason' },
      { pointer: '/rows/A.7.12', code: 'soa_exclusion_without_reason' },
    ])
    const stale = await call('isb', contract.changeSoaRows, {
      params: { soaId },
      body: { revision: before.revision - 1, controlIds: ['A.5.1'], change: { note: 'Late' } },
    })
    expect(problemOf(stale)).toMatchObject({ status: 409, code: 'soa.changed' })
    expect((await change(['A.5.29'], { status: 'proven' })).status).toBe(400)
    expect((await change(['A.5.29'], { links: ['javascript:alert(1)'] })).status).toBe(400)
    expect((await change(['A.5.29'], { ownerId: '0199a0c4-0000-7000-8000-000000000000' })).status).toBe(400)
    expect(await look()).toEqual(before)
  })

  test('is decided row by row or many at once', async () => {
    const open = (await look()).rows.filter(({ applicable }) => applicable === null).map(({ controlId }) => controlId)
    expect((await change(open, { applicable: true, reasons: ['risk'] })).status).toBe(200)
    const owner = stage.players.get('measure-owner')!.account.personId
    const reply = await change(['A.8.30'], {
      applicable: false,
      exclusionReason: 'Nobody else develops for us.',
      ownerId: owner,
      links: ['https://docs.example.org/development'],
    })
    expect(reply.status).toBe(200)
    const soa = await look('auditor')
    expect(rowOf(soa, 'A.8.30')).toMatchObject({
      applicable: false,
      reasons: [],
      exclusionReason: 'Nobody else develops for us.',
      owner: { personId: owner },
      contradictions: [],
    })
  })

  test('goes to a spreadsheet and back without a change, owners and links included', async () => {
    const before = await look()
    for (const format of ['csv', 'xlsx'] as const) {
      const content = await sheet(format)
      if (format === 'xlsx') expect(await readSheet(content)).toHaveLength(94)
      const form = new FormData()
      form.append('file', new Blob([new Uint8Array(content)]), `soa.${format}`)
      const { cookie } = await stage.openSession(stage.players.get('isb')!)
      const path = urlOf(contract.previewSoaSheet, { params: { soaId } } as never)
      const answer = await fetch(`${stage.world.url}${path}`, {
        method: 'POST',
        body: form,
        headers: { cookie, origin: new URL(stage.world.url).origin },
      })
      const plan = contract.sheetPlanSchema.parse(await answer.json())
      expect(plan).toMatchObject({ changes: [], unchanged: 93, problems: [] })
    }
    expect(await look()).toEqual(before)
  })

  test('takes a file as a whole or not at all, shown before, and the same file twice is one change', async () => {
    const before = await look()
    const lines = annexA.map(({ id }) => `${id},yes,risk`)
    const file = (all: readonly string[]) => ({
      name: 'soa.csv',
      content: ['Control,Applicable,Reasons', ...all].join('\r\n'),
    })
    const faulty = file([...lines.slice(0, -1), 'A.8.34,no,'])
    const shown = await read('isb', contract.previewSoaSheet, { params: { soaId }, file: faulty })
    expect(shown.problems).toMatchObject([{ row: 94, code: 'soa_exclusion_without_reason' }])
    const refused = await call('isb', contract.importSoaSheet, {
      params: { soaId },
      body: { revision: before.revision },
      file: faulty,
    })
    expect(problemOf(refused)).toMatchObject({ status: 422, code: 'soa.sheet_faulty' })
    expect(await look()).toEqual(before)
    const take = async () =>
      read('isb', contract.importSoaSheet, {
        params: { soaId },
        body: { revision: (await look()).revision },
        file: file(lines),
      })
    const taken = await take()
    expect(taken.changes.map(({ controlId, fields }) => [controlId, fields])).toEqual([
      ['A.5.29', ['reasons']],
      ['A.5.30', ['reasons']],
      ['A.8.30', ['applicable', 'reasons', 'exclusionReason']],
    ])
    const after = await look()
    // What the file says nothing about stays.
    expect(rowOf(after, 'A.8.30')).toMatchObject({ links: ['https://docs.example.org/development'] })
    expect(rowOf(after, 'A.8.30').owner).not.toBeNull()
    expect((await take()).changes).toEqual([])
    expect((await look()).revision).toBe(after.revision)
  })

  test('is approved by somebody who did not work on it, and never with evidence against a declaration', async () => {
    await record('failed')
    await change(['A.5.29'], { declared: 'implemented' })
    const { revision } = await look()
    const approve = (role: BuiltInRole, over: object = {}) =>
      call(role, contract.approveSoa, {
        params: { soaId },
        body: { revision, reason: 'Read and found right.', ...over },
      })
    expect((await approve('isb')).status).toBe(403)
    const refused = problemOf(await approve('owner'))
    expect(refused).toMatchObject({ status: 422, code: 'soa.not_ready' })
    expect(refused.issues).toMatchObject([{ pointer: '/rows/A.5.29', code: 'soa_declared_contradicted' }])
    await record('as_intended')
    expect(problemOf(await approve('owner', { reviewBy: '2090-01-01' })).issues).toMatchObject([
      { pointer: '/reviewBy', code: 'soa_review_out_of_range' },
    ])
    // Whoever changed a row worked on it.
    await change(['A.5.1'], { note: 'By the owner' }, 'owner')
    const { revision: later } = await look()
    expect(problemOf(await approve('owner', { revision: later })).code).toBe('four_eyes.same_person')
    expect((await look()).state).toBe('draft')
    expect((await approve('management', { revision: later })).status).toBe(200)
    const soa = await look('auditor')
    expect(soa).toMatchObject({ state: 'approved', number: 1, isOverdue: false })
    expect(rowOf(soa, 'A.5.29')).toMatchObject({ status: 'proven', approvedStatus: 'proven', contradictions: [] })
    expect(problemOf(await change(['A.5.1'], { note: 'Too late' }))).toMatchObject({
      status: 409,
      code: 'soa.not_draft',
    })
  })

  test('turns red with its evidence, at once and without being touched, and back', async () => {
    await record('failed')
    const red = rowOf(await look('auditor'), 'A.5.29')
    expect(red).toMatchObject({ status: 'contradicted', approvedStatus: 'proven', declared: 'implemented' })
    expect(red.contradictions).toMatchObject([{ code: 'evidence_contradicts' }])
    const iso = await read('auditor', readFramework, { params: { framework: 'iso27001' } })
    expect(iso.requirements.find(({ id }) => id === 'A.5.29')).toMatchObject({ status: 'contradicted' })
    await record('as_intended')
    expect(rowOf(await look('auditor'), 'A.5.29')).toMatchObject({ status: 'proven', contradictions: [] })
  })

  test('is overdue after twelve months, and superseded by the next version, which begins as it was', async () => {
    clock.advance(366 * 86_400_000)
    expect(await look()).toMatchObject({ isOverdue: true })
    const next = await read('isb', contract.beginSoa, { body: { scope: 'The service and its site' } })
    expect(next).toMatchObject({ number: 2, state: 'draft' })
    expect(rowOf(next, 'A.8.30').links).toEqual(['https://docs.example.org/development'])
    expect(rowOf(next, 'A.5.29').approvedStatus).toBeNull()
    const approved = await read('owner', contract.approveSoa, {
      params: { soaId: next.soaId },
      body: { revision: next.revision, reason: 'The site is in scope.' },
    })
    expect(approved.state).toBe('approved')
    expect(await look()).toMatchObject({ state: 'superseded', number: 1 })
    const all = await read('auditor', contract.listSoa)
    expect(all.items.map(({ number, state }) => [number, state])).toEqual([
      [2, 'approved'],
      [1, 'superseded'],
    ])
  })

  test('speaks in documents of all three kinds, each a table that is a sheet', async () => {
    const kinds = frameworkDocuments(() => stage.world.registry)
    const sizes = await stage.within(stage.tenantId, null, null, async (context) => {
      const built: [string, number][] = []
      for (const kind of kinds) {
        const id = await freezeDocument(context, kind, { locale: 'de' }, null, async ({ bytes, model }) => {
          built.push([kind.id, model.blocks.flatMap((block) => (block.kind === 'table' ? block.rows : [])).length])
          return { json: bytes, html: bytes, pdf: bytes, docx: bytes }
        })
        expect(id).toMatch(/^[0-9a-f-]{36}$/)
      }
      return Object.fromEntries(built)
    })
    // The statement has a row for each control and maybe contradictions; the gap view all requirements and an overview.
    expect(sizes['framework.soa']).toBeGreaterThanOrEqual(93)
    expect(sizes['framework.gap']).toBeGreaterThan(400)
    expect(sizes['framework.crosswalk']).toBe(93)
  })
})

describe('what a published sentence says of the declaration', () => {
  beforeAll(() =>
    stage.within(stage.tenantId, null, null, (context) =>
      publish(context, 'Emergency exercises are carried out at least once a year.', certified, declared),
    ),
  )
  const state = () =>
    stage.within(stage.tenantId, null, null, (context) => stateDeclaration(context, stage.world.registry))

  test('is contradicted by one of its rows, and is not once that row is right again', async () => {
    await record('as_intended')
    await state()
    expect(await statusOf(declared)).toBe('proven')
    await record('failed')
    await state()
    expect(await statusOf(declared)).toBe('contradicted')
    await record('as_intended')
    await state()
    expect(await statusOf(declared)).toBe('proven')
  })
})

describe('a certificate', () => {
  let inForceId: string
  beforeAll(async () => {
    const { items } = await read('auditor', contract.listSoa)
    inForceId = items.find(({ state }) => state === 'approved')?.soaId ?? ''
  })
  const given = (over: object = {}) => ({
    framework: 'iso27001',
    body: 'Certifier Ltd',
    number: 'C-1',
    scope: 'The service',
    soaId: inForceId,
    validFrom: '2026-01-01',
    validTo: clock.now().toISOString().slice(0, 10),
    ...over,
  })
  const file = { name: 'certificate.pdf', content: '%PDF-1.7' }
  const standing = async (id: string) =>
    (await read('auditor', listFrameworks)).items.find((framework) => framework.id === id)?.standing

  const inReview = async () => {
    const { items } = await read('auditor', listEvidence, { query: { state: 'in_review' } })
    return items[0]?.id ?? ''
  }
  const accept = async () => {
    clock.advance(1_000)
    const body = { outcome: 'accepted', reason: 'The file says so.' }
    await read('owner', reviewEvidence, { params: { evidenceId: await inReview() }, body })
  }

  test('is refused with everything that is wrong with it', async () => {
    const { soaId: _of, ...withoutSoa } = given({ validTo: '2025-01-01' })
    const reply = await call('isb', recordCertificate, { body: withoutSoa, file })
    expect(problemOf(reply).issues.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/validTo', 'certificate_ends_before_start'],
      ['/soaId', 'required'],
    ])
    const gdpr = await call('isb', recordCertificate, { body: given({ framework: 'gdpr' }), file })
    expect(problemOf(gdpr).issues.map(({ code }) => code)).toEqual([
      'framework_not_certifiable',
      'soa_of_other_framework',
    ])
    expect(await standing('iso27001')).toEqual({ kind: 'not_certified' })
  })

  test('makes "aligned" to "certified" while it holds, and not a day longer', async () => {
    const recorded = await read('isb', recordCertificate, { body: given(), file })
    expect(recorded).toMatchObject({ state: 'in_review', soa: { number: 2, isInForce: true } })
    expect(await standing('iso27001')).toEqual({ kind: 'not_certified' })
    expect(await statusOf(certified)).toBe('unproven')
    const own = { params: { evidenceId: await inReview() }, body: { outcome: 'accepted', reason: 'It is mine.' } }
    expect(problemOf(await call('isb', reviewEvidence, own)).code).toBe('four_eyes.same_person')
    await accept()
    expect(await statusOf(certified)).toBe('proven')
    expect(await standing('iso27001')).toMatchObject({ kind: 'certified', body: 'Certifier Ltd', number: 'C-1' })
    expect(await standing('soc2')).toEqual({ kind: 'not_certified' })
    const twice = await call('isb', recordCertificate, { body: given(), file })
    expect(problemOf(twice)).toMatchObject({ status: 409, code: 'certificate.known' })
    clock.advance(86_400_000)
    expect(await standing('iso27001')).toEqual({ kind: 'not_certified' })
    expect((await read('auditor', listCertificates)).items).toMatchObject([{ state: 'expired' }])
    expect(await statusOf(certified)).toBe('lapsed')
  })

  test('no longer counts once it is withdrawn', async () => {
    const { certificateId } = await read('isb', recordCertificate, {
      body: given({ number: 'C-2', validTo: '2099-12-31' }),
      file,
    })
    await accept()
    expect(await standing('iso27001')).toMatchObject({ kind: 'certified', number: 'C-2' })
    expect(await statusOf(certified)).toBe('proven')
    const request = { params: { certificateId }, body: { reason: 'The issuer took it back.' } }
    expect(await read('isb', withdrawCertificate, request)).toMatchObject({ state: 'withdrawn' })
    expect(await standing('iso27001')).toEqual({ kind: 'not_certified' })
    expect(await statusOf(certified)).toBe('contradicted')
    expect(problemOf(await call('isb', withdrawCertificate, request)).code).toBe('certificate.withdrawn')
  })

  test('that is withdrawn before it was looked at proves nothing, whoever accepts it afterwards', async () => {
    const { certificateId } = await read('isb', recordCertificate, {
      body: given({ number: 'C-3', validTo: '2099-12-31' }),
      file,
    })
    clock.advance(1_000)
    await read('isb', withdrawCertificate, { params: { certificateId }, body: { reason: 'The wrong file.' } })
    await accept()
    expect(await statusOf(certified)).toBe('contradicted')
    expect(await standing('iso27001')).toEqual({ kind: 'not_certified' })
  })

  test('for another scope than the one in force is not counted, and not once that was changed', async () => {
    await read('isb', recordCertificate, { body: given({ number: 'C-5', soaId, validTo: '2099-12-31' }), file })
    await accept()
    expect((await read('auditor', listCertificates)).items.find(({ number }) => number === 'C-5')).toMatchObject({
      state: 'out_of_scope',
    })
    expect(await standing('iso27001')).toEqual({ kind: 'not_certified' })
    expect(await statusOf(certified)).toBe('contradicted')
  })

  test('that begins later proves from its first day on', async () => {
    const day = (days: number) => new Date(clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
    const body = given({ number: 'C-4', validFrom: day(3), validTo: '2099-12-31' })
    await read('isb', recordCertificate, { body, file })
    await accept()
    expect(await statusOf(certified)).not.toBe('proven')
    clock.advance(4 * 86_400_000)
    await stage.within(stage.tenantId, null, null, (context) => restateChanged(context, stage.world.registry))
    expect(await statusOf(certified)).toBe('proven')
  })
})
