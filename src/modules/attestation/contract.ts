/**
 * Attestation on request: what strangers may ask a tenant to confirm or to hand over under confidentiality, and how it is
 * decided, issued, fetched and revoked. Browser-safe. Instants are ISO 8601 strings in UTC, days plain dates.
 */
import type { PermissionTable } from '#core/permission.ts'

export const permissions = {
  'attestation:read': ['owner', 'isb', 'management', 'auditor'],
  /** Enters requests, looks at them, proposes, refuses, issues and revokes. */
  'attestation:handle': ['owner', 'isb'],
  'attestation:approve': ['owner', 'isb', 'management'],
  /** Opens the form, offers documents, sets agreement and periods. */
  'attestation:manage': ['owner', 'isb'],
} as const satisfies PermissionTable

/** A letter that states certificates, or a document that is offered. */
export const wishes = ['confirmation', 'document'] as const
export type Wish = (typeof wishes)[number]

export const requestStates = [
  'requested',
  'nda_pending',
  'in_review',
  'proposed',
  'approved',
  'refused',
  'issued',
  'expired',
  'revoked',
] as const
export type RequestState = (typeof requestStates)[number]

/** What happened at the link of a copy. */
export const accessOutcomes = [
  'code_sent',
  'served',
  'wrong_code',
  'used_code',
  'too_many_codes',
  'expired',
  'revoked',
  'nda_over',
  'certificate_over',
] as const
export type AccessOutcome = (typeof accessOutcomes)[number]

/** Why a live copy is not served. */
export const standstills = ['expired', 'revoked', 'nda_over', 'certificate_over'] as const
export type Standstill = (typeof standstills)[number]

/** Longest texts that strangers send. */
export const longest = { name: 120, organisation: 200, email: 254, purpose: 2_000, role: 120 } as const

/** Page of the application. */
export const attestationPage = '/attestations'

/** Where the link that confirms an address leads. */
export const confirmPath = (token: string): `/${string}` => `/requests/confirm/${token}`
/** Where the link to sign an agreement leads. */
export const signPath = (token: string): `/${string}` => `/requests/sign/${token}`
/** Where the link to a copy leads. */
export const copyPath = (token: string): `/${string}` => `/copies/${token}`
