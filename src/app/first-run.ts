/**
 * What an instance needs to be one: the platform tenant with its key, and the example statements about this very
 * instance, in force in German and English. Runs at every start and changes nothing that is already there; a newer
 * example supersedes the older one unless people have published a statement of their own.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Context, Services } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import { createFirstEnrolment } from '#modules/identity/actions/begin.ts'
import { draftStatement } from '#modules/statement/actions/draft.ts'
import { publishOwn } from '#modules/statement/actions/version.ts'
import { readStatement } from '#modules/statement/reading/read.ts'
import { newId } from '#platform/database/id.ts'
import { constraintOf } from '#platform/database/database.ts'
import { locales } from '#platform/i18n/locale.ts'

export interface FirstRun {
  readonly platformTenantId: string
  /** The one-time link for the first administrator; null once there is one. */
  readonly enrolment: { readonly url: string; readonly expiresAt: Date } | null
}

/** Makes sure of the tenant and its statements; returns the tenant's id. */
export async function prepareInstance(services: Services, registry: Registry, organisation: string): Promise<string> {
  const platformTenantId = await ensurePlatformTenant(services, organisation)
  for (const locale of locales) {
    const file = `beleg.${locale}.md`
    const bytes = await readFile(new URL(`../../catalog/statements/${file}`, import.meta.url))
    await services.database.withTenant(platformTenantId, async (tx) => {
      const context = systemContext(services, tx, platformTenantId)
      const inForce = await tx.db
        .selectFrom('statements')
        .select(['body_hash', 'published_by'])
        .where('tenant_id', '=', platformTenantId)
        .where('locale', '=', locale)
        .where('published_at', 'is not', null)
        .where('superseded_at', 'is', null)
        .executeTakeFirst()
      const hash = createHash('sha256').update(readStatement(bytes, file).text, 'utf8').digest()
      if (inForce && (inForce.published_by !== null || inForce.body_hash.equals(hash))) return
      const draft = await draftStatement(context, bytes, file, locale, null)
      await publishOwn(context, registry, draft.id)
    })
  }
  return platformTenantId
}

/** The one-time link for the first administrator; null once there is one. */
export function inviteFirstAdministrator(services: Services, platformTenantId: string): Promise<FirstRun['enrolment']> {
  return services.database.withTenant(platformTenantId, (tx) =>
    createFirstEnrolment(systemContext(services, tx, platformTenantId)),
  )
}

/** The id of the platform tenant, which is made with its key when there is none. */
export async function ensurePlatformTenant(services: Services, organisation: string): Promise<string> {
  const find = () =>
    services.database.withPlatform('platform tenant', (tx) =>
      tx.db.selectFrom('tenants').select('id').where('kind', '=', 'platform').executeTakeFirst(),
    )
  const existing = await find()
  if (existing) return existing.id
  try {
    return await createTenant(services, { kind: 'platform', slug: 'platform', name: organisation, canary: false })
  } catch (error) {
    // Another process was faster.
    if (constraintOf(error) === null) throw error
    const made = await find()
    if (!made) throw error
    return made.id
  }
}

/** Makes a tenant and its key in one transaction. */
export async function createTenant(
  services: Services,
  given: {
    kind: 'platform' | 'company'
    slug: string
    name: string
    canary: boolean
    /** Suspended until somebody opens it. */
    state?: 'active' | 'suspended'
  },
): Promise<string> {
  const id = newId(services.clock)
  await services.database.withPlatform('make a tenant', async (tx) => {
    await tx.db
      .insertInto('tenants')
      .values({ id, created_at: services.clock.now(), state: 'active', ...given })
      .execute()
    await services.vault.createTenantKey(tx, id)
  })
  return id
}

/** The house itself, acting in a tenant. */
export function systemContext(services: Services, tx: Context['tx'], tenantId: string): Context {
  return {
    tx,
    services,
    actor: { kind: 'system', name: 'beleg', tenantId, locale: 'de' },
    origin: { requestId: 'start', address: null, userAgent: null },
  }
}
