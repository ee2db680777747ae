/** What specs of the ledger need: a database with tenants, a vault, entries to record, and the tree as it is stored. */
import { randomBytes } from 'node:crypto'
import type { Services } from '#core/context.ts'
import { createCustodian } from '#platform/crypto/master-key.ts'
import { createVault, type Vault } from '#platform/crypto/vault.ts'
import type { Database } from '#platform/database/database.ts'
import { createTestDatabase, testLog, type TestDatabase } from '#test/database.ts'
import { record } from '../record.ts'
import { sequenceBatch, type Sequencing, type SequencingStep } from '../sequence.ts'
import { openSigningKeys, type SigningKey } from '../signing-key.ts'
import { auditStored } from './audit.ts'

export interface LedgerWorld {
  readonly db: TestDatabase
  readonly masterKey: Buffer
  readonly platform: string
  readonly companies: readonly string[]
  readonly services: Sequencing
  readonly keys: () => Promise<SigningKey[]>
  /** Records entries as a request would, each in a transaction of its own; returns their ids. */
  writeEntries(tenantId: string, count: number, through?: Database): Promise<string[]>
  sequence(onStep?: (step: SequencingStep) => void): ReturnType<typeof sequenceBatch>
  sequenceAll(): Promise<void>
  /** Faults of what is stored, found by looking at every row; empty when there are none. */
  audit(): Promise<string[]>
  close(): Promise<void>
}

export function vaultOf(masterKey: Buffer, database: Database): Vault {
  return createVault({ custodian: createCustodian('environment', masterKey, true), database, clock: database.clock })
}

export async function createLedgerWorld(companies = 2): Promise<LedgerWorld> {
  const db = await createTestDatabase()
  const masterKey = randomBytes(32)
  const { database } = db
  const vault = vaultOf(masterKey, database)
  const services: Sequencing = { database, clock: database.clock, vault, log: testLog }
  const platform = await db.createTenant('platform')
  const ids: string[] = []
  for (let i = 0; i < companies; i += 1) ids.push(await db.createTenant())
  await database.withPlatform('keys of a test', async (tx) => {
    for (const id of [platform, ...ids]) await vault.createTenantKey(tx, id)
  })
  const keys = () => openSigningKeys(services, platform)
  const sequence = async (onStep?: (step: SequencingStep) => void) =>
    sequenceBatch(services, { platformTenantId: platform, keys: await keys(), ...(onStep && { onStep }) })
  return {
    db,
    masterKey,
    platform,
    companies: ids,
    services,
    keys,
    writeEntries: (tenantId, count, through = database) => writeEntries(through, tenantId, count),
    sequence,
    sequenceAll: async () => {
      for (;;) {
        const batch = await sequence()
        if (batch.entries === 0) return
      }
    },
    audit: async () => auditStored(db.owner, platform, await keys()),
    close: () => db.close(),
  }
}

export async function writeEntries(database: Database, tenantId: string, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i += 1) {
    ids.push(
      await database.withTenant(tenantId, (tx) =>
        record(
          {
            tx,
            actor: { kind: 'system', tenantId, name: 'spec', locale: 'en' },
            origin: { requestId: 'spec', address: null, userAgent: null },
            // Recording asks for the clock only.
            services: { clock: database.clock } as Services,
          },
          { action: 'spec.written', object: { kind: 'thing', id: String(i) } },
        ),
      ),
    )
  }
  return ids
}
