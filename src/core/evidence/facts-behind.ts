/** Which facts speak of measures. Pure. */
import type { WantedFacts } from './list-of-facts.ts'
import { recordFactType } from './record-duty.ts'
import type { Registry } from '../registry.ts'

/** Which facts speak of what rests on some measures. */
export function factsBehind(registry: Registry, measures: readonly string[]): WantedFacts[] {
  return measures.flatMap((measureId) =>
    registry.dutiesOf(measureId).map(({ factType }) => ({
      type: factType,
      // Records are of one type for all measures, and name theirs.
      about: factType === recordFactType.type ? measureId : null,
    })),
  )
}
