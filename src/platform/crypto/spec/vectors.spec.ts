/**
 * Published vectors: XAES-256-GCM of C2SP, argon2id of RFC 9106, and Project Wycheproof's AES-GCM and HKDF where its
 * files lie in `../shared/data/wycheproof` beside the repository.
 */
import { argon2Sync, createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { open, prepareKey, sealWithNonce } from '../aead.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

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

interface WycheproofTest {
  tcId: number
  comment: string
  result: 'valid' | 'invalid' | 'acceptable'
  [field: string]: string | number | string[]
}
interface WycheproofFile {
  testGroups: { ivSize?: number; keySize?: number; tagSize?: number; tests: WycheproofTest[] }[]
}

const directory = join(import.meta.dirname, '../../../../../shared/data/wycheproof')
const present = existsSync(directory)
if (!present) console.warn('Wycheproof vectors are not beside the repository: skipped')

function load(name: string): WycheproofFile {
  return JSON.parse(readFileSync(join(directory, name), 'utf8'))
}
const field = (vector: WycheproofTest, name: string) => hex(String(vector[name]))

describe.skipIf(!present)('Wycheproof', () => {
  test('AES-GCM: every valid vector seals and opens, every invalid one is refused', () => {
    const counts = { valid: 0, invalid: 0, longIv: 0 }
    for (const group of load('aes_gcm_test.json').testGroups) {
      for (const vector of group.tests) {
        // OpenSSL takes at most 1024 bits; we use 96 only.
        if ((group.ivSize ?? 0) > 1024) {
          counts.longIv++
          continue
        }
        const algorithm = `aes-${group.keySize}-gcm`
        const [key, iv, aad] = [field(vector, 'key'), field(vector, 'iv'), field(vector, 'aad')]
        const [message, ciphertext, tag] = [field(vector, 'msg'), field(vector, 'ct'), field(vector, 'tag')]
        // The type knows three literal names; the file holds the same three.
        const opened = () => {
          const decipher = createDecipheriv(algorithm as 'aes-256-gcm', key, iv, { authTagLength: 16 })
          decipher.setAAD(aad).setAuthTag(tag)
          return Buffer.concat([decipher.update(ciphertext), decipher.final()])
        }
        if (vector.result === 'valid') {
          expect(opened(), `tcId ${vector.tcId}`).toEqual(message)
          const cipher = createCipheriv(algorithm as 'aes-256-gcm', key, iv, { authTagLength: 16 })
          cipher.setAAD(aad)
          expect(Buffer.concat([cipher.update(message), cipher.final(), cipher.getAuthTag()])).toEqual(
            Buffer.concat([ciphertext, tag]),
          )
          counts.valid++
        } else {
          expect(opened, `tcId ${vector.tcId} ${vector.comment}`).toThrow()
          counts.invalid++
        }
      }
    }
    expect(counts.valid).toBeGreaterThan(100)
    expect(counts.invalid).toBeGreaterThan(50)
    console.log(
      `AES-GCM: ${counts.valid} valid, ${counts.invalid} invalid, ${counts.longIv} skipped for an IV beyond OpenSSL's limit`,
    )
  })

  test('HKDF-SHA-256: every valid vector agrees, every impossible length is refused', () => {
    const counts = { valid: 0, invalid: 0 }
    for (const group of load('hkdf_sha256_test.json').testGroups) {
      for (const vector of group.tests) {
        const derive = () =>
          Buffer.from(
            hkdfSync('sha256', field(vector, 'ikm'), field(vector, 'salt'), field(vector, 'info'), Number(vector.size)),
          )
        if (vector.result === 'valid') {
          expect(derive(), `tcId ${vector.tcId}`).toEqual(field(vector, 'okm'))
          counts.valid++
        } else {
          expect(derive, `tcId ${vector.tcId}`).toThrow()
          counts.invalid++
        }
      }
    }
    expect(counts.valid).toBeGreaterThan(50)
    expect(counts.invalid).toBeGreaterThan(0)
  })
})
