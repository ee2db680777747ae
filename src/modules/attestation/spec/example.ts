/** A stage with the pages on which strangers ask, and short words for what people and strangers do there. */
import { buildServer } from '#app/http/server.ts'
import { texts } from '#app/texts.ts'
import { listEvidence, reviewEvidence } from '#core/evidence/contract.ts'
import { mailColumns } from '#core/mail/send.ts'
import type { BuiltInRole } from '#core/permission.ts'
import { recordCertificate } from '#modules/framework/contract/certificate.ts'
import type { Endpoint, OutputOf } from '#platform/http/endpoint.ts'
import type { FakeClock } from '#platform/clock/clock.ts'
import { createTestDatabase } from '#test/database.ts'
import { createStage, type Reply, type Stage } from '#test/matrix/stage.ts'
import { requestPages } from '#trust/request-page.ts'

/** What a person sends. */
type Sent = { params?: object; query?: object; body?: object; file?: { name: string; content: string } }

/** What a stranger types; the address decides who they are. */
export const form = (email: string, more: Record<string, string> = {}) => ({
  name: 'Erika Muster',
  email,
  organisation: 'Kunde GmbH',
  purpose: 'Assessment of a processor before a contract.',
  wants: 'confirmation',
  ...more,
})

/** Opens the stage; its clock stands until it is moved. */
export async function openDesk(clock: FakeClock) {
  const db = await createTestDatabase({ clock })
  const stage: Stage = await createStage(db.database, clock)
  const never = async () => {
    throw new Error('pages have no session')
  }
  const pages = await buildServer({
    services: stage.world.services,
    texts,
    authenticate: never,
    subscribe: never,
    stepUpMs: 0,
    routes: [],
    pages: requestPages(stage.world.services),
    trustedProxies: ['127.0.0.1'],
  })

  async function call(role: BuiltInRole, endpoint: Endpoint, given: Sent = {}): Promise<Reply> {
    const player = stage.players.get(role)
    if (!player) throw new Error(`nobody is ${role}`)
    const { cookie } = await stage.openSession(player)
    return stage.send(endpoint, given as Parameters<Stage['send']>[1], cookie)
  }

  async function read<E extends Endpoint>(role: BuiltInRole, endpoint: E, given: Sent = {}): Promise<OutputOf<E>> {
    const reply = await call(role, endpoint, given)
    if (reply.status !== endpoint.success) throw new Error(`${endpoint.id}: ${reply.status} ${reply.body}`)
    return endpoint.output?.parse(JSON.parse(reply.body)) as OutputOf<E>
  }

  const refused = async (role: BuiltInRole, endpoint: Endpoint, given: Sent = {}) => {
    const reply = await call(role, endpoint, given)
    const { code, issues = [] } = JSON.parse(reply.body)
    return { status: reply.status, code, issues: issues.map((one: { code: string }) => one.code) }
  }

  async function recordOne(number: string, validTo: string, framework = 'soc2'): Promise<string> {
    const body = {
      framework,
      body: 'Prüfstelle',
      number,
      scope: 'Betrieb der Plattform',
      validFrom: '2026-01-01',
      validTo,
    }
    const file = { name: 'c.pdf', content: '%PDF-1.7' }
    const { certificateId: recorded } = await read('isb', recordCertificate, { body, file })
    // What nobody else has looked at counts for nothing.
    const [waiting] = (await read('owner', listEvidence, { query: { state: 'in_review' } })).items
    const params = { evidenceId: waiting?.id }
    await read('owner', reviewEvidence, { params, body: { outcome: 'accepted', reason: 'The file says so.' } })
    return recorded
  }

  /** Posts a form as a browser does, from an address of its own for each test that counts them. */
  async function post(path: string, fields: Record<string, string>, from = '198.51.100.7') {
    return pages.inject({
      method: 'POST',
      url: path,
      remoteAddress: '127.0.0.1',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'accept-language': 'en',
        'x-forwarded-for': from,
      },
      payload: new URLSearchParams(fields).toString(),
    })
  }
  const get = (path: string) =>
    pages.inject({ method: 'GET', url: path, remoteAddress: '127.0.0.1', headers: { 'accept-language': 'en' } })

  /** Letters to an address, newest first. */
  async function lettersTo(to: string) {
    return stage.within(stage.tenantId, null, null, async ({ tx, services }) => {
      const keys = await services.vault.keysOf(tx)
      const rows = await tx.db
        .selectFrom('mails')
        .select(['id', 'recipient', 'subject', 'body'])
        .where('tenant_id', '=', tx.tenantId)
        .orderBy('id', 'desc')
        .execute()
      return rows.flatMap(({ id, recipient, subject, body }) =>
        keys.openText(mailColumns.recipient(id), recipient) === to
          ? [{ subject, text: keys.openText(mailColumns.body(id), body) }]
          : [],
      )
    })
  }
  const linkTo = async (to: string, part: string) => {
    for (const { text } of await lettersTo(to)) {
      const found = new RegExp(`https?://[^/\\s]+(/${part}/[A-Za-z0-9_-]+)`).exec(text)?.[1]
      if (found !== undefined) return found
    }
    throw new Error(`no letter to ${to} leads to ${part}`)
  }

  const entries = (action: string) =>
    stage.within(stage.tenantId, null, null, async ({ tx }) => {
      const rows = await tx.db
        .selectFrom('ledger_pending')
        .select('payload')
        .where('tenant_id', '=', tx.tenantId)
        .where('action', '=', action)
        .execute()
      return rows.map(({ payload }) => JSON.parse(String(payload)).what)
    })

  const close = async () => {
    await pages.close()
    await stage.close()
    await db.close()
  }
  return { stage, pages, call, read, refused, recordOne, post, get, lettersTo, linkTo, entries, close }
}
