/** How far a request has come, in the word that cases use for it. */
import type { RequestState } from '#modules/attestation/contract.ts'
import { useTranslation } from 'react-i18next'

const tones: Readonly<Record<RequestState, string>> = {
  requested: 'draft',
  nda_pending: 'draft',
  in_review: 'in_review',
  proposed: 'requested',
  approved: 'approved',
  issued: 'approved',
  refused: 'rejected',
  expired: 'draft',
  revoked: 'rejected',
}

export function StateTag({ state }: { state: RequestState }) {
  const { t } = useTranslation()
  return <span className={`tag tag-${tones[state]}`}>{t(`attestations.state.${state}`)}</span>
}
