/** The routes of the statement. */
import { defineRoute, type Route } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { askForDecision, decideRequest } from './actions/decide.ts'
import { askForJudgement, compensate, judge } from './actions/answer.ts'
import { presentComparison, presentVersions } from './actions/compare.ts'
import { addCustomerContract, endCustomerContract, presentContracts } from './actions/customer-contract.ts'
import { draftStatement } from './actions/draft.ts'
import { presentClaimDetail, presentStatement } from './actions/present.ts'
import { presentReview } from './actions/present-review.ts'
import { addDraftClaim, editDraftClaim, mergeDraftClaims, splitDraftClaim, undoDraftEdit } from './actions/review.ts'
import { approveVersion, changeNoticeDays, publishVersion, returnVersion, submitDraft } from './actions/version.ts'
import { decide, importStatement, readClaim, readCurrentStatement, requestDecision, streamEvents } from './contract.ts'
import { addContract, endContract, listContracts } from './contract/customer-contract.ts'
import { addClaim, editClaim, mergeClaims, readReview, splitClaim, undoEdit } from './contract/review.ts'
import {
  approveStatement,
  changeNotice,
  compensateChange,
  decideJudgement,
  listVersions,
  publishStatement,
  readComparison,
  requestJudgement,
  returnStatement,
  submitStatement,
} from './contract/version.ts'
import {
  plantClaim,
  plantClaims,
  plantContract,
  plantDecision,
  plantJudgement,
  plantUnread,
  plantVersion,
  plantWeaker,
} from './specimen.ts'
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
    defineRoute(listVersions, (context) => presentVersions(context)),
    defineRoute(
      readComparison,
      (context, { params }) => presentComparison(context, registry(), params.statementId),
      async (context) => ({ params: { statementId: await plantVersion(context, 'draft') } }),
    ),
    defineRoute(
      submitStatement,
      (context, { params }) => submitDraft(context, params.statementId),
      async (context) => ({ params: { statementId: await plantVersion(context, 'draft') } }),
    ),
    defineRoute(
      returnStatement,
      (context, { params, body }) => returnVersion(context, params.statementId, body.reason),
      async (context) => ({
        params: { statementId: await plantVersion(context, 'review') },
        body: { reason: 'A disposable specimen of the canary.' },
      }),
    ),
    defineRoute(
      approveStatement,
      (context, { params }) => approveVersion(context, params.statementId),
      async (context) => ({ params: { statementId: await plantVersion(context, 'review') } }),
    ),
    defineRoute(
      publishStatement,
      (context, { params, body }) => publishVersion(context, registry(), params.statementId, body),
      async (context) => ({ params: { statementId: await plantVersion(context, 'approved') }, body: {} }),
    ),
    defineRoute(
      compensateChange,
      (context, { params, body }) => compensate(context, params.statementId, params.claimId, body.measure),
      async (context) => {
        const { measure, ...params } = await plantWeaker(context, registry())
        return { params, body: { measure } }
      },
    ),
    defineRoute(
      requestJudgement,
      (context, { params, body }) => askForJudgement(context, params.statementId, params.claimId, body.reason),
      async (context) => {
        const { statementId, claimId } = await plantWeaker(context, registry())
        return { params: { statementId, claimId }, body: { reason: 'A disposable specimen of the canary.' } }
      },
    ),
    defineRoute(
      decideJudgement,
      (context, { params, body }) => judge(context, params.decisionId, body.outcome, body.reason),
      async (context) => ({
        params: { decisionId: await plantJudgement(context) },
        body: { outcome: 'refused', reason: 'A disposable specimen.' },
      }),
    ),
    defineRoute(
      readReview,
      (context, { params }) => presentReview(context, registry(), params.statementId),
      async (context) => ({ params: { statementId: await plantVersion(context, 'draft') } }),
    ),
    defineRoute(
      editClaim,
      (context, { params, body }) => editDraftClaim(context, registry(), params.claimId, body),
      async (context) => ({
        params: { claimId: (await plantClaims(context)).claimId },
        body: { version: 1, change: { accepted: true } },
      }),
    ),
    defineRoute(
      addClaim,
      (context, { params, body }) => addDraftClaim(context, params.statementId, body),
      async (context) => {
        const { statementId, span } = await plantUnread(context)
        return { params: { statementId }, body: span }
      },
    ),
    defineRoute(
      splitClaim,
      (context, { params, body }) => splitDraftClaim(context, params.claimId, body),
      async (context) => ({
        params: { claimId: (await plantClaims(context)).claimId },
        body: { version: 1, at: 8 },
      }),
    ),
    defineRoute(
      mergeClaims,
      (context, { params, body }) => mergeDraftClaims(context, params.claimId, body),
      async (context) => {
        const { claimId, nextClaimId } = await plantClaims(context)
        return { params: { claimId }, body: { version: 1, nextClaimId, nextVersion: 1 } }
      },
    ),
    defineRoute(
      undoEdit,
      (context, { params }) => undoDraftEdit(context, params.editId),
      async (context) => ({ params: { editId: (await plantClaims(context)).editId } }),
    ),
    defineRoute(changeNotice, (context, { body }) => changeNoticeDays(context, body.noticeDays)),
    defineRoute(listContracts, (context) => presentContracts(context)),
    defineRoute(addContract, (context, { body }) => addCustomerContract(context, body)),
    defineRoute(
      endContract,
      (context, { params, body }) => endCustomerContract(context, params.contractId, body.untilOn),
      async (context) => ({
        params: { contractId: await plantContract(context) },
        body: { untilOn: '2099-12-31' },
      }),
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
