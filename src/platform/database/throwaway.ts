/**
 * A migrated database that lives as long as one function: for the schema dump, the generated types and commands that
 * keep nothing. In memory where the machine has /dev/shm, and without fsync.
 */
import { access, chmod, constants, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installJobSchema } from '../job/schema.ts'
import type { Log } from '../log/log.ts'
import type { PostgresMajor } from './embedded-binaries.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded.ts'
import { migrateDatabase } from './migrate.ts'

export interface ThrowawayOptions {
  readonly log: Log
  readonly major?: PostgresMajor
}

/** Starts a server, migrates its database, runs the function, and removes every trace. */
export async function withThrowawayDatabase<Result>(
  options: ThrowawayOptions,
  run: (server: EmbeddedPostgres) => Promise<Result>,
): Promise<Result> {
  const dataDirectory = await createMemoryDirectory('beleg-throwaway-')
  try {
    const server = await startEmbeddedPostgres({
      ...options,
      dataDirectory,
      settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' },
    })
    try {
      await migrateDatabase({
        owner: server.connection('beleg_owner'),
        log: options.log,
        installLibraries: installJobSchema,
      })
      return await run(server)
    } finally {
      await server.stop()
    }
  } finally {
    await rm(dataDirectory, { recursive: true, force: true })
  }
}

/** Makes a fresh directory in memory, else in the temporary directory, that the server's user may enter. */
export async function createMemoryDirectory(prefix: string): Promise<string> {
  const base = await access('/dev/shm', constants.W_OK).then(
    () => '/dev/shm',
    () => tmpdir(),
  )
  const directory = await mkdtemp(join(base, prefix))
  // mkdtemp closes it to others; what lies inside protects itself.
  await chmod(directory, 0o711)
  return directory
}
