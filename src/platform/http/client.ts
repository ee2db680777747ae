/**
 * The typed client over the contracts: one `call` for the web application and the command line. Browser-safe. It
 * promises that every failure is a `ProblemError` with a stable code, whether the server answered with problem+json,
 * with something else, or not at all. Answers are not parsed again: the server parsed them with the same schema.
 */
import { z } from 'zod'
import type { Endpoint, FetchedFile, OutputOf, RequestOf } from './endpoint.ts'

// zod probes `new Function`, which the content security policy forbids.
z.config({ jitless: true })

/** One thing that is wrong with one place of what was sent, with its text in the reader's language. */
export interface RenderedIssue {
  readonly pointer: string
  readonly code: string
  readonly text: string
}

/** A failed call. `text` is rendered by the server in the language of the session or of `Accept-Language`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  /** HTTP status; 0 when no answer came. */
  readonly status: number
  readonly code: string
  readonly text: string
  readonly issues: readonly RenderedIssue[]
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null

  constructor(fields: Pick<ProblemError, 'status' | 'code' | 'text'> & Partial<ProblemError>) {
    super(fields.text || fields.code, fields.cause === undefined ? undefined : { cause: fields.cause })
    this.status = fields.status
    this.code = fields.code
    this.text = fields.text
    this.issues = fields.issues ?? []
    this.requestId = fields.requestId ?? null
    this.retryAfterSeconds = fields.retryAfterSeconds ?? null
  }

  /** The texts about one top-level field of the body. */
  textsFor(field: string): string[] {
    return this.issues.filter((issue) => issue.pointer.replace(/^\//, '').split('/')[0] === field).map((i) => i.text)
  }
}

export interface ClientOptions {
  /** Origin of the server without a trailing slash; empty in the browser, where the page's own is meant. */
  readonly baseUrl?: string
  /** An API key. The browser has a cookie instead. */
  readonly bearer?: string
  readonly locale?: () => string
  /**
   * Asked when a call fails; true repeats it once, because what it needed has been done meanwhile (a second factor
   * was given).
   */
  readonly onProblem?: (problem: ProblemError, endpoint: Endpoint) => Promise<boolean>
  readonly fetch?: typeof globalThis.fetch
}

/** Nothing to send: no argument. Only optional parts: an optional one. */
type CallArguments<R> = unknown extends R ? [] : object extends R ? [request?: R] : [request: R]

export interface Client {
  /** Calls an endpoint. Throws `ProblemError`. */
  call<const E extends Endpoint>(endpoint: E, ...request: CallArguments<RequestOf<E>>): Promise<OutputOf<E>>
}

interface AnyRequest {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly file?: Blob
}

/** Creates a client for one server. */
export function createClient(options: ClientOptions = {}): Client {
  async function attempt(endpoint: Endpoint, request: AnyRequest): Promise<unknown> {
    const send = options.fetch ?? globalThis.fetch
    const headers = new Headers({ accept: 'application/json, application/problem+json' })
    if (options.locale) headers.set('accept-language', options.locale())
    if (options.bearer) headers.set('authorization', `Bearer ${options.bearer}`)
    const body = bodyOf(endpoint, request)
    if (typeof body === 'string') headers.set('content-type', 'application/json')
    let response: Response
    try {
      response = await send(`${options.baseUrl ?? ''}${urlOf(endpoint, request)}`, {
        method: endpoint.method,
        headers,
        credentials: 'same-origin',
        ...(body === undefined ? {} : { body }),
      })
    } catch (cause) {
      throw new ProblemError({ status: 0, code: 'client.unreachable', text: '', cause })
    }
    if (!response.ok) throw await problemOf(response)
    if (endpoint.responds === 'download') return downloadOf(response)
    if (response.status === 204 || endpoint.output === undefined) return undefined
    try {
      return await response.json()
    } catch (cause) {
      throw new ProblemError({ status: response.status, code: 'client.unreadable_answer', text: '', cause })
    }
  }

  return {
    async call(endpoint, ...[request]) {
      // The conditional types of the signature have checked what the erased request may hold, and the server parsed
      // the answer with the output schema.
      const perform = () => attempt(endpoint, (request ?? {}) as AnyRequest) as Promise<OutputOf<typeof endpoint>>
      try {
        return await perform()
      } catch (error) {
        if (!(error instanceof ProblemError) || !(await options.onProblem?.(error, endpoint))) throw error
        return await perform()
      }
    },
  }
}

/** @throws ProblemError when the answer was cut off */
async function downloadOf(response: Response): Promise<FetchedFile> {
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  try {
    return { blob: await response.blob(), fileName: decodeURIComponent(named ?? 'download') }
  } catch (cause) {
    throw new ProblemError({ status: 0, code: 'client.unreachable', text: '', cause })
  }
}

/** The path of a call with its parameters filled in, for links to files too. */
export function urlOf(endpoint: Endpoint, request: Pick<AnyRequest, 'params' | 'query'>): string {
  const path = endpoint.path.replaceAll(/:([a-zA-Z]+)/g, (_, name: string) =>
    encodeURIComponent(String(request.params?.[name] ?? '')),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  return search.size > 0 ? `${path}?${search}` : path
}

function bodyOf(endpoint: Endpoint, request: AnyRequest): BodyInit | undefined {
  if (request.file !== undefined) {
    const form = new FormData()
    // Fields go before the file, so that a server that streams knows them when the file begins.
    for (const [name, value] of Object.entries(request.body ?? {})) {
      if (value !== undefined && value !== null && value !== '') form.set(name, String(value))
    }
    form.set('file', request.file)
    return form
  }
  return endpoint.body === undefined || request.body === undefined ? undefined : JSON.stringify(request.body)
}

async function problemOf(response: Response): Promise<ProblemError> {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  const shared = {
    status: response.status,
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : null,
  }
  let fields: unknown = null
  try {
    fields = await response.json()
  } catch {
    // A proxy's error page: the status is all there is.
  }
  const parsed = problemSchema.safeParse(fields)
  if (!parsed.success) return new ProblemError({ ...shared, code: 'client.unreadable_answer', text: '' })
  const { code, title, instance, issues } = parsed.data
  return new ProblemError({
    ...shared,
    code,
    text: title ?? code,
    requestId: instance?.replace(/^urn:beleg:request:/, '') ?? shared.requestId,
    issues: issues.map((issue) => ({ pointer: issue.pointer, code: issue.code, text: issue.text ?? issue.code })),
  })
}

/** What this client reads of problem details (RFC 9457); more may be sent. */
const problemSchema = z.object({
  code: z.string(),
  title: z.string().optional(),
  instance: z.string().optional(),
  issues: z.array(z.object({ pointer: z.string(), code: z.string(), text: z.string().optional() })).default([]),
})
