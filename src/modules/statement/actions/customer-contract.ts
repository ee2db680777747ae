/** The register of contracts, and telling customers of a version that is to come. */
import type { Context } from '#core/context.ts'
import { record, conceal } from '#core/ledger/record.ts'
import { sendMail } from '#core/mail/send.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import type { TenantKeys } from '#platform/crypto/tenant-keys.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { cells, emailIndex } from '../cell.ts'
import type { addContract, ContractView, listContracts } from '../contract/customer-contract.ts'
import { versionPath } from '../contract/version.ts'
import {
  clearContact,
  insertContract,
  insertNotice,
  listContractRows,
  listContractsAt,
  updateContractEnd,
  type ContractRow,
} from '../store/customer-contract.ts'
import { findVersion, type VersionRow } from '../store/version.ts'
import { addressOf, readSlug, type Comparison } from './compare.ts'
import { requireSession } from '#core/actor.ts'

/** Contracts, newest first. */
export async function presentContracts({ tx, services }: Context): Promise<OutputOf<typeof listContracts>> {
  const keys = await services.vault.keysOf(tx)
  const slug = await readSlug(tx)
  return { items: (await listContractRows(tx)).map((row) => present(row, keys, slug)) }
}

function present(row: ContractRow, keys: TenantKeys, slug: string | null): ContractView {
  return {
    id: row.id,
    customer: keys.readText(cells.customer(row.id), row.customer) ?? '—',
    email: row.email === null ? null : (keys.readText(cells.email(row.id), row.email) ?? '—'),
    locale: row.locale,
    statement: {
      id: row.statement_id,
      locale: row.statement_locale,
      version: row.statement_version,
      title: row.statement_title,
      path: versionPath(slug, row.statement_locale, row.statement_version),
    },
    fromOn: row.from_on,
    untilOn: row.until_on,
  }
}

/**
 * Adds a contract that names a version which was published.
 * @throws Problem 400 `customer-contract.invalid` with all issues
 */
export async function addCustomerContract(
  context: Context,
  given: InputOf<typeof addContract>['body'],
): Promise<ContractView> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const issues: ProblemIssue[] = []
  const version = await findVersion(tx, given.statementId)
  // Of another tenant and none at all is the same answer.
  if (!version || version.published_at === null) issues.push({ pointer: '/statementId', code: 'not_published' })
  if (given.untilOn !== undefined && given.untilOn < given.fromOn)
    issues.push({ pointer: '/untilOn', code: 'ends_before_start' })
  if (issues.length > 0) throw new Problem(400, 'customer-contract.invalid', { issues })
  const keys = await services.vault.keysOf(tx)
  const id = newId(services.clock)
  const { email } = given
  await insertContract(tx, {
    id,
    customer: keys.seal(cells.customer(id), given.customer),
    email: email === undefined ? null : keys.seal(cells.email(id), email),
    emailIndex: email === undefined ? null : emailIndex(keys, email),
    locale: given.locale,
    statementId: given.statementId,
    fromOn: given.fromOn,
    untilOn: given.untilOn ?? null,
    by: personId,
    at: services.clock.now(),
  })
  await record(context, {
    action: 'customer-contract.added',
    object: { kind: 'customer-contract', id },
    after: {
      customer: conceal(given.customer),
      email: email === undefined ? null : conceal(email),
      statement: given.statementId,
      fromOn: given.fromOn,
      untilOn: given.untilOn ?? null,
    },
  })
  return presentOne(context, id)
}

/** @throws Problem 404, 400 `customer-contract.invalid` when it would end before it began */
export async function endCustomerContract(context: Context, id: string, untilOn: string): Promise<ContractView> {
  const { tx } = context
  requireSession(context)
  const [row] = await listContractRows(tx, { id })
  if (!row) throw notFound()
  if (untilOn < row.from_on)
    throw new Problem(400, 'customer-contract.invalid', {
      issues: [{ pointer: '/untilOn', code: 'ends_before_start' }],
    })
  await updateContractEnd(tx, id, untilOn)
  await record(context, {
    action: 'customer-contract.ended',
    object: { kind: 'customer-contract', id },
    before: { untilOn: row.until_on },
    after: { untilOn },
  })
  return presentOne(context, id)
}

