/** From a file to claims in force: read into a draft by one person, published by another. */
import { createHash } from 'node:crypto'
import { announce } from '#core/announce.ts'
import { endCasesOfClaims } from '#core/case/finding.ts'
import type { Context } from '#core/context.ts'
import { personOf } from '#core/evidence/actions.ts'
import { holdJudging, judgeTenant } from '#core/judging/judge.ts'
import { markChange } from '#core/judging/mark.ts'
import { record } from '#core/ledger/record.ts'
import type { Registry } from '#core/registry.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import type { Locale } from '#platform/i18n/locale.ts'
import { readStatementFile } from '../reading/read.ts'
import { findDraft, insertStatement, listClaimsInForce, putInForce } from '../store.ts'

/**
 * Reads a statement into a draft.
 * @throws Problem 4xx `statement.*` when the file cannot be read as one
 */
export async function draftStatement(
  context: Context,
  bytes: Uint8Array,
  fileName: string,
  locale: Locale,
  draftedBy: string | null,
): Promise<{ id: string; claims: number; promises: number; unbound: number }> {
  const read = await readStatementFile(bytes, fileName)
  const bodyHash = createHash('sha256').update(read.text, 'utf8').digest()
  const id = await insertStatement(context.tx, context.services.clock, {
    locale,
    title: read.title ?? fileName,
    body: read.text,
    bodyHash,
    draftedBy,
    claims: read.claims,
  })
  await record(context, {
    action: 'statement.drafted',
    object: { kind: 'statement', id },
    after: { locale, claims: read.claims.length, sha256: bodyHash.toString('hex') },
  })
  const rated = read.claims.filter((claim) => claim.kind === 'promise' || claim.kind === 'option')
  return {
    id,
    claims: read.claims.length,
    promises: read.claims.filter((claim) => claim.kind === 'promise').length,
    unbound: rated.filter((claim) => claim.measures.length === 0).length,
  }
}

/**
 * Publishes a draft.
 * @throws Problem 404, 409 `statement.already_published`, 403 `four_eyes.same_person`
 */
export async function publishDraft(
  context: Context,
  registry: Registry,
  statementId: string,
): Promise<{ id: string; publishedAt: string }> {
  const { tx, services } = context
  const draft = await findDraft(tx, statementId)
  if (!draft) throw notFound()
  if (draft.published_at !== null) throw new Problem(409, 'statement.already_published')
  const publisher = context.actor.kind === 'system' ? null : personOf(context.actor)
  if (publisher !== null && publisher === draft.drafted_by) throw new Problem(403, 'four_eyes.same_person')
  const at = services.clock.now()
  await holdJudging(tx)
  const replaced = await listClaimsInForce(tx, draft.locale)
  await putInForce(tx, statementId, draft.locale, publisher, at)
  await endCasesOfClaims(context, replaced)
  await record(context, {
    action: 'statement.published',
    object: { kind: 'statement', id: statementId },
    after: { locale: draft.locale },
  })
  await announce(tx, 'statement')
  await markChange(tx, services.clock, ['all'], at)
  const { tenantId } = tx
  tx.afterCommit(async () => {
    await judgeTenant(services, registry, tenantId)
  })
  return { id: statementId, publishedAt: at.toISOString() }
}
