/** The actions that working on cases records, beside those of the core. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'case.commented': 'case'
    'case.exported': 'case'
    'case.file_added': 'case'
    'case.file_read': 'case'
    'case.item_added': 'case'
    'case.item_ticked': 'case'
    'case.mention_noted': 'case'
    'case.read': 'case'
  }
}
