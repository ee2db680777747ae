/**
 * What others signed over a published head: timestamps of authorities (tokens made with OpenSSL, in `fixture`, over the
 * note that `forged.ts` makes) and cosignatures of witnesses; and what becomes of them when they are altered.
 */
import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateSeed, keyIdOf } from '#core/ledger/note.ts'
import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { BundleError, renderReport, verifyBundle, type VerificationReport, type VerifyOptions } from '../verify.ts'
import { forgeArchive, forgeMembers, publishedText, type ForgedAnchor } from './forged.ts'

const directory = mkdtempSync(join(tmpdir(), 'beleg-anchor-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixture', name))
const authority = fixture('authority.pem').toString()
/** A little after the tokens were made. */
const now = new Date('2026-11-23T00:00:00Z')
const stampedAt = /^2026-11-22T14:4\d:\d\d\.501Z$/

const path = join(directory, 'bundle.zip')
async function verify(anchor: ForgedAnchor | null, options: VerifyOptions = {}): Promise<VerificationReport> {
  writeFileSync(path, await forgeArchive(forgeMembers(anchor)))
  return verifyBundle(path, { now, ...options })
}
const codes = (report: VerificationReport) => report.findings.map((one) => one.code)

describe('a timestamp', () => {
  test.each(['rsa', 'ec', 'pss', 'rsa-v1'])('by %s says since when everything below a place existed', async (name) => {
    const report = await verify({ tokens: [fixture(`${name}.tst`)] }, { authorities: [authority] })
    expect(report.findings).toEqual([])
    expect(report.anchor).toMatchObject({ size: 3, instanceSize: 2 })
    expect(report.anchor?.timestamps).toEqual([
      {
        at: expect.stringMatching(stampedAt) as string,
        authority: expect.stringContaining('O=Example Authority') as string,
        trusted: true,
      },
    ])
    expect(renderReport(report)).toContain('everything before place 3 existed at 2026-11-22T14:4')
  })

  test('of an authority that nobody named is told, and not believed', async () => {
    const report = await verify({ tokens: [fixture('rsa.tst')] })
    expect(report).toMatchObject({ ok: true, anchor: { timestamps: [{ trusted: false }] } })
    expect(renderReport(report)).toContain('whom you have not said you trust')
  })

  test('is demanded when an authority was named', async () => {
    expect(codes(await verify(null, { authorities: [authority] }))).toEqual(['timestamp.untrusted'])
    expect(codes(await verify({ tokens: [] }, { authorities: [authority] }))).toEqual(['timestamp.untrusted'])
    expect(codes(await verify({ tokens: [fixture('rsa.tst')] }, { authorities: [selfMade()] }))).toEqual([
      'timestamp.untrusted',
    ])
  })

  test('still to come is one whose clock or ours is wrong', async () => {
    const before = new Date('2026-11-22T14:00:00Z')
    expect(codes(await verify({ tokens: [fixture('ec.tst')] }, { now: before }))).toEqual(['timestamp.future'])
    expect(codes(await verify(null, { now: new Date('2026-01-01T11:00:00Z') }))).toEqual([
      'checkpoint.future',
      'checkpoint.future',
    ])
  })

  test('by a certificate for other purposes is none', async () => {
    const report = await verify({ tokens: [fixture('soft.tst')] })
    expect(report.findings).toEqual([
      expect.objectContaining({
        code: 'timestamp.wrong',
        detail: 'the certificate of a timestamp is not for timestamps alone',
      }),
    ])
  })

  test('over something else, cut off, followed by something, or no DER at all, is none', async () => {
    const token = fixture('rsa.tst')
    const altered = [
      Buffer.concat([token, Buffer.of(0)]),
      token.subarray(0, -1),
      token.subarray(1),
      Buffer.alloc(0),
      Buffer.from('30843fffffff', 'hex'),
      Buffer.from('3080', 'hex'),
      Buffer.alloc(100_000, 0x30),
      Buffer.from('302f'.repeat(20_000), 'hex'),
    ]
    for (const one of altered) expect(codes(await verify({ tokens: [one] }))).toEqual(['timestamp.wrong'])
  })

  test('altered anywhere is refused, or says exactly the same', async () => {
    for (const name of ['rsa', 'ec', 'pss', 'rsa-v1']) {
      const token = fixture(`${name}.tst`)
      const honest = (await verify({ tokens: [token] }, { authorities: [authority] })).anchor?.timestamps
      const change = fc.record({ at: fc.nat(token.length - 1), bits: fc.integer({ min: 1, max: 255 }) })
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
          const bytes = Buffer.from(token)
          for (const { at, bits } of changes) bytes[at] = (bytes[at] ?? 0) ^ bits
          const { findings, anchor } = await verify({ tokens: [bytes] }, { authorities: [authority] })
          if (!findings.some((one) => one.code === 'timestamp.wrong')) expect(anchor?.timestamps).toEqual(honest)
        }),
        { numRuns: 250 },
      )
    }
  })

  test('of any bytes at all is refused without a fault of ours', async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(0x30, 0x31, 0xa0, 0x04, 0x06, 0x02).map((tag) => Uint8Array.of(tag, 0x82, 0x01, 0x00)),
      fc.nat(2_000).map((at) => fixture('ec.tst').subarray(at, at + 300)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        expect(codes(await verify({ tokens: [Buffer.concat(pieces)] }))).toEqual(['timestamp.wrong'])
      }),
      { numRuns: 300 },
    )
  })
})

