/** From facts to sentence, on a real database: collectors, pushed and filed evidence, populations, silence, alarms. */
import { Readable } from 'node:stream'
import type { Context } from '#core/context.ts'
import { evidenceInputSchema } from '#core/evidence/contract.ts'
import { fileDocument, pushFacts, reviewDocument } from '#core/evidence/actions.ts'
import { createTenantWorld, things, type TenantWorld } from '#test/tenant-world.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let world: TenantWorld
beforeEach(async () => {
  world = await createTenantWorld()
})
afterEach(() => world.close())

const hourMs = 3_600_000

describe('a built-in collector', () => {
  beforeEach(() => world.publish(world.platform, { measure: 'thing.on' }))

  it('proves, contradicts and proves again what it observes', async () => {
    expect(await world.status(world.platform)).toBe('unproven')
    world.observation = things({ a: true, b: true })
    await world.collect()
    expect(await world.status(world.platform)).toBe('proven')
    world.clock.advance(10_000)
    world.observation = things({ a: true, b: false })
    await world.collect()
    expect(await world.status(world.platform)).toBe('contradicted')
    world.clock.advance(10_000)
    world.observation = things({ a: true, b: true })
    await world.collect()
    expect(await world.status(world.platform)).toBe('proven')
  })

  it('confirms what it saw before instead of writing it again, and writes it anew every hour', async () => {
    world.observation = things({ a: true })
    for (let run = 0; run < 5; run++) {
      await world.collect()
      world.clock.advance(10_000)
    }
    expect(await world.count('evidence', world.platform)).toBe(1)
    world.clock.advance(hourMs)
    await world.collect()
    expect(await world.count('evidence', world.platform)).toBe(2)
  })

  it('does not confirm what somebody altered in the tables, but observes it anew', async () => {
    world.observation = things({ a: true, b: false })
    await world.collect()
    for (const forgery of [
      `update facts set data = '{"on": true}'`,
      `update memberships set left_at = joined_at where subject_id = (select subject_id from facts where data = '{"on": false}' limit 1)`,
      `delete from facts where data = '{"on": false}'`,
    ]) {
      await world.db.owner.query(
        `${forgery}${forgery.startsWith('delete') || forgery.includes('where') ? ' and' : ' where'} tenant_id = '${world.platform}'`,
      )
      world.clock.advance(10_000)
      await world.collect()
      expect(await world.status(world.platform)).toBe('contradicted')
    }
  })

  it('lapses when it falls silent, also when nobody is left to judge', async () => {
    world.observation = things({ a: true })
    await world.collect()
    world.clock.advance(39_000)
    expect(await world.status(world.platform)).toBe('proven')
    world.clock.advance(1_000)
    expect(await world.status(world.platform)).toBe('lapsed')
  })

  it('never proves by a run that failed', async () => {
    world.observation = things({ a: true })
    await world.collect()
    world.clock.advance(10_000)
    world.observation = () => {
      throw new Error('cannot look')
    }
    await expect(world.collect()).rejects.toThrow('cannot look')
    expect(await world.status(world.platform)).toBe('lapsed')
  })

  it('does not prove by a list that nobody compared', async () => {
    world.observation = things({ a: true }, { expected: null })
    await world.collect()
    expect(await world.status(world.platform)).toBe('unproven')
  })

  it('lets a counter-example leave only by a list that adds up', async () => {
    world.observation = things({ a: true, b: false })
    await world.collect()
    world.clock.advance(10_000)
    world.observation = things({ a: true }, { expected: 2 })
    await world.collect()
    expect(await world.status(world.platform)).toBe('contradicted')
    world.clock.advance(10_000)
    world.observation = things({ a: true })
    await world.collect()
    expect(await world.status(world.platform)).toBe('proven')
  })

  it('opens a finding when a sentence breaks and closes it when it holds again', async () => {
    const open = async () => {
      const { rows } = await world.db.owner.query(
        'select status from findings where tenant_id = $1 and closed_at is null',
        [world.platform],
      )
      return rows.map((row: { status: string }) => row.status)
    }
    world.observation = things({ a: false })
    await world.collect()
    expect(await open()).toEqual(['contradicted'])
    world.clock.advance(10_000)
    world.observation = things({ a: true })
    await world.collect()
    expect(await open()).toEqual([])
    expect(await world.count('findings', world.platform)).toBe(1)
  })

  it('raises an alarm when what it saw cannot be recorded, and clears it when it can', async () => {
    world.observation = things({ a: true })
    await world.collect()
    await world.db.owner.query('alter policy tenant_rows on evidence using (false) with check (false)')
    world.clock.advance(10_000)
    world.observation = things({ a: false })
    await expect(world.collect()).rejects.toThrow()
    expect(await world.status(world.platform)).toBe('contradicted')
    await world.db.owner.query('drop policy tenant_rows on evidence')
    await world.db.owner.query(
      `create policy tenant_rows on evidence to beleg_app
         using (tenant_id = nullif(current_setting('beleg.tenant_id', true), '')::uuid)
         with check (tenant_id = nullif(current_setting('beleg.tenant_id', true), '')::uuid)`,
    )
    world.clock.advance(10_000)
    world.observation = things({ a: true })
    await world.collect()
    expect(await world.status(world.platform)).toBe('proven')
  })

  it('never speaks for a company', async () => {
    await world.publish(world.company, { measure: 'thing.on' })
    world.observation = things({ a: true })
    await world.collect()
    expect(await world.status(world.platform)).toBe('proven')
    expect(await world.status(world.company)).toBe('unproven')
    expect(await world.count('evidence', world.company)).toBe(0)
  })
})

