/** Where the confidential values of support live. */
import { confidentialColumn } from '#platform/crypto/confidential.ts'
import type { Cell } from '#platform/crypto/tenant-keys.ts'

export const confidentialColumns = [
  confidentialColumn({ table: 'support_grants', column: 'reason' }),
  confidentialColumn({ table: 'support_visits', column: 'reason' }),
]

export const cells = {
  grantReason: (row: string): Cell => ({ table: 'support_grants', row, column: 'reason' }),
  visitReason: (row: string): Cell => ({ table: 'support_visits', row, column: 'reason' }),
}