describe('the anchor itself', () => {
  const edit = async (name: string, change: (value: string) => string) => {
    const list = forgeMembers({ tokens: [] }).map((member) =>
      member.name === name ? { ...member, bytes: Buffer.from(change(member.bytes.toString())) } : member,
    )
    writeFileSync(path, await forgeArchive(list))
    return verifyBundle(path, { now })
  }
  const flipHash = (field: string) => (text: string) => {
    const value = JSON.parse(text) as Record<string, unknown>
    return JSON.stringify({
      ...value,
      [field]: (value[field] as string[]).map(() => Buffer.alloc(32, 1).toString('base64')),
    })
  }
  test('has to hold: signatures, the place in the instance tree, and that the checkpoint continues it', async () => {
    expect(codes(await edit('anchor/proof.json', flipHash('proof')))).toEqual(['anchor.not_included'])
    expect(codes(await edit('anchor/proof.json', flipHash('consistency')))).toEqual(['anchor.forked'])
    expect(codes(await edit('anchor/head', (text) => text.replace('\n3\n', '\n4\n')))).toContain(
      'anchor.wrong_signature',
    )
    expect(codes(await edit('anchor/checkpoint', (text) => text.replace(/ ([A-Za-z0-9+/]{20})(.)/, ' $1A')))).toContain(
      'anchor.wrong_signature',
    )
  })
  test('lacks no part', async () => {
    writeFileSync(path, await forgeArchive(forgeMembers({}).filter(({ name }) => name !== 'anchor/head')))
    expect(() => verifyBundle(path, { now })).toThrow(expect.objectContaining({ fault: 'bundle.malformed' }) as Error)
  })
})

