/** Where identity's confidential values live, and how they go in and come out. */
import type { Context } from '#core/context.ts'
import { confidentialColumn } from '#platform/crypto/confidential.ts'
import type { Cell, TenantKeys } from '#platform/crypto/tenant-keys.ts'
import { networkOf } from '#platform/http/network.ts'
import { normaliseEmail } from './rules.ts'

export const confidentialColumns = [
  confidentialColumn({ table: 'people', column: 'name', row: 'subject_id' }),
  confidentialColumn({ table: 'accounts', column: 'email', blindIndex: 'email_index' }),
  confidentialColumn({ table: 'totp_factors', column: 'secret', row: 'account_id' }),
  confidentialColumn({ table: 'totp_factors', column: 'pending_secret', row: 'account_id' }),
  confidentialColumn({ table: 'enrolments', column: 'name' }),
  confidentialColumn({ table: 'enrolments', column: 'email' }),
  confidentialColumn({ table: 'enrolments', column: 'totp_secret' }),
  confidentialColumn({ table: 'account_resets', column: 'reason' }),
  confidentialColumn({ table: 'sessions', column: 'address' }),
  confidentialColumn({ table: 'sessions', column: 'user_agent' }),
]

export const cells = {
  personName: (row: string): Cell => ({ table: 'people', row, column: 'name' }),
  email: (row: string): Cell => ({ table: 'accounts', row, column: 'email' }),
  totpSecret: (row: string): Cell => ({ table: 'totp_factors', row, column: 'secret' }),
  pendingTotpSecret: (row: string): Cell => ({ table: 'totp_factors', row, column: 'pending_secret' }),
  enrolmentName: (row: string): Cell => ({ table: 'enrolments', row, column: 'name' }),
  enrolmentEmail: (row: string): Cell => ({ table: 'enrolments', row, column: 'email' }),
  enrolmentTotpSecret: (row: string): Cell => ({ table: 'enrolments', row, column: 'totp_secret' }),
  resetReason: (row: string): Cell => ({ table: 'account_resets', row, column: 'reason' }),
  sessionAddress: (row: string): Cell => ({ table: 'sessions', row, column: 'address' }),
  sessionUserAgent: (row: string): Cell => ({ table: 'sessions', row, column: 'user_agent' }),
}

/** The tenant's keys for the running transaction. */
export function keysOf(context: Pick<Context, 'tx' | 'services'>): Promise<TenantKeys> {
  return context.services.vault.keysOf(context.tx)
}

/** By which an address is found without being readable. */
export function emailIndex(keys: TenantKeys, email: string): Buffer {
  return keys.index({ table: 'accounts', column: 'email' }, normaliseEmail(email))
}

/** A network as it is remembered: comparable, not readable. */
export function networkPlace(keys: TenantKeys, address: string | null): Buffer {
  return keys.index({ table: 'known_places', column: 'network' }, networkOf(address))
}
