/** Certificates in public: shown while they hold and cover the scope, and no longer, in page, data and feed alike. */
import { listEvidence, reviewEvidence } from '#core/evidence/contract.ts'
import type { BuiltInRole } from '#core/permission.ts'
import { recordCertificate, withdrawCertificate } from '#modules/framework/contract/certificate.ts'
import { insertVersion, supersedeInForce, takeTurn, updateApproved } from '#modules/framework/store/soa.ts'
import { newId } from '#platform/database/id.ts'
import type { Endpoint, OutputOf } from '#platform/http/endpoint.ts'
import { createTestDatabase, type TestDatabase } from '#test/database.ts'
import { createStage, createStageClock, type Stage } from '#test/matrix/stage.ts'
import { renderChanges } from '#trust/changes.ts'
import { tellFace } from '#trust/data.ts'
import { renderPage } from '#trust/page.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFace } from '../actions/face.ts'

const clock = createStageClock()
let db: TestDatabase
let stage: Stage

beforeAll(async () => {
  db = await createTestDatabase({ clock })
  stage = await createStage(db.database, clock)
})
afterAll(async () => {
  await stage?.close()
  await db?.close()
})

async function call<E extends Endpoint>(role: BuiltInRole, endpoint: E, request: object = {}): Promise<OutputOf<E>> {
  const player = stage.players.get(role)
  if (!player) throw new Error(`nobody is ${role}`)
  const { cookie } = await stage.openSession(player)
  const reply = await stage.send(endpoint, request as Parameters<Stage['send']>[1], cookie)
  if (reply.status !== endpoint.success) throw new Error(`${endpoint.id}: ${reply.status} ${reply.body}`)
  return endpoint.output?.parse(JSON.parse(reply.body)) as OutputOf<E>
}

const file = { name: 'certificate.pdf', content: '%PDF-1.7' }
const recorded = (over: object) =>
  call('isb', recordCertificate, {
    body: { framework: 'soc2', body: 'Auditor & Sons', scope: 'The service', ...over },
    file,
  })
const accept = async () => {
  const { items } = await call('auditor', listEvidence, { query: { state: 'in_review' } })
  const body = { outcome: 'accepted', reason: 'The file says so.' }
  await call('owner', reviewEvidence, { params: { evidenceId: items[0]?.id ?? '' }, body })
}

async function look() {
  const { services, registry } = stage.world
  const face = await stage.within(stage.tenantId, null, null, (context) => readFace(context, registry, 'en'))
  const page = renderPage(
    {
      locale: 'en',
      organisation: 'Company',
      statement: face,
      desk: { isOpen: false, offers: [] },
      published: null,
      now: face.asOf,
      base: '/',
      signInHref: '/app/',
    },
    services.texts,
  )
  const feed = renderChanges(
    face,
    { statuses: [], wordings: [] },
    { id: stage.tenantId, organisation: 'Company', address: 'https://c.example/', self: 'https://c.example/f' },
    services.texts,
  )
  const told = tellFace(face, { organisation: 'Company', address: 'https://c.example/', published: null })
  return {
    page,
    feed: [...feed.matchAll(/<entry>.*?<title>([^<]+)/g)].map(([, title]) => title),
    certificates: (told as { certificates: object[] }).certificates,
    holdsMs: face.validUntil.getTime() - face.asOf.getTime(),
  }
}

describe('a certificate in public', () => {
  it('is not spoken of while there is none that somebody else has looked at', async () => {
    await recorded({ number: 'C-1', validFrom: '2026-03-03', validTo: '2026-03-04' })
    const { page, feed, certificates } = await look()
    expect(certificates).toEqual([])
    expect(page).not.toMatch(/certif/i)
    expect(feed).toEqual([])
  })

  it('appears with its first day, shows what it covers, and is gone the instant its last day is over', async () => {
    await accept()
    expect(await look()).toMatchObject({ certificates: [], feed: [] })
    // Berlin's midnight.
    clock.advance(new Date('2026-03-02T23:00:00Z').getTime() - clock.now().getTime())
    const shown = await look()
    expect(shown.certificates).toEqual([
      {
        framework: 'soc2',
        title: expect.stringContaining('SOC 2'),
        issued_by: 'Auditor & Sons',
        number: 'C-1',
        scope: 'The service',
        valid_from: '2026-03-03',
        valid_to: '2026-03-04',
      },
    ])
    expect(shown.page).toContain('Issued by Auditor &amp; Sons, no. C-1')
    expect(shown.page).toContain('Valid from 3 March 2026 to 4 March 2026')
    expect(shown.feed).toEqual([expect.stringMatching(/^Certified: SOC 2/)])
    clock.advance(2 * 86_400_000 - 5_000)
    const last = await look()
    expect(last.certificates).toHaveLength(1)
    expect(last.holdsMs).toBe(5_000)
    clock.advance(5_000)
    const gone = await look()
    expect(gone.certificates).toEqual([])
    expect(gone.page).not.toMatch(/certif/i)
    expect(gone.feed).toEqual([
      expect.stringMatching(/^Certificate expired: SOC 2/),
      expect.stringMatching(/^Certified: SOC 2/),
    ])
  })

  it('is gone as soon as it is withdrawn, and the feed says so', async () => {
    const { certificateId } = await recorded({ number: 'C-2', validFrom: '2026-01-01', validTo: '2099-12-31' })
    await accept()
    expect((await look()).certificates).toMatchObject([{ number: 'C-2' }])
    clock.advance(1_000)
    await call('isb', withdrawCertificate, { params: { certificateId }, body: { reason: 'Taken back.' } })
    const { certificates, feed } = await look()
    expect(certificates).toEqual([])
    expect(feed[0]).toMatch(/^Certificate withdrawn: SOC 2/)
  })

  it('is gone when the scope in force is no longer the one that it names', async () => {
    const declare = (scope: string) =>
      stage.within(stage.tenantId, null, null, async ({ tx, services }) => {
        await takeTurn(tx)
        const id = newId(services.clock)
        const at = services.clock.now()
        const by = stage.players.get('owner')?.account.personId ?? ''
        await insertVersion(tx, { id, scope, by: null, at })
        await supersedeInForce(tx, at)
        await updateApproved(tx, id, { by, at, reason: 'Read.', reviewBy: '2027-01-01', statuses: new Map() })
        return id
      })
    const soaId = await declare('The service')
    await recorded({ framework: 'iso27001', number: 'C-3', soaId, validFrom: '2026-01-01', validTo: '2099-12-31' })
    await accept()
    expect((await look()).certificates).toMatchObject([{ framework: 'iso27001' }])
    clock.advance(1_000)
    await declare('The service and its new app')
    const { certificates, feed } = await look()
    expect(certificates).toEqual([])
    expect(feed[0]).toMatch(/^Certificate no longer covers the scope: ISO/)
  })
})
