/**
 * How an observation becomes evidence: facts are checked against their types, subjects found or made, the population
 * noted, and one ledger entry written, all in the running transaction. The same import twice is one evidence; a
 * collector's run that saw what the last one saw only confirms it.
 */
import { createHash } from 'node:crypto'
import { newId } from '#platform/database/id.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { issuesOf } from '#platform/http/problem-document.ts'
import { Problem, type ProblemIssue } from '#platform/http/problem.ts'
import { announce } from '../announce.ts'
import type { ObservedFact, ObservedPopulation } from '../collector.ts'
import type { Context } from '../context.ts'
import type { FactType } from '../duty.ts'
import { record } from '../ledger/record.ts'
import { recordFactType } from './record-duty.ts'
import { markChange, type Topic } from '../judging/mark.ts'
import {
  episodesOf,
  holdMemberships,
  joinAt,
  leaveAt,
  readEpisodes,
  writeEpisodes,
  type Episode,
} from '../population.ts'
import { ensureSubjects, findSubjects, subjectKey } from '../subject.ts'
import type { EvidenceClass } from '../vocabulary.ts'
import {
  findBySourceId,
  findStatedSince,
  insertEvidence,
  insertFacts,
  insertPopulations,
  readSnapshots,
  supersedeEvidence,
} from './store.ts'

export interface NewEvidence {
  readonly source: {
    readonly system: string
    readonly id: string
    readonly query?: string | undefined
    readonly version?: string | undefined
  }
  readonly collector: string | null
  readonly class: EvidenceClass
  readonly title: string | null
  readonly observedFrom: Date
  readonly observedTo: Date
  readonly validUntil: Date | null
  /** The source's id of the evidence that this one corrects. */
  readonly supersedes?: string
  readonly facts: readonly ObservedFact[]
  readonly populations: readonly ObservedPopulation[]
  readonly recordedBy: string | null
  /** Accepted at once, or waiting for another person's review. */
  readonly state: 'accepted' | 'in_review'
  readonly file: {
    readonly blobKey: string
    readonly name: string
    readonly bytes: number
    readonly sha256: string
    readonly mediaType: string
  } | null
}

/**
 * Checks every fact against its type.
 * @throws Problem 400 `evidence.invalid` naming all faults by pointer
 */
export function checkFacts(factTypes: ReadonlyMap<string, FactType>, facts: readonly ObservedFact[]): void {
  const issues: ProblemIssue[] = []
  const seen = new Set<string>()
  facts.forEach((fact, index) => {
    const pointer = `/facts/${index}`
    const type = factTypes.get(fact.type)
    if (!type) {
      issues.push({ pointer: `${pointer}/type`, code: 'unknown_fact_type', params: { type: fact.type } })
      return
    }
    if (fact.subject.kind !== type.subjectKind) {
      issues.push({
        pointer: `${pointer}/subject/kind`,
        code: 'wrong_subject_kind',
        params: { expected: type.subjectKind },
      })
    }
    const key = `${fact.type}\n${subjectKey(fact.subject)}`
    if (seen.has(key)) issues.push({ pointer, code: 'fact_twice' })
    seen.add(key)
    const parsed = type.schema.safeParse(fact.data, { reportInput: true })
    if (!parsed.success) issues.push(...issuesOf(parsed.error, `${pointer}/data`))
  })
  if (issues.length > 0) throw new Problem(400, 'evidence.invalid', { issues })
}

/** What an observation says, line by line: subjects, types and data in a canonical order. */
export function observationLines(facts: readonly ObservedFact[], populations: readonly ObservedPopulation[]): string[] {
  return [
    ...facts
      .map((f) => canonical(['fact', f.type, f.subject.kind, f.subject.externalId, f.subject.name ?? null, f.data]))
      .toSorted(),
    ...populations
      .map((p) => canonical(['population', p.factType, p.expected, p.seen, p.reconciledAgainst]))
      .toSorted(),
  ]
}

/** What an observation says, as one hash. */
export function hashObservation(facts: readonly ObservedFact[], populations: readonly ObservedPopulation[]): Buffer {
  return createHash('sha256').update(observationLines(facts, populations).join('\n'), 'utf8').digest()
}

/** JSON with the keys of every object in order, so that equal values are equal bytes. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/**
 * Records an observation.
 * @throws Problem 400 `evidence.invalid` / `evidence.time_order`, 409 `evidence.same_id_other_content`
 */
