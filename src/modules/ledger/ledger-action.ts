/** The actions that the ledger records about itself: reading it, and handing out its heads. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'head-recipient.added': 'ledger'
    'head-recipient.listed': 'ledger'
    'head-recipient.removed': 'ledger'
    'head-recipient.unsubscribed': 'ledger'
    'head.mailed': 'ledger'
    'ledger.key_rotated': 'ledger'
    'ledger.entries_exported': 'ledger'
    'ledger.listed': 'ledger'
    'ledger.publication_requested': 'ledger'
    'ledger.read': 'ledger'
  }
}