describe('a witness', () => {
  const key = generateSeed()
  const name = 'witness.example.org'
  const privateKey = (seed: Buffer): KeyObject =>
    createPrivateKey({
      key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
      format: 'der',
      type: 'pkcs8',
    })
  const idOf = (publicKey: Buffer) =>
    createHash('sha256').update(`${name}\n`).update(Buffer.of(4)).update(publicKey).digest().subarray(0, 4)
  const vkey = (publicKey: Buffer) =>
    `${name}+${idOf(publicKey).toString('hex')}+${Buffer.concat([Buffer.of(4), publicKey]).toString('base64')}`
  const cosign = (at: Date, over = publishedText) => {
    const seconds = BigInt(at.getTime() / 1000)
    const time = Buffer.alloc(8)
    time.writeBigUInt64BE(seconds)
    const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${over}`), privateKey(key.seed))
    return `\u2014 ${name} ${Buffer.concat([idOf(key.publicKey), time, signature]).toString('base64')}`
  }
  const at = new Date('2026-11-22T15:00:00Z')

  test('who was named is believed, and one who was not is only told of', async () => {
    const cosignatures = [cosign(at)]
    expect(await verify({ cosignatures }, { witnesses: [vkey(key.publicKey)] })).toMatchObject({
      ok: true,
      anchor: { cosignatures: [{ witness: name, at: at.toISOString() }] },
    })
    const unnamed = await verify({ cosignatures })
    expect(unnamed).toMatchObject({ ok: true, anchor: { cosignatures: [{ witness: name, at: null }] } })
    expect(renderReport(unnamed)).toContain('whose key you have not named')
  })
  test('who was named has to have signed, this head, and not in time to come', async () => {
    const witnesses = [vkey(key.publicKey)]
    expect(codes(await verify({}, { witnesses }))).toEqual(['cosignature.missing'])
    expect(codes(await verify(null, { witnesses }))).toEqual(['cosignature.missing'])
    expect(codes(await verify({ cosignatures: [cosign(at, 'another head\n')] }, { witnesses }))).toEqual([
      'cosignature.wrong',
      'cosignature.missing',
    ])
    expect(codes(await verify({ cosignatures: [cosign(new Date('2027-01-01T00:00:00Z'))] }, { witnesses }))).toEqual([
      'cosignature.future',
    ])
    expect(codes(await verify({ cosignatures: ['hello'] }))).toEqual(['cosignature.wrong'])
  })
  test('whose key is no key, and an authority without a certificate, cannot be judged', async () => {
    const fault = async (options: VerifyOptions) => {
      try {
        await verify(null, options)
        return null
      } catch (error) {
        return error instanceof BundleError ? error.fault : error
      }
    }
    expect(await fault({ witnesses: ['witness+00000000+AAAA'] })).toBe('witness.malformed')
    expect(await fault({ witnesses: [vkey(key.publicKey).replace(/\+[0-9a-f]{8}\+/, '+00000000+')] })).toBe(
      'witness.malformed',
    )
    expect(await fault({ authorities: ['no certificate'] })).toBe('authority.malformed')
    expect(keyIdOf(name, key.publicKey)).not.toEqual(idOf(key.publicKey))
  })
})

describe('an archive of any bytes', () => {
  test('that differ in a few places is refused, found wrong, or says exactly the same', async () => {
    const bytes = await forgeArchive(forgeMembers({ tokens: [fixture('ec.tst')] }))
    writeFileSync(path, bytes)
    const honest = verifyBundle(path, { now })
    expect(honest.ok).toBe(true)
    const change = fc.record({ at: fc.nat(bytes.length - 1), bits: fc.integer({ min: 1, max: 255 }) })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const altered = Buffer.from(bytes)
        for (const { at, bits } of changes) altered[at] = (altered[at] ?? 0) ^ bits
        writeFileSync(path, altered)
        try {
          const report = verifyBundle(path, { now })
          if (report.ok) expect(report).toEqual(honest)
        } catch (error) {
          expect(error).toBeInstanceOf(BundleError)
        }
      }),
      { numRuns: 1_500 },
    )
  })
  test('that are moved, doubled or cut is refused without a fault of ours', async () => {
    const bytes = await forgeArchive(forgeMembers({ tokens: [fixture('ec.tst')] }))
    const run = fc.tuple(fc.nat(bytes.length), fc.nat(400)).map(([at, length]) => bytes.subarray(at, at + length))
    fc.assert(
      fc.property(
        fc.array(fc.oneof(run, fc.uint8Array({ maxLength: 30 })), { maxLength: 8 }),
        fc.boolean(),
        (runs, whole) => {
          // The end record alone makes a reader look further.
          writeFileSync(path, Buffer.concat([bytes.subarray(0, 60), ...runs, ...(whole ? [bytes.subarray(-22)] : [])]))
          expect(() => verifyBundle(path, { now })).toThrow(BundleError)
        },
      ),
      { numRuns: 500 },
    )
  })
})

/** A certificate of somebody else. */
function selfMade(): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const der = (tag: number, ...parts: readonly Uint8Array[]) => {
    const body = Buffer.concat(parts)
    const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff]
    return Buffer.concat([Buffer.of(tag, ...length), body])
  }
  const algorithm = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'))
  const name = der(
    0x30,
    der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('Somebody else')))),
  )
  const times = der(0x30, der(0x17, Buffer.from('250101000000Z')), der(0x17, Buffer.from('450101000000Z')))
  const body = der(
    0x30,
    der(0xa0, Buffer.of(2, 1, 2)),
    Buffer.of(2, 1, 1),
    algorithm,
    name,
    times,
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, der(0x30, der(0x30, Buffer.from('0603551d130101ff040530030101ff', 'hex')))),
  )
  const signature = sign('sha256', body, privateKey)
  const certificate = der(0x30, body, algorithm, der(0x03, Buffer.of(0), signature))
  return `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`
}
