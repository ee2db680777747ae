/** The routes of privacy: contract → action. */
import { defineRoute, type Route } from '#core/module.ts'
import {
  approveCase,
  listErasureCases,
  openCase,
  previewErasing,
  readErasureCase,
  refuseCase,
  withdrawCase,
} from './actions/erasure.ts'
import { listLegalHolds, placeLegalHold, releaseLegalHold } from './actions/hold.ts'
import { approveRetentionRule, proposeRetention, readRetentionRule, refuseRetentionRule } from './actions/retention.ts'
import * as contract from './contract.ts'
import { erasureRequest, holdOfOthers, leaver, openCaseOfOthers, ownCase, ruleOfOthers } from './specimen.ts'

const erasureRoutes: readonly Route[] = [
  defineRoute(contract.previewErasure, (context, { params }) => previewErasing(context, params.personId), leaver),
  defineRoute(
    contract.requestErasure,
    (context, { params, body }) => openCase(context, params.personId, body),
    erasureRequest,
  ),
  defineRoute(contract.listErasures, (context, { query }) => listErasureCases(context, query)),
  defineRoute(
    contract.readErasure,
    (context, { params }) => readErasureCase(context, params.caseId),
    async (context) => ({ params: (await openCaseOfOthers(context)).params }),
  ),
  defineRoute(
    contract.approveErasure,
    (context, { params, body }) => approveCase(context, params.caseId, body),
    openCaseOfOthers,
  ),
  defineRoute(
    contract.refuseErasure,
    (context, { params, body }) => refuseCase(context, params.caseId, body),
    openCaseOfOthers,
  ),
  defineRoute(
    contract.withdrawErasure,
    (context, { params, body }) => withdrawCase(context, params.caseId, body),
    ownCase,
  ),
]

const holdRoutes: readonly Route[] = [
  defineRoute(contract.listHolds, (context) => listLegalHolds(context)),
  defineRoute(contract.placeHold, (context, { body }) => placeLegalHold(context, body)),
  defineRoute(
    contract.releaseHold,
    (context, { params, body }) => releaseLegalHold(context, params.holdId, body),
    holdOfOthers,
  ),
]

const retentionRoutes: readonly Route[] = [
  defineRoute(contract.readRetention, (context) => readRetentionRule(context)),
  defineRoute(contract.requestRetention, (context, { body }) => proposeRetention(context, body)),
  defineRoute(
    contract.approveRetention,
    (context, { params }) => approveRetentionRule(context, params.ruleId),
    ruleOfOthers,
  ),
  defineRoute(
    contract.refuseRetention,
    (context, { params }) => refuseRetentionRule(context, params.ruleId),
    ruleOfOthers,
  ),
]

export const privacyRoutes: readonly Route[] = [...erasureRoutes, ...holdRoutes, ...retentionRoutes]
