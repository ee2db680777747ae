/**
 * The load of a soak: people and programs who write over HTTP without rest, and remember what was acknowledged. An
 * answer counts once its last byte has arrived; what was not answered may have happened or not.
 */
import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { uploadEvidence } from '#core/evidence/contract.ts'
import { createApiKey, inviteAccount } from '#modules/identity/contract.ts'
import type { Inhabitant } from '#test/house.ts'

/** Where the effect of an acknowledged write has to be, and the entry that has to speak of it. */
export interface Acknowledged {
  readonly table: 'evidence' | 'accounts'
  readonly action: string
  readonly id: string
  /** Of the uploaded file. */
  readonly sha256?: string
}

export interface Load {
  readonly written: readonly Acknowledged[]
  /** Reads of something confidential that were answered, by id of the evidence. */
  readonly reads: ReadonlyMap<string, number>
  /** Requests that were refused for a missing permission. */
  readonly refusals: number
  /** Answers by `what status code`. */
  readonly answers: ReadonlyMap<string, number>
  /** All that was answered as it should. */
  readonly acknowledgements: number
  stop(): Promise<void>
}

interface Writer {
  readonly what: string
  readonly status: number
  readonly pauseMs: number
  readonly send: (url: string) => Promise<Response>
  /** Notes what was acknowledged. */
  readonly note: (body: unknown) => void
}

/** Starts it. `urls` are asked in turn; the measure is one that takes documents. */
export async function startLoad(urls: readonly string[], admin: Inhabitant, measureId: string): Promise<Load> {
  const keyFor = async (permissions: string[]) =>
    (await admin.client.call(createApiKey, { body: { name: permissions.join(' '), permissions, days: 2 } })).secret
  const pushing = await keyFor(['evidence:push'])
  const reading = await keyFor(['evidence:read'])
  const written: Acknowledged[] = []
  const reads = new Map<string, number>()
  const answers = new Map<string, number>()
  let refusals = 0
  let acknowledgements = 0
  let running = true

  const post = (url: string, path: string, headers: Record<string, string>, body: unknown) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const idIn = (body: unknown, field: string): string => String((body as Record<string, unknown>)[field])
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })

  let runs = 0
  const pusher = (): Writer => ({
    what: 'push',
    status: 201,
    pauseMs: 5,
    send: (url) =>
      post(url, '/api/evidence', bearer(pushing), {
        source: { system: 'soak', id: `run-${++runs}` },
        class: 'machine',
        observedFrom: '2026-01-02T03:00:00Z',
        observedTo: '2026-01-02T03:04:00Z',
        facts: [
          {
            subject: { kind: 'account', externalId: `u-${runs % 7}` },
            type: 'account.holder',
            data: { registered: true, people: 1, otherAccountsOfPerson: 0, functionAddress: false },
          },
        ],
      }),
    note: (body) => written.push({ table: 'evidence', action: 'evidence.recorded', id: idIn(body, 'id') }),
  })
  let sha256 = ''
  const uploader: Writer = {
    what: 'upload',
    status: 201,
    pauseMs: 40,
    send: (url) => {
      const content = randomBytes(1 + Math.floor(Math.random() * 150_000))
      sha256 = createHash('sha256').update(content).digest('hex')
      const form = new FormData()
      const fields = { measureId, title: 'Protokoll', performedOn: '2026-01-02', outcome: 'as_intended' }
      for (const [name, value] of Object.entries(fields)) form.set(name, value)
      form.set('file', new Blob([content]), 'protokoll.bin')
      return fetch(`${url}${uploadEvidence.path}`, {
        method: 'POST',
        headers: { cookie: admin.cookie() },
        body: form,
      })
    },
    note: (body) => written.push({ table: 'evidence', action: 'evidence.uploaded', id: idIn(body, 'id'), sha256 }),
  }
  const inviter: Writer = {
    what: 'invite',
    status: 201,
    pauseMs: 400,
    send: (url) =>
      post(
        url,
        inviteAccount.path,
        { cookie: admin.cookie() },
        {
          email: `soak-${randomBytes(6).toString('hex')}@example.invalid`,
          name: 'Soak',
          roles: ['employee'],
          locale: 'de',
        },
      ),
    note: (body) => written.push({ table: 'accounts', action: 'account.invited', id: idIn(body, 'accountId') }),
  }
  let asked = ''
  const reader: Writer = {
    what: 'read',
    status: 200,
    pauseMs: 20,
    send: (url) => {
      asked = written.findLast((one) => one.table === 'evidence')?.id ?? ''
      return fetch(`${url}/api/evidence/${asked}`, { headers: bearer(reading) })
    },
    note: (body) => {
      const id = idIn(body, 'id')
      reads.set(id, (reads.get(id) ?? 0) + 1)
    },
  }
  const intruder: Writer = {
    what: 'refuse',
    status: 403,
    pauseMs: 50,
    send: (url) => fetch(`${url}/api/evidence`, { headers: bearer(pushing) }),
    note: () => void (refusals += 1),
  }

  const work = async (writer: Writer, offset: number) => {
    for (let turn = offset; running; turn += 1) {
      const url = urls[turn % urls.length] ?? ''
      let answer = `${writer.what} no answer`
      try {
        const response = await writer.send(url)
        const text = await response.text()
        const body: unknown = text === '' ? {} : JSON.parse(text)
        const code = response.status < 400 ? '' : ` ${idIn(body, 'code')}`
        answer = `${writer.what} ${response.status}${code}`
        if (response.status === writer.status) {
          writer.note(body)
          acknowledgements += 1
        }
      } catch {
        // Killed in the middle, or not there at all.
      }
      answers.set(answer, (answers.get(answer) ?? 0) + 1)
      // Whoever is not served waits a little, as every client should.
      await sleep(answer.startsWith(`${writer.what} ${writer.status}`) ? writer.pauseMs : 60)
    }
  }

  // What a reader asks for has to be there.
  const first = pusher()
  const response = await first.send(urls[0] ?? '')
  first.note(await response.json())
  const writers = [pusher(), pusher(), pusher(), uploader, inviter, reader, intruder]
  const working = Promise.all(writers.map(work))
  return {
    written,
    reads,
    answers,
    get refusals() {
      return refusals
    },
    get acknowledgements() {
      return acknowledgements
    },
    stop: async () => {
      running = false
      await working
    },
  }
}
