/**
 * Asking: a stranger by the public form, or staff for somebody who wrote. The address is confirmed by a link that is
 * mailed to it; nothing else of what a stranger typed goes into that letter, so that nobody sends letters through us.
 */
import { openCase } from '#core/case/case.ts'
import { listClocks } from '#core/case/store.ts'
import type { Context } from '#core/context.ts'
import { conceal, record } from '#core/ledger/record.ts'
import { findCustomerOfDomain } from '#modules/statement/actions/customer-contract.ts'
import { mintToken } from '#platform/crypto/token.ts'
import { newId } from '#platform/database/id.ts'
import { networkOf } from '#platform/http/network.ts'
import { Problem, type ProblemIssue } from '#platform/http/problem.ts'
import { requireSession } from '#core/actor.ts'
import { attestationKind } from '../case.ts'
import { domainIndex, emailIndex, networkIndex } from '../cell.ts'
import { confirmPath } from '../contract.ts'
import type { Asked } from '../contract/request.ts'
import { domainOf, isFreeMail, isRepeat, lifetimes, limits } from '../rules.ts'
import { listOfferRows, readDeskRow } from '../store/desk.ts'
import {
  countRecent,
  insertRequest,
  listIssuedTo,
  lockRequest,
  updateRequest,
  type RequestRow,
} from '../store/request.ts'
import { tellHandlers, writeLetter } from './house.ts'
import { takeUp } from './confirm.ts'
import { openCells } from './sealed.ts'

/**
 * Takes a request of a stranger. The answer is the same whether the address is known, customer or not.
 * @throws Problem 400 `attestation.invalid` with all issues, 404 `attestation.closed`, 429 `attestation.too_many`
 */
export async function submitRequest(context: Context, given: Asked, address: string | null): Promise<void> {
  const { tx, services } = context
  if (!(await readDeskRow(tx)).is_open) throw new Problem(404, 'attestation.closed')
  await checkAsked(context, given)
  const now = services.clock.now()
  const { keys } = await openCells(context)
  const network = networkIndex(keys, networkOf(address))
  const recent = await countRecent(tx, {
    networkIndex: network,
    emailIndex: emailIndex(keys, given.email),
    sinceHour: new Date(now.getTime() - 3_600_000),
    sinceDay: new Date(now.getTime() - 86_400_000),
  })
  if (recent.network >= limits.perNetwork || recent.tenant >= limits.perTenant)
    throw new Problem(429, 'attestation.too_many', { headers: { 'retry-after': '3600' } })
  // To whoever sends it, as if it had been taken: the mailbox of somebody else is not to be filled.
  if (recent.address >= limits.perAddress) return
  await keep(context, given, { source: 'public', network, repeatReason: null, by: null })
}

/**
 * Enters a request for somebody who wrote or called; its case is open at once.
 * @throws Problem 400 `attestation.invalid` with all issues
 */
export async function enterFor(
  context: Context,
  given: Asked & { repeatReason?: string | undefined },
): Promise<string> {
  const { personId } = requireSession(context)
  const repeatReason = given.repeatReason === undefined || given.repeatReason === '' ? null : given.repeatReason
  const issues = await faultsOfAsked(context, given)
  if (issues.length === 0 && repeatReason === null && (await asksAgain(context, domainOf(given.email))))
    issues.push({ pointer: '/repeatReason', code: 'repeat_without_reason' })
  if (issues.length > 0) throw new Problem(400, 'attestation.invalid', { issues })
  const row = await keep(context, given, { source: 'staff', network: null, repeatReason, by: personId })
  await openFor(context, row, given.organisation)
  return row.id
}

/** Whether requests from an address are refused, whatever else is wrong with them: for a form that names all at once. */
export function isRefusedAddress(email: string): boolean {
  return isFreeMail(domainOf(email))
}

async function checkAsked(context: Context, given: Asked): Promise<void> {
  const issues = await faultsOfAsked(context, given)
  if (issues.length > 0) throw new Problem(400, 'attestation.invalid', { issues })
}

/** Everything that is wrong with what is asked for, at once. */
async function faultsOfAsked({ tx }: Pick<Context, 'tx'>, given: Asked): Promise<ProblemIssue[]> {
  const issues: ProblemIssue[] = []
  if (isFreeMail(domainOf(given.email))) issues.push({ pointer: '/email', code: 'free_mail' })
  if (given.wants === 'document') {
    const offers = await listOfferRows(tx)
    if (given.offerId === undefined) issues.push({ pointer: '/offerId', code: 'required' })
    else if (!offers.some(({ id }) => id === given.offerId)) issues.push({ pointer: '/offerId', code: 'not_on_offer' })
    if (given.frameworks.length > 0) issues.push({ pointer: '/frameworks', code: 'only_for_confirmation' })
  } else if (given.offerId !== undefined) issues.push({ pointer: '/offerId', code: 'only_for_document' })
  return issues
}

