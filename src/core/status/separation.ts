/**
 * Separation of duties (ISO 27001 A.5.3, domain.md §1.4): parts that one natural person must not take both. Judged on the
 * person, not the account.
 */
import type { Duty } from '../duty.ts'
import type { Reason } from './view.ts'

/** How a fact breaks the separation that a duty demands; null when it keeps it. */
export function separationBreach(duty: Duty, data: unknown): Reason | null {
  if (duty.separation === undefined || duty.separation.length === 0) return null
  // The registry hands each duty only data that its own fact type's schema has parsed.
  const persons = duty.persons?.(data as never) ?? {}
  for (const [one, other] of duty.separation) {
    const [first, second] = [persons[one] ?? null, persons[other] ?? null]
    if (first === null || second === null) return { code: 'separation.person_unknown', params: { one, other } }
    if (first === second) return { code: 'separation.same_person', params: { one, other } }
  }
  return null
}
