/** The routes of attestation: contract → action. What strangers do is served by `src/trust/request-page.ts`. */
import type { Context } from '#core/context.ts'
import { defineRoute, type Route } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import {
  arrangeDesk,
  offerDocument,
  presentDesk,
  presentOffers,
  publishText,
  withdrawFromOffer,
} from './actions/arrange.ts'
import { enterFor } from './actions/ask.ts'
import { approve, giveBack, propose, refuse } from './actions/decide.ts'
import { revoke } from './actions/end.ts'
import { eraseOne } from './actions/erase.ts'
import { issue } from './actions/issue.ts'
import { checkInNda, endOne, findNdaFile, presentNdas } from './actions/nda.ts'
import { exportLog, presentDisclosures, presentRequest, presentRequests } from './actions/present.ts'
import * as arrangement from './contract/arrangement.ts'
import * as request from './contract/request.ts'
import { ndaSpecimen, offerSpecimen, requestSpecimen } from './specimen.ts'

/** The registry is asked for late, because it is made of these routes among others. */
export function attestationRoutes(registry: () => Registry): readonly Route[] {
  const shown = async (context: Context, id: string, done: Promise<unknown>) => {
    await done
    return presentRequest(context, id)
  }
  const waitingIn = (state: Parameters<typeof requestSpecimen>[2]['state'], body?: object) => (context: Context) =>
    requestSpecimen(context, registry(), { state, ...(body && { body }) })
  const reason = 'A disposable specimen of the canary.'
  return [
    defineRoute(request.listRequests, (context, { query }) => presentRequests(context, query)),
    defineRoute(request.enterRequest, async (context, { body }) =>
      presentRequest(context, await enterFor(context, body)),
    ),
    defineRoute(
      request.readRequest,
      (context, { params }) => presentRequest(context, params.requestId),
      waitingIn('in_review'),
    ),
    defineRoute(
      request.proposeRequest,
      (context, { params, body }) => shown(context, params.requestId, propose(context, params.requestId, body)),
      async (context) => {
        const { params } = await requestSpecimen(context, registry(), { state: 'in_review' })
        return { params, body: { assessment: reason, certificateIds: [params.certificateId] } }
      },
    ),
    defineRoute(
      request.approveRequest,
      (context, { params }) => shown(context, params.requestId, approve(context, params.requestId)),
      waitingIn('proposed'),
    ),
    defineRoute(
      request.returnRequest,
      (context, { params, body }) => shown(context, params.requestId, giveBack(context, params.requestId, body.reason)),
      waitingIn('proposed', { reason }),
    ),
    defineRoute(
      request.refuseRequest,
      (context, { params, body }) => shown(context, params.requestId, refuse(context, params.requestId, body.reason)),
      waitingIn('in_review', { reason }),
    ),
    defineRoute(
      request.issueCopy,
      (context, { params }) => shown(context, params.requestId, issue(context, params.requestId)),
      waitingIn('approved'),
    ),
    defineRoute(
      request.revokeCopy,
      (context, { params, body }) => shown(context, params.requestId, revoke(context, params.requestId, body.reason)),
      waitingIn('issued', { reason }),
    ),
    defineRoute(
      request.eraseRequester,
      (context, { params }) => shown(context, params.requestId, eraseOne(context, params.requestId)),
      waitingIn('refused'),
    ),
    defineRoute(request.listDisclosures, (context, { query }) => presentDisclosures(context, query)),
    defineRoute(
      request.exportDisclosures,
      // The HTTP layer turns it into a download.
      async (context, { query }) => (await exportLog(context, query)) as never,
    ),
    ...arrangementRoutes(registry),
  ]
}

function arrangementRoutes(registry: () => Registry): readonly Route[] {
  return [
    defineRoute(arrangement.readDesk, (context) => presentDesk(context)),
    defineRoute(arrangement.changeDesk, (context, { body }) => arrangeDesk(context, body)),
    defineRoute(arrangement.publishNdaText, (context, { body }) => publishText(context, body)),
    defineRoute(arrangement.listNdas, (context) => presentNdas(context)),
    defineRoute(arrangement.recordNda, (context, { body, file }) => checkInNda(context, body, file)),
    defineRoute(
      arrangement.endNda,
      (context, { params, body }) => endOne(context, params.ndaId, body.reason),
      ndaSpecimen,
    ),
    defineRoute(
      arrangement.downloadNda,
      // The HTTP layer turns the file into a download.
      async (context, { params }) => (await findNdaFile(context, params.ndaId)) as never,
      async (context) => ({ params: (await ndaSpecimen(context)).params }),
    ),
    defineRoute(arrangement.listOffers, (context) => presentOffers(context)),
    defineRoute(arrangement.addOffer, (context, { body }) => offerDocument(context, body)),
    defineRoute(
      arrangement.withdrawOffer,
      async (context, { params }) => {
        await withdrawFromOffer(context, params.offerId)
        return undefined
      },
      (context) => offerSpecimen(context, registry()),
    ),
  ]
}
