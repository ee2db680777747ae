/**
 * Starts a process of an instance: everything that `openInstance` opens, the platform tenant, the server and the worker
 * as configured, and stops it all in order.
 */
import { startSequencer } from '#core/ledger/sequencer.ts'
import { openInstance, type Instance, type InstanceOptions } from './instance.ts'
import type { Config } from './config.ts'
import { inviteFirstAdministrator, prepareInstance, type FirstRun } from './first-run.ts'
import { announceProcess, type Listener } from './presence.ts'
import { startServing } from './serve.ts'
import { startWork } from './work.ts'

export interface Running {
  readonly instance: Instance
  readonly listeners: readonly Listener[]
  readonly firstRun: FirstRun
  /** Stops taking requests, lets running ones and jobs finish, then closes everything. */
  stop(): Promise<void>
}

/** Starts. @throws Problem or ConfigError; nothing is left running then */
export async function startInstance(config: Config, options: InstanceOptions = {}): Promise<Running> {
  const instance = await openInstance(config, { ...options, takeOver: true })
  const { services, registry } = instance
  const stopping: (() => Promise<unknown> | unknown)[] = [() => instance.close()]
  const stop = async () => {
    for (const step of stopping.toReversed()) await step()
    stopping.length = 0
  }
  try {
    const platformTenantId = await prepareInstance(services, registry, config.organisation)
    // Stopped after everything that records, so that what was recorded to the end gets its place.
    const sequencer = startSequencer(services, platformTenantId, services.ledgerWriter)
    stopping.push(() => sequencer.stop())
    const serving = config.role === 'worker' ? null : await startServing(config, services, registry, platformTenantId)
    if (serving) stopping.push(() => serving.close())
    const listeners = serving?.listeners ?? []
    instance.reachedAt(listeners)
    // A worker has no address to print in a link.
    const enrolment = serving === null ? null : await inviteFirstAdministrator(services, platformTenantId)
    const firstRun = { platformTenantId, enrolment }
    stopping.push(await announceProcess(services, config.role, listeners))
    stopping.push(await instance.surroundings.watch(services))
    if (config.role !== 'server') {
      const worker = await startWork(services, registry)
      stopping.push(() => worker.stop())
    }
    return { instance, listeners, firstRun, stop }
  } catch (error) {
    await stop().catch(() => {})
    throw error
  }
}
