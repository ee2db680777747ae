/** A questionnaire in: shown first, then taken in as it was shown, with a draft for every question. */
import { announce } from '#core/announce.ts'
import { personBehind } from '#core/actor.ts'
import type { Context } from '#core/context.ts'
import { conceal, record } from '#core/ledger/record.ts'
import type { ReceivedFile } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { foldWords } from '#modules/statement/actions/interpret.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { Problem } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { cells } from '../cell.ts'
import { layoutsSchema, type importQuestionnaire, type QuestionnairePreview } from '../contract/questionnaire.ts'
import { draftAnswer } from '../draft/draft.ts'
import { languageOf } from '../draft/question.ts'
import { readQuestionnaire, type ReadOptions } from '../reading/read.ts'
import type { Finding, ReadQuestion, ReadQuestionnaire } from '../reading/shape.ts'
import { insertQuestionnaire, insertQuestions } from '../store.ts'
import { readKnowledge, type Knowledge } from './knowledge.ts'

type Reading = Pick<InputOf<typeof importQuestionnaire>['body'], 'layouts' | 'answers'>

/** So many questions are shown before anything is taken in. */
const sampled = 8

/** What is in a file. @throws Problem 422 `sheet.*`, `questionnaire.*`, 400 `questionnaire.invalid` */
export async function previewFile(context: Context, given: Reading, file: ReceivedFile): Promise<QuestionnairePreview> {
  const { tx, services, actor } = context
  const options = readOptions(given)
  const bytes = await readBlob(context, file.blobKey)
  tx.afterCommit(async () => void (await services.blobs.remove(tx.tenantId, file.blobKey)))
  const read = readQuestionnaire(bytes, options)
  const tell = (finding: Finding) => ({
    code: finding.code,
    sheet: finding.sheet,
    row: finding.row,
    text: services.texts.text(actor.locale, `questionnaire.finding.${finding.code}`, finding.params),
  })
  await record(context, {
    action: 'questionnaire.previewed',
    object: { kind: 'questionnaire-file', id: file.sha256 },
    after: { format: read.format, questions: read.questions.length, problems: read.problems.length },
  })
  return {
    format: read.format,
    title: read.title,
    locale: localeOf(read, actor.locale),
    sheets: read.sheets.map((sheet) => ({ ...sheet, columns: [...sheet.columns] })),
    questions: read.questions.length,
    answered: read.questions.filter((question) => question.given !== null).length,
    sample: read.questions.slice(0, sampled).map(({ reference, section, text, allowed }) => ({
      reference,
      section,
      text,
      allowed: allowed === null ? null : [...allowed],
    })),
    problems: read.problems.map(tell),
    notes: read.notes.slice(0, 200).map(tell),
  }
}

/**
 * Takes a file in and drafts its answers.
 * @throws Problem 422 `sheet.*`, `questionnaire.*`, `questionnaire.faulty` naming what is wrong; 400 `questionnaire.invalid`
 */
export async function importFile(
  context: Context,
  registry: Registry,
  given: InputOf<typeof importQuestionnaire>['body'],
  file: ReceivedFile,
): Promise<OutputOf<typeof importQuestionnaire>> {
  const { tx, services, actor } = context
  const options = readOptions(given)
  const read = readQuestionnaire(await readBlob(context, file.blobKey), options)
  refuseFaulty(context, read)
  const locale = localeOf(read, actor.locale)
  const drafted = draftAll(read.questions, await readKnowledge(context, registry), locale)
  const id = newId(services.clock)
  const keys = await services.vault.keysOf(tx)
  await insertQuestionnaire(tx, {
    id,
    title: given.title,
    customer: given.customer === undefined ? null : keys.seal(cells.customer(id), given.customer),
    format: read.format,
    locale,
    due_on: given.dueOn ?? null,
    file_name: file.fileName,
    blob_key: file.blobKey,
    sha256: Buffer.from(file.sha256, 'hex'),
    given_answers: options.answers ?? {},
    imported_by: personBehind(context),
    at: services.clock.now(),
  })
  await insertQuestions(
    tx,
    id,
    read.questions.map((question, ordinal) => ({
      id: newId(services.clock),
      ordinal,
      place: question.place,
      reference: question.reference,
      section: question.section,
      text: question.text,
      words: wordsHash(question.text),
      allowed: question.allowed,
      takes_comment: question.takesComment,
      given: question.given,
      // One for each question, in the same order.
      draft: drafted[ordinal] as (typeof drafted)[number],
    })),
  )
  const ready = drafted.filter(({ isReady }) => isReady).length
  const unanswerable = drafted.filter(({ verdict }) => verdict === 'unanswerable').length
  await record(context, {
    action: 'questionnaire.imported',
    object: { kind: 'questionnaire', id },
    after: {
      title: given.title,
      customer: given.customer === undefined ? null : conceal(given.customer),
      sha256: file.sha256,
      questions: read.questions.length,
      ready,
      unanswerable,
    },
  })
  await announce(tx, 'questionnaires')
  return { id, questions: read.questions.length, ready, unanswerable }
}

function refuseFaulty({ services, actor }: Context, read: ReadQuestionnaire): void {
  if (read.problems.length === 0) return
  throw new Problem(422, 'questionnaire.faulty', {
    params: {
      count: read.problems.length,
      first: read.problems
        .slice(0, 5)
        .map(({ code, params, sheet }) =>
          [sheet, services.texts.text(actor.locale, `questionnaire.finding.${code}`, params)]
            .filter((one) => one)
            .join(': '),
        )
        .join(' '),
    },
  })
}

/** The drafts of questions, each with the one in front of it. */
export function draftAll(
  questions: readonly Pick<ReadQuestion, 'text' | 'section' | 'allowed' | 'takesComment'>[],
  { statements, say }: Knowledge,
  locale: Locale,
) {
  return questions.map(({ text, section, allowed, takesComment }, at) =>
    draftAnswer(
      { text, section, allowed, takesComment, previous: questions[at - 1]?.text ?? null },
      statements,
      locale,
      say,
    ),
  )
}

/** By which the same question is found again: its words, without signs and cases. */
export function wordsHash(text: string): Buffer {
  return createHash('sha256').update(foldWords(text)).digest()
}

function localeOf(read: ReadQuestionnaire, otherwise: Locale): Locale {
  return languageOf(
    read.questions
      .slice(0, 50)
      .map(({ text }) => text)
      .join(' '),
    otherwise,
  )
}

/** @throws Problem 400 `questionnaire.invalid` naming the field that is no JSON of its shape */
function readOptions({ layouts, answers }: Reading): ReadOptions {
  const issues: { pointer: string; code: string }[] = []
  const parse = <S extends z.ZodType>(field: string, schema: S, text: string | undefined): z.output<S> | undefined => {
    if (text === undefined || text.trim() === '') return undefined
    try {
      const read = schema.safeParse(JSON.parse(text))
      if (read.success) return read.data
    } catch {
      // No JSON at all: the same issue.
    }
    issues.push({ pointer: `/${field}`, code: 'questionnaire_not_of_shape' })
    return undefined
  }
  const readLayouts = parse('layouts', layoutsSchema, layouts)
  const readAnswers = parse('answers', z.record(z.string().max(300), z.string().max(20_000)), answers)
  if (issues.length > 0) throw new Problem(400, 'questionnaire.invalid', { issues })
  return { ...(readLayouts && { layouts: readLayouts }), ...(readAnswers && { answers: readAnswers }) }
}

/** A file of ours, whole. */
export async function readBlob({ tx, services }: Pick<Context, 'tx' | 'services'>, key: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of services.blobs.get(await services.vault.keysOf(tx), key)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
