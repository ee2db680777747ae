/**
 * What identity promises to others: people and accounts, signing in with two factors, sessions, API keys. Browser-safe:
 * schemas, endpoints, permissions and problem codes, no behaviour. Instants are ISO 8601 strings in UTC. No session
 * token is ever in a body: the server sets it as a cookie.
 */
import { pageOf, pageQuerySchema } from '#core/page.ts'
import { roleSchema, type PermissionTable } from '#core/permission.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'
import {
  instant,
  id,
  emailSchema,
  nameSchema,
  newPasswordSchema,
  totpCodeSchema,
  recoveryCodeSchema,
  opaqueTokenSchema,
  factorSchema,
  roleListSchema,
  accountSchema,
  totpSetupSchema,
  accountParams,
  own,
} from './contract/shape.ts'

export {
  accountStateSchema,
  factorSchema,
  roleListSchema,
  accountSchema,
  totpSetupSchema,
  type AccountState,
  type AccountView,
  type Factor,
} from './contract/shape.ts'
export {
  accountResetSchema,
  requestAccountReset,
  listAccountResets,
  approveAccountReset,
  rejectAccountReset,
  startTotp,
  confirmTotp,
  renewRecoveryCodes,
  changePassword,
} from './contract/factor.ts'
export {
  apiKeyMaxDays,
  apiKeySchema,
  listApiKeys,
  createApiKey,
  revokeApiKey,
  type ApiKeyView,
} from './contract/api-key.ts'

export const permissions = {
  'person:read': ['owner', 'isb', 'management', 'measure-owner', 'auditor'],
  'account:invite': ['owner', 'isb'],
  'account:change-roles': ['owner', 'isb'],
  'account:grant-administrative': ['owner'],
  'account:deactivate': ['owner', 'isb'],
  'account:reset': ['owner', 'isb'],
  'session:read': ['owner', 'isb'],
  'session:end': ['owner', 'isb'],
  'role:read': ['owner', 'isb', 'management', 'auditor'],
  'api-key:create': ['owner', 'isb', 'measure-owner'],
  'api-key:read': ['owner', 'isb', 'auditor'],
  'api-key:revoke': ['owner', 'isb'],
} as const satisfies PermissionTable

/** Problem codes of this module; each has a text `problem.<code>` in both catalogues. */
export const problemCodes = [
  'login.refused',
  'login.code_refused',
  'login.expired',
  'login.too_many_attempts',
  'login.busy',
  'enrolment.not_valid',
  'enrolment.password_first',
  'enrolment.email_needed',
  'account.email_taken',
  'account.person_has_one',
  'account.own_roles',
  'account.own_state',
  'account.last_owner',
  'account.owner_needed',
  'account.changed_meanwhile',
  'account.not_active',
  'account.not_invited',
  'account.not_deactivated',
  'account.already_deactivated',
  'account.erased',
  'account-reset.same_person',
  'account-reset.already_open',
  'account-reset.not_open',
  'factor.code_refused',
  'factor.none_pending',
  'password.wrong',
  'password.refused',
  'api-key.permission_not_held',
] as const
export type ProblemCode = (typeof problemCodes)[number]

// ---- The session ----------------------------------------------------------------------------------------------------

export const signedInSchema = z.strictObject({
  signedIn: z.literal(true),
  sessionId: id,
  accountId: id,
  personId: id,
  name: z.string(),
  email: z.string(),
  tenant: z.strictObject({ id, name: z.string(), kind: z.enum(['platform', 'company']) }),
  roles: z.array(roleSchema),
  permissions: z.array(z.string()),
  locale: localeSchema,
  /** Until when sensitive actions need no further code; null when they do now. */
  stepUpUntil: instant.nullable(),
  /** The session ends by then without a request, and at `endsAt` in any case. */
  idleUntil: instant,
  endsAt: instant,
  factors: z.array(factorSchema),
  recoveryCodesLeft: z.number().int(),
  /** Until when an operator may look at this tenant as support; null for everybody else. */
  supportUntil: instant.nullable(),
})
export const sessionStateSchema = z.discriminatedUnion('signedIn', [
  z.strictObject({ signedIn: z.literal(false) }),
  signedInSchema,
])
export type SessionState = z.infer<typeof sessionStateSchema>

