/** Requests for timestamps are those of RFC 3161, and nothing but a token for just this request is taken. */
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDer, writeDer, writeDerInteger } from '#platform/crypto/der.ts'
import { askTimestamp, formatTimestampRequest, readTimestampResponse, type TimestampRequest } from '../timestamp.ts'
import { readBody, serveForeign, type ForeignServer } from './peer.ts'

/** Written by hand, so that a mistake of our writer shows. */
const der = (tag: number, ...content: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(content)
  const length =
    body.length < 128
      ? Buffer.of(body.length)
      : body.length < 256
        ? Buffer.of(0x81, body.length)
        : Buffer.of(0x82, body.length >> 8, body.length & 255)
  return Buffer.concat([Buffer.of(tag), length, body])
}
const hex = (text: string) => Buffer.from(text, 'hex')
const sequence = (...content: readonly Buffer[]) => der(0x30, ...content)
const sha256Algorithm = sequence(hex('0609608648016503040201'), hex('0500'))

interface Answer {
  readonly status?: Buffer
  readonly digest?: Buffer
  readonly algorithm?: Buffer
  /** With its tag; null leaves it out. */
  readonly nonce?: Buffer | null
  readonly signed?: Buffer
  readonly content?: Buffer
  readonly time?: string
}

/** What an authority answers; `over` is what it does otherwise. The signature is of no concern here. */
function answerTo(request: TimestampRequest, over: Answer = {}): Buffer {
  const info = sequence(
    hex('020101'),
    hex('06042a030405'),
    sequence(over.algorithm ?? sha256Algorithm, der(0x04, over.digest ?? request.digest)),
    hex('02012a'),
    der(0x18, Buffer.from(over.time ?? '20261122140000.25Z')),
    sequence(hex('020101')),
    ...(over.nonce === null ? [] : [over.nonce ?? der(0x02, request.nonce)]),
  )
  const signedData = sequence(
    hex('020103'),
    der(0x31),
    sequence(over.content ?? hex('060b2a864886f70d0109100104'), der(0xa0, der(0x04, info))),
    der(0x31),
  )
  const token = sequence(over.signed ?? hex('06092a864886f70d010702'), der(0xa0, signedData))
  return sequence(sequence(over.status ?? hex('020100')), token)
}

const bytes = Buffer.from('beleg/x\n1\n')
const request = formatTimestampRequest(bytes)

test('a request is the one of the RFC, byte by byte', () => {
  const { body, nonce } = formatTimestampRequest(bytes, hex('00ff01'))
  expect(nonce).toEqual(hex('00ff01'))
  expect(body.toString('hex')).toBe(
    sequence(
      hex('020101'),
      sequence(sha256Algorithm, der(0x04, createHash('sha256').update(bytes).digest())),
      hex('020300ff01'),
      hex('0101ff'),
    ).toString('hex'),
  )
})

test('two requests over the same bytes have different nonces', () => {
  expect(formatTimestampRequest(bytes).nonce.equals(request.nonce)).toBe(false)
})

test('a token for the request is taken as it is, with its time', () => {
  const answer = answerTo(request)
  const { token, generatedAt } = readTimestampResponse(answer, request)
  expect(answer.subarray(-token.length)).toEqual(token)
  expect(generatedAt.toISOString()).toBe('2026-11-22T14:00:00.250Z')
  // Granted with modifications is granted.
  expect(readTimestampResponse(answerTo(request, { status: hex('020101') }), request).token).toEqual(token)
})

