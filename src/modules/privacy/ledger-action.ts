/** The actions that privacy records. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'erasure.approved': 'privacy'
    'erasure.completed': 'privacy'
    'erasure.listed': 'privacy'
    'erasure.previewed': 'privacy'
    'erasure.read': 'privacy'
    'erasure.refused': 'privacy'
    'erasure.requested': 'privacy'
    'erasure.withdrawn': 'privacy'
    'ledger.expired': 'privacy'
    'legal-hold.listed': 'privacy'
    'legal-hold.placed': 'privacy'
    'legal-hold.released': 'privacy'
    'person.erased': 'privacy'
    'retention.approved': 'privacy'
    'retention.refused': 'privacy'
    'retention.requested': 'privacy'
  }
}
