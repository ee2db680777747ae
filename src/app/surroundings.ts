/**
 * What this process knows of the instance around it: the other processes and their listeners, refreshed every few
 * seconds. Probes ask synchronously; what they get is at most one refresh old.
 */
import { hostname } from 'node:os'
import type { Services } from '#core/context.ts'
import type { Surroundings } from '#modules/cryptography/module.ts'
import type { SiemTarget } from '#modules/siem/target.ts'
import { listProcesses, seenEveryMs, type InstanceProcess } from './presence.ts'

export interface KnownSurroundings extends Omit<Surroundings, 'columns'> {
  /** Base URLs of the servers of this instance that this machine reaches, plain loopback first. */
  readonly serverUrls: () => readonly string[]
  /** Where the ledger is forwarded to; null: nowhere. */
  readonly siem: SiemTarget | null
  /** Whom to ask for names; empty: whom this machine asks. */
  readonly dnsServers: readonly string[]
  /** Looks now, and every few seconds until `stop`. */
  watch(services: Pick<Services, 'database' | 'clock' | 'log'>): Promise<() => void>
}

/** Creates the knowledge, empty until `watch` has looked once. */
export function createSurroundings(given: {
  publicUrl: string | null
  databaseDirectory: string | null
  siem?: SiemTarget | null
  dnsServers?: readonly string[]
}): KnownSurroundings {
  let processes: readonly InstanceProcess[] = []
  const here = () => processes.filter((process) => process.host === hostname())
  const listeners = () => here().flatMap((process) => process.listeners)
  return {
    pids: () => here().map((process) => process.pid),
    listeners: () => listeners().map(({ host, port }) => ({ address: host, port })),
    publicUrls: () => (given.publicUrl === null ? [] : [given.publicUrl]),
    databaseDirectory: given.databaseDirectory,
    siem: given.siem ?? null,
    dnsServers: given.dnsServers ?? [],
    serverUrls: () =>
      listeners()
        .toSorted((a, b) => Number(a.protocol === 'https') - Number(b.protocol === 'https'))
        .map(({ protocol, host, port }) => `${protocol}://${reachable(host)}:${port}`),
    async watch(services) {
      const look = async () => {
        processes = await listProcesses(services.database, services.clock)
      }
      await look()
      const timer = setInterval(() => {
        look().catch((error: unknown) => services.log.debug({ err: error }, 'the processes could not be listed'))
      }, seenEveryMs)
      return () => clearInterval(timer)
    },
  }
}

/** A wildcard address is reached by loopback. */
function reachable(host: string): string {
  if (host === '::' || host === '0.0.0.0') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
