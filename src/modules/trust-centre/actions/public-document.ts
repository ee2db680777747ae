/**
 * Documents that a tenant lets everybody read. Only what was approved and is classified as public can be shown; it stays
 * at its address until the tenant takes it away, and says there when it is in force no longer.
 */
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import type { DocumentFormat } from '#core/document/contract.ts'
import { mediaTypes } from '#core/document/render.ts'
import { findDocument, listDocumentFiles, listVersions, type DocumentRow } from '#core/document/store.ts'
import { record } from '#core/ledger/record.ts'
import type { Specimen } from '#core/module.ts'
import { nameOfFile } from '#modules/document/actions/present.ts'
import { plantApproved } from '#modules/document/actions/specimen.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import type { PublishableDocument } from '../contract.ts'
import { findShown, listPublishable, listShownRows, putShown, type ShownDocumentRow } from '../store/document.ts'

type Doors = Pick<Context, 'tx' | 'services'>

/** A document as strangers see it. */
export interface PublicDocument {
  readonly id: string
  readonly title: string
  readonly locale: 'de' | 'en'
  readonly version: number
  /** Whether it is in force, or why not. */
  readonly standing: 'in_force' | 'superseded' | 'withdrawn'
  readonly approvedAt: Date
  /** Since when it is in force no longer. */
  readonly endedAt: Date | null
  /** The version in force in its place, where that is shown. */
  readonly successorId: string | null
  readonly sha256: string
  readonly files: readonly { readonly format: DocumentFormat; readonly bytes: number; readonly sha256: string }[]
}

/** What everybody may download now, in the order of title and language. */
export async function listPublicDocuments(context: Doors): Promise<PublicDocument[]> {
  const rows = (await listShownRows(context.tx)).filter(({ shown, state }) => shown && state === 'approved')
  return Promise.all(rows.map((row) => present(context, row)))
}

/** Whether there is anything to download. */
export async function hasPublicDocuments({ tx }: Pick<Context, 'tx'>): Promise<boolean> {
  return (await listShownRows(tx)).some(({ shown, state }) => shown && state === 'approved')
}

/** A document that is shown, in force or not. @throws Problem 404 */
export async function readPublicDocument(context: Doors, documentId: string): Promise<PublicDocument> {
  const row = await findShown(context.tx, documentId)
  if (row?.shown !== true) throw notFound()
  return present(context, row)
}

/** A file of a document that is shown; once superseded or withdrawn it can still be had. @throws Problem 404 */
export async function readPublicFile(
  context: Doors,
  documentId: string,
  format: DocumentFormat,
): Promise<{ readonly bytes: Buffer; readonly fileName: string; readonly mediaType: string; readonly sha256: string }> {
  const { tx, services } = context
  const shown = await findShown(tx, documentId)
  const row = shown?.shown === true ? await findDocument(tx, documentId) : null
  const file = row && (await listDocumentFiles(tx, documentId)).find((one) => one.format === format)
  if (!row || !file) throw notFound()
  const chunks: Buffer[] = []
  for await (const chunk of services.blobs.get(await services.vault.keysOf(tx), file.blob_key)) chunks.push(chunk)
  return {
    bytes: Buffer.concat(chunks),
    fileName: nameOfFile(row, format),
    mediaType: mediaTypes[format],
    sha256: file.sha256.toString('hex'),
  }
}

async function present({ tx }: Doors, row: ShownDocumentRow): Promise<PublicDocument> {
  const versions = await listVersions(tx, row)
  const inForce = versions.find(({ state }) => state === 'approved')
  const successor = inForce && inForce.id !== row.id ? await findShown(tx, inForce.id) : undefined
  const standing = row.state === 'superseded' || row.state === 'withdrawn' ? row.state : 'in_force'
  return {
    id: row.id,
    title: row.title,
    locale: row.locale,
    version: row.version,
    standing,
    // It could not be shown before.
    approvedAt: row.decided_at ?? row.created_at,
    endedAt: row.superseded_at ?? row.withdrawn_at,
    successorId: successor?.shown === true ? successor.id : null,
    sha256: row.model_sha256.toString('hex'),
    files: (await listDocumentFiles(tx, row.id)).map(({ format, bytes, sha256 }) => ({
      format,
      bytes,
      sha256: sha256.toString('hex'),
    })),
  }
}

/** What the tenant could show, and does. */
export async function presentPublishable({ tx }: Doors): Promise<PublishableDocument[]> {
  return (await listPublishable(tx)).map(({ id, title, locale, version, decided_at: decidedAt, shown }) => ({
    documentId: id,
    title,
    locale,
    version,
    approvedAt: (decidedAt ?? new Date(0)).toISOString(),
    isShown: shown === true,
  }))
}

/**
 * Lets everybody read a document, or no longer.
 * @throws Problem 404, 409 `trust-centre.not_publishable` unless it is approved and classified as public
 */
export async function changeShownDocument(
  context: Context,
  documentId: string,
  isShown: boolean,
): Promise<{ documentId: string; isShown: boolean }> {
  const { tx, services, actor } = context
  const row: DocumentRow | null = await findDocument(tx, documentId, { forUpdate: true })
  if (!row) throw notFound()
  if (isShown && (row.state !== 'approved' || row.classification !== 'public'))
    throw new Problem(409, 'trust-centre.not_publishable')
  const before = await findShown(tx, documentId)
  await putShown(tx, {
    documentId,
    shown: isShown,
    by: 'personId' in actor ? actor.personId : null,
    at: services.clock.now(),
  })
  await record(context, {
    action: 'public-document.changed',
    object: { kind: 'document', id: documentId },
    before: { shown: before?.shown ?? false },
    after: { shown: isShown, sha256: row.model_sha256.toString('hex') },
  })
  await announce(tx, 'statement')
  return { documentId, isShown }
}

/** A document that is shown. */
export async function publicDocumentSpecimen(context: Context): Promise<Specimen> {
  const { params } = await plantApproved(context, 'public')
  await changeShownDocument(context, params.documentId ?? '', true)
  return { params, body: { isShown: false } }
}
