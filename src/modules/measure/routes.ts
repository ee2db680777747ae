/** The routes of measures: contract → action. */
import { defineRoute, type Route } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { listAllMeasures } from './actions/list.ts'
import { readOneMeasure } from './actions/read.ts'
import { listMeasures, readMeasure } from './contract.ts'

/** The registry is asked for late, because it is made of these routes among others. */
export function measureRoutes(registry: () => Registry): readonly Route[] {
  return [
    defineRoute(listMeasures, (context, { query }) => listAllMeasures(context, registry(), query)),
    defineRoute(readMeasure, (context, { params, query }) =>
      readOneMeasure(context, registry(), params.measure, query),
    ),
  ]
}