describe('evidence that a company pushes', () => {
  const push = (
    context: Context,
    states: Record<string, boolean>,
    over: { id: string; at?: number; class?: 'export' | 'machine'; expected?: number | null },
  ) => {
    const observed = new Date(world.clock.now().getTime() + (over.at ?? 0)).toISOString()
    const input = evidenceInputSchema.parse({
      source: { system: 'directory', id: over.id },
      class: over.class ?? 'machine',
      observedFrom: observed,
      observedTo: observed,
      facts: Object.entries(states).map(([name, on]) => ({
        subject: { kind: 'thing', externalId: name },
        type: 'thing.switch',
        data: { on },
      })),
      populations:
        over.expected === null
          ? []
          : [
              {
                factType: 'thing.switch',
                expected: over.expected ?? Object.keys(states).length,
                reconciledAgainst: 'payroll',
              },
            ],
    })
    return pushFacts(context, world.registry, input)
  }
  const company = async (work: (context: Context) => Promise<unknown>) =>
    world.as(world.company, await world.person(world.company), work)

  beforeEach(() => world.publish(world.company, { measure: 'thing.on' }))

  it('proves its own sentence and nobody else’s', async () => {
    await world.publish(world.platform, { measure: 'thing.on' })
    await company((context) => push(context, { a: true, b: true }, { id: '1' }))
    expect(await world.status(world.company)).toBe('proven')
    expect(await world.status(world.platform)).toBe('unproven')
  })

  it('does not prove without a complete, compared list', async () => {
    await company((context) => push(context, { a: true }, { id: '1', expected: null }))
    expect(await world.status(world.company)).toBe('unproven')
    await company((context) => push(context, { a: true }, { id: '2', expected: 2 }))
    expect(await world.status(world.company)).toBe('unproven')
  })

  it('is contradicted by a late fact about the past only until a later one clears it', async () => {
    await company((context) => push(context, { a: true }, { id: '1' }))
    await company((context) => push(context, { a: false }, { id: '2', at: -hourMs }))
    expect(await world.status(world.company)).toBe('proven')
    world.clock.advance(1_000)
    await company((context) => push(context, { a: false }, { id: '3' }))
    expect(await world.status(world.company)).toBe('contradicted')
    world.clock.advance(1_000)
    await company((context) => push(context, { a: true }, { id: '4', class: 'export' }))
    expect(await world.status(world.company)).toBe('contradicted')
    world.clock.advance(1_000)
    await company((context) => push(context, { a: true }, { id: '5' }))
    expect(await world.status(world.company)).toBe('proven')
  })

  it('comes to the same answer in whatever order two facts of one instant arrive', async () => {
    const observed = world.clock.now().getTime()
    await company((context) => push(context, { a: false }, { id: 'x' }))
    world.clock.advance(5_000)
    await company((context) => push(context, { a: true }, { id: 'y', at: observed - world.clock.now().getTime() }))
    expect(await world.status(world.company)).toBe('contradicted')
  })

  it('takes the same import twice as one, and refuses another one under its id', async () => {
    const first = await company((context) => push(context, { a: true }, { id: '1', at: 0 }))
    const again = await company((context) => push(context, { a: true }, { id: '1', at: 0 }))
    expect(again).toEqual({ ...(first as object), duplicate: true })
    expect(await world.count('evidence', world.company)).toBe(1)
    await expect(company((context) => push(context, { a: false }, { id: '1', at: 0 }))).rejects.toMatchObject({
      status: 409,
      code: 'evidence.same_id_other_content',
    })
    expect(await world.status(world.company)).toBe('proven')
  })

  it('lapses with the maximum age of the duty', async () => {
    await company((context) => push(context, { a: true }, { id: '1' }))
    world.clock.advance(24 * hourMs - 1)
    expect(await world.status(world.company)).toBe('proven')
    world.clock.advance(1)
    expect(await world.status(world.company)).toBe('lapsed')
  })
})

