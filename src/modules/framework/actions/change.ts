/** Changing rows of a draft, giving it up, and putting it in force by somebody who did not work on it. */
import { annexA } from '#catalog/frameworks.ts'
import type { Context } from '#core/context.ts'
import { record, type LedgerEntry } from '#core/ledger/record.ts'
import { judgeAfterwards } from '#core/judging/judge.ts'
import type { Registry } from '#core/registry.ts'
import type { Status } from '#core/vocabulary.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import type { InputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import { personBehind, requireSession } from '#core/actor.ts'
import type { approveSoa, changeSoaRows, RowChange, SoaDetail, SoaSummary } from '../contract/soa.ts'
import { latestReview, obstaclesTo } from '../rules.ts'
import {
  findVersion,
  listRows,
  putRows,
  supersedeInForce,
  updateApproved,
  updateDiscarded,
  updateRevision,
  type SoaControlRow,
  type SoaVersionRow,
} from '../store/soa.ts'
import { restateCertifications, stateDeclaration } from './proof.ts'
import { asDecided, presentRows, presentVersions, readOneSoa } from './soa.ts'

/** A draft at the revision that was seen; others who change it wait. @throws Problem `common.not_found`, 409 `soa.not_draft`, `soa.changed` */
export async function lockDraft({ tx }: Context, soaId: string, revision: number | null): Promise<SoaVersionRow> {
  const version = await findVersion(tx, soaId, { forUpdate: true })
  if (!version) throw notFound()
  if (version.state !== 'draft') throw new Problem(409, 'soa.not_draft')
  if (revision !== null && version.revision !== revision) throw new Problem(409, 'soa.changed')
  return version
}

/**
 * Changes rows, all alike.
 * @throws Problem `common.not_found`, 409 `soa.not_draft`, `soa.changed`, 400 `soa.invalid` naming every row that it would make unsound
 */
export async function changeRows(
  context: Context,
  registry: Registry,
  soaId: string,
  given: InputOf<typeof changeSoaRows>['body'],
): Promise<SoaDetail> {
  const { tx, services } = context
  await lockDraft(context, soaId, given.revision)
  const { ownerId } = given.change
  if (ownerId !== undefined && ownerId !== null && !(await services.personNames(tx, [ownerId])).has(ownerId))
    throw new Problem(400, 'soa.invalid', { issues: [{ pointer: '/change/ownerId', code: 'soa_unknown_person' }] })
  const known = new Map((await listRows(tx, soaId)).map((row) => [row.control_id, row]))
  const unknown = given.controlIds.filter((id) => !known.has(id))
  const changed = given.controlIds.flatMap((id) => {
    const row = known.get(id)
    return row ? [applyChange(row, given.change)] : []
  })
  const issues: ProblemIssue[] = [
    ...unknown.map((id) => ({ pointer: `/controlIds/${id}`, code: 'soa_unknown_control' })),
    ...changed.flatMap((row) => faultsOf(row).map((code) => ({ pointer: `/rows/${row.control_id}`, code }))),
  ]
  if (issues.length > 0) throw new Problem(400, 'soa.invalid', { issues })
  await putRows(tx, soaId, changed)
  await updateRevision(tx, soaId, personBehind(context))
  await record(context, {
    action: 'soa.changed',
    object: { kind: 'soa', id: soaId },
    ...tellRows(known, changed),
  })
  return readOneSoa(context, registry, soaId)
}

/** What was decided with a change laid over it. An included control keeps no reason for its exclusion, and the other way round. */
export function applyChange(row: SoaControlRow, change: RowChange): SoaControlRow {
  const applicable = change.applicable ?? row.applicable
  const reasons = change.reasons === undefined ? row.reasons : [...new Set(change.reasons)]
  return {
    ...row,
    applicable,
    reasons: applicable === false ? [] : reasons,
    exclusion_reason:
      applicable === false
        ? change.exclusionReason === undefined
          ? row.exclusion_reason
          : change.exclusionReason
        : null,
    declared: applicable === false ? null : change.declared === undefined ? row.declared : change.declared,
    owner_id: change.ownerId === undefined ? row.owner_id : change.ownerId,
    links: change.links === undefined ? row.links : [...new Set(change.links)],
    note: change.note === undefined ? row.note : change.note,
  }
}

