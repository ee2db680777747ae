/** Clean-up: a draft that nobody carries out goes with its file, which names people, once an hour in every tenant. */
import { defineRecurring } from '#platform/job/recurring.ts'
import { announce } from '../announce.ts'
import type { Context, Services } from '../context.ts'
import { readTenants } from '../evidence/collect.ts'
import { record } from '../ledger/record.ts'
import { dropDraft } from './actions/import.ts'
import { listDrafts } from './import-store.ts'

/** How long a draft may wait to be carried out. */
export const draftLivesMs = 24 * 3_600_000

/** Name of the recurring work, and of the actor of its entries. */
const forgetting = 'register.forget-drafts'

/** The recurring work of an instance. */
export const forgetDrafts = defineRecurring<Services>(forgetting, 3_600_000, async (run, services) => {
  const before = new Date(services.clock.now().getTime() - draftLivesMs)
  for (const { id: tenantId } of await readTenants(services)) {
    run.signal.throwIfAborted()
    await services.database.withTenant(tenantId, async (tx) => {
      const context: Context = {
        tx,
        services,
        actor: { kind: 'system', tenantId, name: forgetting, locale: 'de' },
        origin: { requestId: forgetting, address: null, userAgent: null },
      }
      const drafts = await listDrafts(tx, { register: null, before })
      for (const draft of drafts) {
        await dropDraft(context, draft.id, draft.blob_key)
        await record(context, {
          action: 'register.import_discarded',
          object: { kind: 'register-import', id: draft.id },
          before: { register: draft.register, source: draft.source },
        })
      }
      if (drafts.length > 0) await announce(tx, 'registers')
    })
  }
})
