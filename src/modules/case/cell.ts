/** Where what people write in cases is sealed. */
import { confidentialColumn } from '#platform/crypto/confidential.ts'
import type { Cell } from '#platform/crypto/tenant-keys.ts'

export const confidentialColumns = [
  confidentialColumn({ table: 'case_items', column: 'text' }),
  confidentialColumn({ table: 'case_comments', column: 'text' }),
  confidentialColumn({ table: 'case_files', column: 'file_name' }),
]

const cell =
  (table: string, column: string) =>
  (row: string): Cell => ({ table, row, column })

export const cells = {
  item: cell('case_items', 'text'),
  comment: cell('case_comments', 'text'),
  fileName: cell('case_files', 'file_name'),
}