/** What makes a decided row unsound; one that is still open is not. */
export function faultsOf(row: Pick<SoaControlRow, 'applicable' | 'reasons' | 'exclusion_reason'>): string[] {
  if (row.applicable === false) return row.exclusion_reason === null ? ['soa_exclusion_without_reason'] : []
  return row.applicable === true && row.reasons.length === 0 ? ['soa_inclusion_without_reason'] : []
}

/** What an entry says of all rows that changed: what each of them was and is. */
export function tellRows(
  before: ReadonlyMap<string, SoaControlRow>,
  changed: readonly SoaControlRow[],
): Required<Pick<LedgerEntry, 'before' | 'after'>> {
  const tell = (row: SoaControlRow | undefined) =>
    row === undefined
      ? null
      : [
          row.applicable,
          row.reasons.join(' '),
          row.exclusion_reason,
          row.declared,
          row.owner_id,
          row.links.join(' '),
          row.note,
        ]
  return {
    before: Object.fromEntries(changed.map((row) => [row.control_id, tell(before.get(row.control_id))])),
    after: Object.fromEntries(changed.map((row) => [row.control_id, tell(row)])),
  }
}

/**
 * Puts a draft in force; the version before is superseded and stays.
 * @throws Problem `common.not_found`, 409 `soa.not_draft`, `soa.changed`, 403 `four_eyes.same_person`, 422
 * `soa.not_ready` naming every row, 400 `soa.invalid` for a review that is too late
 */
export async function approveDraft(
  context: Context,
  registry: Registry,
  soaId: string,
  given: InputOf<typeof approveSoa>['body'],
): Promise<SoaDetail> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const version = await lockDraft(context, soaId, given.revision)
  if (version.edited_by.includes(personId)) throw new Problem(403, 'four_eyes.same_person')
  const at = services.clock.now()
  const today = dayOf(at)
  const reviewBy = given.reviewBy ?? latestReview(today)
  if (reviewBy <= today || reviewBy > latestReview(today))
    throw new Problem(400, 'soa.invalid', { issues: [{ pointer: '/reviewBy', code: 'soa_review_out_of_range' }] })
  const rows = await presentRows(context, registry, version)
  const issues = obstaclesTo(rows.map(asDecided), annexA)
  if (issues.length > 0) throw new Problem(422, 'soa.not_ready', { issues })
  const statuses = new Map<string, Status>(
    rows.flatMap(({ controlId, status }) => (status === null ? [] : [[controlId, status] as const])),
  )
  const superseded = await supersedeInForce(tx, at)
  await updateApproved(tx, soaId, { by: personId, at, reason: given.reason, reviewBy, statuses })
  await record(context, {
    action: 'soa.approved',
    object: { kind: 'soa', id: soaId },
    before: { state: 'draft' },
    after: { state: 'approved', number: version.number, reviewBy, superseded },
    reason: given.reason,
  })
  await stateDeclaration(context, registry)
  await restateCertifications(context, registry)
  judgeAfterwards(context, registry)
  return readOneSoa(context, registry, soaId)
}

/** @throws Problem `common.not_found`, 409 `soa.not_draft` */
export async function discardDraft(context: Context, soaId: string): Promise<SoaSummary> {
  const version = await lockDraft(context, soaId, null)
  await updateDiscarded(context.tx, soaId)
  await record(context, {
    action: 'soa.discarded',
    object: { kind: 'soa', id: soaId },
    before: { state: 'draft' },
    after: { state: 'discarded' },
  })
  const [summary] = await presentVersions(context, [{ ...version, state: 'discarded' }])
  if (!summary) throw notFound()
  return summary
}
