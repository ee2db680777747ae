/** The register of subjects, as far as evidence needs it: found or made by kind, source and the source's own id. */
import type { Clock } from '#platform/clock/clock.ts'
import { newId } from '#platform/database/id.ts'
import type { TenantTx } from '#platform/database/transaction.ts'

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
  const rows = await tx.db
    .insertInto('subjects')
    .values(
      [...byKey.values()].map((ref) => ({
        tenant_id: tx.tenantId,
        id: newId(clock),
        kind: ref.kind,
        source,
        external_id: ref.externalId,
        name: ref.name ?? null,
        created_at: clock.now(),
      })),
    )
    .onConflict((conflict) =>
      conflict.constraint('subjects_external_id').doUpdateSet((eb) => ({
        name: eb.fn.coalesce('excluded.name', 'subjects.name'),
      })),
    )
    .returning(['id', 'kind', 'external_id'])
    .execute()
  return new Map(rows.map((row) => [subjectKey({ kind: row.kind, externalId: row.external_id }), row.id]))
}
