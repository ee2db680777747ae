/** Disposable questionnaires for the canary and the matrix. */
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { Specimen } from '#core/module.ts'
import { plantLeaver } from '#modules/identity/actions/erase.ts'
import { newId } from '#platform/database/id.ts'
import { Readable } from 'node:stream'
import { draftAll, wordsHash } from './actions/import.ts'
import { cells } from './cell.ts'
import { readQuestionnaire } from './reading/read.ts'
import {
  findQuestion,
  insertDelivery,
  insertEdit,
  insertQuestionnaire,
  insertQuestions,
  listQuestionRows,
  markApproved,
  updateAnswer,
  type AnswerFields,
} from './store.ts'

const content = 'Question,Answer,Comment\r\nAre specimens kept?,,\r\nIs this a specimen?,,\r\n'

/** A file with two questions that no statement answers. */
export function specimenFile(): { name: string; content: string } {
  return { name: 'specimen.csv', content }
}

/** One that is open, with its questions. */
export async function plantQuestionnaire(context: Context): Promise<{ id: string; questionId: string }> {
  const { tx, services } = context
  const read = readQuestionnaire(Buffer.from(content))
  const knowledge = { statements: { de: null, en: null }, statuses: new Map(), say: (_: string, key: string) => key }
  const drafts = draftAll(read.questions, knowledge, 'en')
  const keys = await services.vault.keysOf(tx)
  const blob = await services.blobs.put(keys, Readable.from([Buffer.from(content)]), { maxBytes: 1_000 })
  tx.afterRollback(async () => void (await services.blobs.remove(tx.tenantId, blob.key)))
  const id = newId(services.clock)
  await insertQuestionnaire(tx, {
    id,
    title: 'Specimen',
    customer: keys.seal(cells.customer(id), 'Specimen'),
    format: read.format,
    locale: 'en',
    due_on: null,
    file_name: 'specimen.csv',
    blob_key: blob.key,
    given_answers: {},
    imported_by: null,
    sha256: Buffer.from(blob.sha256, 'hex'),
    at: services.clock.now(),
  })
  await insertQuestions(
    tx,
    id,
    read.questions.flatMap((question, ordinal) => {
      const draft = drafts[ordinal]
      if (!draft) return []
      const { place, reference, section, text, allowed, given } = question
      return [
        {
          id: newId(services.clock),
          ordinal,
          place,
          reference,
          section,
          text,
          words: wordsHash(text),
          allowed,
          takes_comment: question.takesComment,
          given,
          draft,
        },
      ]
    }),
  )
  await record(context, { action: 'questionnaire.imported', object: { kind: 'questionnaire', id } })
  const [first] = await listQuestionRows(tx, id)
  return { id, questionId: first?.id ?? '' }
}

/** Names one that is open. */
export async function openSpecimen(context: Context): Promise<Specimen> {
  return { params: { questionnaireId: (await plantQuestionnaire(context)).id } }
}

/** Names one that somebody approved and sent. */
export async function approvedSpecimen(context: Context): Promise<Specimen> {
  const { tx, services } = context
  const { id } = await plantQuestionnaire(context)
  const keys = await services.vault.keysOf(tx)
  const blob = await services.blobs.put(keys, Readable.from([Buffer.from(content)]), { maxBytes: 1_000 })
  tx.afterRollback(async () => void (await services.blobs.remove(tx.tenantId, blob.key)))
  const by = await plantLeaver(context)
  const at = services.clock.now()
  const sha256 = Buffer.from(blob.sha256, 'hex')
  await markApproved(tx, id, { by, at, blobKey: blob.key, bytes: blob.bytes, sha256 })
  const deliveryId = newId(services.clock)
  const recipient = keys.seal(cells.recipient(deliveryId), 'Specimen')
  await insertDelivery(tx, {
    id: deliveryId,
    questionnaireId: id,
    recipient,
    sent_by: by,
    sent_at: at,
    file_sha256: sha256,
  })
  return { params: { questionnaireId: id } }
}

/** Names a question that nobody answered. */
export async function questionSpecimen(context: Context): Promise<Specimen> {
  return { params: { questionId: (await plantQuestionnaire(context)).questionId } }
}

/** Names an edit that can be taken back. */
export async function editSpecimen(context: Context): Promise<Specimen> {
  const { tx, services } = context
  const { questionId } = await plantQuestionnaire(context)
  const row = await findQuestion(tx, questionId)
  if (!row) throw new Error('the specimen has no question')
  const by = await plantLeaver(context)
  const at = services.clock.now()
  const before: AnswerFields = {
    state: 'open',
    answer: null,
    comment: null,
    basis: null,
    stated_by: null,
    stated_reason: null,
    assignee_id: null,
    note: null,
    answered_by: null,
    answered_at: null,
    version: 1,
  }
  const after: AnswerFields = { ...before, state: 'left_empty', answered_by: by, answered_at: at, version: 2 }
  await updateAnswer(tx, questionId, after)
  const id = newId(services.clock)
  await insertEdit(tx, { id, questionId, before, after, by, at })
  return { params: { editId: id } }
}
