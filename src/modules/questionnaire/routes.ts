/** The routes of questionnaires: contract → action. */
import { defineRoute, type Route } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { acceptAllReady, answerOne, draftAllAgain, undoOne } from './actions/answer.ts'
import { approve, discard, downloadAnswered, recordSent } from './actions/decide.ts'
import { importFile, previewFile } from './actions/import.ts'
import { listAll, presentQuestion, presentQuestionnaire } from './actions/read.ts'
import * as question from './contract/question.ts'
import * as questionnaire from './contract/questionnaire.ts'
import { approvedSpecimen, editSpecimen, openSpecimen, questionSpecimen } from './specimen.ts'

/** The registry is asked for late, because it is made of these routes among others. */
export function questionnaireRoutes(registry: () => Registry): readonly Route[] {
  return [
    defineRoute(questionnaire.listQuestionnaires, (context) => listAll(context)),
    defineRoute(questionnaire.previewQuestionnaire, (context, { body, file }) => previewFile(context, body, file)),
    defineRoute(questionnaire.importQuestionnaire, (context, { body, file }) =>
      importFile(context, registry(), body, file),
    ),
    defineRoute(
      questionnaire.readQuestionnaire,
      (context, { params }) => presentQuestionnaire(context, registry(), params.questionnaireId),
      openSpecimen,
    ),
    defineRoute(
      questionnaire.draftAgain,
      (context, { params }) => draftAllAgain(context, registry(), params.questionnaireId),
      openSpecimen,
    ),
    defineRoute(
      questionnaire.acceptReady,
      (context, { params }) => acceptAllReady(context, registry(), params.questionnaireId),
      openSpecimen,
    ),
    defineRoute(
      questionnaire.approveQuestionnaire,
      (context, { params, body }) => approve(context, registry(), params.questionnaireId, body),
      async (context) => ({ ...(await openSpecimen(context)), body: { empty: 2, reason: 'Specimen' } }),
    ),
    defineRoute(
      questionnaire.discardQuestionnaire,
      (context, { params, body }) => discard(context, registry(), params.questionnaireId, body.reason),
      async (context) => ({ ...(await openSpecimen(context)), body: { reason: 'Specimen' } }),
    ),
    defineRoute(
      questionnaire.downloadQuestionnaire,
      // The HTTP layer turns it into a download.
      async (context, { params }) => (await downloadAnswered(context, params.questionnaireId)) as never,
      approvedSpecimen,
    ),
    defineRoute(
      questionnaire.recordDelivery,
      (context, { params, body }) => recordSent(context, registry(), params.questionnaireId, body.recipient),
      async (context) => ({ ...(await approvedSpecimen(context)), body: { recipient: 'Specimen' } }),
    ),
    defineRoute(
      question.readQuestion,
      (context, { params }) => presentQuestion(context, registry(), params.questionId),
      questionSpecimen,
    ),
    defineRoute(
      question.answerQuestion,
      (context, { params, body }) => answerOne(context, registry(), params.questionId, body),
      async (context) => ({ ...(await questionSpecimen(context)), body: { version: 1, state: 'left_empty' } }),
    ),
    defineRoute(
      question.undoAnswer,
      (context, { params }) => undoOne(context, registry(), params.editId),
      editSpecimen,
    ),
  ]
}
