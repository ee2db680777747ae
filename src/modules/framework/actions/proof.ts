/**
 * What the declarations and certificates of a company prove, as evidence: a certificate once a second person has looked
 * at its file and until its last day, the Statement of Applicability from its approval until its review is due.
 */
import type { ObservedFact, ObservedPopulation } from '#core/collector.ts'
import { personBehind } from '#core/actor.ts'
import type { Context } from '#core/context.ts'
import { openReview } from '#core/case/review.ts'
import { hashObservation, ingestEvidence, type NewEvidence } from '#core/evidence/ingest.ts'
import type { Registry } from '#core/registry.ts'
import { statuses } from '#core/vocabulary.ts'
import { annexA } from '#catalog/frameworks.ts'
import { addDays, dayOf, startOfDay } from '#platform/clock/calendar.ts'
import { newId } from '#platform/database/id.ts'
import { locales } from '#platform/i18n/locale.ts'
import { certificateFact, declarationFact, type Certified, type Declared } from '../fact.ts'
import { contradictionsOf, isReviewOverdue, stateOfCertificate } from '../rules.ts'
import {
  certificateSource,
  daysOf,
  listCertificateRows,
  listLastCertified,
  type CertificateRow,
} from '../store/certificate.ts'
import { findInForce, findLastDeclared, listRows } from '../store/soa.ts'
import { readRegisters } from './registers.ts'
import { readMeasureStatuses, servingOf } from './standing.ts'

const declarationSource = 'beleg/declaration'

/** The file of a certificate, for somebody else to look at; nothing is proven before they accepted it. */
export async function fileCertificate(context: Context, registry: Registry, row: CertificateRow): Promise<void> {
  const { id } = await ingestEvidence(context, registry.factTypes, {
    ...certificateEvidence(context, { ...row, review: 'accepted' }),
    source: { system: certificateSource(row.framework), id: row.id },
    title: `${row.body}: ${row.number}`,
    state: 'in_review',
    file: {
      blobKey: row.blob_key,
      name: row.file_name,
      bytes: row.file_bytes,
      sha256: row.file_sha256.toString('hex'),
      mediaType: row.media_type,
    },
  })
  await openReview(context, id)
}

/**
 * States anew what is known of a certification, after something about one of its certificates has changed: by the one
 * that holds and ends last, and where none does by that one. Also before a review: what is stated later counts.
 */
export async function restateCertification(
  context: Context,
  registry: Registry,
  changed: CertificateRow,
): Promise<void> {
  const today = dayOf(context.services.clock.now())
  const holding = (await listCertificateRows(context.tx)).find(
    (row) => row.framework === changed.framework && stateOfCertificate(daysOf(row), today) === 'valid',
  )
  const row = holding ?? changed
  await ingestEvidence(context, registry.factTypes, {
    ...certificateEvidence(context, row),
    source: { system: certificateSource(row.framework), id: `${row.id} ${newId(context.services.clock)}` },
    title: null,
    state: 'accepted',
    file: null,
  })
}

/** States every certification anew, after a declaration was put in force: what was covered by the one before may not be. */
export async function restateCertifications(context: Context, registry: Registry): Promise<void> {
  const accepted = (await listCertificateRows(context.tx)).filter((row) => row.review === 'accepted')
  const frameworks = Map.groupBy(accepted, ({ framework }) => framework)
  for (const [row] of frameworks.values()) if (row) await restateCertification(context, registry, row)
}

/** States anew what came to be otherwise without anybody: a first day that has come, a scope that changed during a review. */
export async function restateChanged(context: Context, registry: Registry): Promise<void> {
  const today = dayOf(context.services.clock.now())
  const stated = new Map(
    (await listLastCertified(context.tx)).map((last) => [`${last.framework} ${last.number}`, last]),
  )
  for (const row of await listCertificateRows(context.tx)) {
    const last = stated.get(`${row.framework} ${row.number}`)?.state
    const state = stateOfCertificate(daysOf(row), today)
    // That its last day is over is known from the evidence itself.
    if (last === undefined || last === state || (state !== 'valid' && state !== 'out_of_scope')) continue
    await restateCertification(context, registry, row)
  }
}

