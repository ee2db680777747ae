/** What people add to a case: points to tick off, comments with mentions, files. Each is an entry of the ledger. */
import { announceCase } from '#core/case/case.ts'
import { lockCase, type CaseRow } from '#core/case/store.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { sendMail } from '#core/mail/send.ts'
import type { ReceivedFile } from '#core/module.ts'
import { permissionsOf } from '#core/permission.ts'
import type { Registry } from '#core/registry.ts'
import { listColleagues, type Colleague } from '#modules/identity/actions/colleagues.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import { requirePerson } from '../actor.ts'
import { cells } from '../cell.ts'
import type { addComment } from '../contract.ts'
import {
  countItems,
  findFileRow,
  findMentioned,
  insertComment,
  insertFile,
  insertItem,
  insertMention,
  lockItem,
  markSeen,
  updateTick,
} from '../store.ts'

/** Points of one list at most. */
const mostItems = 200

/** People who may read cases, by name, and whether they may work on them. */
export async function listParticipants(
  context: Context,
  registry: Registry,
): Promise<(Colleague & { mayWork: boolean })[]> {
  const people = await listColleagues(context)
  return people
    .map((one) => ({ one, held: permissionsOf(registry.permissions, one.roles, 'company') }))
    .filter(({ held }) => held.has('case:read'))
    .map(({ one, held }) => ({ ...one, mayWork: held.has('case:work') }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'de'))
}

/** @throws Problem 404, 409 `case.closed`, 422 `case.too_many_items` */
export async function addPoint(context: Context, caseId: string, text: string): Promise<{ id: string }> {
  requirePerson(context)
  const { tx, services } = context
  await lockOpen(context, caseId)
  if ((await countItems(tx, caseId)) >= mostItems)
    throw new Problem(422, 'case.too_many_items', { params: { most: mostItems } })
  const id = newId(services.clock)
  await insertItem(tx, { id, caseId, text: (await services.vault.keysOf(tx)).seal(cells.item(id), text) })
  await record(context, { action: 'case.item_added', object: { kind: 'case', id: caseId }, after: { item: id } })
  await announceCase(context)
  return { id }
}

/** Ticks a point, or takes the tick back; who ticks what is ticked already changes nothing. @throws Problem 404, 409 `case.closed` */
export async function tickPoint(context: Context, itemId: string, ticked: boolean): Promise<{ id: string }> {
  const { personId } = requirePerson(context)
  const { tx, services } = context
  const item = await lockItem(tx, itemId)
  if (!item) throw notFound()
  await lockOpen(context, item.case_id)
  if ((item.ticked_at !== null) !== ticked)
    await updateTick(tx, itemId, ticked ? { by: personId, at: services.clock.now() } : null)
  await record(context, {
    action: 'case.item_ticked',
    object: { kind: 'case', id: item.case_id },
    before: { ticked: item.ticked_at !== null },
    after: { item: itemId, ticked },
  })
  await announceCase(context)
  return { id: itemId }
}

/**
 * Says something about a case. Whom it mentions finds it in Today and gets a mail, without what it says: mails lie
 * elsewhere. Whoever comments has taken note of their own mentions here.
 * @throws Problem 404, 400 `case.invalid` for somebody who may not read it
 */
export async function commentOn(
  context: Context,
  registry: Registry,
  caseId: string,
  given: InputOf<typeof addComment>['body'],
): Promise<{ id: string }> {
  const { personId } = requirePerson(context)
  const { tx, services } = context
  const row = await lockKnown(context, caseId)
  const at = services.clock.now()
  const wanted = [...new Set(given.mentions)]
  const people = wanted.length === 0 ? [] : await listParticipants(context, registry)
  const issues: ProblemIssue[] = wanted.flatMap((id, index) =>
    people.some((one) => one.personId === id) ? [] : [{ pointer: `/mentions/${index}`, code: 'unknown_person' }],
  )
  if (issues.length > 0) throw new Problem(400, 'case.invalid', { issues })
  const id = newId(services.clock)
  await insertComment(tx, {
    id,
    caseId,
    authorId: personId,
    text: (await services.vault.keysOf(tx)).seal(cells.comment(id), given.text),
    at,
  })
  await markSeen(tx, personId, { caseId }, at)
  const author = (await services.personNames(tx, [personId])).get(personId) ?? '—'
  for (const one of people.filter((each) => wanted.includes(each.personId) && each.personId !== personId)) {
    await insertMention(tx, { id: newId(services.clock), commentId: id, personId: one.personId })
    await sendMail(context, {
      to: one.email,
      locale: one.locale,
      template: 'case.mentioned',
      params: { name: one.name, author, number: row.number, caseId },
    })
  }
  await record(context, {
    action: 'case.commented',
    object: { kind: 'case', id: caseId },
    after: { comment: id, mentions: wanted },
  })
  await announceCase(context)
  return { id }
}

/** Takes note of a mention of oneself; somebody else's does not exist. @throws Problem 404 */
export async function noteOwnMention(context: Context, mentionId: string): Promise<{ id: string }> {
  const { personId } = requirePerson(context)
  const { tx, services } = context
  if ((await findMentioned(tx, mentionId)) !== personId) throw notFound()
  await markSeen(tx, personId, { mentionId }, services.clock.now())
  await record(context, { action: 'case.mention_noted', object: { kind: 'case-mention', id: mentionId } })
  await announceCase(context)
  return { id: mentionId }
}

/** Attaches a file. @throws Problem 404, 409 `case.closed` */
export async function attachFile(context: Context, caseId: string, file: ReceivedFile): Promise<{ id: string }> {
  const { personId } = requirePerson(context)
  const { tx, services } = context
  await lockOpen(context, caseId)
  const id = newId(services.clock)
  await insertFile(tx, {
    id,
    case_id: caseId,
    file_name: (await services.vault.keysOf(tx)).seal(cells.fileName(id), file.fileName),
    media_type: file.mediaType,
    bytes: file.bytes,
    sha256: Buffer.from(file.sha256, 'hex'),
    blob_key: file.blobKey,
    added_by: personId,
    added_at: services.clock.now(),
  })
  await record(context, {
    action: 'case.file_added',
    object: { kind: 'case', id: caseId },
    after: { file: id, sha256: file.sha256, bytes: file.bytes },
  })
  await announceCase(context)
  return { id }
}

/** An attached file, for download. @throws Problem 404 */
export async function findAttachment(context: Context, fileId: string): Promise<ReceivedFile> {
  const { tx, services } = context
  const row = await findFileRow(tx, fileId)
  if (!row) throw notFound()
  return {
    blobKey: row.blob_key,
    fileName:
      row.file_name === null
        ? 'file'
        : (await services.vault.keysOf(tx)).openText(cells.fileName(fileId), row.file_name),
    mediaType: row.media_type,
    bytes: Number(row.bytes),
    sha256: row.sha256.toString('hex'),
  }
}

async function lockKnown({ tx }: Context, caseId: string): Promise<CaseRow> {
  const row = await lockCase(tx, caseId)
  if (!row) throw notFound()
  return row
}

/** What is closed is not edited; people may still talk about it. */
async function lockOpen(context: Context, caseId: string): Promise<CaseRow> {
  const row = await lockKnown(context, caseId)
  if (row.closed_at !== null) throw new Problem(409, 'case.closed')
  return row
}
