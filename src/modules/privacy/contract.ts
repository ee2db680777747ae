/**
 * What privacy promises to others: erasing a person in a case of two people, holding persons or a whole tenant back from
 * it, and how long the ledger keeps payloads. Browser-safe. Instants are ISO 8601 strings in UTC, days plain dates.
 */
import type { PermissionTable } from '#core/permission.ts'

export {
  approveErasure,
  caseSchema,
  caseStates,
  erasedKinds,
  legalBases,
  listErasures,
  obstacles,
  previewErasure,
  previewSchema,
  readErasure,
  refuseErasure,
  requestErasure,
  stayingKinds,
  withdrawErasure,
  type CaseState,
  type CaseView,
  type ErasedKind,
  type LegalBasis,
  type Obstacle,
  type Preview,
  type StayingKind,
} from './contract/erasure.ts'
export { holdSchema, listHolds, placeHold, releaseHold, type HoldView } from './contract/hold.ts'
export {
  approveRetention,
  longestYears,
  readRetention,
  refuseRetention,
  requestRetention,
  retentionSchema,
  type RetentionView,
} from './contract/retention.ts'

export const permissions = {
  'erasure:read': ['owner', 'isb', 'management', 'auditor'],
  'erasure:request': ['owner', 'isb'],
  'erasure:approve': ['owner', 'isb', 'management'],
  'legal-hold:read': ['owner', 'isb', 'management', 'auditor'],
  'legal-hold:place': ['owner', 'isb', 'management'],
  'legal-hold:release': ['owner', 'isb', 'management'],
  'retention:read': ['owner', 'isb', 'management', 'auditor'],
  'retention:request': ['owner', 'isb'],
  'retention:approve': ['owner', 'isb', 'management'],
} as const satisfies PermissionTable
