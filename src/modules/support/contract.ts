/**
 * Support at the edge: grants that a tenant gives and takes back, and visits of operators through them. Browser-safe.
 * Instants are ISO 8601 strings in UTC.
 */
import { idSchema, instantSchema, pageOf, pageQuerySchema } from '#core/page.ts'
import type { PermissionTable } from '#core/permission.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'

export const permissions = {
  'support:read': ['owner', 'isb', 'auditor'],
  'support:grant': ['owner'],
  'platform:support': ['owner'],
} as const satisfies PermissionTable

/** How long a grant lasts: at least, at most, and unless somebody says otherwise. */
export const grantHours = { least: 1, most: 72, usual: 4 } as const

const reasonSchema = z.string().trim().min(1).max(1000)

export const visitSchema = z.strictObject({
  visitId: idSchema,
  /** Of the platform tenant; its entries in the ledger bear it. */
  personId: idSchema,
  /** Who runs the instance, by the name it had then. */
  organisation: z.string(),
  reason: z.string(),
  enteredAt: instantSchema,
  /** To the minute. */
  lastRequestAt: instantSchema,
  /** Null when they did not leave by themselves. */
  leftAt: instantSchema.nullable(),
})
export type VisitView = z.infer<typeof visitSchema>

export const grantSchema = z.strictObject({
  grantId: idSchema,
  state: z.enum(['live', 'expired', 'revoked']),
  reason: z.string(),
  grantedBy: z.strictObject({ personId: idSchema, name: z.string() }),
  grantedAt: instantSchema,
  expiresAt: instantSchema,
  revokedAt: instantSchema.nullable(),
  lastUsedAt: instantSchema.nullable(),
  /** Newest first; at most a hundred. */
  visits: z.array(visitSchema),
})
export type GrantView = z.infer<typeof grantSchema>

export const listGrants = defineEndpoint({
  id: 'support-grant.list',
  method: 'GET',
  path: '/api/support/grants',
  summary: 'Grants of the tenant, newest first, with who entered through each.',
  query: pageQuerySchema,
  output: pageOf(grantSchema),
  success: 200,
  access: 'support:read',
  stepUp: false,
  audit: { reads: 'support-grant.listed' },
})

export const giveGrant = defineEndpoint({
  id: 'support-grant.give',
  method: 'POST',
  path: '/api/support/grants',
  summary: 'Lets operators of this instance look at the tenant, as an auditor may, until the hours are over.',
  body: z.strictObject({
    reason: reasonSchema,
    hours: z.number().int().min(grantHours.least).max(grantHours.most).default(grantHours.usual),
  }),
  output: grantSchema,
  success: 201,
  access: 'support:grant',
  stepUp: true,
  audit: { entry: 'support-grant.given' },
})

export const revokeGrant = defineEndpoint({
  id: 'support-grant.revoke',
  method: 'POST',
  path: '/api/support/grants/:grantId/revoke',
  summary: 'Takes a grant back: the next request of whoever is inside is refused.',
  params: z.strictObject({ grantId: idSchema }),
  output: grantSchema,
  success: 200,
  access: 'support:grant',
  stepUp: false,
  audit: { entry: 'support-grant.revoked' },
  objects: ['grantId'],
})

export const listOpenGrants = defineEndpoint({
  id: 'support.list',
  method: 'GET',
  path: '/api/support/open-grants',
  summary: 'For operators: which tenants let them in now, and until when.',
  output: z.strictObject({
    items: z.array(
      z.strictObject({
        grantId: idSchema,
        tenant: z.strictObject({ id: idSchema, name: z.string() }),
        grantedAt: instantSchema,
        expiresAt: instantSchema,
      }),
    ),
  }),
  success: 200,
  access: 'platform:support',
  stepUp: false,
  audit: { reads: 'support.listed' },
})

export const enterTenant = defineEndpoint({
  id: 'support.enter',
  method: 'POST',
  path: '/api/support/visits',
  summary: 'Enters a tenant through a grant: from now on this session reads there, and only there, until it leaves.',
  body: z.strictObject({ grantId: idSchema, reason: reasonSchema }),
  output: z.strictObject({ tenant: z.strictObject({ id: idSchema, name: z.string() }), until: instantSchema }),
  success: 201,
  access: 'platform:support',
  stepUp: true,
  audit: { entry: 'support.entered' },
})

export const leaveTenant = defineEndpoint({
  id: 'support.leave',
  method: 'POST',
  path: '/api/support/leave',
  summary: 'Leaves the tenant that this session is in as support, also when the grant is over.',
  success: 204,
  access: 'platform:support',
  stepUp: false,
  audit: { entry: 'support.left' },
  ofOwnSession: true,
})
