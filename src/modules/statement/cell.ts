/** Where the statement's confidential values live: customers of the register of contracts and their addresses. */
import { confidentialColumn } from '#platform/crypto/confidential.ts'
import type { Cell, TenantKeys } from '#platform/crypto/tenant-keys.ts'

const table = 'customer_contracts'

export const confidentialColumns = [
  confidentialColumn({ table, column: 'customer' }),
  confidentialColumn({ table, column: 'email', blindIndex: 'email_index' }),
]

export const cells = {
  customer: (row: string): Cell => ({ table, row, column: 'customer' }),
  email: (row: string): Cell => ({ table, row, column: 'email' }),
}

/** By which an address is found without being readable; case does not matter. */
export function emailIndex(keys: TenantKeys, email: string): Buffer {
  return keys.index({ table, column: 'email' }, email.trim().toLowerCase())
}
