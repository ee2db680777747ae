/** The SQL on questionnaires, their questions, edits and deliveries. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { AnswerState } from './contract/questionnaire.ts'
import type { Citation, Draft } from './draft/draft.ts'
import type { Place } from './reading/shape.ts'

export interface QuestionnaireRow {
  readonly id: string
  readonly title: string
  readonly customer: Buffer | null
  readonly format: 'xlsx' | 'csv' | 'vsaq'
  readonly locale: 'de' | 'en'
  readonly state: 'open' | 'approved' | 'discarded'
  readonly due_on: string | null
  readonly file_name: string
  readonly blob_key: string
  readonly given_answers: Readonly<Record<string, string>>
  readonly imported_by: string | null
  readonly imported_at: Date
  readonly decided_by: string | null
  readonly decided_at: Date | null
  readonly answered_blob: string | null
  readonly answered_sha256: Buffer | null
}

/** What of a question people change. */
export interface AnswerFields {
  readonly state: AnswerState
  readonly answer: string | null
  readonly comment: string | null
  /** The sentences with their statuses that it was given on; null while nobody answered. */
  readonly basis: readonly Citation[] | null
  readonly stated_by: string | null
  readonly stated_reason: string | null
  readonly assignee_id: string | null
  readonly note: string | null
  readonly answered_by: string | null
  readonly answered_at: Date | null
  readonly version: number
}

export interface QuestionRow extends AnswerFields {
  readonly id: string
  readonly questionnaire_id: string
  readonly ordinal: number
  readonly place: Place
  readonly reference: string | null
  readonly section: string | null
  readonly text: string
  readonly words: Buffer
  readonly allowed: readonly string[] | null
  readonly takes_comment: boolean
  readonly given: string | null
  readonly draft: Draft
}

const questionnaireColumns = sql`id, title, customer, format, locale, state, to_char(due_on, 'YYYY-MM-DD') as due_on,
  file_name, blob_key, given_answers, imported_by, imported_at, decided_by, decided_at, answered_blob, answered_sha256`
const questionColumns = sql`id, questionnaire_id, ordinal, place, reference, section, text, words, allowed, takes_comment,
  given, draft, state, answer, comment, basis, stated_by, stated_reason, assignee_id, note, answered_by, answered_at, version`

export interface ListedQuestionnaire extends QuestionnaireRow {
  readonly questions: number
  readonly done: number
}

/** Newest first. */
export async function listQuestionnaireRows(tx: TenantTx): Promise<ListedQuestionnaire[]> {
  const { rows } = await sql<ListedQuestionnaire>`
    select ${questionnaireColumns}, count.questions, count.done
    from beleg.questionnaires q cross join lateral (
      select count(*)::integer as questions,
        (count(*) filter (where p.state in ('accepted', 'edited', 'left_empty')))::integer as done
      from beleg.questionnaire_questions p where p.tenant_id = q.tenant_id and p.questionnaire_id = q.id
    ) count
    where q.tenant_id = ${tx.tenantId} order by q.imported_at desc, q.id desc limit 500`.execute(tx.db)
  return rows
}

/** One; with `forUpdate` others who change it wait. */
export async function findQuestionnaire(
  tx: TenantTx,
  id: string,
  { forUpdate = false } = {},
): Promise<QuestionnaireRow | null> {
  const { rows } = await sql<QuestionnaireRow>`
    select ${questionnaireColumns} from beleg.questionnaires
    where tenant_id = ${tx.tenantId} and id = ${id} ${forUpdate ? sql`for update` : sql``}`.execute(tx.db)
  return rows[0] ?? null
}

/** Writes a questionnaire that is open. */
export async function insertQuestionnaire(
  tx: TenantTx,
  given: Pick<
    QuestionnaireRow,
    | 'id'
    | 'title'
    | 'customer'
    | 'format'
    | 'locale'
    | 'due_on'
    | 'file_name'
    | 'blob_key'
    | 'given_answers'
    | 'imported_by'
  > & { readonly sha256: Buffer; readonly at: Date },
): Promise<void> {
  await sql`
    insert into beleg.questionnaires (tenant_id, id, title, customer, format, locale, state, due_on, file_name, blob_key,
      file_sha256, given_answers, imported_by, imported_at, drafted_at)
    values (${tx.tenantId}, ${given.id}, ${given.title}, ${given.customer}, ${given.format}, ${given.locale}, 'open',
      ${given.due_on}::date, ${given.file_name}, ${given.blob_key}, ${given.sha256},
      ${JSON.stringify(given.given_answers)}::jsonb, ${given.imported_by}, ${given.at}, ${given.at})`.execute(tx.db)
}

