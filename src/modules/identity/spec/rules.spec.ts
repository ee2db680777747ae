/** The pure decisions of identity, by example and by property. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { factTypes } from '../fact.ts'
import { problemCodes, permissions } from '../contract.ts'
import { de } from '../locale/de.ts'
import { en } from '../locale/en.ts'
import {
  acceptedStep,
  afterFailure,
  createTotpSecret,
  hasTwoFactors,
  hintOfEmail,
  isFunctionAddress,
  perPlace,
  perStrangers,
  totpCode,
  waitSeconds,
  weekOf,
  type AttemptCounter,
} from '../rules.ts'
import { networkOf } from '#platform/http/network.ts'
import { mintToken, readToken } from '#platform/crypto/token.ts'
import { mintRecoveryCode, hashRecoveryCode } from '../token.ts'

describe('codes', () => {
  test('follow RFC 6238 (appendix B, SHA-1, cut to six digits)', () => {
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    for (const [seconds, code] of [
      [59, '287082'],
      [1111111109, '081804'],
      [2000000000, '279037'],
    ] as const) {
      expect(totpCode(secret, new Date(seconds * 1000))).toBe(code)
    }
  })

  test('count in their own step alone, and never again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000_000_000 }), fc.integer({ min: -3, max: 3 }), (seconds, offset) => {
        const secret = createTotpSecret()
        const now = new Date(seconds * 1000)
        const then = new Date(now.getTime() + offset * 30_000)
        fc.pre(then.getTime() >= 0 && (offset === 0 || totpCode(secret, then) !== totpCode(secret, now)))
        const step = acceptedStep(secret, totpCode(secret, then), 0, now)
        expect(step === null).toBe(offset !== 0 || Math.floor(seconds / 30) === 0)
        if (step !== null) expect(acceptedStep(secret, totpCode(secret, now), step, now)).toBeNull()
      }),
    )
  })

  test('for recovery have 120 bits, and are bound to their account', () => {
    const code = mintRecoveryCode()
    expect(code).toMatch(/^([A-Z2-7]{4}-){5}[A-Z2-7]{4}$/)
    expect(hashRecoveryCode('a', code).equals(hashRecoveryCode('a', code.toLowerCase().replaceAll('-', '')))).toBe(true)
    expect(hashRecoveryCode('a', code).equals(hashRecoveryCode('b', code))).toBe(false)
  })
})

describe('two factors', () => {
  test.each([
    [['password', 'totp'], true],
    [['password', 'recovery-code'], true],
    [['totp', 'recovery-code'], false],
    [['password', 'password'], false],
    [['password'], false],
    [[], false],
  ])('%j: %s', (methods, enough) => {
    expect(hasTwoFactors(methods)).toBe(enough)
  })
})

describe('networks', () => {
  test.each([
    ['192.0.2.77', '192.0.2.0/24'],
    ['::ffff:192.0.2.77', '192.0.2.0/24'],
    ['2001:db8:1:22ff::1', '2001:0db8:0001:2200::/56'],
    ['2001:db8:1:22ee:1:2:3:4', '2001:0db8:0001:2200::/56'],
    ['2001:db8::1', '2001:0db8:0000:0000::/56'],
    ['::1', '0000:0000:0000:0000::/56'],
    ['fe80::1%eth0', 'fe80:0000:0000:0000::/56'],
    ['not an address', 'unknown'],
    [null, 'unknown'],
  ])('%s lies in %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('counters', () => {
  test('never let more than 25 guesses of one place pass in a day, however they are spaced', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 7200 }), { minLength: 50, maxLength: 300 }), (pauses) => {
        let now = 0
        let counter: AttemptCounter | null = null
        const looked: number[] = []
        for (const pause of pauses) {
          now += pause * 1000
          if (waitSeconds(counter, new Date(now)) > 0) continue
          looked.push(now)
          counter = afterFailure(counter, perPlace, new Date(now))
        }
        for (const from of looked) {
          const inDay = looked.filter((at) => at >= from && at < from + 86_400_000)
          expect(inDay.length).toBeLessThanOrEqual(25)
        }
      }),
    )
  })

  test('stop at the limit, for longer each time', () => {
    let counter: AttemptCounter | null = null
    let now = new Date('2026-03-02T08:00:00Z')
    const stops: number[] = []
    for (let round = 0; round < 5; round++) {
      for (let guess = 0; guess < 5; guess++) counter = afterFailure(counter, perPlace, now)
      stops.push(waitSeconds(counter, now) / 60)
      now = new Date(now.getTime() + waitSeconds(counter, now) * 1000)
    }
    expect(stops).toEqual([15, 60, 240, 1440, 1440])
    expect(perStrangers['second-factor'].failures).toBeLessThan(perStrangers.password.failures)
  })
})

describe('small things', () => {
  test('a hint of an address shows two letters and the domain', () => {
    expect(hintOfEmail('katharina@example.org')).toBe('ka…@example.org')
    expect(hintOfEmail('ab@example.org')).toBe('a…@example.org')
  })
  test('a function address is told from a personal one', () => {
    expect(['info@x.de', 'Support+eu@x.de', 'IT@x.de'].every(isFunctionAddress)).toBe(true)
    expect(['ina.fo@x.de', 'teamira@x.de'].some(isFunctionAddress)).toBe(false)
  })
  test('weeks begin on Monday', () => {
    expect(weekOf(new Date('2026-03-01T23:59:59Z'))).toBe('2026-02-23')
    expect(weekOf(new Date('2026-03-02T00:00:00Z'))).toBe('2026-03-02')
  })
  test('a token names its tenant, and anything malformed names none', () => {
    const tenant = '018f0000-0000-7000-8000-0000000000aa'
    const { token, hash } = mintToken(tenant)
    expect(readToken(token)).toEqual({ tenantId: tenant, hash })
    for (const bad of ['', `${token}A`, token.slice(1), `${token.slice(0, -1)}!`]) expect(readToken(bad)).toBeNull()
  })
})

describe('texts', () => {
  test('exist in both languages for every problem and permission, with equal placeholders', () => {
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(de).toSorted())
    for (const code of problemCodes) expect(de).toHaveProperty([`problem.${code}`])
    for (const permission of Object.keys(permissions)) expect(de).toHaveProperty([`permission.${permission}`])
    const placeholders = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1] ?? '').toSorted()
    for (const [key, text] of Object.entries(de))
      expect([key, placeholders(en[key as keyof typeof de])]).toEqual([key, placeholders(text)])
  })
  test('fact types have titles in both', () => {
    for (const { title } of factTypes) expect(title.de && title.en).toBeTruthy()
  })
})
