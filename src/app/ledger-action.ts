/** The actions that the house itself records. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'access.refused': 'app'
    'tenant.created': 'app'
  }
}
