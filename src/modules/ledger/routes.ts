/** The routes of the ledger. */
import { record } from '#core/ledger/record.ts'
import { defineRoute, type Route } from '#core/module.ts'
import { newId } from '#platform/database/id.ts'
import { listLedgerEntries, readLedgerEntry } from './actions.ts'
import { listEntries, readEntry } from './contract.ts'

export const ledgerRoutes: readonly Route[] = [
  defineRoute(listEntries, (context, { query }) => listLedgerEntries(context, query)),
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
