/** Heads are published, cosigned by a foreign witness and stamped, and no outlet that fails does any harm. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from '../checkpoint.ts'
import { parseWitnessKey } from '../cosignature.ts'
import { proveInstanceConsistency } from '../instance-tree.ts'
import { openSigner } from '../note.ts'
import type { Outlets } from '../outlet.ts'
import { cosignedNote, readLastPublication, type Publication } from '../publication.ts'
import { createPublisher } from '../publish.ts'
import { originOf } from '../signing-key.ts'
import { appendLeaf, rootOf, verifyConsistency } from '../tree.ts'
import { readBody, serveForeign, startWitness, type ForeignServer, type ForeignWitness } from './peer.ts'
import { createLedgerWorld, type LedgerWorld } from './world.ts'

let world: LedgerWorld
let witness: ForeignWitness
const opened: ForeignServer[] = []

beforeAll(async () => {
  world = await createLedgerWorld(1)
  witness = await startWitness('witness.example/one', newestKey)
  opened.push(witness)
})
afterAll(async () => {
  await Promise.all(opened.map((one) => one.close()))
  await world?.close()
})

const newestKey = async () => (await world.keys())[0]?.publicKey ?? Buffer.alloc(32)
const outletsOf = (given: Partial<Outlets>): Outlets => ({
  witnesses: [],
  timestampUrls: [],
  everyMs: 3_600_000,
  ...given,
})
const asked = (one: ForeignWitness) => ({ url: one.url, key: parseWitnessKey(one.vkey) })
const last = () => world.db.database.withPlatform('spec', readLastPublication)
/** As many heads of the instance, one after another. */
async function growHeads(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await world.writeEntries(world.companies[0] ?? '', 1)
    await world.sequence()
  }
}
async function publish(outlets: Partial<Outlets>, now = true) {
  const result = await createPublisher(outletsOf(outlets)).publish(world.services, { now })
  return { ...result, last: await last() }
}
async function answering(
  answer: (body: Buffer) => { status: number; body: string | Buffer; headers?: Record<string, string> },
) {
  const server = await serveForeign((request, response) => {
    void readBody(request).then((received) => {
      const { status, body, headers } = answer(received)
      response.writeHead(status, headers ?? {}).end(body)
    })
  })
  opened.push(server)
  return server
}

test('without any head nothing is published, and nothing fails', async () => {
  expect(await publish({ witnesses: [asked(witness)] })).toEqual({ published: null, failures: new Map(), last: null })
})

test('a head is published as it was signed, and not again before the interval is over', async () => {
  await growHeads(3)
  const publisher = createPublisher(outletsOf({}))
  expect(await publisher.publish(world.services, { now: false })).toEqual({ published: 3, failures: new Map() })
  await growHeads(1)
  expect(await publisher.publish(world.services, { now: false })).toEqual({ published: null, failures: new Map() })
  expect(await publisher.publish(world.services, { now: true })).toEqual({ published: 4, failures: new Map() })
  expect(await publisher.publish(world.services, { now: true })).toEqual({ published: null, failures: new Map() })
  const { rows } = await world.db.owner.query('select note from ledger_instance_checkpoints where size = 4')
  expect((await last())?.note).toBe(rows[0]?.note)
})

test('a witness cosigns what it has not seen before, and then what continues it', async () => {
  await growHeads(1)
  const first = await publish({ witnesses: [asked(witness)] })
  expect(first.failures).toEqual(new Map())
  expect(first.last?.cosignatures.map((one) => one.witness)).toEqual(['witness.example/one'])
  await growHeads(4)
  const second = await publish({ witnesses: [asked(witness)] })
  expect(second.failures).toEqual(new Map())
  expect(witness.answered).toEqual([200, 200])
  expect([...witness.seen.values()]).toEqual([{ size: 9, root: second.last?.root }])
  // The published note with its line is a signed note, which every reader of notes takes.
  expect(cosignedNote(second.last as Publication)).toMatch(
    /\n\n\u2014 beleg\/\S+ \S+\n\u2014 witness\.example\/one \S+\n$/,
  )
})

test('a witness that knows another size is asked again from there', async () => {
  await growHeads(1)
  // What it answered last time was lost on the way.
  witness.seen.set([...witness.seen.keys()][0] ?? '', { size: 4, root: await rootAt(4) })
  witness.answered.length = 0
  const { failures, last: published } = await publish({ witnesses: [asked(witness)] })
  expect([failures, witness.answered]).toEqual([new Map(), [409, 200]])
  expect(published?.cosignatures).toHaveLength(1)
})

