/**
 * Requests as the canary sends them: over real HTTP to this instance's own listener, on connections that are kept. It
 * returns what came over the wire, headers and bytes, because that is what must be equal.
 */
import { Agent as PlainAgent, request as requestPlain, type IncomingMessage } from 'node:http'
import { Agent as TlsAgent, request as requestTls } from 'node:https'
import { randomBytes } from 'node:crypto'
import type { Specimen } from '#core/module.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { urlOf } from '#platform/http/client.ts'
import { Problem } from '#platform/http/problem.ts'

export interface Answer {
  readonly status: number
  /** Names in lower case; several values of one name joined. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Wire {
  /** @throws Problem 503 `isolation.no_server` when no answer comes */
  send(
    endpoint: Pick<Endpoint, 'method' | 'path' | 'upload'>,
    request: Partial<Specimen>,
    cookie: string | null,
  ): Promise<Answer>
  get(path: string): Promise<Answer>
  close(): void
}

/** How long an answer may take: a canary that waits is no canary. */
const answerMs = 10_000

/** Opens connections to one server; at most so many at once. */
export function openWire(baseUrl: string, signal: AbortSignal, connections = 4): Wire {
  const tls = baseUrl.startsWith('https:')
  // Our own listener, found in our own list of processes, and its certificate is often self-signed; nothing but the
  // canary's own secrets travels.
  const agent = tls
    ? new TlsAgent({ keepAlive: true, maxSockets: connections, rejectUnauthorized: false })
    : new PlainAgent({ keepAlive: true, maxSockets: connections })

  const exchange = (method: string, path: string, headers: Record<string, string>, body: Buffer | null) =>
    new Promise<Answer>((resolve, reject) => {
      const fail = (cause: unknown) => reject(new Problem(503, 'isolation.no_server', { cause }))
      const options = {
        method,
        agent,
        signal,
        headers: { ...headers, ...(body && { 'content-length': String(body.length) }) },
      }
      const request = (tls ? requestTls : requestPlain)(`${baseUrl}${path}`, options, (response) => {
        collect(response).then(resolve, fail)
      })
      request.setTimeout(answerMs, () => request.destroy(new Error('no answer in time')))
      request.on('error', fail)
      request.end(body ?? undefined)
    })

  return {
    send(endpoint, request, cookie) {
      const { content, type } = encodeBody(endpoint, request)
      const headers: Record<string, string> = {
        accept: 'application/json',
        'accept-language': 'en',
        'user-agent': 'beleg canary',
      }
      if (cookie !== null) headers.cookie = cookie
      if (type !== null) headers['content-type'] = type
      const url = urlOf(endpoint as Endpoint, { params: request.params ?? {}, query: request.query ?? {} })
      return exchange(endpoint.method, url, headers, content)
    },
    get: (path) => exchange('GET', path, { accept: 'application/json' }, null),
    close: () => agent.destroy(),
  }
}

async function collect(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
  return { status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString('latin1') }
}

/** The body of a request as it is sent, and its media type: multipart where the endpoint takes a file. */
export function encodeBody(
  endpoint: Pick<Endpoint, 'upload'>,
  request: Partial<Specimen>,
): { content: Buffer | null; type: string | null } {
  if (endpoint.upload) {
    const boundary = `beleg-${randomBytes(12).toString('hex')}`
    const fields = Object.entries((request.body ?? {}) as Record<string, unknown>)
    const file = request.file ?? { name: 'specimen.txt', content: 'specimen' }
    const parts = fields.map(
      ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${String(value)}\r\n`,
    )
    parts.push(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: text/plain\r\n\r\n${file.content}\r\n`,
      `--${boundary}--\r\n`,
    )
    return { content: Buffer.from(parts.join('')), type: `multipart/form-data; boundary=${boundary}` }
  }
  if (request.body === undefined) return { content: null, type: null }
  return { content: Buffer.from(JSON.stringify(request.body)), type: 'application/json' }
}

/** Headers that may differ between two equal answers. */
const volatileHeaders: ReadonlySet<string> = new Set(['date', 'x-request-id', 'connection', 'keep-alive'])
const requestId = /urn:beleg:request:[0-9a-f-]{36}/g

/** Where two answers differ, apart from request id and date: `status`, `body`, `header:<name>`. */
export function differencesOf(one: Answer, other: Answer): string[] {
  const names = new Set([...Object.keys(one.headers), ...Object.keys(other.headers)])
  const plain = (body: string) => body.replaceAll(requestId, 'urn:beleg:request:')
  return [
    ...(one.status === other.status ? [] : ['status']),
    ...[...names]
      .filter((name) => !volatileHeaders.has(name) && one.headers[name] !== other.headers[name])
      .map((name) => `header:${name}`)
      .toSorted(),
    ...(plain(one.body) === plain(other.body) ? [] : ['body']),
  ]
}