export type NewQuestion = Pick<
  QuestionRow,
  | 'id'
  | 'ordinal'
  | 'place'
  | 'reference'
  | 'section'
  | 'text'
  | 'words'
  | 'allowed'
  | 'takes_comment'
  | 'given'
  | 'draft'
>

/** All questions of a questionnaire in one statement, however many. */
export async function insertQuestions(
  tx: TenantTx,
  questionnaireId: string,
  questions: readonly NewQuestion[],
): Promise<void> {
  const rows = questions.map(({ words, ...rest }) => ({ ...rest, words: words.toString('hex') }))
  await sql`
    insert into beleg.questionnaire_questions (tenant_id, questionnaire_id, id, ordinal, place, reference, section, text,
      words, allowed, takes_comment, given, draft, state, version)
    select ${tx.tenantId}, ${questionnaireId}, r.id, r.ordinal, r.place, r.reference, r.section, r.text,
      decode(r.words, 'hex'), case when jsonb_typeof(r.allowed) = 'array' then r.allowed end, r.takes_comment, r.given,
      r.draft, 'open', 1
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r (id uuid, ordinal integer, place jsonb, reference text,
      section text, text text, words text, allowed jsonb, takes_comment boolean, given text, draft jsonb)`.execute(
    tx.db,
  )
}

/** In the order of the file; with `forUpdate` others who answer wait. */
export async function listQuestionRows(
  tx: TenantTx,
  questionnaireId: string,
  { forUpdate = false } = {},
): Promise<QuestionRow[]> {
  const { rows } = await sql<QuestionRow>`
    select ${questionColumns} from beleg.questionnaire_questions
    where tenant_id = ${tx.tenantId} and questionnaire_id = ${questionnaireId}
    order by ordinal ${forUpdate ? sql`for update` : sql``}`.execute(tx.db)
  return rows
}

/** One; with `forUpdate` others who answer it wait. */
export async function findQuestion(tx: TenantTx, id: string, { forUpdate = false } = {}): Promise<QuestionRow | null> {
  const { rows } = await sql<QuestionRow>`
    select ${questionColumns} from beleg.questionnaire_questions
    where tenant_id = ${tx.tenantId} and id = ${id} ${forUpdate ? sql`for update` : sql``}`.execute(tx.db)
  return rows[0] ?? null
}

/** Writes what a person made of a question. */
export async function updateAnswer(tx: TenantTx, questionId: string, fields: AnswerFields): Promise<void> {
  await sql`
    update beleg.questionnaire_questions set state = ${fields.state}, answer = ${fields.answer},
      comment = ${fields.comment}, basis = ${fields.basis === null ? null : JSON.stringify(fields.basis)}::jsonb, stated_by = ${fields.stated_by}, stated_reason = ${fields.stated_reason},
      assignee_id = ${fields.assignee_id}, note = ${fields.note}, answered_by = ${fields.answered_by},
      answered_at = ${fields.answered_at}, version = ${fields.version}
    where tenant_id = ${tx.tenantId} and id = ${questionId}`.execute(tx.db)
}

/** Puts new drafts beside what people answered; one that says something else is another version of its question. */
export async function updateDrafts(
  tx: TenantTx,
  questionnaireId: string,
  drafts: readonly { readonly id: string; readonly draft: Draft; readonly isSame: boolean }[],
  at: Date,
): Promise<void> {
  await sql`
    update beleg.questionnaire_questions q set draft = r.draft, version = q.version + case when r."isSame" then 0 else 1 end
    from jsonb_to_recordset(${JSON.stringify(drafts)}::jsonb) r (id uuid, draft jsonb, "isSame" boolean)
    where q.tenant_id = ${tx.tenantId} and q.questionnaire_id = ${questionnaireId} and q.id = r.id`.execute(tx.db)
  await sql`
    update beleg.questionnaires set drafted_at = ${at}
    where tenant_id = ${tx.tenantId} and id = ${questionnaireId}`.execute(tx.db)
}

/** Accepts drafts as they are, all at once. */
export async function updateAccepted(
  tx: TenantTx,
  questionIds: readonly string[],
  by: string,
  at: Date,
): Promise<void> {
  await sql`
    update beleg.questionnaire_questions set state = 'accepted', answer = draft ->> 'answer',
      comment = draft ->> 'comment', basis = draft -> 'citations', stated_by = null, stated_reason = null, assignee_id = null, answered_by = ${by},
      answered_at = ${at}, version = version + 1
    where tenant_id = ${tx.tenantId} and id = any (${questionIds}::uuid[])`.execute(tx.db)
}

// ---- Edits ----------------------------------------------------------------------------------------------------------

type KeptFields = Omit<AnswerFields, 'answered_at'> & { readonly answered_at: string | null }