export const readSession = defineEndpoint({
  id: 'session.read',
  method: 'GET',
  path: '/api/session',
  summary: 'Who am I: the signed-in account with its roles and permissions, or signedIn false.',
  output: sessionStateSchema,
  success: 200,
  access: { public: 'The web client asks whether it is signed in.' },
  stepUp: false,
  audit: { none: 'Reads only what the caller already is.' },
})

export const signOut = defineEndpoint({
  id: 'session.sign-out',
  method: 'DELETE',
  path: '/api/session',
  summary: 'Ends the own session on the server and clears its cookie.',
  success: 204,
  access: own,
  stepUp: false,
  audit: { entry: 'session.ended' },
  ofOwnSession: true,
})

/** A second factor: one of the two fields. */
export const secondFactorSchema = z.union([
  z.strictObject({ code: totpCodeSchema }),
  z.strictObject({ recoveryCode: recoveryCodeSchema }),
])

export const stepUp = defineEndpoint({
  id: 'session.step-up',
  method: 'POST',
  path: '/api/session/step-up',
  summary: 'Gives the second factor again for sensitive actions; the session gets a new token.',
  body: secondFactorSchema,
  output: z.strictObject({ stepUpUntil: instant, recoveryCodesLeft: z.number().int() }),
  success: 200,
  access: own,
  stepUp: false,
  audit: { entry: 'session.stepped_up' },
})

export const changeLocale = defineEndpoint({
  id: 'session.change-locale',
  method: 'PATCH',
  path: '/api/session/locale',
  summary: 'Sets the language of the own account.',
  body: z.strictObject({ locale: localeSchema }),
  success: 204,
  access: own,
  stepUp: false,
  audit: { entry: 'account.locale_changed' },
})

// ---- Signing in -----------------------------------------------------------------------------------------------------

const beforeSignIn = { public: 'Signing in comes before being signed in.' } as const

export const giveLoginPassword = defineEndpoint({
  id: 'login.give-password',
  method: 'POST',
  path: '/api/login/password',
  summary: 'First factor: opens a login transaction, never a session. The answer is equal for unknown accounts.',
  body: z.strictObject({
    /** Short name of the tenant; without it, the tenant of the address that was called. */
    tenant: z.string().min(1).max(63).optional(),
    email: emailSchema,
    password: z.string().min(1).max(256),
    /** What an earlier sign-in on this device answered: a stranger's wrong guesses then do not slow this device. */
    device: opaqueTokenSchema.optional(),
  }),
  output: z.strictObject({
    loginId: opaqueTokenSchema,
    factors: z.array(z.enum(['totp', 'recovery-code'])),
    expiresAt: instant,
  }),
  success: 200,
  access: beforeSignIn,
  stepUp: false,
  audit: { entry: 'login.password_accepted' },
})

/** `device` is to be kept by the browser and sent with the next password; it opens nothing by itself. */
const signedInAnswer = z.strictObject({
  device: opaqueTokenSchema,
  recoveryCodesLeft: z.number().int(),
})

export const giveLoginTotp = defineEndpoint({
  id: 'login.give-totp',
  method: 'POST',
  path: '/api/login/totp',
  summary: 'Second factor: turns a login transaction into a session.',
  body: z.strictObject({ loginId: opaqueTokenSchema, code: totpCodeSchema }),
  output: signedInAnswer,
  success: 200,
  access: beforeSignIn,
  stepUp: false,
  audit: { entry: 'session.started' },
})

export const giveLoginRecoveryCode = defineEndpoint({
  id: 'login.give-recovery-code',
  method: 'POST',
  path: '/api/login/recovery-code',
  summary: 'Second factor when the authenticator is not at hand: each recovery code works once.',
  body: z.strictObject({ loginId: opaqueTokenSchema, recoveryCode: recoveryCodeSchema }),
  output: signedInAnswer,
  success: 200,
  access: beforeSignIn,
  stepUp: false,
  audit: { entry: 'session.started' },
})

// ---- Enrolment ------------------------------------------------------------------------------------------------------

