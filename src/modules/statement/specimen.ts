/** Disposable statements, claims and decisions for the canary and the matrix. */
import type { Context } from '#core/context.ts'
import { ensureSubjects } from '#core/subject.ts'
import { newId } from '#platform/database/id.ts'
import { draftStatement } from './actions/draft.ts'
import { readJudgedClaims } from './store.ts'

const text = '# Specimen\n\nBackups are made at least daily.\n'

/** A draft that somebody else wrote, so that the caller may publish it. */
export async function plantDraft(context: Context): Promise<string> {
  const { id } = await draftStatement(context, Buffer.from(text), 'specimen.md', 'en', null)
  return id
}

export async function plantClaim(context: Context): Promise<string> {
  const statementId = await plantDraft(context)
  const [claim] = await readJudgedClaims(context.tx, { statementId })
  if (!claim) throw new Error('the specimen statement has no claim')
  return claim.id
}

/** A decision that somebody else asked for, so that the caller may decide it. */
export async function plantDecision(context: Context): Promise<string> {
  const { tx, services } = context
  const claimId = await plantClaim(context)
  const people = await ensureSubjects(tx, services.clock, 'specimen', [{ kind: 'person', externalId: 'specimen' }])
  const [requestedBy = ''] = people.values()
  const id = newId(services.clock)
  const now = services.clock.now()
  await tx.db
    .insertInto('decisions')
    .values({
      tenant_id: tx.tenantId,
      id,
      kind: 'not_applicable',
      object_kind: 'claim',
      object_id: claimId,
      reason: 'specimen',
      requested_by: requestedBy,
      requested_at: now,
      valid_from: now,
    })
    .execute()
  return id
}
