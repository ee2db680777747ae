/** What administrators do with accounts: invite, change roles, deactivate, reactivate. Nobody does it to themselves. */
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { BuiltInRole, PermissionTable } from '#core/permission.ts'
import { administrativeRoles, builtInRoles, permissionsOf } from '#core/permission.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { requirePerson } from '../actor.ts'
import type { AccountView } from '../contract.ts'
import { isAdministrative, touchesAdministration } from '../rules.ts'
import {
  findPersonRow,
  lockAccount,
  lockActiveOwners,
  readTenant,
  updateAccountRoles,
  updateAccountState,
  type AccountRow,
} from '../store/account.ts'
import { hasConfirmedTotp } from '../store/factor.ts'
import { createAccount, sendEnrolment } from './enrol.ts'
import { presentAccount } from './people.ts'

const ownerNeeded = () => new Problem(403, 'account.owner_needed')

/**
 * Invites somebody; whom the register of people knows, by id or by address, stays the same person.
 * @throws Problem `account.email_taken`, `account.person_has_one`, `common.not_found`, `account.erased`,
 * `account.owner_needed` when administrative roles are given by a non-owner
 */
export async function inviteAccount(
  context: Context,
  given: {
    email: string
    name: string
    roles: readonly BuiltInRole[]
    locale: Locale
    personId?: string | undefined
  },
): Promise<AccountView> {
  const actor = requirePerson(context)
  if (isAdministrative(given.roles) && !actor.permissions.has('account:grant-administrative')) throw ownerNeeded()
  if (given.personId !== undefined) {
    const person = await findPersonRow(context.tx, given.personId)
    if (!person) throw notFound()
    if (person.erased_at) throw new Problem(409, 'account.erased')
  }
  const account = await createAccount(context, { ...given, synthetic: false })
  await record(context, {
    action: 'account.invited',
    object: { kind: 'account', id: account.id },
    after: { roles: [...given.roles] },
    about: { personId: account.person_id },
  })
  await sendEnrolment(context, account, 'invitation')
  return presentAccount(context, account.id)
}

/** @throws Problem `account.not_invited` */
export async function renewInvitation(context: Context, accountId: string): Promise<AccountView> {
  requirePerson(context)
  const account = await load(context, accountId)
  if (account.state !== 'invited') throw new Problem(409, 'account.not_invited')
  await sendEnrolment(context, account, 'invitation')
  await record(context, {
    action: 'account.invitation_renewed',
    object: { kind: 'account', id: accountId },
    about: { personId: account.person_id },
  })
  return presentAccount(context, accountId)
}

/** @throws Problem `account.own_roles`, `account.owner_needed`, `account.last_owner`, `account.changed_meanwhile` */
export async function changeRoles(
  context: Context,
  accountId: string,
  given: { roles: readonly BuiltInRole[]; version: number },
): Promise<AccountView> {
  const actor = requirePerson(context)
  const account = await load(context, accountId)
  if (account.person_id === actor.personId) throw new Problem(403, 'account.own_roles')
  if (touchesAdministration(account.roles, given.roles) && !actor.permissions.has('account:grant-administrative')) {
    throw ownerNeeded()
  }
  if (!given.roles.includes('owner')) await keepAnOwner(context, account)
  const at = context.services.clock.now()
  const changed = await updateAccountRoles(context.tx, { accountId, roles: given.roles, version: given.version, at })
  if (!changed) throw new Problem(409, 'account.changed_meanwhile')
  await record(context, {
    action: 'account.roles_changed',
    object: { kind: 'account', id: accountId },
    before: { roles: account.roles },
    after: { roles: [...given.roles] },
    about: { personId: account.person_id },
  })
  return presentAccount(context, accountId)
}

/** @throws Problem `account.own_state`, `account.owner_needed`, `account.last_owner`, `account.already_deactivated` */
export async function deactivateAccount(context: Context, accountId: string): Promise<AccountView> {
  const account = await loadOther(context, accountId)
  if (account.state === 'deactivated') throw new Problem(409, 'account.already_deactivated')
  await keepAnOwner(context, account)
  await updateAccountState(context.tx, accountId, 'deactivated', context.services.clock.now())
  await record(context, {
    action: 'account.deactivated',
    object: { kind: 'account', id: accountId },
    before: { state: account.state },
    after: { state: 'deactivated' },
    about: { personId: account.person_id },
  })
  return presentAccount(context, accountId)
}

/**
 * With its factors the account is active again; one that never enrolled is invited anew.
 * @throws Problem `account.own_state`, `account.owner_needed`, `account.not_deactivated`, `account.erased`
 */
export async function reactivateAccount(context: Context, accountId: string): Promise<AccountView> {
  const account = await loadOther(context, accountId)
  if (account.state !== 'deactivated') throw new Problem(409, 'account.not_deactivated')
  const person = await findPersonRow(context.tx, account.person_id)
  if (person?.erased_at) throw new Problem(409, 'account.erased')
  const state = (await hasConfirmedTotp(context.tx, accountId)) ? 'active' : 'invited'
  await updateAccountState(context.tx, accountId, state, context.services.clock.now())
  if (state === 'invited') await sendEnrolment(context, account, 'invitation')
  await record(context, {
    action: 'account.reactivated',
    object: { kind: 'account', id: accountId },
    before: { state: 'deactivated' },
    after: { state },
    about: { personId: account.person_id },
  })
  return presentAccount(context, accountId)
}

/** @throws Problem `common.not_found` */
export async function load(context: Context, accountId: string): Promise<AccountRow> {
  const account = await lockAccount(context.tx, accountId)
  if (!account) throw notFound()
  return account
}

/** Somebody else's account that one may administer. */
async function loadOther(context: Context, accountId: string): Promise<AccountRow> {
  const actor = requirePerson(context)
  const account = await load(context, accountId)
  if (account.person_id === actor.personId) throw new Problem(403, 'account.own_state')
  if (isAdministrative(account.roles) && !actor.permissions.has('account:grant-administrative')) throw ownerNeeded()
  return account
}

/** @throws Problem `account.last_owner` when the account is the only active owner */
async function keepAnOwner(context: Context, account: AccountRow): Promise<void> {
  if (!account.roles.includes('owner')) return
  const owners = await lockActiveOwners(context.tx)
  if (owners.length === 1 && owners[0] === account.id) throw new Problem(409, 'account.last_owner')
}

/** The whole matrix of this tenant, from the table that the app composed of all modules. */
export async function listRoles(context: Context, table: PermissionTable) {
  const { kind } = await readTenant(context.tx)
  return {
    items: builtInRoles.map((role) => ({
      role,
      administrative: administrativeRoles.includes(role),
      permissions: [...permissionsOf(table, [role], kind)].toSorted(),
    })),
  }
}
