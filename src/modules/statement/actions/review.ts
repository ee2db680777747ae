/**
 * Edits of a draft: each names the versions of the sentences it was made of, and is refused when somebody else changed
 * one of them meanwhile. Whoever edits becomes an author, who approves nothing of this version.
 */
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { Registry } from '#core/registry.ts'
import { isDuration } from '#platform/clock/calendar.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import { compareQuantifiers } from '../change/strength.ts'
import { stateOf } from '../change/state.ts'
import type { addClaim, EditKind, editClaim, mergeClaims, splitClaim } from '../contract/review.ts'
import { bindSentence } from '../reading/bind.ts'
import { extractParameters } from '../reading/parameters.ts'
import { quantify } from '../reading/quantify.ts'
import { readStatement } from '../reading/read.ts'
import {
  findStatementOf,
  insertEdit,
  isAsKept,
  listDraftClaims,
  lockEdit,
  markUndone,
  replaceClaims,
  type DraftClaimRow,
} from '../store/draft-claim.ts'
import * as store from '../store/version.ts'
import { presentClaims, sectionAt } from './present-review.ts'
import { requireSession } from '#core/actor.ts'

type Edited = OutputOf<typeof editClaim>
type Change = InputOf<typeof editClaim>['body']['change']

interface Draft {
  readonly row: store.VersionRow
  readonly claims: readonly DraftClaimRow[]
}

/** @throws Problem 404, 409 `statement.wrong_state` when it is no draft any more */
async function lockDraft(tx: Context['tx'], statementId: string): Promise<Draft> {
  const row = await store.lockVersion(tx, statementId)
  if (!row) throw notFound()
  if (stateOf(row) !== 'draft') throw new Problem(409, 'statement.wrong_state', { params: { state: stateOf(row) } })
  return { row, claims: await listDraftClaims(tx, statementId) }
}

/** @throws Problem 404, 409 `statement.wrong_state` */
async function lockClaim(
  { tx }: Pick<Context, 'tx'>,
  claimId: string,
): Promise<Draft & { readonly claim: DraftClaimRow }> {
  const statementId = await findStatementOf(tx, claimId)
  if (statementId === undefined) throw notFound()
  const draft = await lockDraft(tx, statementId)
  // Between looking and locking somebody may have merged it away.
  const claim = draft.claims.find(({ id }) => id === claimId)
  if (!claim) throw notFound()
  return { ...draft, claim }
}

/**
 * Corrects or accepts one sentence.
 * @throws Problem 404, 400 `draft-claim.invalid` with all issues, 409 `statement.wrong_state`,
 *   `draft-claim.changed_meanwhile` with both values of each field that differs
 */
export async function editDraftClaim(
  context: Context,
  registry: Registry,
  claimId: string,
  { version, change }: InputOf<typeof editClaim>['body'],
): Promise<Edited> {
  const { claim, row } = await lockClaim(context, claimId)
  const { personId } = requireSession(context)
  const issues = issuesOf(change, registry)
  if (issues.length > 0) throw new Problem(400, 'draft-claim.invalid', { issues })
  const at = context.services.clock.now()
  const wanted = applied(claim, change, { personId, at })
  if (claim.version !== version) refuseConflict(claim, wanted, change)
  const after = [{ ...wanted, version: claim.version + 1 }]
  await record(context, { action: 'draft-claim.edited', ...said(row.id, [claim], after) })
  return write(context, row.id, 'edit', [claim], after)
}

function issuesOf(change: Change, registry: Registry): readonly ProblemIssue[] {
  const { measures = [], parameters = [] } = change
  return [
    ...(Object.keys(change).length === 0 ? [{ pointer: '/change', code: 'required' }] : []),
    ...measures.flatMap((measure, index) =>
      registry.measures.has(measure) ? [] : [{ pointer: `/change/measures/${index}`, code: 'unknown_measure' }],
    ),
    ...parameters.flatMap(({ unit, value }, index) =>
      unit === 'duration' && !isDuration(String(value))
        ? [{ pointer: `/change/parameters/${index}/value`, code: 'no_duration' }]
        : [],
    ),
  ]
}

function applied(claim: DraftClaimRow, change: Change, by: { personId: string; at: Date }): DraftClaimRow {
  const quantifier = change.quantifier ?? claim.quantifier
  const isAccepted = change.accepted ?? false
  return {
    ...claim,
    kind: change.kind ?? claim.kind,
    modality: change.modality ?? claim.modality,
    quantifier,
    // The word in the text no longer says what somebody says it means.
    quantifier_word: quantifier === claim.quantifier ? claim.quantifier_word : null,
    parameters: change.parameters ?? claim.parameters,
    measures: change.measures === undefined ? claim.measures : [...new Set(change.measures)],
    scope: change.scope === undefined ? claim.scope : change.scope,
    // What was accepted was the sentence as it stood.
    accepted_by: isAccepted ? by.personId : null,
    accepted_at: isAccepted ? by.at : null,
  }
}

