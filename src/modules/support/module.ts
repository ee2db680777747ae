/** Support: operators of the instance see a tenant only through a grant of that tenant. */
import type { Module } from '#core/module.ts'
import { confidentialColumns } from './cell.ts'
import { permissions } from './contract.ts'
import { supportRoutes } from './routes.ts'

export const supportModule: Module = {
  name: 'support',
  permissions,
  routes: supportRoutes,
  factTypes: [],
  duties: [],
  collectors: [],
  jobs: [],
  confidentialColumns,
  tables: ['support_grants', 'support_visits'],
}
