/** The actions that reading the ledger records. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'ledger.listed': 'ledger'
    'ledger.read': 'ledger'
  }
}
