/** Documents in the shape of the contract. */
import type { Context } from '#core/context.ts'
import type { DocumentKind } from '#core/document/kind.ts'
import { listDocumentFiles, listVersions, type DocumentRow } from '#core/document/store.ts'
import type { Registry } from '#core/registry.ts'
import { cameInOneWeek } from '#modules/identity/actions/erase.ts'
import { defaultTimeZone } from '#platform/clock/calendar.ts'
import type { DocumentDetail, DocumentKindView, DocumentSummary } from '../contract.ts'
import { fileNameOf, obstacleToApproval, obstacleToRejection } from '../rules.ts'
import { readDecision } from '../store.ts'

type Names = ReadonlyMap<string, string>

/** A kind for whoever chooses one. */
export function presentKind(kind: DocumentKind): DocumentKindView {
  const { id, title, purpose, classification, about, readsPast, readsPeriod = false } = kind
  return { id, title: { ...title }, purpose: { ...purpose }, classification, about, readsPast, readsPeriod }
}

/** A row of the list. */
export function presentSummary(registry: Registry, row: DocumentRow, names: Names): DocumentSummary {
  const kind = registry.documentKinds.get(row.kind)
  return {
    documentId: row.id,
    kind: row.kind,
    kindTitle: kind === undefined ? null : { ...kind.title },
    title: row.title,
    locale: row.locale,
    classification: row.classification,
    version: row.version,
    state: row.state,
    asOf: row.as_of.toISOString(),
    knownAt: row.known_at.toISOString(),
    createdAt: row.created_at.toISOString(),
    createdBy: person(row.created_by, names),
    sha256: row.model_sha256.toString('hex'),
  }
}

/** A document with its files and versions, and what the reader may do. */
export async function presentDetail(context: Context, registry: Registry, row: DocumentRow): Promise<DocumentDetail> {
  const { tx, actor, services } = context
  const decision = await readDecision(tx, row.id)
  const names = await services.personNames(
    tx,
    [row.created_by, row.decided_by].filter((id) => id !== null),
  )
  const decider =
    actor.kind === 'account'
      ? { personId: actor.personId, mayApprove: actor.permissions.has('document:approve') }
      : null
  const decidable = { state: row.state, createdBy: row.created_by }
  const obstacle = obstacleToApproval(decidable, decider)
  return {
    ...presentSummary(registry, row, names),
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedBy: person(row.decided_by, names),
    decisionReason: decision?.outcome_reason ?? null,
    supersededAt: row.superseded_at?.toISOString() ?? null,
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
    files: (await listDocumentFiles(tx, row.id)).map(({ format, bytes, sha256 }) => ({
      format,
      fileName: nameOfFile(row, format),
      bytes,
      sha256: sha256.toString('hex'),
    })),
    versions: (await listVersions(tx, row)).map((one) => ({
      documentId: one.id,
      version: one.version,
      state: one.state,
      asOf: one.as_of.toISOString(),
      createdAt: one.created_at.toISOString(),
    })),
    mayNotApproveBecause: obstacle && services.texts.text(actor.locale, `problem.${obstacle}`),
    mayReject: obstacleToRejection(decidable, decider) === null,
    sameWeek:
      obstacle === null &&
      decider !== null &&
      row.created_by !== null &&
      (await cameInOneWeek(tx, decider.personId, [row.created_by])),
  }
}

/** How the file of a document is called where it is kept. */
export function nameOfFile(row: DocumentRow, format: string): string {
  // The day as calendars here show it; Swedes write it as ISO 8601 does.
  const asOfDay = new Intl.DateTimeFormat('sv-SE', { timeZone: defaultTimeZone }).format(row.as_of)
  return fileNameOf({ ...row, asOfDay, format })
}

function person(personId: string | null, names: Names) {
  return personId === null ? null : { personId, name: names.get(personId) ?? '—' }
}
