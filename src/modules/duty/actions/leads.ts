/**
 * Who stands in for people and leads them: from the register of people for whoever is in it, and only for others from
 * what they stated themselves.
 */
import type { Context } from '#core/context.ts'
import { readLeads } from '#modules/workforce/actions.ts'
import { listDeputies } from '../store/person.ts'

export interface StandIn {
  readonly deputyId: string | null
  readonly superiorId: string | null
  /** Whether the register says so, which people do not change by themselves. */
  readonly isRegistered: boolean
}

/** For each of the given people who has any. */
export async function readStandIns(
  context: Pick<Context, 'tx' | 'services'>,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, StandIn>> {
  if (personIds.length === 0) return new Map()
  const registered = await readLeads(context, personIds)
  const stated = new Map((await listDeputies(context.tx)).map((row) => [row.person_id, row]))
  return new Map(
    personIds.flatMap((id): [string, StandIn][] => {
      const lead = registered.get(id)
      if (lead) return [[id, { deputyId: lead.deputyId, superiorId: lead.managerId, isRegistered: true }]]
      const own = stated.get(id)
      return own ? [[id, { deputyId: own.deputy_id, superiorId: own.superior_id, isRegistered: false }]] : []
    }),
  )
}

/** The same for everybody to whom a reminder could be handed on from somebody: five hands far, as `recipientOf` goes. */
export async function readChain(
  context: Pick<Context, 'tx' | 'services'>,
  start: readonly string[],
): Promise<ReadonlyMap<string, StandIn>> {
  const found = new Map<string, StandIn>()
  const asked = new Set<string>()
  for (let hands = 0, next = [...new Set(start)]; hands <= 5 && next.length > 0; hands += 1) {
    for (const id of next) asked.add(id)
    const more = await readStandIns(context, next)
    for (const [id, one] of more) found.set(id, one)
    const named = [...more.values()].flatMap((one) => [one.deputyId, one.superiorId])
    next = [...new Set(named)].filter((id): id is string => id !== null && !asked.has(id))
  }
  return found
}
