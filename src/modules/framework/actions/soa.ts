/** Statements of Applicability as people read them, and beginning a draft. */
import { annexA } from '#catalog/frameworks.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { Registry } from '#core/registry.ts'
import type { Status } from '#core/vocabulary.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import { newId } from '#platform/database/id.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { personBehind } from '#core/actor.ts'
import type { listSoa, SoaDetail, SoaRow, SoaSummary } from '../contract/soa.ts'
import { contradictionsOf, isReviewOverdue, obstaclesTo, standingOf, type Contradiction } from '../rules.ts'
import {
  findInForce,
  findVersion,
  insertVersion,
  listRows,
  listVersions,
  putRows,
  takeTurn,
  type SoaControlRow,
  type SoaVersionRow,
} from '../store/soa.ts'
import { readRegisters } from './registers.ts'
import { readMeasureStatuses, servingOf, type MeasureStatuses } from './standing.ts'

/** Newest first. */
export async function listAllSoa(context: Context): Promise<OutputOf<typeof listSoa>> {
  return { items: await presentVersions(context, await listVersions(context.tx)) }
}

/** @throws Problem `common.not_found` */
export async function readOneSoa(context: Context, registry: Registry, soaId: string): Promise<SoaDetail> {
  const version = await findVersion(context.tx, soaId)
  if (!version) throw notFound()
  return presentDetail(context, registry, version)
}

/**
 * Begins a draft with a row for every control: as in the version in force; without one, a control whose measure the
 * statement promises is proposed as applicable by contract, and the rest is left to be decided.
 * @throws Problem 409 `soa.draft_open`
 */
export async function beginOneSoa(context: Context, registry: Registry, scope: string): Promise<SoaDetail> {
  const { tx, services } = context
  const id = newId(services.clock)
  const inForce = await findInForce(tx)
  await takeTurn(tx)
  if ((await listVersions(tx)).some(({ state }) => state === 'draft')) throw new Problem(409, 'soa.draft_open')
  await insertVersion(tx, { id, scope, by: personBehind(context), at: services.clock.now() })
  const kept = new Map((inForce ? await listRows(tx, inForce.id) : []).map((row) => [row.control_id, row]))
  const statuses = await readMeasureStatuses(context, registry)
  await putRows(
    tx,
    id,
    annexA.map((control) => kept.get(control.id) ?? proposeRow(registry, statuses, control.id)),
  )
  await record(context, {
    action: 'soa.begun',
    object: { kind: 'soa', id },
    after: { scope, from: inForce?.id ?? null },
  })
  return readOneSoa(context, registry, id)
}

function proposeRow(registry: Registry, statuses: MeasureStatuses, controlId: string): SoaControlRow {
  const promised = standingOf(servingOf(registry, statuses, 'iso27001', controlId)).cover === 'judged'
  return {
    control_id: controlId,
    applicable: promised ? true : null,
    reasons: promised ? ['contract'] : [],
    exclusion_reason: null,
    declared: null,
    owner_id: null,
    links: [],
    note: null,
    approved_status: null,
  }
}

/** Versions for lists. */
export async function presentVersions(
  { tx, services }: Context,
  versions: readonly SoaVersionRow[],
): Promise<SoaSummary[]> {
  const people = versions.flatMap((one) => [one.created_by, one.decided_by]).filter((id) => id !== null)
  const names = await services.personNames(tx, [...new Set(people)])
  const person = (id: string | null) => (id === null ? null : { personId: id, name: names.get(id) ?? '' })
  const today = dayOf(services.clock.now())
  return versions.map((one) => ({
    soaId: one.id,
    number: one.number,
    state: one.state,
    scope: one.scope,
    createdAt: one.created_at.toISOString(),
    createdBy: person(one.created_by),
    decidedAt: one.decided_at?.toISOString() ?? null,
    decidedBy: person(one.decided_by),
    reviewBy: one.review_by,
    isOverdue: isReviewOverdue(one, today),
  }))
}

/** A version with all its rows, in the order of Annex A. */
export async function presentDetail(context: Context, registry: Registry, version: SoaVersionRow): Promise<SoaDetail> {
  const [summary] = await presentVersions(context, [version])
  if (!summary) throw notFound()
  const rows = await presentRows(context, registry, version)
  return {
    ...summary,
    revision: version.revision,
    decisionReason: version.decision_reason,
    rows,
    mayNotApproveBecause: whyNotApprove(context, version, rows),
  }
}

/** The rows of a version, with what evidence and registers say about them. */
export async function presentRows(context: Context, registry: Registry, version: SoaVersionRow): Promise<SoaRow[]> {
  const { tx, services } = context
  const byId = new Map((await listRows(tx, version.id)).map((row) => [row.control_id, row]))
  const owners = [...byId.values()].flatMap(({ owner_id: id }) => (id === null ? [] : [id]))
  const names = await services.personNames(tx, [...new Set(owners)])
  const statuses = await readMeasureStatuses(context, registry)
  const known = await readRegisters(context)
  return annexA.flatMap((control): SoaRow[] => {
    const row = byId.get(control.id)
    if (!row) return []
    const measures = servingOf(registry, statuses, 'iso27001', control.id)
    const found = contradictionsOf({ ...row, controlId: control.id }, measures, known)
    return [
      {
        controlId: control.id,
        group: control.group,
        title: control.title,
        applicable: row.applicable,
        reasons: [...row.reasons],
        exclusionReason: row.exclusion_reason,
        declared: row.declared,
        owner: row.owner_id === null ? null : { personId: row.owner_id, name: names.get(row.owner_id) ?? '' },
        links: [...row.links],
        note: row.note,
        ...standingOf(measures),
        approvedStatus: row.approved_status,
        measures,
        contradictions: found.map((one) => ({ code: one.code, text: tell(context, registry, one) })),
      },
    ]
  })
}

function tell({ services, actor }: Context, registry: Registry, found: Contradiction): string {
  const { locale } = actor
  const t = (key: string, params?: Record<string, string | number>) => services.texts.text(locale, key, params)
  if (found.code === 'declared_not_proven') return t('soa.contradiction.declared_not_proven')
  if (found.code === 'excluded_but_registered') return t(`soa.registered.${found.what}`, { count: found.count })
  const titles = found.measures.map((id) => registry.measures.get(id)?.title[locale] ?? id)
  return t(`soa.contradiction.${found.code}`, { measures: titles.join(', ') })
}

/** In words; null when the reader may approve. */
function whyNotApprove(context: Context, version: SoaVersionRow, rows: readonly SoaRow[]): string | null {
  const { actor, services } = context
  const t = (key: string, params?: Record<string, string | number>) => services.texts.text(actor.locale, key, params)
  if (version.state !== 'draft') return t('problem.soa.not_draft')
  if (actor.kind !== 'account') return t('problem.permission.person_needed')
  if (!actor.permissions.has('framework:approve')) return t('soa.no_permission')
  if (version.edited_by.includes(actor.personId)) return t('problem.four_eyes.same_person')
  const open = obstaclesTo(rows.map(asDecided), annexA).length
  return open === 0 ? null : t('soa.open_rows', { count: open })
}

/** A row as the rules take it. */
export function asDecided(row: SoaRow): Parameters<typeof obstaclesTo>[0][number] & { status: Status | null } {
  const { controlId, applicable, reasons, exclusionReason, declared, status } = row
  return { controlId, applicable, reasons, exclusionReason, declared, status }
}
