/** Where the public face of a tenant is: page, data, changes and badge, for the platform and for each tenant. */
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'

const open = {
  method: 'GET',
  query: z.object({ lang: localeSchema.optional() }),
  success: 200,
  access: { public: 'the statement is published for everybody' },
  stepUp: false,
  audit: { none: 'the statement is public' },
} as const
const ofTenant = { ...open, params: z.object({ slug: z.string() }) } as const

/** The statement of the platform tenant. */
const readPlatformPage = defineEndpoint({
  ...open,
  id: 'trust.read-platform-page',
  path: '/',
  summary: 'The public statement of this instance, as a page.',
  responds: 'html',
})

/** The statement of one tenant. */
const readTenantPage = defineEndpoint({
  ...ofTenant,
  id: 'trust.read-tenant-page',
  path: '/t/:slug',
  summary: 'The public statement of a tenant, as a page.',
  responds: 'html',
})

const readPlatformData = defineEndpoint({
  ...open,
  id: 'trust.read-platform-data',
  path: '/statement.json',
  summary: 'The public statement of this instance as data, with the instant until which it holds.',
  responds: 'text',
})

const readTenantData = defineEndpoint({
  ...ofTenant,
  id: 'trust.read-tenant-data',
  path: '/t/:slug/statement.json',
  summary: 'The public statement of a tenant as data, with the instant until which it holds.',
  responds: 'text',
})

const readPlatformChanges = defineEndpoint({
  ...open,
  id: 'trust.read-platform-changes',
  path: '/changes.atom',
  summary: 'What changed about the public statement of this instance, as an Atom feed (RFC 4287), newest first.',
  responds: 'text',
})

const readTenantChanges = defineEndpoint({
  ...ofTenant,
  id: 'trust.read-tenant-changes',
  path: '/t/:slug/changes.atom',
  summary: 'What changed about the public statement of a tenant, as an Atom feed (RFC 4287), newest first.',
  responds: 'text',
})

const readPlatformBadge = defineEndpoint({
  ...open,
  id: 'trust.read-platform-badge',
  path: '/badge.svg',
  summary: 'How much of the public statement of this instance is proven, as an image.',
  responds: 'text',
})

const readTenantBadge = defineEndpoint({
  ...ofTenant,
  id: 'trust.read-tenant-badge',
  path: '/t/:slug/badge.svg',
  summary: 'How much of the public statement of a tenant is proven, as an image.',
  responds: 'text',
})

/** What there is of a statement, and where: for the platform, for a tenant. */
export const faces = {
  page: [readPlatformPage, readTenantPage],
  data: [readPlatformData, readTenantData],
  changes: [readPlatformChanges, readTenantChanges],
  badge: [readPlatformBadge, readTenantBadge],
} as const
export type Kind = keyof typeof faces
export type PublicEndpoint = (typeof faces)[Kind][number]
