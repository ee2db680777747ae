/** The actions that support records. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'support-grant.given': 'support'
    'support-grant.listed': 'support'
    'support-grant.revoked': 'support'
    'support.entered': 'support'
    'support.left': 'support'
    'support.listed': 'support'
  }
}
