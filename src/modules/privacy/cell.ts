/** Where privacy's confidential values live: why somebody is erased or held, in words that often name them. */
import { confidentialColumn } from '#platform/crypto/confidential.ts'
import type { Cell } from '#platform/crypto/tenant-keys.ts'

export const confidentialColumns = [
  confidentialColumn({ table: 'erasure_cases', column: 'reason' }),
  confidentialColumn({ table: 'erasure_cases', column: 'decision_reason' }),
  confidentialColumn({ table: 'legal_holds', column: 'reason' }),
  confidentialColumn({ table: 'legal_holds', column: 'reference' }),
  confidentialColumn({ table: 'legal_holds', column: 'release_reason' }),
]

const cell =
  (table: string, column: string) =>
  (row: string): Cell => ({ table, row, column })

export const cells = {
  caseReason: cell('erasure_cases', 'reason'),
  decisionReason: cell('erasure_cases', 'decision_reason'),
  holdReason: cell('legal_holds', 'reason'),
  holdReference: cell('legal_holds', 'reference'),
  releaseReason: cell('legal_holds', 'release_reason'),
}
