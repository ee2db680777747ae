/** What the page of a version reads. */
import type { readComparison } from '#modules/statement/contract/version.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'

export type Comparison = OutputOf<typeof readComparison>
