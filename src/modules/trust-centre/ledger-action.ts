/** The actions that decisions about the public page record. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'correction-rule.decided': 'trust-centre'
    'correction-rule.ended': 'trust-centre'
    'correction-rule.requested': 'trust-centre'
    'public-document.changed': 'trust-centre'
    'public-host.claimed': 'trust-centre'
    'public-host.proven': 'trust-centre'
    'public-host.removed': 'trust-centre'
    'sentence.display_changed': 'trust-centre'
  }
}
