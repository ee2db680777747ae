/**
 * Somebody with a name, address and device unlike anybody's does and suffers all that accounts do, and is erased. Then
 * nothing of them is left: not in any table, file, list, export or line of the log, and not after a restore of their
 * rows; and the ledger verifies, and no status has moved.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inflateRawSync } from 'node:zlib'
import { pushEvidence } from '#core/evidence/contract.ts'
import { openPart } from '#core/ledger/entry.ts'
import { openPersonKeys, personKeysOf } from '#core/ledger/person-key.ts'
import { entryColumns, proveStoredInclusion, readLastHead, toStoredEntry } from '#core/ledger/store.ts'
import { verifyInclusion } from '#core/ledger/tree.ts'
import { listOutbox, readMail } from '#core/mail/contract.ts'
import { addComment, listCases, openTask, readCase } from '#modules/case/contract.ts'
import {
  changeAccount,
  changePassword,
  createApiKey,
  deactivateAccount,
  giveLoginPassword,
  giveLoginRecoveryCode,
  giveLoginTotp,
  inviteAccount,
  listPeople,
  listSessions,
  readPerson,
  rejectAccountReset,
  requestAccountReset,
  signOut,
  stepUp,
} from '#modules/identity/contract.ts'
import {
  addRecipient,
  exportBundle,
  factTypes,
  listEntries,
  listRecipients,
  readEntry,
  treeFactSchema,
} from '#modules/ledger/contract.ts'
import { integrityCollector } from '#modules/ledger/integrity.ts'
import { judgeTree } from '#modules/ledger/rules.ts'
import {
  approveErasure,
  listErasures,
  placeHold,
  readErasure,
  releaseHold,
  requestErasure,
} from '#modules/privacy/contract.ts'
import { eraseAgain } from '#modules/privacy/actions/execute.ts'
import { readStatementNow } from '#modules/statement/actions/read.ts'
import { decide, requestDecision } from '#modules/statement/contract.ts'
import { readList, showList } from '#modules/supplier/contract/public-list.ts'
import { peopleContract } from '#modules/workforce/contract.ts'
import { verifyBundle } from '#trust/verify/verify.ts'
import { urlOf } from '#platform/http/client.ts'
import { createLog } from '#platform/log/log.ts'
import { enrol, startHouse, type House, type Inhabitant } from '#test/house.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gatherLines, idOf, upload } from './world.ts'

const name = 'Zwentibold Quarzuhr'
const email = 'zwentibold.quarzuhr@klirrfaktor.example'
const address = '203.0.113.213'
const userAgent = 'Mosaik/9.7 (Zentralrechner Knirsch)'
/** What would give them away, in any case of letters. */
const needles = ['zwentibold', 'quarzuhr', 'klirrfaktor', address, 'knirsch']

const { lines, destination } = gatherLines()

let house: House
let folder: string
let ada: Inhabitant
let ben: Inhabitant
let lost: Inhabitant
let lostId: string
let caseId: string
let before: Record<string, string>
let rowsBefore: { people: Row[]; accounts: Row[]; mails: Row[]; entries: Row[] }
type Row = Record<string, unknown>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'beleg-erased-'))
  house = await startHouse(
    { BELEG_TRUSTED_PROXIES: '127.0.0.1,::1,::ffff:127.0.0.1' },
    { log: createLog({ level: 'trace', process: 'test', destination }) },
  )
  ada = await house.enrolAdministrator()
  ben = await house.invite(ada, { name: 'Ben Beispiel', roles: ['isb'] })
}, 120_000)
afterAll(async () => {
  await house?.stop()
  await rm(folder, { recursive: true, force: true })
})

const services = () => house.running.instance.services
const query = async (text: string, values: unknown[] = []): Promise<Row[]> =>
  (await house.owner.query(text, values)).rows
const hits = (text: string) => needles.filter((needle) => text.toLowerCase().includes(needle))
const letterTo = async (to: string) => {
  const { items } = await ada.client.call(listOutbox)
  const mail = items.find((one) => one.to === to)
  return ada.client.call(readMail, { params: { mailId: mail?.id ?? '' } })
}

/** Every row of every table, as text and, for bytes, as the text that they would be. */
async function searchTables(): Promise<string[]> {
  const found: string[] = []
  const tables = await query(
    `select table_schema || '.' || quote_ident(table_name) as name from information_schema.tables
     where table_schema in ('beleg', 'beleg_job') and table_type = 'BASE TABLE'`,
  )
  for (const { name: table } of tables) {
    for (const row of await query(`select * from ${String(table)}`)) {
      const text = Object.values(row)
        .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value)))
        .join('\n')
      for (const hit of hits(text)) found.push(`${String(table)}: ${hit}`)
    }
  }
  return [...new Set(found)]
}

