/** What is kept of a person, wherever it is kept: counted for the preview, and taken out when the case is carried out. */
import type { Context } from '#core/context.ts'
import { deleteMails, mailColumns } from '#core/mail/send.ts'
import { eraseRequesters, findRequestsNaming } from '#modules/attestation/actions/erase.ts'
import { eraseCaseTexts, findCaseTextsNaming, type WrittenTexts } from '#modules/case/actions/erase.ts'
import { eraseArrangements } from '#modules/duty/actions/arrangement.ts'
import { countIdentityTraces, erasePerson, type Erasable } from '#modules/identity/actions/erase.ts'
import { findHeadRecipient, removeHeadRecipient } from '#modules/ledger/actions/recipient.ts'
import { eraseContractContacts, findContractContacts } from '#modules/statement/actions/customer-contract.ts'
import { findSubscriber, removeSubscriber } from '#modules/supplier/actions/subscription.ts'
import { eraseViews, findViewsNaming } from '#modules/view/actions.ts'
import { countEmployments, eraseEmployments } from '#modules/workforce/actions.ts'
import type { ErasedKind, StayingKind } from '../contract.ts'
import { namesPerson } from '../rules.ts'
import { eraseReasons } from '../store/case.ts'
import {
  countCoreTraces,
  eraseAnswers,
  eraseNameInJudgements,
  eraseSubjectNames,
  listAnswers,
  listMails,
  listSubjectsNaming,
} from '../store/trace.ts'

/** Sealed rows that are opened at a time. */
const pageSize = 500

type Doors = Pick<Context, 'tx' | 'services'>
type Counted = Readonly<Record<ErasedKind, number>>

interface Found {
  readonly erased: Counted
  readonly stays: Readonly<Record<StayingKind, number>>
  readonly mails: readonly string[]
  readonly answers: readonly string[]
  readonly headRecipient: string | null
  readonly contractContacts: readonly string[]
  readonly requests: Awaited<ReturnType<typeof findRequestsNaming>>
  readonly subscriber: string | null
  readonly views: readonly string[]
  readonly caseTexts: readonly WrittenTexts[]
  readonly subjects: readonly { readonly id: string; readonly name: string | null }[]
}

/** Looks through everything. Costs the opening of every mail of the outbox: some thousand a second. */
export async function findTraces(context: Doors, person: Erasable): Promise<Found> {
  const { tx } = context
  const identity = await countIdentityTraces(tx, person)
  const core = await countCoreTraces(tx, person.personId)
  const mails = await findMails(context, person)
  const answers = await findAnswers(context, person)
  const headRecipient = person.email === null ? null : await findHeadRecipient(context, person.email)
  const contractContacts = person.email === null ? [] : await findContractContacts(context, person.email)
  const requests = await findRequestsNaming(context, person.email)
  const subscriber = person.email === null ? null : await findSubscriber(context, person.email)
  const views = await findViewsNaming(context, person.personId, (text) => namesPerson(text, person))
  const caseTexts = await findCaseTextsNaming(context, (text) => namesPerson(text, person))
  const employments = await countEmployments(context, person.personId)
  const texts = [person.name, person.email ?? ''].filter((text) => text !== '')
  const subjects = await listSubjectsNaming(tx, {
    personId: person.personId,
    texts: texts.map((text) => text.toLowerCase()),
  })
  const named = subjects.filter(({ name }) => name !== null)
  const foreign = subjects.filter(({ external_id: id }) =>
    texts.some((text) => text.toLowerCase() === id.toLowerCase()),
  )
  return {
    erased: {
      names: 1 + named.length,
      addresses:
        (person.email === null ? 0 : 1) +
        contractContacts.length +
        requests.requestIds.length +
        requests.ndaIds.length +
        (subscriber === null ? 0 : 1),
      entries: core.entries,
      mails: mails.length,
      answers: answers.length,
      headRecipients: headRecipient === null ? 0 : 1,
      views: views.length,
      caseTexts: caseTexts.reduce((sum, { ids }) => sum + ids.length, 0),
      employments,
      ...identity,
    },
    stays: {
      entries: core.named,
      evidence: core.evidence,
      decisions: core.decisions,
      statements: core.statements,
      foreignIds: foreign.length,
    },
    mails,
    answers,
    headRecipient,
    contractContacts,
    requests,
    subscriber,
    views,
    caseTexts,
    subjects: named,
  }
}

/**
 * Erases what was found, in the running transaction; the ledger's parts follow with the key. Returns how much of each
 * kind it was.
 */
export async function eraseTraces(context: Context, person: Erasable): Promise<Counted> {
  const { tx } = context
  const { erased, mails, answers, headRecipient, contractContacts, requests, subscriber, views, caseTexts, subjects } =
    await findTraces(context, person)
  if (headRecipient !== null) await removeHeadRecipient(context, headRecipient)
  await eraseContractContacts(context, contractContacts)
  await eraseRequesters(context, requests)
  if (subscriber !== null) await removeSubscriber(context, subscriber)
  await eraseViews(context, views)
  await eraseCaseTexts(context, caseTexts)
  await eraseArrangements(context, person.personId)
  await deleteMails(tx, mails)
  await eraseAnswers(tx, answers)
  await eraseSubjectNames(
    tx,
    subjects.map(({ id }) => id),
  )
  for (const name of new Set(subjects.map((subject) => subject.name ?? person.name)))
    await eraseNameInJudgements(tx, name)
  await eraseReasons(tx, person.personId)
  await eraseEmployments(context, person.personId, (text) => namesPerson(text, person))
  await erasePerson(context, person)
  return erased
}

/** Mails to the person, and those to others that name them. */
async function findMails({ tx, services }: Doors, person: Erasable): Promise<string[]> {
  const keys = await services.vault.keysOf(tx)
  const found: string[] = []
  for (let after: string | null = null; ;) {
    const rows = await listMails(tx, after, pageSize)
    for (const { id, recipient, subject, body } of rows) {
      const open = (cell: ReturnType<typeof mailColumns.body>, sealed: Buffer) => keys.readText(cell, sealed) ?? ''
      const text = [open(mailColumns.recipient(id), recipient), subject, open(mailColumns.body(id), body)].join('\n')
      if (namesPerson(text, person)) found.push(id)
    }
    if (rows.length < pageSize) return found
    after = rows.at(-1)?.id ?? null
  }
}

/** Kept answers that speak of the person, by name, address or id. */
async function findAnswers({ tx, services }: Doors, person: Erasable): Promise<string[]> {
  const keys = await services.vault.keysOf(tx)
  const found: string[] = []
  for (let after = ''; ;) {
    const rows = await listAnswers(tx, after, pageSize)
    for (const { key, answer } of rows) {
      const cell = { table: 'idempotency_keys', row: key, column: 'answer' }
      const text = keys.readText(cell, answer) ?? ''
      if (namesPerson(text, person) || text.includes(person.personId)) found.push(key)
    }
    if (rows.length < pageSize) return found
    after = rows.at(-1)?.key ?? ''
  }
}
