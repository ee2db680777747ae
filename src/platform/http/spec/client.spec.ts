/** The client over real HTTP: what it sends, what it makes of answers, and that every failure is a problem with a code. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createClient, ProblemError, urlOf } from '../client.ts'
import { defineEndpoint } from '../endpoint.ts'

const readThing = defineEndpoint({
  id: 'thing.read',
  method: 'GET',
  path: '/api/things/:thingId',
  summary: 'Reads a thing.',
  params: z.strictObject({ thingId: z.string() }),
  query: z.strictObject({ q: z.string().optional() }),
  output: z.object({ method: z.string(), url: z.string(), language: z.string(), type: z.string(), body: z.string() }),
  success: 200,
  access: { public: 'a spec' },
  stepUp: false,
  audit: { none: 'a spec' },
})
const sendThing = defineEndpoint({
  ...readThing,
  id: 'thing.send',
  method: 'POST',
  path: '/api/things/:thingId',
  body: z.strictObject({ name: z.string(), note: z.string().optional() }),
  upload: { maxBytes: 100 },
})
const problem = {
  type: 'urn:beleg:problem:thing.broken',
  title: 'Das Ding ist kaputt.',
  status: 422,
  code: 'thing.broken',
  instance: 'urn:beleg:request:r-1',
  issues: [{ pointer: '/name', code: 'required', text: 'Fehlt.' }],
}

let asked = 0
const server = createServer((request, response) => {
  void bodyOf(request).then((body) => {
    const id = request.url?.split('/')[3]?.split('?')[0]
    if (id === 'broken') {
      response.writeHead(422, { 'content-type': 'application/problem+json', 'retry-after': '7' })
      response.end(JSON.stringify(problem))
    } else if (id === 'proxy') {
      response.writeHead(502, { 'content-type': 'text/html' })
      response.end('<h1>Bad gateway</h1>')
    } else if (id === 'once') {
      asked += 1
      response.writeHead(asked === 1 ? 403 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(asked === 1 ? { ...problem, code: 'session.step_up_needed' } : { method: 'again' }))
    } else {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify({
          method: request.method,
          url: request.url,
          language: request.headers['accept-language'],
          type: request.headers['content-type'] ?? '',
          body,
        }),
      )
    }
  })
})
let baseUrl = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Listening on TCP, the address is never a string.
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

test('Parameters are escaped, empty query fields left out, and the language is sent', async () => {
  const client = createClient({ baseUrl, locale: () => 'en' })
  const answer = await client.call(readThing, { params: { thingId: 'a/b c' }, query: { q: '' } })
  expect(answer).toMatchObject({ method: 'GET', url: '/api/things/a%2Fb%20c', language: 'en', body: '' })
  expect(urlOf(readThing, { params: { thingId: 'x' }, query: { q: 'ä&b' } })).toBe('/api/things/x?q=%C3%A4%26b')
})

test('A file goes as a form, its fields before it', async () => {
  const answer = await createClient({ baseUrl }).call(sendThing, {
    params: { thingId: 'x' },
    body: { name: 'Protokoll' },
    file: new Blob(['inhalt'], { type: 'text/plain' }),
  })
  expect(answer.type).toMatch(/^multipart\/form-data/)
  expect(answer.body.indexOf('Protokoll')).toBeGreaterThan(0)
  expect(answer.body.indexOf('Protokoll')).toBeLessThan(answer.body.indexOf('inhalt'))
})

test('A problem keeps its code, text, issues, request id and waiting time', async () => {
  const failure = await failureOf(createClient({ baseUrl }).call(readThing, { params: { thingId: 'broken' } }))
  expect(failure).toMatchObject({
    status: 422,
    code: 'thing.broken',
    text: 'Das Ding ist kaputt.',
    requestId: 'r-1',
    retryAfterSeconds: 7,
    issues: [{ pointer: '/name', code: 'required', text: 'Fehlt.' }],
  })
  expect(failure.textsFor('name')).toEqual(['Fehlt.'])
})

test('An answer that is no problem document, and no answer at all, are problems too', async () => {
  const odd = await failureOf(createClient({ baseUrl }).call(readThing, { params: { thingId: 'proxy' } }))
  expect(odd).toMatchObject({ status: 502, code: 'client.unreadable_answer' })
  const nobody = createClient({ baseUrl: 'http://127.0.0.1:1' })
  expect(await failureOf(nobody.call(readThing, { params: { thingId: 'x' } }))).toMatchObject({
    status: 0,
    code: 'client.unreachable',
  })
})

test('A call is repeated once when what it needed has been done, and not otherwise', async () => {
  const refused: string[] = []
  const client = createClient({
    baseUrl,
    onProblem: async ({ code }) => {
      refused.push(code)
      return code === 'session.step_up_needed'
    },
  })
  expect(await client.call(readThing, { params: { thingId: 'once' } })).toEqual({ method: 'again' })
  expect(await failureOf(client.call(readThing, { params: { thingId: 'broken' } }))).toMatchObject({
    code: 'thing.broken',
  })
  expect(refused).toEqual(['session.step_up_needed', 'thing.broken'])
  expect(asked).toBe(2)
})

async function failureOf(call: Promise<unknown>): Promise<ProblemError> {
  const failure = await call.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(failure instanceof ProblemError)) throw new Error('expected a ProblemError', { cause: failure })
  return failure
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
