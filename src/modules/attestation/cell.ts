/** Where the confidential values of attestations live: who asked, who signed, what was said of it. */
import { confidentialColumn } from '#platform/crypto/confidential.ts'
import type { Cell, TenantKeys } from '#platform/crypto/tenant-keys.ts'

export const confidentialColumns = [
  confidentialColumn({ table: 'attestation_requests', column: 'asked' }),
  confidentialColumn({ table: 'attestation_requests', column: 'signatory' }),
  confidentialColumn({ table: 'attestation_requests', column: 'assessment' }),
  confidentialColumn({ table: 'attestation_requests', column: 'answer' }),
  confidentialColumn({ table: 'ndas', column: 'party' }),
  confidentialColumn({ table: 'ndas', column: 'signatory' }),
  confidentialColumn({ table: 'ndas', column: 'file_name' }),
  confidentialColumn({ table: 'ndas', column: 'end_reason' }),
  confidentialColumn({ table: 'attestation_copies', column: 'end_reason' }),
  confidentialColumn({ table: 'attestation_accesses', column: 'address' }),
]

const cell =
  (table: string, column: string) =>
  (row: string): Cell => ({ table, row, column })

export const cells = {
  asked: cell('attestation_requests', 'asked'),
  signatory: cell('attestation_requests', 'signatory'),
  assessment: cell('attestation_requests', 'assessment'),
  answer: cell('attestation_requests', 'answer'),
  party: cell('ndas', 'party'),
  ndaSignatory: cell('ndas', 'signatory'),
  ndaFileName: cell('ndas', 'file_name'),
  ndaEndReason: cell('ndas', 'end_reason'),
  copyEndReason: cell('attestation_copies', 'end_reason'),
  address: cell('attestation_accesses', 'address'),
}

/** One key for the same address wherever it is kept; case does not matter. */
export function emailIndex(keys: TenantKeys, email: string): Buffer {
  return keys.index({ table: 'attestation_requests', column: 'email' }, email.trim().toLowerCase())
}

/** By which an organisation is found again: the domain of its addresses. */
export function domainIndex(keys: TenantKeys, domain: string): Buffer {
  return keys.index({ table: 'attestation_requests', column: 'domain' }, domain)
}

/** By which requests of one network are counted, without keeping where they came from. */
export function networkIndex(keys: TenantKeys, network: string): Buffer {
  return keys.index({ table: 'attestation_requests', column: 'network' }, network)
}
