/**
 * The keys that sign heads of trees: Ed25519, their seeds sealed by the vault under the platform tenant's keys. A key
 * that got a successor signs on beside it for `overlapMs`, so that whoever knows only the old one learns the new one in
 * time. Nothing is ever changed in their table: until when a key signs follows from when its successor was made.
 */
import type { Vault } from '#platform/crypto/vault.ts'
import type { Clock } from '#platform/clock/clock.ts'
import type { Database } from '#platform/database/database.ts'
import { newId } from '#platform/database/id.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { awaitTurn } from '#platform/database/turn.ts'
import { generateSeed } from './note.ts'

export interface SigningKey {
  readonly id: string
  readonly seed: Buffer
  readonly publicKey: Buffer
}

export interface PublicSigningKey {
  readonly id: string
  readonly publicKey: Buffer
  readonly createdAt: Date
  /** Null for the newest. */
  readonly signsUntil: Date | null
}

interface Keeping {
  readonly clock: Clock
  readonly vault: Vault
}

/** How long a replaced key signs beside its successor: 90 days, the longest that an auditor's head is likely to be old. */
export const overlapMs = 90 * 86_400_000

const cellOf = (id: string) => ({ table: 'ledger_signing_keys', row: id, column: 'seed' })

/** The origin of an instance's own tree, and of a tenant's; also the names of the keys in signatures. */
export function originOf(platformTenantId: string, tenantId?: string): string {
  return tenantId === undefined ? `beleg/${platformTenantId}` : `beleg/${platformTenantId}/${tenantId}`
}

/** All keys of the tenant, oldest first. */
export async function listSigningKeys(tx: TenantTx): Promise<PublicSigningKey[]> {
  const rows = await tx.db
    .selectFrom('ledger_signing_keys')
    .select(['id', 'public_key', 'created_at'])
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map((row, i) => {
    const next = rows[i + 1]
    return {
      id: row.id,
      publicKey: row.public_key,
      createdAt: row.created_at,
      signsUntil: next === undefined ? null : new Date(next.created_at.getTime() + overlapMs),
    }
  })
}

/** Adds a key, which signs from now on; the one before it overlaps. */
export async function addSigningKey(keeping: Keeping, tx: TenantTx): Promise<PublicSigningKey> {
  const { seed, publicKey } = generateSeed()
  const id = newId(keeping.clock)
  const keys = await keeping.vault.keysOf(tx)
  const createdAt = keeping.clock.now()
  await tx.db
    .insertInto('ledger_signing_keys')
    .values({
      tenant_id: tx.tenantId,
      id,
      public_key: publicKey,
      seed: keys.seal(cellOf(id), seed),
      created_at: createdAt,
    })
    .execute()
  return { id, publicKey, createdAt, signsUntil: null }
}

/** The keys that sign now, oldest first; makes the first one. Safe in several processes at once. */
export async function openSigningKeys(
  keeping: Keeping & { readonly database: Database },
  tenantId: string,
): Promise<SigningKey[]> {
  return keeping.database.withTenant(tenantId, async (tx) => {
    const readAll = () => listSigningKeys(tx)
    let known = await readAll()
    if (known.length === 0) {
      await awaitTurn(tx, 'first signing key')
      known = await readAll()
      if (known.length === 0) known = [await addSigningKey(keeping, tx)]
    }
    const now = keeping.clock.now()
    const signing = known.filter((key) => key.signsUntil === null || key.signsUntil > now)
    const sealed = await tx.db
      .selectFrom('ledger_signing_keys')
      .select(['id', 'seed'])
      .where('tenant_id', '=', tx.tenantId)
      .where(
        'id',
        'in',
        signing.map((key) => key.id),
      )
      .execute()
    const keys = await keeping.vault.keysOf(tx)
    return signing.flatMap(({ id, publicKey }) => {
      const row = sealed.find((one) => one.id === id)
      return row === undefined ? [] : [{ id, publicKey, seed: keys.open(cellOf(id), row.seed) }]
    })
  })
}
