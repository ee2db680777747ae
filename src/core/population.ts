/**
 * Populations: whom a duty is about, and since when. A population is either a fact type, whose members its sources
 * named, or a query over a register that a module declares and keeps up to date as its register changes. Membership is
 * bitemporal: in valid time somebody joined and left, in known time that was learned. Nothing is overwritten; a
 * correction ends what was known and begins a new version.
 */
import type { Clock } from '#platform/clock/clock.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { awaitTurn } from '#platform/database/turn.ts'
import type { Localised } from '#platform/i18n/locale.ts'
import { sql } from 'kysely'
import { markChange } from './judging/mark.ts'

/** A query over a register, declared by the module that keeps the register. */
export interface Population {
  /** `<module>.<what>`; never a fact type. */
  readonly id: string
  readonly subjectKind: string
  readonly title: Localised
}

/** A stretch of membership; open when nobody knows of an end. */
export interface Episode {
  readonly joinedAt: Date
  /** The first instant that no longer belongs to it. */
  readonly leftAt: Date | null
}

export interface Member extends Episode {
  readonly subjectId: string
}

/** Under which source members of a register's population are kept. */
const registerSource = 'register'

/** With an open episode from an instant on; what began later is drawn in. Episodes in order of time. */
export function joinAt(episodes: readonly Episode[], at: Date): readonly Episode[] {
  if (episodes.some((episode) => holds(episode, at))) return episodes
  const earlier = episodes.filter((episode) => episode.joinedAt < at)
  const next = episodes.find((episode) => episode.joinedAt > at)
  const later = episodes.filter((episode) => episode.joinedAt > at && episode !== next)
  return [...earlier, { joinedAt: at, leftAt: next?.leftAt ?? null }, ...later]
}

/** Without membership from an instant to the next joining; one that would begin then is taken back. */
export function leaveAt(episodes: readonly Episode[], at: Date): readonly Episode[] {
  return episodes.flatMap((episode) => {
    if (!holds(episode, at)) return [episode]
    return episode.joinedAt < at ? [{ joinedAt: episode.joinedAt, leftAt: at }] : []
  })
}

function holds(episode: Episode, at: Date): boolean {
  return episode.joinedAt <= at && (episode.leftAt === null || at < episode.leftAt)
}

/** One observation of a population by one source. */
export interface Snapshot {
  readonly observedAt: Date
  readonly subjectIds: readonly string[]
  /** Whether it agreed with a second source, so that who is missing has left. */
  readonly complete: boolean
}

/**
 * Who belonged when, from all snapshots of a source in any order: a subject joins when it is first named and leaves
 * only at a complete snapshot that does not name it. A counter-example cannot be dropped by leaving it out of a list.
 */
export function episodesOf(snapshots: readonly Snapshot[]): Map<string, readonly Episode[]> {
  const byInstant = new Map<number, { named: Set<string>; complete: boolean }>()
  for (const snapshot of snapshots) {
    const instant = byInstant.get(snapshot.observedAt.getTime()) ?? { named: new Set(), complete: false }
    for (const id of snapshot.subjectIds) instant.named.add(id)
    instant.complete ||= snapshot.complete
    byInstant.set(snapshot.observedAt.getTime(), instant)
  }
  const episodes = new Map<string, readonly Episode[]>()
  const present = new Set<string>()
  for (const [time, { named, complete }] of [...byInstant].toSorted(([a], [b]) => a - b)) {
    const at = new Date(time)
    for (const id of named) {
      if (!present.has(id)) episodes.set(id, joinAt(episodes.get(id) ?? [], at))
      present.add(id)
    }
    if (!complete) continue
    for (const id of present) {
      if (named.has(id)) continue
      episodes.set(id, leaveAt(episodes.get(id) ?? [], at))
      present.delete(id)
    }
  }
  return episodes
}

/**
 * Members of a register's population join, each at its own instant (one to come joins then) and with the grace of the
 * duties. Who belongs already stays.
 * @param knownAt when this is learned: the present instant
 */