test('a proof over tiles holds between any two sizes, and tiles of leaves from before are filled', async () => {
  await plantInstanceLeaves(66_200)
  await growHeads(1)
  const { published } = await publish({})
  const size = published ?? 0
  expect(size).toBeGreaterThan(66_200)
  const { rows } = await world.db.owner.query(
    'select level, count(*)::int as tiles from ledger_instance_tiles group by level order by level',
  )
  expect(rows).toEqual([
    { level: 0, tiles: 258 },
    { level: 1, tiles: 1 },
  ])
  for (const older of [1, 255, 256, 257, 4_096, 65_535, 65_536, 65_537, 66_048, size - 1]) {
    const proof = await world.db.database.withPlatform('spec', (tx) => proveInstanceConsistency(tx, older, size))
    expect(
      verifyConsistency(proof, { older, newer: size, olderRoot: await rootAt(older), newerRoot: await rootAt(size) }),
      String(older),
    ).toBe(true)
  }
})

describe('an outlet that fails leaves nothing behind, is named, and the head is published all the same', () => {
  const key = () => parseWitnessKey(witness.vkey)
  const moved = 'it sent us elsewhere'
  test.each<[string, Parameters<typeof answering>[0], RegExp]>([
    ['500', () => ({ status: 500, body: 'sorry' }), /answered 500/],
    ['404', () => ({ status: 404, body: '' }), /answered 404/],
    ['403', () => ({ status: 403, body: '' }), /answered 403/],
    ['nothing', () => ({ status: 200, body: '' }), /newline/],
    ['no signature line', () => ({ status: 200, body: 'hello\n' }), /malformed/],
    [
      'a line of another key',
      () => ({ status: 200, body: `\u2014 a ${Buffer.alloc(76).toString('base64')}\n` }),
      /no_known/,
    ],
    [
      'its own key and a wrong signature',
      () => ({
        status: 200,
        body: `\u2014 ${key().name} ${Buffer.concat([key().keyId, Buffer.of(0, 0, 0, 0, 100, 0, 0, 0), Buffer.alloc(64, 1)]).toString('base64')}\n`,
      }),
      /wrong_signature/,
    ],
    [
      'a signature too short to hold a time',
      () => ({
        status: 200,
        body: `\u2014 ${key().name} ${Buffer.concat([key().keyId, Buffer.alloc(8)]).toString('base64')}\n`,
      }),
      /malformed/,
    ],
    [
      'a larger size than there is',
      () => ({ status: 409, body: '999999999\n', headers: { 'content-type': 'text/x.tlog.size' } }),
      /larger tree/,
    ],
    [
      'the size that was given',
      (body) => ({
        status: 409,
        body: `${/^old (\d+)/.exec(body.toString())?.[1]}\n`,
        headers: { 'content-type': 'text/x.tlog.size' },
      }),
      /very size/,
    ],
    ['409 and no size', () => ({ status: 409, body: 'conflict' }), /without the size/],
    ['409 as text', () => ({ status: 409, body: '1\n', headers: { 'content-type': 'text/html' } }), /without the size/],
    ['a redirect', () => ({ status: 307, body: '', headers: { location: witness.url } }), new RegExp(moved)],
    ['more than anybody needs', () => ({ status: 200, body: 'x'.repeat(100_000) }), /more than 65536/],
  ])('a witness answers %s', async (_what, answer, why) => {
    await growHeads(1)
    const before = witness.answered.length
    const server = await answering(answer)
    const { published, failures, last: head } = await publish({ witnesses: [{ url: server.url, key: key() }] })
    expect(published).toBe(head?.size)
    expect([...failures.keys()]).toEqual([key().name])
    expect([...failures.values()][0]).toMatch(why)
    expect(head?.cosignatures).toEqual([])
    expect(witness.answered).toHaveLength(before)
  })

  test(
    'a witness that does not answer is given up, and the next one is asked meanwhile',
    { timeout: 30_000 },
    async () => {
      await growHeads(1)
      const silent = await serveForeign(() => {})
      opened.push(silent)
      const other = await startWitness('witness.example/two', newestKey)
      opened.push(other)
      const started = performance.now()
      const { failures, last: head } = await publish({
        witnesses: [{ url: silent.url, key: key() }, asked(other)],
        timestampUrls: [`${silent.url}/tsa`],
      })
      expect(performance.now() - started).toBeLessThan(15_000)
      expect(failures).toEqual(
        new Map([
          [key().name, 'no answer within 10000 ms'],
          [`${silent.url}/tsa`, 'no answer within 10000 ms'],
        ]),
      )
      expect(head?.cosignatures.map((one) => one.witness)).toEqual(['witness.example/two'])
    },
  )

  test('nobody is there', async () => {
    await growHeads(1)
    const gone = await serveForeign(() => {})
    await gone.close()
    const { failures, last: head } = await publish({ witnesses: [{ url: gone.url, key: key() }] })
    expect([...failures.values()][0]).toMatch(/ECONNREFUSED/)
    expect(head?.cosignatures).toEqual([])
  })

  test('it is asked again later, for the same head', async () => {
    await growHeads(1)
    let works = false
    const server = await serveForeign((request, response) => {
      if (!works) return void response.writeHead(500).end()
      void readBody(request)
        .then((body) => fetch(`${witness.url}/add-checkpoint`, { method: 'POST', body: new Uint8Array(body) }))
        .then(async (answer) =>
          response
            .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
            .end(await answer.text()),
        )
    })
    opened.push(server)
    const publisher = createPublisher(outletsOf({ witnesses: [{ url: server.url, key: key() }] }))
    expect((await publisher.publish(world.services, { now: true })).failures.size).toBe(1)
    works = true
    // Not at once: five minutes lie between two tries for a head.
    await publisher.publish(world.services, { now: false })
    expect((await last())?.cosignatures).toEqual([])
    await publisher.publish(
      { ...world.services, clock: { now: () => new Date(world.services.clock.now().getTime() + 300_001) } },
      { now: false },
    )
    expect((await last())?.cosignatures.map((one) => one.witness)).toEqual([key().name])
  })
})