describe('a document that somebody files', () => {
  const file = async (context: Context, over: { performedOn?: string; outcome?: 'as_intended' | 'failed' } = {}) => {
    const keys = await context.services.vault.keysOf(context.tx)
    const blob = await context.services.blobs.put(keys, Readable.from([Buffer.from(`signed ${Math.random()}`)]), {
      maxBytes: 1_000,
    })
    return fileDocument(
      context,
      world.registry,
      {
        measureId: 'paper.signed',
        title: 'Letter',
        performedOn: over.performedOn ?? '2026-03-01',
        outcome: over.outcome ?? 'as_intended',
        description: '',
      },
      {
        blobKey: blob.key,
        fileName: 'letter.pdf',
        mediaType: 'application/pdf',
        bytes: blob.bytes,
        sha256: blob.sha256,
      },
    )
  }

  it('proves “there is” once another person has accepted it, and not before', async () => {
    await world.publish(world.company, { measure: 'paper.signed', quantifier: 'exists' })
    const [author, reviewer] = [await world.person(world.company), await world.person(world.company)]
    const { id } = await world.as(world.company, author, (context) => file(context))
    expect(await world.status(world.company)).toBe('unproven')
    await expect(
      world.as(world.company, author, (context) => reviewDocument(context, world.registry, id, 'accepted', 'mine')),
    ).rejects.toMatchObject({
      status: 403,
      code: 'four_eyes.same_person',
    })
    expect(await world.status(world.company)).toBe('unproven')
    await world.as(world.company, reviewer, (context) =>
      reviewDocument(context, world.registry, id, 'accepted', 'seen and signed'),
    )
    expect(await world.status(world.company)).toBe('proven')
    await expect(
      world.as(world.company, reviewer, (context) => reviewDocument(context, world.registry, id, 'rejected', 'again')),
    ).rejects.toMatchObject({
      code: 'evidence.already_reviewed',
    })
  })

  it('proves nothing when it was rejected', async () => {
    await world.publish(world.company, { measure: 'paper.signed', quantifier: 'exists' })
    const [author, reviewer] = [await world.person(world.company), await world.person(world.company)]
    const { id } = await world.as(world.company, author, (context) => file(context))
    await world.as(world.company, reviewer, (context) =>
      reviewDocument(context, world.registry, id, 'rejected', 'unsigned'),
    )
    expect(await world.status(world.company)).toBe('unproven')
  })

  it('never proves an “all”, and a failed one contradicts', async () => {
    await world.publish(world.company, { measure: 'paper.signed', quantifier: 'every' })
    const [author, reviewer] = [await world.person(world.company), await world.person(world.company)]
    const accept = async (over: Parameters<typeof file>[1]) => {
      const { id } = await world.as(world.company, author, (context) => file(context, over))
      await world.as(world.company, reviewer, (context) =>
        reviewDocument(context, world.registry, id, 'accepted', 'seen'),
      )
    }
    await accept({})
    expect(await world.status(world.company)).toBe('unproven')
    world.clock.advance(2 * 24 * hourMs)
    await accept({ performedOn: '2026-03-03', outcome: 'failed' })
    expect(await world.status(world.company)).toBe('contradicted')
  })

  it('is refused for a measure that documents do not prove', async () => {
    const author = await world.person(world.company)
    const refused = world.as(world.company, author, async (context) =>
      fileDocument(
        context,
        world.registry,
        { measureId: 'thing.on', title: 'Letter', performedOn: '2026-03-01', outcome: 'as_intended', description: '' },
        { blobKey: '0', fileName: 'a', mediaType: 'a', bytes: 1, sha256: '00' },
      ),
    )
    await expect(refused).rejects.toMatchObject({
      code: 'evidence.invalid',
      issues: [{ pointer: '/measureId', code: 'not_proved_by_documents' }],
    })
    expect(await world.count('evidence', world.company)).toBe(0)
  })
})
