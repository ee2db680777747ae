/** The actions that frameworks record. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'framework.listed': 'framework'
    'framework.read': 'framework'
    'soa.listed': 'framework'
    'soa.read': 'framework'
    'soa.begun': 'framework'
    'soa.changed': 'framework'
    'soa.sheet-previewed': 'framework'
    'soa.sheet-imported': 'framework'
    'soa.approved': 'framework'
    'soa.discarded': 'framework'
    'soa.downloaded': 'framework'
    'certificate.listed': 'framework'
    'certificate.recorded': 'framework'
    'certificate.withdrawn': 'framework'
    'certificate.downloaded': 'framework'
  }
}
