/**
 * What people make of drafts: accepted, answered otherwise, left empty, handed to somebody, taken back. Each change names
 * the version that was seen and is refused when somebody changed the question meanwhile. Whoever says more than is
 * proven says why, and it stands under their name.
 */
import { requireSession } from '#core/actor.ts'
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { record, type LedgerEntry } from '#core/ledger/record.ts'
import type { Registry } from '#core/registry.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import type { answerQuestion } from '../contract/question.ts'
import type { QuestionnaireDetail } from '../contract/questionnaire.ts'
import type { Draft } from '../draft/draft.ts'
import { saysMore } from '../draft/more.ts'
import { isStale } from '../rules.ts'
import {
  findQuestion,
  findQuestionnaire,
  insertEdit,
  listQuestionRows,
  lockEdit,
  markUndone,
  updateAccepted,
  updateAnswer,
  updateDrafts,
  type AnswerFields,
  type QuestionnaireRow,
  type QuestionRow,
} from '../store.ts'
import { draftAll } from './import.ts'
import { readKnowledge } from './knowledge.ts'
import { presentQuestion, presentQuestionnaire } from './read.ts'

type Given = InputOf<typeof answerQuestion>['body']
type Edited = OutputOf<typeof answerQuestion>

/** A questionnaire that is still open; others who change it wait. @throws Problem 404, 409 `questionnaire.decided` */
export async function lockOpen(context: Context, id: string): Promise<QuestionnaireRow> {
  const row = await findQuestionnaire(context.tx, id, { forUpdate: true })
  if (!row) throw notFound()
  if (row.state !== 'open') throw new Problem(409, 'questionnaire.decided')
  return row
}

/** @throws Problem 404, 409 `questionnaire.decided` */
async function lockQuestion({ tx }: Context, id: string): Promise<QuestionRow> {
  const row = await findQuestion(tx, id, { forUpdate: true })
  const questionnaire = row === null ? null : await findQuestionnaire(tx, row.questionnaire_id)
  if (!row || !questionnaire) throw notFound()
  if (questionnaire.state !== 'open') throw new Problem(409, 'questionnaire.decided')
  return row
}

/**
 * Answers a question.
 * @throws Problem 404, 409 `questionnaire.decided`, `questionnaire.changed_meanwhile`, 400 `questionnaire.invalid` with
 *   all issues: `reason_needed` where more is said than is proven
 */
export async function answerOne(
  context: Context,
  registry: Registry,
  questionId: string,
  given: Given,
): Promise<Edited> {
  const { services } = context
  const { personId } = requireSession(context)
  const row = await lockQuestion(context, questionId)
  if (row.version !== given.version)
    throw new Problem(409, 'questionnaire.changed_meanwhile', { params: { version: row.version } })
  const wanted = wantedOf(row, given)
  const more = given.state === 'edited' && saysMore(row.draft, wanted, row.allowed)
  const issues = await issuesOf(context, row, given, wanted, more)
  if (issues.length > 0) throw new Problem(400, 'questionnaire.invalid', { issues })
  const at = services.clock.now()
  const isAnswer = given.state !== 'open'
  const after: AnswerFields = {
    ...wanted,
    state: given.state,
    basis: given.state === 'accepted' || given.state === 'edited' ? row.draft.citations : null,
    stated_by: more ? personId : null,
    stated_reason: more ? (given.reason ?? null) : null,
    assignee_id: given.state === 'needs_somebody' ? (given.assigneeId ?? null) : null,
    note: given.note === undefined ? row.note : given.note === '' ? null : given.note,
    answered_by: isAnswer ? personId : null,
    answered_at: isAnswer ? at : null,
    version: row.version + 1,
  }
  await record(context, {
    action: 'questionnaire.answered',
    ...told(row, after),
    ...(more && given.reason && { reason: given.reason }),
  })
  return write(context, registry, row, after)
}

function wantedOf(row: QuestionRow, given: Given): { answer: string | null; comment: string | null } {
  const empty = (text: string | null | undefined) => (text === undefined || text === null || text === '' ? null : text)
  if (given.state === 'accepted') return { answer: row.draft.answer, comment: row.draft.comment }
  if (given.state === 'edited') return { answer: empty(given.answer), comment: empty(given.comment) }
  return { answer: null, comment: null }
}

async function issuesOf(
  { tx, services }: Context,
  row: QuestionRow,
  given: Given,
  wanted: { answer: string | null; comment: string | null },
  more: boolean,
): Promise<ProblemIssue[]> {
  const issues: ProblemIssue[] = []
  const { answer, comment } = wanted
  const isWrite = given.state === 'accepted' || given.state === 'edited'
  if (isWrite && answer === null && comment === null)
    issues.push({ pointer: given.state === 'accepted' ? '/state' : '/answer', code: 'questionnaire_nothing_said' })
  if (given.state === 'edited') {
    if (answer !== null && row.allowed !== null && !row.allowed.includes(answer))
      issues.push({ pointer: '/answer', code: 'questionnaire_not_allowed' })
    if (comment !== null && !row.takes_comment) issues.push({ pointer: '/comment', code: 'questionnaire_no_comment' })
    if (more && given.reason === undefined) issues.push({ pointer: '/reason', code: 'questionnaire_reason_needed' })
  }
  if (given.state === 'needs_somebody' && given.assigneeId) {
    const names = await services.personNames(tx, [given.assigneeId])
    if (!names.has(given.assigneeId)) issues.push({ pointer: '/assigneeId', code: 'questionnaire_unknown_person' })
  }
  return issues
}

