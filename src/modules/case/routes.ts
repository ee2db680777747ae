/** The routes of cases. */
import type { Context } from '#core/context.ts'
import { defineRoute, type Route } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import {
  addPoint,
  attachFile,
  commentOn,
  findAttachment,
  listParticipants,
  noteOwnMention,
  tickPoint,
} from './actions/part.ts'
import { exportCasesAs, listManyCases, readOneCase } from './actions/read.ts'
import { changeByPerson, moveByPerson, openByPerson } from './actions/work.ts'
import {
  addComment,
  addFile,
  addItem,
  changeCase,
  decideCase,
  downloadCaseFile,
  exportCases,
  listCasePeople,
  listCases,
  noteMention,
  openTask,
  readCase,
  takeStep,
  tickItem,
} from './contract.ts'
import { plantFile, plantItem, plantMention, repaired, task } from './specimen.ts'

/** The registry is asked for late, because it is made of these routes among others. */
export function caseRoutes(registry: () => Registry): readonly Route[] {
  const taskWith = (body: object) => async (context: Context) => ({ ...(await task(context)), body })
  return [
    defineRoute(listCases, (context, { query }) => listManyCases(context, registry(), query)),
    // The HTTP layer turns what comes back into a download.
    defineRoute(exportCases, async (context, { query }) => (await exportCasesAs(context, registry(), query)) as never),
    defineRoute(readCase, (context, { params }) => readOneCase(context, registry(), params.caseId), task),
    defineRoute(openTask, (context, { body }) => openByPerson(context, registry(), body)),
    defineRoute(
      takeStep,
      (context, { params, body }) => moveByPerson(context, registry(), params.caseId, body, false),
      taskWith({ to: 'done', version: 1 }),
    ),
    defineRoute(
      decideCase,
      (context, { params, body }) => moveByPerson(context, registry(), params.caseId, body, true),
      repaired,
    ),
    defineRoute(
      changeCase,
      (context, { params, body }) => changeByPerson(context, registry(), params.caseId, body),
      taskWith({ version: 1, title: 'Another' }),
    ),
    defineRoute(
      addItem,
      (context, { params, body }) => addPoint(context, params.caseId, body.text),
      taskWith({ text: 'specimen' }),
    ),
    defineRoute(
      tickItem,
      (context, { params, body }) => tickPoint(context, params.itemId, body.ticked),
      async (context) => ({ params: { itemId: await plantItem(context) }, body: { ticked: true } }),
    ),
    defineRoute(
      addComment,
      (context, { params, body }) => commentOn(context, registry(), params.caseId, body),
      taskWith({ text: 'specimen' }),
    ),
    defineRoute(
      noteMention,
      (context, { params }) => noteOwnMention(context, params.mentionId),
      async (context) => ({ params: { mentionId: await plantMention(context) } }),
    ),
    defineRoute(
      addFile,
      (context, { params, file }) => attachFile(context, params.caseId, file),
      async (context) => ({ ...(await task(context)), file: { name: 'specimen.txt', content: 'specimen' } }),
    ),
    defineRoute(
      downloadCaseFile,
      // The HTTP layer turns the file into a download.
      async (context, { params }) => (await findAttachment(context, params.fileId)) as never,
      async (context) => ({ params: { fileId: await plantFile(context) } }),
    ),
    defineRoute(listCasePeople, async (context) => ({ items: await listParticipants(context, registry()) })),
  ]
}
