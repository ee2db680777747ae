/** What concerns somebody, and in which order. Pure. */
import type { CaseKind } from '#core/case/kind.ts'
import { refusalOf } from '#core/case/rules.ts'
import type { Actor } from '#core/context.ts'
import type { Permission } from '#platform/http/endpoint.ts'
import { handsThen, type TodayItem } from './contract.ts'

export interface ConcerningCase {
  readonly state: string
  readonly phase: string
  readonly owner_id: string | null
  readonly submitted_by: string | null
}

/** What somebody needs to take the steps that other pages take. */
const elsewhere: Readonly<Record<string, Permission>> = {
  review: 'evidence:review',
  exception: 'decision:decide',
  attestation: 'attestation:approve',
}

/**
 * Whether a case waits for somebody: it has a step that they may take, and it is theirs, nobody's, or waits for another
 * person than the one who submitted.
 */
export function concerns(kind: CaseKind, row: ConcerningCase, actor: Extract<Actor, { kind: 'account' | 'api-key' }>) {
  const judged = row.phase === 'deciding' || row.phase === 'done'
  if (judged && row.submitted_by === actor.personId) return false
  const hands = { submittedBy: row.submitted_by, workerId: row.phase === 'done' ? row.owner_id : null }
  const own = kind.transitions.filter((step) => {
    if (!step.from.includes(row.state) || step.by === 'system' || (judged && !step.fourEyes)) return false
    if (refusalOf(step, actor, hands) !== null) return false
    const needed = step.by === 'action' ? elsewhere[kind.kind] : undefined
    return needed === undefined || actor.permissions.has(needed)
  })
  if (own.length === 0) return false
  return judged || row.owner_id === null || row.owner_id === actor.personId
}

/** How bad it is for the statement: broken by facts, no longer proven, about to be, none of that. */
function consequenceOf({ claim }: TodayItem): number {
  if (claim === null) return 3
  if (claim.status === 'contradicted') return 0
  if (claim.status === 'lapsed') return 1
  return claim.breaksAt === null ? 3 : 2
}

/** The instant that comes next: the clock of the case, or the sentence breaking. */
function nextOf({ dueAt, claim }: TodayItem): string {
  // Instants in one form are in the order of their texts.
  return [dueAt, claim?.breaksAt].filter((at) => at != null).toSorted()[0] ?? '9999'
}

/** Overdue first, then what is broken, then by what comes next; of a past day, first by whose it was. */
export function byUrgency(a: TodayItem, b: TodayItem): number {
  const order = (item: TodayItem) => [
    item.stood === null ? 0 : handsThen.indexOf(item.stood.hands),
    item.overdue ? 0 : 1,
    item.kind === 'first-steps' ? 1 : 0,
    consequenceOf(item),
  ]
  const [left, right] = [order(a), order(b)]
  for (const [index, value] of left.entries()) {
    const other = right[index] ?? 0
    if (value !== other) return value - other
  }
  return nextOf(a).localeCompare(nextOf(b)) || a.since.localeCompare(b.since) || a.id.localeCompare(b.id)
}