export async function ingestEvidence(
  context: Context,
  factTypes: ReadonlyMap<string, FactType>,
  given: NewEvidence,
): Promise<{ id: string; duplicate: boolean }> {
  const { tx, services } = context
  const now = services.clock.now()
  checkFacts(factTypes, given.facts)
  checkTimes(given, now)
  const bodyHash = given.file ? Buffer.from(given.file.sha256, 'hex') : hashObservation(given.facts, given.populations)

  const id = newId(services.clock)
  const { system } = given.source
  const named = given.facts.map((fact) => fact.subject).filter((subject) => subject.id === undefined)
  // Both are sent together. The constraint decides who was first: of two at once the second waits for the other's commit.
  const [first, known] = await Promise.all([
    insertEvidence(tx, id, given, bodyHash, now),
    findSubjects(tx, system, named),
  ])
  if (!first) return repeatEvidence(context, given, bodyHash)
  const subjects = await ensureSubjects(tx, services.clock, system, named, known)
  const facts = given.facts.map((fact) => ({
    ...fact,
    subjectId: fact.subject.id ?? idOf(subjects, fact),
    inDoubt: factTypes.get(fact.type)?.inDoubt?.(fact.data) ?? false,
  }))
  const accepted = given.state === 'accepted'
  const corrected = accepted && given.supersedes !== undefined ? await supersede(context, id, given) : null
  const evidence = { id, source: system, observedTo: given.observedTo }
  await Promise.all([
    insertFacts(tx, id, facts, given),
    insertPopulations(tx, id, given.populations, given),
    accepted ? takeIn(context, evidence, facts, given.populations, corrected) : null,
  ])
  await record(context, {
    action: given.state === 'accepted' ? 'evidence.recorded' : 'evidence.uploaded',
    object: { kind: 'evidence', id },
    after: {
      source: given.source.system,
      sourceId: given.source.id,
      class: given.class,
      observedTo: given.observedTo.toISOString(),
      ...(given.supersedes !== undefined && { supersedes: given.supersedes }),
      facts: facts.length,
      sha256: bodyHash.toString('hex'),
    },
  })
  // What is accepted is announced by the judging that takes it in.
  if (!accepted) await announce(tx, 'evidence')
  return { id, duplicate: false }
}

/** The same statement of the same source once more. @throws Problem 409 when it says something else than before */
async function repeatEvidence(
  context: Context,
  given: NewEvidence,
  bodyHash: Buffer,
): Promise<{ id: string; duplicate: boolean }> {
  const earlier = await findBySourceId(context.tx, given.source.system, given.source.id)
  // A later observation under an old id would otherwise be swallowed, and its proof would age unseen.
  const same =
    earlier !== undefined &&
    earlier.body_hash.equals(bodyHash) &&
    earlier.class === given.class &&
    earlier.observed_from.getTime() === given.observedFrom.getTime() &&
    earlier.observed_to.getTime() === given.observedTo.getTime() &&
    earlier.valid_until?.getTime() === given.validUntil?.getTime()
  if (!same) throw new Problem(409, 'evidence.same_id_other_content')
  await record(context, { action: 'evidence.repeated', object: { kind: 'evidence', id: earlier.id } })
  return { id: earlier.id, duplicate: true }
}

/** What was stated before and is no longer counted. */
interface Corrected {
  readonly observedTo: Date
  readonly types: readonly string[]
}

/**
 * Takes the place of earlier evidence of the same source: as known until now it stays, from now on it does not count.
 * @throws Problem 400 `evidence.invalid` when there is no such evidence, or it was corrected before
 */
async function supersede(context: Context, id: string, given: NewEvidence): Promise<Corrected> {
  const { tx, services } = context
  const corrected = await supersedeEvidence(tx, id, given.source.system, given.supersedes ?? '', services.clock.now())
  if (corrected === null)
    throw new Problem(400, 'evidence.invalid', { issues: [{ pointer: '/supersedes', code: 'nothing_to_supersede' }] })
  return corrected
}

/**
 * Takes accepted facts in: who belongs to the populations since then, and what has to be judged anew. New subjects join;
 * a subject leaves only by a complete snapshot of its own source that agrees with a second one: a counter-example cannot
 * be dropped by leaving it out of a list (design.md §1). What arrives late is put where it belongs in time.
 */
