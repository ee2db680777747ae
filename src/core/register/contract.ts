/**
 * The endpoints of a register, the same for each: its list as of a day, an entry with its history, creating and
 * changing, export, and imports that are looked at before they are carried out. Browser-safe.
 */
import { defineEndpoint, type Permission } from '#platform/http/endpoint.ts'
import { z } from 'zod'
import { idSchema, pageOf, pageQuerySchema } from '../page.ts'
import { entryStates, type Field, type FieldValue, type RegisterShape } from './contract/shape.ts'

const day = z.iso.date()
const name = z.string().trim().min(1).max(200)

export const knowledge = ['today', 'then'] as const

/** What an address of a register's page holds; which choices there are depends on the register. */
export interface RegisterSearch {
  readonly q?: string | undefined
  readonly state?: string | undefined
  readonly sort?: string | undefined
  readonly order?: string | undefined
  readonly asOf?: string | undefined
  readonly known?: string | undefined
  readonly kind?: string | undefined
  readonly department?: string | undefined
  readonly class?: string | undefined
  readonly tier?: string | undefined
  readonly scope?: string | undefined
  readonly role?: string | undefined
}

const fieldValueSchema = z.union([z.string(), z.array(z.string()), z.null()])
const references = z.record(z.string(), z.string())

export const entrySchema = z.object({
  id: idSchema,
  name: z.string(),
  state: z.enum(entryStates),
  /** What its source calls it; the first of several. */
  source: z.string().nullable(),
  externalId: z.string().nullable(),
  fields: z.record(z.string(), fieldValueSchema),
  /** Names of the people and entries that fields lead to, by id. */
  references,
  /** The version that was read: to be sent back with a change, against lost updates. */
  version: z.string(),
  validFrom: day,
})
export type EntryView = z.output<typeof entrySchema>

export const versionSchema = z.object({
  id: idSchema,
  validFrom: day,
  validTo: day.nullable(),
  knownFrom: z.string(),
  knownTo: z.string().nullable(),
  episode: z.number().int(),
  importId: idSchema.nullable(),
  fields: z.record(z.string(), fieldValueSchema),
})
export type VersionView = z.output<typeof versionSchema>

export const entryDetailSchema = z.object({
  entry: entrySchema,
  keys: z.array(z.object({ source: z.string(), externalId: z.string() })),
  /** Newest knowledge first; at most 200. */
  history: z.array(versionSchema),
  references,
})

export const registerExportFormats = ['csv', 'xlsx'] as const

export const importStates = ['draft', 'applied', 'undone', 'discarded'] as const
export type ImportState = (typeof importStates)[number]
export const rowKinds = ['new', 'changed', 'returns', 'unchanged', 'leaves', 'faulty'] as const

export const importCountsSchema = z.object({
  new: z.number().int(),
  changed: z.number().int(),
  returns: z.number().int(),
  unchanged: z.number().int(),
  leaves: z.number().int(),
  faulty: z.number().int(),
})
export type ImportCounts = z.output<typeof importCountsSchema>

const personName = z.object({ personId: idSchema, name: z.string() }).nullable()

export const importSchema = z.object({
  id: idSchema,
  state: z.enum(importStates),
  source: z.string(),
  complete: z.boolean(),
  effectiveOn: day.nullable(),
  fileName: z.string(),
  fileSha256: z.string(),
  createdAt: z.string(),
  createdBy: personName,
  appliedAt: z.string().nullable(),
  appliedBy: personName,
  undoneAt: z.string().nullable(),
  undoneBy: personName,
  /** Once it was carried out. */
  counts: importCountsSchema.nullable(),
  version: z.number().int(),
})
export type ImportView = z.output<typeof importSchema>

export const plannedRowSchema = z.object({
  kind: z.enum(rowKinds),
  /** As a spreadsheet counts; null for what the file does not mention. */
  number: z.number().int().nullable(),
  externalId: z.string().nullable(),
  name: z.string(),
  /** As a reader sees it. */
  changes: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
  faults: z.array(z.object({ column: z.string().nullable(), text: z.string() })),
})
export type PlannedRowView = z.output<typeof plannedRowSchema>

export const importDetailSchema = z.object({
  import: importSchema,
  /** Null once it is no draft any more. */
  plan: z
    .object({
      titles: z.array(z.string()),
      mapping: z.record(z.string(), z.number().int()),
      /** What the file has besides: columns by letter and title, rows above the titles, sheets behind the first. */
      unread: z.object({
        columns: z.array(z.string()),
        rows: z.array(z.number().int()),
        sheets: z.array(z.string()),
      }),
      counts: importCountsSchema,
      /** Of everything that would be written: what is applied is what was looked at. */
      digest: z.string(),
      items: z.array(plannedRowSchema),
      nextCursor: z.string().nullable(),
    })
    .nullable(),
})
export type ImportDetail = z.output<typeof importDetailSchema>