export async function joinPopulation(
  tx: TenantTx,
  populationId: string,
  members: readonly { readonly subjectId: string; readonly at: Date }[],
  knownAt: Date,
): Promise<void> {
  await changeMembers(tx, populationId, members, knownAt, joinAt)
}

/** Members leave, each at its own instant; what was true before stays true. Who does not belong then stays as it is. */
export async function leavePopulation(
  tx: TenantTx,
  populationId: string,
  members: readonly { readonly subjectId: string; readonly at: Date }[],
  knownAt: Date,
): Promise<void> {
  await changeMembers(tx, populationId, members, knownAt, leaveAt)
}

/**
 * States all episodes of the named subjects at once, as a register knows them: what differs from what was known is
 * corrected, also in the past. An empty list means that the subject never belonged.
 */
export async function setMembership(
  tx: TenantTx,
  populationId: string,
  members: readonly { readonly subjectId: string; readonly episodes: readonly Episode[] }[],
  knownAt: Date,
): Promise<void> {
  const episodes = new Map(members.map((member) => [member.subjectId, member.episodes]))
  await changeRegister(tx, populationId, episodes, knownAt)
}

/**
 * Who belonged to a population at an instant.
 * @param knownAt as it was known then; null: as it is known now
 */
export async function readMembers(
  tx: TenantTx,
  populationId: string,
  at: Date,
  knownAt: Date | null = null,
): Promise<Member[]> {
  const { rows } = await sql<{ subject_id: string; joined_at: Date; left_at: Date | null }>`
    select subject_id, min(joined_at) as joined_at,
      case when bool_or(left_at is null) then null else max(left_at) end as left_at
    from memberships
    where tenant_id = ${tx.tenantId}::uuid and population = ${populationId}
      and joined_at <= ${at} and (left_at is null or left_at > ${at})
      and ${
        knownAt === null
          ? sql`known_to is null`
          : sql`known_from <= ${knownAt} and (known_to is null or known_to > ${knownAt})`
      }
    group by subject_id
    order by subject_id
  `.execute(tx.db)
  return rows.map((row) => ({ subjectId: row.subject_id, joinedAt: row.joined_at, leftAt: row.left_at }))
}

async function changeMembers(
  tx: TenantTx,
  populationId: string,
  members: readonly { readonly subjectId: string; readonly at: Date }[],
  knownAt: Date,
  change: (episodes: readonly Episode[], at: Date) => readonly Episode[],
): Promise<void> {
  if (members.length === 0) return
  const ids = members.map((member) => member.subjectId)
  const episodes = await readEpisodes(tx, populationId, registerSource, ids)
  for (const { subjectId, at } of members) episodes.set(subjectId, change(episodes.get(subjectId) ?? [], at))
  await changeRegister(tx, populationId, episodes, knownAt)
}

async function changeRegister(
  tx: TenantTx,
  populationId: string,
  episodes: ReadonlyMap<string, readonly Episode[]>,
  knownAt: Date,
): Promise<void> {
  const since = await writeEpisodes(tx, populationId, registerSource, episodes, knownAt)
  const clock: Clock = { now: () => knownAt }
  if (since !== null) await markChange(tx, clock, [{ population: populationId }], since)
}

/** Changes of memberships by what sources state are made one after the other, until the transaction ends. */
export async function holdMemberships(tx: TenantTx): Promise<void> {
  await awaitTurn(tx, `memberships ${tx.tenantId}`)
}

