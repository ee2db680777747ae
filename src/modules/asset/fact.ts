/** What is observed of systems and data sets, and what the duty makes of it. Pure. */
import { defineDuty, defineFactType, type Duty, type Verdict } from '#core/duty.ts'
import { z } from 'zod'

export const collectorId = 'asset.registers'

/** How the register stands to one asset. */
export const assetRecord = defineFactType({
  type: 'asset.record',
  subjectKind: 'asset',
  title: { de: 'Eintrag im Verzeichnis der Werte', en: 'Entry in the asset register' },
  schema: z.strictObject({
    kind: z.enum(['system', 'data-set']),
    /** False: only evidence of some source speaks of it. */
    registered: z.boolean(),
    /** `none` when nobody is named. */
    owner: z.enum(['active', 'left', 'unknown', 'none']),
    classified: z.boolean(),
  }),
})
export type AssetRecord = z.infer<typeof assetRecord.schema>

/** In the register, classified, and owned by somebody who works here. */
export function judgeRecord({ registered, owner, classified }: AssetRecord): Verdict {
  if (!registered) return { outcome: 'fail', reason: 'asset.not_registered' }
  if (owner === 'none') return { outcome: 'fail', reason: 'asset.no_owner' }
  if (owner === 'left') return { outcome: 'fail', reason: 'asset.owner_left' }
  if (!classified) return { outcome: 'fail', reason: 'asset.not_classified' }
  // Somebody with an account whom the register of people does not know: nobody can tell whether they work here.
  if (owner === 'unknown') return { outcome: 'unknown', reason: 'asset.owner_unknown' }
  return { outcome: 'pass', reason: 'asset.in_order' }
}

// Not about the registers' own populations: what evidence knows and no register has is the counter-example.
export const duties: readonly Duty[] = [
  defineDuty(assetRecord, {
    id: 'risk.asset-register/owned-and-classified',
    measure: 'risk.asset-register',
    trigger: 'continuous',
    predicate: judgeRecord,
    maxAge: 'PT24H',
    minimumClass: 'export',
    whenEmpty: 'unproven',
    collector: collectorId,
  }),
]
