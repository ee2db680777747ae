/** The facts that identity observes, and what each duty makes of them. Pure; facts name accounts by id alone. */
import { defineDuty, defineFactType, type Duty, type FactType, type Verdict } from '#core/duty.ts'
import { z } from 'zod'
import { apiKeyMaxDays, factorSchema } from './contract.ts'

export const collectorId = 'identity.accounts'

/** How an account could sign in, as it stands in the tables. */
export const accountFactors = defineFactType({
  type: 'account.factors',
  subjectKind: 'account',
  title: { de: 'Faktoren eines Kontos', en: 'Factors of an account' },
  schema: z.strictObject({
    /** False: found only among credentials, keys, sessions or in the login record, not in the register. */
    registered: z.boolean(),
    state: z.enum(['invited', 'active', 'deactivated', 'unknown']),
    /** False for the canary's accounts, which no person uses; they need two factors all the same. */
    human: z.boolean(),
    administrative: z.boolean(),
    factors: z.array(factorSchema),
    hasPassword: z.boolean(),
    passwordScheme: z.enum(['argon2id', 'other', 'none']),
    totpConfirmed: z.boolean(),
    /** The secret opens under the tenant's key: it is the one that was stored. */
    totpAuthentic: z.boolean(),
    sessionsBelowTwoFactors: z.number().int().min(0),
    /** Sessions of an account that may not sign in. */
    sessionsWithoutRight: z.number().int().min(0),
    /** Second sources that speak of an unregistered account. */
    foundIn: z.array(z.enum(['credential', 'totp', 'recovery-code', 'api-key', 'session', 'sign-in'])),
  }),
})
export type AccountFactors = z.infer<typeof accountFactors.schema>

export const accountHolder = defineFactType({
  type: 'account.holder',
  subjectKind: 'account',
  title: { de: 'Inhaber eines Kontos', en: 'Holder of an account' },
  schema: z.strictObject({
    registered: z.boolean(),
    /** Living entries of the register of people that the account belongs to. */
    people: z.number().int().min(0),
    /** Other accounts of the same person. */
    otherAccountsOfPerson: z.number().int().min(0),
    /** An address that is commonly read by several (info@, support@); null when it cannot be read. */
    functionAddress: z.boolean().nullable(),
  }),
})
export type AccountHolder = z.infer<typeof accountHolder.schema>

export const passwordStorage = defineFactType({
  type: 'password.storage',
  subjectKind: 'password',
  title: { de: 'Ablage eines Passworts', en: 'Storage of a password' },
  schema: z.strictObject({
    scheme: z.enum(['argon2id', 'other']),
    memoryKib: z.number().int().nullable(),
    passes: z.number().int().nullable(),
    saltBytes: z.number().int().nullable(),
    hashBytes: z.number().int().nullable(),
    /** Of a link that is being enrolled; not yet anybody's password. */
    provisional: z.boolean(),
  }),
})
export type PasswordStorage = z.infer<typeof passwordStorage.schema>

export const apiKeyCustody = defineFactType({
  type: 'api-key.custody',
  subjectKind: 'api-key',
  title: { de: 'Verwahrung eines API-Schlüssels', en: 'Custody of an API key' },
  schema: z.strictObject({
    registered: z.boolean(),
    ownerActive: z.boolean(),
    ownerHasTwoFactors: z.boolean(),
    /** How many permissions it is restricted to; 0 is no scope. */
    permissions: z.number().int().min(0),
    /** From its creation to its end; null when it never ends. */
    lifetimeDays: z.number().nullable(),
    onlyHashStored: z.boolean(),
  }),
})
export type ApiKeyCustody = z.infer<typeof apiKeyCustody.schema>

/** What keeps a weaker way in from being opened: rules of the database itself, read from its catalogue. */
export const signInGuard = defineFactType({
  type: 'sign-in.guard',
  subjectKind: 'sign-in-guard',
  title: { de: 'Sperre gegen schwächere Anmeldewege', en: 'Guard against weaker ways to sign in' },
  schema: z.strictObject({
    /** `sessions_two_factors`, `api_keys_expiry`, `accounts_end_access`, … */
    guard: z.string(),
    inForce: z.boolean(),
  }),
})
export type SignInGuard = z.infer<typeof signInGuard.schema>

export const factTypes: readonly FactType[] = [
  accountFactors,
  accountHolder,
  passwordStorage,
  apiKeyCustody,
  signInGuard,
]

// ---- Judging --------------------------------------------------------------------------------------------------------

const fail = (reason: string, params?: Verdict['params']): Verdict =>
  params ? { outcome: 'fail', reason, params } : { outcome: 'fail', reason }
const pass = (reason: string): Verdict => ({ outcome: 'pass', reason })

