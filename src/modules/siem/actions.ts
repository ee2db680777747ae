/**
 * Forwarding, and how it stands. Entries leave in the order of their places, each tenant by a cursor of its own that
 * moves only after a delivery that the receiver ended in order: at least once, none left out, on from where it was after
 * a kill or after the SIEM was away. No transaction is open while the network is waited for.
 */
import { hostname } from 'node:os'
import type { Context, Services } from '#core/context.ts'
import { tellPlacedEntries } from '#modules/ledger/actions/read.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { Problem } from '#platform/http/problem.ts'
import { version } from '#platform/version.ts'
import type { readForwarding } from './contract.ts'
import { frameOf, pauseAfter } from './rules.ts'
import { listBehind, moveCursor, noteAttempt, readCursor, readTarget, type Behind, type TargetState } from './store.ts'
import { nameOf, type SiemTarget } from './target.ts'
import { deliver } from './wire.ts'

/** Entries of one tenant in a delivery, and of all: some megabytes. */
const mostOfTenant = 500
const mostInDelivery = 2_000
/** So long one run goes on with a backlog; the next one follows at once. */
const runMs = 5_000

/** Forwards what there is, for some seconds. @throws Problem of the database; what the network does is noted only */
export async function forwardEntries(services: Services, target: SiemTarget, signal: AbortSignal): Promise<void> {
  const name = nameOf(target)
  const { database, clock, log } = services
  const startedMs = performance.now()
  while (!signal.aborted && performance.now() - startedMs < runMs) {
    const { state, behind } = await database.withPlatform('look what to forward', async (tx) => ({
      state: await readTarget(tx, name),
      behind: await listBehind(tx, name),
    }))
    if (behind.length === 0 || isPausing(state, clock.now())) return
    const batch = await gather(services, behind)
    try {
      await deliver(target, batch.frames, signal)
    } catch (error) {
      // A stop is no failure of the SIEM; what was under way is sent again.
      if (signal.aborted) return
      if (!(error instanceof Problem)) throw error
      if (state?.failure?.code !== error.code)
        log.warn({ target: name, problem: error.code, ...error.params }, 'the SIEM could not be reached')
      await database.withPlatform('note a failed delivery', (tx) =>
        noteAttempt(tx, name, clock.now(), { code: error.code, params: error.params }),
      )
      return
    }
    const at = clock.now()
    await database.withPlatform('note a delivery', async (tx) => {
      for (const { tenantId, nextPlace } of batch.cursors)
        await moveCursor(tx, { target: name, tenantId, nextPlace, at })
      await noteAttempt(tx, name, at, null)
    })
    if (state !== null && state.failures > 0) log.info({ target: name }, 'the SIEM takes entries again')
  }
}

function isPausing(state: TargetState | null, now: Date): boolean {
  return state !== null && now.getTime() - state.triedAt.getTime() < pauseAfter(state.failures)
}

/** Frames of every tenant that waits, in the order of its places, and where each stands once they have arrived. */
async function gather(services: Services, behind: readonly Behind[]) {
  const sender = { hostName: hostname(), version }
  const frames: Buffer[] = []
  const cursors: { tenantId: string; nextPlace: number }[] = []
  for (const { tenantId, nextPlace, size } of behind) {
    const room = Math.min(mostOfTenant, mostInDelivery - frames.length, size - nextPlace)
    if (room <= 0) break
    const entries = await services.database.withTenant(tenantId, (tx) =>
      tellPlacedEntries({ tx, services }, nextPlace, room),
    )
    // An altered ledger may lack one: the collector of its integrity says so, and what is there is forwarded.
    for (const entry of entries) frames.push(frameOf(entry, sender))
    cursors.push({ tenantId, nextPlace: nextPlace + room })
  }
  return { frames, cursors }
}

/** How the forwarding stands, of all tenants together. */
export interface ForwardingState {
  readonly target: string
  readonly entriesBehind: number
  readonly state: TargetState | null
}

/** Reads how the forwarding stands. */
export async function readForwardingState(
  services: Pick<Services, 'database'>,
  target: SiemTarget,
): Promise<ForwardingState> {
  const name = nameOf(target)
  return services.database.withPlatform(
    'state of the forwarding',
    async (tx) => {
      const behind = await listBehind(tx, name)
      const entriesBehind = behind.reduce((sum, { nextPlace, size }) => sum + size - nextPlace, 0)
      return { target: name, entriesBehind, state: await readTarget(tx, name) }
    },
    { independent: true },
  )
}

/** The same for administrators of the platform; to everybody else there is nothing to see. */
export async function tellForwarding(
  { tx, services, actor }: Context,
  target: SiemTarget | null,
): Promise<OutputOf<typeof readForwarding>> {
  const tenant = await tx.db.selectFrom('tenants').select('kind').where('id', '=', tx.tenantId).executeTakeFirst()
  if (target === null || tenant?.kind !== 'platform') return { forwarding: null }
  const { entriesBehind, state } = await readForwardingState(services, target)
  const cursor = await services.database.withPlatform(
    'cursor of the platform tenant',
    (platform) => readCursor(platform, nameOf(target), tx.tenantId),
    { independent: true },
  )
  const { failure } = state ?? { failure: null }
  return {
    forwarding: {
      target: nameOf(target),
      // The cursor stands at the place that comes next.
      lastPlace: cursor === null || cursor.nextPlace === 0 ? null : cursor.nextPlace - 1,
      entriesBehind,
      triedAt: state?.triedAt.toISOString() ?? null,
      succeededAt: state?.succeededAt?.toISOString() ?? null,
      failure: failure === null ? null : services.texts.text(actor.locale, `problem.${failure.code}`, failure.params),
    },
  }
}
