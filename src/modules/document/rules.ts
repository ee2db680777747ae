/** What the register of documents decides, without looking anywhere. */
import type { DocumentState } from './contract.ts'

interface Decidable {
  readonly state: DocumentState
  /** Null for what the house made by itself. */
  readonly createdBy: string | null
}

/** A person who decides, as far as deciding depends on them. */
interface Decider {
  readonly personId: string
  readonly mayApprove: boolean
}

/** Code of the problem that approving would be answered with; null when nothing stands against it. */
export function obstacleToApproval(document: Decidable, decider: Decider | null): string | null {
  if (document.state !== 'draft') return 'document.not_draft'
  if (decider === null) return 'permission.person_needed'
  if (!decider.mayApprove) return 'permission.missing_here'
  return document.createdBy === decider.personId ? 'four_eyes.same_person' : null
}

/** Whoever may approve may reject; whoever made it may take it back. */
export function obstacleToRejection(document: Decidable, decider: Decider | null): string | null {
  if (document.state !== 'draft') return 'document.not_draft'
  if (decider === null) return 'permission.person_needed'
  return decider.mayApprove || document.createdBy === decider.personId ? null : 'permission.missing_here'
}

/** A name for a file that sorts by kind and day and says which version it is. */
export function fileNameOf(document: {
  readonly kind: string
  readonly locale: string
  readonly asOfDay: string
  readonly version: number
  readonly format: string
}): string {
  const { kind, locale, asOfDay, version, format } = document
  return `${kind.replaceAll('.', '-')}-${asOfDay}-v${version}-${locale}.${format}`
}