/** Something known and something held, both usable, and no session that got by with less. */
export function judgeFactors(data: AccountFactors): Verdict {
  if (!data.registered) return fail('account.not_registered', { foundIn: data.foundIn.join(', ') })
  if (data.sessionsBelowTwoFactors > 0) {
    return fail('account.session_below_two_factors', { sessions: data.sessionsBelowTwoFactors })
  }
  if (data.sessionsWithoutRight > 0)
    return fail('account.session_without_right', { sessions: data.sessionsWithoutRight })
  if (!data.hasPassword) return fail('account.no_password')
  if (!data.totpConfirmed) return fail('account.no_second_factor')
  if (!data.totpAuthentic) return fail('account.second_factor_unreadable')
  return pass('account.two_factors')
}

/** One living person, and that person has no other account. */
export function judgeHolder(data: AccountHolder): Verdict {
  if (!data.registered) return fail('account.not_registered', { foundIn: '–' })
  if (data.people !== 1) return fail('account.no_person')
  if (data.otherAccountsOfPerson > 0) return fail('account.person_twice', { others: data.otherAccountsOfPerson })
  // Nothing here can tell whether several people read that mailbox and enrolled together.
  if (data.functionAddress !== false) return { outcome: 'unknown', reason: 'account.function_address' }
  return pass('account.one_person')
}

/** OWASP's recommendation for argon2id: 19 MiB and two passes. */
export const weakestStorage = { memoryKib: 19_456, passes: 2, saltBytes: 16, hashBytes: 32 } as const

/** An argon2id hash of at least the recommended cost. */
export function judgeStorage(data: PasswordStorage): Verdict {
  if (data.scheme !== 'argon2id') return fail('password.not_hashed')
  const weak = (['memoryKib', 'passes', 'saltBytes', 'hashBytes'] as const).some(
    (field) => (data[field] ?? 0) < weakestStorage[field],
  )
  return weak ? fail('password.hash_too_cheap') : pass('password.argon2id')
}

/** The listed equivalent of a second factor for machines (design.md §7). */
export function judgeCustody(data: ApiKeyCustody): Verdict {
  if (!data.registered) return fail('api-key.not_registered')
  if (!data.onlyHashStored) return fail('api-key.not_hashed')
  if (data.permissions === 0) return fail('api-key.unscoped')
  if (data.lifetimeDays === null) return fail('api-key.endless')
  if (data.lifetimeDays > apiKeyMaxDays) return fail('api-key.too_long', { days: Math.round(data.lifetimeDays) })
  if (!data.ownerActive) return fail('api-key.owner_inactive')
  if (!data.ownerHasTwoFactors) return fail('api-key.owner_one_factor')
  return pass('api-key.in_custody')
}

/** A rule of the database is there, validated and switched on. */
export function judgeGuard(data: SignInGuard): Verdict {
  return data.inForce ? pass('sign-in.guard_in_force') : fail('sign-in.guard_missing', { guard: data.guard })
}

const continuous = {
  trigger: 'continuous',
  maxAge: 'PT24H',
  minimumClass: 'machine',
  collector: collectorId,
} as const

export const duties: readonly Duty[] = [
  defineDuty(accountFactors, {
    ...continuous,
    id: 'identity.mfa/every-account',
    measure: 'identity.mfa',
    predicate: judgeFactors,
    whenEmpty: 'unproven',
  }),
  // A machine cannot hold a second factor; its listed equivalent stands in the same population (design.md §7).
  defineDuty(apiKeyCustody, {
    ...continuous,
    id: 'identity.mfa/every-machine',
    measure: 'identity.mfa',
    predicate: judgeCustody,
    whenEmpty: 'proves',
  }),
  defineDuty(accountFactors, {
    ...continuous,
    id: 'identity.mfa-admin/every-administrator',
    measure: 'identity.mfa-admin',
    // Who is not in the register may be anything, an administrator too.
    applies: (data) => data.administrative || !data.registered,
    predicate: judgeFactors,
    whenEmpty: 'unproven',
  }),
  defineDuty(accountHolder, {
    ...continuous,
    id: 'identity.individual-accounts/one-person-each',
    measure: 'identity.individual-accounts',
    predicate: judgeHolder,
    whenEmpty: 'unproven',
  }),
  defineDuty(passwordStorage, {
    ...continuous,
    id: 'identity.password-storage/argon2id',
    measure: 'identity.password-storage',
    predicate: judgeStorage,
    whenEmpty: 'unproven',
  }),
  defineDuty(apiKeyCustody, {
    ...continuous,
    id: 'identity.api-keys/custody',
    measure: 'identity.api-keys',
    predicate: judgeCustody,
    whenEmpty: 'proves',
  }),
  defineDuty(signInGuard, {
    ...continuous,
    id: 'identity.secure-authentication/guards',
    measure: 'identity.secure-authentication',
    predicate: judgeGuard,
    whenEmpty: 'unproven',
  }),
  defineDuty(accountFactors, {
    ...continuous,
    id: 'identity.secure-authentication/every-account',
    measure: 'identity.secure-authentication',
    predicate: judgeFactors,
    whenEmpty: 'unproven',
  }),
  defineDuty(passwordStorage, {
    ...continuous,
    id: 'identity.secure-authentication/password-storage',
    measure: 'identity.secure-authentication',
    predicate: judgeStorage,
    whenEmpty: 'unproven',
  }),
]