/** Every file but the write-ahead log, which turns over by itself. */
async function searchFiles(directory: string): Promise<string[]> {
  await house.owner.query('checkpoint')
  const found: string[] = []
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || path.includes('/pg_wal/')) continue
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    for (const hit of hits(bytes.toString('latin1'))) found.push(`${path}: ${hit}`)
  }
  return found
}

async function statuses(): Promise<Record<string, string>> {
  const { instance } = house.running
  const found: Record<string, string> = {}
  for (const locale of ['de', 'en'] as const) {
    const { claims } = await services().database.withTenant(house.platformTenantId, (tx) =>
      readStatementNow({ tx, services: services() }, instance.registry, locale),
    )
    for (const claim of claims) found[claim.id] = String(claim.status)
  }
  return found
}

/** Members of a zip whose local headers bear their sizes, as ours do. */
function unzip(bytes: Buffer): Map<string, Buffer> {
  const members = new Map<string, Buffer>()
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50;) {
    const [packed, nameBytes, extra] = [
      bytes.readUInt32LE(at + 18),
      bytes.readUInt16LE(at + 26),
      bytes.readUInt16LE(at + 28),
    ]
    const start = at + 30 + nameBytes + extra
    const body = bytes.subarray(start, start + packed)
    members.set(
      bytes.toString('utf8', at + 30, at + 30 + nameBytes),
      bytes.readUInt16LE(at + 8) === 0 ? body : inflateRawSync(body),
    )
    at = start + packed
  }
  return members
}

async function bundle(): Promise<Buffer> {
  const answer = await fetch(`${house.baseUrl}${urlOf(exportBundle, { query: {} })}`, {
    headers: { cookie: ada.cookie() },
  })
  expect(answer.status).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}

/** What every list and every page of the application answers the owner with. */
async function searchAnswers(): Promise<string[]> {
  const answers: [string, unknown][] = []
  const { items: people } = await ada.client.call(listPeople, { query: {} })
  answers.push(['people', people])
  for (const q of ['Quarzuhr', 'klirrfaktor'])
    answers.push([`search ${q}`, (await ada.client.call(listPeople, { query: { q } })).items])
  answers.push(['person', await ada.client.call(readPerson, { params: { personId: lostId } })])
  answers.push(['outbox', await ada.client.call(listOutbox, { query: { limit: 200 } })])
  for (const personId of [lostId, undefined])
    answers.push([
      'ledger',
      await ada.client.call(listEntries, { query: { limit: 200, ...(personId && { personId }) } }),
    ])
  const { items } = await ada.client.call(listEntries, { query: { limit: 200, personId: lostId } })
  for (const { id } of items) answers.push(['entry', await ada.client.call(readEntry, { params: { entryId: id } })])
  answers.push(['register', await ada.client.call(peopleContract.list, { query: {} })])
  answers.push([
    'register entry',
    await ada.client.call(peopleContract.read, { params: { entryId: lostId } }).catch(() => null),
  ])
  answers.push(['imports', await ada.client.call(peopleContract.listImports, { query: {} })])
  answers.push(['cases', await ada.client.call(listErasures, { query: {} })])
  const { items: work } = await ada.client.call(listCases, { query: { show: 'all', kind: 'task' } })
  for (const { id } of work) answers.push(['case', await ada.client.call(readCase, { params: { caseId: id } })])
  for (const path of [
    '/api/evidence',
    '/api/api-keys',
    '/api/today',
    '/api/legal-holds',
    '/api/account-resets',
    urlOf(listRecipients, {}),
    urlOf(readList, {}),
  ]) {
    const answer = await fetch(`${house.baseUrl}${path}`, { headers: { cookie: ada.cookie() } })
    expect(answer.status, path).toBe(200)
    answers.push([path, await answer.text()])
  }
  return answers.flatMap(([what, answer]) => hits(JSON.stringify(answer)).map((hit) => `${what}: ${hit}`))
}

async function lookAtTree() {
  const { database } = services()
  const { facts } = await integrityCollector().observe({
    services: services(),
    tenants: [{ id: house.platformTenantId, kind: 'platform', canary: false }],
    withTenant: (id, work) => database.withTenant(id, work),
    withPlatform: (purpose, work) => database.withPlatform(purpose, work),
    signal: AbortSignal.timeout(20_000),
  })
  const found = facts.find((fact) => fact.type === factTypes.tree && fact.subject.externalId === house.platformTenantId)
  return treeFactSchema.parse(found?.data)
}