/** The parameters in the address of the list. */
export function searchSchemaOf(shape: RegisterShape) {
  const filters = Object.fromEntries(
    shape.fields
      .filter((field) => field.isFilter)
      .map((field) => [field.name, (field.choices ? z.enum(field.choices) : name).optional()]),
  )
  const sorts = shape.fields.filter((field) => field.isSortable).map((field) => field.name)
  return z.strictObject({
    q: z.string().min(1).max(200).optional(),
    state: z.enum(entryStates).optional(),
    sort: z.enum(sorts).optional(),
    order: z.enum(['asc', 'desc']).optional(),
    /** The register as it stood at the end of that day. */
    asOf: day.optional(),
    /** With what is known today, or only with what was known then. */
    known: z.enum(knowledge).optional(),
    ...filters,
  })
}

/**
 * As the list, in no order. Not by part of a sealed name: whether somebody is in the register is told by the list alone,
 * which leaves an entry in the ledger.
 */
function countSchemaOf(shape: RegisterShape) {
  const { q, sort: _sort, order: _order, ...rest } = searchSchemaOf(shape).shape
  const name = shape.fields.find((field) => field.name === shape.nameField)
  return name?.kind === 'sealed' ? z.strictObject(rest) : z.strictObject({ ...rest, q })
}

function inputOf(field: Field): z.ZodType<FieldValue> {
  const kinds: Record<Field['kind'], () => z.ZodType<FieldValue>> = {
    text: () => name.nullable(),
    sealed: () => name.nullable(),
    email: () => z.email().max(254).nullable(),
    date: () => day.nullable(),
    choice: () => z.enum(field.choices ?? []).nullable(),
    person: () => idSchema.nullable(),
    entries: () => z.array(idSchema).max(500),
  }
  return kinds[field.kind]()
}

/** What a form sends of an entry; whether it all fits together is judged where a file's rows are. */
function fieldsSchemaOf(shape: RegisterShape) {
  return z.strictObject(Object.fromEntries(shape.fields.map((field) => [field.name, inputOf(field).optional()])))
}

export const mostFileBytes = 20 * 1024 * 1024

