/** The routes of the ledger. */
import type { Outlets } from '#core/ledger/outlet.ts'
import { record } from '#core/ledger/record.ts'
import { defineRoute, type Route } from '#core/module.ts'
import { newId } from '#platform/database/id.ts'
import { exportEntriesAs } from './actions/export.ts'
import { listLedgerEntries, readLedgerEntry } from './actions/read.ts'
import { addKey, readState, requestHeadPublication } from './actions/head.ts'
import {
  addHeadRecipient,
  endHeadSubscription,
  presentRecipients,
  readHeadSubscription,
  removeHeadRecipient,
} from './actions/recipient.ts'
import {
  addRecipient,
  endSubscription,
  exportBundle,
  exportEntries,
  listEntries,
  listRecipients,
  measureBundle,
  readEntry,
  readLedgerState,
  readSubscription,
  removeRecipient,
  requestPublication,
  rotateSigningKey,
} from './contract.ts'
import { measureLedgerBundle, streamLedgerBundle } from './export.ts'

/** Built with the outlets of this instance, whose names are shown. */
export function ledgerRoutes(outlets: Outlets): readonly Route[] {
  return [...entryRoutes, ...headRoutes(outlets), ...recipientRoutes]
}

const entryRoutes: readonly Route[] = [
  defineRoute(listEntries, (context, { query }) => listLedgerEntries(context, query)),
  defineRoute(measureBundle, (context, { query }) => measureLedgerBundle(context, query)),
  // The HTTP layer turns both streams into downloads.
  defineRoute(exportBundle, async (context, { query }) => (await streamLedgerBundle(context, query)) as never),
  defineRoute(exportEntries, async (context, { query }) => (await exportEntriesAs(context, query)) as never),
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

function headRoutes(outlets: Outlets): readonly Route[] {
  return [
    defineRoute(readLedgerState, (context) => readState(context, outlets)),
    defineRoute(requestPublication, async (context) => {
      await requestHeadPublication(context)
      return undefined
    }),
    defineRoute(rotateSigningKey, (context) => addKey(context)),
  ]
}

const recipientRoutes: readonly Route[] = [
  defineRoute(listRecipients, (context, { query }) => presentRecipients(context, query)),
  defineRoute(addRecipient, (context, { body }) => addHeadRecipient(context, body)),
  defineRoute(
    removeRecipient,
    async (context, { params }) => {
      await removeHeadRecipient(context, params.recipientId)
      return undefined
    },
    async (context) => {
      const email = `specimen-${newId(context.services.clock)}@example.invalid`
      return { params: { recipientId: (await addHeadRecipient(context, { email, locale: 'en' })).id } }
    },
  ),
  defineRoute(readSubscription, (context, { params }) => readHeadSubscription(context, params.token)),
  defineRoute(endSubscription, async (context, { params }) => {
    await endHeadSubscription(context, params.token)
    return undefined
  }),
]
