/**
 * Disposable people, accounts, sessions, keys and resets for the canary and the matrix. What counts as an account has
 * two real factors, so that a specimen is never a counter-example itself.
 */
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { Specimen } from '#core/module.ts'
import { createApiKey as mintApiKey, mintToken } from '#platform/crypto/token.ts'
import { newId } from '#platform/database/id.ts'
import type { Permission } from '#platform/http/endpoint.ts'
import { createSyntheticAccount } from './actions/begin.ts'
import { createAccount } from './actions/enrol.ts'
import { plantReset } from './actions/reset.ts'
import { lifetimes } from './rules.ts'
import { updateAccountState, type AccountRow } from './store/account.ts'
import { insertApiKey } from './store/api-key.ts'
import { insertSession } from './store/session.ts'

/** Somebody who was invited and has not enrolled. */
async function plantInvited(context: Context): Promise<AccountRow> {
  const email = `specimen-${newId(context.services.clock)}@example.invalid`
  return createAccount(context, { email, name: 'Specimen', roles: ['employee'], locale: 'en', synthetic: true })
}

async function plantEnrolled(context: Context): Promise<{ accountId: string; personId: string }> {
  // Enrolling signs in: in the specimen's own name, not in place of the caller's session.
  const anonymous: Context = { ...context, actor: { kind: 'anonymous', tenantId: context.tx.tenantId, locale: 'en' } }
  return createSyntheticAccount(anonymous, { roles: ['employee'], name: 'Specimen' })
}

/** An account that was invited and has not enrolled. */
export async function invitedAccount(context: Context): Promise<Specimen> {
  return { params: { accountId: (await plantInvited(context)).id } }
}

/** An active account with two factors. */
export async function enrolledAccount(context: Context): Promise<Specimen> {
  return { params: { accountId: (await plantEnrolled(context)).accountId } }
}

/** A change of roles of an invited account. */
export async function changedRoles(context: Context): Promise<Specimen> {
  return { ...(await invitedAccount(context)), body: { roles: ['employee', 'measure-owner'], version: 1 } }
}

/** An account that may be reactivated. */
export async function deactivatedAccount(context: Context): Promise<Specimen> {
  const { id } = await plantInvited(context)
  await updateAccountState(context.tx, id, 'deactivated', context.services.clock.now())
  return { params: { accountId: id } }
}

/** A person of the register. */
export async function personSpecimen(context: Context): Promise<Specimen> {
  return { params: { personId: (await plantInvited(context)).person_id } }
}

/** Somebody else's account for those who may, else the caller's own. */
export function accountFor(permission: Permission): (context: Context) => Promise<Specimen> {
  return async (context) => {
    const { actor } = context
    const own = actor.kind === 'account' && !actor.permissions.has(permission) ? actor.accountId : null
    return { params: { accountId: own ?? (await plantEnrolled(context)).accountId } }
  }
}

/** A session beside the caller's, of the caller where there is one. */
export async function sessionSpecimen(context: Context): Promise<Specimen> {
  const { actor, services, tx } = context
  const accountId = actor.kind === 'account' ? actor.accountId : (await plantEnrolled(context)).accountId
  const at = services.clock.now()
  const sessionId = newId(services.clock)
  await insertSession(tx, {
    id: sessionId,
    accountId,
    tokenHash: mintToken(tx.tenantId).hash,
    methods: ['password', 'totp'],
    at,
    expiresAt: new Date(at.getTime() + lifetimes.sessionMs),
    address: null,
    userAgent: null,
  })
  await record(context, {
    action: 'session.started',
    object: { kind: 'session', id: sessionId },
    after: { account: accountId },
  })
  return { params: { sessionId } }
}

/** A key, of the caller where there is one. */
export async function keySpecimen(context: Context): Promise<Specimen> {
  const { actor, services, tx } = context
  const accountId = actor.kind === 'account' ? actor.accountId : (await plantEnrolled(context)).accountId
  const at = services.clock.now()
  const keyId = newId(services.clock)
  const expiresAt = new Date(at.getTime() + 24 * 3_600_000)
  // Only the hash is kept: nobody holds this key.
  const { hash } = mintApiKey(tx.tenantId)
  const key = {
    id: keyId,
    accountId,
    name: 'Specimen',
    hash,
    prefix: 'beleg_…',
    permissions: ['person:read'],
    at,
    expiresAt,
  }
  await insertApiKey(tx, key)
  await record(context, { action: 'api-key.created', object: { kind: 'api-key', id: keyId } })
  return { params: { keyId } }
}

/** A reset that somebody else asked for, about a third person. */
export async function resetSpecimen(context: Context): Promise<Specimen> {
  const subject = await plantEnrolled(context)
  const requester = await plantInvited(context)
  const given = { accountId: subject.accountId, subjectPersonId: subject.personId, requestedBy: requester.person_id }
  return { params: { resetId: await plantReset(context, given) } }
}

/** A request to reset the factors of an active account. */
export async function resetRequest(context: Context): Promise<Specimen> {
  return { ...(await enrolledAccount(context)), body: { reason: 'A disposable specimen of the canary.' } }
}
