/** What the tenant arranges: whether strangers may ask, for how long things hold, its agreement, and what is on offer. */
import { announce } from '#core/announce.ts'
import { personBehind } from '#core/actor.ts'
import type { Context } from '#core/context.ts'
import { findDocument } from '#core/document/store.ts'
import { record } from '#core/ledger/record.ts'
import { findReadable } from '#modules/document/actions/read.ts'
import { constraintOf } from '#platform/database/database.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import type { addOffer, changeDesk, DeskView, NdaTextView, OfferView, publishNdaText } from '../contract/arrangement.ts'
import { hashNdaText } from '../rules.ts'
import { insertOffer, listOfferRows, putDesk, readDeskRow, updateOfferWithdrawn, type OfferRow } from '../store/desk.ts'
import { findNdaText, insertNdaText, type NdaTextRow } from '../store/nda.ts'

/** What is arranged now. */
export async function presentDesk({ tx, services }: Context): Promise<DeskView> {
  const row = await readDeskRow(tx)
  const text = await findNdaText(tx)
  return {
    isOpen: row.is_open,
    repeatDays: row.repeat_days,
    copyDays: row.copy_days,
    ndaMonths: row.nda_months,
    address: `${services.publicUrl}${await findDeskPath(tx)}`,
    ndaText: text === undefined ? null : presentText(text),
  }
}

/** Where strangers ask, below the address of the instance. */
async function findDeskPath(tx: Context['tx']): Promise<string> {
  const tenant = await tx.db
    .selectFrom('tenants')
    .select(['slug', 'kind'])
    .where('id', '=', tx.tenantId)
    .executeTakeFirst()
  return tenant === undefined || tenant.kind === 'platform' ? '/requests' : `/t/${tenant.slug}/requests`
}

/** @throws Problem 409 `attestation.no_nda_text` when it would open without an agreement */
export async function arrangeDesk(context: Context, given: InputOf<typeof changeDesk>['body']): Promise<DeskView> {
  const { tx, services } = context
  const before = await readDeskRow(tx)
  // Whoever asks has to be able to agree to something.
  if (given.isOpen && (await findNdaText(tx)) === undefined) throw new Problem(409, 'attestation.no_nda_text')
  await putDesk(tx, {
    is_open: given.isOpen,
    repeat_days: given.repeatDays,
    copy_days: given.copyDays,
    nda_months: given.ndaMonths,
    by: personBehind(context),
    at: services.clock.now(),
  })
  const { is_open: isOpen, repeat_days: repeatDays, copy_days: copyDays, nda_months: ndaMonths } = before
  await record(context, {
    action: 'attestation.desk-changed',
    object: { kind: 'attestation-desk', id: tx.tenantId },
    before: { isOpen, repeatDays, copyDays, ndaMonths },
    after: { ...given },
  })
  // The public page says whether one may ask.
  await announce(tx, 'statement')
  return presentDesk(context)
}

/** Publishes the next version of the agreement. */
export async function publishText(
  context: Context,
  { text }: InputOf<typeof publishNdaText>['body'],
): Promise<NdaTextView> {
  const { tx, services } = context
  const id = newId(services.clock)
  const row = {
    id,
    text_de: text.de,
    text_en: text.en,
    sha256: hashNdaText(text),
    published_at: services.clock.now(),
  }
  const number = await insertNdaText(tx, { ...row, published_by: personBehind(context) })
  await record(context, {
    action: 'nda-text.published',
    object: { kind: 'nda-text', id },
    after: { number, sha256: row.sha256.toString('hex') },
  })
  return presentText({ ...row, number })
}

function presentText(row: NdaTextRow): NdaTextView {
  return {
    textId: row.id,
    number: row.number,
    text: { de: row.text_de, en: row.text_en },
    sha256: row.sha256.toString('hex'),
    publishedAt: row.published_at.toISOString(),
  }
}

/** What is on offer, by title. */
export async function presentOffers(context: Context): Promise<{ items: OfferView[] }> {
  const items: OfferView[] = []
  for (const row of await listOfferRows(context.tx)) items.push(await presentOffer(context, row))
  return { items }
}

async function presentOffer({ tx }: Context, row: OfferRow): Promise<OfferView> {
  const document = await findDocument(tx, row.document_id)
  if (!document) throw new Error('an offered document is not there')
  return {
    offerId: row.id,
    documentId: row.document_id,
    title: { de: row.title_de, en: row.title_en },
    document: { title: document.title, version: document.version, isInForce: document.state === 'approved' },
    offeredAt: row.offered_at.toISOString(),
  }
}

/**
 * @throws Problem 400 `attestation.invalid` for a document that is not in force or that the reader may not read, 409
 *   `attestation.offered_already`
 */
export async function offerDocument(context: Context, given: InputOf<typeof addOffer>['body']): Promise<OfferView> {
  const { tx, services } = context
  const document = await findReadable(context, given.documentId).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'common.not_found') return null
    throw error
  })
  // Of another tenant, none at all, and one that is still a draft is the same answer.
  if (document?.state !== 'approved')
    throw new Problem(400, 'attestation.invalid', { issues: [{ pointer: '/documentId', code: 'not_in_force' }] })
  const row = {
    id: newId(services.clock),
    document_id: given.documentId,
    title_de: given.title.de,
    title_en: given.title.en,
    offered_at: services.clock.now(),
  }
  try {
    await insertOffer(tx, { ...row, offered_by: personBehind(context) })
  } catch (cause) {
    if (constraintOf(cause) === 'offered_documents_once')
      throw new Problem(409, 'attestation.offered_already', { cause })
    throw cause
  }
  await record(context, {
    action: 'attestation-offer.added',
    object: { kind: 'attestation-offer', id: row.id },
    after: { document: given.documentId, de: given.title.de, en: given.title.en },
  })
  await announce(tx, 'statement')
  return presentOffer(context, { ...row, withdrawn_at: null })
}

/** @throws Problem `common.not_found` */
export async function withdrawFromOffer(context: Context, id: string): Promise<void> {
  if (!(await updateOfferWithdrawn(context.tx, id, context.services.clock.now()))) throw notFound()
  await record(context, { action: 'attestation-offer.withdrawn', object: { kind: 'attestation-offer', id } })
  await announce(context.tx, 'statement')
}

/** What strangers see of it: nothing while it is closed. */
export interface PublicDesk {
  readonly isOpen: boolean
  readonly offers: readonly { readonly id: string; readonly de: string; readonly en: string }[]
}

/** For the public page. A document that is no longer in force is not asked for. */
export async function readPublicDesk(tx: Context['tx']): Promise<PublicDesk> {
  if (!(await readDeskRow(tx)).is_open) return { isOpen: false, offers: [] }
  const offers: PublicDesk['offers'][number][] = []
  for (const row of await listOfferRows(tx)) {
    const document = await findDocument(tx, row.document_id)
    if (document?.state === 'approved') offers.push({ id: row.id, de: row.title_de, en: row.title_en })
  }
  return { isOpen: true, offers }
}
