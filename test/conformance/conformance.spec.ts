/**
 * The vectors of others against our own functions, where they lie in `../shared/data` beside the repository: nothing
 * fails, what we do not use is refused by name, and a check that judges nothing would be noticed.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalogs } from './catalogs.ts'
import type { Check } from './conformance.ts'
import { merkle } from './merkle.ts'
import { wycheproof } from './wycheproof.ts'

const shared = join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
const present = existsSync(shared)
if (!present) console.warn('skipped: the vectors of others are not beside the repository')

async function run(check: Check) {
  const cases = await check.run(join(shared, check.folder))
  const refusals = new Map<string, number>()
  for (const { verdict } of cases)
    if (verdict.verdict === 'refused') refusals.set(verdict.why, (refusals.get(verdict.why) ?? 0) + 1)
  return {
    failed: cases.filter(({ verdict }) => verdict.verdict === 'failed'),
    passed: (prefix: string) =>
      cases.filter(({ name, verdict }) => name.startsWith(prefix) && verdict.verdict === 'passed').length,
    refusals: Object.fromEntries(refusals),
  }
}

describe.skipIf(!present)('the vectors', () => {
  test('of Project Wycheproof for AES-GCM, Ed25519 and HKDF', async () => {
    const { failed, passed, refusals } = await run(wycheproof)
    expect(failed).toEqual([])
    expect(passed('aes_gcm_test.json')).toBeGreaterThanOrEqual(66)
    expect(passed('ed25519_test.json')).toBeGreaterThanOrEqual(150)
    expect(passed('hkdf_sha256_test.json')).toBeGreaterThanOrEqual(23)
    expect(Object.keys(refusals).toSorted()).toEqual([
      'AES-GCM with a key of 128 bits',
      'AES-GCM with a key of 192 bits',
      'AES-GCM with a nonce of other than 96 bits',
      'AES-GCM-SIV',
      'HKDF with a salt: every key of Beleg is random',
    ])
  })

  test('of NIST and the BSI in OSCAL, and what we write by the schema of NIST', async () => {
    const { failed, refusals, passed } = await run(catalogs)
    expect(failed).toEqual([])
    // The one file that is no OSCAL.
    expect(refusals).toEqual({ 'oscal.not_oscal': 1 })
    expect(passed('written: ')).toBe(12)
    expect(passed('')).toBe(25)
  })

  test.each([
    ['inclusion', 40],
    ['consistency', 50],
    ['subtreeinclusion', 100],
    ['subtreeconsistency', 70],
  ])('of transparency-dev/merkle: %s', async (kind, least) => {
    const { failed, passed, refusals } = await run(merkle)
    expect(failed).toEqual([])
    expect(refusals).toEqual({})
    expect(passed(`merkle/${kind}/`)).toBeGreaterThan(least)
  })
})
