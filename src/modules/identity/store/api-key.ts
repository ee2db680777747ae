/** SQL on API keys. Only hashes are stored. */
import type { BuiltInRole } from '#core/permission.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Permission } from '#platform/http/endpoint.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { sql } from 'kysely'

/** @throws DatabaseError of `api_keys_scoped` or `api_keys_expiry` for a key without scope or end. */
export async function insertApiKey(
  tx: TenantTx,
  key: {
    id: string
    accountId: string
    name: string
    hash: Buffer
    prefix: string
    permissions: readonly string[]
    at: Date
    expiresAt: Date
  },
): Promise<void> {
  await sql`
    insert into beleg.api_keys (tenant_id, id, account_id, name, hash, prefix, permissions, created_at, expires_at)
    values (${tx.tenantId}, ${key.id}, ${key.accountId}, ${key.name}, ${key.hash}, ${key.prefix},
      ${[...key.permissions]}, ${key.at}, ${key.expiresAt})`.execute(tx.db)
}

export interface ApiKeyRow {
  readonly id: string
  readonly account_id: string
  readonly person_id: string
  readonly owner_name: Buffer
  readonly name: string
  readonly prefix: string
  readonly permissions: string[]
  readonly created_at: Date
  readonly expires_at: Date
  readonly last_used_at: Date | null
  readonly revoked_at: Date | null
}

const keyColumns = sql`k.id, k.account_id, a.person_id, p.name as owner_name, k.name, k.prefix, k.permissions, k.created_at,
  k.expires_at, k.last_used_at, k.revoked_at`
const keyTables = sql`beleg.api_keys k
  join beleg.accounts a on a.tenant_id = k.tenant_id and a.id = k.account_id
  join beleg.people p on p.tenant_id = a.tenant_id and p.subject_id = a.person_id`

/** Of one account, or of all (null); newest first. */
export async function listApiKeyRows(tx: TenantTx, accountId: string | null): Promise<ApiKeyRow[]> {
  const { rows } = await sql<ApiKeyRow>`
    select ${keyColumns} from ${keyTables}
    where k.tenant_id = ${tx.tenantId} and (${accountId}::uuid is null or k.account_id = ${accountId}::uuid)
    order by k.id desc limit 1000`.execute(tx.db)
  return rows
}

/** One key with its owner. */
export async function findApiKeyRow(tx: TenantTx, keyId: string): Promise<ApiKeyRow | null> {
  const { rows } = await sql<ApiKeyRow>`
    select ${keyColumns} from ${keyTables} where k.tenant_id = ${tx.tenantId} and k.id = ${keyId}`.execute(tx.db)
  return rows[0] ?? null
}

/** False when it was revoked already. */
export async function revokeApiKeyRow(tx: TenantTx, keyId: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    update beleg.api_keys set revoked_at = ${at}
    where tenant_id = ${tx.tenantId} and id = ${keyId} and revoked_at is null returning id`.execute(tx.db)
  return rows.length === 1
}

export interface PresentedKey {
  readonly id: string
  readonly account_id: string
  readonly person_id: string
  readonly permissions: Permission[]
  readonly last_used_at: Date | null
  readonly roles: BuiltInRole[]
  readonly locale: Locale
  /** Of the tenant. */
  readonly kind: 'platform' | 'company'
  /** Neither expired nor revoked, and the owner active with both factors. */
  readonly usable: boolean
}

/** The key of a hash with all that decides whether it opens: one query, whatever is wrong with it. */
export async function findPresentedKey(tx: TenantTx, hash: Buffer, now: Date): Promise<PresentedKey | null> {
  const { rows } = await sql<PresentedKey>`
    select k.id, k.account_id, a.person_id, k.permissions, k.last_used_at, a.roles, a.locale, t.kind,
      (k.expires_at is not null and k.expires_at > ${now} and k.revoked_at is null and a.state = 'active'
        and t.state = 'active'
        and exists (select from beleg.credentials c where c.tenant_id = a.tenant_id and c.account_id = a.id)
        and exists (select from beleg.totp_factors f
          where f.tenant_id = a.tenant_id and f.account_id = a.id and f.confirmed_at is not null)) as usable
    from beleg.api_keys k
    join beleg.accounts a on a.tenant_id = k.tenant_id and a.id = k.account_id
    join beleg.tenants t on t.id = k.tenant_id
    where k.tenant_id = ${tx.tenantId} and k.hash = ${hash}`.execute(tx.db)
  return rows[0] ?? null
}

/** True when the last use was long enough ago to be written again. */
export async function touchApiKey(tx: TenantTx, keyId: string, at: Date, notSince: Date): Promise<boolean> {
  const { rows } = await sql`
    update beleg.api_keys set last_used_at = ${at}
    where tenant_id = ${tx.tenantId} and id = ${keyId} and (last_used_at is null or last_used_at < ${notSince})
    returning id`.execute(tx.db)
  return rows.length === 1
}
