/** One evidence in full, as the pages of this folder hand it on. */
import type { readEvidence } from '#core/evidence/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'

export type EvidenceDetail = OutputOf<typeof readEvidence>
