/**
 * What identity decides, without looking anywhere: how long things last, what a wrong guess costs, when a code is
 * right, who may grant what. Times are given, never read.
 */
import { administrativeRoles, type BuiltInRole } from '#core/permission.ts'
import * as otpauth from 'otpauth'
import type { Factor } from './contract.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Lifetimes (design.md §7). */
export const lifetimes = {
  sessionIdleMs: hourMs,
  sessionMs: 12 * hourMs,
  stepUpMs: 10 * minuteMs,
  loginMs: 10 * minuteMs,
  totpSetupMs: 30 * minuteMs,
  invitationMs: 72 * hourMs,
  firstEnrolmentMs: 24 * hourMs,
  resetMs: 24 * hourMs,
  knownPlaceMs: 90 * 24 * hourMs,
  /** `last_seen_at` is written at most so often. */
  seenEveryMs: minuteMs,
  /** The use of a key is written at most so often. */
  keyUseEveryMs: hourMs,
} as const

export const recoveryCodeCount = 10
/** At so few recovery codes left the person is told. */
export const recoveryCodesLow = 3
/** Wrong codes after which a login transaction, or a session that steps up, is over. */
export const codesPerTransaction = 5

// ---- Addresses ------------------------------------------------------------------------------------------------------

/** One spelling for equal addresses: the whole is lower-cased, as every large provider treats it. */
export function normaliseEmail(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase()
}

/** Enough for the addressee to recognise the address, too little for anybody else. */
export function hintOfEmail(email: string): string {
  const at = email.lastIndexOf('@')
  const local = email.slice(0, at)
  return `${local.slice(0, local.length > 3 ? 2 : 1)}…${email.slice(at)}`
}

const functionNames = new Set([
  'abuse',
  'admin',
  'administrator',
  'billing',
  'buchhaltung',
  'contact',
  'hello',
  'help',
  'hr',
  'info',
  'it',
  'kontakt',
  'mail',
  'noreply',
  'office',
  'postmaster',
  'root',
  'sales',
  'security',
  'service',
  'shared',
  'support',
  'team',
  'test',
  'vertrieb',
  'webmaster',
])

/** Whether an address is commonly read by several people (RFC 2142 and custom), so that it names no single person. */
export function isFunctionAddress(email: string): boolean {
  return functionNames.has(normaliseEmail(email).split('@')[0]?.split('+')[0] ?? '')
}

// ---- Guessing -------------------------------------------------------------------------------------------------------

/** What is remembered of wrong guesses at one thing from one place. */
export interface AttemptCounter {
  readonly failures: number
  readonly blocks: number
  readonly windowFrom: Date
  readonly lastFailedAt: Date
  readonly blockedUntil: Date | null
}

export interface AttemptLimit {
  /** So many failures within the window, and the next guess is not looked at. */
  readonly failures: number
  readonly windowMs: number
  /** How long the first, second, … stop lasts. */
  readonly stopsMs: readonly number[]
}

/** One account from one place: at most 25 guesses in any 24 hours, however they are spaced. */
export const perPlace: AttemptLimit = {
  failures: 5,
  windowMs: 24 * hourMs,
  stopsMs: [15 * minuteMs, hourMs, 4 * hourMs, 24 * hourMs],
}
/** One account from all places together from which it never signed in; the account's own places are not stopped. */
export const perStrangers: Readonly<Record<'password' | 'second-factor', AttemptLimit>> = {
  password: { failures: 100, windowMs: 24 * hourMs, stopsMs: [24 * hourMs] },
  'second-factor': { failures: 20, windowMs: 24 * hourMs, stopsMs: [24 * hourMs] },
}
/** All accounts from one network: trying one password on many accounts. */
export const perNetwork: AttemptLimit = { failures: 100, windowMs: 15 * minuteMs, stopsMs: [15 * minuteMs, hourMs] }