export const enrolmentPurposeSchema = z.enum(['first', 'invitation', 'reset'])
export type EnrolmentPurpose = z.infer<typeof enrolmentPurposeSchema>

const enrolmentParams = z.strictObject({ token: opaqueTokenSchema })
const byLink = { public: 'Whoever holds the one-time link enrols; there is no account to sign in with yet.' } as const

export const readEnrolment = defineEndpoint({
  id: 'enrolment.read',
  method: 'GET',
  path: '/api/enrolment/:token',
  summary: 'What a one-time link is for, and which step comes next.',
  params: enrolmentParams,
  output: z.strictObject({
    purpose: enrolmentPurposeSchema,
    nextStep: z.enum(['password', 'totp']),
    tenantName: z.string(),
    /** Such as "an…@example.com"; null for the first administrator, who states an address. */
    emailHint: z.string().nullable(),
    /** As the inviting person spelled it. */
    name: z.string().nullable(),
    locale: localeSchema,
    expiresAt: instant,
  }),
  success: 200,
  access: byLink,
  stepUp: false,
  audit: { none: 'Shows the holder of the link what it is for.' },
})

export const giveEnrolmentPassword = defineEndpoint({
  id: 'enrolment.give-password',
  method: 'POST',
  path: '/api/enrolment/:token/password',
  summary: 'Sets name and password and answers with a TOTP secret to confirm. May be repeated until confirmed.',
  params: enrolmentParams,
  body: z.strictObject({
    name: nameSchema,
    /** Only, and then necessarily, for the first administrator. */
    email: emailSchema.optional(),
    password: newPasswordSchema,
    locale: localeSchema,
  }),
  output: totpSetupSchema,
  success: 200,
  access: byLink,
  stepUp: false,
  audit: { entry: 'enrolment.password_given' },
})

export const giveEnrolmentTotp = defineEndpoint({
  id: 'enrolment.give-totp',
  method: 'POST',
  path: '/api/enrolment/:token/totp',
  summary: 'Confirms the second factor: the account is active and signed in; recovery codes are shown this once.',
  params: enrolmentParams,
  body: z.strictObject({ code: totpCodeSchema }),
  output: z.strictObject({ recoveryCodes: z.array(z.string()), device: opaqueTokenSchema }),
  success: 201,
  access: byLink,
  stepUp: false,
  audit: { entry: 'account.enrolled' },
})

// ---- People and accounts --------------------------------------------------------------------------------------------

export const personSchema = z.strictObject({
  personId: id,
  name: z.string(),
  createdAt: instant,
  /** When what is kept of the person was erased; then name and address are placeholders. */
  erasedAt: instant.nullable(),
  account: accountSchema.nullable(),
})
export type PersonView = z.infer<typeof personSchema>

export const listPeople = defineEndpoint({
  id: 'person.list',
  method: 'GET',
  path: '/api/people',
  summary: 'People of the tenant with their accounts, newest first; q filters by name or e-mail.',
  query: pageQuerySchema.extend({ q: z.string().trim().max(200).optional(), account: z.literal('with').optional() }),
  output: pageOf(personSchema),
  success: 200,
  access: 'person:read',
  stepUp: false,
  audit: { reads: 'person.listed' },
})

export const readPerson = defineEndpoint({
  id: 'person.read',
  method: 'GET',
  path: '/api/people/:personId',
  summary: 'One person with the account.',
  params: z.strictObject({ personId: id }),
  output: personSchema,
  success: 200,
  access: 'person:read',
  stepUp: false,
  audit: { reads: 'person.read' },
  objects: ['personId'],
})

export const inviteAccount = defineEndpoint({
  id: 'account.invite',
  method: 'POST',
  path: '/api/accounts',
  summary: 'Invites a person: the one-time link goes by mail to the person alone and lasts 72 hours.',
  body: z.strictObject({
    email: emailSchema,
    name: nameSchema,
    roles: roleListSchema,
    locale: localeSchema,
    personId: id.optional(),
  }),
  output: accountSchema,
  success: 201,
  access: 'account:invite',
  stepUp: false,
  audit: { entry: 'account.invited' },
})

