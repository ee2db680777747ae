/** The public list of subprocessors: showing it, what was announced of it, and who is told. Browser-safe. */
import { idSchema, instantSchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'
import { transferBases } from '../contract.ts'

const day = z.iso.date()

/** What the public reads of a subprocessor. */
export const listedSchema = z.strictObject({
  name: z.string(),
  address: z.string().nullable(),
  country: z.string(),
  purpose: z.string(),
  data: z.string(),
  locations: z.string(),
  transferBasis: z.enum(transferBases),
})
export type Listed = z.output<typeof listedSchema>

/**
 * `listed`: it was there when the list was first shown. `continued`: an end that was announced is taken back.
 * `postponed` and `withdrawn`: an addition that was announced comes later, or not at all.
 */
export const itemKinds = ['listed', 'addition', 'change', 'removal', 'continued', 'postponed', 'withdrawn'] as const

export const itemSchema = z.strictObject({
  supplierId: idSchema,
  kind: z.enum(itemKinds),
  /** First day on which it is so; for a removal the first day without. */
  effectiveOn: day,
  /** As it is then; of what goes, as it was. */
  entry: listedSchema,
  /** For a change, as it was. */
  before: listedSchema.nullable(),
})
export type Item = z.output<typeof itemSchema>

export const announcementSchema = z.strictObject({
  id: idSchema,
  announcedAt: instantSchema,
  /** Last day on which customers can object; null where there is nothing to object to. */
  objectionUntil: day.nullable(),
  items: z.array(itemSchema),
  /** SHA-256 of the items as canonical JSON (RFC 8785), in hexadecimal; the ledger has it too. */
  sha256: z.string(),
})
export type Announcement = z.output<typeof announcementSchema>

const subscriptionStates = ['requested', 'confirmed'] as const

const stateSchema = z.strictObject({
  /** Where strangers read it. */
  address: z.string(),
  isShown: z.boolean(),
  /** Since then nothing is added without notice; null before. */
  firstShownAt: instantSchema.nullable(),
  /** Days between an announcement and the end of the objection period. */
  noticeDays: z.int(),
  /** First day for what would be announced now. */
  earliestOn: day,
  announcements: z.array(announcementSchema.extend({ told: z.int() })),
  subscriptions: z.array(
    z.strictObject({
      id: idSchema,
      email: z.string(),
      locale: localeSchema,
      state: z.enum(subscriptionStates),
      requestedAt: instantSchema,
    }),
  ),
})
export type ListState = z.output<typeof stateSchema>

export const readList = defineEndpoint({
  id: 'subprocessor-list.read',
  method: 'GET',
  path: '/api/subprocessor-list',
  summary: 'Whether the public list of subprocessors is shown, what was announced of it, and who asked to be told.',
  output: stateSchema,
  success: 200,
  access: 'supplier:read',
  stepUp: false,
  audit: { reads: 'subprocessor-list.read' },
})

export const showList = defineEndpoint({
  id: 'subprocessor-list.show',
  method: 'PUT',
  path: '/api/subprocessor-list',
  summary:
    'Shows the list of subprocessors on the public page, or no longer. Once shown, nothing is added without notice.',
  body: z.strictObject({ isShown: z.boolean() }),
  output: stateSchema,
  success: 200,
  access: 'supplier:edit',
  stepUp: true,
  audit: { entry: 'subprocessor-list.shown' },
})

export const listNotices = defineEndpoint({
  id: 'subprocessor-notice.list',
  method: 'GET',
  path: '/api/subprocessor-announcements/:announcementId/notices',
  summary: 'Who was told of an announcement, when and by which mail; at most 2,000.',
  params: z.strictObject({ announcementId: idSchema }),
  output: z.strictObject({
    items: z.array(
      z.strictObject({
        recipientId: idSchema,
        kind: z.enum(['customer', 'subscriber']),
        /** Null once it was erased. */
        email: z.string().nullable(),
        sentAt: instantSchema,
        mailId: idSchema,
        /** Null once the outbox has forgotten the mail. */
        mailState: z.enum(['kept', 'queued', 'sent', 'failed']).nullable(),
      }),
    ),
  }),
  success: 200,
  access: 'supplier:read',
  stepUp: false,
  audit: { reads: 'subprocessor-notice.listed' },
  objects: ['announcementId'],
})

export const removeSubscription = defineEndpoint({
  id: 'subprocessor-subscription.remove',
  method: 'DELETE',
  path: '/api/subprocessor-subscriptions/:subscriptionId',
  summary: 'Erases the address of somebody who asked to be told of subprocessors; what they were told stays provable.',
  params: z.strictObject({ subscriptionId: idSchema }),
  success: 204,
  access: 'supplier:edit',
  stepUp: false,
  audit: { entry: 'subprocessor-subscription.removed' },
  objects: ['subscriptionId'],
})
