/** What the canary records wherever it plants something. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'canary.planted': 'isolation'
  }
}
