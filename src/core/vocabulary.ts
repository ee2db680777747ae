/**
 * The closed word lists of the core: claim kinds, modalities, quantifiers, statuses and evidence classes. Browser-safe;
 * everything else derives its schemas and types from here.
 */
import { z } from 'zod'

/** What a sentence of a statement is. Only promises and options have a status. */
export const claimKinds = ['promise', 'option', 'customer_duty', 'intake', 'notice'] as const
export const claimKindSchema = z.enum(claimKinds)
export type ClaimKind = (typeof claimKinds)[number]

/** Who does what: we do it, may do it, plan it, exclude it, or the customer does it. */
export const modalities = ['does', 'may', 'plans', 'not', 'customer'] as const
export const modalitySchema = z.enum(modalities)
export type Modality = (typeof modalities)[number]

/** The promised strength (design.md §7): what breaks the claim follows from this word alone. */
export const quantifiers = [
  'every',
  'at_least',
  'regularly',
  'promptly',
  'as_appropriate',
  'may',
  'not_knowingly',
  'exists',
] as const
export const quantifierSchema = z.enum(quantifiers)
export type Quantifier = (typeof quantifiers)[number]

/** Status of a claim, worst first: the roll-up takes the first that occurs. `not_applicable` drops out. */
export const statuses = ['contradicted', 'lapsed', 'unproven', 'due_soon', 'proven', 'not_applicable'] as const
export const statusSchema = z.enum(statuses)
export type Status = (typeof statuses)[number]

/** Evidence classes, weakest first. A failure clears only by a later observation of equal or stronger class. */
export const evidenceClasses = ['attested', 'document', 'export', 'machine', 'independent'] as const
export const evidenceClassSchema = z.enum(evidenceClasses)
export type EvidenceClass = (typeof evidenceClasses)[number]

/** A number that a sentence promises: durations in ISO 8601 with unit "duration", else a plain number and its unit. */
export const claimParameterSchema = z.strictObject({
  name: z.string(),
  value: z.union([z.string(), z.number()]),
  unit: z.string(),
})
export type ClaimParameter = z.infer<typeof claimParameterSchema>

/** What the catalogue calls a measure: `<module>.<what>`. */
export const measureIdSchema = z
  .string()
  .max(80)
  .regex(/^[a-z][a-z-]*\.[a-z][a-z0-9-]*$/)
