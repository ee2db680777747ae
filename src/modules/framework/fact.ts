/** What is observed of the declarations and certificates of a company, and what the duties make of it. Pure. */
import { defineDuty, defineFactType, type Duty, type Verdict } from '#core/duty.ts'
import { z } from 'zod'

export const collectorId = 'framework.declaration'
const day = z.iso.date()

/** The Statement of Applicability in force, beside evidence and registers. */
export const declarationFact = defineFactType({
  type: 'framework.declaration',
  subjectKind: 'declaration',
  title: { de: 'Erklärung zur Anwendbarkeit', en: 'Statement of Applicability' },
  schema: z.strictObject({
    number: z.int().positive(),
    reviewBy: day.nullable(),
    isOverdue: z.boolean(),
    controls: z.int().nonnegative(),
    /** Controls whose row evidence or a register speaks against. */
    contradicted: z.array(z.string()),
    /** Declared as implemented, while nothing proves it. */
    notProven: z.array(z.string()),
  }),
})
export type Declared = z.infer<typeof declarationFact.schema>

/** What is known of the certification for one framework: its certificate that ends last. */
export const certificateFact = defineFactType({
  type: 'framework.certificate',
  subjectKind: 'certification',
  title: { de: 'Zertifikat des Unternehmens', en: 'Certificate of the company' },
  schema: z.strictObject({
    framework: z.string(),
    state: z.enum(['valid', 'not_yet', 'expired', 'withdrawn', 'out_of_scope']),
    body: z.string(),
    number: z.string(),
    scope: z.string(),
    validTo: day,
  }),
})
export type Certified = z.infer<typeof certificateFact.schema>

/** In force, reviewed in time, and every row as evidence has it. ISO/IEC 27001:2022, 6.1.3 d. */
export function judgeDeclaration(found: Declared): Verdict {
  const { contradicted, notProven } = found
  if (contradicted.length > 0)
    return { outcome: 'fail', reason: 'framework.row_contradicted', params: { controls: contradicted.join(', ') } }
  const reviewed = judgeAlignment(found)
  if (reviewed.outcome !== 'pass') return reviewed
  if (notProven.length > 0)
    return { outcome: 'unknown', reason: 'framework.row_not_proven', params: { controls: notProven.join(', ') } }
  return { outcome: 'pass', reason: 'framework.declaration_in_order' }
}

/**
 * Aligned is who declared for every control whether it applies, and looks at that again in time. The rows themselves
 * are no part of it: a measure of a row would otherwise hang on itself.
 */
export function judgeAlignment({ isOverdue }: Declared): Verdict {
  return isOverdue
    ? { outcome: 'fail', reason: 'framework.review_overdue' }
    : { outcome: 'pass', reason: 'framework.declaration_in_force' }
}

const reasonAgainst = {
  expired: 'framework.certificate_expired',
  withdrawn: 'framework.certificate_withdrawn',
  out_of_scope: 'framework.certificate_out_of_scope',
} as const

/** Certified is who holds a certificate in its days, of what is in scope. The end of these days is the end of the evidence itself. */
export function judgeCertificate({ state, validTo }: Certified): Verdict {
  if (state === 'valid') return { outcome: 'pass', reason: 'framework.certificate_valid', params: { validTo } }
  if (state === 'not_yet') return { outcome: 'unknown', reason: 'framework.certificate_not_yet' }
  return { outcome: 'fail', reason: reasonAgainst[state] }
}

const declared = {
  trigger: 'continuous',
  maxAge: 'P12M',
  minimumClass: 'document',
  whenEmpty: 'unproven',
  collector: collectorId,
} as const

export const duties: readonly Duty[] = [
  defineDuty(declarationFact, {
    ...declared,
    id: 'framework.soa/as-evidence-has-it',
    measure: 'framework.soa',
    predicate: judgeDeclaration,
  }),
  ...['framework.iso27001', 'framework.alignment'].map((measure) =>
    defineDuty(declarationFact, { ...declared, id: `${measure}/declared`, measure, predicate: judgeAlignment }),
  ),
  ...['iso27001', 'grundschutz', 'soc2'].map((framework) =>
    defineDuty(certificateFact, {
      id: `framework.${framework}-certified/held`,
      measure: `framework.${framework}-certified`,
      trigger: 'continuous',
      applies: (data) => data.framework === framework,
      predicate: judgeCertificate,
      // A certificate lasts three years at most; its own last day ends the proof earlier.
      maxAge: 'P36M',
      minimumClass: 'independent',
      whenEmpty: 'unproven',
    }),
  ),
]
