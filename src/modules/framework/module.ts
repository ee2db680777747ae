/** Frameworks: what others require, which measures serve it, and what the company declares and is certified for. */
import type { Module } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { declarationCollector } from './collector.ts'
import { permissions } from './contract.ts'
import { frameworkDocuments } from './document.ts'
import { certificateFact, declarationFact, duties } from './fact.ts'
import { frameworkJobs } from './jobs.ts'
import { frameworkRoutes } from './routes.ts'

/** The manifest. The registry is asked for late, because it is made of this module among others. */
export function frameworkModule(registry: () => Registry): Module {
  return {
    name: 'framework',
    permissions,
    routes: frameworkRoutes(registry),
    factTypes: [declarationFact, certificateFact],
    duties,
    collectors: [declarationCollector(registry)],
    jobs: [],
    recurring: frameworkJobs(registry),
    documentKinds: frameworkDocuments(registry),
    confidentialColumns: [],
    tables: ['soa_versions', 'soa_rows', 'certificates'],
  }
}