export async function takeIn(
  context: Context,
  evidence: { readonly id: string; readonly source: string; readonly observedTo: Date },
  facts: readonly { readonly type: string; readonly subjectId: string; readonly data: unknown }[],
  populations: readonly ObservedPopulation[],
  corrected: Corrected | null = null,
): Promise<void> {
  const { tx, services } = context
  const knownAt = services.clock.now()
  const stated = [...facts.map((fact) => fact.type), ...populations.map((p) => p.factType)]
  const types = [...new Set([...stated, ...(corrected?.types ?? [])])]
  let since =
    corrected !== null && corrected.observedTo < evidence.observedTo ? corrected.observedTo : evidence.observedTo
  for (const factType of types) {
    const members = facts.filter((fact) => fact.type === factType).map((fact) => fact.subjectId)
    const population = populations.find((p) => p.factType === factType)
    const complete = population?.reconciledAgainst != null && population.expected === population.seen
    const read = () => readEpisodes(tx, factType, evidence.source, corrected !== null || complete ? null : members)
    let known = await read()
    let next = continueMemberships(known, members, evidence.observedTo)
    // Who is named belonged already and nobody leaves: wherever that stands in time, it changes no membership.
    if (corrected === null && [...next].every(([id, episodes]) => isSame(known.get(id), episodes))) continue
    // Of two that change memberships at once the second goes on from what the first has made of them.
    await holdMemberships(tx)
    known = await read()
    next = continueMemberships(known, members, evidence.observedTo)
    const later =
      corrected === null
        ? await findStatedSince(tx, evidence.source, factType, evidence.observedTo, evidence.id)
        : 'complete'
    // Where no complete snapshot follows, nobody who is named now has left since.
    const rebuilt = later === 'complete' || (later === 'partial' && complete)
    const all = complete || corrected !== null
    const before = rebuilt && !all ? await readEpisodes(tx, factType, evidence.source) : known
    const after = rebuilt ? await rebuildMemberships(tx, evidence.source, factType, before) : next
    const changed = await writeEpisodes(tx, factType, evidence.source, after, knownAt, before)
    if (changed !== null && changed < since) since = changed
  }
  await markChange(tx, services.clock, topicsOf(facts, types), since)
}

/** Who belongs by the snapshot that follows all others in time; whom it could have named and did not leaves. */
function continueMemberships(
  before: ReadonlyMap<string, readonly Episode[]>,
  members: readonly string[],
  at: Date,
): Map<string, readonly Episode[]> {
  const named = new Set(members)
  const after = new Map<string, readonly Episode[]>()
  for (const id of named) after.set(id, joinAt(before.get(id) ?? [], at))
  for (const [id, episodes] of before) if (!named.has(id)) after.set(id, leaveAt(episodes, at))
  return after
}

function isSame(before: readonly Episode[] | undefined, after: readonly Episode[]): boolean {
  return before?.length === after.length && after.every((episode, index) => episode === before[index])
}

/** Who belonged when, by everything that the source ever stated. */
async function rebuildMemberships(
  tx: TenantTx,
  source: string,
  factType: string,
  before: ReadonlyMap<string, readonly Episode[]>,
): Promise<Map<string, readonly Episode[]>> {
  const episodes = episodesOf(await readSnapshots(tx, source, factType))
  // Whom nothing names any more never belonged.
  for (const id of before.keys()) if (!episodes.has(id)) episodes.set(id, [])
  return episodes
}

/** A document is about one measure alone; everything else about its whole population. */
function topicsOf(
  facts: readonly { readonly type: string; readonly data: unknown }[],
  types: readonly string[],
): Topic[] {
  return types.flatMap((type): Topic[] => {
    if (type !== recordFactType.type) return [{ population: type }]
    const measures = facts.flatMap((fact) => {
      const parsed = recordFactType.schema.safeParse(fact.data)
      return fact.type === type && parsed.success ? [parsed.data.measure] : []
    })
    return measures.length === 0 ? [{ population: type }] : measures.map((id) => ({ population: `${type} ${id}` }))
  })
}

function idOf(subjects: ReadonlyMap<string, string>, fact: ObservedFact): string {
  const id = subjects.get(subjectKey(fact.subject))
  if (id === undefined) throw new Error('a subject of a fact was neither found nor made')
  return id
}

function checkTimes(given: NewEvidence, now: Date): void {
  const issues: ProblemIssue[] = []
  if (given.observedTo < given.observedFrom) issues.push({ pointer: '/observedTo', code: 'end_before_start' })
  // Clocks of sources differ; a minute is forgiven.
  if (given.observedTo.getTime() > now.getTime() + 60_000)
    issues.push({ pointer: '/observedTo', code: 'in_the_future' })
  if (given.validUntil && given.validUntil < given.observedTo)
    issues.push({ pointer: '/validUntil', code: 'end_before_start' })
  if (issues.length > 0) throw new Problem(400, 'evidence.invalid', { issues })
}
