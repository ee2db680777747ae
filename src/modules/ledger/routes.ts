/** The routes of the ledger. */
import { record } from '#core/ledger/record.ts'
import { defineRoute, type Route } from '#core/module.ts'
import { newId } from '#platform/database/id.ts'
import { listLedgerEntries, readLedgerEntry } from './actions.ts'
import { exportBundle, listEntries, measureBundle, readEntry } from './contract.ts'
import { measureLedgerBundle, streamLedgerBundle } from './export.ts'

export const ledgerRoutes: readonly Route[] = [
  defineRoute(listEntries, (context, { query }) => listLedgerEntries(context, query)),
  defineRoute(measureBundle, (context, { query }) => measureLedgerBundle(context, query)),
  // The HTTP layer turns the stream into a download.
  defineRoute(exportBundle, async (context, { query }) => (await streamLedgerBundle(context, query)) as never),
  defineRoute(
    readEntry,
    (context, { params }) => readLedgerEntry(context, params.entryId),
    async (context) => ({
      params: {
        entryId: await record(context, {
          action: 'canary.planted',
          object: { kind: 'specimen', id: newId(context.services.clock) },
        }),
      },
    }),
  ),
]
