/**
 * The tenants that exist to be attacked. They are companies like any other to the code they test, except for a mark
 * that keeps them out of every list of customers. `owner` holds what the routes are attacked with and is swept again;
 * `stranger` attacks; `keeper` keeps a row in every table for the attack on tables, which must not find it empty.
 */
import type { Actor, Context, Services } from '#core/context.ts'
import { permissionsOf } from '#core/permission.ts'
import type { Registry } from '#core/registry.ts'
import { newId } from '#platform/database/id.ts'
import type { PlatformTx, TenantTx } from '#platform/database/transaction.ts'
import { awaitTurn } from '#platform/database/turn.ts'
import { listPeopleIds, listStandingAccounts, sweepTenant } from './store.ts'

export const canaryParts = ['owner', 'stranger', 'keeper'] as const
export type CanaryPart = (typeof canaryParts)[number]
export interface CanaryTenant {
  readonly id: string
  /** By which its accounts sign in. */
  readonly slug: string
}
export type CanaryTenants = Readonly<Record<CanaryPart, CanaryTenant>>

type Doors = Pick<Services, 'database' | 'clock' | 'vault'>

/** Finds the canary's tenants, making those that are missing. Safe in several processes at once. */
export async function ensureCanaryTenants(services: Doors): Promise<CanaryTenants> {
  return services.database.withPlatform('tenants of the canary', async (tx) => {
    const found = await findCanaryTenants(tx)
    if (canaryParts.every((part) => found.has(part))) return inParts(found)
    await awaitTurn(tx, 'tenants of the canary')
    const now = await findCanaryTenants(tx)
    for (const part of canaryParts) {
      if (now.has(part)) continue
      const id = newId(services.clock)
      // A customer may have taken the plain name; the last digits of a fresh id are nobody's.
      const slug = `canary-${part}-${id.slice(-12)}`
      await tx.db
        .insertInto('tenants')
        .values({
          id,
          kind: 'company',
          slug,
          name: `Canary (${part})`,
          created_at: services.clock.now(),
          state: 'active',
          canary: true,
        })
        .execute()
      await services.vault.createTenantKey(tx, id)
      now.set(part, { id, slug })
    }
    return inParts(now)
  })
}

async function findCanaryTenants(tx: PlatformTx): Promise<Map<CanaryPart, CanaryTenant>> {
  const rows = await tx.db
    .selectFrom('tenants')
    .select(['id', 'slug'])
    .where('canary', '=', true)
    .where('state', '=', 'active')
    .orderBy('created_at')
    .execute()
  const parts = new Map<CanaryPart, CanaryTenant>()
  for (const row of rows) {
    const part = canaryParts.find((one) => row.slug.startsWith(`canary-${one}-`))
    if (part !== undefined && !parts.has(part)) parts.set(part, row)
  }
  return parts
}

function inParts(found: ReadonlyMap<CanaryPart, CanaryTenant>): CanaryTenants {
  const get = (part: CanaryPart): CanaryTenant => {
    const tenant = found.get(part)
    if (!tenant) throw new Error(`the canary's ${part} is missing`)
    return tenant
  }
  return { owner: get('owner'), stranger: get('stranger'), keeper: get('keeper') }
}

/** Nobody who was idle for an hour is signed in any more (the longest idle time of a session). */
const idleMs = 3_600_000

/** Deletes rows and files of a canary tenant. Its accounts that are signed in stay so: another process may use one. */
export async function sweepCanary(
  services: Pick<Services, 'database' | 'blobs' | 'clock' | 'personKeys'>,
  tenantId: string,
): Promise<void> {
  const now = services.clock.now()
  const keep = await services.database.withTenant(tenantId, (tx) =>
    listStandingAccounts(tx, now, new Date(now.getTime() - idleMs)),
  )
  await sweepPlanted(services, tenantId, keep)
}

/** Deletes everything but the named accounts and what they need to stay signed in. */
export async function sweepPlanted(
  services: Pick<Services, 'database' | 'blobs' | 'personKeys'>,
  tenantId: string,
  keepAccounts: readonly string[],
): Promise<void> {
  await services.database.withPlatform('sweep the canary', (tx) => sweepTenant(tx, tenantId, keepAccounts))
  // Of people who are still there, and nobody else: each round would leave some.
  const people = await services.database.withTenant(tenantId, listPeopleIds)
  await services.personKeys.sweep(tenantId, new Set(people))
  for (const key of (await services.blobs.list(tenantId)).keys) await services.blobs.remove(tenantId, key)
}

/** Who plants: an account of the canary where there is one, else the system. Nothing that is planted leaves by mail. */
export function plantingContext(
  services: Services,
  registry: Registry,
  tx: TenantTx,
  account: { readonly accountId: string; readonly personId: string; readonly sessionId: string } | null,
): Context {
  const actor: Actor =
    account === null
      ? { kind: 'system', tenantId: tx.tenantId, name: 'isolation.canary', locale: 'en' }
      : {
          kind: 'account',
          tenantId: tx.tenantId,
          ...account,
          roles: ['owner'],
          permissions: permissionsOf(registry.permissions, ['owner'], 'company'),
          locale: 'en',
          stepUpAt: services.clock.now(),
        }
  return {
    tx,
    actor,
    origin: { requestId: 'canary', address: null, userAgent: 'beleg canary' },
    services: { ...services, mailTransport: null },
  }
}
