/** Agreements with other organisations: those that were signed elsewhere are checked in with their file. */
import { requireSession } from '#core/actor.ts'
import type { Context } from '#core/context.ts'
import { conceal, record } from '#core/ledger/record.ts'
import type { ReceivedFile } from '#core/module.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import { cells, domainIndex, emailIndex } from '../cell.ts'
import type { NdaView, recordNda } from '../contract/arrangement.ts'
import { isFreeMail, isOfOrganisation, readDomain, stateOfNda } from '../rules.ts'
import { findNda, insertNda, listNdaRows, updateNdaEnded, type NdaRow } from '../store/nda.ts'
import { takeUpWaiting } from './confirm.ts'
import { asHouse } from './house.ts'
import { openCells } from './sealed.ts'

/** Newest first. */
export async function presentNdas(context: Context): Promise<{ items: NdaView[] }> {
  const items: NdaView[] = []
  for (const row of await listNdaRows(context.tx)) items.push(await present(context, row))
  return { items }
}

async function present(context: Context, row: NdaRow): Promise<NdaView> {
  const sealed = await openCells(context)
  const party = sealed.party(row.id, row.party)
  const signatory = sealed.ndaSignatory(row.id, row.signatory)
  return {
    ndaId: row.id,
    source: row.source,
    organisation: party?.organisation ?? '—',
    domain: party?.domain ?? '—',
    signatory: signatory && { name: signatory.name, role: signatory.role, email: signatory.email },
    textNumber: row.text_number,
    file:
      row.file_name === null || row.file_sha256 === null
        ? null
        : {
            name: sealed.keys.readText(cells.ndaFileName(row.id), row.file_name) ?? '—',
            bytes: row.file_bytes ?? 0,
            sha256: row.file_sha256.toString('hex'),
          },
    validFrom: row.valid_from,
    validTo: row.valid_to,
    state: stateOfNda(row, dayOf(context.services.clock.now())),
    recordedAt: row.recorded_at.toISOString(),
    endReason: row.end_reason === null ? null : sealed.keys.readText(cells.ndaEndReason(row.id), row.end_reason),
  }
}

async function presentOne(context: Context, id: string): Promise<NdaView> {
  const row = await findNda(context.tx, id)
  if (!row) throw notFound()
  return present(context, row)
}

/**
 * Records an agreement whose file somebody checked; requests that waited for it go on.
 * @throws Problem 400 `attestation.invalid` with all issues
 */
export async function checkInNda(
  context: Context,
  given: InputOf<typeof recordNda>['body'],
  file: ReceivedFile,
): Promise<NdaView> {
  const { personId } = requireSession(context)
  const { tx, services } = context
  const domain = readDomain(given.domain)
  const issues: ProblemIssue[] = []
  if (domain === null) issues.push({ pointer: '/domain', code: 'no_domain' })
  else if (isFreeMail(domain)) issues.push({ pointer: '/domain', code: 'free_mail' })
  else if (given.signatoryEmail !== undefined && !isOfOrganisation(given.signatoryEmail, domain))
    issues.push({ pointer: '/signatoryEmail', code: 'foreign_signatory' })
  if (given.validTo < given.validFrom) issues.push({ pointer: '/validTo', code: 'ends_before_start' })
  if (domain === null || issues.length > 0) throw new Problem(400, 'attestation.invalid', { issues })
  const sealed = await openCells(context)
  const id = newId(services.clock)
  const index = domainIndex(sealed.keys, domain)
  const { organisation, signatoryName: name, signatoryRole: role, signatoryEmail: email = null } = given
  await insertNda(tx, {
    id,
    source: 'file',
    party: sealed.sealParty(id, { organisation, domain }),
    domain_index: index,
    signatory: sealed.sealNdaSignatory(id, { name, role, email, named: 1 }),
    signatory_index: email === null ? null : emailIndex(sealed.keys, email),
    text_id: null,
    blob_key: file.blobKey,
    file_name: sealed.keys.seal(cells.ndaFileName(id), file.fileName),
    media_type: file.mediaType,
    file_bytes: file.bytes,
    file_sha256: Buffer.from(file.sha256, 'hex'),
    valid_from: given.validFrom,
    valid_to: given.validTo,
    recorded_by: personId,
    recorded_at: services.clock.now(),
  })
  await record(context, {
    action: 'nda.recorded',
    object: { kind: 'nda', id },
    after: {
      organisation: conceal(organisation),
      signatory: conceal(`${name} ${email ?? ''}`),
      validFrom: given.validFrom,
      validTo: given.validTo,
      sha256: file.sha256,
    },
  })
  await takeUpWaiting(asHouse(services, tx), index, null)
  return presentOne(context, id)
}

/** @throws Problem `common.not_found`, 409 `attestation.nda_ended` */
export async function endOne(context: Context, id: string, reason: string): Promise<NdaView> {
  requireSession(context)
  const { tx, services } = context
  if (!(await findNda(tx, id))) throw notFound()
  const { keys } = await openCells(context)
  const at = services.clock.now()
  if (!(await updateNdaEnded(tx, { id, at, reason: keys.seal(cells.ndaEndReason(id), reason) })))
    throw new Problem(409, 'attestation.nda_ended')
  await record(context, { action: 'nda.ended', object: { kind: 'nda', id }, reason })
  return presentOne(context, id)
}

/** Its file. @throws Problem `common.not_found`, also where it was accepted here and has none */
export async function findNdaFile(context: Context, id: string): Promise<ReceivedFile> {
  const row = await findNda(context.tx, id)
  if (!row?.blob_key || !row.file_name || !row.file_sha256) throw notFound()
  const { keys } = await openCells(context)
  return {
    blobKey: row.blob_key,
    fileName: keys.openText(cells.ndaFileName(id), row.file_name),
    mediaType: row.media_type ?? 'application/octet-stream',
    bytes: row.file_bytes ?? 0,
    sha256: row.file_sha256.toString('hex'),
  }
}
