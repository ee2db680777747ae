/**
 * Issuing: a letter that states certificates, or an offered document, set anew for one recipient, whose name stands on
 * every page. The copy is kept sealed until its end; its hash stands in the ledger.
 */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { moveCase } from '#core/case/case.ts'
import { requireSession } from '#core/actor.ts'
import type { Context } from '#core/context.ts'
import { freezeModel, type FrozenModel } from '#core/document/freeze.ts'
import { renderCopy } from '#core/document/render.ts'
import { readOrganisation } from '#core/document/store.ts'
import { documentWords } from '#core/document/words.ts'
import { record } from '#core/ledger/record.ts'
import { findReadable, readModel } from '#modules/document/actions/read.ts'
import { listAllCertificates } from '#modules/framework/actions/certificate.ts'
import { addDays, dayOf, startOfDay } from '#platform/clock/calendar.ts'
import { mintToken } from '#platform/crypto/token.ts'
import { newId } from '#platform/database/id.ts'
import { Problem } from '#platform/http/problem.ts'
import { attestationKind } from '../case.ts'
import { copyPath } from '../contract.ts'
import { stateOfNda } from '../rules.ts'
import { insertCopy, takeCopyNumber } from '../store/copy.ts'
import { listOfferRows, readDeskRow } from '../store/desk.ts'
import { findNda, type NdaRow } from '../store/nda.ts'
import { updateRequest, type RequestRow } from '../store/request.ts'
import { faultsOfCertificates, holdRequest } from './decide.ts'
import { inWords, writeLetter } from './house.ts'
import { openCells, type AskedCell } from './sealed.ts'

const mostCopyBytes = 64 * 1024 * 1024

/**
 * Makes the copy and mails the link.
 * @throws Problem `common.not_found`, 409 `case.no_such_step`, `attestation.nda_over`,
 *   `attestation.document_not_in_force`, `attestation.requester_erased`, 400 `attestation.invalid` when a certificate
 *   holds no longer, 422 `document.not_rendered`
 */
export async function issue(context: Context, id: string): Promise<void> {
  const { personId } = requireSession(context)
  const { tx, services } = context
  const row = await holdRequest(context, id)
  await moveCase(context, attestationKind, id, 'issued', {})
  const sealed = await openCells(context)
  const asked = sealed.asked(id, row.asked)
  if (asked === null) throw new Problem(409, 'attestation.requester_erased')
  const at = services.clock.now()
  const nda = await findNdaOf(context, row, dayOf(at))
  const faults = await faultsOfCertificates(context, row, row.certificate_ids)
  if (faults.length > 0) throw new Problem(400, 'attestation.invalid', { issues: faults })
  const number = await takeCopyNumber(tx)
  const copyId = newId(services.clock)
  const expiresAt = await endOfCopy(context, nda, at)
  const given = { row, asked, nda, number, at, expiresAt }
  const { frozen, documentId } =
    row.wants === 'confirmation'
      ? { frozen: await writeConfirmation(context, given), documentId: null }
      : await findOffered(context, row)
  // The canary comes by all the time, and nobody reads what it has issued: it is not typeset.
  const pdf = (await isCanary(context))
    ? frozen.bytes
    : await renderCopy(frozen, services.texts, recipientLine(context, given))
  const blob = await services.blobs.put(sealed.keys, Readable.from([pdf]), { maxBytes: mostCopyBytes })
  tx.afterRollback(async () => void (await services.blobs.remove(tx.tenantId, blob.key)))
  const sha256 = createHash('sha256').update(pdf).digest()
  const { token, hash } = mintToken(tx.tenantId)
  await insertCopy(tx, {
    id: copyId,
    request_id: id,
    number,
    blob_key: blob.key,
    bytes: blob.bytes,
    sha256,
    title: frozen.model.title,
    document_id: documentId,
    certificate_ids: row.certificate_ids,
    nda_id: nda.id,
    issued_by: personId,
    issued_at: at,
    expires_at: expiresAt,
    link_hash: hash,
  })
  await updateRequest(tx, { ...row, answered_at: at })
  await record(context, {
    action: 'attestation.issued',
    object: { kind: 'attestation', id },
    after: {
      copy: copyId,
      number,
      sha256: sha256.toString('hex'),
      model: frozen.sha256,
      expiresAt: expiresAt.toISOString(),
      certificates: row.certificate_ids,
      ...(documentId !== null && { document: documentId }),
    },
  })
  await writeLetter(
    context,
    { ...row, answered_at: at },
    {
      to: asked.email,
      template: 'attestation.issued',
      params: {
        title: frozen.model.title,
        number,
        until: inWords(context, row.locale, dayOf(new Date(expiresAt.getTime() - 1))),
        link: `${services.publicUrl}${copyPath(token)}`,
      },
    },
  )
}

