/** The routes of identity: contract → action. Tokens go into the cookie, never into a body. */
import { defineRoute, type CommittedFailure, type Reply, type Route } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import {
  changeRoles,
  deactivateAccount as deactivate,
  inviteAccount as invite,
  listRoles as presentRoles,
  reactivateAccount as reactivate,
  renewInvitation as sendAnew,
} from './actions/account.ts'
import { createApiKey as createKey, listApiKeys as presentKeys, revokeApiKey as revokeKey } from './actions/api-key.ts'
import * as enrol from './actions/enrol.ts'
import * as factor from './actions/factor.ts'
import { listPeople as presentPeople, readPerson as presentPerson } from './actions/people.ts'
import { approveReset, listResets, rejectReset, requestReset } from './actions/reset.ts'
import * as session from './actions/session.ts'
import { givePassword, giveSecondFactor } from './actions/sign-in.ts'
import * as contract from './contract.ts'
import {
  accountFor,
  changedRoles,
  deactivatedAccount,
  invitedAccount,
  keySpecimen,
  personSpecimen,
  resetRequest,
  resetSpecimen,
  sessionSpecimen,
} from './specimen.ts'

/** Moves the token of an answer into the cookie; a failure passes as it is. */
function intoCookie<A extends { token: string }>(
  answer: A | CommittedFailure,
  reply: Reply,
): Omit<A, 'token'> | CommittedFailure {
  if ('committedFailure' in answer) return answer
  const { token, ...rest } = answer
  reply.setSession(token)
  return rest
}

/** The same for endpoints that answer with nothing. */
function onlyCookie(answer: { token: string } | CommittedFailure, reply: Reply): CommittedFailure | undefined {
  if ('committedFailure' in answer) return answer
  reply.setSession(answer.token)
  return undefined
}

/** The registry is asked for late, because it is made of these routes among others. */
export function identityRoutes(registry: () => Registry): readonly Route[] {
  return [...sessionRoutes, ...enrolmentRoutes, ...accountRoutes(registry), ...resetRoutes, ...ownRoutes]
}

const sessionRoutes: readonly Route[] = [
  defineRoute(contract.readSession, (context) => session.readSessionState(context)),
  defineRoute(contract.signOut, async (context, { reply }) => {
    await session.signOut(context)
    reply.setSession(null)
    return undefined
  }),
  defineRoute(contract.stepUp, async (context, { body, reply }) =>
    intoCookie(await session.stepUp(context, body), reply),
  ),
  defineRoute(contract.changeLocale, async (context, { body }) => {
    await session.changeLocale(context, body.locale)
    return undefined
  }),
  defineRoute(contract.giveLoginPassword, (context, { body }) => givePassword(context, body)),
  defineRoute(contract.giveLoginTotp, async (context, { body, reply }) =>
    intoCookie(await giveSecondFactor(context, body), reply),
  ),
  defineRoute(contract.giveLoginRecoveryCode, async (context, { body, reply }) =>
    intoCookie(await giveSecondFactor(context, body), reply),
  ),
]

const enrolmentRoutes: readonly Route[] = [
  defineRoute(contract.readEnrolment, (context, { params }) => enrol.readEnrolment(context, params.token)),
  defineRoute(contract.giveEnrolmentPassword, (context, { params, body }) =>
    enrol.giveEnrolmentPassword(context, params.token, body),
  ),
  defineRoute(contract.giveEnrolmentTotp, async (context, { params, body, reply }) => {
    const enrolled = await enrol.giveEnrolmentTotp(context, params.token, body.code)
    reply.setSession(enrolled.token)
    return { recoveryCodes: enrolled.recoveryCodes, device: enrolled.device }
  }),
]

function accountRoutes(registry: () => Registry): readonly Route[] {
  return [
    defineRoute(contract.listPeople, (context, { query }) => presentPeople(context, query)),
    defineRoute(contract.readPerson, (context, { params }) => presentPerson(context, params.personId), personSpecimen),
    defineRoute(contract.inviteAccount, (context, { body }) => invite(context, body)),
    defineRoute(contract.renewInvitation, (context, { params }) => sendAnew(context, params.accountId), invitedAccount),
    defineRoute(
      contract.changeAccount,
      (context, { params, body }) => changeRoles(context, params.accountId, body),
      changedRoles,
    ),
    defineRoute(
      contract.deactivateAccount,
      (context, { params }) => deactivate(context, params.accountId),
      invitedAccount,
    ),
    defineRoute(
      contract.reactivateAccount,
      (context, { params }) => reactivate(context, params.accountId),
      deactivatedAccount,
    ),
    defineRoute(
      contract.listSessions,
      (context, { params }) => session.listSessions(context, params.accountId),
      accountFor('session:read'),
    ),
    defineRoute(
      contract.endAccountSessions,
      async (context, { params, reply }) => {
        await session.endAccountSessions(context, params.accountId)
        if (context.actor.kind === 'account' && context.actor.accountId === params.accountId) reply.setSession(null)
        return undefined
      },
      accountFor('session:end'),
    ),
    defineRoute(
      contract.endSession,
      async (context, { params, reply }) => {
        await session.endSession(context, params.sessionId)
        if (context.actor.kind === 'account' && context.actor.sessionId === params.sessionId) reply.setSession(null)
        return undefined
      },
      sessionSpecimen,
    ),
    defineRoute(contract.listRoles, (context) => presentRoles(context, registry().permissions)),
  ]
}

const resetRoutes: readonly Route[] = [
  defineRoute(
    contract.requestAccountReset,
    (context, { params, body }) => requestReset(context, params.accountId, body),
    resetRequest,
  ),
  defineRoute(contract.listAccountResets, (context) => listResets(context)),
  defineRoute(
    contract.approveAccountReset,
    (context, { params }) => approveReset(context, params.resetId),
    resetSpecimen,
  ),
  defineRoute(
    contract.rejectAccountReset,
    async (context, { params }) => {
      await rejectReset(context, params.resetId)
      return undefined
    },
    resetSpecimen,
  ),
]

const ownRoutes: readonly Route[] = [
  defineRoute(contract.startTotp, (context) => factor.startTotp(context)),
  defineRoute(contract.confirmTotp, async (context, { body, reply }) =>
    onlyCookie(await factor.confirmTotp(context, body.code), reply),
  ),
  defineRoute(contract.renewRecoveryCodes, (context) => factor.renewRecoveryCodes(context)),
  defineRoute(contract.changePassword, async (context, { body, reply }) =>
    onlyCookie(await factor.changePassword(context, body), reply),
  ),
  defineRoute(contract.listApiKeys, (context) => presentKeys(context)),
  defineRoute(contract.createApiKey, (context, { body }) => createKey(context, body)),
  defineRoute(
    contract.revokeApiKey,
    async (context, { params }) => {
      await revokeKey(context, params.keyId)
      return undefined
    },
    keySpecimen,
  ),
]
