/**
 * Random and hostile requests, made from the published OpenAPI document, at every operation: never an unexpected
 * failure, always a problem with a code, and no field that nobody declared. Seeded, so that a failure can be repeated.
 */
import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHouse, type House, type Inhabitant } from '#test/house.ts'
import { answers, makeKey, readAnswer, type Answer } from './world.ts'

const seed = 20_260_101
const runsEach = 14

interface Schema {
  readonly type?: string | string[]
  readonly enum?: unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly properties?: Record<string, Schema>
  readonly required?: string[]
  readonly items?: Schema
  readonly anyOf?: Schema[]
  readonly minLength?: number
  readonly maxLength?: number
}
interface Operation {
  readonly operationId: string
  readonly method: string
  readonly path: string
  readonly parameters: { name: string; in: 'path' | 'query'; schema: Schema }[]
  readonly requestBody?: { content: Record<string, { schema: Schema }> }
}

let house: House
let admin: Inhabitant
let key: string
let operations: Operation[] = []

beforeAll(async () => {
  house = await startHouse({ BELEG_ROLE: 'server' })
  admin = await house.enrolAdministrator()
  key = (await makeKey(admin, ['evidence:push', 'evidence:read', 'statement:read', 'claim:read'])).secret
  const document = (await (await fetch(`${house.baseUrl}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>
  }
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  )
})
afterAll(() => house.stop())

const hostileText = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e',
  '𝔘𝔫𝔦',
  "' or 1=1 --",
  '"; drop table beleg.evidence; --',
  '../../etc/passwd',
  '%00',
  '%2e%2e%2f',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '${7*7}',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '1e999',
  '-1',
  '9'.repeat(40),
  'x'.repeat(5_000),
  '2026-02-30T25:61:61Z',
  '+275760-09-13T00:00:00.001Z',
  '0001-01-01T00:00:00Z',
  '00000000-0000-0000-0000-000000000000',
  'ﷺ'.repeat(200),
  '\r\nset-cookie: a=b',
)
const hostile: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    -1,
    1e308,
    2 ** 53,
    0.1,
    [],
    {},
    [[[[]]]],
    { toString: 1 },
    { length: 1e9 },
  ),
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom<unknown>(
    deep(200),
    Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`field${at}`, at])),
    JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{}}}'),
  ),
)

function deep(levels: number): unknown {
  let value: unknown = 'x'
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

/** Values as the document describes them; `wild` of them in ten are something else. */
function from(schema: Schema, wild: number): fc.Arbitrary<unknown> {
  const fit = fitting(schema, wild)
  return wild === 0 ? fit : fc.oneof({ weight: 10 - wild, arbitrary: fit }, { weight: wild, arbitrary: hostile })
}

function fitting(schema: Schema, wild: number): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => from(one, wild)))
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'object': {
      const entries = Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, from(inner, wild)] as const)
      return fc.record(Object.fromEntries(entries), { requiredKeys: wild === 0 ? (schema.required ?? []) : [] })
    }
    case 'array':
      return fc.array(from(schema.items ?? {}, wild), { maxLength: 3 })
    case 'integer':
      return fc.integer({ min: -5, max: 500 })
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true })
    case 'boolean':
      return fc.boolean()
    case 'string':
      if (schema.format === 'uuid') return fc.uuid()
      if (schema.format === 'date-time')
        return fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((date) => date.toISOString())
      if (schema.format === 'date') return fc.constantFrom('2026-01-02', '1999-12-31', '9999-12-31')
      if (schema.format === 'email') return fc.emailAddress()
      return fc.oneof(
        fc.string({
          minLength: schema.minLength ?? 0,
          maxLength: Math.max(schema.minLength ?? 0, Math.min(schema.maxLength ?? 40, 40)),
          unit: 'binary',
        }),
        fc.constantFrom('account.holder', 'account', 'directory', 'evidence:push'),
      )
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

interface Shot {
  readonly url: string
  readonly body: string | FormData | null
  readonly headers: Record<string, string>
}

function addressOf(operation: Operation, values: Record<string, unknown>, query: Record<string, unknown>): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? 'x'
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
    return encodeURIComponent(text.isWellFormed() ? text : 'half').slice(0, 3_000) || '%20'
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    search.append(name, typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
  return search.size > 0 ? `${path}?${search}` : path
}

function bodyOf(operation: Operation, body: unknown): Pick<Shot, 'body' | 'headers'> {
  if (operation.method === 'GET') return { body: null, headers: {} }
  if (operation.requestBody?.content['multipart/form-data']) {
    const form = new FormData()
    for (const [name, value] of Object.entries((body ?? {}) as object))
      form.append(name, typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
    form.append('file', new Blob(['All accounts use multi-factor authentication.\n']), 'statement.md')
    return { body: form, headers: {} }
  }
  return { body: JSON.stringify(body) ?? null, headers: { 'content-type': 'application/json' } }
}

const bodySchemaOf = (operation: Operation): Schema | null => {
  const { file: _, ...properties } = Object.values(operation.requestBody?.content ?? {})[0]?.schema.properties ?? {}
  return operation.requestBody ? { ...Object.values(operation.requestBody.content)[0]?.schema, properties } : null
}

async function shoot(
  operation: Pick<Operation, 'method'>,
  shot: Shot,
  identity: Record<string, string>,
): Promise<Answer> {
  const answer = await fetch(`${house.baseUrl}${shot.url}`, {
    method: operation.method,
    headers: { ...shot.headers, ...identity },
    body: shot.body,
    redirect: 'manual',
  })
  if (answer.headers.get('content-type')?.startsWith('text/event-stream') === true) {
    await answer.body?.cancel()
    return { status: answer.status, type: 'text/event-stream', body: {} }
  }
  return readAnswer(answer)
}

function expectManners(answer: Answer, what: string): void {
  if (answer.status >= 500 && answer.status !== 503)
    throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`)
  if (answer.status < 400) return
  expect({ what, type: answer.type, code: answer.body.code }).toEqual({
    what,
    type: 'application/problem+json',
    code: expect.stringMatching(/^[a-z-]+\.[a-z0-9_]+$/),
  })
  expect(answer.body.title).not.toMatch(/^problem\.|\{\{/)
  for (const issue of answer.body.issues ?? []) expect(issue.text, what).not.toMatch(/^issue\.|\{\{/)
}

/** An address that could be there. */
const fittingId = ({ enum: listed, type, pattern }: Schema): unknown =>
  listed?.[0] ??
  [type === 'integer' ? '1' : crypto.randomUUID(), 'some.measure'].find((one) => new RegExp(pattern ?? '').test(one))

/** Would end the session that asks. */
const endsSession = (operation: Operation) => operation.operationId === 'session.sign-out'

/** What the server says to bytes that may be no HTTP at all. */
async function say(bytes: string): Promise<string> {
  const { hostname, port } = new URL(house.baseUrl)
  const socket = connect(Number(port), hostname)
  let heard = ''
  socket.setEncoding('utf8').on('data', (part: string) => (heard += part))
  socket.on('error', () => {})
  const closed = once(socket, 'close')
  socket.write(bytes)
  await closed
  return heard
}

describe('every operation of the interface', () => {
  it('survives random and hostile input, signed in, by key and as nobody', { timeout: 300_000 }, async () => {
    expect(operations.length).toBeGreaterThan(40)
    for (const operation of operations) {
      const schema = bodySchemaOf(operation)
      const parametersIn = (place: string) =>
        Object.fromEntries(operation.parameters.filter((one) => one.in === place).map((one) => [one.name, one.schema]))
      const shots = fc.record({
        path: fc.record(
          Object.fromEntries(Object.entries(parametersIn('path')).map(([name, inner]) => [name, from(inner, 3)])),
        ),
        query: fc.record(
          Object.fromEntries(Object.entries(parametersIn('query')).map(([name, inner]) => [name, from(inner, 4)])),
          { requiredKeys: [] },
        ),
        body: schema === null ? fc.oneof(fc.constant(undefined), hostile) : from(schema, 3),
        as: fc.constantFrom('person', 'person', 'person', 'key', 'nobody'),
      })
      await fc.assert(
        fc.asyncProperty(shots, async ({ path, query, body, as }) => {
          const identity: Record<string, string> =
            as === 'nobody' || endsSession(operation)
              ? {}
              : as === 'key'
                ? { authorization: `Bearer ${key}` }
                : { cookie: admin.cookie() }
          const url = addressOf(operation, path, query)
          const answer = await shoot(operation, { url, ...bodyOf(operation, body) }, identity)
          expectManners(answer, `${operation.method} ${url} ${JSON.stringify(body)?.slice(0, 600)}`)
        }),
        { seed, numRuns: runsEach, endOnFailure: true },
      )
    }
    await answers(house.baseUrl)
  })

  it('refuses every field that nobody declared, beside all else that is wrong', { timeout: 60_000 }, async () => {
    const silent: string[] = []
    for (const operation of operations) {
      const schema = bodySchemaOf(operation)
      const path = Object.fromEntries(
        operation.parameters.filter((one) => one.in === 'path').map((one) => [one.name, fittingId(one.schema)]),
      )
      if (schema !== null && !endsSession(operation)) {
        const answer = await shoot(
          operation,
          { url: addressOf(operation, path, {}), ...bodyOf(operation, { undeclared: '1' }) },
          { cookie: admin.cookie() },
        )
        expectManners(answer, operation.operationId)
        const told =
          answer.status === 400 &&
          answer.body.issues?.some((issue) => issue.pointer === '/undeclared' && issue.code === 'unknown_field')
        if (!told) silent.push(`${operation.operationId} body: ${answer.status} ${answer.body.code}`)
      }
      const isPage = [
        'house.read-api',
        'house.read-health',
        'event.stream',
        'trust.read-checkpoint',
        'trust.read-ledger-keys',
        'trust.read-feed',
        'trust.read-published-head',
        'trust.read-cosigned-head',
        'trust.read-timestamp',
        'trust.read-platform-version',
        'trust.read-tenant-version',
        'trust.read-platform-data',
        'trust.read-tenant-data',
        'trust.read-platform-changes',
        'trust.read-tenant-changes',
        'trust.read-platform-badge',
        'trust.read-tenant-badge',
        'trust.read-platform-subprocessors',
        'trust.read-subprocessors',
        'trust.read-platform-subprocessor-data',
        'trust.read-subprocessor-data',
        'trust.read-platform-subprocessor-feed',
        'trust.read-subprocessor-feed',
        'trust.list-platform-documents',
        'trust.list-documents',
        'trust.read-platform-document',
        'trust.read-document',
        'trust.download-platform-document',
        'trust.download-document',
        'trust.subscribe-platform',
        'trust.subscribe',
        'trust.read-platform-confirmation',
        'trust.read-confirmation',
        'trust.confirm-platform',
        'trust.confirm',
        'trust.read-platform-subscription',
        'trust.read-subscription',
        'trust.end-platform-subscription',
        'trust.end-subscription',
      ].includes(operation.operationId)
      if (!isPage && !operation.requestBody && !endsSession(operation)) {
        const answer = await shoot(
          operation,
          { url: addressOf(operation, path, { undeclared: '1' }), body: null, headers: {} },
          { cookie: admin.cookie() },
        )
        const told =
          answer.status === 400 &&
          answer.body.issues?.some((issue) => issue.pointer === '/undeclared' && issue.code === 'unknown_field')
        if (!told) silent.push(`${operation.operationId} query: ${answer.status} ${answer.body.code}`)
      }
    }
    expect(silent).toEqual([])
  })

  it(
    'answers bodies that are no JSON, nested without end, or of a strange type with a problem',
    { timeout: 60_000 },
    async () => {
      const nested = '['.repeat(1_000_000) + ']'.repeat(1_000_000)
      const many = `{${Array.from({ length: 100_000 }, (_, at) => `"f${at}":1`).join(',')}}`
      const bodies: [string | Uint8Array, string][] = [
        ['{', 'application/json'],
        ['', 'application/json'],
        ['\ufeff{}', 'application/json'],
        [Uint8Array.of(0xff, 0xfe, 0x00), 'application/json'],
        ['{}', 'application/json; charset=utf-16'],
        ['{}', 'text/plain'],
        ['{}', 'x'],
        ['{}', ''],
        ['{}', 'application/json;;;'],
        ['<a/>', 'application/xml'],
        ['{"__proto__":{"a":1}}', 'application/json'],
        ['{"a":1,"a":2}', 'application/json'],
        ['1e999', 'application/json'],
      ]
      for (const operation of operations.filter((one) => one.method !== 'GET' && !endsSession(one))) {
        const url = addressOf(operation, {}, {})
        for (const [body, type] of bodies) {
          const answer = await shoot(
            operation,
            { url, body: body as string, headers: type === '' ? {} : { 'content-type': type } },
            { cookie: admin.cookie() },
          )
          expectManners(answer, `${operation.operationId} ${type} ${String(body).slice(0, 20)}`)
        }
      }
      for (const [body, data] of [
        [nested, null],
        [many, null],
        [null, nested],
      ] as const) {
        const evidence = `{"source":{"system":"s","id":"deep"},"class":"machine","observedFrom":"2026-01-02T03:00:00Z","observedTo":"2026-01-02T03:00:00Z","facts":[{"subject":{"kind":"account","externalId":"u"},"type":"account.holder","data":{"x":${data}}}]}`
        const answer = await shoot(
          { method: 'POST' },
          { url: '/api/evidence', body: body ?? evidence, headers: { 'content-type': 'application/json' } },
          { authorization: `Bearer ${key}` },
        )
        expect(answer.status).toBe(400)
        expectManners(answer, 'nested or many')
        expect(answer.body.issues?.length).toBeLessThanOrEqual(1_000)
      }
      await answers(house.baseUrl)
    },
  )

  it('answers what is no HTTP with a problem, too', { timeout: 60_000 }, async () => {
    for (const bytes of [
      'hello\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      'GET / HTTP/1.1\r\nhost: a\r\nx: \u0000\r\n\r\n',
    ]) {
      const heard = await say(bytes)
      const [head = '', body = ''] = heard.split('\r\n\r\n')
      expect(head, bytes).toMatch(/^HTTP\/1\.1 400 .*\r\n(.*\r\n)*content-type: application\/problem\+json/)
      expect(JSON.parse(body), bytes).toMatchObject({ status: 400, code: 'input.unreadable' })
    }
    await answers(house.baseUrl)
  })

  it('answers strange addresses, methods and headers with a problem', { timeout: 60_000 }, async () => {
    const cookie = admin.cookie()
    for (const url of [
      '/api',
      '/api/',
      '/api/nothing',
      '/api/evidence/%',
      '/api/evidence/%zz',
      '/api/evidence/%E0%A4%A',
      '/api/evidence/%00',
      '/api//evidence',
      '/api/evidence?limit=-1',
      '/api/evidence?limit=1e9',
      '/api/evidence?limit=1&limit=2',
      '/api/evidence?cursor=AAAA',
      '/api/evidence?cursor=eyJhdCI6IngifQ',
      '/api/evidence?q=%00',
      '/api/evidence?state=%FF',
      '/api/people?cursor=%7B%7D',
      `/api/people?cursor=${'-'.repeat(36)}`,
      `/api/evidence/${'x'.repeat(3_000)}`,
      `/api/evidence?q=${'x'.repeat(40_000)}`,
      '/api/statement?locale=xx',
      '/api/enrolment/%00',
      `/api/evidence?q=${'%25'.repeat(60)}`,
    ]) {
      const answer = await shoot({ method: 'GET' }, { url, body: null, headers: {} }, { cookie })
      expectManners(answer, url)
      if (!url.includes('q=%25')) expect({ url, refused: answer.status >= 400 }).toEqual({ url, refused: true })
    }
    for (const operation of operations) {
      for (const method of ['OPTIONS', 'PUT', 'PATCH', 'PROPFIND']) {
        if (operations.some((one) => one.path === operation.path && one.method === method)) continue
        const answer = await shoot(
          { method },
          { url: addressOf(operation, {}, {}), body: null, headers: {} },
          { cookie },
        )
        expectManners(answer, `${method} ${operation.path}`)
        expect([404, 405]).toContain(answer.status)
      }
    }
    for (const headers of [
      { 'idempotency-key': 'x'.repeat(300) },
      { 'accept-language': ';q=x,,,de;q=9e9' },
      { authorization: 'Bearer' },
      { authorization: `Bearer ${'x'.repeat(4_000)}` },
      { cookie: '__Host-beleg=%; a' },
      { origin: 'null' },
      { origin: 'not a url' },
      { 'content-length-x': '1' },
      { 'x-forwarded-for': '1, 2, 3' },
    ] as Record<string, string>[]) {
      expectManners(
        await shoot(
          { method: 'POST' },
          { url: '/api/evidence', body: '{}', headers: { 'content-type': 'application/json', ...headers } },
          {},
        ),
        JSON.stringify(headers),
      )
    }
    for (const slug of ['%00', '%', '..%2f', 'x'.repeat(500), '%F0%9F%92%A9']) {
      const answer = await fetch(`${house.baseUrl}/t/${slug}`)
      expect({ slug, status: answer.status < 500 }).toEqual({ slug, status: true })
    }
    await answers(house.baseUrl)
  })
})