function certificateEvidence(
  context: Context,
  row: CertificateRow,
): Omit<NewEvidence, 'source' | 'title' | 'state' | 'file'> {
  const at = context.services.clock.now()
  const state = stateOfCertificate(daysOf(row), dayOf(at))
  if (state === 'in_review' || state === 'rejected') throw new Error('what nobody has accepted states nothing')
  const data: Certified = {
    framework: row.framework,
    state,
    body: row.body,
    number: row.number,
    scope: row.scope,
    validTo: row.valid_to,
  }
  return {
    collector: null,
    class: 'independent',
    observedFrom: at,
    observedTo: at,
    // What ended already is known to have ended, however long ago.
    validUntil: state === 'valid' || state === 'not_yet' ? startOfDay(addDays(row.valid_to, 1)) : null,
    facts: [
      {
        subject: { kind: certificateFact.subjectKind, externalId: row.framework },
        type: certificateFact.type,
        data,
      },
    ],
    populations: [populationOf(certificateFact.type)],
    recordedBy: personBehind(context),
  }
}

/** There is one declaration, and one certification for each framework; the catalogue says so. */
export function populationOf(factType: string, seen = 1): ObservedPopulation {
  return { factType, expected: 1, seen, reconciledAgainst: 'catalogue of frameworks' }
}

/**
 * The declaration in force beside evidence and registers of this instant; null where none is. Rows are compared with the
 * statement in each of its languages: what one of them promises is promised.
 */
export async function observeDeclaration(context: Context, registry: Registry): Promise<Declared | null> {
  const inForce = await findInForce(context.tx)
  if (inForce === null) return null
  const worst = new Map<string, (typeof statuses)[number]>()
  for (const locale of locales) {
    const found = await readMeasureStatuses({ ...context, actor: { ...context.actor, locale } }, registry)
    for (const [measure, status] of found) {
      const other = worst.get(measure)
      if (other === undefined || statuses.indexOf(status) < statuses.indexOf(other)) worst.set(measure, status)
    }
  }
  const rows = new Map((await listRows(context.tx, inForce.id)).map((row) => [row.control_id, row]))
  const known = await readRegisters(context)
  const found = annexA.flatMap(({ id }) => {
    const row = rows.get(id)
    // A row that is gone declares nothing any more: that cannot be what was approved.
    if (row === undefined) return [{ id, contradicted: true }]
    const against = contradictionsOf({ ...row, controlId: id }, servingOf(registry, worst, 'iso27001', id), known)
    return against.length === 0
      ? []
      : [{ id, contradicted: against.some(({ code }) => code !== 'declared_not_proven') }]
  })
  return {
    number: inForce.number,
    reviewBy: inForce.review_by,
    isOverdue: isReviewOverdue(inForce, dayOf(context.services.clock.now())),
    controls: rows.size,
    contradicted: found.filter(({ contradicted }) => contradicted).map(({ id }) => id),
    notProven: found.filter(({ contradicted }) => !contradicted).map(({ id }) => id),
  }
}

/** As a fact. */
export function declarationAsFact(data: Declared): ObservedFact {
  return {
    subject: { kind: declarationFact.subjectKind, externalId: 'iso27001' },
    type: declarationFact.type,
    data,
  }
}

/** States what the declaration of a company says, unless the last word about it was the same. */
export async function stateDeclaration(context: Context, registry: Registry): Promise<void> {
  const data = await observeDeclaration(context, registry)
  if (data === null) return
  const facts = [declarationAsFact(data)]
  if ((await findLastDeclared(context.tx, declarationSource))?.equals(hashObservation(facts, []))) return
  const { services } = context
  const at = services.clock.now()
  await ingestEvidence(context, registry.factTypes, {
    source: { system: declarationSource, id: newId(services.clock) },
    collector: null,
    // Seen by the program in its own tables, as the collector does.
    class: 'machine',
    title: null,
    observedFrom: at,
    observedTo: at,
    validUntil: data.reviewBy === null || data.isOverdue ? null : startOfDay(addDays(data.reviewBy, 1)),
    facts,
    populations: [populationOf(declarationFact.type)],
    recordedBy: personBehind(context),
    state: 'accepted',
    file: null,
  })
}
