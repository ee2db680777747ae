/** Evidence that is not: by API and command line. Each refusal names the place, changes nothing and ends nothing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTenant, systemContext } from '#app/first-run.ts'
import { createFirstEnrolment } from '#modules/identity/actions/begin.ts'
import { revokeApiKey } from '#modules/identity/contract.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enrol, startHouse, type House, type Inhabitant } from '#test/house.ts'
import { answers, beleg, changesNothing, fingerprint, idOf, makeKey, refusal, send } from './world.ts'

const folder = mkdtempSync(join(tmpdir(), 'beleg-evidence-'))
let house: House
let admin: Inhabitant
/** May push; may only read; was revoked; of another tenant. */
let key: string
let readingKey: string
let revokedKey: string
let otherKey: string
let otherTenantId: string

beforeAll(async () => {
  house = await startHouse({ BELEG_ROLE: 'server' })
  admin = await house.enrolAdministrator()
  key = (await makeKey(admin, ['evidence:push'])).secret
  readingKey = (await makeKey(admin, ['evidence:read'])).secret
  const revoked = await makeKey(admin, ['evidence:push'])
  await admin.client.call(revokeApiKey, { params: { keyId: revoked.id } })
  revokedKey = revoked.secret
  const { services } = house.running.instance
  otherTenantId = await createTenant(services, { kind: 'company', slug: 'other', name: 'Other', canary: false })
  const link = await services.database.withTenant(otherTenantId, (tx) =>
    createFirstEnrolment(systemContext(services, tx, otherTenantId)),
  )
  const other = await enrol(house.baseUrl, link?.url ?? '', { name: 'Olga Other', email: 'ada@other.example' })
  otherKey = (await makeKey(other, ['evidence:push', 'evidence:read'])).secret
})
afterAll(async () => {
  await house.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Once the judging that follows a push has ended. */
async function settled(): Promise<Record<string, string>> {
  for (let before = ''; ;) {
    const now = await fingerprint(house)
    if (JSON.stringify(now) === before) return now
    before = JSON.stringify(now)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

let runs = 0
const holder = { registered: true, people: 1, otherAccountsOfPerson: 0, functionAddress: false }
const factOf = (externalId: string, data: Record<string, unknown> = holder) => ({
  subject: { kind: 'account', externalId },
  type: 'account.holder',
  data,
})
function evidence(over: Record<string, unknown> = {}) {
  return {
    source: { system: 'directory', id: `run-${++runs}` },
    class: 'machine',
    observedFrom: '2026-01-02T03:00:00Z',
    observedTo: '2026-01-02T03:04:00Z',
    facts: [factOf('u-1')],
    ...over,
  }
}
const push = (json: unknown, bearer = key) => send(house.baseUrl, 'POST', '/api/evidence', { key: bearer, json })

describe('pushed evidence', () => {
  it('is refused when it is no JSON, cut short, of another kind, or nothing', async () => {
    await changesNothing(house, async () => {
      const raw = (body: string, type = 'application/json') =>
        send(house.baseUrl, 'POST', '/api/evidence', { key, raw: body, headers: { 'content-type': type } })
      for (const body of ['{', '{"source":', 'verdict: pass', '{"facts":[}', '\u0000', '{"__proto__":{"x":1}}'])
        refusal(await raw(body), 400, 'input.unreadable')
      for (const body of ['null', '[]', '"text"', '7']) refusal(await raw(body), 400, 'input.invalid')
      refusal(await raw(''), 400, 'input.unreadable')
      refusal(await raw('<evidence/>', 'application/xml'), 415, 'input.unsupported_type')
      refusal(await raw('a=b', 'application/x-www-form-urlencoded'), 415, 'input.unsupported_type')
      expect(refusal(await push({}), 400, 'input.invalid')).toEqual([
        '/source required',
        '/class required',
        '/observedFrom required',
        '/observedTo required',
        '/facts required',
      ])
    })
  })

  it('is refused with every wrong place named at once', async () => {
    await changesNothing(house, async () => {
      const given = evidence({
        class: 7,
        observedFrom: 'yesterday',
        facts: [{ ...factOf('u-1'), subject: { kind: 'account', externalId: 17 } }],
      })
      expect(refusal(await push(given), 400, 'input.invalid')).toEqual([
        '/class not_one_of',
        '/observedFrom wrong_format',
        '/facts/0/subject/externalId wrong_type',
      ])
      const facts = [
        factOf('u-1', { ...holder, people: 'one' }),
        factOf('u-2', { ...holder, registered: 1 }),
        factOf('u-3', { registered: true }),
      ]
      expect(refusal(await push(evidence({ facts })), 400, 'evidence.invalid')).toEqual([
        '/facts/0/data/people wrong_type',
        '/facts/1/data/registered wrong_type',
        '/facts/2/data/people required',
        '/facts/2/data/otherAccountsOfPerson required',
        '/facts/2/data/functionAddress required',
      ])
    })
  })

  it('is refused when nobody knows the kind of fact, or it is about another kind of subject', async () => {
    await changesNothing(house, async () => {
      const unknown = { ...factOf('u-1'), type: 'account.mood' }
      const wrongKind = { ...factOf('u-2'), subject: { kind: 'server', externalId: 'u-2' } }
      expect(refusal(await push(evidence({ facts: [unknown, wrongKind] })), 400, 'evidence.invalid')).toEqual([
        '/facts/0/type unknown_fact_type',
        '/facts/1/subject/kind wrong_subject_kind',
      ])
    })
  })

  it('is refused with a verdict at the top, in a fact, in a subject or in the data, and says where', async () => {
    await changesNothing(house, async () => {
      for (const word of ['verdict', 'status', 'result', 'compliant', 'passed']) {
        expect(refusal(await push(evidence({ [word]: 'pass' })), 400, 'input.invalid')).toEqual([`/${word} verdict`])
      }
      expect(
        refusal(await push(evidence({ facts: [{ ...factOf('u-1'), verdict: 'pass' }] })), 400, 'input.invalid'),
      ).toEqual(['/facts/0/verdict verdict'])
      const inSubject = { ...factOf('u-1'), subject: { kind: 'account', externalId: 'u-1', verdict: 'pass' } }
      expect(refusal(await push(evidence({ facts: [inSubject] })), 400, 'input.invalid')).toEqual([
        '/facts/0/subject/verdict verdict',
      ])
      expect(
        refusal(
          await push(evidence({ facts: [factOf('u-1', { ...holder, verdict: 'pass' })] })),
          400,
          'evidence.invalid',
        ),
      ).toEqual(['/facts/0/data/verdict verdict'])
    })
  })

  it('is refused under the name of Beleg, as a document, or in a class that only people can give', async () => {
    await changesNothing(house, async () => {
      for (const system of ['beleg', 'beleg/upload', 'beleg/identity']) {
        expect(refusal(await push(evidence({ source: { system, id: 'x' } })), 400, 'evidence.invalid')).toEqual([
          '/source/system reserved_source',
        ])
      }
      for (const weight of ['attested', 'document', 'third-party', 'independent']) {
        expect(refusal(await push(evidence({ class: weight })), 400, 'input.invalid')).toEqual(['/class not_one_of'])
      }
    })
  })

  it('is refused when it ends before it began, is from tomorrow, or is valid until before', async () => {
    const tomorrow = new Date(new Date().getTime() + 86_400_000).toISOString()
    await changesNothing(house, async () => {
      expect(refusal(await push(evidence({ observedTo: '2026-01-02T02:59:59Z' })), 400, 'evidence.invalid')).toEqual([
        '/observedTo end_before_start',
      ])
      expect(refusal(await push(evidence({ observedTo: tomorrow })), 400, 'evidence.invalid')).toEqual([
        '/observedTo in_the_future',
      ])
      expect(refusal(await push(evidence({ validUntil: '2026-01-01T00:00:00Z' })), 400, 'evidence.invalid')).toEqual([
        '/validUntil end_before_start',
      ])
      refusal(await push(evidence({ observedTo: '2026-02-30T00:00:00Z' })), 400, 'input.invalid')
      refusal(await push(evidence({ observedFrom: '2026-01-02 03:00' })), 400, 'input.invalid')
    })
  })

  it('is refused when it says the same thing twice or more than ten thousand things', async () => {
    await changesNothing(house, async () => {
      expect(
        refusal(
          await push(evidence({ facts: [factOf('u-1'), factOf('u-2'), factOf('u-1', { ...holder, people: 2 })] })),
          400,
          'evidence.invalid',
        ),
      ).toEqual(['/facts/2 fact_twice'])
      const facts = Array.from({ length: 10_001 }, (_, at) => factOf(`u-${at}`))
      expect(refusal(await push(evidence({ facts })), 400, 'input.invalid')).toEqual(['/facts too_big'])
      refusal(await push(evidence({ facts: [factOf('x'.repeat(201))] })), 400, 'input.invalid')
      const huge = JSON.stringify(evidence({ facts: [factOf('u-1', { padding: 'x'.repeat(9 * 1024 * 1024) })] }))
      refusal(
        await send(house.baseUrl, 'POST', '/api/evidence', {
          key,
          raw: huge,
          headers: { 'content-type': 'application/json' },
        }),
        413,
        'input.too_large',
      )
    })
  })

  it('is refused with characters that no database can keep', async () => {
    await changesNothing(house, async () => {
      const nul = String.fromCharCode(0)
      refusal(await push(evidence({ facts: [factOf(`u${nul}1`)] })), 400, 'input.invalid')
      refusal(await push(evidence({ source: { system: `a${nul}b`, id: 'x' } })), 400, 'input.invalid')
      refusal(await push(evidence({ facts: [factOf('u-1\ud800')] })), 400, 'input.invalid')
    })
  })

  it('is refused when it names a tenant', async () => {
    await changesNothing(house, async () => {
      for (const name of ['tenant_id', 'tenantId', 'tenant']) {
        expect(refusal(await push(evidence({ [name]: otherTenantId })), 400, 'input.invalid')).toEqual([
          `/${name} unknown_field`,
        ])
      }
      const inData = factOf('u-1', { ...holder, tenant_id: otherTenantId })
      expect(refusal(await push(evidence({ facts: [inData] })), 400, 'evidence.invalid')).toEqual([
        '/facts/0/data/tenant_id unknown_field',
      ])
    })
  })

  it('about a subject of another tenant is about one of the own that bears the same name', async () => {
    const theirs = await push(evidence({ facts: [factOf('shared-name')] }), otherKey)
    expect(theirs.status).toBe(201)
    const rowsOf = async () =>
      (
        await house.owner.query(`select s.id, s.tenant_id from beleg.subjects s where s.tenant_id = $1 order by s.id`, [
          otherTenantId,
        ])
      ).rows
    const before = await rowsOf()
    const { rows } = await house.owner.query<{ id: string }>(
      `select id from beleg.subjects where tenant_id = $1 and external_id = 'shared-name'`,
      [otherTenantId],
    )
    const subjectId = rows[0]?.id ?? ''
    for (const externalId of ['shared-name', subjectId])
      expect((await push(evidence({ facts: [factOf(externalId)] }))).status).toBe(201)
    expect(await rowsOf()).toEqual(before)
    const foreign = await house.owner.query(
      `select 1 from beleg.facts f join beleg.subjects s on s.id = f.subject_id where s.tenant_id <> f.tenant_id`,
    )
    expect(foreign.rowCount).toBe(0)
    refusal(
      await send(house.baseUrl, 'GET', `/api/evidence/${idOf(theirs)}`, { key: readingKey }),
      404,
      'common.not_found',
    )
  })

  it('imported twice is one evidence under one id', async () => {
    const given = evidence()
    const first = await push(given)
    expect(first).toMatchObject({ status: 201, body: { duplicate: false } })
    const before = await settled()
    for (let times = 0; times < 3; times++)
      expect(await push(given)).toMatchObject({ status: 201, body: { id: first.body.id, duplicate: true } })
    const reordered = {
      facts: given.facts,
      class: given.class,
      observedTo: given.observedTo,
      observedFrom: given.observedFrom,
      source: given.source,
    }
    expect(await push(reordered)).toMatchObject({ status: 201, body: { id: first.body.id, duplicate: true } })
    expect(await settled()).toEqual(before)
  })

  it('under an id that said something else is refused: another fact, another time, another class', async () => {
    const given = evidence({ validUntil: '2027-01-01T00:00:00Z' })
    expect((await push(given)).status).toBe(201)
    await changesNothing(house, async () => {
      const others = [
        { facts: [factOf('u-1', { ...holder, people: 2 })] },
        { facts: [] },
        { facts: [...given.facts, factOf('u-9')] },
        { observedTo: '2026-01-02T03:05:00Z' },
        { observedFrom: '2026-01-02T02:59:00Z' },
        { class: 'export' },
        { validUntil: undefined },
        { populations: [{ factType: 'account.holder', expected: 1, reconciledAgainst: 'hr' }] },
      ]
      for (const other of others) refusal(await push({ ...given, ...other }), 409, 'evidence.same_id_other_content')
    })
  })

  it('sent eight times at once is one evidence', async () => {
    const given = evidence()
    const answersOfAll = await Promise.all(Array.from({ length: 8 }, () => push(given)))
    expect(answersOfAll.map(({ status }) => status)).toEqual(Array(8).fill(201))
    expect(new Set(answersOfAll.map(({ body }) => body.id)).size).toBe(1)
    expect(answersOfAll.filter(({ body }) => !body.duplicate)).toHaveLength(1)
    const { rows } = await house.owner.query<{ n: number }>(
      `select count(*)::int as n from beleg.evidence where source_id = $1`,
      [given.source.id],
    )
    expect(rows[0]?.n).toBe(1)
  })

  it('sent eight times at once with different facts is the first, and seven refusals', async () => {
    const given = evidence()
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, at) => push({ ...given, facts: [factOf('u-1', { ...holder, people: at })] })),
    )
    expect(all.map(({ status }) => status).toSorted()).toEqual([201, ...Array(7).fill(409)])
    for (const answer of all) if (answer.status === 409) refusal(answer, 409, 'evidence.same_id_other_content')
  })

  it('is refused without a key, and with one that is unknown, malformed, revoked, or for something else', async () => {
    await changesNothing(house, async () => {
      refusal(await send(house.baseUrl, 'POST', '/api/evidence', { json: evidence() }), 401, 'session.needed')
      const altered = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`
      for (const bearer of ['x', 'beleg_', altered, `${key}x`, key.toUpperCase(), revokedKey, 'ü']) {
        refusal(await push(evidence(), encodeURIComponent(bearer)), 401, 'session.needed')
      }
      refusal(
        await send(house.baseUrl, 'POST', '/api/evidence', {
          json: evidence(),
          headers: { authorization: `Basic ${btoa(`x:${key}`)}` },
        }),
        401,
        'session.needed',
      )
      refusal(await push(evidence(), readingKey), 403, 'permission.missing')
    })
  })

  it('with the key of another tenant lands there and nowhere else', async () => {
    const { rows: before } = await house.owner.query(`select id from beleg.evidence where tenant_id = $1 order by id`, [
      house.platformTenantId,
    ])
    const answer = await push(evidence(), otherKey)
    expect(answer.status).toBe(201)
    const { rows } = await house.owner.query(`select tenant_id from beleg.evidence where id = $1`, [answer.body.id])
    expect(rows).toEqual([{ tenant_id: otherTenantId }])
    expect(
      (
        await house.owner.query(`select id from beleg.evidence where tenant_id = $1 order by id`, [
          house.platformTenantId,
        ])
      ).rows,
    ).toEqual(before)
  })
})

describe('beleg evidence push', () => {
  const file = (content: string) => {
    const path = join(folder, `evidence-${++runs}.json`)
    writeFileSync(path, content)
    return path
  }
  const pushFile = (path: string, more: Record<string, string> = {}, lang = 'en', input = '') =>
    beleg(['evidence', 'push', path, '--lang', lang], {
      environment: { BELEG_URL: house.baseUrl, BELEG_API_KEY: key, ...more },
      input,
    })

  it(
    'ends with exit code 2 and the reason in one line when there is nothing to send',
    { timeout: 60_000 },
    async () => {
      await changesNothing(house, async () => {
        const cases: [string, Record<string, string>, RegExp][] = [
          [join(folder, 'missing.json'), {}, /^There is no file .*missing\.json\.$/],
          [folder, {}, /is a directory/],
          [file('{"source":'), {}, /is not JSON/],
          [file(''), {}, /is not JSON/],
          [file(JSON.stringify(evidence())), { BELEG_API_KEY: '' }, /An API key is missing/],
          [file(JSON.stringify(evidence())), { BELEG_URL: 'http://localhost:9' }, /does not answer/],
          [file(JSON.stringify(evidence())), { BELEG_URL: 'not an address' }, /does not answer/],
          [file(JSON.stringify(evidence())), { BELEG_API_KEY: 'beleg_unknown' }, /./],
          [file(JSON.stringify(evidence())), { BELEG_API_KEY: 'schlüssel→' }, /./],
        ]
        for (const [path, more, reason] of cases) {
          const ran = await pushFile(path, more)
          expect({ code: ran.code, out: ran.out, lines: ran.err.trim().split('\n') }).toEqual({
            code: 2,
            out: '',
            lines: [expect.stringMatching(reason)],
          })
        }
      })
    },
  )

  it('names every place that is wrong, in German and English', { timeout: 60_000 }, async () => {
    await changesNothing(house, async () => {
      const path = file(JSON.stringify(evidence({ verdict: 'pass', class: 'proof', observedTo: 1 })))
      const [german, english] = [await pushFile(path, {}, 'de'), await pushFile(path)]
      for (const { code, err } of [german, english]) {
        expect(code).toBe(2)
        expect(err.match(/^- \/\w+/gm)?.toSorted()).toEqual(['- /class', '- /observedTo', '- /verdict'])
      }
      expect(german.err).toContain('Urteile werden nicht angenommen')
      expect(english.err).toContain('Verdicts are not accepted')
    })
  })

  it('says that it was recorded, and the second time that it is known', { timeout: 60_000 }, async () => {
    const content = JSON.stringify(evidence())
    const path = file(content)
    const first = await pushFile(path)
    expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^Recorded: [0-9a-f-]{36}\n$/) })
    const id = first.out.trim().split(' ')[1] ?? ''
    expect(await pushFile(path, {}, 'de')).toMatchObject({ code: 0, out: `Schon bekannt: ${id}\n` })
    expect(await pushFile('-', {}, 'en', content)).toMatchObject({ code: 0, out: `Known already: ${id}\n` })
    await answers(house.baseUrl)
  })
})
