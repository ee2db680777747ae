/** The routes of the statement. */
import { defineRoute, type Route } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { askForDecision, decideRequest } from './actions/decide.ts'
import { draftStatement, publishDraft } from './actions/draft.ts'
import { presentClaimDetail, presentStatement } from './actions/present.ts'
import {
  decide,
  importStatement,
  publishStatement,
  readClaim,
  readCurrentStatement,
  requestDecision,
  streamEvents,
} from './contract.ts'
import { plantClaim, plantDecision, plantDraft } from './specimen.ts'
import { personOf } from '#core/evidence/actions.ts'

/** The registry is asked for late, because it is made of these routes among others. */
export function statementRoutes(registry: () => Registry): readonly Route[] {
  return [
    defineRoute(readCurrentStatement, (context, { query }) =>
      presentStatement(context, registry(), query.locale, query),
    ),
    defineRoute(
      readClaim,
      (context, { params, query }) => presentClaimDetail(context, registry(), params.claimId, query),
      async (context) => ({ params: { claimId: await plantClaim(context) } }),
    ),
    defineRoute(importStatement, async (context, { body, file }) => {
      const { blobs, vault } = context.services
      const keys = await vault.keysOf(context.tx)
      const chunks: Buffer[] = []
      for await (const chunk of blobs.get(keys, file.blobKey)) chunks.push(chunk)
      return draftStatement(context, Buffer.concat(chunks), file.fileName, body.locale, personOf(context.actor))
    }),
    defineRoute(
      publishStatement,
      (context, { params }) => publishDraft(context, registry(), params.statementId),
      async (context) => ({ params: { statementId: await plantDraft(context) } }),
    ),
    defineRoute(
      requestDecision,
      (context, { params, body }) => askForDecision(context, params.claimId, body),
      async (context) => ({
        params: { claimId: await plantClaim(context) },
        body: { kind: 'not_applicable', reason: 'A disposable specimen of the canary.' },
      }),
    ),
    defineRoute(
      decide,
      (context, { params, body }) => decideRequest(context, registry(), params.decisionId, body.outcome, body.reason),
      async (context) => ({
        params: { decisionId: await plantDecision(context) },
        body: { outcome: 'refused', reason: 'specimen' },
      }),
    ),
    // Served by the event hub: a stream outlives any transaction.
    defineRoute(streamEvents, () => Promise.reject(new Error('streams are served by the event hub'))),
  ]
}
