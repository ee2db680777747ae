/**
 * Opens what every process of an instance needs, in order: data directory, master key, database (embedded or given),
 * migrations, doors, vault, files, texts. Closing undoes it in reverse.
 */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Services } from '#core/context.ts'
import { createLedgerWriter } from '#core/ledger/writer.ts'
import { openPersonKeys, personKeysOf } from '#core/ledger/person-key.ts'
import type { Registry } from '#core/registry.ts'
import { openBlobs } from '#platform/blob/blob.ts'
import { systemClock, type Clock } from '#platform/clock/clock.ts'
import { openMasterKey, type KeyCustodian } from '#platform/crypto/master-key.ts'
import { createVault, type Vault } from '#platform/crypto/vault.ts'
import { ensureDataDirectory } from '#platform/database/data-directory.ts'
import { connectionsFromUrl, openDatabase, sqlStateOf, type DatabaseOptions } from '#platform/database/database.ts'
import { Problem } from '#platform/http/problem.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform/database/embedded.ts'
import { migrateDatabase } from '#platform/database/migrate.ts'
import type { ServingRole } from '#platform/database/role.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { installJobSchema } from '#platform/job/schema.ts'
import { createLog, type Log } from '#platform/log/log.ts'
import { openMailTransport } from '#platform/mail/transport.ts'
import type { Config } from './config.ts'
import { readAuthority } from '#modules/siem/target.ts'
import { composeRegistry } from './modules.ts'
import type { Listener } from './presence.ts'
import { createSurroundings, type KnownSurroundings } from './surroundings.ts'
import { texts } from './texts.ts'
import { readWorkCalendar } from '#modules/duty/actions/setting.ts'
import { findRegisteredPerson } from '#modules/workforce/actions.ts'
import { readAccountNames, readPersonNames } from '#modules/identity/actions/people.ts'

export interface Instance {
  readonly config: Config
  readonly services: Services
  readonly registry: Registry
  readonly surroundings: KnownSurroundings
  /** Tells where it really listens: a configured port may be 0. */
  reachedAt(listeners: readonly Listener[]): void
  readonly custodian: KeyCustodian
  /** Null when the database was given by URL. */
  readonly embedded: EmbeddedPostgres | null
  close(): Promise<void>
}

export interface InstanceOptions {
  readonly clock?: Clock
  readonly log?: Log
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Embedded PostgreSQL with these settings besides our own. */
  readonly postgresSettings?: Readonly<Record<string, string | number | boolean>>
  /** For processes that serve: keeps the embedded server running when the process that started it is gone. */
  readonly takeOver?: boolean
}

/**
 * Opens an instance.
 * @throws Problem of the part that could not be opened; what was opened before is closed again
 */
export async function openInstance(config: Config, options: InstanceOptions = {}): Promise<Instance> {
  const clock = options.clock ?? systemClock
  const log = options.log ?? createLog({ level: config.logLevel, process: config.role })
  const environment = options.environment ?? process.env
  const closing: (() => Promise<unknown> | unknown)[] = []
  try {
    // A wrong file is told at the start, not by the first entry that does not arrive.
    if (config.siem) await readAuthority(config.siem)
    await ensureDataDirectory(config.dataDirectory)
    const firstStart = !existsSync(join(config.dataDirectory, 'files'))
    const custodian = await openMasterKey({ dataDirectory: config.dataDirectory, environment, mayCreate: firstStart })

    const { connection, embedded, rolePassword } = await openServer(config, custodian, log, options)
    if (embedded) closing.push(() => embedded.stop())
    await migrateDatabase({
      owner: connection('beleg_owner'),
      log,
      clock,
      installLibraries: installJobSchema,
      ...(rolePassword && { rolePassword }),
    }).catch((error: unknown) => {
      throw config.databaseUrl === null ? error : explainGivenDatabase(config.databaseUrl, error)
    })
    const database = openDatabase({ connection, clock, log, name: `beleg ${config.role}` })
    closing.push(() => database.close())

    const vault = createVault({ custodian, database, clock })
    const filesDirectory = join(config.dataDirectory, 'files')
    await mkdir(filesDirectory, { recursive: true, mode: 0o700 })
    const blobs = await openBlobs(filesDirectory)
    const mailTransport = config.mail ? openMailTransport(config.mail.url, config.mail.from) : null
    if (mailTransport) closing.push(() => mailTransport.close())

    const address = { publicUrl: publicUrlOf(config) }
    const services = composeServices({
      clock,
      log,
      database,
      vault,
      blobs,
      personKeys: openPersonKeys(config.personKeysDirectory ?? personKeysOf(config.dataDirectory), custodian),
      mailTransport,
      publicUrl: () => address.publicUrl,
    })
    const surroundings = createSurroundings({
      publicUrl: config.publicUrl,
      databaseDirectory: embedded ? config.dataDirectory : null,
      siem: config.siem,
      dnsServers: config.dnsServers,
    })
    const registry = composeRegistry(surroundings, config.outlets)
    return {
      config,
      surroundings,
      reachedAt: (listeners) => {
        if (config.publicUrl === null) address.publicUrl = publicUrlOf({ ...config, ...portsOf(listeners) })
      },
      services,
      registry,
      custodian,
      embedded,
      close: async () => {
        for (const close of closing.toReversed()) await close()
      },
    }
  } catch (error) {
    for (const close of closing.toReversed()) await Promise.resolve(close()).catch(() => {})
    throw error
  }
}

