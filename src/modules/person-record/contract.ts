/** What is known of a person over a period, as sections of rows. Browser-safe. */
import { knownSchema } from '#core/as-of/contract.ts'
import { idSchema } from '#core/page.ts'
import type { PermissionTable } from '#core/permission.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'

export const permissions = {
  'person-record:read': ['owner', 'isb', 'auditor'],
} as const satisfies PermissionTable

const personSchema = z.strictObject({ personId: idSchema, name: z.string() })

/** One value of a row; null where there is none. Texts are in the reader's language. */
export const cellSchema = z
  .union([
    z.strictObject({ text: z.string(), href: z.string().optional() }),
    z.strictObject({ code: z.string() }),
    z.strictObject({ at: z.string() }),
    z.strictObject({ on: z.iso.date() }),
    z.strictObject({ person: personSchema }),
  ])
  .nullable()
export type Cell = z.output<typeof cellSchema>

export const sectionSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** Shown instead of a table without rows. */
  empty: z.string(),
  columns: z.array(z.string()),
  rows: z.array(z.array(cellSchema)),
  /** There is more than is shown. */
  isCut: z.boolean(),
})
export type Section = z.output<typeof sectionSchema>

/** The days of the period, both included; twelve months up to today when absent. */
export const recordSearchSchema = z.strictObject({
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  /** Of a period that ended: as it was known at its end, or as it is known today. */
  known: knownSchema.optional(),
})
export type RecordSearch = z.output<typeof recordSearchSchema>

export const readPersonRecord = defineEndpoint({
  id: 'person-record.read',
  method: 'GET',
  path: '/api/people/:personId/record',
  summary: 'Reads what is known of a person over a period: the own record, or any with person-record:read.',
  params: z.strictObject({ personId: idSchema }),
  query: recordSearchSchema,
  output: z.strictObject({
    person: personSchema,
    fromOn: z.iso.date(),
    toOn: z.iso.date(),
    knownAt: z.string(),
    sections: z.array(sectionSchema),
  }),
  success: 200,
  access: { signedIn: 'Everybody reads the own record; those of others need person-record:read.' },
  stepUp: false,
  audit: { reads: 'person-record.read' },
  objects: ['personId'],
})

export const exportPersonRecord = defineEndpoint({
  id: 'person-record.export',
  method: 'GET',
  path: '/api/people/:personId/record/file',
  summary:
    'Downloads what is known of a person as XLSX or CSV (RFC 4180): the own record, or any with person-record:read.',
  params: z.strictObject({ personId: idSchema }),
  query: recordSearchSchema.extend({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
  responds: 'download',
  success: 200,
  access: { signedIn: 'Everybody takes the own record along; those of others need person-record:read.' },
  stepUp: false,
  audit: { reads: 'person-record.exported' },
  objects: ['personId'],
})
