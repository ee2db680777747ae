/** The actions that suppliers and the public list of subprocessors record. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'subprocessor-list.read': 'supplier'
    'subprocessor-list.shown': 'supplier'
    'subprocessor-list.hidden': 'supplier'
    'subprocessors.announced': 'supplier'
    'subprocessor-notice.listed': 'supplier'
    'subprocessor-notice.sent': 'supplier'
    'subprocessor-subscription.requested': 'supplier'
    'subprocessor-subscription.confirmed': 'supplier'
    'subprocessor-subscription.ended': 'supplier'
    'subprocessor-subscription.removed': 'supplier'
  }
}
