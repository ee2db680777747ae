/** The actions that the house itself records. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'access.refused': 'app'
    'support.request': 'app'
    'tenant.created': 'app'
  }
}
