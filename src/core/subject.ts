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

/** Ids of the named subjects of a source, by `subjectKey`; makes those that do not exist and follows new names. */
export async function ensureSubjects(
  tx: TenantTx,
  clock: Clock,
  source: string,
  refs: readonly SubjectRef[],
): Promise<Map<string, string>> {
  const byKey = new Map(refs.map((ref) => [subjectKey(ref), ref]))
  if (byKey.size === 0) return new Map()
  const given = [...byKey.values()].map((ref) => ({
    id: newId(clock),
    kind: ref.kind,
    external_id: ref.externalId,
    name: ref.name ?? null,
  }))
  // One parameter for all of them: a statement takes 65,535.
  const { rows } = await sql<{ id: string; kind: string; external_id: string }>`
    insert into beleg.subjects (tenant_id, id, kind, source, external_id, name, created_at)
    select ${tx.tenantId}::uuid, g.id, g.kind, ${source}, g.external_id, g.name, ${clock.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (id uuid, kind text, external_id text, name text)
    on conflict on constraint subjects_external_id do update set name = coalesce(excluded.name, beleg.subjects.name)
    returning id, kind, external_id`.execute(tx.db)
  return new Map(rows.map((row) => [subjectKey({ kind: row.kind, externalId: row.external_id }), row.id]))
}
