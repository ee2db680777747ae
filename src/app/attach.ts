/**
 * How the command line comes to an instance: the one that runs on this data directory or database, else none. It never
 * starts or changes anything that was not running.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLog } from '#platform/log/log.ts'
import type { Config } from './config.ts'
import { openInstance, type Instance } from './instance.ts'
import { listProcesses, type InstanceProcess } from './presence.ts'

export interface Attached {
  readonly instance: Instance
  readonly processes: readonly InstanceProcess[]
}

/** The running instance; null when none runs. Close `instance` when done: it keeps running. */
export async function attachToRunning(config: Config): Promise<Attached | null> {
  if (config.databaseUrl === null && !isServerAlive(config.dataDirectory)) return null
  const instance = await openInstance(config, { log: createLog({ level: 'silent', process: 'cli' }) })
  const processes = await listProcesses(instance.services.database, instance.services.clock).catch(() => [])
  if (processes.some((process) => process.role !== 'server')) {
    await instance.surroundings.watch(instance.services).then((stop) => stop())
    return { instance, processes }
  }
  await instance.close()
  return null
}

/** Whether an embedded server runs on the directory, without touching it. */
export function isServerAlive(dataDirectory: string): boolean {
  const pidFile = join(dataDirectory, 'postgres-18', 'postmaster.pid')
  if (!existsSync(pidFile)) return false
  try {
    process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 0)
    return true
  } catch (error) {
    // Alive, but of another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
