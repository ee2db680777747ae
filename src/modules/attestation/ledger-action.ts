/** The actions that attestations record. */
export {}

declare module '#platform/http/endpoint.ts' {
  interface LedgerActions {
    'attestation.address-confirmed': 'attestation'
    'attestation.approved': 'attestation'
    'attestation.code-sent': 'attestation'
    'attestation.copy-refused': 'attestation'
    'attestation.copy-served': 'attestation'
    'attestation.desk-changed': 'attestation'
    'attestation.expired': 'attestation'
    'attestation.issued': 'attestation'
    'attestation.link-refused': 'attestation'
    'attestation.listed': 'attestation'
    'attestation.proposed': 'attestation'
    'attestation.read': 'attestation'
    'attestation.refused': 'attestation'
    'attestation.reminded': 'attestation'
    'attestation.requested': 'attestation'
    'attestation.requester-erased': 'attestation'
    'attestation.returned': 'attestation'
    'attestation.revoked': 'attestation'
    'attestation.signatory-named': 'attestation'
    'attestation-offer.added': 'attestation'
    'attestation-offer.withdrawn': 'attestation'
    'disclosure.exported': 'attestation'
    'disclosure.listed': 'attestation'
    'nda.accepted': 'attestation'
    'nda.downloaded': 'attestation'
    'nda.ended': 'attestation'
    'nda.listed': 'attestation'
    'nda.recorded': 'attestation'
    'nda.signatory-erased': 'attestation'
    'nda-text.published': 'attestation'
  }
}