/** Changed by somebody else to something else: both values are named, and nothing is written. */
function refuseConflict(theirs: DraftClaimRow, yours: DraftClaimRow, change: Change): void {
  const fields = (['kind', 'modality', 'quantifier', 'parameters', 'measures', 'scope'] as const).filter(
    (field) => field in change && JSON.stringify(theirs[field]) !== JSON.stringify(yours[field]),
  )
  const said = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  throw new Problem(409, 'draft-claim.changed_meanwhile', {
    params: { version: theirs.version },
    issues: fields.map((field) => ({
      pointer: `/change/${field}`,
      code: 'changed_to',
      params: { theirs: said(theirs[field]), yours: said(yours[field]) },
    })),
  })
}

/**
 * Splits a sentence; each part is read anew, and what cannot be read keeps what the whole had.
 * @throws Problem 404, 400 `draft-claim.invalid`, 409 `statement.wrong_state`, `draft-claim.changed_meanwhile`
 */
export async function splitDraftClaim(
  context: Context,
  claimId: string,
  { version, at }: InputOf<typeof splitClaim>['body'],
): Promise<Edited> {
  const { claim, row } = await lockClaim(context, claimId)
  requireSession(context)
  refuseOldVersion(claim, version)
  const middle = claim.start_offset + at
  const [first, second] = [trimmed(row.body, claim.start_offset, middle), trimmed(row.body, middle, claim.end_offset)]
  if (middle >= claim.end_offset || first === null || second === null) refuse('/at', 'not_within')
  const after = [
    { ...claim, ...first, ...reread(claim, first.text), version: claim.version + 1 },
    { ...claim, ...second, ...reread(claim, second.text), id: newId(context.services.clock), version: 1 },
  ]
  await record(context, { action: 'draft-claim.split', ...said(row.id, [claim], after) })
  return write(context, row.id, 'split', [claim], after)
}

/**
 * Makes a sentence of a stretch that was read as none. What the reader cannot say of it, a person means: a promise.
 * @throws Problem 404, 400 `draft-claim.invalid`, 409 `statement.wrong_state`
 */
export async function addDraftClaim(
  context: Context,
  statementId: string,
  { start, end }: InputOf<typeof addClaim>['body'],
): Promise<Edited> {
  const { row, claims } = await lockDraft(context.tx, statementId)
  requireSession(context)
  const span = end <= row.body.length ? trimmed(row.body, start, end) : null
  if (span === null) refuse('/start', 'no_words')
  if (overlaps(claims, span)) refuse('/start', 'overlaps')
  const section = sectionAt(row, claims, span.start_offset)
  const { quantifier, word } = quantify(span.text, null, 'does')
  const meant: DraftClaimRow = {
    id: newId(context.services.clock),
    ordinal: 0,
    ...span,
    section,
    lead_in: null,
    kind: 'promise',
    modality: 'does',
    quantifier,
    quantifier_word: word,
    parameters: extractParameters(span.text),
    measures: bindSentence({ sentence: span.text, leadIn: null, section }, 'promise').measures.map(({ id }) => id),
    scope: null,
    version: 1,
    accepted_by: null,
    accepted_at: null,
  }
  const after = [{ ...meant, ...reread(meant, span.text) }]
  await record(context, { action: 'draft-claim.added', ...said(row.id, [], after) })
  return write(context, row.id, 'add', [], after)
}

function refuse(pointer: string, code: string): never {
  throw new Problem(400, 'draft-claim.invalid', { issues: [{ pointer, code }] })
}

type Span = Pick<DraftClaimRow, 'start_offset' | 'end_offset'>

function overlaps(claims: readonly Span[], span: Span): boolean {
  return claims.some((one) => one.start_offset < span.end_offset && span.start_offset < one.end_offset)
}