/** Keeps an edit with what was before and after. */
export async function insertEdit(
  tx: TenantTx,
  given: {
    readonly id: string
    readonly questionId: string
    readonly before: AnswerFields
    readonly after: AnswerFields
    readonly by: string
    readonly at: Date
  },
): Promise<void> {
  await sql`
    insert into beleg.questionnaire_edits (tenant_id, id, question_id, before, after, edited_by, edited_at)
    values (${tx.tenantId}, ${given.id}, ${given.questionId}, ${JSON.stringify(given.before)}::jsonb,
      ${JSON.stringify(given.after)}::jsonb, ${given.by}, ${given.at})`.execute(tx.db)
}

/** An edit, locked; null when there is none. */
export async function lockEdit(
  tx: TenantTx,
  id: string,
): Promise<{ question_id: string; before: KeptFields; after: KeptFields; undone_at: Date | null } | null> {
  const { rows } = await sql<{ question_id: string; before: KeptFields; after: KeptFields; undone_at: Date | null }>`
    select question_id, before, after, undone_at from beleg.questionnaire_edits
    where tenant_id = ${tx.tenantId} and id = ${id} for update`.execute(tx.db)
  return rows[0] ?? null
}

/** Marks an edit as taken back: it is so once. */
export async function markUndone(tx: TenantTx, id: string, at: Date): Promise<void> {
  await sql`
    update beleg.questionnaire_edits set undone_at = ${at}
    where tenant_id = ${tx.tenantId} and id = ${id}`.execute(tx.db)
}

// ---- Answered before ------------------------------------------------------------------------------------------------

export interface EarlierRow {
  readonly questionnaire_id: string
  readonly title: string
  readonly answer: string | null
  readonly comment: string | null
  readonly answered_at: Date
  readonly stated_by: string | null
  readonly basis: readonly Citation[] | null
}

/** What people answered to the same words in other questionnaires, newest first. */
export async function listEarlier(tx: TenantTx, question: QuestionRow): Promise<EarlierRow[]> {
  const { rows } = await sql<EarlierRow>`
    select p.questionnaire_id, q.title, p.answer, p.comment, p.answered_at, p.stated_by, p.basis
    from beleg.questionnaire_questions p
      join beleg.questionnaires q on q.tenant_id = p.tenant_id and q.id = p.questionnaire_id
    where p.tenant_id = ${tx.tenantId} and p.words = ${question.words}
      and p.questionnaire_id <> ${question.questionnaire_id} and p.state in ('accepted', 'edited')
      and q.state <> 'discarded'
    order by p.answered_at desc limit 3`.execute(tx.db)
  return rows
}

// ---- The end --------------------------------------------------------------------------------------------------------

/** Freezes a questionnaire with the file that goes out. */
export async function markApproved(
  tx: TenantTx,
  id: string,
  given: {
    readonly by: string
    readonly at: Date
    readonly blobKey: string
    readonly bytes: number
    readonly sha256: Buffer
  },
): Promise<void> {
  await sql`
    update beleg.questionnaires set state = 'approved', decided_by = ${given.by}, decided_at = ${given.at},
      answered_blob = ${given.blobKey}, answered_bytes = ${given.bytes}, answered_sha256 = ${given.sha256}
    where tenant_id = ${tx.tenantId} and id = ${id}`.execute(tx.db)
}

/** Gives a questionnaire up. */
export async function markDiscarded(tx: TenantTx, id: string, by: string | null, at: Date): Promise<void> {
  await sql`
    update beleg.questionnaires set state = 'discarded', decided_by = ${by}, decided_at = ${at}
    where tenant_id = ${tx.tenantId} and id = ${id}`.execute(tx.db)
}

export interface DeliveryRow {
  readonly id: string
  readonly recipient: Buffer
  readonly sent_by: string
  readonly sent_at: Date
  readonly file_sha256: Buffer
}

/** Keeps to whom a file went. */
export async function insertDelivery(
  tx: TenantTx,
  given: DeliveryRow & { readonly questionnaireId: string },
): Promise<void> {
  await sql`
    insert into beleg.questionnaire_deliveries (tenant_id, id, questionnaire_id, recipient, sent_by, sent_at, file_sha256)
    values (${tx.tenantId}, ${given.id}, ${given.questionnaireId}, ${given.recipient}, ${given.sent_by}, ${given.sent_at},
      ${given.file_sha256})`.execute(tx.db)
}

/** Newest first. */
export async function listDeliveries(tx: TenantTx, questionnaireId: string): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select id, recipient, sent_by, sent_at, file_sha256 from beleg.questionnaire_deliveries
    where tenant_id = ${tx.tenantId} and questionnaire_id = ${questionnaireId} order by sent_at desc, id desc`.execute(
    tx.db,
  )
  return rows
}