/** All endpoints of a register, under the permissions of its module. */
export function defineRegister<const S extends RegisterShape>(
  shape: S,
  permissions: { readonly read: Permission; readonly edit: Permission },
) {
  const { id } = shape
  const path = `/api/registers/${id}` as const
  const search = searchSchemaOf(shape)
  const entryParams = z.strictObject({ entryId: idSchema })
  const importParams = z.strictObject({ importId: idSchema })
  const { read, edit } = permissions
  return {
    // Wider, so that pages are written for every register at once.
    shape: shape as RegisterShape,
    permissions,
    search,
    list: defineEndpoint({
      id: `${id}-register.list`,
      method: 'GET',
      path,
      summary: `The register of ${id} as of a day, as known today or then.`,
      // A cursor holds the sort key of a row, up to 200 characters of any kind.
      query: pageQuerySchema.extend({ ...search.shape, cursor: z.string().max(3_000).optional() }),
      output: pageOf(entrySchema),
      success: 200,
      access: read,
      stepUp: false,
      audit:
        shape.subjectKind === 'person'
          ? ({ reads: 'register.listed' } as const)
          : ({ none: 'names and classes of things without confidential content' } as const),
    }),
    count: defineEndpoint({
      id: `${id}-register.count`,
      method: 'GET',
      path: `${path}/counts`,
      summary: `How many of the ${id} that are asked for are active, planned and ended on a day.`,
      query: countSchemaOf(shape),
      output: z.object({ active: z.number().int(), planned: z.number().int(), ended: z.number().int() }),
      success: 200,
      access: read,
      stepUp: false,
      audit: { none: 'three numbers' },
    }),
    read: defineEndpoint({
      id: `${id}-register.read`,
      method: 'GET',
      path: `${path}/entries/:entryId`,
      summary: `One of the ${id} with everything that was ever known of it.`,
      params: entryParams,
      query: z.strictObject({ asOf: day.optional(), known: z.enum(knowledge).optional() }),
      output: entryDetailSchema,
      success: 200,
      access: read,
      stepUp: false,
      audit: { reads: 'register.read' },
      objects: ['entryId'],
    }),
    create: defineEndpoint({
      id: `${id}-register.create`,
      method: 'POST',
      path: `${path}/entries`,
      summary: `Adds to the register of ${id}.`,
      body: z.strictObject({
        fields: fieldsSchemaOf(shape),
        /** Without it the register gives one. */
        externalId: name.optional(),
      }),
      output: entrySchema,
      success: 201,
      access: edit,
      stepUp: false,
      audit: { entry: 'register.entry_created' },
    }),
    change: defineEndpoint({
      id: `${id}-register.change`,
      method: 'PATCH',
      path: `${path}/entries/:entryId`,
      summary: `Changes one of the ${id} from a day on; what held before stays to be read.`,
      params: entryParams,
      body: z.strictObject({
        fields: fieldsSchemaOf(shape),
        /** From which day on; today without it. */
        effectiveOn: day.optional(),
        version: z.string().min(1).max(60),
      }),
      output: entrySchema,
      success: 200,
      access: edit,
      stepUp: false,
      audit: { entry: 'register.entry_changed' },
      objects: ['entryId'],
    }),
    export: defineEndpoint({
      id: `${id}-register.export`,
      method: 'GET',
      path: `${path}/export`,
      summary: `The register of ${id} as a file, in the shape in which it can be imported.`,
      query: search.extend({ format: z.enum(registerExportFormats).default('csv') }),
      responds: 'download',
      success: 200,
      access: read,
      stepUp: true,
      audit: { entry: 'register.exported' },
    }),
    listImports: defineEndpoint({
      id: `${id}-register.list-imports`,
      method: 'GET',
      path: `${path}/imports`,
      summary: `Imports into the register of ${id}, newest first.`,
      query: pageQuerySchema,
      output: pageOf(importSchema),
      success: 200,
      access: read,
      stepUp: false,
      audit: { none: 'who imported which file and when; not what is in it' },
    }),
    upload: defineEndpoint({
      id: `${id}-register.upload`,
      method: 'POST',
      path: `${path}/imports`,
      summary: `Takes a CSV or XLSX file for the register of ${id}, to be looked at; it changes nothing yet.`,
      body: z.strictObject({ source: name.optional() }),
      upload: { maxBytes: mostFileBytes },
      output: z.object({ id: idSchema }),
      success: 201,
      access: edit,
      stepUp: false,
      audit: { entry: 'register.import_uploaded' },
    }),
    readImport: defineEndpoint({
      id: `${id}-register.read-import`,
      method: 'GET',
      path: `${path}/imports/:importId`,
      summary: 'An import, and while it is a draft everything that it would change and every fault of the file.',
      params: importParams,
      query: pageQuerySchema.extend({ kind: z.enum(rowKinds).optional() }),
      output: importDetailSchema,
      success: 200,
      access: edit,
      stepUp: false,
      audit: { none: 'what the reader’s own file says beside what the register says' },
      objects: ['importId'],
    }),
    configure: defineEndpoint({
      id: `${id}-register.configure-import`,
      method: 'PATCH',
      path: `${path}/imports/:importId`,
      summary: 'Says how the file is to be read: which column is what, whose it is, whether it is complete, from when.',
      params: importParams,
      body: z.strictObject({
        source: name.optional(),
        complete: z.boolean().optional(),
        effectiveOn: day.nullable().optional(),
        /** Column by field, from 0; null: not read. */
        mapping: z.record(z.string().max(40), z.number().int().min(0).max(99).nullable()).optional(),
        version: z.number().int(),
      }),
      output: importSchema,
      success: 200,
      access: edit,
      stepUp: false,
      audit: { entry: 'register.import_configured' },
      objects: ['importId'],
    }),
    apply: defineEndpoint({
      id: `${id}-register.apply-import`,
      method: 'POST',
      path: `${path}/imports/:importId/apply`,
      summary: 'Carries an import out, all of it or nothing.',
      params: importParams,
      body: z.strictObject({ digest: z.string().regex(/^[0-9a-f]{64}$/) }),
      output: importSchema,
      success: 200,
      access: edit,
      stepUp: false,
      audit: { entry: 'register.imported' },
      objects: ['importId'],
    }),
    undo: defineEndpoint({
      id: `${id}-register.undo-import`,
      method: 'POST',
      path: `${path}/imports/:importId/undo`,
      summary: 'Takes an import back as a whole; refused where somebody changed an entry since, naming each.',
      params: importParams,
      body: z.strictObject({ reason: z.string().trim().min(3).max(2000) }),
      output: importSchema,
      success: 200,
      access: edit,
      stepUp: false,
      audit: { entry: 'register.import_undone' },
      objects: ['importId'],
    }),
    discard: defineEndpoint({
      id: `${id}-register.discard-import`,
      method: 'DELETE',
      path: `${path}/imports/:importId`,
      summary: 'Throws a draft and its file away.',
      params: importParams,
      success: 204,
      access: edit,
      stepUp: false,
      audit: { entry: 'register.import_discarded' },
      objects: ['importId'],
    }),
  }
}

export type RegisterContract = ReturnType<typeof defineRegister>
