/** The register of subjects, as far as evidence needs it: found or made by kind, source and the source's own id. */
import type { Clock } from '#platform/clock/clock.ts'
import { newId } from '#platform/database/id.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

export interface SubjectRef {
  readonly kind: string
  readonly externalId: string
  readonly name?: string | undefined
}

/** Key of a subject within one source. */
export function subjectKey(ref: SubjectRef): string {
  return `${ref.kind}\n${ref.externalId}`
}

/** Subjects of a source as they are known, by `subjectKey`. */
export type KnownSubjects = ReadonlyMap<string, { readonly id: string; readonly name: string | null }>

/**
 * Ids of the named subjects of a source, by `subjectKey`; makes those that do not exist and follows new names.
 * @param found what `findSubjects` said of them in this transaction, where it was asked already
 */
export async function ensureSubjects(
  tx: TenantTx,
  clock: Clock,
  source: string,
  refs: readonly SubjectRef[],
  found?: KnownSubjects,
): Promise<Map<string, string>> {
  const byKey = new Map(refs.map((ref) => [subjectKey(ref), ref]))
  if (byKey.size === 0) return new Map()
  const given = [...byKey.values()].map((ref) => ({
    id: newId(clock),
    kind: ref.kind,
    external_id: ref.externalId,
    name: ref.name ?? null,
  }))
  // Only what differs is written: whoever names the same subject at the same time need not wait for the other's commit.
  const known = found ?? (await findSubjects(tx, source, refs))
  const missing = given.filter((ref) => {
    const one = known.get(subjectKey({ kind: ref.kind, externalId: ref.external_id }))
    return one === undefined || (ref.name !== null && ref.name !== one.name)
  })
  const ids = new Map([...known].map(([key, { id }]) => [key, id]))
  if (missing.length === 0) return ids
  // One parameter for all of them: a statement takes 65,535.
  const { rows } = await sql<{ id: string; kind: string; external_id: string }>`
    insert into beleg.subjects (tenant_id, id, kind, source, external_id, name, created_at)
    select ${tx.tenantId}::uuid, g.id, g.kind, ${source}, g.external_id, g.name, ${clock.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(missing)}::jsonb) as g (id uuid, kind text, external_id text, name text)
    on conflict on constraint subjects_external_id do update set name = coalesce(excluded.name, beleg.subjects.name)
    returning id, kind, external_id`.execute(tx.db)
  for (const row of rows) ids.set(subjectKey({ kind: row.kind, externalId: row.external_id }), row.id)
  return ids
}

/** Those of the named subjects of a source that are known; reads only. */
export async function findSubjects(tx: TenantTx, source: string, refs: readonly SubjectRef[]): Promise<KnownSubjects> {
  if (refs.length === 0) return new Map()
  const named = refs.map((ref) => ({ kind: ref.kind, external_id: ref.externalId }))
  const { rows } = await sql<{ id: string; kind: string; external_id: string; name: string | null }>`
    select s.id, s.kind, s.external_id, s.name
    from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as r (kind text, external_id text)
    join subjects s on s.tenant_id = ${tx.tenantId}::uuid and s.kind = r.kind and s.source = ${source}
      and s.external_id = r.external_id
  `.execute(tx.db)
  return new Map(
    rows.map((row) => [subjectKey({ kind: row.kind, externalId: row.external_id }), { id: row.id, name: row.name }]),
  )
}
