/** The end of a questionnaire: approved and frozen as a file, given up, downloaded, sent. */
import { requireSession, personBehind } from '#core/actor.ts'
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { conceal, record } from '#core/ledger/record.ts'
import type { Download } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { Readable } from 'node:stream'
import { cells } from '../cell.ts'
import { mostFileBytes, type approveQuestionnaire, type QuestionnaireDetail } from '../contract/questionnaire.ts'
import type { WrittenAnswer } from '../reading/shape.ts'
import { writeQuestionnaire } from '../reading/write.ts'
import { isWritten } from '../rules.ts'
import {
  findQuestionnaire,
  insertDelivery,
  listQuestionRows,
  markApproved,
  markDiscarded,
  type QuestionnaireRow,
  type QuestionRow,
} from '../store.ts'
import { lockOpen } from './answer.ts'
import { readBlob } from './import.ts'
import { readKnowledge } from './knowledge.ts'
import { countQuestions, presentQuestionnaire } from './read.ts'

/** Answers make a file larger, by this much at most. */
const mostAnsweredBytes = mostFileBytes + 128 * 1024 * 1024

/**
 * Approves the answers and freezes the file with them.
 * @throws Problem 404, 409 `questionnaire.decided`, `questionnaire.other_count` when another number stays empty than was
 *   seen, 403 `four_eyes.same_person` for whoever said more than is proven, 422 `questionnaire.stale`,
 *   `questionnaire.needs_somebody`, `questionnaire.letter_not_in_encoding`
 */
export async function approve(
  context: Context,
  registry: Registry,
  id: string,
  given: InputOf<typeof approveQuestionnaire>['body'],
): Promise<QuestionnaireDetail> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const row = await lockOpen(context, id)
  const questions = await listQuestionRows(tx, id, { forUpdate: true })
  if (questions.some((one) => one.stated_by === personId)) throw new Problem(403, 'four_eyes.same_person')
  const { statuses } = await readKnowledge(context, registry)
  const counts = countQuestions(questions, statuses, 'open')
  if (counts.stale > 0) throw new Problem(422, 'questionnaire.stale', { params: { count: counts.stale } })
  if (counts.needsSomebody > 0)
    throw new Problem(422, 'questionnaire.needs_somebody', { params: { count: counts.needsSomebody } })
  if (counts.empty !== given.empty)
    throw new Problem(409, 'questionnaire.other_count', { params: { count: counts.empty } })
  const content = writeQuestionnaire(
    await readBlob(context, row.blob_key),
    questions.flatMap((question) => writtenOf(context, question)),
    row.given_answers,
  )
  const blob = await services.blobs.put(await services.vault.keysOf(tx), Readable.from([content]), {
    maxBytes: mostAnsweredBytes,
  })
  tx.afterRollback(async () => void (await services.blobs.remove(tx.tenantId, blob.key)))
  await markApproved(tx, id, {
    by: personId,
    at: services.clock.now(),
    blobKey: blob.key,
    bytes: blob.bytes,
    sha256: Buffer.from(blob.sha256, 'hex'),
  })
  await record(context, {
    action: 'questionnaire.approved',
    object: { kind: 'questionnaire', id },
    before: { state: 'open' },
    after: {
      state: 'approved',
      sha256: blob.sha256,
      answered: counts.questions - counts.empty,
      empty: counts.empty,
      stated: counts.stated,
    },
    reason: given.reason,
  })
  await announce(tx, 'questionnaires')
  return presentQuestionnaire(context, registry, id)
}

/** What goes into the file; that something is not proven is said there, too, as far as the file has room for words. */
function writtenOf({ services }: Context, row: QuestionRow): WrittenAnswer[] {
  if (!isWritten(row.state)) return []
  const { answer, comment } = row
  const said = { place: row.place, answer, comment }
  if (row.stated_by === null) return [said]
  const note = services.texts.text(row.draft.locale, 'questionnaire.say.stated')
  if (row.takes_comment) return [{ ...said, comment: comment === null ? note : `${comment} ${note}` }]
  return [row.allowed === null && answer !== null ? { ...said, answer: `${answer} ${note}` } : said]
}

/** @throws Problem 404, 409 `questionnaire.decided` */
export async function discard(
  context: Context,
  registry: Registry,
  id: string,
  reason: string,
): Promise<QuestionnaireDetail> {
  await lockOpen(context, id)
  await markDiscarded(context.tx, id, personBehind(context), context.services.clock.now())
  await record(context, {
    action: 'questionnaire.discarded',
    object: { kind: 'questionnaire', id },
    before: { state: 'open' },
    after: { state: 'discarded' },
    reason,
  })
  await announce(context.tx, 'questionnaires')
  return presentQuestionnaire(context, registry, id)
}

const mediaTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; header=present',
  vsaq: 'application/json',
} as const

interface Answered extends QuestionnaireRow {
  readonly answered_blob: string
  readonly answered_sha256: Buffer
}

/** @throws Problem 404, 409 `questionnaire.not_approved` */
async function findApproved({ tx }: Context, id: string): Promise<Answered> {
  const row = await findQuestionnaire(tx, id)
  if (!row) throw notFound()
  const { answered_blob: blob, answered_sha256: sha256 } = row
  if (blob === null || sha256 === null) throw new Problem(409, 'questionnaire.not_approved')
  return { ...row, answered_blob: blob, answered_sha256: sha256 }
}

/** The file as it was approved. @throws Problem 404, 409 `questionnaire.not_approved` */
export async function downloadAnswered(context: Context, id: string): Promise<Download> {
  const row = await findApproved(context, id)
  const content = await readBlob(context, row.answered_blob)
  const base = row.file_name.replace(/\.[^.]{1,5}$/, '')
  return {
    fileName: row.format === 'vsaq' ? `${base}-answers.json` : row.file_name,
    mediaType: mediaTypes[row.format],
    chunks: async function* () {
      yield content
    },
  }
}

/** Records to whom the file went. @throws Problem 404, 409 `questionnaire.not_approved` */
export async function recordSent(
  context: Context,
  registry: Registry,
  id: string,
  recipient: string,
): Promise<QuestionnaireDetail> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const row = await findApproved(context, id)
  const deliveryId = newId(services.clock)
  const keys = await services.vault.keysOf(tx)
  await insertDelivery(tx, {
    id: deliveryId,
    questionnaireId: id,
    recipient: keys.seal(cells.recipient(deliveryId), recipient),
    sent_by: personId,
    sent_at: services.clock.now(),
    file_sha256: row.answered_sha256,
  })
  await record(context, {
    action: 'questionnaire.sent',
    object: { kind: 'questionnaire', id },
    after: { delivery: deliveryId, recipient: conceal(recipient), sha256: row.answered_sha256.toString('hex') },
  })
  await announce(tx, 'questionnaires')
  return presentQuestionnaire(context, registry, id)
}