/** Adds to the technical services what the house itself provides. */
export function composeServices(
  given: Pick<Services, 'clock' | 'log' | 'database' | 'blobs' | 'personKeys' | 'mailTransport'> & {
    readonly vault: Vault
    readonly publicUrl: () => string
  },
): Services {
  return {
    ...given,
    get publicUrl() {
      return given.publicUrl()
    },
    texts,
    ledgerWriter: createLedgerWriter(given.database),
    personNames: (tx: TenantTx, personIds) => readPersonNames(given.vault, tx, personIds),
    accountNames: (tx: TenantTx, accountIds) => readAccountNames(given.vault, tx, accountIds),
    registeredPerson: (tx: TenantTx, email) => findRegisteredPerson(given.vault, tx, email),
    workCalendar: readWorkCalendar,
  }
}

async function openServer(config: Config, custodian: KeyCustodian, log: Log, options: InstanceOptions) {
  if (config.databaseUrl === null) {
    const embedded = await startEmbeddedPostgres({
      dataDirectory: config.dataDirectory,
      log,
      database: 'beleg',
      takeOver: options.takeOver === true,
      ...(options.postgresSettings && { settings: options.postgresSettings }),
    })
    const connection: DatabaseOptions['connection'] = (role) => embedded.connection(role)
    return { connection, embedded, rolePassword: undefined }
  }
  const passwords = new Map<ServingRole, string>()
  for (const role of ['beleg_app', 'beleg_platform'] as const) {
    passwords.set(role, (await custodian.deriveSecret(`database role ${role}`)).toString('base64url'))
  }
  const rolePassword = (role: ServingRole) => passwords.get(role) ?? ''
  return { connection: connectionsFromUrl(config.databaseUrl, { rolePassword }), embedded: null, rolePassword }
}

/** At the start nobody waits for a database to come back: who configured it is told which one does not let us in. */
function explainGivenDatabase(databaseUrl: string, error: unknown): unknown {
  const url = new URL(databaseUrl)
  const place = `${url.searchParams.get('host') ?? (url.host || 'localhost')}${url.pathname}`
  if (error instanceof Problem && error.code === 'database.unavailable') {
    const detail = error.cause instanceof Error ? error.cause.message : ''
    return new Problem(503, 'database.url_unreachable', { params: { place, detail }, cause: error })
  }
  // 28: wrong user or password; 3D000: no such database.
  const state = sqlStateOf(error) ?? ''
  if (!/^(28|3D)/.test(state)) return error
  return new Problem(503, 'database.url_refused', {
    params: { place, detail: error instanceof Error ? error.message : state },
    cause: error,
  })
}

/** Where people reach this instance: as configured, else the plain listener on loopback, else the TLS one. */
export function publicUrlOf(config: Pick<Config, 'publicUrl' | 'http' | 'https'>): string {
  if (config.publicUrl !== null) return config.publicUrl
  const [protocol, listen] = config.http ? (['http', config.http] as const) : (['https', config.https] as const)
  return `${protocol}://localhost:${listen?.port ?? 0}`
}

function portsOf(listeners: readonly Listener[]): Pick<Config, 'http' | 'https'> {
  const find = (protocol: Listener['protocol']) => listeners.find((listener) => listener.protocol === protocol) ?? null
  return { http: find('http'), https: find('https') }
}
