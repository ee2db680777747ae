/** A time-stamp authority that nobody here wrote takes our requests, and what we keep of its answers it verifies itself. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatTimestampRequest, readTimestampResponse } from '#core/ledger/timestamp.ts'
import { startOpensslAuthority, type OpensslAuthority } from './timestamp-authority.ts'
import { askTimestamp } from '#core/ledger/timestamp.ts'

let authority: OpensslAuthority
let folder: string
const note = Buffer.from('beleg/019a\n42\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n\u2014 beleg/019a AAAA\n')

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'beleg-tsa-spec-'))
  authority = await startOpensslAuthority()
})
afterAll(async () => {
  await authority?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** `openssl ts -verify` of a token over some bytes. */
function verifies(token: Buffer, bytes: Buffer): boolean {
  const [tokenFile, data] = [join(folder, 'token'), join(folder, 'data')]
  writeFileSync(tokenFile, token)
  writeFileSync(data, bytes)
  const given = ['-token_in', '-in', tokenFile, '-data', data, '-CAfile', authority.caFile]
  const { status } = spawnSync('openssl', ['ts', '-verify', ...given])
  return status === 0
}

test('openssl reads our request as one with a nonce, SHA-256 and a wish for the certificate', () => {
  const file = join(folder, 'query')
  const { body, digest } = formatTimestampRequest(note)
  writeFileSync(file, body)
  const text = execFileSync('openssl', ['ts', '-query', '-in', file, '-text'], { encoding: 'utf8' })
  expect(text).toContain('Version: 1')
  expect(text).toContain('Hash Algorithm: sha256')
  expect(text).toContain('Certificate required: yes')
  expect(text).toMatch(/Nonce: 0x[0-9A-F]{20,}/)
  expect(text.replaceAll(/[^0-9a-f]/g, '')).toContain(digest.subarray(0, 4).toString('hex'))
})

test('a token that openssl made is taken, and openssl verifies it by itself', async () => {
  const { token, generatedAt } = await askTimestamp(authority.url, note)
  expect(Math.abs(generatedAt.getTime() - new Date().getTime())).toBeLessThan(60_000)
  expect(verifies(token, note)).toBe(true)
  expect(verifies(token, Buffer.concat([note, Buffer.from('\n')]))).toBe(false)
})

test('answers of openssl to another request, and its refusals, are not taken', async () => {
  const request = formatTimestampRequest(note)
  const answer = await authority.answer(request.body)
  expect(readTimestampResponse(answer, request).token.length).toBeGreaterThan(500)
  const faultOf = (given: Buffer, asked = request) => {
    try {
      readTimestampResponse(given, asked)
      return null
    } catch (error) {
      return (error as { fault?: string }).fault
    }
  }
  expect(faultOf(await authority.answer(formatTimestampRequest(note).body))).toBe('other_nonce')
  expect(faultOf(answer, { ...formatTimestampRequest(Buffer.from('other')), nonce: request.nonce })).toBe(
    'other_imprint',
  )
  const refusal = await authority.answer(Buffer.from('not a request'))
  expect(faultOf(refusal)).toBe('refused')
  expect(readFileSync(authority.caFile, 'utf8')).toContain('BEGIN CERTIFICATE')
})
