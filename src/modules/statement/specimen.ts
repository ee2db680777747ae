/** Disposable statements, claims and decisions for the canary and the matrix. */
import type { Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import { ensureSubjects } from '#core/subject.ts'
import { newId } from '#platform/database/id.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { noticeDaysOf } from './actions/compare.ts'
import { draftStatement } from './actions/draft.ts'
import { publishOwn } from './actions/version.ts'
import { cells } from './cell.ts'
import { readJudgedClaims, takeTurn } from './store.ts'
import { insertJudgement, putAnswer } from './store/answer.ts'
import { insertContract, insertNotice } from './store/customer-contract.ts'
import { insertEdit, listDraftClaims } from './store/draft-claim.ts'
import {
  findVersion,
  findVersionInForce,
  insertAuthor,
  listClaims,
  markApproved,
  markSubmitted,
  putNoticeDays,
} from './store/version.ts'

const text = '# Specimen\n\nBackups are made at least daily.\n'

async function plantDraft(context: Context, words = text, locale: Locale = 'en'): Promise<string> {
  const { id } = await draftStatement(context, Buffer.from(words), 'specimen.md', locale, null)
  return id
}

async function plantPerson({ tx, services }: Context): Promise<string> {
  const people = await ensureSubjects(tx, services.clock, 'specimen', [{ kind: 'person', externalId: 'specimen' }])
  return [...people.values()][0] ?? ''
}

/**
 * A version that somebody else wrote, submitted or approved, so that the caller may take the next step. It says what is
 * in force says, so that nothing of it needs an answer. German, while the weaker ones below are English.
 */
export async function plantVersion(context: Context, state: 'draft' | 'review' | 'approved'): Promise<string> {
  const { tx, services } = context
  await takeTurn(tx)
  const inForce = await findVersionInForce(tx, 'de')
  const id = await plantDraft(context, inForce?.body ?? text, 'de')
  const person = await plantPerson(context)
  const at = services.clock.now()
  await insertAuthor(tx, id, person, at)
  if (state === 'draft') return id
  await markSubmitted(tx, id, person, at)
  if (state === 'approved')
    await markApproved(tx, id, person, at, {
      replaces: inForce?.id ?? null,
      wording: Buffer.alloc(32),
      meaning: Buffer.alloc(32),
    })
  return id
}

/** A draft without a sentence that is in force, and a measure that may compensate for it. */
export async function plantWeaker(
  context: Context,
  registry: Registry,
): Promise<{ statementId: string; claimId: string; measure: string }> {
  const { tx } = context
  const actor = { kind: 'system', name: 'specimen', tenantId: tx.tenantId, locale: 'en' } as const
  // What is in force stays so: others compare with it at the same time.
  await takeTurn(tx)
  const findPromise = async () => {
    const inForce = await findVersionInForce(tx, 'en')
    const claims = inForce === undefined ? [] : await listClaims(tx, inForce.id)
    return claims.find(({ kind }) => kind === 'promise')
  }
  if ((await findPromise()) === undefined) await publishOwn({ ...context, actor }, registry, await plantDraft(context))
  const claim = await findPromise()
  if (!claim) throw new Error('the specimen statement promises nothing')
  const isOfBackups = claim.measures.includes('backup.daily')
  const words = isOfBackups
    ? 'The second factor (MFA) is mandatory for all accounts.'
    : 'Backups are made at least daily.'
  const statementId = await plantDraft(context, `# Specimen\n\n${words}\n`)
  return { statementId, claimId: claim.id, measure: isOfBackups ? 'identity.mfa' : 'backup.daily' }
}

/** A draft that says something which is no claim, and where. */
export async function plantUnread(
  context: Context,
): Promise<{ statementId: string; span: { start: number; end: number } }> {
  const wish = 'We wish you a pleasant day.'
  const statementId = await plantDraft(context, `# Specimen\n\n${wish}\n\n- Backups are made at least daily.\n`)
  const start = (await findVersion(context.tx, statementId))?.body.indexOf(wish) ?? 0
  return { statementId, span: { start, end: start + wish.length } }
}

/** A judgement that somebody else asked for. */
export async function plantJudgement(context: Context): Promise<string> {
  const { tx, services } = context
  const id = newId(services.clock)
  const statementId = await plantDraft(context)
  const by = await plantPerson(context)
  const at = services.clock.now()
  await insertJudgement(tx, { id, statementId, reason: 'A disposable specimen.', by, at })
  const claimId = newId(services.clock)
  await putAnswer(tx, { statementId, claimId, digest: Buffer.alloc(32), measure: null, decisionId: id, by, at })
  return id
}

/** Two sentences that stand beside each other in a draft, and an edit of somebody else that may be taken back. */
export async function plantClaims(context: Context): Promise<{ claimId: string; nextClaimId: string; editId: string }> {
  const { tx, services } = context
  const words = '# Specimen\n\n- Backups are made at least daily.\n- MFA is mandatory for all accounts.\n'
  const statementId = await plantDraft(context, words)
  const claims = await listDraftClaims(tx, statementId)
  const [claim, next] = claims
  if (!claim || !next) throw new Error('the specimen statement has no two claims')
  const editId = newId(services.clock)
  const by = await plantPerson(context)
  const at = services.clock.now()
  await insertEdit(tx, { id: editId, statementId, kind: 'edit', before: [claim], after: [claim], by, at })
  return { claimId: claim.id, nextClaimId: next.id, editId }
}

/** A contract over a version, in force or not. */
export async function plantContract(context: Context): Promise<string> {
  const { tx, services } = context
  const keys = await services.vault.keysOf(tx)
  const id = newId(services.clock)
  const statementId = await plantDraft(context)
  await insertContract(tx, {
    id,
    customer: keys.seal(cells.customer(id), 'Specimen'),
    email: null,
    emailIndex: null,
    locale: 'en',
    statementId,
    fromOn: '2026-01-01',
    untilOn: null,
    by: await plantPerson(context),
    at: services.clock.now(),
  })
  const at = services.clock.now()
  await insertNotice(tx, { statementId, contractId: id, mailId: newId(services.clock), at })
  await putNoticeDays(tx, services.clock, await noticeDaysOf(tx))
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
  const requestedBy = await plantPerson(context)
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
