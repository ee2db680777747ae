/** The actions that the module records. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'measure.listed': 'measure'
    'measure.read': 'measure'
  }
}