async function presentOne({ tx, services }: Context, id: string): Promise<ContractView> {
  const [row] = await listContractRows(tx, { id })
  if (!row) throw notFound()
  return present(row, await services.vault.keysOf(tx), await readSlug(tx))
}

/** A customer who is told of what concerns the contract. */
export interface CustomerContact {
  readonly contractId: string
  readonly email: string
  readonly locale: Locale
}

/** Contacts of the contracts that hold today, as far as they have an address. */
export async function listCustomerContacts({
  tx,
  services,
}: Pick<Context, 'tx' | 'services'>): Promise<CustomerContact[]> {
  const keys = await services.vault.keysOf(tx)
  return (await listContractRows(tx, { on: dayOf(services.clock.now()) })).flatMap(({ id, email, locale }) => {
    const address = email === null ? null : keys.readText(cells.email(id), email)
    return address === null ? [] : [{ contractId: id, email: address, locale }]
  })
}

/**
 * Tells every customer with a contract and an address of a version that is to hold, each by a mail of their own; returns
 * how many. It names no other customer.
 */
export async function tellCustomers(
  context: Pick<Context, 'tx' | 'services'>,
  version: VersionRow,
  comparison: Comparison,
): Promise<number> {
  const { tx, services } = context
  const now = services.clock.now()
  const keys = await services.vault.keysOf(tx)
  const slug = await readSlug(tx)
  const tenant = await tx.db.selectFrom('tenants').select('name').where('id', '=', tx.tenantId).executeTakeFirst()
  const weaker = comparison.changes.filter(({ change }) => change.demandsAnswer)
  const replaced = comparison.base?.version ?? null
  let told = 0
  for (const row of await listContractRows(tx, { on: dayOf(now) })) {
    const to = row.email === null ? null : keys.readText(cells.email(row.id), row.email)
    if (to === null) continue
    const lines = weaker.map(({ change }) => `– ${(change.before ?? change.after[0])?.text ?? ''}`)
    const mailId = await sendMail(context, {
      to,
      locale: row.locale,
      template: weaker.length === 0 ? 'statement_version' : 'statement_notice',
      params: {
        organisation: tenant?.name ?? '',
        title: version.title,
        version: version.version,
        on: dayOf(version.effective_at ?? now),
        sentences: lines.join('\n'),
        pinned: row.statement_version,
        pinnedAddress: addressOf(services.publicUrl, slug, row.statement_locale, row.statement_version),
        replaced: replaced ?? version.version,
        address: addressOf(services.publicUrl, slug, version.locale, version.version),
      },
    })
    await insertNotice(tx, { statementId: version.id, contractId: row.id, mailId, at: now })
    told += 1
  }
  return told
}

/** The customer whose contact has an address of that domain, by a contract that holds today; null when there is none. */
export async function findCustomerOfDomain(
  { tx, services }: Pick<Context, 'tx' | 'services'>,
  domain: string,
): Promise<{ contractId: string; customer: string } | null> {
  const keys = await services.vault.keysOf(tx)
  for (const row of await listContractRows(tx, { on: dayOf(services.clock.now()) })) {
    const email = row.email === null ? null : keys.readText(cells.email(row.id), row.email)
    if (email?.toLowerCase().endsWith(`@${domain}`) !== true) continue
    return { contractId: row.id, customer: keys.readText(cells.customer(row.id), row.customer) ?? '—' }
  }
  return null
}

/** What customers are called, by contract; unknown ids are left out. */
export async function nameCustomers(
  { tx, services }: Pick<Context, 'tx' | 'services'>,
  contractIds: readonly string[],
): Promise<Map<string, string>> {
  const keys = await services.vault.keysOf(tx)
  const names = new Map<string, string>()
  for (const id of new Set(contractIds))
    for (const row of await listContractRows(tx, { id }))
      names.set(id, keys.readText(cells.customer(id), row.customer) ?? '—')
  return names
}

/** Contracts whose contact is at an address that has to be erased. */
export async function findContractContacts(
  { tx, services }: Pick<Context, 'tx' | 'services'>,
  email: string,
): Promise<readonly string[]> {
  return listContractsAt(tx, emailIndex(await services.vault.keysOf(tx), email))
}

/** Takes the address out of contracts; the contracts stay. */
export async function eraseContractContacts(context: Context, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await clearContact(context.tx, id)
    await record(context, { action: 'customer-contract.contact-erased', object: { kind: 'customer-contract', id } })
  }
}
