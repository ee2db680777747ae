/** Cases as pages, and tasks. */
import type { Module } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { confidentialColumns } from './cell.ts'
import { caseSearchSchema } from './contract.ts'
import { caseRoutes } from './routes.ts'
import { taskKind } from './task.ts'

/** The manifest. The registry is asked for late, because it is made of this module among others. */
export function caseModule(registry: () => Registry): Module {
  return {
    name: 'case',
    permissions: {},
    routes: caseRoutes(registry),
    factTypes: [],
    duties: [],
    collectors: [],
    jobs: [],
    caseKinds: [taskKind],
    confidentialColumns,
    lists: [{ id: 'case', permission: 'case:read', search: caseSearchSchema }],
    tables: ['case_items', 'case_comments', 'case_mentions', 'case_files'],
  }
}
