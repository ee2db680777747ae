/** Disposable cases for the canary and the matrix. */
import { Readable } from 'node:stream'
import { moveCase, openCase } from '#core/case/case.ts'
import { findingKind } from '#core/case/finding.ts'
import type { Context } from '#core/context.ts'
import type { Specimen } from '#core/module.ts'
import { ensureSubjects } from '#core/subject.ts'
import { newId } from '#platform/database/id.ts'
import { cells } from './cell.ts'
import { insertComment, insertFile, insertItem, insertMention } from './store.ts'
import { taskKind } from './task.ts'

/** An open task of nobody. */
export async function plantTask(context: Context): Promise<string> {
  const { services } = context
  const dueAt = new Date(services.clock.now().getTime() + 86_400_000)
  const { id } = await openCase(context, { kind: taskKind, title: 'Specimen', clocks: { due: { dueAt } } })
  return id
}

/** A request about such a task. */
export async function task(context: Context): Promise<Specimen> {
  return { params: { caseId: await plantTask(context) } }
}

/** A finding that somebody else says is repaired. */
export async function repaired(context: Context): Promise<Specimen> {
  const { tx } = context
  const { id } = await openCase(context, {
    kind: findingKind,
    title: 'Specimen',
    ownerId: await somebodyElse(context),
  })
  const system = { kind: 'system', tenantId: tx.tenantId, name: 'specimen', locale: 'en' } as const
  const own = { ...context, actor: system }
  await moveCase(own, findingKind, id, 'accepted', {})
  await moveCase(own, findingKind, id, 'implemented', { reason: 'specimen' })
  return { params: { caseId: id }, body: { to: 'verified', version: 3 } }
}

/** A point of such a task, not ticked. */
export async function plantItem(context: Context): Promise<string> {
  const { services, tx } = context
  const id = newId(services.clock)
  const keys = await services.vault.keysOf(tx)
  await insertItem(tx, { id, caseId: await plantTask(context), text: keys.seal(cells.item(id), 'Specimen') })
  return id
}

/** Of the caller, where there is one. */
export async function plantMention(context: Context): Promise<string> {
  const { services, tx, actor } = context
  const author = await somebodyElse(context)
  const commentId = newId(services.clock)
  const keys = await services.vault.keysOf(tx)
  await insertComment(tx, {
    id: commentId,
    caseId: await plantTask(context),
    authorId: author,
    text: keys.seal(cells.comment(commentId), 'Specimen'),
    at: services.clock.now(),
  })
  const id = newId(services.clock)
  await insertMention(tx, { id, commentId, personId: 'personId' in actor ? actor.personId : author })
  return id
}

/** A file of such a task. */
export async function plantFile(context: Context): Promise<string> {
  const { services, tx } = context
  const id = newId(services.clock)
  const keys = await services.vault.keysOf(tx)
  const blob = await services.blobs.put(keys, Readable.from([Buffer.from('specimen')]), { maxBytes: 100 })
  await insertFile(tx, {
    id,
    case_id: await plantTask(context),
    file_name: keys.seal(cells.fileName(id), 'specimen.txt'),
    media_type: 'text/plain',
    bytes: blob.bytes,
    sha256: Buffer.from(blob.sha256, 'hex'),
    blob_key: blob.key,
    added_by: await somebodyElse(context),
    added_at: services.clock.now(),
  })
  return id
}

async function somebodyElse({ tx, services }: Context): Promise<string> {
  const people = await ensureSubjects(tx, services.clock, 'specimen', [{ kind: 'person', externalId: 'specimen' }])
  const [id = ''] = people.values()
  return id
}