/** A stretch of the text without what surrounds its words; null when no word is in it. */
function trimmed(body: string, start: number, end: number) {
  const words = body.slice(start, end)
  const from = words.search(/[\p{L}\p{N}(„“"']/u)
  if (from < 0) return null
  const text = words.slice(from).trimEnd()
  return { start_offset: start + from, end_offset: start + from + text.length, text }
}

/** What the reader says of a part that stands alone. */
function reread(claim: DraftClaimRow, text: string): Partial<DraftClaimRow> {
  const [read] = readStatement(Buffer.from(`- ${text}\n`), 'part.md').claims
  const fresh = { accepted_by: null, accepted_at: null }
  if (read === undefined || read.measures.length === 0) return fresh
  return {
    ...fresh,
    kind: read.kind,
    modality: read.modality,
    quantifier: read.quantifier,
    quantifier_word: read.quantifierWord,
    parameters: read.parameters,
    measures: read.measures.map(({ id }) => id),
  }
}

/**
 * Merges a sentence with its neighbour.
 * @throws Problem 404, 400 `draft-claim.invalid` when they are no neighbours, 409 `statement.wrong_state`,
 *   `draft-claim.changed_meanwhile`
 */
export async function mergeDraftClaims(
  context: Context,
  claimId: string,
  { version, nextClaimId, nextVersion }: InputOf<typeof mergeClaims>['body'],
): Promise<Edited> {
  const { claim, claims, row } = await lockClaim(context, claimId)
  requireSession(context)
  const next = claims.find(({ id }) => id === nextClaimId)
  if (!next) throw notFound()
  // Across a heading the heading would become a part of the sentence.
  if (next.ordinal !== claim.ordinal + 1 || next.section !== claim.section) refuse('/nextClaimId', 'no_neighbour')
  refuseOldVersion(claim, version)
  refuseOldVersion(next, nextVersion)
  const strengthOf = (one: DraftClaimRow) => ({ quantifier: one.quantifier, word: one.quantifier_word })
  const weaker = compareQuantifiers(strengthOf(claim), strengthOf(next)) === 'weaker' ? next : claim
  const after = [
    {
      ...claim,
      end_offset: next.end_offset,
      text: row.body.slice(claim.start_offset, next.end_offset),
      kind: claim.kind === next.kind ? claim.kind : 'notice',
      quantifier: weaker.quantifier,
      quantifier_word: weaker.quantifier_word,
      parameters: unique([...claim.parameters, ...next.parameters]),
      measures: unique([...claim.measures, ...next.measures]),
      scope: claim.scope === next.scope ? claim.scope : (claim.scope ?? next.scope),
      accepted_by: null,
      accepted_at: null,
      version: claim.version + 1,
    },
  ]
  await record(context, { action: 'draft-claim.merged', ...said(row.id, [claim, next], after) })
  return write(context, row.id, 'merge', [claim, next], after)
}

/**
 * Takes an edit back: its sentences are again what they were, with versions of their own.
 * @throws Problem 404, 409 `statement.wrong_state`, `draft-claim.changed_meanwhile` when one of them was changed since
 */
export async function undoDraftEdit(context: Context, editId: string): Promise<Edited> {
  const { tx } = context
  requireSession(context)
  const edit = await lockEdit(tx, editId)
  if (!edit) throw notFound()
  const { claims, row } = await lockDraft(tx, edit.statement_id)
  // Not by version: taking back a later edit made the sentence again what this one had made of it.
  const current = edit.after.flatMap((one) => claims.find((claim) => claim.id === one.id && isAsKept(claim, one)) ?? [])
  const others = claims.filter((one) => !current.includes(one))
  const isTaken = edit.before.some((one) => overlaps(others, one))
  if (edit.undone_at !== null || current.length < edit.after.length || isTaken)
    throw new Problem(409, 'draft-claim.changed_meanwhile', { params: { version: current[0]?.version ?? 0 } })
  const highest = Math.max(0, ...current.map(({ version }) => version))
  const restored = edit.before.map((one) => ({
    ...one,
    accepted_at: one.accepted_at === null ? null : new Date(one.accepted_at),
    version: Math.max(highest, one.version) + 1,
  }))
  await markUndone(tx, editId, context.services.clock.now())
  await record(context, { action: 'draft-claim.edit-undone', ...said(row.id, current, restored) })
  return write(context, row.id, 'undo', current, restored)
}

async function write(
  context: Context,
  statementId: string,
  kind: EditKind,
  before: readonly DraftClaimRow[],
  after: readonly DraftClaimRow[],
): Promise<Edited> {
  const { tx, services } = context
  const { personId } = requireSession(context)
  const at = services.clock.now()
  const id = newId(services.clock)
  await replaceClaims(
    tx,
    statementId,
    before.map((one) => one.id),
    after,
  )
  await store.insertAuthor(tx, statementId, personId, at)
  await insertEdit(tx, { id, statementId, kind, before, after, by: personId, at })
  await announce(tx, 'statement')
  const ids = new Set(after.map((one) => one.id))
  const claims = (await listDraftClaims(tx, statementId)).filter((one) => ids.has(one.id))
  return { editId: id, claims: await presentClaims(context, claims) }
}

/** What an entry says of an edit. */
function said(statementId: string, before: readonly DraftClaimRow[], after: readonly DraftClaimRow[]) {
  return {
    object: { kind: 'statement', id: statementId },
    before: { claims: before.map(saidOf) },
    after: { claims: after.map(saidOf) },
  }
}

function saidOf(claim: DraftClaimRow): string {
  const { id, text, kind, modality, quantifier, parameters, measures, scope, accepted_by } = claim
  return JSON.stringify({ id, text, kind, modality, quantifier, parameters, measures, scope, accepted: accepted_by })
}

function refuseOldVersion(claim: DraftClaimRow, version: number): void {
  if (claim.version !== version)
    throw new Problem(409, 'draft-claim.changed_meanwhile', { params: { version: claim.version } })
}

function unique<T>(given: readonly T[]): readonly T[] {
  return [...new Map(given.map((one) => [JSON.stringify(one), one])).values()]
}
