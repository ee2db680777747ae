/**
 * Documents at the edge: made from what is stored, frozen, approved by somebody else, kept for ever. Browser-safe.
 * Instants are ISO 8601 strings in UTC, hashes SHA-256 in hexadecimal.
 */
import { asOfQuerySchema } from '#core/as-of/contract.ts'
import {
  classificationSchema,
  documentAbouts,
  documentFormatSchema,
  documentModelSchema,
} from '#core/document/contract.ts'
import { idSchema, instantSchema, pageOf, pageQuerySchema } from '#core/page.ts'
import type { PermissionTable } from '#core/permission.ts'
import { measureIdSchema } from '#core/vocabulary.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { localeSchema } from '#platform/i18n/locale.ts'
import { z } from 'zod'

export const permissions = {
  'document:read': ['owner', 'isb', 'management', 'measure-owner', 'auditor'],
  'document:create': ['owner', 'isb', 'management', 'measure-owner'],
  'document:approve': ['owner', 'isb', 'management'],
} as const satisfies PermissionTable

export const documentStates = ['draft', 'approved', 'rejected', 'superseded', 'withdrawn'] as const
export const documentStateSchema = z.enum(documentStates)
export type DocumentState = z.infer<typeof documentStateSchema>

const kindIdSchema = z.string().regex(/^[a-z][a-z-]*\.[a-z][a-z-]*$/)
const localisedSchema = z.strictObject({ de: z.string(), en: z.string() })
const personSchema = z.strictObject({ personId: idSchema, name: z.string() })

export const documentKindSchema = z.strictObject({
  id: kindIdSchema,
  title: localisedSchema,
  purpose: localisedSchema,
  classification: classificationSchema,
  /** What has to be named to make one. */
  about: z.enum(documentAbouts),
  readsPast: z.boolean(),
  readsPeriod: z.boolean(),
})
export type DocumentKindView = z.infer<typeof documentKindSchema>

export const documentSummarySchema = z.strictObject({
  documentId: idSchema,
  kind: kindIdSchema,
  /** Null for a kind that this version of the program does not know any more. */
  kindTitle: localisedSchema.nullable(),
  title: z.string(),
  locale: localeSchema,
  classification: classificationSchema,
  version: z.number().int(),
  state: documentStateSchema,
  asOf: instantSchema,
  knownAt: instantSchema,
  createdAt: instantSchema,
  /** Null for what the house made by itself. */
  createdBy: personSchema.nullable(),
  /** Of the model; its beginning stands on every page. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type DocumentSummary = z.infer<typeof documentSummarySchema>

export const documentDetailSchema = documentSummarySchema.extend({
  decidedAt: instantSchema.nullable(),
  decidedBy: personSchema.nullable(),
  decisionReason: z.string().nullable(),
  supersededAt: instantSchema.nullable(),
  withdrawnAt: instantSchema.nullable(),
  files: z.array(
    z.strictObject({
      format: documentFormatSchema,
      fileName: z.string(),
      bytes: z.number().int(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  /** The same document in its language, newest first, this one among them. */
  versions: z.array(
    z.strictObject({
      documentId: idSchema,
      version: z.number().int(),
      state: documentStateSchema,
      asOf: instantSchema,
      createdAt: instantSchema,
    }),
  ),
  /** Why the reader may not approve, in words; null when they may. */
  mayNotApproveBecause: z.string().nullable(),
  mayReject: z.boolean(),
  /** Whether the reader came to the register within a week of whoever made it: no reason to refuse, one to look twice. */
  sameWeek: z.boolean(),
})
export type DocumentDetail = z.infer<typeof documentDetailSchema>

/** Filters of the list, as they stand in the address of its page. */
export const documentSearchSchema = z.strictObject({
  kind: kindIdSchema.optional(),
  state: documentStateSchema.optional(),
})
export type DocumentSearch = z.infer<typeof documentSearchSchema>

const documentParams = z.strictObject({ documentId: idSchema })
const reasonSchema = z.string().trim().min(3).max(2000)

export const listDocumentKinds = defineEndpoint({
  id: 'document.list-kinds',
  method: 'GET',
  path: '/api/document-kinds',
  summary: 'Lists the kinds of documents that the caller may make and read.',
  output: z.strictObject({ items: z.array(documentKindSchema) }),
  success: 200,
  access: 'document:read',
  stepUp: false,
  audit: { none: 'the same for everybody in a role, and in the source' },
})

