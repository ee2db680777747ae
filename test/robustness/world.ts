/**
 * What the specs of bad input share: requests as a program sends them, the command as an operator calls it, and a
 * fingerprint of everything a tenant owns, because "refused" is only half of the promise: nothing may have changed.
 */
import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { createApiKey } from '#modules/identity/contract.ts'
import type { House, Inhabitant } from '#test/house.ts'
import { expect } from 'vitest'

export const root = join(import.meta.dirname, '..', '..')

/** Where a log can be written to, and its lines so far. */
export function gatherLines(): { readonly lines: readonly string[]; readonly destination: Writable } {
  const lines: string[] = []
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'))
      done()
    },
  })
  return { lines, destination }
}

/** Tables that a refusal or a read writes to on purpose: the record of it, the use of a key, the clock of a session. */
const written = new Set([
  'api_keys',
  'heartbeats',
  'instance_processes',
  'known_places',
  'ledger_checkpoints',
  'ledger_instance_checkpoints',
  'ledger_instance_leaves',
  'ledger_pending',
  'ledger_tiles',
  'login_attempts',
  'login_transactions',
  'recurring_jobs',
  'recurring_runs',
  'sessions',
  'sign_ins',
])

/** Number of rows and a hash of their content for each table, and the names of the stored files. */
export async function fingerprint(house: Pick<House, 'owner' | 'dataDirectory'>): Promise<Record<string, string>> {
  const { rows: tables } = await house.owner.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'beleg' and table_type = 'BASE TABLE' order by 1`,
  )
  const prints: Record<string, string> = {}
  for (const { name } of tables) {
    if (written.has(name)) continue
    const { rows } = await house.owner.query<{ print: string }>(
      // When a status was last looked at is no part of what it says.
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as print
       from (select to_jsonb(r) - 'judged_at' as t from beleg.${name} r) as rows`,
    )
    prints[name] = rows[0]?.print ?? ''
  }
  prints.files = (await readdir(join(house.dataDirectory, 'files'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .toSorted()
    .join(' ')
  return prints
}

/** Runs something that must be refused: afterwards everything is as before, and the server answers. */
export async function changesNothing<T>(house: House, attempt: () => Promise<T>): Promise<T> {
  const before = await fingerprint(house)
  const result = await attempt()
  expect(await fingerprint(house)).toEqual(before)
  await answers(house.baseUrl)
  return result
}

export async function answers(baseUrl: string): Promise<void> {
  expect(await (await fetch(`${baseUrl}/api/health`)).json()).toEqual({ ready: true })
}

/** Of a problem, or of what these specs read of a success. */
export interface AnswerBody {
  readonly code?: string
  readonly title?: string
  readonly issues?: readonly { readonly pointer: string; readonly code: string; readonly text: string }[]
  readonly id?: string
  readonly duplicate?: boolean
}

export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: AnswerBody
}

/** The id in an answer; empty when it holds none. */
export function idOf(answer: Answer): string {
  return answer.body.id ?? ''
}

/** An answer as the specs read it; what is no JSON holds nothing for them. */
export async function readAnswer(answer: Response): Promise<Answer> {
  const text = await answer.text()
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? ''
  const body: unknown = type.includes('json') && text !== '' ? JSON.parse(text) : null
  // Whatever it is, each field that is read of it is compared.
  return { status: answer.status, type, body: (body ?? {}) as AnswerBody }
}

/** One request, as raw as wanted. */
export async function send(
  baseUrl: string,
  method: string,
  path: string,
  given: { key?: string; person?: Inhabitant; json?: unknown; raw?: BodyInit; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const headers = new Headers({ 'accept-language': 'en', ...given.headers })
  if (given.key !== undefined) headers.set('authorization', `Bearer ${given.key}`)
  if (given.person) headers.set('cookie', given.person.cookie())
  if (given.json !== undefined) headers.set('content-type', 'application/json')
  const body = given.json === undefined ? given.raw : JSON.stringify(given.json)
  const answer = await fetch(`${baseUrl}${path}`, { method, headers, ...(body !== undefined && { body }) })
  return readAnswer(answer)
}

/** Uploads a file as the browser does. */
export function upload(
  baseUrl: string,
  path: string,
  person: Inhabitant,
  name: string,
  content: Blob | Uint8Array | string,
  fields: Record<string, string> = {},
) {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.set(field, value)
  form.set('file', content instanceof Blob ? content : new Blob([content as BlobPart]), name)
  return send(baseUrl, 'POST', path, { person, raw: form })
}

/** Expects a refusal with this status and code and a text for people; returns its issues as "pointer code". */
export function refusal(answer: Answer, status: number, code: string): string[] {
  expect({ status: answer.status, code: answer.body.code, type: answer.type }).toEqual({
    status,
    code,
    type: 'application/problem+json',
  })
  expect(answer.body.title).not.toMatch(/^problem\.|\{\{/)
  const issues = answer.body.issues ?? []
  for (const issue of issues) expect(issue.text).not.toMatch(/^issue\.|\{\{/)
  return issues.map((issue) => `${issue.pointer} ${issue.code}`)
}

export async function makeKey(person: Inhabitant, permissions: string[]): Promise<{ id: string; secret: string }> {
  const made = await person.client.call(createApiKey, { body: { name: 'robustness', permissions, days: 1 } })
  return { id: made.key.keyId, secret: made.secret }
}

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
  readonly ms: number
}

/** The environment without any configuration of ours. */
export function bareEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith('BELEG_') && name !== 'DATABASE_URL' && name !== 'VITEST',
    ),
  )
}

/** The real command, from start to end. */
export function beleg(
  args: readonly string[],
  options: { environment?: Record<string, string>; input?: string; nodeOptions?: string[]; timeoutMs?: number } = {},
): Promise<Ran> {
  const started = performance.now()
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [...(options.nodeOptions ?? []), '--disable-warning=ExperimentalWarning', join(root, 'src/cli/main.ts'), ...args],
      {
        env: { ...bareEnvironment(), NO_COLOR: '1', LANG: 'C', LC_ALL: '', ...options.environment },
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    )
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
    child.stdin.on('error', () => {})
    child.stdin.end(options.input ?? '')
    const late = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 60_000)
    child.once('close', (code) => {
      clearTimeout(late)
      resolve({ code, out, err, ms: performance.now() - started })
    })
  })
}
