/** Where the ledger's confidential values live: addresses to which heads are mailed, and the tokens that end that. */
import { confidentialColumn } from '#platform/crypto/confidential.ts'
import type { Cell, TenantKeys } from '#platform/crypto/tenant-keys.ts'

export const confidentialColumns = [
  confidentialColumn({ table: 'head_recipients', column: 'email', blindIndex: 'email_index' }),
  confidentialColumn({ table: 'head_recipients', column: 'token' }),
]

export const cells = {
  email: (row: string): Cell => ({ table: 'head_recipients', row, column: 'email' }),
  token: (row: string): Cell => ({ table: 'head_recipients', row, column: 'token' }),
}

/** By which an address is found without being readable; case does not matter. */
export function emailIndex(keys: TenantKeys, email: string): Buffer {
  return keys.index({ table: 'head_recipients', column: 'email' }, email.trim().toLowerCase())
}
