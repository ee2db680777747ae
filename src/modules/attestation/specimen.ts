/** Disposable requests, agreements and offers for the canary and the matrix. */
import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { moveCase, openCase } from '#core/case/case.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { Specimen } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { readDocument } from '#modules/document/contract.ts'
import { withdrawCertificate } from '#modules/framework/contract/certificate.ts'
import { addDays, dayOf } from '#platform/clock/calendar.ts'
import { newId } from '#platform/database/id.ts'
import { notFound } from '#platform/http/problem.ts'
import { asHouse } from './actions/house.ts'
import { openCells } from './actions/sealed.ts'
import { attestationKind } from './case.ts'
import { cells, domainIndex, emailIndex } from './cell.ts'
import type { RequestState } from './contract.ts'
import { hashNdaText } from './rules.ts'
import { insertAccess, insertCopy, takeCopyNumber } from './store/copy.ts'
import { insertOffer, putDesk, readDeskRow } from './store/desk.ts'
import { insertNda, insertNdaText } from './store/nda.ts'
import { insertRequest, lockRequest, updateRequest } from './store/request.ts'

const reason = 'A disposable specimen of the canary.'

/** The way to each state that a specimen may stand in. */
const ways = {
  in_review: ['in_review'],
  proposed: ['in_review', 'proposed'],
  approved: ['in_review', 'proposed', 'approved'],
  issued: ['in_review', 'proposed', 'approved', 'issued'],
  refused: ['refused'],
} as const satisfies Partial<Record<RequestState, readonly RequestState[]>>

/** A request for a confirmation in some state, the certificate that answers it, and what to say to it. */
export async function requestSpecimen(
  context: Context,
  registry: Registry,
  given: { readonly state: keyof typeof ways; readonly body?: object },
): Promise<Specimen> {
  const { tx, services } = context
  const at = services.clock.now()
  const id = newId(services.clock)
  const sealed = await openCells(context)
  const email = `specimen-${id}@example.invalid`
  const nda = await plantNda(context)
  const certificateId = await plantCertificate(context, registry)
  await insertRequest(tx, {
    id,
    source: 'staff',
    locale: 'en',
    asked: sealed.sealAsked(id, {
      name: 'Specimen',
      email,
      organisation: 'Specimen',
      purpose: reason,
      repeatReason: null,
    }),
    email_index: emailIndex(sealed.keys, email),
    domain_index: domainIndex(sealed.keys, 'example.invalid'),
    network_index: null,
    wants: 'confirmation',
    frameworks: [],
    offer_id: null,
    asked_at: at,
    confirm_hash: randomBytes(32),
    entered_by: null,
    mail_ids: [],
  })
  const row = await lockRequest(tx, { id })
  if (!row) throw notFound()
  await updateRequest(tx, { ...row, confirmed_at: at, nda_id: nda, certificate_ids: [certificateId] })
  await openCase(context, { id, kind: attestationKind, title: 'Specimen' })
  const house = asHouse(services, tx)
  for (const state of ways[given.state]) await moveCase(house, attestationKind, id, state, { reason })
  if (given.state === 'issued') await plantCopy(context, { requestId: id, nda })
  return { params: { requestId: id, certificateId }, ...(given.body && { body: given.body }) }
}

/** One that holds, as its own route plants it. */
async function plantCertificate(context: Context, registry: Registry): Promise<string> {
  const plant = registry.routes.find(({ endpoint }) => endpoint.id === withdrawCertificate.id)?.specimen
  const certificateId = (await plant?.(context))?.params.certificateId
  if (certificateId === undefined) throw notFound()
  return certificateId
}

