/** The actions that the core records. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'case.changed': 'core'
    'case.moved': 'core'
    'case.opened': 'core'
    'claim.judged': 'core'
    'claim.rejudged': 'core'
    'evidence.downloaded': 'core'
    'evidence.read': 'core'
    'evidence.recorded': 'core'
    'evidence.repeated': 'core'
    'evidence.reviewed': 'core'
    'evidence.uploaded': 'core'
    'ledger.exported': 'core'
    'outbox.listed': 'core'
    'outbox.read': 'core'
    'register.entry_changed': 'core'
    'register.entry_created': 'core'
    'register.exported': 'core'
    'register.import_configured': 'core'
    'register.import_discarded': 'core'
    'register.import_undone': 'core'
    'register.import_uploaded': 'core'
    'register.imported': 'core'
    'register.listed': 'core'
    'register.read': 'core'
  }
}
