/** What the specs of deadlines have in common: papers that are signed, and people who answer for measures. */
import { systemContext } from '#app/first-run.ts'
import type { Context } from '#core/context.ts'
import { ingestEvidence } from '#core/evidence/ingest.ts'
import { recordFactType } from '#core/evidence/record-duty.ts'
import type { BuiltInRole } from '#core/permission.ts'
import { createAccount } from '#modules/identity/actions/enrol.ts'
import { updateAccountState } from '#modules/identity/store/account.ts'
import { newId } from '#platform/database/id.ts'
import type { TenantWorld } from '#test/tenant-world.ts'

/** Works as the system in the company of a world. */
export function within<T>(world: TenantWorld, work: (context: Context) => Promise<T>): Promise<T> {
  return world.db.database.withTenant(world.company, (tx) => work(systemContext(world.services, tx, world.company)))
}

/** A reviewed document that the measure `paper.signed` was performed. */
export async function signPaper(
  world: TenantWorld,
  on: Date,
  outcome: 'as_intended' | 'failed' = 'as_intended',
): Promise<void> {
  await within(world, (context) =>
    ingestEvidence(context, world.registry.factTypes, {
      source: { system: 'upload', id: newId(world.clock) },
      collector: null,
      class: 'document',
      title: 'Protokoll',
      observedFrom: on,
      observedTo: on,
      validUntil: null,
      facts: [
        {
          subject: { kind: 'measure', externalId: 'paper.signed' },
          type: recordFactType.type,
          data: { measure: 'paper.signed', performedOn: on.toISOString().slice(0, 10), outcome, description: '' },
        },
      ],
      populations: [],
      recordedBy: null,
      state: 'accepted',
      file: null,
    }),
  )
}

/** Somebody with an account; returns the person. */
export async function employ(world: TenantWorld, name: string, roles: BuiltInRole[]): Promise<string> {
  return within(world, async (context) => {
    const email = `${name}@example.org`
    const account = await createAccount(context, { email, name, roles, locale: 'de', synthetic: false })
    await updateAccountState(context.tx, account.id, 'active', world.clock.now())
    return account.person_id
  })
}
