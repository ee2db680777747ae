/** Privacy: erasing persons, holding them back from it, and letting what was recorded of everybody expire. */
import type { Module } from '#core/module.ts'
import { confidentialColumns } from './cell.ts'
import { permissions } from './contract.ts'
import { recurring } from './jobs.ts'
import { privacyRoutes } from './routes.ts'

/** The manifest. */
export const privacyModule: Module = {
  name: 'privacy',
  permissions,
  routes: privacyRoutes,
  factTypes: [],
  duties: [],
  collectors: [],
  jobs: [],
  recurring,
  confidentialColumns,
  tables: ['erasure_cases', 'legal_holds', 'retention_rules'],
}
