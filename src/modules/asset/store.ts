/** SQL on systems and data sets beyond what every register has. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

/** Data sets that lie in systems, as known now. */
export async function listHeld(tx: TenantTx, systemIds: readonly string[]): Promise<{ from: string; to: string }[]> {
  const { rows } = await sql<{ from: string; to: string }>`
    select d.subject_id as "from", held.id as "to" from beleg.data_sets d, unnest(d.system_ids) as held (id)
    where d.tenant_id = ${tx.tenantId}::uuid and d.known_to is null and held.id = any (${[...systemIds]}::uuid[])`.execute(
    tx.db,
  )
  return rows
}

export interface AssetRow {
  readonly kind: 'system' | 'data-set'
  readonly subject_id: string
  readonly name: string
  readonly owner_id: string | null
  readonly class: string | null
}

/** Everything that is in its time on a day, as known now. */
export async function listAssets(tx: TenantTx, day: string): Promise<AssetRow[]> {
  const { rows } = await sql<AssetRow>`
    select 'system' as kind, subject_id, name, owner_id, class from beleg.systems
    where tenant_id = ${tx.tenantId}::uuid and known_to is null
      and valid_from <= ${day}::date and (valid_to is null or valid_to > ${day}::date)
      and starts_on <= ${day}::date and (ends_on is null or ends_on >= ${day}::date)
    union all
    select 'data-set', subject_id, name, owner_id, class from beleg.data_sets
    where tenant_id = ${tx.tenantId}::uuid and known_to is null
      and valid_from <= ${day}::date and (valid_to is null or valid_to > ${day}::date)
      and starts_on <= ${day}::date and (ends_on is null or ends_on >= ${day}::date)
    order by 2`.execute(tx.db)
  return rows
}

export interface NamedSubject {
  readonly id: string
  readonly kind: string
  readonly source: string
  readonly external_id: string
  readonly name: string | null
}

/** Systems and data sets that some evidence speaks of. */
export async function listObserved(tx: TenantTx): Promise<NamedSubject[]> {
  const { rows } = await sql<NamedSubject>`
    select s.id, s.kind, s.source, s.external_id, s.name from beleg.subjects s
    where s.tenant_id = ${tx.tenantId}::uuid and s.kind in ('system', 'data-set')
      and exists (
        select from beleg.facts f
        where f.tenant_id = s.tenant_id and f.subject_id = s.id and f.type <> 'asset.record'
      )
    order by s.id`.execute(tx.db)
  return rows
}
