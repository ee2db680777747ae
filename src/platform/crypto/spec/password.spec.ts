/** Passwords: how they are kept, how many at once, and which are refused. */
import { describe, expect, test } from 'vitest'
import { hashPassword, verifyAgainstNobody, verifyPassword } from '../password.ts'
import { judgePassword } from '../password-strength.ts'

describe('a stored password', () => {
  test('is an argon2id PHC string at 19 MiB and two passes, and verifies for itself only', async () => {
    const stored = await hashPassword('Übermut tut selten gut')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(await verifyPassword('Übermut tut selten gut', stored)).toEqual({ right: true, rehash: false })
    expect(await verifyPassword('Ubermut tut selten gut', stored)).toEqual({ right: false, rehash: false })
    // Typed with a combining diaeresis.
    expect((await verifyPassword('U\u0308bermut tut selten gut', stored)).right).toBe(true)
    expect(await hashPassword('Übermut tut selten gut')).not.toBe(stored)
  })

  test('of a lower cost still verifies and asks to be hashed anew', async () => {
    // RFC 9106's function at m=64, t=1; derived with node:crypto.
    const { argon2Sync } = await import('node:crypto')
    const salt = Buffer.alloc(16, 9)
    const hash = argon2Sync('argon2id', {
      message: 'old password',
      nonce: salt,
      memory: 64,
      passes: 1,
      parallelism: 1,
      tagLength: 32,
    })
    const stored = `$argon2id$v=19$m=64,t=1,p=1$${salt.toString('base64').replace(/=/g, '')}$${hash.toString('base64').replace(/=/g, '')}`
    expect(await verifyPassword('old password', stored)).toEqual({ right: true, rehash: true })
    expect(await verifyPassword('other password', stored)).toEqual({ right: false, rehash: false })
  })

  test.each([
    '',
    'plaintext',
    '$argon2i$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    '$argon2id$v=19$m=9999999,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    '$argon2id$v=19$m=19456,t=99,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  ])('that is no argon2id hash within bounds is refused: %s', async (stored) => {
    await expect(verifyPassword('anything at all', stored)).rejects.toMatchObject({ code: 'password.stored_malformed' })
  })

  test('is not looked up faster when there is none', async () => {
    const stored = await hashPassword('a password to compare with')
    const time = async (run: () => Promise<unknown>) => {
      const times = []
      for (let i = 0; i < 5; i++) {
        const startedAt = performance.now()
        await run()
        times.push(performance.now() - startedAt)
      }
      return times.sort((a, b) => a - b)[2] ?? 0
    }
    const known = await time(() => verifyPassword('wrong password', stored))
    const unknown = await time(() => verifyAgainstNobody('wrong password'))
    // Both do one argon2id of the same cost; the machine's noise is the rest.
    expect(unknown / known).toBeGreaterThan(0.4)
    expect(unknown / known).toBeLessThan(2.5)
  })

  test('does not take the machine when a storm of logins comes: some wait, the rest is told to come back', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 130 }, () => verifyAgainstNobody('storm')))
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused).toHaveLength(26)
    for (const { reason } of refused) expect(reason).toMatchObject({ status: 503, code: 'password.busy' })
    expect((await verifyAgainstNobody('calm')).right).toBe(false)
  })
})

const person = ['Grace Hopper', 'g.hopper@navy-systems.example', 'Acme Schrauben GmbH']
const codes = async (password: string) => (await judgePassword(password, person)).map((issue) => issue.code)

describe('a new password', () => {
  test.each([
    'Vier Elefanten kauen leise',
    'xK9#mQ2$vL7!',
    '雨の日は本を読むのが好きです',
    'sturm-lampe-kiesel-41',
    'D4s Pferd frisst k3inen Gurkensalat',
  ])('is accepted: %s', async (password) => expect(await codes(password)).toEqual([]))

  test.each([
    'password1234',
    'Password2026!',
    'P@ssw0rd1234',
    '1234password',
    'passwordpassword',
    'password-2026-password',
    '!!!iloveyou!!!',
    'Qwertyuiop123',
    'drowssap1234',
    'Sunshine2024!!',
    '5unsh1n3!!!!',
  ])('is refused as common, however disguised: %s', async (password) =>
    expect(await codes(password)).toContain('password.common'),
  )

  test.each(['123456789012', 'abcdefghijkl', 'aaaaaaaaaaaa', 'abababababab', '1985-03-12 00:00', 'zyxwvutsrqpo'])(
    'is refused as a pattern: %s',
    async (password) => expect(await codes(password)).toContain('password.pattern'),
  )

  test.each([
    'my Hopper is best',
    'gr4ce under pressure',
    'all at navy-systems here',
    'beleg beleg und so',
    '5chrauben im Regen',
  ])('is refused for what others know of the person: %s', async (password) =>
    expect(await codes(password)).toContain('password.personal'),
  )

  test('hears all reasons at once, and the bounds with their numbers', async () => {
    const issues = await judgePassword('Beleg1234', person, '/newPassword')
    expect(issues).toEqual([
      { pointer: '/newPassword', code: 'password.too_short', params: { atLeast: 12 } },
      { pointer: '/newPassword', code: 'password.personal' },
    ])
    expect(await codes('x'.repeat(129))).toEqual(['password.too_long'])
    expect(await codes('12345')).toEqual(['password.too_short', 'password.common', 'password.pattern'])
  })

  test('is none of the 3,000 commonest, also when stretched to the length', async () => {
    const { dictionary } = await import('@zxcvbn-ts/language-common')
    const commonest = dictionary['passwords-common'].slice(0, 3000)
    const accepted = []
    for (const word of commonest) {
      if ((await codes(word)).length === 0) accepted.push(word)
      const stretched = word.padEnd(12, '1')
      if (/\p{L}{4}/u.test(word) && (await codes(stretched)).length === 0) accepted.push(stretched)
    }
    expect(accepted).toEqual([])
  })
})
