/** Contracts about what the tenant arranges: the form, the agreement, agreements in force, documents on offer. Browser-safe. */
import { idSchema, instantSchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'
import { longest } from '../contract.ts'
import { lineSchema } from './request.ts'

const day = z.iso.date()
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const localised = z.strictObject({ de: z.string(), en: z.string() })

export const ndaTextSchema = z.strictObject({
  textId: idSchema,
  number: z.int(),
  text: localised,
  sha256,
  publishedAt: instantSchema,
})
export type NdaTextView = z.output<typeof ndaTextSchema>

export const deskSchema = z.strictObject({
  isOpen: z.boolean(),
  repeatDays: z.int(),
  copyDays: z.int(),
  ndaMonths: z.int(),
  /** Where strangers ask. */
  address: z.string(),
  /** In force; null while there is none. */
  ndaText: ndaTextSchema.nullable(),
})
export type DeskView = z.output<typeof deskSchema>

export const readDesk = defineEndpoint({
  id: 'attestation.read-desk',
  method: 'GET',
  path: '/api/attestation-desk',
  summary: 'Whether strangers may ask, for how long copies and agreements hold, and the agreement in force.',
  output: deskSchema,
  success: 200,
  access: 'attestation:read',
  stepUp: false,
  audit: { none: 'says what strangers are told' },
})

export const changeDesk = defineEndpoint({
  id: 'attestation.change-desk',
  method: 'PUT',
  path: '/api/attestation-desk',
  summary: 'Opens or closes the public form and sets the periods.',
  body: z.strictObject({
    isOpen: z.boolean(),
    repeatDays: z.int().min(0).max(730),
    copyDays: z.int().min(1).max(365),
    ndaMonths: z.int().min(1).max(120),
  }),
  output: deskSchema,
  success: 200,
  access: 'attestation:manage',
  stepUp: false,
  audit: { entry: 'attestation.desk-changed' },
})

const ndaText = z.string().trim().min(50).max(40_000)

export const publishNdaText = defineEndpoint({
  id: 'attestation.publish-nda-text',
  method: 'POST',
  path: '/api/nda-texts',
  summary: 'Publishes a version of the agreement; whoever accepted an earlier one stays bound by that.',
  body: z.strictObject({ text: z.strictObject({ de: ndaText, en: ndaText }) }),
  output: ndaTextSchema,
  success: 201,
  access: 'attestation:manage',
  stepUp: false,
  audit: { entry: 'nda-text.published' },
})

export const ndaSchema = z.strictObject({
  ndaId: idSchema,
  source: z.enum(['accepted', 'file']),
  organisation: z.string(),
  domain: z.string(),
  /** Null once erased. */
  signatory: z.strictObject({ name: z.string(), role: z.string(), email: z.string().nullable() }).nullable(),
  /** Version of the tenant's text that was accepted. */
  textNumber: z.int().nullable(),
  file: z.strictObject({ name: z.string(), bytes: z.int(), sha256 }).nullable(),
  validFrom: day,
  validTo: day,
  state: z.enum(['in_force', 'not_yet', 'over', 'ended']),
  recordedAt: instantSchema,
  endReason: z.string().nullable(),
})
export type NdaView = z.output<typeof ndaSchema>

export const listNdas = defineEndpoint({
  id: 'nda.list',
  method: 'GET',
  path: '/api/ndas',
  summary: 'Confidentiality agreements with other organisations, newest first.',
  output: z.strictObject({ items: z.array(ndaSchema) }),
  success: 200,
  access: 'attestation:read',
  stepUp: false,
  audit: { reads: 'nda.listed' },
})

export const mostNdaBytes = 20 * 1024 * 1024

export const recordNda = defineEndpoint({
  id: 'nda.record',
  method: 'POST',
  path: '/api/ndas',
  summary: 'Records a signed agreement that somebody of the tenant checked, with its file.',
  body: z.strictObject({
    organisation: lineSchema(longest.organisation),
    /** Of the organisation's addresses: `example.com`. */
    domain: z.string().trim().min(3).max(253),
    signatoryName: lineSchema(longest.name),
    signatoryRole: lineSchema(longest.role),
    signatoryEmail: z.email().max(longest.email).optional(),
    validFrom: day,
    validTo: day,
  }),
  upload: { maxBytes: mostNdaBytes },
  output: ndaSchema,
  success: 201,
  access: 'attestation:handle',
  stepUp: false,
  audit: { entry: 'nda.recorded' },
})

const ndaParams = z.strictObject({ ndaId: idSchema })

export const endNda = defineEndpoint({
  id: 'nda.end',
  method: 'POST',
  path: '/api/ndas/:ndaId/end',
  summary: 'Ends an agreement: copies that rest on it are served no longer.',
  params: ndaParams,
  body: z.strictObject({ reason: z.string().trim().min(3).max(2_000) }),
  output: ndaSchema,
  success: 200,
  access: 'attestation:handle',
  stepUp: false,
  audit: { entry: 'nda.ended' },
  objects: ['ndaId'],
})

export const downloadNda = defineEndpoint({
  id: 'nda.download',
  method: 'GET',
  path: '/api/ndas/:ndaId/file',
  summary: 'Downloads the file of an agreement.',
  params: ndaParams,
  responds: 'file',
  success: 200,
  access: 'attestation:read',
  stepUp: false,
  audit: { reads: 'nda.downloaded' },
  objects: ['ndaId'],
})

export const offerSchema = z.strictObject({
  offerId: idSchema,
  documentId: idSchema,
  title: localised,
  /** Of the document itself, and whether that version is still in force. */
  document: z.strictObject({ title: z.string(), version: z.int(), isInForce: z.boolean() }),
  offeredAt: instantSchema,
})
export type OfferView = z.output<typeof offerSchema>

export const listOffers = defineEndpoint({
  id: 'attestation-offer.list',
  method: 'GET',
  path: '/api/attestation-offers',
  summary: 'Documents that strangers may ask for, by the title under which they see them.',
  output: z.strictObject({ items: z.array(offerSchema) }),
  success: 200,
  access: 'attestation:read',
  stepUp: false,
  audit: { none: 'their titles are public' },
})

export const addOffer = defineEndpoint({
  id: 'attestation-offer.add',
  method: 'POST',
  path: '/api/attestation-offers',
  summary: 'Offers an approved document under confidentiality; strangers see its title alone.',
  body: z.strictObject({
    documentId: idSchema,
    title: z.strictObject({ de: lineSchema(200), en: lineSchema(200) }),
  }),
  output: offerSchema,
  success: 201,
  access: 'attestation:manage',
  stepUp: false,
  audit: { entry: 'attestation-offer.added' },
})

export const withdrawOffer = defineEndpoint({
  id: 'attestation-offer.withdraw',
  method: 'DELETE',
  path: '/api/attestation-offers/:offerId',
  summary: 'Offers a document no longer; what was issued stays as it is.',
  params: z.strictObject({ offerId: idSchema }),
  success: 204,
  access: 'attestation:manage',
  stepUp: false,
  audit: { entry: 'attestation-offer.withdrawn' },
  objects: ['offerId'],
})
