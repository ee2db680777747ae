/** Requests, copies and the log of disclosures as people of the tenant see them. */
import { personBehind } from '#core/actor.ts'
import type { Context } from '#core/context.ts'
import { cutPage, decodeCursor } from '#core/cursor.ts'
import type { Download } from '#core/module.ts'
import { nameCustomers } from '#modules/statement/actions/customer-contract.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound } from '#platform/http/problem.ts'
import { makeTableFile } from '#platform/sheet/table-file.ts'
import type { Cell } from '#platform/sheet/workbook.ts'
import { cells } from '../cell.ts'
import type {
  CopyView,
  DisclosureView,
  exportDisclosures,
  listDisclosures,
  listRequests,
  RequestDetail,
  RequestView,
} from '../contract/request.ts'
import { countAccesses, findCopyOf, listAccesses, listCopyRows, type CopyRow } from '../store/copy.ts'
import { listOfferRows } from '../store/desk.ts'
import { findNda } from '../store/nda.ts'
import { findRequest, listOfDomain, listRequestRows, type CasedRow } from '../store/request.ts'
import { readStandstill } from './fetch.ts'
import { openCells } from './sealed.ts'

/** Newest first. @throws Problem 400 `page.bad_cursor` */
export async function presentRequests(
  context: Context,
  query: InputOf<typeof listRequests>['query'],
): Promise<OutputOf<typeof listRequests>> {
  const before = query.cursor === undefined ? null : decodeCursor(query.cursor)
  const rows = await listRequestRows(context.tx, { before, limit: query.limit + 1 })
  const page = cutPage(rows, query.limit, (row) => ({ at: row.asked_at, id: row.id }))
  return { items: await presentRows(context, page.items), nextCursor: page.nextCursor }
}

async function presentRows(context: Context, rows: readonly CasedRow[]): Promise<RequestView[]> {
  const { tx, services } = context
  const sealed = await openCells(context)
  const now = services.clock.now()
  const ids = <T>(values: readonly (T | null)[]) => values.filter((id) => id !== null)
  const offers = new Map((await listOfferRows(tx, ids(rows.map((row) => row.offer_id)))).map((one) => [one.id, one]))
  const customers = await nameCustomers(context, ids(rows.map((row) => row.contract_id)))
  return rows.map((row): RequestView => {
    const asked = sealed.asked(row.id, row.asked)
    const offer = row.offer_id === null ? undefined : offers.get(row.offer_id)
    return {
      requestId: row.id,
      number: row.number,
      state: row.state,
      source: row.source,
      requester: asked && { name: asked.name, email: asked.email, organisation: asked.organisation },
      wants: row.wants,
      title: offer === undefined ? null : { de: offer.title_de, en: offer.title_en },
      askedAt: row.asked_at.toISOString(),
      confirmedAt: row.confirmed_at?.toISOString() ?? null,
      dueAt: row.due_at?.toISOString() ?? null,
      overdue: row.due_at !== null && row.due_at <= now,
      customer: row.contract_id === null ? null : (customers.get(row.contract_id) ?? null),
    }
  })
}

/** @throws Problem `common.not_found` */
export async function presentRequest(context: Context, id: string): Promise<RequestDetail> {
  const { tx, services } = context
  const row = await findRequest(tx, id)
  const [summary] = row ? await presentRows(context, [row]) : []
  if (!row || !summary) throw notFound()
  const sealed = await openCells(context)
  const asked = sealed.asked(id, row.asked)
  const nda = row.nda_id === null ? undefined : await findNda(tx, row.nda_id)
  const signatory = row.state === 'nda_pending' ? sealed.signatory(id, row.signatory) : null
  const copy = await findCopyOf(tx, id)
  const accesses = copy === undefined ? [] : await listAccesses(tx, copy.id)
  const people = [row.proposed_by, row.decided_by].filter((one) => one !== null)
  const names = await services.personNames(tx, people)
  const person = (one: string | null) => (one === null ? null : { personId: one, name: names.get(one) ?? '—' })
  const text = (cell: ReturnType<typeof cells.answer>, value: Buffer | null) =>
    value === null ? null : sealed.keys.readText(cell, value)
  return {
    ...summary,
    locale: row.locale,
    purpose: asked?.purpose ?? null,
    repeatReason: asked?.repeatReason ?? null,
    // Written only after the contract had checked them.
    frameworks: [...row.frameworks] as RequestDetail['frameworks'],
    earlier: (await listOfDomain(tx, { domainIndex: row.domain_index, except: id })).map((one) => ({
      requestId: one.id,
      state: one.state,
      askedAt: one.asked_at.toISOString(),
    })),
    nda:
      nda === undefined
        ? null
        : {
            ndaId: nda.id,
            source: nda.source,
            validFrom: nda.valid_from,
            validTo: nda.valid_to,
            signatory: signed(sealed.ndaSignatory(nda.id, nda.signatory)),
          },
    signatory: signatory && { name: signatory.name, role: signatory.role, email: signatory.email ?? '' },
    certificateIds: [...row.certificate_ids],
    assessment: text(cells.assessment(id), row.assessment),
    proposedBy: person(row.proposed_by),
    decidedBy: person(row.decided_by),
    answer: text(cells.answer(id), row.answer),
    answeredAt: row.answered_at?.toISOString() ?? null,
    copy: copy === undefined ? null : await presentCopy(context, copy),
    accesses: accesses.map((one) => ({
      at: one.at.toISOString(),
      outcome: one.outcome,
      address: text(cells.address(one.id), one.address),
    })),
    erasedAt: row.erased_at?.toISOString() ?? null,
    isOwnProposal: row.state === 'proposed' && row.submitted_by !== null && row.submitted_by === personBehind(context),
  }
}

