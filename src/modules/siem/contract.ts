/** Forwarding to a SIEM as administrators of the platform see it. Browser-safe. */
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'

export const forwardingSchema = z.object({
  /** `tls://host:port` */
  target: z.string(),
  /** Of the platform's own ledger; null before the first. */
  lastPlace: z.number().int().nullable(),
  /** Entries of all tenants that have their place and did not arrive yet. */
  entriesBehind: z.number().int(),
  triedAt: z.string().nullable(),
  succeededAt: z.string().nullable(),
  /** Why the last attempt failed, in the reader's language; null when it did not. */
  failure: z.string().nullable(),
})

export const readForwarding = defineEndpoint({
  id: 'siem.read',
  method: 'GET',
  path: '/api/siem',
  summary: 'How far the ledger was forwarded to a SIEM; null where none is configured, and for companies.',
  output: z.object({ forwarding: forwardingSchema.nullable() }),
  success: 200,
  access: 'siem:read',
  stepUp: false,
  audit: { none: 'counts entries and shows none' },
})
