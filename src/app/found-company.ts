/**
 * Makes a company tenant. Its row belongs to the platform and its first entry to the tenant's own ledger, which are two
 * roles of the database and so two transactions: the tenant stays suspended, which nobody can sign in to or read, until
 * its first entry is committed. What broke off in between is continued by the next attempt.
 */
import type { Services } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import { createFirstEnrolment } from '#modules/identity/actions/begin.ts'
import { constraintOf } from '#platform/database/database.ts'
import { createTenant, systemContext } from './first-run.ts'

/**
 * Makes it and returns its id and the one-time link of its first administrator.
 * @throws DatabaseError of the constraint `tenants_slug` when the short name is taken
 */
export async function foundCompany(
  services: Services,
  given: { readonly slug: string; readonly name: string },
): Promise<{ id: string; url: string }> {
  const { id, conflict } = await reserve(services, given)
  const enrolment = await services.database.withTenant(id, async (tx) => {
    const context = systemContext(services, tx, id)
    const begun = await tx.db
      .selectFrom('ledger_pending')
      .select('id')
      .where('tenant_id', '=', id)
      .where('action', '=', 'tenant.created')
      .executeTakeFirst()
    if (!begun) {
      await record(context, {
        action: 'tenant.created',
        object: { kind: 'tenant', id },
        after: { slug: given.slug },
      })
    }
    return createFirstEnrolment(context)
  })
  // Somebody enrolled there: it was open once.
  if (enrolment === null) throw conflict
  await services.database.withPlatform('open a tenant', (tx) =>
    tx.db
      .updateTable('tenants')
      .set({ state: 'active' })
      .where('id', '=', id)
      .where('state', '=', 'suspended')
      .execute(),
  )
  return { id, url: enrolment.url }
}

/** A suspended row for it, new or left by an attempt that broke off. */
async function reserve(
  services: Services,
  given: { readonly slug: string; readonly name: string },
): Promise<{ id: string; conflict: unknown }> {
  try {
    const id = await createTenant(services, { kind: 'company', ...given, canary: false, state: 'suspended' })
    return { id, conflict: new Error('somebody enrolled in a tenant that was just made') }
  } catch (conflict) {
    if (constraintOf(conflict) !== 'tenants_slug') throw conflict
    const left = await services.database.withPlatform('continue making a tenant', (tx) =>
      tx.db
        .updateTable('tenants')
        .set({ name: given.name })
        .where('slug', '=', given.slug)
        .where('kind', '=', 'company')
        .where('canary', '=', false)
        .where('state', '=', 'suspended')
        .returning('id')
        .executeTakeFirst(),
    )
    if (!left) throw conflict
    return { id: left.id, conflict }
  }
}
