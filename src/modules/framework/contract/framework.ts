/** Frameworks as people read them: each requirement with the measures that serve it and how they stand. Browser-safe. */
import { idSchema } from '#core/page.ts'
import { measureIdSchema, statusSchema } from '#core/vocabulary.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'

export const localisedSchema = z.strictObject({ de: z.string(), en: z.string() })
export const frameworkIdSchema = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
export const relationSchema = z.enum(['equal', 'subset', 'superset', 'intersects'])

/** A measure that serves a requirement. */
export const servingMeasureSchema = z.strictObject({
  id: measureIdSchema,
  title: localisedSchema,
  /** From the measure to the requirement. */
  relation: relationSchema,
  /** Null when no published sentence demands it. */
  status: statusSchema.nullable(),
})
export type ServingMeasure = z.output<typeof servingMeasureSchema>

/**
 * What a requirement rests on: `judged` has a status; of `unpromised` there are measures, but no published sentence
 * demands one; `unmapped` has none.
 */
export const coverSchema = z.enum(['judged', 'unpromised', 'unmapped'])
export type Cover = z.output<typeof coverSchema>

export const requirementSchema = z.strictObject({
  id: z.string(),
  group: z.string(),
  title: localisedSchema,
  cover: coverSchema,
  /** The worst of the demanded measures that do more than touch it. */
  status: statusSchema.nullable(),
  measures: z.array(servingMeasureSchema),
})
export type RequirementView = z.output<typeof requirementSchema>

/** `certified` needs a certificate that holds today; everything else is alignment at most, and never called certified. */
export const standingSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('certified'),
    certificateId: idSchema,
    body: z.string(),
    number: z.string(),
    scope: z.string(),
    validTo: z.string(),
  }),
  z.strictObject({ kind: z.literal('not_certified') }),
])
export type Standing = z.output<typeof standingSchema>

const countsSchema = z.strictObject({
  total: z.int(),
  unmapped: z.int(),
  unpromised: z.int(),
  byStatus: z.partialRecord(statusSchema, z.int()),
})

export const frameworkSummarySchema = z.strictObject({
  id: frameworkIdSchema,
  title: localisedSchema,
  edition: z.string(),
  extent: localisedSchema,
  certifiable: z.boolean(),
  standing: standingSchema,
  counts: countsSchema,
})
export type FrameworkSummary = z.output<typeof frameworkSummarySchema>

export const frameworkDetailSchema = frameworkSummarySchema.extend({
  groups: z.array(z.strictObject({ id: z.string(), title: localisedSchema })),
  requirements: z.array(requirementSchema),
})
export type FrameworkDetail = z.output<typeof frameworkDetailSchema>

export const listFrameworks = defineEndpoint({
  id: 'framework.list',
  method: 'GET',
  path: '/api/frameworks',
  summary: 'Lists the frameworks with how many of their requirements are proven, broken, or served by nothing.',
  output: z.strictObject({ items: z.array(frameworkSummarySchema) }),
  success: 200,
  access: 'framework:read',
  stepUp: false,
  audit: { reads: 'framework.listed' },
})

export const readFramework = defineEndpoint({
  id: 'framework.read',
  method: 'GET',
  path: '/api/frameworks/:framework',
  summary: 'Reads a framework: each requirement, the measures that serve it, and how they stand.',
  params: z.strictObject({ framework: frameworkIdSchema }),
  output: frameworkDetailSchema,
  success: 200,
  access: 'framework:read',
  stepUp: false,
  audit: { reads: 'framework.read' },
})
