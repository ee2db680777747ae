/**
 * Proof by record: for measures that people perform and no module observes (a review was held, a person appointed), a
 * document that somebody filed and another person accepted. It states what was done and when; it never proves an "all".
 */
import { z } from 'zod'
import { defineDuty, defineFactType, type Duty } from '../duty.ts'
import type { CatalogueMeasure } from '../registry.ts'

/** The measure itself is the subject, named by its catalogue id. */
export const recordFactType = defineFactType({
  type: 'measure.performed',
  subjectKind: 'measure',
  title: { de: 'Durchführung einer Maßnahme', en: 'Performance of a measure' },
  schema: z.strictObject({
    measure: z.string(),
    performedOn: z.iso.date(),
    outcome: z.enum(['as_intended', 'with_deviations', 'failed']),
    description: z.string(),
  }),
})

/** How long a record holds where the catalogue's own age is meant for a machine. */
const recordMaxAge = 'P12M'

/** The duty of a measure that is proved by record. A population of one: the measure in this tenant. */
export function recordDuty(measure: CatalogueMeasure): Duty {
  return defineDuty(recordFactType, {
    id: `${measure.id}/record`,
    measure: measure.id,
    trigger: 'calendar',
    applies: (data) => data.measure === measure.id,
    predicate: (data) =>
      data.outcome === 'failed'
        ? { outcome: 'fail', reason: 'record.failed', params: { performedOn: data.performedOn } }
        : { outcome: 'pass', reason: `record.${data.outcome}`, params: { performedOn: data.performedOn } },
    // Where the catalogue asks for a daily look that nobody takes here, the paper is good for a year.
    maxAge: measure.trigger === 'continuous' ? recordMaxAge : measure.maxAge,
    minimumClass: measure.evidenceClass,
    whenEmpty: 'unproven',
  })
}
