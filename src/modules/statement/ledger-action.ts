/** The actions that the statement records. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'claim.read': 'statement'
    'decision.decided': 'statement'
    'decision.requested': 'statement'
    'customer-contract.added': 'statement'
    'customer-contract.contact-erased': 'statement'
    'customer-contract.ended': 'statement'
    'customer-contract.listed': 'statement'
    'draft-claim.added': 'statement'
    'draft-claim.edit-undone': 'statement'
    'draft-claim.edited': 'statement'
    'draft-claim.merged': 'statement'
    'draft-claim.split': 'statement'
    'statement-change.compensated': 'statement'
    'statement-change.judgement-decided': 'statement'
    'statement-change.judgement-requested': 'statement'
    'statement-settings.changed': 'statement'
    'statement.announced': 'statement'
    'statement.approved': 'statement'
    'statement.drafted': 'statement'
    'statement.published': 'statement'
    'statement.returned': 'statement'
    'statement.submitted': 'statement'
  }
}
