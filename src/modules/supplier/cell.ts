/** Where confidential values of suppliers live: addresses of whoever is told of subprocessors, and how they end that. */
import { confidentialColumn } from '#platform/crypto/confidential.ts'
import type { Cell, TenantKeys } from '#platform/crypto/tenant-keys.ts'

const table = 'subprocessor_subscriptions'

export const confidentialColumns = [
  confidentialColumn({ table, column: 'email', blindIndex: 'email_index' }),
  confidentialColumn({ table, column: 'token' }),
]

export const cells = {
  email: (row: string): Cell => ({ table, row, column: 'email' }),
  token: (row: string): Cell => ({ table, row, column: 'token' }),
}

/** By which an address is found without being readable; case does not matter. */
export function emailIndex(keys: TenantKeys, email: string): Buffer {
  return keys.index({ table, column: 'email' }, email.trim().toLowerCase())
}
