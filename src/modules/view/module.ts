/** Saved views of every list that declares its filters. */
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { defineRoute, type Module, type Specimen } from '#core/module.ts'
import type { Registry } from '#core/registry.ts'
import { ensureSubjects } from '#core/subject.ts'
import { newId } from '#platform/database/id.ts'
import { changeListView, listSavedViews, removeListView, saveListView } from './actions.ts'
import { changeView, listViews, removeView, saveView } from './contract.ts'
import { insertView } from './store.ts'

const keepers = ['owner', 'isb', 'management', 'measure-owner', 'auditor'] as const

/** The manifest. The registry is asked for late, because it is made of this module among others. */
export function viewModule(registry: () => Registry): Module {
  return {
    name: 'view',
    permissions: {
      'view:keep': keepers,
      'view:share': keepers,
      'view:manage': ['owner', 'isb'],
    },
    routes: [
      defineRoute(listViews, (context, { query }) => listSavedViews(context, registry().lists, query.list)),
      defineRoute(saveView, (context, { body }) => saveListView(context, registry().lists, body)),
      defineRoute(
        changeView,
        (context, { params, body }) => changeListView(context, registry().lists, params.viewId, body),
        async (context) => {
          const viewId = await plantView(context)
          return { params: { viewId }, body: { name: `Renamed ${viewId}` } }
        },
      ),
      defineRoute(
        removeView,
        async (context, { params }) => {
          await removeListView(context, params.viewId)
          return undefined
        },
        async (context): Promise<Specimen> => ({ params: { viewId: await plantView(context) } }),
      ),
    ],
    factTypes: [],
    duties: [],
    collectors: [],
    jobs: [],
    confidentialColumns: [],
    tables: ['saved_views'],
  }
}

/** A disposable view, of the caller where there is one. */
async function plantView(context: Context): Promise<string> {
  const { actor, services, tx } = context
  const id = newId(services.clock)
  const [somebody = ''] =
    'personId' in actor
      ? [actor.personId]
      : (await ensureSubjects(tx, services.clock, 'canary', [{ kind: 'person', externalId: id }])).values()
  const view = { id, list: 'evidence', name: `Specimen ${id}`, search: {}, shared: false, owner_id: somebody }
  await insertView(tx, view, services.clock.now())
  await record(context, { action: 'view.saved', object: { kind: 'view', id } })
  return id
}
