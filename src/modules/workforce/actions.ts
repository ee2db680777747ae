/** What others may ask of the register of people: who leads and stands in for whom, and erasing somebody in it. */
import type { Context } from '#core/context.ts'
import { forgetDirectory } from '#core/register/directory.ts'
import { dropDraft } from '#core/register/actions/import.ts'
import { eraseFileName, listDrafts, listFileNames } from '#core/register/import-store.ts'
import { eraseKeys } from '#core/register/key-store.ts'
import { emailIndexOf } from '#core/register/row.ts'
import { pseudonymOf } from '#modules/identity/actions/erase.ts'
import { addDuration, dayOf } from '#platform/clock/calendar.ts'
import type { Vault } from '#platform/crypto/vault.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { peopleShape as shape } from './contract.ts'
import { eraseVersion, findWithoutAccount, listLeads, listVersionsOf } from './store.ts'

export { listVersionsBetween } from './store.ts'

export { findPeople, namePeople, tellPeople } from './register.ts'

type Doors = Pick<Context, 'tx' | 'services'>

/** Whom the register knows by that address and who has no account; null when nobody, or several. */
export async function findRegisteredPerson(vault: Vault, tx: TenantTx, email: string): Promise<string | null> {
  return findWithoutAccount(tx, emailIndexOf(await vault.keysOf(tx), shape, email))
}

export interface Leads {
  /** Whether the person's employment has begun and not ended. */
  readonly isActive: boolean
  readonly managerId: string | null
  readonly deputyId: string | null
}

/** Who leads and stands in for people today; who is not in the register is left out. */
export async function readLeads(
  { tx, services }: Doors,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Leads>> {
  const rows = await listLeads(tx, personIds, dayOf(services.clock.now()))
  return new Map(
    rows.map((row) => [row.subject_id, { isActive: row.active, managerId: row.manager_id, deputyId: row.deputy_id }]),
  )
}

/** How many versions of the register name somebody. */
export async function countEmployments({ tx }: Doors, personId: string): Promise<number> {
  return (await listVersionsOf(tx, personId)).length
}

/**
 * Takes somebody's name, address and numbers out of every version, whenever it was known; days and employment stay,
 * which say what somebody did and not who it was. Files that wait to be imported go: nobody knows whom they name.
 */
export async function eraseEmployments(
  context: Doors,
  personId: string,
  names: (text: string) => boolean,
): Promise<void> {
  const { tx, services } = context
  const keys = await services.vault.keysOf(tx)
  for (const { id } of await listVersionsOf(tx, personId))
    await eraseVersion(tx, id, keys.seal({ table: shape.table, row: id, column: 'name' }, pseudonymOf(personId)))
  await eraseKeys(tx, keys, services.clock, personId)
  tx.afterCommit(() => forgetDirectory(services.vault, tx.tenantId, shape))
  const soon = addDuration(services.clock.now(), 'PT1S')
  for (const draft of await listDrafts(tx, { register: null, before: soon }))
    await dropDraft(context, draft.id, draft.blob_key)
  for (const { id, file_name: fileName, source } of await listFileNames(tx))
    if (names(`${fileName} ${source}`)) await eraseFileName(tx, id)
}
