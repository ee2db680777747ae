/** The actions that the register of documents records. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'document.approved': 'document'
    'document.approval_withdrawn': 'document'
    'document.created': 'document'
    'document.downloaded': 'document'
    'document.table-downloaded': 'document'
    'document.listed': 'document'
    'document.read': 'document'
    'document.rejected': 'document'
  }
}
