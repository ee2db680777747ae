/** Recipients of heads: who gets them by mail, once a day, and how that ends. Browser-safe. */
import { idSchema, instantSchema, pageOf, pageQuerySchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'

/** Of one tenant. */
export const mostRecipients = 100

export const recipientSchema = z.strictObject({
  id: idSchema,
  email: z.string(),
  locale: localeSchema,
  createdAt: instantSchema,
  /** Null before the first mail. */
  mailedAt: instantSchema.nullable(),
})
export type Recipient = z.infer<typeof recipientSchema>

export const listRecipients = defineEndpoint({
  id: 'head-recipient.list',
  method: 'GET',
  path: '/api/head-recipients',
  summary: 'Lists who gets the heads of the ledger by mail, newest first.',
  query: pageQuerySchema,
  output: pageOf(recipientSchema),
  success: 200,
  access: 'ledger:publish',
  stepUp: false,
  audit: { reads: 'head-recipient.listed' },
})

export const addRecipient = defineEndpoint({
  id: 'head-recipient.add',
  method: 'POST',
  path: '/api/head-recipients',
  summary: 'Has the heads of the ledger mailed to an address, once a day.',
  body: z.strictObject({ email: z.email().max(254), locale: localeSchema }),
  output: recipientSchema,
  success: 201,
  access: 'ledger:publish',
  stepUp: true,
  audit: { entry: 'head-recipient.added' },
})

export const removeRecipient = defineEndpoint({
  id: 'head-recipient.remove',
  method: 'DELETE',
  path: '/api/head-recipients/:recipientId',
  summary: 'Ends the mails to an address.',
  params: z.strictObject({ recipientId: idSchema }),
  success: 204,
  access: 'ledger:publish',
  stepUp: false,
  audit: { entry: 'head-recipient.removed' },
  objects: ['recipientId'],
})

const byLink = { public: 'The link came with the mail; whoever gets the mails need not have an account.' } as const
const tokenParams = z.strictObject({ token: z.string().min(20).max(200) })

export const readSubscription = defineEndpoint({
  id: 'head-subscription.read',
  method: 'GET',
  path: '/api/head-subscriptions/:token',
  summary: 'What a link out of a mail with heads would end.',
  params: tokenParams,
  output: z.strictObject({ tenantName: z.string(), email: z.string() }),
  success: 200,
  access: byLink,
  stepUp: false,
  audit: { none: 'Shows the holder of the link what it is for.' },
})

export const endSubscription = defineEndpoint({
  id: 'head-subscription.end',
  method: 'DELETE',
  path: '/api/head-subscriptions/:token',
  summary: 'Ends the mails with heads to whoever holds the link. It works once.',
  params: tokenParams,
  success: 204,
  access: byLink,
  stepUp: false,
  audit: { entry: 'head-recipient.unsubscribed' },
})

/** Page of the web application that the link in a mail opens, below the public address. */
export function unsubscribePage(token: string): string {
  return `/app/unsubscribe/${token}`
}
