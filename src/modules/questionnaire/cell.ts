/** Where the confidential values of questionnaires live: who asked, and to whom answers went. */
import { confidentialColumn } from '#platform/crypto/confidential.ts'
import type { Cell } from '#platform/crypto/tenant-keys.ts'

export const confidentialColumns = [
  confidentialColumn({ table: 'questionnaires', column: 'customer' }),
  confidentialColumn({ table: 'questionnaire_deliveries', column: 'recipient' }),
]

export const cells = {
  customer: (row: string): Cell => ({ table: 'questionnaires', row, column: 'customer' }),
  recipient: (row: string): Cell => ({ table: 'questionnaire_deliveries', row, column: 'recipient' }),
}
