/** Tokens and API keys: enough random bits, recognisable, checked without a database. */
import { describe, expect, test } from 'vitest'
import { createApiKey, createToken, hashToken, parseApiKey } from '../token.ts'

const tenant = '0195c0de-7000-7abc-8def-0123456789ab'

describe('a token', () => {
  test('has 256 random bits, and only its hash is to be stored', () => {
    const tokens = Array.from({ length: 1000 }, () => createToken())
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(1000)
    for (const { token, hash } of tokens) {
      expect(Buffer.from(token, 'base64url')).toHaveLength(32)
      expect(hash.equals(hashToken(token))).toBe(true)
      expect(hash).toHaveLength(32)
    }
    expect(() => createToken(15)).toThrow(RangeError)
  })
})

describe('an API key', () => {
  test('says which tenant it is for, and its hash is that of the text', () => {
    for (const id of [tenant, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']) {
      const { key, hash } = createApiKey(id)
      expect(key).toMatch(/^beleg_[0-9A-Za-z]{60}$/)
      expect(parseApiKey(key)).toEqual({ ok: true, tenantId: id, hash })
    }
    expect(createApiKey(tenant).key).not.toBe(createApiKey(tenant).key)
    expect(() => createApiKey('platform')).toThrow(TypeError)
  })

  test('with any one letter mistyped is refused by its checksum', () => {
    const { key } = createApiKey(tenant)
    for (let at = 'beleg_'.length; at < key.length; at++) {
      const mistyped = key.slice(0, at) + (key[at] === 'x' ? 'y' : 'x') + key.slice(at + 1)
      expect(parseApiKey(mistyped)).toEqual({ ok: false, reason: 'checksum' })
    }
  })

  test.each([
    '',
    'beleg_',
    'Bearer x',
    `beleg_${'0'.repeat(59)}`,
    `beleg_${'0'.repeat(61)}`,
    `beleg_${'-'.repeat(60)}`,
  ])('of another shape is malformed: %s', (text) =>
    expect(parseApiKey(text)).toEqual({ ok: false, reason: 'malformed' }),
  )
})
