/** The actions that the statement records. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'claim.read': 'statement'
    'decision.decided': 'statement'
    'decision.requested': 'statement'
    'statement.drafted': 'statement'
    'statement.published': 'statement'
  }
}
