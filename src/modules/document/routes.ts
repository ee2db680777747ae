/** The routes of the register of documents: contract → action. */
import { defineRoute, type Route } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { makeDocument } from './actions/create.ts'
import { approveDraft, rejectDraft, takeApprovalBack } from './actions/decide.ts'
import { downloadTableAs } from './actions/table.ts'
import { findDocumentFile, listAllDocuments, listKinds, readModel, readOneDocument } from './actions/read.ts'
import * as contract from './contract.ts'
import { plantApproved, plantDraftOfOthers, plantOwnDraft } from './actions/specimen.ts'

/** The registry is asked for late, because it is made of these routes among others. */
export function documentRoutes(registry: () => Registry): readonly Route[] {
  const planted: Route['specimen'] = async (context) => ({ params: (await plantDraftOfOthers(context)).params })
  return [
    defineRoute(contract.listDocumentKinds, async (context) => listKinds(context, registry())),
    defineRoute(contract.listDocuments, (context, { query }) => listAllDocuments(context, registry(), query)),
    defineRoute(contract.createDocument, (context, { body }) => makeDocument(context, registry(), body)),
    defineRoute(
      contract.readDocument,
      (context, { params }) => readOneDocument(context, registry(), params.documentId),
      planted,
    ),
    defineRoute(contract.readDocumentModel, (context, { params }) => readModel(context, params.documentId), planted),
    defineRoute(
      contract.downloadDocument,
      // The HTTP layer turns the file into a download.
      async (context, { params }) => (await findDocumentFile(context, params.documentId, params.format)) as never,
      async (context) => ({ params: { ...(await plantDraftOfOthers(context)).params, format: 'pdf' } }),
    ),
    defineRoute(
      contract.downloadTable,
      // The HTTP layer turns the table into a download.
      async (context, { params, query }) =>
        (await downloadTableAs(context, params.documentId, params.table, query.format)) as never,
      async (context) => ({ params: { ...(await plantDraftOfOthers(context)).params, table: '1' } }),
    ),
    defineRoute(
      contract.approveDocument,
      (context, { params, body }) => approveDraft(context, registry(), params.documentId, body.reason),
      plantDraftOfOthers,
    ),
    defineRoute(
      contract.withdrawApproval,
      (context, { params, body }) => takeApprovalBack(context, registry(), params.documentId, body.reason),
      async (context) => ({ ...(await plantApproved(context, 'internal')), body: { reason: 'A specimen.' } }),
    ),
    defineRoute(
      contract.rejectDocument,
      (context, { params, body }) => rejectDraft(context, registry(), params.documentId, body.reason),
      plantOwnDraft,
    ),
  ]
}