const signed = (one: { name: string; role: string } | null) => (one === null ? null : `${one.name}, ${one.role}`)

async function presentCopy(context: Context, copy: CopyRow): Promise<CopyView> {
  const [one] = await presentCopies(context, [copy])
  if (!one) throw new Error('a copy was not presented')
  return one
}

async function presentCopies(context: Context, rows: readonly CopyRow[]): Promise<CopyView[]> {
  const { tx, services } = context
  const { keys } = await openCells(context)
  const counts = await countAccesses(
    tx,
    rows.map(({ id }) => id),
  )
  const names = await services.personNames(
    tx,
    rows.flatMap((row) => row.issued_by ?? []),
  )
  const views: CopyView[] = []
  for (const row of rows)
    views.push({
      copyId: row.id,
      number: row.number,
      title: row.title,
      issuedAt: row.issued_at.toISOString(),
      issuedBy: row.issued_by === null ? null : { personId: row.issued_by, name: names.get(row.issued_by) ?? '—' },
      expiresAt: row.expires_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      endReason: row.end_reason === null ? null : keys.readText(cells.copyEndReason(row.id), row.end_reason),
      standstill: await readStandstill(context, row),
      sha256: row.sha256.toString('hex'),
      bytes: row.bytes,
      served: counts.get(row.id)?.served ?? 0,
      refused: counts.get(row.id)?.refused ?? 0,
    })
  return views
}

/** The log of disclosures, newest first. @throws Problem 400 `page.bad_cursor` */
export async function presentDisclosures(
  context: Context,
  query: InputOf<typeof listDisclosures>['query'],
): Promise<OutputOf<typeof listDisclosures>> {
  const before = query.cursor === undefined ? null : decodeCursor(query.cursor)
  const rows = await listCopyRows(context.tx, { before, limit: query.limit + 1 })
  const page = cutPage(rows, query.limit, (row) => ({ at: row.issued_at, id: row.id }))
  return { items: await disclose(context, page.items), nextCursor: page.nextCursor }
}

async function disclose(context: Context, rows: readonly CopyRow[]): Promise<DisclosureView[]> {
  const sealed = await openCells(context)
  const copies = await presentCopies(context, rows)
  const views: DisclosureView[] = []
  for (const [index, row] of rows.entries()) {
    const copy = copies[index]
    const request = await findRequest(context.tx, row.request_id)
    const asked = request ? sealed.asked(request.id, request.asked) : null
    if (copy)
      views.push({
        ...copy,
        requestId: row.request_id,
        recipient: asked?.name ?? null,
        organisation: asked?.organisation ?? null,
      })
  }
  return views
}

/** Copies in a file: more are asked for with the pages of the list. */
const mostInFile = 5_000

/** The same as a table for Excel and for programs. */
export async function exportLog(
  context: Context,
  { format }: InputOf<typeof exportDisclosures>['query'],
): Promise<Download> {
  const { services, actor } = context
  const t = (key: string) => services.texts.text(actor.locale, `attestation.${key}`)
  const items = await disclose(context, await listCopyRows(context.tx, { before: null, limit: mostInFile }))
  const columns = [
    ['number', 12],
    ['what', 40],
    ['recipient', 24],
    ['organisation', 28],
    ['issued', 20],
    ['issued_by', 24],
    ['expires', 20],
    ['standing', 18],
    ['ended', 20],
    ['reason', 40],
    ['served', 12],
    ['refused', 12],
    ['sha256', 66],
  ] as const
  const rows = items.map((one): Cell[] => [
    one.number,
    one.title,
    one.recipient ?? '',
    one.organisation ?? '',
    new Date(one.issuedAt),
    one.issuedBy?.name ?? '',
    new Date(one.expiresAt),
    t(`standing.${one.standstill ?? 'live'}`),
    one.endedAt === null ? '' : new Date(one.endedAt),
    one.endReason ?? '',
    one.served,
    one.refused,
    one.sha256,
  ])
  const file = makeTableFile(format, {
    name: t('log.title'),
    columns: columns.map(([name, width]) => ({ title: t(`log.${name}`), width })),
    rows,
  })
  return { ...file, fileName: `disclosures-${dayOf(services.clock.now())}.${format}` }
}
