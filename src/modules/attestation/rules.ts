/**
 * What is decided about requests without looking anywhere: who counts as an organisation's own, what is asked for too
 * often, when an agreement holds, and when a copy is no longer served. Times are given, never read.
 */
import { createHash } from 'node:crypto'
import { domainToASCII } from 'node:url'
import { freeMailDomains } from '#catalog/free-mail.ts'
import type { Standstill } from './contract.ts'

const hourMs = 3_600_000

/** What strangers may send before they are asked to come later. */
export const limits = {
  /** Requests from one network within an hour. */
  perNetwork: 5,
  /** Requests to one tenant within a day, confirmed or not. */
  perTenant: 200,
  /** Letters to one address within a day: nobody's mailbox is filled through us. */
  perAddress: 3,
  /** Codes that are mailed for one copy within an hour. */
  codesPerHour: 5,
  /** Wrong guesses at one code. */
  triesPerCode: 5,
} as const

export const lifetimes = {
  /** For an address to be confirmed; then what was asked is forgotten. */
  confirmMs: 48 * hourMs,
  codeMs: 10 * 60_000,
  /** Before the answer is due, those who answer are reminded. */
  remindMs: 48 * hourMs,
} as const

/** The domain of an address as the DNS writes it; empty for what is no address. */
export function domainOf(email: string): string {
  return domainToASCII(email.slice(email.lastIndexOf('@') + 1).trim()).toLowerCase()
}

/** A domain as somebody typed it, as the DNS writes it; null for what is none. */
export function readDomain(given: string): string | null {
  const domain = domainToASCII(given.trim().replace(/^@/, '').replace(/\.$/, '')).toLowerCase()
  const labels = domain.split('.')
  const sound = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))
  return sound && labels.length > 1 && /^[a-z]/.test(labels.at(-1) ?? '') && domain.length <= 253 ? domain : null
}

/** Whether an address there says nothing about whom its holder works for. */
export function isFreeMail(domain: string): boolean {
  const labels = domain.split('.')
  return labels.some((_, at) => freeMailDomains.has(labels.slice(at).join('.')))
}

/** Whether somebody of that address signs for an organisation with that domain: one's own addresses alone bind it. */
export function isOfOrganisation(email: string, domain: string): boolean {
  return domainOf(email) === domain
}

/** Whether somebody who asks now got something within the period; they say why they need it again. */
export function isRepeat(issuedAt: readonly Date[], now: Date, repeatDays: number): boolean {
  return issuedAt.some((at) => now.getTime() - at.getTime() < repeatDays * 24 * hourMs)
}

interface NdaDays {
  readonly valid_from: string
  readonly valid_to: string
  readonly ended_at: Date | null
}

/** How an agreement stands on a day. */
export function stateOfNda(nda: NdaDays, today: string): 'in_force' | 'not_yet' | 'over' | 'ended' {
  if (nda.ended_at !== null) return 'ended'
  if (today < nda.valid_from) return 'not_yet'
  return today > nda.valid_to ? 'over' : 'in_force'
}

/** Why a copy is not served; null while it is. */
export function standstillOf(
  copy: { readonly expires_at: Date; readonly ended_as: 'expired' | 'revoked' | null },
  rests: { readonly ndaInForce: boolean; readonly certificatesValid: boolean },
  now: Date,
): Standstill | null {
  if (copy.ended_as !== null) return copy.ended_as
  if (copy.expires_at <= now) return 'expired'
  if (!rests.ndaInForce) return 'nda_over'
  return rests.certificatesValid ? null : 'certificate_over'
}

interface CodeState {
  readonly code_hash: Buffer | null
  readonly code_until: Date | null
  readonly code_tries: number
}

/** What comes of a code that somebody typed; `hash` is that of what they typed. */
export function judgeCode(copy: CodeState, hash: Buffer, now: Date): 'right' | 'wrong_code' | 'used_code' {
  // A code that was used, ran out or was guessed at too often is gone: another has to be asked for.
  if (copy.code_hash === null || copy.code_until === null || copy.code_until <= now) return 'used_code'
  if (copy.code_tries >= limits.triesPerCode) return 'used_code'
  return copy.code_hash.equals(hash) ? 'right' : 'wrong_code'
}

/** What is kept of a code: bound to its copy, so that one mailed for another is worth nothing. */
export function hashCode(copyId: string, code: string): Buffer {
  return createHash('sha256')
    .update(`beleg copy code\n${copyId}\n${code.replaceAll(/\D/g, '')}`, 'utf8')
    .digest()
}

/** By which a version of the agreement is named: SHA-256 over both languages. */
export function hashNdaText(text: { readonly de: string; readonly en: string }): Buffer {
  return createHash('sha256')
    .update(JSON.stringify({ de: text.de, en: text.en }), 'utf8')
    .digest()
}
