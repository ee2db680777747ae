/**
 * Who sends a request: by the session cookie or by an API key, never by anything else. Every condition is read anew
 * with each request, so that a deactivation, a lost factor, a changed role or an expiry counts at once.
 */
import type { Actor, Services } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { permissionsOf, type PermissionTable } from '#core/permission.ts'
import { parseApiKey, readToken } from '#platform/crypto/token.ts'
import { newId } from '#platform/database/id.ts'
import { hasTwoFactors, lifetimes } from '../rules.ts'
import { findPresentedKey, touchApiKey } from '../store/api-key.ts'
import { findLiveSession, insertSignIn, touchSession } from '../store/session.ts'

type Doors = Pick<Services, 'clock' | 'database' | 'personKeys'>

export interface Credentials {
  /** Value of the session cookie. */
  readonly cookie: string | null
  /** The Authorization header. When there is one, the cookie does not count. */
  readonly authorization: string | null
  /** A stream that only stays open is no activity: it must not keep a session from going idle. */
  readonly passive?: boolean
}

/**
 * The actor of a request, or null: nobody, or somebody who may not. Never says which.
 * @param table the permissions of all modules
 */
export async function authenticate(
  services: Doors,
  table: PermissionTable,
  credentials: Credentials,
): Promise<Extract<Actor, { kind: 'account' | 'api-key' }> | null> {
  if (credentials.authorization !== null) return authenticateKey(services, table, credentials.authorization)
  return credentials.cookie === null
    ? null
    : authenticateSession(services, table, credentials.cookie, credentials.passive === true)
}

async function authenticateSession(services: Doors, table: PermissionTable, cookie: string, passive: boolean) {
  const token = readToken(cookie)
  if (!token) return null
  const now = services.clock.now()
  const seenAfter = new Date(now.getTime() - lifetimes.sessionIdleMs)
  return services.database.withTenant(token.tenantId, async (tx) => {
    const session = await findLiveSession(tx, { tokenHash: token.hash, now, seenAfter })
    // The database has the same rule; here it holds even when somebody took it away there.
    if (!session || !hasTwoFactors(session.methods)) return null
    const due = now.getTime() - session.last_seen_at.getTime() >= lifetimes.seenEveryMs
    if (due && !passive) await touchSession(tx, session.id, now)
    return {
      kind: 'account' as const,
      tenantId: token.tenantId,
      accountId: session.account_id,
      personId: session.person_id,
      sessionId: session.id,
      roles: session.roles,
      permissions: permissionsOf(table, session.roles, session.kind),
      locale: session.locale,
      stepUpAt: session.step_up_at,
      ...(session.support_tenant_id !== null &&
        session.support_visit_id !== null && {
          visit: { tenantId: session.support_tenant_id, visitId: session.support_visit_id },
        }),
    }
  })
}

async function authenticateKey(services: Doors, table: PermissionTable, authorization: string) {
  const presented = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
  const parsed = presented === undefined ? null : parseApiKey(presented)
  if (!parsed?.ok) return null
  const now = services.clock.now()
  return services.database.withTenant(parsed.tenantId, async (tx) => {
    const key = await findPresentedKey(tx, parsed.hash, now)
    if (!key) return null
    const held = permissionsOf(table, key.roles, key.kind)
    const actor = {
      kind: 'api-key' as const,
      tenantId: parsed.tenantId,
      accountId: key.account_id,
      personId: key.person_id,
      keyId: key.id,
      roles: key.roles,
      // Never more than its owner has today.
      permissions: new Set(key.permissions.filter((permission) => held.has(permission))),
      locale: key.locale,
    }
    const notSince = new Date(now.getTime() - lifetimes.keyUseEveryMs)
    if (await touchApiKey(tx, key.id, now, notSince)) {
      if (key.usable)
        await insertSignIn(tx, { id: newId(services.clock), accountId: key.account_id, keyId: key.id, at: now })
      const origin = { requestId: 'authenticate', address: null, userAgent: null }
      await record(
        { tx, actor, origin, services },
        { action: key.usable ? 'api-key.used' : 'api-key.refused', object: { kind: 'api-key', id: key.id } },
      )
    }
    return key.usable ? actor : null
  })
}

/**
 * The tenant that an anonymous request is for: named by the token of a login or link, or by the short name of a
 * tenant. Null when it names none; the HTTP layer then takes the tenant of the address. A token is looked up only
 * behind the row-level security of the tenant it names, so naming another one finds nothing.
 */
export async function findNamedTenant(
  services: Pick<Services, 'database'>,
  named: { loginId?: unknown; token?: unknown; tenant?: unknown },
): Promise<string | null> {
  for (const token of [named.loginId, named.token]) {
    const read = typeof token === 'string' ? readToken(token) : null
    if (read) return read.tenantId
  }
  const slug = named.tenant
  if (typeof slug !== 'string' || slug.length > 63) return null
  const row = await services.database.withPlatform('tenant by short name', (tx) =>
    tx.db.selectFrom('tenants').select('id').where('slug', '=', slug).where('state', '=', 'active').executeTakeFirst(),
  )
  return row?.id ?? null
}
