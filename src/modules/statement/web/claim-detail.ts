/** A sentence with its proof, as the pages of this folder hand it on. */
import type { readClaim } from '#modules/statement/contract.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'

export type ClaimDetail = OutputOf<typeof readClaim>
