/**
 * Carrying an approved case out, in three steps that each may be the last of a process: the rows are erased and it is
 * recorded, in one transaction; the keys are destroyed, which makes every sealed part of the ledgers unreadable wherever a
 * copy of it is; the case is closed. Whoever comes next goes on where the case says, and doing a step twice is doing it
 * once. A hold that is placed before the first step stops it; afterwards there is nothing left to hold.
 */
import { announce } from '#core/announce.ts'
import type { Context, Services } from '#core/context.ts'
import { holdJudging } from '#core/judging/judge.ts'
import { record } from '#core/ledger/record.ts'
import { listUnerasedPeople, lockErasable } from '#modules/identity/actions/erase.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { mayBecome } from '../rules.ts'
import { listCasesToErase, listHoldsOver, lockCase, markDone, markErasing, takeTurn } from '../store/case.ts'
import { eraseWork } from './erasure.ts'
import { eraseTraces } from './traces.ts'

/** Where a case stands after a step: what a spec ends the process at. */
export type ErasureStep = 'rows-erased' | 'key-destroyed'

/** Carries out what is approved in a tenant. One case that fails does not keep the others from it. */
export async function eraseApproved(services: Services, tenantId: string, signal: AbortSignal): Promise<void> {
  const ids = await services.database.withTenant(tenantId, listCasesToErase)
  const failures: unknown[] = []
  for (const id of ids) {
    signal.throwIfAborted()
    try {
      await eraseCase(services, tenantId, id)
    } catch (error) {
      services.log.error({ err: error, case: id }, 'an erasure could not be carried out and is tried again')
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'erasures failed')
}

/** Carries one case out, or as far as it goes: one that is held, or whose account was reopened, waits. */
export async function eraseCase(
  services: Services,
  tenantId: string,
  caseId: string,
  onStep: (step: ErasureStep) => void = () => {},
): Promise<void> {
  const within = <T>(work: (context: Context) => Promise<T>) =>
    services.database.withTenant(tenantId, (tx) => work(workerContext(services, tx)))
  const personId = await within((context) => eraseRows(context, caseId))
  if (personId === null) return
  onStep('rows-erased')
  await eraseVisits(services, tenantId, personId)
  await services.personKeys.destroy(tenantId, personId)
  onStep('key-destroyed')
  await within((context) => closeCase(context, caseId))
}

/** First step. Returns whose key is next; null when there is nothing to do. */
async function eraseRows(context: Context, caseId: string): Promise<string | null> {
  const { tx, services } = context
  await takeTurn(tx)
  // A judgement under way would write down the name that it has read.
  await holdJudging(tx)
  const row = await lockCase(tx, caseId)
  if (row?.state === 'erasing') return row.person_id
  if (!row || !mayBecome(row.state, 'erasing')) return null
  const person = await lockErasable(context, row.person_id)
  if ((await listHoldsOver(tx, row.person_id)).length > 0 || person.account?.isClosed === false) {
    services.log.info({ case: caseId }, 'an approved erasure waits: held, or the account was reopened')
    return null
  }
  const erased = await eraseTraces(context, person)
  await markErasing(tx, { id: caseId, at: services.clock.now(), erased })
  await recordErased(context, row.person_id, { case: caseId })
  return row.person_id
}

/**
 * An operator left traces in the ledgers of companies that they visited as support, under a key for each. The company's
 * own ledger says that they were erased: its verifier asks for a reason.
 */
async function eraseVisits(services: Services, homeId: string, personId: string): Promise<void> {
  for (const tenantId of await services.personKeys.tenantsOf(personId)) {
    if (tenantId === homeId) continue
    await services.database.withTenant(tenantId, (tx) =>
      recordErased(workerContext(services, tx), personId, { case: null, visitor: true }),
    )
    await services.personKeys.destroy(tenantId, personId)
  }
}

/** Last step. */
async function closeCase(context: Context, caseId: string): Promise<void> {
  const { tx, services } = context
  const row = await lockCase(tx, caseId)
  if (!row || !mayBecome(row.state, 'done')) return
  await markDone(tx, caseId, services.clock.now())
  await record(context, {
    action: 'erasure.completed',
    object: { kind: 'erasure', id: caseId },
    before: { state: 'erasing' },
    after: { state: 'done', person: row.person_id, ...row.erased },
  })
  await announce(tx, 'people')
}

/**
 * After a restore: whoever's key is destroyed and whose rows are there again came out of a backup, and is erased anew.
 * Returns how many it were.
 */
export async function eraseAgain(services: Services, tenantId: string, signal: AbortSignal): Promise<number> {
  const everybody = await services.database.withTenant(tenantId, listUnerasedPeople)
  let again = 0
  for (const personId of everybody) {
    signal.throwIfAborted()
    if ((await services.personKeys.findKey(tenantId, personId)) !== 'erased') continue
    await services.database.withTenant(tenantId, async (tx) => {
      const context = workerContext(services, tx)
      await holdJudging(tx)
      const person = await lockErasable(context, personId)
      if (person.erasedAt !== null) return
      await eraseTraces(context, person)
      await recordErased(context, personId, { case: null, restored: true })
    })
    again += 1
  }
  return again
}

async function recordErased(
  context: Context,
  personId: string,
  after: { case: string | null; restored?: true; visitor?: true },
) {
  await record(context, { action: 'person.erased', object: { kind: 'person', id: personId }, after })
  await announce(context.tx, 'people')
  await announce(context.tx, 'evidence')
}

function workerContext(services: Services, tx: TenantTx): Context {
  return {
    tx,
    services,
    actor: { kind: 'system', tenantId: tx.tenantId, name: eraseWork, locale: 'de' },
    origin: { requestId: eraseWork, address: null, userAgent: null },
  }
}
