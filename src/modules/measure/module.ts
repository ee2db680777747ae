/** Measures: how each of them stands, on a day and over a period. */
import type { Module } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { measurePeriodDocument } from './document.ts'
import { measureRoutes } from './routes.ts'

/** The manifest. The registry is asked for late, because it is made of this module among others. */
export function measureModule(registry: () => Registry): Module {
  return {
    name: 'measure',
    permissions: {},
    routes: measureRoutes(registry),
    factTypes: [],
    duties: [],
    collectors: [],
    jobs: [],
    documentKinds: [measurePeriodDocument(registry)],
    confidentialColumns: [],
    tables: [],
  }
}
