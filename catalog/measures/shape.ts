/**
 * The shape of one catalogue entry. `concepts` are the signals by which a sentence is recognised as promising this
 * measure: a weight between 0 and 1, then concepts that must all occur. The first must stand in the sentence itself,
 * the others may come from its lead-in or heading (counted lower); `a|b` is either, `!c` must not occur.
 */
import { z } from 'zod'
import { evidenceClassSchema } from '../../src/core/vocabulary.ts'

/** The modules that may own a measure: the part of its id before the dot. */
export const measureModules = [
  'statement',
  'identity',
  'access',
  'workforce',
  'isolation',
  'cryptography',
  'environment',
  'hosting',
  'backup',
  'change',
  'monitoring',
  'incident',
  'vulnerability',
  'pentest',
  'disclosure',
  'malware',
  'governance',
  'framework',
  'policy',
  'risk',
  'objective',
  'audit',
  'management-review',
  'continuity',
  'supplier',
  'awareness',
  'attestation',
  'customer-duty',
  'runner',
  'ledger',
] as const

const textSchema = z.strictObject({ de: z.string().min(3), en: z.string().min(3) })
const idPattern = new RegExp(`^(${measureModules.join('|')})\\.[a-z0-9]+(-[a-z0-9]+)*$`)

export const measureSchema = z.strictObject({
  id: z.string().regex(idPattern),
  capability: z.string().regex(/^C([1-9]|1\d|2\d)$/),
  title: textSchema,
  /** What would prove it, said to the reader who can do or connect it. */
  proof: textSchema,
  /** The weakest class of evidence that may prove it. */
  evidenceClass: evidenceClassSchema,
  /** How old the newest proof may be, ISO 8601. */
  maxAge: z.string().regex(/^P(\d+[DM]|T\d+[HM])$/),
  trigger: z.enum(['continuous', 'calendar', 'event']),
  /** What it is counted over. */
  population: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  /** Ids of requirements only, such as "A.8.5", "CC6.1", "GDPR 32". */
  references: z.array(z.string().min(2)).min(1),
  concepts: z.array(z.string()).min(1),
  /** Measures that are promised in the same breath and only together make the sentence true. */
  together: z.array(z.string()).optional(),
})
export type Measure = z.infer<typeof measureSchema>
