/** The actions that the module records. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'person-record.exported': 'person-record'
    'person-record.read': 'person-record'
  }
}