/** Seconds until the next guess is looked at; 0 when it is now. */
export function waitSeconds(counter: AttemptCounter | null, now: Date): number {
  if (counter?.blockedUntil == null) return 0
  return Math.max(0, Math.ceil((counter.blockedUntil.getTime() - now.getTime()) / 1000))
}

/** The counter after one more wrong guess. Stops grow while the guessing goes on, and are forgotten after two days. */
export function afterFailure(counter: AttemptCounter | null, limit: AttemptLimit, now: Date): AttemptCounter {
  const fresh = counter === null || now.getTime() - counter.windowFrom.getTime() >= limit.windowMs
  const forgotten = counter === null || now.getTime() - counter.lastFailedAt.getTime() >= 48 * hourMs
  const blocks = forgotten ? 0 : counter.blocks
  const failures = (fresh ? 0 : counter.failures) + 1
  const windowFrom = fresh ? now : counter.windowFrom
  if (failures < limit.failures) return { failures, blocks, windowFrom, lastFailedAt: now, blockedUntil: null }
  const stopMs = limit.stopsMs[Math.min(blocks, limit.stopsMs.length - 1)] ?? 0
  const blockedUntil = new Date(now.getTime() + stopMs)
  // The next window opens with the end of the stop, counted from nothing.
  return { failures: 0, blocks: blocks + 1, windowFrom: blockedUntil, lastFailedAt: now, blockedUntil }
}

// ---- Codes ----------------------------------------------------------------------------------------------------------

const period = 30

/** The number of the 30-second step of an instant (RFC 6238 §4.2). */
export function totpStep(now: Date): number {
  return Math.floor(now.getTime() / 1000 / period)
}

/** A new secret of 160 bits (RFC 4226 §4), in base32. */
export function createTotpSecret(): string {
  return new otpauth.Secret({ size: 20 }).base32
}

function totpOf(secret: string, label?: { issuer: string; account: string }): otpauth.TOTP {
  return new otpauth.TOTP({
    secret: otpauth.Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period,
    ...(label && { issuer: label.issuer, label: label.account }),
  })
}

/** For QR codes. */
export function otpauthUri(secret: string, label: { issuer: string; account: string }): string {
  return totpOf(secret, label).toString()
}

/** The code of an instant: for those who hold the secret themselves, as the canary does. */
export function totpCode(secret: string, now: Date): string {
  return totpOf(secret).generate({ timestamp: now.getTime() })
}

/**
 * The step of a right code, or null. Only the present step counts, and none that was used before or comes before one
 * that was (ASVS 6.5.1, 6.5.5). Compares in constant time.
 */
export function acceptedStep(secret: string, code: string, lastUsedStep: number, now: Date): number | null {
  const step = totpStep(now)
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: 0 })
  return delta === 0 && step > lastUsedStep ? step : null
}

/** Something known and something held. The database has the same rule as a CHECK. */
export function hasTwoFactors(methods: readonly Factor[] | readonly string[]): boolean {
  const given: readonly string[] = methods
  return given.includes('password') && (given.includes('totp') || given.includes('recovery-code'))
}

// ---- Roles ----------------------------------------------------------------------------------------------------------

/** Whether a set of roles makes an administrator in the sense of a statement. */
export function isAdministrative(roles: readonly BuiltInRole[]): boolean {
  return roles.some((role) => administrativeRoles.includes(role))
}

/** Whether going from one set of roles to another touches administrative rights, which only owners do. */
export function touchesAdministration(before: readonly BuiltInRole[], after: readonly BuiltInRole[]): boolean {
  return administrativeRoles.some((role) => before.includes(role) !== after.includes(role))
}

/** Monday of an instant's week, UTC, as "2026-01-12". */
export function weekOf(at: Date): string {
  const day = (at.getUTCDay() + 6) % 7
  return new Date(at.getTime() - day * 24 * hourMs).toISOString().slice(0, 10)
}
