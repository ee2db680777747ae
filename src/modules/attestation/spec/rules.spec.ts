/** The pure decisions of attestation, by example. */
import { describe, expect, test } from 'vitest'
import {
  domainOf,
  hashCode,
  isFreeMail,
  isOfOrganisation,
  isRepeat,
  judgeCode,
  limits,
  readDomain,
  standstillOf,
  stateOfNda,
} from '../rules.ts'

const now = new Date('2026-03-02T08:00:00Z')
const later = new Date('2026-03-02T08:05:00Z')

describe('an address', () => {
  test.each([
    ['erika@gmail.com', true],
    ['erika@GMX.de', true],
    ['erika@mail.gmx.de', true],
    ['erika@mailinator.com', true],
    ['erika@kunde.de', false],
    ['erika@notgmail.com', false],
    ['erika@gmail.com.kunde.de', false],
  ])('%s is of a free mail provider: %s', (email, free) => expect(isFreeMail(domainOf(email))).toBe(free))

  test('binds its own organisation and no other', () => {
    expect(isOfOrganisation('Chef@Kunde.de', 'kunde.de')).toBe(true)
    for (const foreign of ['chef@kunde.com', 'chef@kunde.de.example', 'chef@mail.kunde.de', 'chef@xkunde.de'])
      expect(isOfOrganisation(foreign, 'kunde.de')).toBe(false)
  })

  test('is under a domain as the DNS writes it', () => {
    expect(readDomain(' @Müller.de. ')).toBe('xn--mller-kva.de')
    for (const none of ['', 'kunde', 'http://kunde.de', 'a b.de', '-a.de', '10.0.0.1'])
      expect(readDomain(none)).toBeNull()
  })
})

describe('asking again', () => {
  test('needs a reason within the period and not after it', () => {
    expect(isRepeat([], now, 90)).toBe(false)
    expect(isRepeat([new Date('2026-02-01T08:00:00Z')], now, 90)).toBe(true)
    expect(isRepeat([new Date('2025-11-01T08:00:00Z')], now, 90)).toBe(false)
    expect(isRepeat([now], now, 0)).toBe(false)
  })
})

describe('an agreement', () => {
  const nda = { valid_from: '2026-01-01', valid_to: '2026-03-02', ended_at: null }
  test.each([
    ['2025-12-31', 'not_yet'],
    ['2026-01-01', 'in_force'],
    ['2026-03-02', 'in_force'],
    ['2026-03-03', 'over'],
  ])('is on %s %s', (day, state) => expect(stateOfNda(nda, day)).toBe(state))
  test('that was ended holds on no day', () =>
    expect(stateOfNda({ ...nda, ended_at: now }, '2026-02-01')).toBe('ended'))
})

describe('a copy', () => {
  const copy = { expires_at: later, ended_as: null }
  const sound = { ndaInForce: true, certificatesValid: true }
  test('is served while all that it rests on holds', () => expect(standstillOf(copy, sound, now)).toBeNull())
  test('says why it is not', () => {
    expect(standstillOf(copy, sound, later)).toBe('expired')
    expect(standstillOf({ ...copy, ended_as: 'revoked' }, sound, now)).toBe('revoked')
    expect(standstillOf(copy, { ...sound, ndaInForce: false }, now)).toBe('nda_over')
    expect(standstillOf(copy, { ...sound, certificatesValid: false }, now)).toBe('certificate_over')
  })
})

describe('a code', () => {
  const state = { code_hash: hashCode('a', '1234 5678'), code_until: later, code_tries: 0 }
  test('opens the copy that it was mailed for, with spaces or without', () =>
    expect(judgeCode(state, hashCode('a', '12345678'), now)).toBe('right'))
  test('opens no other', () => expect(judgeCode(state, hashCode('b', '12345678'), now)).toBe('wrong_code'))
  test('is worth nothing once used, too late, or guessed at too often', () => {
    const right = hashCode('a', '12345678')
    expect(judgeCode({ ...state, code_hash: null }, right, now)).toBe('used_code')
    expect(judgeCode(state, right, later)).toBe('used_code')
    expect(judgeCode({ ...state, code_tries: limits.triesPerCode }, right, now)).toBe('used_code')
  })
})
