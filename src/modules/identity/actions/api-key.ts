/** API keys: made by a person with two factors, for some of their own permissions, for 90 days at most. */
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { createApiKey as mintApiKey } from '#platform/crypto/token.ts'
import { newId } from '#platform/database/id.ts'
import type { Permission } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import { requireOwnOr, requirePerson, requireSession } from '../actor.ts'
import { cells, keysOf } from '../cell.ts'
import type { ApiKeyView } from '../contract.ts'
import { findApiKeyRow, insertApiKey, listApiKeyRows, revokeApiKeyRow, type ApiKeyRow } from '../store/api-key.ts'

const dayMs = 24 * 3_600_000
/** Of "beleg_" and 54 letters that begin with the tenant: so much that two keys of a tenant can be told apart. */
const shownEnd = 6

/** @throws Problem 422 `api-key.permission_not_held` naming each */
export async function createApiKey(
  context: Context,
  given: { name: string; permissions: readonly string[]; days: number },
): Promise<{ key: ApiKeyView; secret: string }> {
  const actor = requireSession(context)
  const { tx, services } = context
  const held: ReadonlySet<string> = actor.permissions
  const issues = given.permissions.flatMap((permission, index): ProblemIssue[] =>
    held.has(permission)
      ? []
      : [{ pointer: `/permissions/${index}`, code: 'permission.not_held', params: { permission } }],
  )
  if (issues.length > 0) throw new Problem(422, 'api-key.permission_not_held', { issues })
  const at = services.clock.now()
  const id = newId(services.clock)
  const { key: secret, hash } = mintApiKey(tx.tenantId)
  const permissions = [...new Set(given.permissions)].toSorted()
  const expiresAt = new Date(at.getTime() + given.days * dayMs)
  const prefix = `beleg_…${secret.slice(-shownEnd)}`
  await insertApiKey(tx, { id, accountId: actor.accountId, name: given.name, hash, prefix, permissions, at, expiresAt })
  await record(context, {
    action: 'api-key.created',
    object: { kind: 'api-key', id },
    after: { permissions, expiresAt: expiresAt.toISOString(), owner: actor.personId },
    // A name of one's own choosing often names oneself.
    about: { personId: actor.personId, after: { name: given.name } },
  })
  const row = await findApiKeyRow(tx, id)
  if (!row) throw notFound()
  return { key: await present(context, row), secret }
}

/** The own keys; those of everybody with `api-key:read`. */
export async function listApiKeys(context: Context): Promise<{ items: ApiKeyView[] }> {
  const actor = requirePerson(context)
  const all = actor.permissions.has('api-key:read' satisfies Permission)
  if (!all && actor.kind === 'api-key') return { items: [] }
  const items = []
  for (const row of await listApiKeyRows(context.tx, all ? null : actor.accountId))
    items.push(await present(context, row))
  return { items }
}

/** Revokes a key at once: an own one, or any with `api-key:revoke`. @throws Problem `common.not_found` */
export async function revokeApiKey(context: Context, keyId: string): Promise<void> {
  const row = await findApiKeyRow(context.tx, keyId)
  if (!row) throw notFound()
  requireOwnOr(context, row.account_id, 'api-key:revoke')
  // Revoking twice is no error: it is revoked.
  await revokeApiKeyRow(context.tx, keyId, context.services.clock.now())
  await record(context, {
    action: 'api-key.revoked',
    object: { kind: 'api-key', id: keyId },
    before: { owner: row.person_id, revoked: row.revoked_at !== null },
  })
}

async function present(context: Context, row: ApiKeyRow): Promise<ApiKeyView> {
  const keys = await keysOf(context)
  return {
    keyId: row.id,
    accountId: row.account_id,
    personId: row.person_id,
    ownerName: keys.openText(cells.personName(row.person_id), row.owner_name),
    name: row.name,
    prefix: row.prefix,
    permissions: row.permissions,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }
}
