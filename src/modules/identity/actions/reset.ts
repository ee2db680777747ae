/**
 * For somebody who lost a factor: one administrator asks, a second one approves, and then the way is that of a new
 * invitation, with a link that goes to the person alone (ASVS 6.4.3, 6.4.4). Requester, approver and the person
 * concerned are three natural persons; the database refuses anything else.
 */
import type { Context } from '#core/context.ts'
import { conceal, record } from '#core/ledger/record.ts'
import { constraintOf } from '#platform/database/database.ts'
import { newId } from '#platform/database/id.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { requireSession } from '../actor.ts'
import { cells, keysOf } from '../cell.ts'
import type { AccountView } from '../contract.ts'
import { sendLetter } from '../mail.ts'
import { isAdministrative, lifetimes } from '../rules.ts'
import { findPersonRow, lockActiveOwners, updateAccountState } from '../store/account.ts'
import { decideReset, insertReset, listOpenResets, lockReset, type ResetRow } from '../store/enrolment.ts'
import { deleteFactors } from '../store/factor.ts'
import { load } from './account.ts'
import { sendEnrolment } from './enrol.ts'
import { nameOfPerson, presentAccount } from './people.ts'

const samePerson = () => new Problem(403, 'account-reset.same_person')

/** @throws Problem `account-reset.same_person`, `account.not_active`, `account-reset.already_open` */
export async function requestReset(context: Context, accountId: string, given: { reason: string }) {
  const actor = requireSession(context)
  const { tx, services } = context
  const account = await load(context, accountId)
  if (account.person_id === actor.personId) throw samePerson()
  if (account.state !== 'active') throw new Problem(409, 'account.not_active')
  const at = services.clock.now()
  const id = newId(services.clock)
  const keys = await keysOf(context)
  const reset = {
    id,
    accountId,
    subjectPersonId: account.person_id,
    requestedBy: actor.personId,
    reason: keys.seal(cells.resetReason(id), given.reason),
    at,
    expiresAt: new Date(at.getTime() + lifetimes.resetMs),
  }
  try {
    await insertReset(tx, reset)
  } catch (error) {
    if (constraintOf(error) === 'account_resets_open')
      throw new Problem(409, 'account-reset.already_open', { cause: error })
    throw error
  }
  await record(context, {
    action: 'account-reset.requested',
    object: { kind: 'account-reset', id },
    after: { account: accountId, person: account.person_id },
    reason: given.reason,
    about: { personId: account.person_id },
  })
  // The person concerned learns of it at once: somebody may be after the account.
  const to = keys.openText(cells.email(account.id), account.email)
  await sendLetter(context, { to, letter: 'reset-requested', locale: account.locale, params: {} })
  const row = await lockReset(tx, id)
  if (!row) throw notFound()
  return presentReset(context, row)
}

/** Resets that wait for a second administrator, oldest first. */
export async function listResets(context: Context) {
  const rows = await listOpenResets(context.tx, context.services.clock.now())
  const items = []
  for (const row of rows) items.push(await presentReset(context, row))
  return { items }
}

/** @throws Problem `account-reset.same_person`, `account-reset.not_open`, `account.owner_needed` */
export async function approveReset(context: Context, resetId: string): Promise<AccountView> {
  const actor = requireSession(context)
  const { tx, services } = context
  const reset = await loadOpen(context, resetId)
  if (actor.personId === reset.requested_by || actor.personId === reset.subject_person_id) throw samePerson()
  const account = await load(context, reset.account_id)
  if (account.state !== 'active') throw new Problem(409, 'account.not_active')
  if (isAdministrative(account.roles)) await requireOwner(context, reset, account.id)
  const at = services.clock.now()
  await decideReset(tx, { id: resetId, state: 'approved', by: actor.personId, at })
  // Lost factors may be in the wrong hands: they end now, and with them every session and key.
  await updateAccountState(tx, account.id, 'invited', at)
  await deleteFactors(tx, account.id)
  await sendEnrolment(context, account, 'reset')
  await record(context, {
    action: 'account-reset.approved',
    object: { kind: 'account-reset', id: resetId },
    before: { requestedBy: reset.requested_by, state: 'open' },
    after: { account: account.id, person: account.person_id, approvedBy: actor.personId, state: 'approved' },
    about: { personId: account.person_id },
  })
  return presentAccount(context, account.id)
}

/** The requester may withdraw; everybody else who may approve may refuse. */
export async function rejectReset(context: Context, resetId: string): Promise<void> {
  const actor = requireSession(context)
  await loadOpen(context, resetId)
  const at = context.services.clock.now()
  await decideReset(context.tx, { id: resetId, state: 'rejected', by: actor.personId, at })
  await record(context, {
    action: 'account-reset.rejected',
    object: { kind: 'account-reset', id: resetId },
    before: { state: 'open' },
    after: { state: 'rejected' },
  })
}

async function loadOpen(context: Context, resetId: string): Promise<ResetRow> {
  const reset = await lockReset(context.tx, resetId)
  if (!reset) throw notFound()
  if (reset.state !== 'open' || reset.expires_at <= context.services.clock.now()) {
    throw new Problem(409, 'account-reset.not_open')
  }
  return reset
}

/** Two lesser administrators cannot take an owner's place while another owner could have a say. */
async function requireOwner(context: Context, reset: ResetRow, accountId: string): Promise<void> {
  const actor = requireSession(context)
  if (actor.permissions.has('account:grant-administrative')) return
  const others = (await lockActiveOwners(context.tx)).filter((owner) => owner !== accountId)
  if (others.length === 0) return
  throw new Problem(403, 'account.owner_needed', { params: { reset: reset.id } })
}

async function presentReset(context: Context, row: ResetRow) {
  const { actor } = context
  const readerId = actor.kind === 'account' || actor.kind === 'api-key' ? actor.personId : null
  const reader = readerId === null ? null : await findPersonRow(context.tx, readerId)
  const requester = await findPersonRow(context.tx, row.requested_by)
  const subject = await findPersonRow(context.tx, row.subject_person_id)
  const keys = await keysOf(context)
  return {
    resetId: row.id,
    accountId: row.account_id,
    personId: row.subject_person_id,
    name: await nameOfPerson(context, row.subject_person_id),
    requestedBy: row.requested_by,
    requestedByName: await nameOfPerson(context, row.requested_by),
    requestedAt: row.requested_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    reason: keys.openText(cells.resetReason(row.id), row.reason),
    sameWeek:
      reader !== null &&
      [requester, subject].some(
        (other) => other !== null && other.person_id !== reader.person_id && other.created_week === reader.created_week,
      ),
  }
}

/** Used by the specimens: an open reset that somebody else asked for. */
export async function plantReset(
  context: Context,
  given: { accountId: string; subjectPersonId: string; requestedBy: string },
): Promise<string> {
  const { services, tx } = context
  const at = services.clock.now()
  const id = newId(services.clock)
  const reason = (await keysOf(context)).seal(cells.resetReason(id), 'specimen')
  await insertReset(tx, { id, ...given, reason, at, expiresAt: new Date(at.getTime() + lifetimes.resetMs) })
  await record(context, {
    action: 'account-reset.requested',
    object: { kind: 'account-reset', id },
    after: { account: given.accountId, reason: conceal('specimen') },
  })
  return id
}
