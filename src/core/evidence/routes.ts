/** The routes of evidence. */
import { defineRoute, type Route } from '../module.ts'
import type { Registry } from '../registry.ts'
import { fileDocument, findFile, listAllEvidence, pushFacts, readOneEvidence, reviewDocument } from './actions.ts'
import {
  downloadEvidence,
  listEvidence,
  pushEvidence,
  readEvidence,
  reviewEvidence,
  uploadEvidence,
} from './contract.ts'
import { plantEvidence } from './specimen.ts'
import type { Context } from '../context.ts'

/** The registry is asked for late, because it is made of these routes among others. */
export function evidenceRoutes(registry: () => Registry): readonly Route[] {
  const planted = async (context: Context) => ({ params: { evidenceId: await plantEvidence(context) } })
  return [
    defineRoute(listEvidence, (context, { query }) => listAllEvidence(context, query)),
    defineRoute(readEvidence, (context, { params }) => readOneEvidence(context, params.evidenceId), planted),
    defineRoute(pushEvidence, (context, { body }) => pushFacts(context, registry(), body)),
    defineRoute(uploadEvidence, (context, { body, file }) => fileDocument(context, registry(), body, file)),
    defineRoute(
      reviewEvidence,
      (context, { params, body }) => reviewDocument(context, registry(), params.evidenceId, body.outcome, body.reason),
      async (context) => ({ ...(await planted(context)), body: { outcome: 'rejected', reason: 'specimen' } }),
    ),
    defineRoute(
      downloadEvidence,
      // The HTTP layer turns the file into a download.
      async (context, { params }) => (await findFile(context, params.evidenceId)) as never,
      planted,
    ),
  ]
}
