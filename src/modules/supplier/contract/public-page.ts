/**
 * The addresses at which strangers read the list of subprocessors and ask to be told; served in `src/trust`, because they
 * are pages. Browser-safe.
 */
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'

const lang = z.object({ lang: localeSchema.optional() })
/** Of a link in a mail. */
const tokenParam = z.string().regex(/^[A-Za-z0-9_-]{64}$/)

const reading = {
  method: 'GET',
  query: lang,
  success: 200,
  access: { public: 'customers are owed the list, whoever they are (Art. 28(2) GDPR)' },
  stepUp: false,
  audit: { none: 'the list is public' },
} as const
const asking = { method: 'POST', query: lang, responds: 'html', success: 200, stepUp: false } as const
const byLink = { public: 'the link came by mail to whoever it is for' } as const

const listPage = { ...reading, responds: 'html' as const, summary: 'The list of subprocessors, as a page.' }
const listData = { ...reading, responds: 'text' as const, summary: 'The list of subprocessors as data.' }
const listFeed = { ...reading, responds: 'text' as const, summary: 'What was announced of subprocessors, as Atom.' }
const subscribe = {
  ...asking,
  access: { public: 'customers ask to be told; whoever owns the address confirms' },
  summary: 'Asks to be told of subprocessors by mail: a form with `email`. Every address gets the same answer.',
  audit: { entry: 'subprocessor-subscription.requested' },
} as const
const confirmation = { ...reading, responds: 'html', summary: 'What a link out of a mail would confirm.' } as const
const confirm = {
  ...asking,
  access: byLink,
  summary: 'Confirms the wish to be told of subprocessors.',
  audit: { entry: 'subprocessor-subscription.confirmed' },
} as const
const subscription = { ...reading, responds: 'html', summary: 'What a link out of a notice would end.' } as const
const end = {
  ...asking,
  access: byLink,
  summary: 'Ends the notices about subprocessors to whoever holds the link (RFC 8058).',
  audit: { entry: 'subprocessor-subscription.ended' },
} as const

const slugParams = z.object({ slug: z.string() })
const token = z.object({ token: tokenParam })
const withSlug = z.object({ slug: z.string(), token: tokenParam })
const [root, below] = ['/subprocessors', '/t/:slug/subprocessors'] as const

/** Each for the platform tenant and for every other. */
export const publicEndpoints = {
  page: [
    defineEndpoint({ ...listPage, id: 'trust.read-platform-subprocessors', path: root }),
    defineEndpoint({ ...listPage, id: 'trust.read-subprocessors', path: below, params: slugParams }),
  ],
  data: [
    defineEndpoint({ ...listData, id: 'trust.read-platform-subprocessor-data', path: `${root}.json` }),
    defineEndpoint({ ...listData, id: 'trust.read-subprocessor-data', path: `${below}.json`, params: slugParams }),
  ],
  feed: [
    defineEndpoint({ ...listFeed, id: 'trust.read-platform-subprocessor-feed', path: `${root}.atom` }),
    defineEndpoint({ ...listFeed, id: 'trust.read-subprocessor-feed', path: `${below}.atom`, params: slugParams }),
  ],
  subscribe: [
    defineEndpoint({ ...subscribe, id: 'trust.subscribe-platform', path: `${root}/subscriptions` }),
    defineEndpoint({ ...subscribe, id: 'trust.subscribe', path: `${below}/subscriptions`, params: slugParams }),
  ],
  confirmation: [
    defineEndpoint({
      ...confirmation,
      id: 'trust.read-platform-confirmation',
      path: `${root}/confirmations/:token`,
      params: token,
    }),
    defineEndpoint({
      ...confirmation,
      id: 'trust.read-confirmation',
      path: `${below}/confirmations/:token`,
      params: withSlug,
    }),
  ],
  confirm: [
    defineEndpoint({ ...confirm, id: 'trust.confirm-platform', path: `${root}/confirmations/:token`, params: token }),
    defineEndpoint({ ...confirm, id: 'trust.confirm', path: `${below}/confirmations/:token`, params: withSlug }),
  ],
  subscription: [
    defineEndpoint({
      ...subscription,
      id: 'trust.read-platform-subscription',
      path: `${root}/subscriptions/:token`,
      params: token,
    }),
    defineEndpoint({
      ...subscription,
      id: 'trust.read-subscription',
      path: `${below}/subscriptions/:token`,
      params: withSlug,
    }),
  ],
  end: [
    defineEndpoint({
      ...end,
      id: 'trust.end-platform-subscription',
      path: `${root}/subscriptions/:token`,
      params: token,
    }),
    defineEndpoint({ ...end, id: 'trust.end-subscription', path: `${below}/subscriptions/:token`, params: withSlug }),
  ],
} as const
export type PublicKind = keyof typeof publicEndpoints
export const publicKinds = [
  'page',
  'data',
  'feed',
  'subscribe',
  'confirmation',
  'confirm',
  'subscription',
  'end',
] as const satisfies readonly PublicKind[]

/** What the form sends; not JSON, so the contract of its address does not name it. */
export const subscribeFormSchema = z.strictObject({ email: z.email().max(254) })
export const linkSchema = token
export const languageSchema = lang