export const listDocuments = defineEndpoint({
  id: 'document.list',
  method: 'GET',
  path: '/api/documents',
  summary: 'Lists documents, newest first; of a kind or in a state.',
  query: pageQuerySchema.extend(documentSearchSchema.shape),
  output: pageOf(documentSummarySchema),
  success: 200,
  access: 'document:read',
  stepUp: false,
  audit: { reads: 'document.listed' },
})

export const createDocument = defineEndpoint({
  id: 'document.create',
  method: 'POST',
  path: '/api/documents',
  summary: 'Makes a document from what is stored, freezes and renders it; a draft until somebody else approves it.',
  body: z.strictObject({
    kind: kindIdSchema,
    locale: localeSchema.default('de'),
    /** Of what it is about, where its kind asks for that. */
    aboutId: z.union([idSchema, measureIdSchema]).optional(),
    /** The instant of which it speaks, or the day at whose end; now when absent. */
    asOf: asOfQuerySchema.shape.asOf,
    /** Of a past instant: what was known then, or what is known today. */
    known: asOfQuerySchema.shape.known,
    /** First day of the period, for kinds that speak of one; a year before its last when absent. */
    fromOn: z.iso.date().optional(),
  }),
  output: documentDetailSchema,
  success: 201,
  access: 'document:create',
  stepUp: false,
  audit: { entry: 'document.created' },
})

export const readDocument = defineEndpoint({
  id: 'document.read',
  method: 'GET',
  path: '/api/documents/:documentId',
  summary: 'Reads what a document is, its files with their hashes, and its versions.',
  params: documentParams,
  output: documentDetailSchema,
  success: 200,
  access: 'document:read',
  stepUp: false,
  audit: { reads: 'document.read' },
  objects: ['documentId'],
})

export const readDocumentModel = defineEndpoint({
  id: 'document.read-model',
  method: 'GET',
  path: '/api/documents/:documentId/model',
  summary: 'Reads what a document says, after comparing it with its hash.',
  params: documentParams,
  output: documentModelSchema,
  success: 200,
  access: 'document:read',
  stepUp: false,
  audit: { reads: 'document.read' },
  objects: ['documentId'],
})

export const downloadDocument = defineEndpoint({
  id: 'document.download',
  method: 'GET',
  path: '/api/documents/:documentId/files/:format',
  summary: 'Downloads a document as json (what its hash is of), html, pdf or docx.',
  params: documentParams.extend({ format: documentFormatSchema }),
  responds: 'file',
  success: 200,
  access: 'document:read',
  stepUp: false,
  audit: { reads: 'document.downloaded' },
  objects: ['documentId'],
})

export const downloadTable = defineEndpoint({
  id: 'document.download-table',
  method: 'GET',
  path: '/api/documents/:documentId/tables/:table',
  summary: 'Downloads a table of a document, counted from 1, as XLSX or CSV (RFC 4180), after comparing with its hash.',
  params: documentParams.extend({ table: z.coerce.number().int().min(1).max(20_000) }),
  query: z.strictObject({ format: z.enum(['xlsx', 'csv']).default('xlsx') }),
  responds: 'download',
  success: 200,
  access: 'document:read',
  stepUp: false,
  audit: { reads: 'document.table-downloaded' },
  objects: ['documentId'],
})

export const approveDocument = defineEndpoint({
  id: 'document.approve',
  method: 'POST',
  path: '/api/documents/:documentId/approve',
  summary: 'Approves a draft: never by whoever made it. The version in force before is superseded and stays.',
  params: documentParams,
  body: z.strictObject({ reason: reasonSchema }),
  output: documentDetailSchema,
  success: 200,
  access: 'document:approve',
  stepUp: true,
  audit: { entry: 'document.approved' },
  objects: ['documentId'],
})

export const withdrawApproval = defineEndpoint({
  id: 'document.withdraw-approval',
  method: 'POST',
  path: '/api/documents/:documentId/withdraw',
  summary: 'Withdraws the approval of a document in force. It stays readable as what it is, also where it is public.',
  params: documentParams,
  body: z.strictObject({ reason: reasonSchema }),
  output: documentDetailSchema,
  success: 200,
  access: 'document:approve',
  stepUp: true,
  audit: { entry: 'document.approval_withdrawn' },
  objects: ['documentId'],
})

export const rejectDocument = defineEndpoint({
  id: 'document.reject',
  method: 'POST',
  path: '/api/documents/:documentId/reject',
  summary: 'Rejects a draft, or withdraws one that the caller made. It stays readable as what it is.',
  params: documentParams,
  body: z.strictObject({ reason: reasonSchema }),
  output: documentDetailSchema,
  success: 200,
  access: 'document:create',
  stepUp: false,
  audit: { entry: 'document.rejected' },
  objects: ['documentId'],
})
