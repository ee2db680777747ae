/** Reading documents: a list, one, what it says, its files. Whoever lacks what its kind demands finds nothing. */
import type { Context } from '#core/context.ts'
import { cutPage, decodeCursor } from '#core/cursor.ts'
import { documentModelSchema, type DocumentFormat, type DocumentModel } from '#core/document/contract.ts'
import { mediaTypes } from '#core/document/render.ts'
import { findDocument, listDocumentFiles, listDocumentRows, type DocumentRow } from '#core/document/store.ts'
import type { ReceivedFile } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { createHash } from 'node:crypto'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { holds } from '../actor.ts'
import type { DocumentDetail, listDocumentKinds, listDocuments } from '../contract.ts'
import { nameOfFile, presentDetail, presentKind, presentSummary } from './present.ts'

/** The kinds that the actor may read, in the order of modules. */
export function listKinds(context: Context, registry: Registry): OutputOf<typeof listDocumentKinds> {
  const kinds = [...registry.documentKinds.values()].filter(({ permission }) => holds(context, permission))
  return { items: kinds.map(presentKind) }
}

/** Newest first. @throws Problem 400 `page.bad_cursor` */
export async function listAllDocuments(
  context: Context,
  registry: Registry,
  query: InputOf<typeof listDocuments>['query'],
): Promise<OutputOf<typeof listDocuments>> {
  const { tx, actor, services } = context
  const rows = await listDocumentRows(tx, {
    kind: query.kind,
    state: query.state,
    permissions: 'permissions' in actor ? [...actor.permissions] : [],
    before: query.cursor === undefined ? null : decodeCursor(query.cursor),
    limit: query.limit + 1,
  })
  const page = cutPage(rows, query.limit, (row) => ({ at: row.created_at, id: row.id }))
  const names = await services.personNames(
    tx,
    page.items.map((row) => row.created_by).filter((id) => id !== null),
  )
  return { items: page.items.map((row) => presentSummary(registry, row, names)), nextCursor: page.nextCursor }
}

/** @throws Problem `common.not_found` */
export async function readOneDocument(
  context: Context,
  registry: Registry,
  documentId: string,
): Promise<DocumentDetail> {
  return presentDetail(context, registry, await findReadable(context, documentId))
}

/** The row, for whoever may read it. @throws Problem `common.not_found` */
export async function findReadable(
  context: Context,
  documentId: string,
  options: { forUpdate?: boolean } = {},
): Promise<DocumentRow> {
  const row = await findDocument(context.tx, documentId, options)
  if (!row || !holds(context, row.permission)) throw notFound()
  return row
}

/**
 * What a document says, compared with its hash.
 * @throws Problem `common.not_found`, 409 `document.altered` when it is not what was frozen
 */
export async function readModel(context: Context, documentId: string): Promise<DocumentModel> {
  const { tx, services } = context
  const row = await findReadable(context, documentId)
  const file = (await listDocumentFiles(tx, documentId)).find(({ format }) => format === 'json')
  if (file === undefined) throw notFound()
  const chunks: Buffer[] = []
  for await (const chunk of services.blobs.get(await services.vault.keysOf(tx), file.blob_key)) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  if (!createHash('sha256').update(bytes).digest().equals(row.model_sha256)) throw new Problem(409, 'document.altered')
  return documentModelSchema.parse(JSON.parse(bytes.toString('utf8')))
}

/** A file of a document, for download. @throws Problem `common.not_found` */
export async function findDocumentFile(
  context: Context,
  documentId: string,
  format: DocumentFormat,
): Promise<ReceivedFile> {
  const row = await findReadable(context, documentId)
  const file = (await listDocumentFiles(context.tx, documentId)).find((one) => one.format === format)
  if (file === undefined) throw notFound()
  return {
    blobKey: file.blob_key,
    fileName: nameOfFile(row, format),
    mediaType: mediaTypes[format],
    bytes: file.bytes,
    sha256: file.sha256.toString('hex'),
  }
}
