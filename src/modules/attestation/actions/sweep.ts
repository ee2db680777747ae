/**
 * What comes with time: copies end, what nobody confirmed is forgotten, and those who answer are reminded. A copy stops
 * being served by itself at the instant (`standstillOf`); here the case and the file follow.
 */
import { listClocks } from '#core/case/store.ts'
import type { Context, Services } from '#core/context.ts'
import { readTenants } from '#core/evidence/collect.ts'
import { record } from '#core/ledger/record.ts'
import { defineRecurring } from '#platform/job/recurring.ts'
import type { Standstill } from '../contract.ts'
import { lifetimes } from '../rules.ts'
import { findCopyOf, listLiveCopies } from '../store/copy.ts'
import { deleteUnconfirmed, findRequest, listToRemind, lockRequest, updateRequest } from '../store/request.ts'
import { endCopy } from './end.ts'
import { readStandstill } from './fetch.ts'
import { asHouse, tellHandlers } from './house.ts'

/** Name of the recurring work. */
export const attestationWork = 'attestation.sweep'

export const sweepAttestations = defineRecurring<Services>(attestationWork, 60_000, async (run, services) => {
  for (const tenant of await readTenants(services)) {
    run.signal.throwIfAborted()
    if (!tenant.canary) await sweepTenant(services, tenant.id)
  }
})

/** One round for one tenant. */
export async function sweepTenant(services: Services, tenantId: string): Promise<void> {
  const { database, clock, log } = services
  const within = <T>(work: (context: Context) => Promise<T>) =>
    database.withTenant(tenantId, (tx) => work(asHouse(services, tx)))
  const now = clock.now()
  const { copies, due } = await within(async ({ tx }) => {
    await deleteUnconfirmed(tx, new Date(now.getTime() - lifetimes.confirmMs))
    return {
      copies: (await listLiveCopies(tx)).map((copy) => copy.request_id),
      due: await listToRemind(tx, new Date(now.getTime() + lifetimes.remindMs)),
    }
  })
  const each = async (ids: readonly string[], work: (context: Context, id: string) => Promise<void>) => {
    for (const id of ids)
      // Each in a transaction of its own: one that cannot be done keeps no other back.
      await within((context) => work(context, id)).catch((error: unknown) =>
        log.warn({ err: error, tenantId, request: id }, 'a request could not be seen to'),
      )
  }
  await each(copies, endWhereOver)
  await each(due, remindOf)
}

async function endWhereOver(context: Context, requestId: string): Promise<void> {
  const copy = await findCopyOf(context.tx, requestId)
  if (copy === undefined || copy.ended_at !== null) return
  const standstill = await readStandstill(context, copy)
  if (standstill === null) return
  const row = await lockRequest(context.tx, { id: requestId })
  if (!row) return
  const early: readonly Standstill[] = ['nda_over', 'certificate_over']
  const tells = early.includes(standstill)
  const reason = tells ? context.services.texts.text(row.locale, `attestation.standstill.${standstill}`) : null
  await endCopy(context, row, copy, { as: 'expired', reason, tells })
}

async function remindOf(context: Context, requestId: string): Promise<void> {
  const row = await lockRequest(context.tx, { id: requestId })
  const found = await findRequest(context.tx, requestId)
  const [clock] = await listClocks(context.tx, [requestId])
  if (!row || !found || found.closed_at !== null || row.reminded_at !== null || clock === undefined) return
  await updateRequest(context.tx, { ...row, reminded_at: context.services.clock.now() })
  await record(context, { action: 'attestation.reminded', object: { kind: 'attestation', id: requestId } })
  await tellHandlers(context, 'attestation.due', {
    requestId,
    number: found.number ?? 0,
    dueAt: clock.due_at,
  })
}
