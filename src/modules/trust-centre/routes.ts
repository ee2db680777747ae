/** The routes of the trust centre: contract → action. */
import { defineRoute, type Route } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { decideOnRule, endOwnRule, proposeRule, ruleSpecimen } from './actions/correction-rule.ts'
import { changeDisplay, displaySpecimen, presentTrustCentre } from './actions/display.ts'
import { claimPublicHost, hostSpecimen, removePublicHost } from './actions/host.ts'
import { changeShownDocument, publicDocumentSpecimen } from './actions/public-document.ts'
import {
  claimHost,
  decideCorrectionRule,
  endCorrectionRule,
  readTrustCentre,
  removeHost,
  requestCorrectionRule,
  showDocument,
  showSentence,
} from './contract.ts'

/** The registry is asked for late, because it is made of these routes among others. */
export function trustCentreRoutes(registry: () => Registry): readonly Route[] {
  return [
    defineRoute(readTrustCentre, (context, { query }) => presentTrustCentre(context, registry(), query.locale)),
    defineRoute(claimHost, (context, { body }) => claimPublicHost(context, body.host)),
    defineRoute(
      removeHost,
      async (context) => {
        await removePublicHost(context)
        return undefined
      },
      hostSpecimen,
    ),
    defineRoute(
      showSentence,
      (context, { params, body }) => changeDisplay(context, registry(), params.claimId, body.display),
      (context) => displaySpecimen(context, registry()),
    ),
    defineRoute(requestCorrectionRule, (context, { body }) => proposeRule(context, registry(), body)),
    defineRoute(
      decideCorrectionRule,
      (context, { params, body }) => decideOnRule(context, params.ruleId, body.outcome, body.reason),
      async (context) => {
        const { params } = await ruleSpecimen(context)
        return { params, body: { outcome: 'refused', reason: 'A disposable specimen.' } }
      },
    ),
    defineRoute(
      endCorrectionRule,
      (context, { params, body }) => endOwnRule(context, params.ruleId, body.reason),
      ruleSpecimen,
    ),
    defineRoute(
      showDocument,
      (context, { params, body }) => changeShownDocument(context, params.documentId, body.isShown),
      publicDocumentSpecimen,
    ),
  ]
}
