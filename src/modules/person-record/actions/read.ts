/** The record of a person: who may read it, of which days, and its sections. */
import { instantOf } from '#core/as-of/resolve.ts'
import type { Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import { readPerson } from '#modules/identity/actions/people.ts'
import { addDays, addToDate, dayOf, startOfDay } from '#platform/clock/calendar.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import type { readPersonRecord, RecordSearch } from '../contract.ts'
import { tellSections } from './sections.ts'

/**
 * What is known of a person over a period.
 * @throws Problem 404 `common.not_found` for nobody of the tenant, and for whoever may not read it; 400 `input.invalid`
 */
export async function readRecordOf(
  context: Context,
  registry: Registry,
  personId: string,
  search: RecordSearch,
): Promise<OutputOf<typeof readPersonRecord>> {
  const { actor, services } = context
  const isOwn = (actor.kind === 'account' || actor.kind === 'api-key') && actor.personId === personId
  if (!isOwn && !('permissions' in actor && actor.permissions.has('person-record:read'))) throw notFound()
  const { fromOn, toOn, until, knownAt } = periodOf(search, services.clock.now())
  const person = await readPerson(context, personId)
  const sections = await tellSections(context, registry, {
    personId,
    account: person.account,
    locale: actor.locale,
    days: { fromOn, toOn },
    stretch: { from: startOfDay(fromOn), until, knownAt },
  })
  return {
    person: { personId, name: person.name },
    fromOn,
    toOn,
    knownAt: knownAt.toISOString(),
    sections,
  }
}

function periodOf(search: RecordSearch, now: Date) {
  const today = dayOf(now)
  const toOn = search.until ?? today
  const fromOn = search.from ?? addDays(addToDate(toOn, '-P1Y'), 1)
  const issues: ProblemIssue[] = []
  if (toOn > today) issues.push({ pointer: '/until', code: 'in_the_future' })
  if (fromOn > toOn) issues.push({ pointer: '/from', code: 'after_the_end' })
  if (issues.length > 0) throw new Problem(400, 'input.invalid', { issues })
  const until = instantOf(toOn, now) ?? now
  return { fromOn, toOn, until, knownAt: search.known === 'then' ? until : now }
}
