/** The routes of support: contract → action. */
import { defineRoute, type Route } from '#core/module.ts'
import { giveSupportGrant, grantSpecimen, listSupportGrants, revokeSupportGrant } from './actions/grant.ts'
import { enterTenantAsSupport, leaveTenantAsSupport, listTenantsToEnter } from './actions/visit.ts'
import { enterTenant, giveGrant, leaveTenant, listGrants, listOpenGrants, revokeGrant } from './contract.ts'

export const supportRoutes: readonly Route[] = [
  defineRoute(listGrants, (context, { query }) => listSupportGrants(context, query)),
  defineRoute(giveGrant, (context, { body }) => giveSupportGrant(context, body)),
  defineRoute(revokeGrant, (context, { params }) => revokeSupportGrant(context, params.grantId), grantSpecimen),
  defineRoute(listOpenGrants, (context) => listTenantsToEnter(context)),
  defineRoute(enterTenant, (context, { body }) => enterTenantAsSupport(context, body)),
  defineRoute(leaveTenant, async (context) => {
    await leaveTenantAsSupport(context)
    return undefined
  }),
]
