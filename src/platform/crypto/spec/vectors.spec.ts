/**
 * Published vectors: XAES-256-GCM of C2SP, argon2id of RFC 9106, HKDF of RFC 5869. Those of Project Wycheproof are run
 * by test/conformance.
 */
import { argon2Sync, createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { open, prepareKey, sealWithNonce } from '../aead.ts'
import { hkdf } from '../master-key.ts'

describe('XAES-256-GCM agrees with C2SP', () => {
  const nonce = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWX')
  const plaintext = Buffer.from('XAES-256-GCM')

  test('on both published vectors, which take either branch of the subkey', () => {
    const one = sealWithNonce(prepareKey(Buffer.alloc(32, 1)), nonce, plaintext, Buffer.alloc(0))
    expect(one.toString('hex')).toBe('ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271')
    const aad = Buffer.from('c2sp.org/XAES-256-GCM')
    const two = sealWithNonce(prepareKey(Buffer.alloc(32, 3)), nonce, plaintext, aad)
    expect(two.toString('hex')).toBe('986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d')
    expect(open(prepareKey(Buffer.alloc(32, 3)), Buffer.concat([nonce, two]), aad)).toEqual(plaintext)
  })

  test('on the accumulated 10,000 random messages', () => {
    // All draws come from one SHAKE-128 stream; 6 MB are more than the 10,000 messages take.
    const stream = createHash('shake128', { outputLength: 6_000_000 }).digest()
    let at = 0
    const read = (bytes: number) => stream.subarray(at, (at += bytes))
    const sealed: Buffer[] = []
    for (let i = 0; i < 10_000; i++) {
      const key = prepareKey(read(32))
      const randomNonce = read(24)
      const message = read(read(1)[0] ?? 0)
      const aad = read(read(1)[0] ?? 0)
      const result = sealWithNonce(key, randomNonce, message, aad)
      expect(open(key, Buffer.concat([randomNonce, result]), aad).equals(message)).toBe(true)
      sealed.push(result)
    }
    const digest = createHash('shake128', { outputLength: 32 }).update(Buffer.concat(sealed)).digest('hex')
    expect(digest).toBe('e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939')
  })
})

test('argon2id of this Node agrees with RFC 9106 §5.3', () => {
  const tag = argon2Sync('argon2id', {
    message: Buffer.alloc(32, 1),
    nonce: Buffer.alloc(16, 2),
    secret: Buffer.alloc(8, 3),
    associatedData: Buffer.alloc(12, 4),
    memory: 32,
    passes: 3,
    parallelism: 4,
    tagLength: 32,
  })
  expect(tag.toString('hex')).toBe('0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659')
})

test('keys are derived as RFC 5869 says (A.3: no salt, no info)', () => {
  const okm = '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8'
  expect(hkdf(Buffer.alloc(22, 0x0b), '', 42).toString('hex')).toBe(okm)
})