describe('an answer is refused', () => {
  test.each<[string, Buffer, string]>([
    ['that is empty', Buffer.alloc(0), 'unreadable'],
    ['that is a web page', Buffer.from('<!doctype html><p>Hello'), 'unreadable'],
    ['that goes on after its end', Buffer.concat([answerTo(request), Buffer.of(0)]), 'unreadable'],
    ['that says it refused', sequence(sequence(hex('020102'))), 'refused'],
    ['that has a token and says it refused', answerTo(request, { status: hex('020102') }), 'refused'],
    ['that says it waits', answerTo(request, { status: hex('020103') }), 'refused'],
    ['with a status of many bytes', answerTo(request, { status: hex('02020100') }), 'refused'],
    ['that was granted without a token', sequence(sequence(hex('020100'))), 'not_a_token'],
    ['over other bytes', answerTo(request, { digest: Buffer.alloc(32, 1) }), 'other_imprint'],
    [
      'over the digest of another algorithm',
      answerTo(request, { algorithm: sequence(hex('06052b0e03021a')) }),
      'other_imprint',
    ],
    ['with another nonce', answerTo(request, { nonce: der(0x02, Buffer.of(7)) }), 'other_nonce'],
    ['without a nonce', answerTo(request, { nonce: null }), 'other_nonce'],
    ['that is signed otherwise', answerTo(request, { signed: hex('06092a864886f70d010701') }), 'not_a_token'],
    ['that signs something else', answerTo(request, { content: hex('06092a864886f70d010701') }), 'not_a_token'],
    ['of no time', answerTo(request, { time: '20261399999999Z' }), 'not_a_token'],
    ['of a time in no zone', answerTo(request, { time: '20261122140000' }), 'not_a_token'],
    ['with a length without an end', hex('3080020100'), 'unreadable'],
    ['with a length of four bytes', hex('308400000003020100'), 'unreadable'],
    ['with a length that is longer than it has to be', hex('30810302010000'), 'unreadable'],
  ])('%s', (_what, answer, fault) => {
    expect(() => readTimestampResponse(answer, request)).toThrow(expect.objectContaining({ fault }))
  })

  test('cut off anywhere', () => {
    const answer = answerTo(request)
    for (let length = 0; length < answer.length; length += 1)
      expect(() => readTimestampResponse(answer.subarray(0, length), request), String(length)).toThrow(
        expect.objectContaining({ name: 'TimestampError' }),
      )
  })

  test('with any one byte changed, or the change is outside of what it says of our bytes', () => {
    const answer = answerTo(request)
    const { token } = readTimestampResponse(answer, request)
    for (let at = 0; at < answer.length; at += 1) {
      const changed = Buffer.from(answer)
      changed[at] = (changed[at] ?? 0) ^ 0x41
      try {
        const taken = readTimestampResponse(changed, request)
        expect(taken.token.includes(request.digest) && taken.token.includes(request.nonce)).toBe(true)
        expect(taken.token).toHaveLength(token.length)
      } catch (error) {
        expect(error, String(at)).toMatchObject({ name: 'TimestampError' })
      }
    }
  })
})

test('DER is written as it is read, at every length of a length', () => {
  for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
    const content = randomBytes(length)
    const [value, ...more] = readDer(writeDer(0x04, content))
    expect([value?.tag, value?.content.equals(content), more.length]).toEqual([0x04, true, 0])
  }
  expect(writeDerInteger(hex('0000')).toString('hex')).toBe('020100')
  expect(writeDerInteger(hex('80')).toString('hex')).toBe('02020080')
})

describe('over HTTP', () => {
  let server: ForeignServer
  let status = 200
  const got: { type?: string; body: Buffer }[] = []
  beforeAll(async () => {
    server = await serveForeign((incoming, response) => {
      void readBody(incoming).then((body) => {
        got.push({ ...(incoming.headers['content-type'] && { type: incoming.headers['content-type'] }), body })
        const parts = readDer(readDer(body)[0]?.content ?? Buffer.alloc(0))
        const digest = readDer(parts[1]?.content ?? Buffer.alloc(0))[1]?.content ?? Buffer.alloc(0)
        const answer = answerTo({ body, digest, nonce: parts[2]?.content ?? Buffer.alloc(0) })
        response.writeHead(status, { 'content-type': 'application/timestamp-reply' }).end(answer)
      })
    })
  })
  afterAll(() => server.close())

  test('a query is sent as one, and its answer taken', async () => {
    const { token } = await askTimestamp(server.url, bytes)
    expect(got.at(-1)?.type).toBe('application/timestamp-query')
    expect(token.includes(createHash('sha256').update(bytes).digest())).toBe(true)
  })

  test('what does not say 200 is no answer', async () => {
    status = 500
    await expect(askTimestamp(server.url, bytes)).rejects.toThrow('it answered 500')
  })
})
