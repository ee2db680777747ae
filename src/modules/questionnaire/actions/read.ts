/** Questionnaires and their questions in the shape of the contract, with what evidence says now. */
import type { Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import { dayOf } from '#platform/clock/calendar.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { notFound } from '#platform/http/problem.ts'
import { cells } from '../cell.ts'
import type { QuestionDetail } from '../contract/question.ts'
import type { listQuestionnaires, QuestionnaireDetail, QuestionSummary } from '../contract/questionnaire.ts'
import { countAnswers, isStale, isWritten, type StatusesNow } from '../rules.ts'
import {
  findQuestion,
  findQuestionnaire,
  listDeliveries,
  listEarlier,
  listQuestionnaireRows,
  listQuestionRows,
  type QuestionnaireRow,
  type QuestionRow,
} from '../store.ts'
import { readKnowledge } from './knowledge.ts'

type Names = ReadonlyMap<string, string>

const personOf = (id: string | null, names: Names) =>
  id === null ? null : { personId: id, name: names.get(id) ?? '—' }

/** Newest first. */
export async function listAll(context: Context): Promise<OutputOf<typeof listQuestionnaires>> {
  const { tx, services } = context
  const rows = await listQuestionnaireRows(tx)
  const names = await services.personNames(
    tx,
    rows.flatMap(({ imported_by: by }) => (by === null ? [] : [by])),
  )
  const keys = await services.vault.keysOf(tx)
  return { items: rows.map((row) => presentSummary(context, row, row, names, keys)) }
}

function presentSummary(
  { services }: Context,
  row: QuestionnaireRow,
  { questions, done }: { questions: number; done: number },
  names: Names,
  keys: Awaited<ReturnType<Context['services']['vault']['keysOf']>>,
) {
  return {
    id: row.id,
    title: row.title,
    customer: row.customer === null ? null : keys.readText(cells.customer(row.id), row.customer),
    format: row.format,
    state: row.state,
    dueOn: row.due_on,
    isOverdue: row.state === 'open' && row.due_on !== null && row.due_on < dayOf(services.clock.now()),
    fileName: row.file_name,
    importedBy: personOf(row.imported_by, names),
    importedAt: row.imported_at.toISOString(),
    questions,
    done,
  }
}

/** One with all its questions. @throws Problem 404 */
export async function presentQuestionnaire(
  context: Context,
  registry: Registry,
  id: string,
): Promise<QuestionnaireDetail> {
  const { tx, services, actor } = context
  const row = await findQuestionnaire(tx, id)
  if (!row) throw notFound()
  const questions = await listQuestionRows(tx, id)
  const deliveries = await listDeliveries(tx, id)
  const { statuses } = await readKnowledge(context, registry)
  const names = await services.personNames(
    tx,
    [
      row.imported_by,
      row.decided_by,
      ...questions.map((one) => one.assignee_id),
      ...deliveries.map((one) => one.sent_by),
    ].filter((one) => one !== null),
  )
  const keys = await services.vault.keysOf(tx)
  const items = questions.map((question) => presentSummaryOf(question, statuses, names, row.state))
  const counts = countQuestions(questions, statuses, row.state)
  return {
    ...presentSummary(context, row, counts, names, keys),
    counts,
    items,
    decidedBy: personOf(row.decided_by, names),
    decidedAt: row.decided_at?.toISOString() ?? null,
    answeredSha256: row.answered_sha256?.toString('hex') ?? null,
    deliveries: deliveries.map((one) => ({
      id: one.id,
      recipient: keys.readText(cells.recipient(one.id), one.recipient) ?? '—',
      sentBy: { personId: one.sent_by, name: names.get(one.sent_by) ?? '—' },
      sentAt: one.sent_at.toISOString(),
      sha256: one.file_sha256.toString('hex'),
    })),
    mayNotApproveBecause: refusalOf(context, row, questions, counts, actor.locale),
  }
}

/** Counts, with what is stale now; what was decided does not become stale. */
export function countQuestions(
  questions: readonly QuestionRow[],
  statuses: StatusesNow,
  state: QuestionnaireRow['state'],
): QuestionnaireDetail['counts'] {
  return countAnswers(
    questions.map((one) => ({
      state: one.state,
      answer: one.answer,
      comment: one.comment,
      given: one.given,
      isStale: state === 'open' && isStale(one.basis ?? one.draft.citations, statuses),
      isReady: one.draft.isReady,
      isStated: one.stated_by !== null,
      isUnanswerable: one.draft.verdict === 'unanswerable',
    })),
  )
}

function refusalOf(
  { actor, services }: Context,
  row: QuestionnaireRow,
  questions: readonly QuestionRow[],
  counts: QuestionnaireDetail['counts'],
  locale: 'de' | 'en',
): string | null {
  const say = (key: string, count: number) => services.texts.text(locale, `questionnaire.obstacle.${key}`, { count })
  if (row.state !== 'open') return say('decided', 0)
  if (actor.kind !== 'account') return say('person', 0)
  if (!actor.permissions.has('questionnaire:approve')) return say('permission', 0)
  if (questions.some((one) => one.stated_by === actor.personId)) return say('own', 0)
  if (counts.stale > 0) return say('stale', counts.stale)
  return counts.needsSomebody > 0 ? say('needs_somebody', counts.needsSomebody) : null
}

function presentSummaryOf(
  row: QuestionRow,
  statuses: StatusesNow,
  names: Names,
  state: QuestionnaireRow['state'],
): QuestionSummary {
  return {
    id: row.id,
    ordinal: row.ordinal,
    reference: row.reference,
    section: row.section,
    text: row.text,
    state: row.state,
    verdict: row.draft.verdict,
    isReady: row.draft.isReady && row.given === null,
    isStale: state === 'open' && isStale(row.basis ?? row.draft.citations, statuses),
    isStated: row.stated_by !== null,
    answer: isWritten(row.state) ? row.answer : null,
    isGiven: row.given !== null,
    assignee: personOf(row.assignee_id, names),
    version: row.version,
  }
}

/** One question with everything that explains its draft. @throws Problem 404 */
export async function presentQuestion(context: Context, registry: Registry, id: string): Promise<QuestionDetail> {
  const { tx, services } = context
  const row = await findQuestion(tx, id)
  const questionnaire = row === null ? null : await findQuestionnaire(tx, row.questionnaire_id)
  if (!row || !questionnaire) throw notFound()
  const { statuses } = await readKnowledge(context, registry)
  const earlier = await listEarlier(tx, row)
  const names = await services.personNames(
    tx,
    [row.assignee_id, row.answered_by, row.stated_by].filter((one) => one !== null),
  )
  const { draft } = row
  return {
    ...presentSummaryOf(row, statuses, names, questionnaire.state),
    questionnaireId: row.questionnaire_id,
    answer: row.answer,
    comment: row.comment,
    allowed: row.allowed === null ? null : [...row.allowed],
    takesComment: row.takes_comment,
    given: row.given,
    note: row.note,
    answeredBy: personOf(row.answered_by, names),
    answeredAt: row.answered_at?.toISOString() ?? null,
    stated:
      row.stated_by === null || row.stated_reason === null
        ? null
        : { by: { personId: row.stated_by, name: names.get(row.stated_by) ?? '—' }, reason: row.stated_reason },
    draft: {
      locale: draft.locale,
      verdict: draft.verdict,
      answer: draft.answer,
      comment: draft.comment,
      gaps: draft.gaps.map((gap) => registry.measures.get(gap)?.title[context.actor.locale] ?? gap),
      measures: draft.measures.flatMap(({ id: measureId, score }) => {
        const measure = registry.measures.get(measureId)
        return measure ? [{ id: measureId, score, title: measure.title }] : []
      }),
      citations: draft.citations.map((citation) => ({
        claimId: citation.claimId,
        text: citation.text,
        version: citation.version,
        status: citation.status,
        asOf: citation.asOf,
        statusNow: statuses.get(citation.claimId) ?? null,
        isInForce: statuses.has(citation.claimId),
        measures: [...citation.measures],
      })),
    },
    earlier: earlier.map((one) => ({
      questionnaireId: one.questionnaire_id,
      title: one.title,
      answer: one.answer,
      comment: one.comment,
      answeredAt: one.answered_at.toISOString(),
      isStated: one.stated_by !== null,
      isStale: isStale(one.basis ?? [], statuses),
    })),
  }
}
