/** Certificates of the company itself: who issued them, for what scope, until when. Browser-safe. */
import { idSchema, instantSchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'
import { frameworkIdSchema, localisedSchema } from './framework.ts'

/** Before somebody else has looked at its file, and once they refused it, a certificate counts for nothing. */
export const certificateStates = [
  'in_review',
  'rejected',
  'valid',
  'not_yet',
  'expired',
  'withdrawn',
  'out_of_scope',
] as const
export type CertificateState = (typeof certificateStates)[number]
const personSchema = z.strictObject({ personId: idSchema, name: z.string() })

export const certificateSchema = z.strictObject({
  certificateId: idSchema,
  framework: frameworkIdSchema,
  frameworkTitle: localisedSchema,
  state: z.enum(certificateStates),
  /** Who issued it. */
  body: z.string(),
  number: z.string(),
  scope: z.string(),
  /** The version of the Statement of Applicability that it names. */
  soa: z.strictObject({ soaId: idSchema, number: z.int(), isInForce: z.boolean() }).nullable(),
  validFrom: z.string(),
  validTo: z.string(),
  file: z.strictObject({ name: z.string(), bytes: z.int(), sha256: z.string() }),
  recordedAt: instantSchema,
  recordedBy: personSchema.nullable(),
  withdrawnReason: z.string().nullable(),
})
export type CertificateView = z.output<typeof certificateSchema>

const line = z.string().trim().min(2).max(300)
const certificateParams = z.strictObject({ certificateId: idSchema })

export const mostCertificateBytes = 20 * 1024 * 1024

export const listCertificates = defineEndpoint({
  id: 'certificate.list',
  method: 'GET',
  path: '/api/certificates',
  summary: 'Lists the certificates of the company with whether they hold today.',
  output: z.strictObject({ items: z.array(certificateSchema) }),
  success: 200,
  access: 'framework:read',
  stepUp: false,
  audit: { reads: 'certificate.listed' },
})

export const recordCertificate = defineEndpoint({
  id: 'certificate.record',
  method: 'POST',
  path: '/api/certificates',
  summary: 'Records a certificate with its file; one of ISO/IEC 27001 names the Statement of Applicability it covers.',
  body: z.strictObject({
    framework: frameworkIdSchema,
    body: line,
    number: line,
    scope: z.string().trim().min(3).max(2_000),
    soaId: idSchema.optional(),
    validFrom: z.iso.date(),
    validTo: z.iso.date(),
  }),
  upload: { maxBytes: mostCertificateBytes },
  output: certificateSchema,
  success: 201,
  access: 'framework:edit',
  stepUp: false,
  audit: { entry: 'certificate.recorded' },
})

export const withdrawCertificate = defineEndpoint({
  id: 'certificate.withdraw',
  method: 'POST',
  path: '/api/certificates/:certificateId/withdraw',
  summary: 'Says that a certificate holds no longer: withdrawn by its issuer, or recorded by mistake.',
  params: certificateParams,
  body: z.strictObject({ reason: z.string().trim().min(3).max(2_000) }),
  output: certificateSchema,
  success: 200,
  access: 'framework:edit',
  stepUp: false,
  audit: { entry: 'certificate.withdrawn' },
  objects: ['certificateId'],
})

export const downloadCertificate = defineEndpoint({
  id: 'certificate.download',
  method: 'GET',
  path: '/api/certificates/:certificateId/file',
  summary: 'Downloads the file of a certificate.',
  params: certificateParams,
  responds: 'file',
  success: 200,
  access: 'framework:read',
  stepUp: false,
  audit: { reads: 'certificate.downloaded' },
  objects: ['certificateId'],
})
