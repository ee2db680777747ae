/** The routes of the record: contract → action. */
import { defineRoute, type Route } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { plantLeaver } from '#modules/identity/actions/erase.ts'
import { exportRecordOf } from './actions/export.ts'
import { readRecordOf } from './actions/read.ts'
import { exportPersonRecord, readPersonRecord } from './contract.ts'

/** The registry is asked for late, because it is made of this route among others. */
export function personRecordRoutes(registry: () => Registry): readonly Route[] {
  const planted: Route['specimen'] = async (context) => {
    const { actor } = context
    // Everybody has a record of their own, whatever else they may read.
    return { params: { personId: actor.kind === 'account' ? actor.personId : await plantLeaver(context) } }
  }
  return [
    defineRoute(
      readPersonRecord,
      (context, { params, query }) => readRecordOf(context, registry(), params.personId, query),
      planted,
    ),
    defineRoute(
      exportPersonRecord,
      // The HTTP layer turns it into a download.
      async (context, { params, query }) =>
        (await exportRecordOf(context, registry(), params.personId, query)) as never,
      planted,
    ),
  ]
}
