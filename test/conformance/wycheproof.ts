/** Project Wycheproof's vectors for the algorithms that Beleg uses, run against Beleg's own functions. */
import { verifySignature } from '#core/ledger/note.ts'
import { openGcm, sealGcm } from '#platform/crypto/aead.ts'
import { hkdf } from '#platform/crypto/master-key.ts'
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
    z.object({ publicKey: z.object({ pk: hex }), tests: z.array(z.object({ ...testId, msg: hex, sig: hex })) }),
  ),
})
const hkdfVectors = z.object({
  testGroups: z.array(
    z.object({ tests: z.array(z.object({ ...testId, ikm: hex, salt: hex, info: hex, size: z.int(), okm: hex })) }),
  ),
})

const unknownFile = z.object({
  algorithm: z.string(),
  testGroups: z.array(z.object({ tests: z.array(z.object({ tcId: z.int() })) })),
})

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
    return aead.parse(data).testGroups.flatMap(({ keySize, ivSize, tagSize, tests }) =>
      tests.map((test) => {
        // What Beleg seals with, and nothing else.
        const used = keySize === 256 && ivSize === 96 && tagSize === 128
        const unused =
          keySize === 256 ? 'AES-GCM with a nonce of other than 96 bits' : `AES-GCM with a key of ${keySize} bits`
        return named(name, test.tcId, used ? judge(test.result, () => seals(test)) : refused(unused))
      }),
    )
  }
  if (name === 'ed25519_test.json') {
    return eddsa.parse(data).testGroups.flatMap(({ publicKey, tests }) =>
      tests.map((test) =>
        named(
          name,
          test.tcId,
          judge(test.result, () => verifySignature(publicKey.pk, test.msg, test.sig)),
        ),
      ),
    )
  }
  if (name === 'hkdf_sha256_test.json') {
    return hkdfVectors.parse(data).testGroups.flatMap((group) =>
      group.tests.map((test) => {
        const { ikm, salt, info, size, okm } = test
        if (salt.length > 0) return named(name, test.tcId, refused('HKDF with a salt: every key of Beleg is random'))
        return named(
          name,
          test.tcId,
          judge(test.result, () => hkdf(ikm, info, size).equals(okm)),
        )
      }),
    )
  }
  const { algorithm, testGroups } = unknownFile.parse(data)
  const tests = testGroups.flatMap((group) => group.tests)
  return tests.map(({ tcId }) => named(name, tcId, refused(algorithm)))
}

function named(file: string, id: number, verdict: Verdict): Case {
  return { name: `${file} ${id}`, verdict }
}

/** Sealing gives just these bytes, and opening gives the message back. */
function seals(test: { key: Buffer; iv: Buffer; aad: Buffer; msg: Buffer; ct: Buffer; tag: Buffer }): boolean {
  const sealed = Buffer.concat([test.ct, test.tag])
  const opened = openGcm(test.key, test.iv, sealed, test.aad)
  return opened.equals(test.msg) && sealGcm(test.key, test.iv, test.msg, test.aad).equals(sealed)
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
