/** The register of documents: made, frozen, approved by somebody else, kept for ever. */
import type { Module } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { documentSearchSchema, permissions } from './contract.ts'
import { documentRoutes } from './routes.ts'

/** The manifest. The registry is asked for late, because it is made of this module among others. */
export function documentModule(registry: () => Registry): Module {
  return {
    name: 'document',
    permissions,
    routes: documentRoutes(registry),
    factTypes: [],
    duties: [],
    collectors: [],
    jobs: [],
    confidentialColumns: [],
    lists: [{ id: 'document', permission: 'document:read', search: documentSearchSchema }],
    tables: [],
  }
}