async function plantCopy(context: Context, given: { readonly requestId: string; readonly nda: string }): Promise<void> {
  const { tx, services } = context
  const id = newId(services.clock)
  const at = services.clock.now()
  const { keys } = await openCells(context)
  const content = Buffer.from('specimen')
  const blob = await services.blobs.put(keys, Readable.from([content]), { maxBytes: 1_000 })
  tx.afterRollback(async () => void (await services.blobs.remove(tx.tenantId, blob.key)))
  await insertCopy(tx, {
    id,
    request_id: given.requestId,
    number: await takeCopyNumber(tx),
    blob_key: blob.key,
    bytes: blob.bytes,
    sha256: createHash('sha256').update(content).digest(),
    title: 'Specimen',
    document_id: null,
    certificate_ids: [],
    nda_id: given.nda,
    issued_by: null,
    issued_at: at,
    expires_at: new Date(at.getTime() + 86_400_000),
    link_hash: randomBytes(32),
  })
  const accessId = newId(services.clock)
  const address = keys.seal(cells.address(accessId), '192.0.2.1')
  await insertAccess(tx, { id: accessId, copy_id: id, at, outcome: 'code_sent', address })
  await record(context, { action: 'attestation.issued', object: { kind: 'attestation', id: given.requestId } })
}

async function plantNda(context: Context): Promise<string> {
  const { tx, services } = context
  const id = newId(services.clock)
  const at = services.clock.now()
  const sealed = await openCells(context)
  const content = Buffer.from('%PDF-1.7\nspecimen')
  const blob = await services.blobs.put(sealed.keys, Readable.from([content]), { maxBytes: 1_000 })
  tx.afterRollback(async () => void (await services.blobs.remove(tx.tenantId, blob.key)))
  const party = { organisation: 'Specimen', domain: 'example.invalid' }
  await insertNda(tx, {
    id,
    source: 'file',
    party: sealed.sealParty(id, party),
    domain_index: domainIndex(sealed.keys, party.domain),
    signatory: sealed.sealNdaSignatory(id, { name: 'Specimen', role: 'Specimen', email: null, named: 1 }),
    signatory_index: null,
    text_id: null,
    blob_key: blob.key,
    file_name: sealed.keys.seal(cells.ndaFileName(id), 'specimen.pdf'),
    media_type: 'application/pdf',
    file_bytes: blob.bytes,
    file_sha256: createHash('sha256').update(content).digest(),
    valid_from: dayOf(at),
    valid_to: addDays(dayOf(at), 30),
    recorded_by: null,
    recorded_at: at,
  })
  await record(context, { action: 'nda.recorded', object: { kind: 'nda', id } })
  return id
}

/** An agreement in force, and why to end it. */
export async function ndaSpecimen(context: Context): Promise<Specimen> {
  return { params: { ndaId: await plantNda(context) }, body: { reason } }
}

/** A document on offer; with it, what the tenant arranged and a version of its agreement. */
async function plantOffer(context: Context, registry: Registry): Promise<string> {
  const { tx, services } = context
  const at = services.clock.now()
  const plant = registry.routes.find(({ endpoint }) => endpoint.id === readDocument.id)?.specimen
  const documentId = (await plant?.(context))?.params.documentId
  if (documentId === undefined) throw notFound()
  const offerId = newId(services.clock)
  await insertOffer(tx, {
    id: offerId,
    document_id: documentId,
    title_de: 'Probe',
    title_en: 'Specimen',
    offered_by: null,
    offered_at: at,
  })
  await putDesk(tx, { ...(await readDeskRow(tx)), by: null, at })
  const text = { de: reason, en: reason }
  await insertNdaText(tx, {
    id: newId(services.clock),
    text_de: text.de,
    text_en: text.en,
    sha256: hashNdaText(text),
    published_by: null,
    published_at: at,
  })
  await record(context, { action: 'attestation-offer.added', object: { kind: 'attestation-offer', id: offerId } })
  return offerId
}

/** A document on offer. */
export async function offerSpecimen(context: Context, registry: Registry): Promise<Specimen> {
  return { params: { offerId: await plantOffer(context, registry) } }
}