export const renewInvitation = defineEndpoint({
  id: 'account.renew-invitation',
  method: 'POST',
  path: '/api/accounts/:accountId/invitation',
  summary: 'Sends a new link to an invited person; the earlier one is dead.',
  params: accountParams,
  output: accountSchema,
  success: 200,
  access: 'account:invite',
  stepUp: false,
  audit: { entry: 'account.invitation_renewed' },
  objects: ['accountId'],
})

export const changeAccount = defineEndpoint({
  id: 'account.change',
  method: 'PATCH',
  path: '/api/accounts/:accountId',
  summary: 'Changes the roles of somebody else. The last owner stays one.',
  params: accountParams,
  body: z.strictObject({ roles: roleListSchema, version: z.number().int() }),
  output: accountSchema,
  success: 200,
  access: 'account:change-roles',
  stepUp: true,
  audit: { entry: 'account.roles_changed' },
  objects: ['accountId'],
})

export const deactivateAccount = defineEndpoint({
  id: 'account.deactivate',
  method: 'POST',
  path: '/api/accounts/:accountId/deactivate',
  summary: 'Deactivates an account: its sessions, logins and API keys end in the same transaction.',
  params: accountParams,
  output: accountSchema,
  success: 200,
  access: 'account:deactivate',
  stepUp: false,
  audit: { entry: 'account.deactivated' },
  objects: ['accountId'],
})

export const reactivateAccount = defineEndpoint({
  id: 'account.reactivate',
  method: 'POST',
  path: '/api/accounts/:accountId/reactivate',
  summary: 'Lets a deactivated account sign in again with its own factors; ended API keys stay ended.',
  params: accountParams,
  output: accountSchema,
  success: 200,
  access: 'account:deactivate',
  stepUp: true,
  audit: { entry: 'account.reactivated' },
  objects: ['accountId'],
})

export const sessionViewSchema = z.strictObject({
  sessionId: id,
  methods: z.array(factorSchema),
  startedAt: instant,
  lastSeenAt: instant,
  endsAt: instant,
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  current: z.boolean(),
})

export const listSessions = defineEndpoint({
  id: 'session.list',
  method: 'GET',
  path: '/api/accounts/:accountId/sessions',
  summary: 'Live sessions of an account: of the own, or of any with session:read.',
  params: accountParams,
  output: z.strictObject({ items: z.array(sessionViewSchema) }),
  success: 200,
  access: { signedIn: 'Everybody sees the own sessions; those of others need session:read.' },
  stepUp: false,
  audit: { reads: 'session.listed' },
  objects: ['accountId'],
})

export const endAccountSessions = defineEndpoint({
  id: 'session.end-all',
  method: 'DELETE',
  path: '/api/accounts/:accountId/sessions',
  summary: 'Ends all sessions of an account: of the own, or of any with session:end.',
  params: accountParams,
  success: 204,
  access: { signedIn: 'Everybody ends the own sessions; those of others need session:end.' },
  stepUp: false,
  audit: { entry: 'session.all_ended' },
  objects: ['accountId'],
})

export const endSession = defineEndpoint({
  id: 'session.end',
  method: 'DELETE',
  path: '/api/sessions/:sessionId',
  summary: 'Ends one session: an own one, or any with session:end.',
  params: z.strictObject({ sessionId: id }),
  success: 204,
  access: { signedIn: 'Everybody ends the own sessions; those of others need session:end.' },
  stepUp: false,
  audit: { entry: 'session.ended' },
  objects: ['sessionId'],
})

export const listRoles = defineEndpoint({
  id: 'role.list',
  method: 'GET',
  path: '/api/roles',
  summary: 'The matrix role → permissions; texts are in the catalogues (role.*, permission.*).',
  output: z.strictObject({
    items: z.array(z.strictObject({ role: roleSchema, administrative: z.boolean(), permissions: z.array(z.string()) })),
  }),
  success: 200,
  access: 'role:read',
  stepUp: false,
  audit: { none: 'The matrix is the same for everybody in a tenant, and in the source.' },
})

// ---- Pages ----------------------------------------------------------------------------------------------------------

/** Page of the web application that a one-time link opens, below the public address. */
export function enrolmentPage(token: string): string {
  return `/app/enrol/${token}`
}