/** What an entry says of an answer. */
function told(row: QuestionRow, after: AnswerFields): Pick<LedgerEntry, 'object' | 'before' | 'after'> {
  const of = ({ state, answer, comment, stated_by: stated, assignee_id: assignee }: AnswerFields) => ({
    state,
    answer,
    comment,
    stated: stated !== null,
    assignee,
  })
  return {
    object: { kind: 'questionnaire-question', id: row.id },
    before: of(row),
    after: { questionnaire: row.questionnaire_id, ...of(after) },
  }
}

async function write(context: Context, registry: Registry, before: QuestionRow, after: AnswerFields): Promise<Edited> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const id = newId(services.clock)
  await updateAnswer(tx, before.id, after)
  await insertEdit(tx, {
    id,
    questionId: before.id,
    before: fieldsOf(before),
    after,
    by: personId,
    at: services.clock.now(),
  })
  await announce(tx, 'questionnaires')
  return { editId: id, question: await presentQuestion(context, registry, before.id) }
}

function fieldsOf(row: QuestionRow): AnswerFields {
  return {
    state: row.state,
    answer: row.answer,
    comment: row.comment,
    basis: row.basis,
    stated_by: row.stated_by,
    stated_reason: row.stated_reason,
    assignee_id: row.assignee_id,
    note: row.note,
    answered_by: row.answered_by,
    answered_at: row.answered_at,
    version: row.version,
  }
}

/**
 * Takes an answer back: the question is again as it was, under a version of its own.
 * @throws Problem 404, 409 `questionnaire.decided`, `questionnaire.changed_meanwhile` when it was changed since
 */
export async function undoOne(context: Context, registry: Registry, editId: string): Promise<Edited> {
  const { tx, services } = context
  requireSession(context)
  const edit = await lockEdit(tx, editId)
  if (!edit) throw notFound()
  const row = await lockQuestion(context, edit.question_id)
  if (edit.undone_at !== null || row.version !== edit.after.version)
    throw new Problem(409, 'questionnaire.changed_meanwhile', { params: { version: row.version } })
  const after = {
    ...edit.before,
    answered_at: edit.before.answered_at === null ? null : new Date(edit.before.answered_at),
    version: row.version + 1,
  }
  await markUndone(tx, editId, services.clock.now())
  await record(context, { action: 'questionnaire.answer-undone', ...told(row, after) })
  return write(context, registry, row, after)
}

/** Accepts what is proven as it was asked, as far as nobody answered it and the file did not. @throws Problem 404, 409 */
export async function acceptAllReady(context: Context, registry: Registry, id: string): Promise<QuestionnaireDetail> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  await lockOpen(context, id)
  const { statuses } = await readKnowledge(context, registry)
  const ready = (await listQuestionRows(tx, id, { forUpdate: true })).filter(
    (one) => one.state === 'open' && one.given === null && one.draft.isReady && !isStale(one.draft.citations, statuses),
  )
  if (ready.length > 0)
    await updateAccepted(
      tx,
      ready.map((one) => one.id),
      personId,
      services.clock.now(),
    )
  await record(context, {
    action: 'questionnaire.accepted',
    object: { kind: 'questionnaire', id },
    after: { questions: ready.map((one) => one.id) },
  })
  await announce(tx, 'questionnaires')
  return presentQuestionnaire(context, registry, id)
}

/** Drafts every question again by the statement and the evidence of now; answers of people stay. @throws Problem 404, 409 */
export async function draftAllAgain(context: Context, registry: Registry, id: string): Promise<QuestionnaireDetail> {
  const { tx, services } = context
  const { locale } = await lockOpen(context, id)
  const rows = await listQuestionRows(tx, id, { forUpdate: true })
  const drafts = draftAll(
    rows.map((row) => ({ ...row, takesComment: row.takes_comment })),
    await readKnowledge(context, registry),
    locale,
  )
  const changed = rows.flatMap((row, at) => {
    const draft = drafts[at]
    return draft ? [{ id: row.id, draft, isSame: saysTheSame(draft, row.draft) }] : []
  })
  await updateDrafts(tx, id, changed, services.clock.now())
  await record(context, {
    action: 'questionnaire.drafted',
    object: { kind: 'questionnaire', id },
    after: {
      ready: drafts.filter(({ isReady }) => isReady).length,
      unanswerable: drafts.filter(({ verdict }) => verdict === 'unanswerable').length,
    },
  })
  await announce(tx, 'questionnaires')
  return presentQuestionnaire(context, registry, id)
}

/** A draft of another instant that rests on the same sentences with the same statuses says the same. */
function saysTheSame(one: Draft, other: Draft): boolean {
  const substance = ({ verdict, isReady, citations, gaps }: Draft) =>
    JSON.stringify([verdict, isReady, gaps, citations.map(({ claimId, status }) => [claimId, status])])
  return substance(one) === substance(other)
}
