/** The record of a person: what the house knows of them over a period. */
import type { Module } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { permissions } from './contract.ts'
import { personRecordDocument } from './document.ts'
import { personRecordRoutes } from './routes.ts'

/** The manifest. The registry is asked for late, because it is made of this module among others. */
export function personRecordModule(registry: () => Registry): Module {
  return {
    name: 'person-record',
    permissions,
    routes: personRecordRoutes(registry),
    factTypes: [],
    duties: [],
    collectors: [],
    jobs: [],
    documentKinds: [personRecordDocument(registry)],
    confidentialColumns: [],
    tables: [],
  }
}
