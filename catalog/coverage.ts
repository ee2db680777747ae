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
export const proofs: Readonly<Record<string, { spec?: string; sabotage?: string }>> = {}

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
  spec: allOrNull(measures.map((measure) => proofs[measure]?.spec)),
  sabotage: allOrNull(measures.map((measure) => proofs[measure]?.sabotage)),
}))

function allOrNull(found: readonly (string | undefined)[]): string | null {
  return found.every((entry) => entry !== undefined) ? [...new Set(found)].join(', ') : null
}
