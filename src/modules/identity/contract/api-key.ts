/** Contracts about API keys. Browser-safe. */
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'
import { id, instant, nameSchema } from './shape.ts'

/** Longest life of a key: the listed equivalent of a second factor for machines. */
export const apiKeyMaxDays = 90

export const apiKeySchema = z.strictObject({
  keyId: id,
  accountId: id,
  personId: id,
  ownerName: z.string(),
  name: z.string(),
  /** Prefix and end of the secret, to recognise it. */
  prefix: z.string(),
  permissions: z.array(z.string()),
  createdAt: instant,
  expiresAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
})
export type ApiKeyView = z.infer<typeof apiKeySchema>

export const listApiKeys = defineEndpoint({
  id: 'api-key.list',
  method: 'GET',
  path: '/api/api-keys',
  summary: 'The own API keys; all of the tenant with api-key:read.',
  output: z.strictObject({ items: z.array(apiKeySchema) }),
  success: 200,
  access: { signedIn: 'Everybody sees the own keys; those of others need api-key:read.' },
  stepUp: false,
  audit: { none: 'Shows no secret.' },
})

export const createApiKey = defineEndpoint({
  id: 'api-key.create',
  method: 'POST',
  path: '/api/api-keys',
  summary: 'A key for a machine, with some of the own permissions, for at most 90 days; its secret is shown this once.',
  body: z.strictObject({
    name: nameSchema,
    permissions: z
      .array(z.string().regex(/^[a-z-]+:[a-z-]+$/))
      .min(1)
      .max(200),
    days: z.number().int().min(1).max(apiKeyMaxDays),
  }),
  output: z.strictObject({ key: apiKeySchema, secret: z.string() }),
  success: 201,
  access: 'api-key:create',
  stepUp: true,
  audit: { entry: 'api-key.created' },
})

export const revokeApiKey = defineEndpoint({
  id: 'api-key.revoke',
  method: 'DELETE',
  path: '/api/api-keys/:keyId',
  summary: 'Revokes a key at once: an own one, or any with api-key:revoke.',
  params: z.strictObject({ keyId: id }),
  success: 204,
  access: { signedIn: 'Everybody revokes the own keys; those of others need api-key:revoke.' },
  stepUp: false,
  audit: { entry: 'api-key.revoked' },
  objects: ['keyId'],
})