describe('what was published stays', () => {
  test.each(['ledger_publications', 'ledger_cosignatures', 'ledger_timestamps', 'ledger_instance_tiles'])(
    'nobody changes or deletes %s, not even its owner',
    async (table) => {
      const column = table === 'ledger_instance_tiles' ? 'level' : 'size'
      for (const text of [
        `update ${table} set ${column} = ${column}`,
        `delete from ${table}`,
        `truncate ${table} cascade`,
      ])
        await expect(world.db.owner.query(text)).rejects.toThrow('only added to')
    },
  )

  test('a head that was not signed, or is not larger, cannot be published', async () => {
    const { rows } = await world.db.owner.query('select max(size)::int as size from ledger_publications')
    const size = rows[0]?.size as number
    await expect(world.db.owner.query('select publish_head($1, $2)', [size + 99, new Date(0)])).rejects.toThrow(
      'not signed',
    )
    await expect(world.db.owner.query('select publish_head($1, $2)', [size, new Date(0)])).rejects.toThrow(
      'a larger head was published',
    )
  })

  test('a tile is filled from the leaves alone, and only the next one', async () => {
    await expect(world.db.owner.query('select add_instance_tile(0, 9999, $1)', [Buffer.alloc(32)])).rejects.toThrow(
      'does not follow',
    )
    await expect(world.db.owner.query('select add_instance_tile(0, 258, $1)', [Buffer.alloc(32)])).rejects.toThrow(
      /null value|check/,
    )
  })
})

async function rootAt(size: number): Promise<Buffer> {
  const { rows } = await world.db.owner.query<{ leaf_hash: Buffer }>(
    'select leaf_hash from ledger_instance_leaves where leaf_index < $1 order by leaf_index',
    [size],
  )
  const hash = (hashes: readonly Buffer[]): Buffer => {
    if (hashes.length === 1) return hashes[0] ?? Buffer.alloc(0)
    const left = 2 ** (Math.ceil(Math.log2(hashes.length)) - 1)
    return createHash('sha256')
      .update(Buffer.of(1))
      .update(hash(hashes.slice(0, left)))
      .update(hash(hashes.slice(left)))
      .digest()
  }
  return hash(rows.map((row) => row.leaf_hash))
}

/** A long history, as an instance of years has it, put there behind the doors; only its last head is a signed one. */
async function plantInstanceLeaves(size: number): Promise<void> {
  const { owner } = world.db
  const { rows } = await owner.query('select max(size)::int as size from ledger_instance_checkpoints')
  const from = rows[0]?.size as number
  const leaves = Array.from({ length: size - from }, (_, i) => createHash('sha256').update(`leaf ${i}`).digest())
  await owner.query(
    `insert into ledger_instance_leaves (leaf_index, tenant_id, size, root, leaf_hash)
     select $1 + o - 1, $2, 1000000 + o, h, h from unnest($3::bytea[]) with ordinality as l (h, o)`,
    [from, world.platform, leaves],
  )
  const all = (await owner.query('select leaf_hash from ledger_instance_leaves order by leaf_index')).rows.map(
    (row) => row.leaf_hash as Buffer,
  )
  const range = { size: 0, hashes: [] as Buffer[] }
  for (const leaf of all) appendLeaf(range, leaf)
  const root = rootOf(range)
  const origin = originOf(world.platform)
  const signers = (await world.keys()).map((one) => openSigner(origin, one.seed))
  await owner.query(
    'insert into ledger_instance_checkpoints (size, root, frontier, note, signed_at) values ($1, $2, $3, $4, $5)',
    [
      all.length,
      root,
      Buffer.concat(range.hashes),
      signCheckpoint({ origin, size: all.length, root }, signers),
      world.services.clock.now(),
    ],
  )
}
