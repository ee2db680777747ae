/** Attestation on request: what strangers may ask for under confidentiality, and what becomes of it. */
import type { Module } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { sweepAttestations } from './actions/sweep.ts'
import { attestationKind } from './case.ts'
import { confidentialColumns } from './cell.ts'
import { permissions } from './contract.ts'
import { attestationRoutes } from './routes.ts'

/** The manifest; the registry is handed over late, because it is made of this module among others. */
export function attestationModule(registry: () => Registry): Module {
  return {
    name: 'attestation',
    permissions,
    routes: attestationRoutes(registry),
    factTypes: [],
    duties: [],
    collectors: [],
    jobs: [],
    recurring: [sweepAttestations],
    confidentialColumns,
    caseKinds: [attestationKind],
    tables: [
      'attestation_settings',
      'nda_texts',
      'offered_documents',
      'ndas',
      'attestation_requests',
      'attestation_copies',
      'attestation_accesses',
    ],
  }
}
