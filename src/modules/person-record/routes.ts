/** The route of the record: contract → action. */
import { defineRoute, type Route } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { plantLeaver } from '#modules/identity/actions/erase.ts'
import { readRecordOf } from './actions/read.ts'
import { readPersonRecord } from './contract.ts'

/** The registry is asked for late, because it is made of this route among others. */
export function personRecordRoutes(registry: () => Registry): readonly Route[] {
  return [
    defineRoute(
      readPersonRecord,
      (context, { params, query }) => readRecordOf(context, registry(), params.personId, query),
      async (context) => ({ params: { personId: await plantLeaver(context) } }),
    ),
  ]
}