/** The episodes of a population and source as known now: of the given subjects, or of all. */
export async function readEpisodes(
  tx: TenantTx,
  population: string,
  source: string,
  subjectIds: readonly string[] | null = null,
): Promise<Map<string, readonly Episode[]>> {
  const { rows } = await sql<{ subject_id: string; joined_at: Date; left_at: Date | null }>`
    select subject_id, joined_at, left_at from memberships
    where tenant_id = ${tx.tenantId}::uuid and population = ${population} and source = ${source} and known_to is null
      and (${subjectIds === null} or subject_id = any (${[...(subjectIds ?? [])]}::uuid[]))
    order by subject_id, joined_at
  `.execute(tx.db)
  const episodes = new Map<string, Episode[]>()
  for (const row of rows) {
    const list = episodes.get(row.subject_id) ?? []
    list.push({ joinedAt: row.joined_at, leftAt: row.left_at })
    episodes.set(row.subject_id, list)
  }
  return episodes
}

/**
 * Makes the given episodes of each subject what is known from now on.
 * @param known what is known of them until now, where it was read already
 * @returns the first instant about which something new is known; null when nothing differs
 */
export async function writeEpisodes(
  tx: TenantTx,
  population: string,
  source: string,
  episodes: ReadonlyMap<string, readonly Episode[]>,
  knownAt: Date,
  known?: ReadonlyMap<string, readonly Episode[]>,
): Promise<Date | null> {
  const before = known ?? (await readEpisodes(tx, population, source, [...episodes.keys()]))
  const ended: { subject_id: string; joined_at: Date }[] = []
  const begun: { subject_id: string; joined_at: Date; left_at: Date | null }[] = []
  let since: number | null = null
  for (const [subjectId, wanted] of episodes) {
    const earlier = before.get(subjectId) ?? []
    for (const episode of earlier.filter((one) => !wanted.some((other) => sameEpisode(one, other)))) {
      ended.push({ subject_id: subjectId, joined_at: episode.joinedAt })
      since = earliest(since, differenceFrom(episode, wanted))
    }
    for (const episode of wanted.filter((one) => !earlier.some((other) => sameEpisode(one, other)))) {
      begun.push({ subject_id: subjectId, joined_at: episode.joinedAt, left_at: episode.leftAt })
      since = earliest(since, differenceFrom(episode, earlier))
    }
  }
  if (since === null) return null
  await sql`
    with ended as (
      select subject_id, joined_at
      from jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as e (subject_id uuid, joined_at timestamptz)
    ), replaced as (
      delete from memberships m using ended e
      where m.tenant_id = ${tx.tenantId}::uuid and m.population = ${population} and m.source = ${source}
        and m.subject_id = e.subject_id and m.joined_at = e.joined_at and m.known_to is null
        and m.known_from >= ${knownAt}
    )
    update memberships m set known_to = ${knownAt} from ended e
    where m.tenant_id = ${tx.tenantId}::uuid and m.population = ${population} and m.source = ${source}
      and m.subject_id = e.subject_id and m.joined_at = e.joined_at and m.known_to is null and m.known_from < ${knownAt}
  `.execute(tx.db)
  await sql`
    insert into memberships (tenant_id, population, source, subject_id, joined_at, left_at, known_from)
    select ${tx.tenantId}::uuid, ${population}, ${source}, b.subject_id, b.joined_at, b.left_at, ${knownAt}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(begun)}::jsonb)
      as b (subject_id uuid, joined_at timestamptz, left_at timestamptz)
  `.execute(tx.db)
  return new Date(since)
}

function sameEpisode(a: Episode, b: Episode): boolean {
  return a.joinedAt.getTime() === b.joinedAt.getTime() && a.leftAt?.getTime() === b.leftAt?.getTime()
}

/** From when on an episode differs from the ones on the other side: its start, or its end where only that moved. */
function differenceFrom(episode: Episode, others: readonly Episode[]): number {
  const same = others.find((other) => other.joinedAt.getTime() === episode.joinedAt.getTime())
  if (same === undefined) return episode.joinedAt.getTime()
  return Math.min(episode.leftAt?.getTime() ?? Infinity, same.leftAt?.getTime() ?? Infinity)
}

function earliest(a: number | null, b: number): number {
  return a === null ? b : Math.min(a, b)
}