describe('somebody unlike anybody', { timeout: 240_000 }, () => {
  it('does and suffers all that accounts do, and is found everywhere', async () => {
    const headers = { 'user-agent': userAgent, 'x-forwarded-for': address }
    await ada.client.call(inviteAccount, { body: { email, name, roles: ['isb'], locale: 'de' } })
    const link = /https?:\/\/\S+\/enrol\/\S+/.exec((await letterTo(email)).text)?.[0] ?? ''
    lost = await enrol(house.baseUrl, link, { name, email, headers })
    const { items: people } = await ada.client.call(listPeople, { query: { q: 'quarzuhr' } })
    lostId = people[0]?.personId ?? ''
    const accountId = people[0]?.account?.accountId ?? ''

    // Refused at the door, by password and by code, and let in by a recovery code.
    await expect(
      lost.client.call(giveLoginPassword, { body: { email, password: 'nicht das richtige' } }),
    ).rejects.toThrow()
    const login = await lost.client.call(giveLoginPassword, { body: { email, password: lost.password } })
    await expect(
      lost.client.call(giveLoginTotp, { body: { loginId: login.loginId, code: '000000' } }),
    ).rejects.toThrow()
    await lost.client.call(giveLoginRecoveryCode, {
      body: { loginId: login.loginId, recoveryCode: lost.recoveryCodes[0] ?? '' },
    })
    await lost.client.call(stepUp, { body: { recoveryCode: lost.recoveryCodes[1] ?? '' } })
    await expect(lost.client.call(stepUp, { body: { code: '000000' } })).rejects.toThrow()

    // At work: a key, an upload, a decision, an invitation, a look at others.
    const key = await lost.client.call(createApiKey, {
      body: { name: `Rechner von ${name}`, permissions: ['evidence:push'], days: 1 },
    })
    await fetch(`${house.baseUrl}/api/evidence`, { headers: { ...headers, authorization: `Bearer ${key.secret}` } })
    await upload(house.baseUrl, '/api/statements', lost, 'aussage.md', 'Für alle Konten gilt ein zweiter Faktor.')
    const { claims } = await services().database.withTenant(house.platformTenantId, (tx) =>
      readStatementNow({ tx, services: services() }, house.running.instance.registry, 'de'),
    )
    const claimId = claims.find((claim) => claim.kind === 'promise')?.id ?? ''
    const asked = await lost.client.call(requestDecision, {
      params: { claimId },
      body: { kind: 'not_applicable', reason: 'betrifft uns nicht' },
    })
    await ada.client.call(decide, { params: { decisionId: asked.id }, body: { outcome: 'refused', reason: 'doch' } })
    const other = await ada.client.call(requestDecision, {
      params: { claimId },
      body: { kind: 'not_applicable', reason: 'vielleicht doch nicht' },
    })
    await lost.client.call(decide, { params: { decisionId: other.id }, body: { outcome: 'refused', reason: 'nein' } })
    await lost.client.call(inviteAccount, {
      body: { email: 'neu@example.com', name: 'Nele Neu', roles: ['employee'], locale: 'de' },
    })
    // Work: a task that names them, given to them, talked about by both, with a mail to each.
    const task = await lost.client.call(openTask, {
      body: { title: `${name} einarbeiten`, ownerId: lostId, items: [`Rechner für ${name}`], dueOn: '2099-01-31' },
    })
    const ofTask = { params: { caseId: task.id } }
    const { items: ours } = await ada.client.call(listPeople, { query: { q: 'Ada' } })
    await lost.client.call(addComment, {
      ...ofTask,
      body: { text: `Das ist für mich, ${name}.`, mentions: [ours[0]?.personId ?? ''] },
    })
    await ada.client.call(addComment, { ...ofTask, body: { text: `Gut, ${name}.`, mentions: [lostId] } })
    await upload(house.baseUrl, `/api/cases/${task.id}/files`, lost, `${name}.md`, 'Was zu tun ist.')
    await lost.client.call(listSessions, { params: { accountId } })
    await expect(lost.client.call(listOutbox, { query: {} })).rejects.toThrow()
    await lost.client.call(changePassword, {
      body: { currentPassword: lost.password, newPassword: `Ein neues ${crypto.randomUUID()}` },
    })

    // At the hands of others: roles, a reset that is refused, the end of the account.
    const roles = (version: number) =>
      ada.client.call(changeAccount, { params: { accountId }, body: { roles: ['measure-owner'], version } })
    const { account } = await ada.client.call(readPerson, { params: { personId: lostId } })
    await roles(account?.version ?? 0)
    const reset = await ben.client.call(requestAccountReset, {
      params: { accountId },
      body: { reason: `${name} hat das Telefon verloren` },
    })
    await ada.client.call(rejectAccountReset, { params: { resetId: reset.resetId } })
    await lost.client.call(signOut)
    await ada.client.call(deactivateAccount, { params: { accountId } })
    const hold = await ada.client.call(placeHold, {
      body: { personId: lostId, reason: `${name} klagt`, reference: 'Az. Quarzuhr ./. Beleg' },
    })
    await ben.client.call(releaseHold, { params: { holdId: hold.holdId }, body: { reason: `Vergleich mit ${name}` } })

    // A source of theirs names them; the register knows that name and address.
    await ada.client.call(pushEvidence, {
      body: {
        source: { system: 'directory', id: 'run-1' },
        class: 'machine',
        observedFrom: '2026-01-02T03:00:00Z',
        observedTo: '2026-01-02T03:04:00Z',
        facts: [
          {
            subject: { kind: 'password', externalId: 'Q-4711', name },
            type: 'password.storage',
            data: { scheme: 'argon2id', memoryKib: 19456, passes: 2, saltBytes: 16, hashBytes: 32, provisional: false },
          },
        ],
      },
    })

    await ada.client.call(addRecipient, { body: { email, locale: 'de' } })

    // Asked as a stranger to be told of subprocessors.
    await ada.client.call(showList, { body: { isShown: true } })
    const subscribed = await fetch(`${house.baseUrl}/subprocessors/subscriptions`, {
      method: 'POST',
      body: new URLSearchParams({ email: email.toUpperCase() }),
    })
    expect(subscribed.status).toBe(200)

    // In the register of people, of now and of before, and in a file that waits to be applied.
    const table = (department: string) =>
      `Personalnummer;Name;E-Mail;Abteilung;Eintritt\nKlirrfaktor-7;${name};${email};${department};2020-01-01\n`
    const bring = async (department: string) => {
      const path = '/api/registers/people/imports'
      return idOf(await upload(house.baseUrl, path, ada, `${name}.csv`, table(department), { source: 'hr' }))
    }
    for (const department of ['Betrieb', 'Vertrieb']) {
      const importId = await bring(department)
      const { plan } = await ada.client.call(peopleContract.readImport, { params: { importId } })
      await ada.client.call(peopleContract.apply, { params: { importId }, body: { digest: plan?.digest ?? '' } })
    }
    await bring('Einkauf')
    const { entry } = await ada.client.call(peopleContract.read, { params: { entryId: lostId } })
    expect(entry).toMatchObject({ name, fields: { department: 'Vertrieb' } })

    // The search finds what it is to miss afterwards, or it would prove nothing.
    const answers = await searchAnswers()
    for (const part of needles)
      expect(
        answers.filter((hit) => hit.endsWith(part)),
        part,
      ).not.toEqual([])
    expect(await searchTables()).toEqual(
      expect.arrayContaining(['beleg.subjects: quarzuhr', 'beleg.api_keys: quarzuhr', 'beleg.judgements: quarzuhr']),
    )
  })

  it('is erased by a case of two people', async () => {
    rowsBefore = {
      people: await query('select * from people where subject_id = $1', [lostId]),
      accounts: await query('select * from accounts where person_id = $1', [lostId]),
      mails: await query('select * from mails'),
      entries: await query('select * from ledger_pending where person_id = $1 or about_id = $1', [lostId]),
    }
    expect(rowsBefore.entries.length).toBeGreaterThan(20)
    // Every collector has looked.
    await sleep(15_000)
    before = await statuses()
    const opened = await ben.client.call(requestErasure, {
      params: { personId: lostId },
      body: { basis: 'art17_1b', receivedOn: '2026-01-31', reason: `${name} hat die Einwilligung widerrufen` },
    })
    caseId = opened.caseId
    await ada.client.call(approveErasure, { params: { caseId }, body: { reason: `${email} ist zu löschen` } })
    for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 250) {
      if ((await ada.client.call(readErasure, { params: { caseId } })).state === 'done') break
      await sleep(250)
    }
    expect(await ada.client.call(readErasure, { params: { caseId } })).toMatchObject({ state: 'done', reason: null })
  })

  it('is in no table', async () => {
    expect(await searchTables()).toEqual([])
  })

  it('is in no list, page or search, and the entries say when they were erased', async () => {
    expect(await searchAnswers()).toEqual([])
    const { items } = await ada.client.call(listEntries, { query: { limit: 200, personId: lostId } })
    expect(items.filter((entry) => entry.erased).length).toBeGreaterThan(20)
  })

  it('is in no line of the log', () => {
    expect(lines.length).toBeGreaterThan(50)
    expect(lines.filter((line) => hits(line).length > 0)).toEqual([])
  })

  it('is in no bundle, which verifies and counts the erasure', async () => {
    const bytes = await bundle()
    const members = unzip(bytes)
    expect([...members.keys()]).toContain('manifest.json')
    expect(hits([...members.values()].map((member) => member.toString('latin1')).join('\n'))).toEqual([])
    const path = join(folder, 'bundle.zip')
    await writeFile(path, bytes)
    const report = verifyBundle(path)
    expect(report.findings).toEqual([])
  })

  it('is in no file, once the tables that held the names of others in clear are rewritten', async () => {
    // Names that outside sources gave to their subjects, and that people gave to their keys, are text: see the README.
    const rewriteAndSearch = async () => {
      for (const table of ['subjects', 'judgements', 'api_keys', 'register_imports'])
        await house.owner.query(`vacuum (full, analyze) ${table}`)
      return searchFiles(house.dataDirectory)
    }
    // What a snapshot of this moment still sees, a judging or a collector at work, is kept until the next time.
    await expect.poll(rewriteAndSearch, { timeout: 15_000, interval: 1_000 }).toEqual([])
    expect(await searchFiles(personKeysOf(house.dataDirectory))).toEqual([])
  })

  it('leaves the tree as it was signed, with a proof of every entry', async () => {
    const fact = await lookAtTree()
    expect(fact.differences).toEqual([])
    expect(judgeTree(fact)).toMatchObject({ outcome: 'pass' })
    await services().database.withTenant(house.platformTenantId, async (tx) => {
      const head = await readLastHead(tx)
      if (!head) throw new Error('there is a head')
      for (const row of rowsBefore.entries) {
        const stored = await tx.db
          .selectFrom('ledger_pending')
          .select(['leaf_index', ...entryColumns])
          .where('id', '=', String(row.id))
          .executeTakeFirstOrThrow()
        const index = Number(stored.leaf_index)
        const proof = await proveStoredInclusion(tx, index, head.size)
        expect(verifyInclusion(proof, { index, size: head.size, leaf: stored.leaf_hash, root: head.root })).toBe(true)
      }
    })
  })

  it('moves no status', async () => {
    expect(Object.keys(before).length).toBeGreaterThan(40)
    expect(await statuses()).toEqual(before)
  })

  it('does not come back with their rows: the parts stay closed, and the rows are erased again', async () => {
    const { custodian } = house.running.instance
    const keys = openPersonKeys(personKeysOf(house.dataDirectory), custodian)
    for (const row of rowsBefore.entries) {
      // As the backup has it.
      const stored = toStoredEntry(row as Parameters<typeof toStoredEntry>[0])
      for (const part of stored.parts) {
        const read = await openPart(keys, { tenantId: house.platformTenantId, entryId: stored.id }, part)
        if (part.personId === lostId) expect(read.text).toBeNull()
      }
    }
    const [person] = rowsBefore.people
    const [account] = rowsBefore.accounts
    await query('update people set name = $2, erased_at = null where subject_id = $1', [lostId, person?.name])
    await query('update accounts set email = $2, email_index = $3 where id = $1', [
      account?.id,
      account?.email,
      account?.email_index,
    ])
    for (const mail of rowsBefore.mails)
      await query(
        `insert into mails (tenant_id, id, recipient, subject, body, locale, created_at, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
        ['tenant_id', 'id', 'recipient', 'subject', 'body', 'locale', 'created_at', 'state'].map(
          (column) => mail[column],
        ),
      )
    expect(await searchAnswers()).not.toEqual([])
    expect(await eraseAgain(services(), house.platformTenantId, AbortSignal.timeout(20_000))).toBe(1)
    expect(await searchAnswers()).toEqual([])
    expect(await searchTables()).toEqual([])
  })

  it('is refused a second time, by name of the case', async () => {
    await expect(
      ben.client.call(requestErasure, {
        params: { personId: lostId },
        body: { basis: 'art17_1a', receivedOn: '2026-02-01', reason: 'noch einmal' },
      }),
    ).rejects.toMatchObject({ code: 'erasure.already_erased' })
  })
})