async function keep(
  context: Context,
  given: Asked,
  how: {
    readonly source: RequestRow['source']
    readonly network: Buffer | null
    readonly repeatReason: string | null
    readonly by: string | null
  },
): Promise<RequestRow> {
  const { tx, services } = context
  const { keys, sealAsked } = await openCells(context)
  const id = newId(services.clock)
  const { token, hash } = mintToken(tx.tenantId)
  const { name, email, organisation, purpose } = given
  await insertRequest(tx, {
    id,
    source: how.source,
    locale: given.locale,
    asked: sealAsked(id, { name, email: email.trim(), organisation, purpose, repeatReason: how.repeatReason }),
    email_index: emailIndex(keys, email),
    domain_index: domainIndex(keys, domainOf(email)),
    network_index: how.network,
    wants: given.wants,
    frameworks: [...new Set(given.frameworks)],
    offer_id: given.offerId ?? null,
    asked_at: services.clock.now(),
    confirm_hash: hash,
    entered_by: how.by,
    mail_ids: [],
  })
  const row = await lockKnown(context, id)
  await record(context, {
    action: 'attestation.requested',
    object: { kind: 'attestation', id },
    after: {
      source: how.source,
      wants: given.wants,
      organisation: conceal(organisation),
      email: conceal(email),
      ...(given.offerId !== undefined && { offer: given.offerId }),
    },
  })
  return writeLetter(context, row, {
    to: email.trim(),
    template: 'attestation.confirm',
    params: { link: `${services.publicUrl}${confirmPath(token)}`, hours: lifetimes.confirmMs / 3_600_000 },
  })
}

async function lockKnown({ tx }: Pick<Context, 'tx'>, id: string): Promise<RequestRow> {
  const row = await lockRequest(tx, { id })
  if (!row) throw new Error('a request that was just written is not there')
  return row
}

/** Whether an organisation was given something within the tenant's period. */
export async function asksAgain(context: Pick<Context, 'tx' | 'services'>, domain: string): Promise<boolean> {
  const { keys } = await openCells(context)
  const { repeat_days: days } = await readDeskRow(context.tx)
  const issued = await listIssuedTo(context.tx, domainIndex(keys, domain))
  return isRepeat(issued, context.services.clock.now(), days)
}

/** Opens the case of a request; called after the organisation, which is no person. */
async function openFor(context: Context, row: RequestRow, organisation: string): Promise<void> {
  const { number } = await openCase(context, { id: row.id, kind: attestationKind, title: organisation })
  const [clock] = await listClocks(context.tx, [row.id])
  if (clock !== undefined)
    await tellHandlers(context, 'attestation.arrived', { requestId: row.id, number, dueAt: clock.due_at })
}

/**
 * Confirms the address behind a link, which opens the case and asks for an agreement where none holds.
 * @throws Problem 400 `attestation.invalid` when it is asked again without a reason
 */
export async function confirmAddress(context: Context, given: RequestRow, repeatReason: string | null): Promise<void> {
  const { tx, services } = context
  const sealed = await openCells(context)
  const asked = sealed.asked(given.id, given.asked)
  if (asked === null) throw new Problem(410, 'attestation.link_not_valid')
  const domain = domainOf(asked.email)
  const why = asked.repeatReason ?? repeatReason
  if ((why ?? '').trim() === '' && (await asksAgain(context, domain)))
    throw new Problem(400, 'attestation.invalid', {
      issues: [{ pointer: '/repeatReason', code: 'repeat_without_reason' }],
    })
  const customer = await findCustomerOfDomain(context, domain)
  const row: RequestRow = {
    ...given,
    asked: sealed.sealAsked(given.id, { ...asked, repeatReason: why }),
    // It counted for the limit; from where it came is of no more use.
    network_index: null,
    contract_id: customer?.contractId ?? null,
    confirmed_at: services.clock.now(),
  }
  await updateRequest(tx, row)
  await record(context, {
    action: 'attestation.address-confirmed',
    object: { kind: 'attestation', id: row.id },
    after: { contract: row.contract_id },
  })
  if (row.source === 'public') await openFor(context, row, asked.organisation)
  await takeUp(context, row)
}
