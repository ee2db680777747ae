/** The actions that keeping views records. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'view.saved': 'view'
    'view.changed': 'view'
    'view.removed': 'view'
  }
}
