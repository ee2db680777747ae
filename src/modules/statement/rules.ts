/** What the statement decides about its sentences, without looking anywhere. */
import type { WantedFacts } from '#core/evidence/list-of-facts.ts'
import { recordFactType } from '#core/evidence/record-duty.ts'
import type { Registry } from '#core/registry.ts'

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
