/** The public page of a tenant: its name and what it shows. */
import type { Module } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { permissions } from './contract.ts'
import { publicStatementDocument } from './document/statement-document.ts'
import { tomDocument } from './document/tom-document.ts'
import { trustCentreJobs } from './jobs.ts'
import { trustCentreRoutes } from './routes.ts'

/** The manifest; the registry is handed over late, because it is made of this module among others. */
export function trustCentreModule(registry: () => Registry, dnsServers: readonly string[]): Module {
  return {
    name: 'trust-centre',
    permissions,
    routes: trustCentreRoutes(registry),
    factTypes: [],
    duties: [],
    collectors: [],
    jobs: [],
    recurring: trustCentreJobs(dnsServers),
    documentKinds: [publicStatementDocument(registry), tomDocument(registry)],
    confidentialColumns: [],
    tables: ['public_hosts', 'sentence_displays', 'correction_rules', 'public_documents'],
  }
}
