/**
 * What stands behind each of the 113 promises: measures, the class of evidence that can prove them, the spec and the
 * sabotage that show it. `null` means missing and is shown as missing. A module that proves a measure adds its line
 * to `proofs`; the catalogue spec checks that the named files exist.
 */
import { type ClaimKind, type EvidenceClass, evidenceClasses } from '../src/core/vocabulary.ts'
import { coverageEntries } from './coverage-rows.ts'
import { measureById } from './measures.ts'

export interface CoverageRow {
  id: string
  title: string
  kind: ClaimKind
  capability: string
  measures: readonly string[]
  /** Weakest class that may prove all measures of the row. */
  class: EvidenceClass
  /** Test file, from the root of the repository, or null: missing. */
  spec: string | null
  /** Id of the sabotage, or null: missing. */
  sabotage: string | null
}

/** Measure id → where its proof is tested and what breaks it. */
export const proofs: Readonly<Record<string, { spec?: string; sabotage?: string }>> = {
  'framework.soa': {
    spec: 'src/modules/framework/spec/soa.spec.ts',
    sabotage: 'framework.row-contradicted',
  },
  'framework.iso27001': { spec: 'src/modules/framework/spec/soa.spec.ts' },
  'framework.alignment': { spec: 'src/modules/framework/spec/soa.spec.ts' },
  'framework.iso27001-certified': {
    spec: 'src/modules/framework/spec/soa.spec.ts',
    sabotage: 'framework.certificate-expired',
  },
  'cryptography.at-rest-fields': {
    spec: 'src/modules/cryptography/spec/at-rest-probe.spec.ts',
    sabotage: 'cryptography.plaintext-in-a-column',
  },
  'cryptography.at-rest-volume': { spec: 'src/modules/cryptography/spec/volume.spec.ts' },
  'cryptography.transit': {
    spec: 'src/modules/cryptography/spec/transport-probe.spec.ts',
    sabotage: 'cryptography.tls-1.1-opened',
  },
  'identity.api-keys': { spec: 'src/modules/identity/spec/collector.spec.ts' },
  'identity.individual-accounts': { spec: 'src/modules/identity/spec/collector.spec.ts' },
  'identity.mfa': { spec: 'src/modules/identity/spec/collector.spec.ts', sabotage: 'identity.second-factor-deleted' },
  'identity.mfa-admin': {
    spec: 'src/modules/identity/spec/collector.spec.ts',
    sabotage: 'identity.second-factor-deleted',
  },
  'identity.password-storage': {
    spec: 'src/modules/identity/spec/collector.spec.ts',
    sabotage: 'identity.password-in-clear',
  },
  'identity.secure-authentication': { spec: 'src/modules/identity/spec/collector.spec.ts' },
  'isolation.row-security': {
    spec: 'src/modules/isolation/spec/row-security.spec.ts',
    sabotage: 'isolation.policy-dropped-on-mails',
  },
  'isolation.tenant-separation': {
    spec: 'src/modules/isolation/spec/canary.spec.ts',
    sabotage: 'isolation.table-without-tenant',
  },
  'ledger.admin-actions': {
    spec: 'src/modules/ledger/spec/integrity.spec.ts',
    sabotage: 'ledger.entries-swallowed',
  },
  'ledger.integrity': { spec: 'src/modules/ledger/spec/integrity.spec.ts', sabotage: 'ledger.row-updated' },
}

/** What people do and nobody observes is proved by a reviewed record; one spec shows it for all of them. */
const recordSpec = 'src/core/spec/proof.spec.ts'

function specOf(measureId: string): string | undefined {
  const byRecord = ['attested', 'document'].includes(measureById(measureId)?.evidenceClass ?? '')
  return proofs[measureId]?.spec ?? (byRecord ? recordSpec : undefined)
}

/** The rows, derived; a row counts as covered only when every one of its measures is. */
export const coverageRows: readonly CoverageRow[] = coverageEntries.map(([id, kind, capability, measures, title]) => ({
  id,
  title,
  kind,
  capability,
  measures,
  class:
    evidenceClasses[
      Math.max(...measures.map((measure) => evidenceClasses.indexOf(measureById(measure)?.evidenceClass ?? 'attested')))
    ] ?? 'attested',
  // Only promises and options have a status that could be shown.
  spec: kind === 'promise' || kind === 'option' ? allOrNull(measures.map(specOf)) : null,
  sabotage: allOrNull(measures.map((measure) => proofs[measure]?.sabotage)),
}))

function allOrNull(found: readonly (string | undefined)[]): string | null {
  return found.every((entry) => entry !== undefined) ? [...new Set(found)].join(', ') : null
}
