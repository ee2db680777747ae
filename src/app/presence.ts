/**
 * Which processes make up this instance, and where they listen: written by each process about itself, read by the
 * probes and the command line. A process that has not been seen for fifteen seconds is gone.
 */
import { hostname } from 'node:os'
import type { Services } from '#core/context.ts'
import { newId } from '#platform/database/id.ts'
import type { Database } from '#platform/database/database.ts'
import type { Clock } from '#platform/clock/clock.ts'
import { z } from 'zod'

export const listenerSchema = z.object({
  protocol: z.enum(['http', 'https']),
  host: z.string(),
  port: z.number().int(),
})
export type Listener = z.infer<typeof listenerSchema>

export interface InstanceProcess {
  readonly id: string
  readonly role: 'all' | 'server' | 'worker'
  readonly host: string
  readonly pid: number
  readonly listeners: readonly Listener[]
}

export const seenEveryMs = 5_000
const goneAfterMs = 3 * seenEveryMs

/** Announces this process until the returned function is called. */
export async function announceProcess(
  services: Pick<Services, 'database' | 'clock' | 'log'>,
  role: InstanceProcess['role'],
  listeners: readonly Listener[],
): Promise<() => Promise<void>> {
  const { database, clock, log } = services
  const id = newId(clock)
  const row = {
    id,
    role,
    host: hostname(),
    pid: process.pid,
    started_at: clock.now(),
    listeners: JSON.stringify(listeners),
  }
  const see = () =>
    database.withPlatform('announce this process', async (tx) => {
      await tx.db
        .insertInto('instance_processes')
        .values({ ...row, seen_at: clock.now() })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at: clock.now() }))
        .execute()
      await tx.db
        .deleteFrom('instance_processes')
        .where('seen_at', '<', new Date(clock.now().getTime() - goneAfterMs))
        .execute()
    })
  await see()
  const timer = setInterval(() => {
    see().catch((error: unknown) => log.debug({ err: error }, 'this process could not be announced'))
  }, seenEveryMs)
  return async () => {
    clearInterval(timer)
    await database
      .withPlatform('take leave', (tx) => tx.db.deleteFrom('instance_processes').where('id', '=', id).execute())
      .catch((error: unknown) => log.debug({ err: error }, 'this process could not take leave'))
  }
}

/** The processes that were seen lately. */
export async function listProcesses(database: Database, clock: Clock): Promise<InstanceProcess[]> {
  const rows = await database.withPlatform('list the processes', (tx) =>
    tx.db
      .selectFrom('instance_processes')
      .select(['id', 'role', 'host', 'pid', 'listeners'])
      .where('seen_at', '>=', new Date(clock.now().getTime() - goneAfterMs))
      .orderBy('started_at')
      .execute(),
  )
  return rows.map((row) => ({
    id: row.id,
    // Held to the three by a check of the table.
    role: row.role as InstanceProcess['role'],
    host: row.host,
    pid: row.pid,
    listeners: z.array(listenerSchema).parse(row.listeners),
  }))
}
