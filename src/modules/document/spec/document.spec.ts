/** The way of a document: made from what is stored, frozen, decided by somebody else, superseded, and checked by a stranger. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BuiltInRole } from '#core/permission.ts'
import { sequenceBatch } from '#core/ledger/sequence.ts'
import { openSigningKeys } from '#core/ledger/signing-key.ts'
import { exportBundle } from '#modules/ledger/contract.ts'
import { draftStatement } from '#modules/statement/actions/draft.ts'
import { publishOwn } from '#modules/statement/actions/version.ts'
import { readCurrentStatement } from '#modules/statement/contract.ts'
import { urlOf } from '#platform/http/client.ts'
import type { Endpoint, OutputOf } from '#platform/http/endpoint.ts'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { createStage, createStageClock, type Reply, type Stage } from '#test/matrix/stage.ts'
import { verifyBundle } from '#trust/verify/verify.ts'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as contract from '../contract.ts'

let db: TestDatabase
let stage: Stage
beforeAll(async () => {
  const clock = createStageClock()
  db = await createTestDatabase({ clock })
  stage = await createStage(db.database, clock)
  await stage.within(stage.tenantId, null, null, async (context) => {
    const text =
      '# Statement\n\n## Access\n\nThe second factor (MFA) is mandatory for all accounts.\n\nBackups are made at least daily.\n'
    const { id } = await draftStatement(context, Buffer.from(text), 'statement.md', 'en', null)
    await publishOwn(context, stage.world.registry, id)
  })
})
afterAll(async () => {
  await stage?.close()
  await db?.close()
})

type Request = { params?: object; query?: object; body?: object }

async function call(role: BuiltInRole, endpoint: Endpoint, request: Request = {}): Promise<Reply> {
  const player = stage.players.get(role)
  if (!player) throw new Error(`nobody is ${role}`)
  const { cookie } = await stage.openSession(player)
  return stage.send(endpoint, request as Parameters<Stage['send']>[1], cookie)
}

function read<E extends Endpoint>(endpoint: E, reply: Reply): OutputOf<E> {
  if (reply.status !== endpoint.success) throw new Error(`${endpoint.id}: ${reply.status} ${reply.body}`)
  return endpoint.output?.parse(JSON.parse(reply.body)) as OutputOf<E>
}

const make = async (role: BuiltInRole, body: object = {}) =>
  read(
    contract.createDocument,
    await call(role, contract.createDocument, { body: { kind: 'statement.current', locale: 'en', ...body } }),
  )
const look = async (documentId: string, role: BuiltInRole = 'auditor') =>
  read(contract.readDocument, await call(role, contract.readDocument, { params: { documentId } }))
const decide = (
  role: BuiltInRole,
  endpoint: typeof contract.approveDocument | typeof contract.rejectDocument,
  documentId: string,
) => call(role, endpoint, { params: { documentId }, body: { reason: 'Read and found right.' } })

async function download(documentId: string, format: string): Promise<{ bytes: Buffer; name: string }> {
  const auditor = stage.players.get('auditor')
  if (!auditor) throw new Error('nobody audits')
  const { cookie } = await stage.openSession(auditor)
  const path = urlOf(contract.downloadDocument, { params: { documentId, format } as never })
  const answer = await fetch(`${stage.world.url}${path}`, { headers: { cookie } })
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
  const name = decodeURIComponent(answer.headers.get('content-disposition')?.split("''")[1] ?? '')
  return { bytes: Buffer.from(await answer.arrayBuffer()), name }
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const entriesOf = async (documentId: string) =>
  (
    await db.owner.query<{ action: string }>(
      `select action from beleg.ledger_pending where object_kind = 'document' and object_id = $1
       and action not in ('document.read', 'document.downloaded') order by recorded_at, id`,
      [documentId],
    )
  ).rows.map(({ action }) => action)

describe('a document', () => {
  test('says what is stored, and is numbered by the file that anybody can count up again', async () => {
    const statement = read(readCurrentStatement, await call('isb', readCurrentStatement, { query: { locale: 'en' } }))
    const made = await make('isb')
    expect(made).toMatchObject({ state: 'draft', version: 1, classification: 'internal', kind: 'statement.current' })
    const json = await download(made.documentId, 'json')
    expect(json.name).toMatch(/^statement-current-\d{4}-\d\d-\d\d-v1-en\.json$/)
    expect(sha256(json.bytes)).toBe(made.sha256)
    const model = read(
      contract.readDocumentModel,
      await call('auditor', contract.readDocumentModel, { params: { documentId: made.documentId } }),
    )
    expect(statement.claims).toHaveLength(2)
    const judged = model.blocks.filter((block) => block.kind === 'judged')
    expect(judged.map(({ text, status }) => [text.join(''), status])).toEqual(
      statement.claims.map(({ text, status }) => [text, status]),
    )
    for (const { format, sha256: told } of made.files)
      expect(sha256((await download(made.documentId, format)).bytes), format).toBe(told)
    const pdf = await download(made.documentId, 'pdf')
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf.bytes)), { mergePages: true })
    expect(text).toContain('The second factor (MFA) is mandatory for all accounts.')
    expect(text.replaceAll(/\s/g, '')).toContain(made.sha256)
  })

  test('lies on the disk as ciphertext only', async () => {
    const made = await make('isb')
    const { rows } = await db.owner.query<{ blob_key: string }>(
      'select blob_key from beleg.document_files where document_id = $1',
      [made.documentId],
    )
    expect(rows).toHaveLength(4)
    const { blobs, vault } = stage.world.services
    const keys = await stage.within(stage.tenantId, null, null, ({ tx }) => vault.keysOf(tx))
    for (const { blob_key: key } of rows) expect(await blobs.inspect(keys, key)).toBe('sealed')
  })

  test('speaks of one sentence with its evidence, and of no sentence of anybody else', async () => {
    const [claim] = read(
      readCurrentStatement,
      await call('isb', readCurrentStatement, { query: { locale: 'en' } }),
    ).claims
    const made = await make('isb', { kind: 'statement.evidence', aboutId: claim?.id })
    expect(made).toMatchObject({ title: 'Evidence of sentence 1', classification: 'confidential' })
    const before = await db.owner.query('select count(*) from beleg.documents')
    const nobodys = await call('isb', contract.createDocument, {
      body: { kind: 'statement.evidence', aboutId: '0199d2a0-0000-7000-8000-000000000001' },
    })
    expect(nobodys).toMatchObject({ status: 404, code: 'common.not_found' })
    expect((await db.owner.query('select count(*) from beleg.documents')).rows).toEqual(before.rows)
  })

  test('of a past instant says what held then, and as of when it was known', async () => {
    stage.clock.advance(26 * 3_600_000)
    const asOf = new Date(stage.clock.now().getTime() - 3_600_000).toISOString()
    const then = await make('isb', { asOf })
    expect(then).toMatchObject({ asOf, knownAt: asOf })
    const today = await make('isb', { asOf, known: 'today' })
    expect(today).toMatchObject({ asOf, knownAt: today.createdAt })
    const [claim] = read(
      readCurrentStatement,
      await call('isb', readCurrentStatement, { query: { locale: 'en', asOf } }),
    ).claims
    const model = read(
      contract.readDocumentModel,
      await call('auditor', contract.readDocumentModel, { params: { documentId: then.documentId } }),
    )
    const [judged] = model.blocks.filter((block) => block.kind === 'judged')
    expect([judged?.text.join(''), judged?.status]).toEqual([claim?.text, claim?.status])
    expect(model.cover.map(({ term }) => term)).toContain('Known')
  })

  test('of a past day is another document than the one of the present: neither supersedes the other', async () => {
    const present = await make('isb')
    expect((await decide('owner', contract.approveDocument, present.documentId)).status).toBe(200)
    stage.clock.advance(26 * 3_600_000)
    const asOf = new Date(stage.clock.now().getTime() - 3_600_000).toISOString()
    const past = await make('isb', { asOf })
    expect(past.version).toBe(1)
    expect((await decide('owner', contract.approveDocument, past.documentId)).status).toBe(200)
    expect([(await look(present.documentId)).state, (await look(past.documentId)).state]).toEqual([
      'approved',
      'approved',
    ])
    // What is known of that day today is not what was known then.
    expect((await make('isb', { asOf, known: 'today' })).version).toBe(1)
    const again = await make('isb', { asOf })
    expect(again.version).toBe(2)
    expect((await decide('owner', contract.approveDocument, again.documentId)).status).toBe(200)
    expect((await look(past.documentId)).state).toBe('superseded')
    expect((await look(present.documentId)).state).toBe('approved')
  })

  test('gives its tables to whoever may read it', async () => {
    const { documentId } = await make('isb', { kind: 'statement.period' })
    const fetchTable = async (table: number, format: string) => {
      const auditor = stage.players.get('auditor')
      if (!auditor) throw new Error('nobody audits')
      const { cookie } = await stage.openSession(auditor)
      const path = urlOf(contract.downloadTable, { params: { documentId, table }, query: { format } as never })
      return fetch(`${stage.world.url}${path}`, { headers: { cookie } })
    }
    const csv = await fetchTable(1, 'csv')
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
    expect(await csv.text()).toContain('The second factor (MFA) is mandatory for all accounts.')
    expect((await fetchTable(1, 'xlsx')).status).toBe(200)
    expect((await fetchTable(99, 'xlsx')).status).toBe(404)
  })

  test('is not made of a wish that makes no sense, and everything wrong with it is named', async () => {
    const before = await db.owner.query('select count(*) from beleg.documents')
    const wrong = async (body: object) => {
      const { status, code, pointers } = await call('isb', contract.createDocument, { body })
      return { status, code, pointers }
    }
    expect(await wrong({ kind: 'statement.nothing' })).toEqual({
      status: 400,
      code: 'document.invalid',
      pointers: ['/kind'],
    })
    expect(await wrong({ kind: 'statement.evidence' })).toEqual({
      status: 400,
      code: 'document.invalid',
      pointers: ['/aboutId'],
    })
    const id = '0199d2a0-0000-7000-8000-000000000001'
    expect(await wrong({ kind: 'statement.current', aboutId: id, asOf: '2999-01-01T00:00:00Z' })).toEqual({
      status: 400,
      code: 'document.invalid',
      pointers: ['/aboutId', '/asOf'],
    })
    expect((await wrong({ kind: 'identity.permissions', asOf: '2026-01-01', fromOn: '2025-01-01' })).pointers).toEqual([
      '/asOf',
      '/fromOn',
    ])
    expect((await wrong({ kind: 'statement.period', fromOn: '2999-01-01' })).pointers).toEqual(['/fromOn'])
    expect(await wrong({ kind: 'statement.current', asOf: '2026-01-01' })).toMatchObject({
      status: 404,
      code: 'statement.none_published',
    })
    expect((await db.owner.query('select count(*) from beleg.documents')).rows).toEqual(before.rows)
  })

  test('is seen only by whoever may see what it is made of', async () => {
    const made = await make('isb', { kind: 'identity.permissions' })
    // Whoever owns a measure reads documents, but not the register of roles.
    for (const endpoint of [contract.readDocument, contract.readDocumentModel])
      expect(await call('measure-owner', endpoint, { params: { documentId: made.documentId } })).toMatchObject({
        status: 404,
        code: 'common.not_found',
      })
    const { items } = read(contract.listDocuments, await call('measure-owner', contract.listDocuments))
    expect(items.map(({ kind }) => kind)).not.toContain('identity.permissions')
    const kinds = read(contract.listDocumentKinds, await call('measure-owner', contract.listDocumentKinds)).items
    expect(kinds.map(({ id }) => id)).toEqual([
      'statement.current',
      'statement.evidence',
      'statement.period',
      'statement.period-claim',
      'trust-centre.statement',
      'trust-centre.tom',
      'measure.period',
      'framework.soa',
      'framework.gap',
      'framework.crosswalk',
    ])
    expect(
      await call('measure-owner', contract.createDocument, { body: { kind: 'identity.permissions' } }),
    ).toMatchObject({ status: 403, code: 'permission.missing' })
  })
})

describe('an approval', () => {
  test('takes somebody else than who made it, and supersedes the version before', async () => {
    const first = await make('isb')
    expect(await decide('isb', contract.approveDocument, first.documentId)).toMatchObject({
      status: 403,
      code: 'four_eyes.same_person',
    })
    expect((await look(first.documentId)).state).toBe('draft')
    expect(
      read(contract.approveDocument, await decide('owner', contract.approveDocument, first.documentId)),
    ).toMatchObject({ state: 'approved', decisionReason: 'Read and found right.' })
    const second = await make('isb')
    expect(second.version).toBe(first.version + 1)
    expect((await look(first.documentId)).state).toBe('approved')
    await decide('management', contract.approveDocument, second.documentId)
    expect(await look(first.documentId)).toMatchObject({ state: 'superseded' })
    expect((await look(second.documentId)).versions.slice(0, 2)).toMatchObject([
      { documentId: second.documentId, state: 'approved' },
      { documentId: first.documentId, state: 'superseded' },
    ])
    expect(await entriesOf(first.documentId)).toEqual(['document.created', 'document.approved'])
    const { rows } = await db.owner.query('select outcome from beleg.decisions where object_id = $1', [
      first.documentId,
    ])
    expect(rows).toEqual([{ outcome: 'approved' }])
  })

  test('comes once, and not to a version behind the one in force', async () => {
    const older = await make('isb')
    const newer = await make('isb')
    await decide('owner', contract.approveDocument, newer.documentId)
    expect(await decide('owner', contract.approveDocument, older.documentId)).toMatchObject({
      status: 409,
      code: 'document.newer_in_force',
    })
    for (const endpoint of [contract.approveDocument, contract.rejectDocument])
      expect(await decide('owner', endpoint, newer.documentId)).toMatchObject({
        status: 409,
        code: 'document.not_draft',
      })
  })

  test('of two at once is given by one', async () => {
    const made = await make('isb')
    const answers = await Promise.all([
      decide('owner', contract.approveDocument, made.documentId),
      decide('management', contract.approveDocument, made.documentId),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  test('may be refused, and whoever made a draft may take it back', async () => {
    const refused = await make('isb')
    await decide('management', contract.rejectDocument, refused.documentId)
    expect(await look(refused.documentId)).toMatchObject({ state: 'rejected' })
    const withdrawn = await make('measure-owner')
    const other = await make('isb')
    expect(await decide('measure-owner', contract.rejectDocument, other.documentId)).toMatchObject({
      status: 403,
      code: 'permission.missing_here',
    })
    expect((await decide('measure-owner', contract.rejectDocument, withdrawn.documentId)).status).toBe(200)
    expect(await entriesOf(withdrawn.documentId)).toEqual(['document.created', 'document.rejected'])
  })

  test('is recorded with everything that belongs to it, made at once by several people', async () => {
    const made = await Promise.all([make('isb'), make('owner'), make('management'), make('isb')])
    const versions = made.map(({ version }) => version).toSorted((a, b) => a - b)
    expect(new Set(versions).size).toBe(4)
    expect((versions[3] ?? 0) - (versions[0] ?? 0)).toBe(3)
  })
})

describe('what is frozen', () => {
  test('cannot be altered or deleted by the program, nor go back', async () => {
    const made = await make('isb')
    await decide('owner', contract.approveDocument, made.documentId)
    const attempt = (statement: string) =>
      stage.within(stage.tenantId, null, null, async ({ tx }) => {
        const { sql } = await import('kysely')
        await sql.raw(statement.replaceAll('ID', `'${made.documentId}'`)).execute(tx.db)
      })
    for (const statement of [
      `update beleg.documents set title = 'x' where id = ID`,
      `update beleg.documents set model_sha256 = decode(repeat('00', 32), 'hex') where id = ID`,
      `update beleg.documents set state = 'draft', decided_by = null, decided_at = null where id = ID`,
      `update beleg.documents set version = 99 where id = ID`,
      `delete from beleg.documents where id = ID`,
      `delete from beleg.document_files where document_id = ID`,
      `update beleg.document_files set blob_key = 'x' where document_id = ID`,
    ])
      await expect(attempt(statement), statement).rejects.toThrow(/not altered|does not go|permission denied/)
    expect(await look(made.documentId)).toMatchObject({ state: 'approved', sha256: made.sha256 })
  })

  test('is not shown when somebody swapped its content behind our back', async () => {
    const [made, other] = [await make('isb'), await make('isb')]
    await db.owner.query(
      `update beleg.document_files set blob_key = (
         select blob_key from beleg.document_files where document_id = $2 and format = 'json')
       where document_id = $1 and format = 'json'`,
      [made.documentId, other.documentId],
    )
    expect(
      await call('auditor', contract.readDocumentModel, { params: { documentId: made.documentId } }),
    ).toMatchObject({ status: 409, code: 'document.altered' })
  })

  test('goes to a stranger in a bundle of the ledger, which verifies offline and names what was swapped', async () => {
    const made = await make('isb')
    await decide('owner', contract.approveDocument, made.documentId)
    const { services } = stage.world
    const { platformTenantId } = stage.world
    const keys = await openSigningKeys(services, platformTenantId)
    let placed: number | null
    do placed = (await sequenceBatch(services, { platformTenantId, keys })).entries
    while (placed !== 0)
    const bundle = async () => {
      const owner = stage.players.get('owner')
      if (!owner) throw new Error('nobody owns')
      const { cookie } = await stage.openSession(owner)
      const query = { objectKind: 'document', objectId: made.documentId }
      const answer = await fetch(`${stage.world.url}${urlOf(exportBundle, { query })}`, { headers: { cookie } })
      const directory = await mkdtemp(join(tmpdir(), 'beleg-document-'))
      try {
        const path = join(directory, 'bundle.zip')
        await writeFile(path, Buffer.from(await answer.arrayBuffer()))
        return verifyBundle(path)
      } finally {
        await rm(directory, { recursive: true, force: true })
      }
    }
    const report = await bundle()
    expect(report.findings).toEqual([])
    expect(report).toMatchObject({ evidence: 4, evidenceMissing: 0 })
    const other = await make('isb')
    await db.owner.query(
      `update beleg.document_files set blob_key = (
         select blob_key from beleg.document_files where document_id = $2 and format = 'pdf')
       where document_id = $1 and format = 'pdf'`,
      [made.documentId, other.documentId],
    )
    const after = await bundle()
    expect(after.findings).toMatchObject([{ code: 'evidence.altered' }])
    expect(after.findings[0]?.detail).toContain(`document/${made.documentId}.pdf`)
  })
})