async function isCanary({ tx }: Context): Promise<boolean> {
  const tenant = await tx.db.selectFrom('tenants').select('canary').where('id', '=', tx.tenantId).executeTakeFirst()
  return tenant?.canary === true
}

/** The agreement that binds the organisation today. @throws Problem 409 `attestation.nda_over` */
async function findNdaOf({ tx }: Context, row: RequestRow, today: string): Promise<NdaRow> {
  const nda = row.nda_id === null ? undefined : await findNda(tx, row.nda_id)
  if (nda === undefined || stateOfNda(nda, today) !== 'in_force') throw new Problem(409, 'attestation.nda_over')
  return nda
}

/** The first instant at which the copy has ended: after the tenant's days, and never after the agreement. */
async function endOfCopy({ tx }: Context, nda: NdaRow, at: Date): Promise<Date> {
  const { copy_days: days } = await readDeskRow(tx)
  const end = addDays(dayOf(at), days)
  return startOfDay(addDays(end < nda.valid_to ? end : nda.valid_to, 1))
}

interface Making {
  readonly row: RequestRow
  readonly asked: AskedCell
  readonly nda: NdaRow
  readonly number: number
  readonly at: Date
  readonly expiresAt: Date
}

/** What stands on every page. */
function recipientLine(context: Context, { row, asked, number, at }: Making): string {
  return context.services.texts.text(row.locale, 'attestation.copy.recipient', {
    number,
    name: asked.name,
    organisation: asked.organisation,
    on: inWords(context, row.locale, dayOf(at)),
  })
}

/** The document that is offered, as it was frozen. @throws Problem 409 `attestation.document_not_in_force` */
async function findOffered(context: Context, row: RequestRow): Promise<{ frozen: FrozenModel; documentId: string }> {
  const [offer] = await listOfferRows(context.tx, row.offer_id === null ? [] : [row.offer_id])
  if (offer === undefined) throw new Error('a request for a document names none')
  const document = await findReadable(context, offer.document_id)
  if (document.state !== 'approved') throw new Problem(409, 'attestation.document_not_in_force')
  return { frozen: freezeModel(await readModel(context, offer.document_id)), documentId: offer.document_id }
}

/** The letter: what is certified, by whom, for what scope, until when; and what that does not say. */
async function writeConfirmation(context: Context, making: Making): Promise<FrozenModel> {
  const { tx, services } = context
  const { row, asked, nda, number, at, expiresAt } = making
  const { locale } = row
  const t = (key: string, params?: Record<string, string | number>) =>
    services.texts.text(locale, `attestation.letter.${key}`, params)
  const words = documentWords(services.texts, locale)
  const organisation = await readOrganisation(tx)
  const certificates = (await listAllCertificates(context)).items.filter(({ certificateId }) =>
    row.certificate_ids.includes(certificateId),
  )
  return freezeModel({
    format: 'beleg-document/1',
    id: newId(services.clock),
    kind: 'attestation.confirmation',
    scope: null,
    locale,
    title: t('title'),
    organisation,
    classification: 'confidential',
    asOf: at.toISOString(),
    knownAt: at.toISOString(),
    version: 1,
    cover: [
      { term: t('for'), value: [`${asked.name}, ${asked.organisation}`] },
      { term: t('asked_on'), value: [words.day(dayOf(row.asked_at))] },
      { term: t('copy'), value: [String(number)] },
      { term: t('holds_until'), value: [words.day(dayOf(new Date(expiresAt.getTime() - 1)))] },
      { term: t('nda'), value: [words.days(nda.valid_from, nda.valid_to)] },
    ],
    blocks: [
      {
        kind: 'paragraph',
        text: [
          t(certificates.length === 1 ? 'confirms_one' : 'confirms', {
            organisation,
            recipient: asked.organisation,
            count: certificates.length,
          }),
        ],
      },
      ...certificates.flatMap((one) => [
        { kind: 'heading', level: 1, text: one.frameworkTitle[locale] },
        {
          kind: 'definitions',
          items: [
            { term: t('body'), value: [one.body] },
            { term: t('number'), value: [one.number] },
            { term: t('scope'), value: [one.scope] },
            { term: t('validity'), value: [words.days(one.validFrom, one.validTo)] },
            ...(one.soa === null
              ? []
              : [
                  {
                    term: t('soa'),
                    value: [t(one.soa.isInForce ? 'soa_in_force' : 'soa_older', { version: one.soa.number })],
                  },
                ]),
          ],
        },
      ]),
      { kind: 'note', title: t('limits.title'), text: [t('limits.text')] },
      { kind: 'note', title: t('secret.title'), text: [t('secret.text', { recipient: asked.organisation })] },
    ],
  })
}
