/** Project Wycheproof's vectors for the algorithms that Beleg uses, run as Beleg calls them. */
import { createDecipheriv, createPublicKey, hkdfSync, verify } from 'node:crypto'
import { z } from 'zod'
import { failed, passed, readFiles, refused, type Case, type Check, type Verdict } from './conformance.ts'

const hex = z.string().transform((text) => Buffer.from(text, 'hex'))
const result = z.enum(['valid', 'invalid', 'acceptable'])
const testId = { tcId: z.int(), comment: z.string(), result }

const aead = z.object({
  algorithm: z.string(),
  testGroups: z.array(
    z.object({
      ivSize: z.int(),
      keySize: z.int(),
      tagSize: z.int(),
      tests: z.array(z.object({ ...testId, key: hex, iv: hex, aad: hex, msg: hex, ct: hex, tag: hex })),
    }),
  ),
})
const eddsa = z.object({
  testGroups: z.array(
    z.object({ publicKeyPem: z.string(), tests: z.array(z.object({ ...testId, msg: hex, sig: hex })) }),
  ),
})
const hkdf = z.object({
  testGroups: z.array(
    z.object({ tests: z.array(z.object({ ...testId, ikm: hex, salt: hex, info: hex, size: z.int(), okm: hex })) }),
  ),
})

/** Largest output that RFC 5869 allows with SHA-256. */
const mostHkdfBytes = 255 * 32

export const wycheproof: Check = {
  folder: 'wycheproof',
  title: 'Cryptographic vectors',
  run: async (directory) => {
    const files = await readFiles(directory)
    return files
      .filter(({ name }) => name.endsWith('.json'))
      .flatMap(({ name, bytes }) => runFile(name, JSON.parse(bytes.toString('utf8'))))
  },
}

function runFile(name: string, data: unknown): Case[] {
  if (name === 'aes_gcm_test.json') {
    return aead.parse(data).testGroups.flatMap((group) =>
      group.tests.map((test) => {
        // What Beleg seals with, and nothing else.
        const used = group.keySize === 256 && group.ivSize === 96 && group.tagSize === 128
        return named(
          name,
          test.tcId,
          used
            ? judge(test.result, () => opens(test))
            : refused('Beleg uses AES-GCM with 256 bits, a nonce of 96 and a tag of 128'),
        )
      }),
    )
  }
  if (name === 'ed25519_test.json') {
    return eddsa.parse(data).testGroups.flatMap((group) => {
      const key = createPublicKey(group.publicKeyPem)
      return group.tests.map((test) =>
        named(
          name,
          test.tcId,
          judge(test.result, () => verify(null, test.msg, key, test.sig)),
        ),
      )
    })
  }
  if (name === 'hkdf_sha256_test.json') {
    return hkdf.parse(data).testGroups.flatMap((group) =>
      group.tests.map((test) =>
        named(
          name,
          test.tcId,
          judge(
            test.result,
            () =>
              test.size <= mostHkdfBytes &&
              Buffer.from(hkdfSync('sha256', test.ikm, test.salt, test.info, test.size)).equals(test.okm),
          ),
        ),
      ),
    )
  }
  return [{ name, verdict: refused('Beleg does not use this algorithm') }]
}

function named(file: string, id: number, verdict: Verdict): Case {
  return { name: `${file} ${id}`, verdict }
}

function opens(test: { key: Buffer; iv: Buffer; aad: Buffer; msg: Buffer; ct: Buffer; tag: Buffer }): boolean {
  const decipher = createDecipheriv('aes-256-gcm', test.key, test.iv, { authTagLength: 16 })
  decipher.setAAD(test.aad)
  decipher.setAuthTag(test.tag)
  const opened = decipher.update(test.ct)
  decipher.final()
  return opened.equals(test.msg)
}

function judge(expected: z.infer<typeof result>, accepts: () => boolean): Verdict {
  let accepted: boolean
  try {
    accepted = accepts()
  } catch {
    accepted = false
  }
  if (expected === 'acceptable' || accepted === (expected === 'valid')) return passed
  return failed(accepted ? 'an invalid vector was accepted' : 'a valid vector was refused')
}
