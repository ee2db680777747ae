/** A draft as whoever reviews it sees it: its text, its sentences, what was read as none, and what can be taken back. */
import type { Context } from '#core/context.ts'
import type { Registry } from '#core/registry.ts'
import type { OutputOf } from '#platform/http/endpoint.ts'
import { notFound } from '#platform/http/problem.ts'
import { stateOf } from '../change/state.ts'
import type { DraftClaim, readReview } from '../contract/review.ts'
import { setDocument } from '../contract/setting.ts'
import { bindSentence } from '../reading/bind.ts'
import { splitSentences } from '../reading/sentences.ts'
import { isAsKept, listDraftClaims, listOwnEdits, type DraftClaimRow } from '../store/draft-claim.ts'
import * as store from '../store/version.ts'

/** Steps that can be taken back one after the other. */
const mostUndoable = 20

/** The version with its sentences for review. @throws Problem 404 */
export async function presentReview(
  context: Context,
  registry: Registry,
  statementId: string,
): Promise<OutputOf<typeof readReview>> {
  const { tx, actor } = context
  const row = await store.findVersion(tx, statementId)
  if (!row) throw notFound()
  const claims = await listDraftClaims(tx, statementId)
  const personId = 'personId' in actor ? actor.personId : null
  return {
    id: row.id,
    locale: row.locale,
    number: row.version,
    title: row.title,
    body: row.body,
    state: stateOf(row),
    claims: await presentClaims(context, claims),
    unread: listUnread(row, claims),
    measures: [...registry.measures.values()].map(({ id, capability, title }) => ({ id, capability, title })),
    undoable:
      personId === null || stateOf(row) !== 'draft' ? [] : await listUndoable(context, statementId, personId, claims),
  }
}

/** Own edits whose sentences are still, or again, what the edit made of them. */
async function listUndoable({ tx }: Context, statementId: string, personId: string, claims: readonly DraftClaimRow[]) {
  const now = new Map(claims.map((claim) => [claim.id, claim]))
  const edits = await listOwnEdits(tx, statementId, personId, mostUndoable)
  return edits
    .filter(({ after }) => after.every((one) => isAsKept(now.get(one.id), one)))
    .map(({ id, kind, before, after }) => ({ editId: id, kind, text: (before[0] ?? after[0])?.text ?? '' }))
}

const placed = (row: DraftClaimRow) => ({
  id: row.id,
  start: row.start_offset,
  end: row.end_offset,
  text: row.text,
  section: row.section,
})

/** The sentences between the claims, without headings. */
function listUnread({ title, body }: Pick<store.VersionRow, 'title' | 'body'>, claims: readonly DraftClaimRow[]) {
  return setDocument(title, body, claims.map(placed)).flatMap((block) => {
    if (block.kind === 'heading') return []
    const runs: { start: number; end: number }[] = []
    for (const parts of block.kind === 'list' ? block.items : [block.parts]) {
      let run: { start: number; end: number } | null = null
      for (const part of parts) {
        if (part.kind === 'claim') run = null
        else if (run !== null) run.end = part.end
        else runs.push((run = { start: part.start, end: part.end }))
      }
    }
    return runs.flatMap(({ start, end }) =>
      splitSentences(body, start, end).filter((one) => /[\p{L}\p{N}]/u.test(body.slice(one.start, one.end))),
    )
  })
}

/** Under which heading a place stands: that of the sentence before, unless the heading of the next one lies between. */
export function sectionAt(
  { body }: Pick<store.VersionRow, 'body'>,
  claims: readonly DraftClaimRow[],
  start: number,
): string | null {
  const before = claims.findLast((one) => one.end_offset <= start)
  const next = claims.find((one) => one.start_offset >= start)
  const between = body.slice(before?.end_offset ?? 0, start)
  if (next?.section != null && next.section !== before?.section && between.includes(next.section)) return next.section
  return before?.section ?? null
}

/** Sentences of a draft with what the reader suggests for each. */
export async function presentClaims({ tx, services }: Context, rows: readonly DraftClaimRow[]): Promise<DraftClaim[]> {
  const names = await services.personNames(
    tx,
    rows.flatMap(({ accepted_by: by }) => (by === null ? [] : [by])),
  )
  return rows.map((row) => ({
    ...placed(row),
    ordinal: row.ordinal,
    leadIn: row.lead_in,
    kind: row.kind,
    modality: row.modality,
    quantifier: row.quantifier,
    quantifierWord: row.quantifier_word,
    parameters: [...row.parameters],
    measures: [...row.measures],
    suggestions: suggest(row),
    scope: row.scope,
    version: row.version,
    accepted:
      row.accepted_by === null || row.accepted_at === null
        ? null
        : { personId: row.accepted_by, name: names.get(row.accepted_by) ?? '—', at: row.accepted_at.toISOString() },
  }))
}

/** A notice may be meant as a promise: it is measured as one. */
function suggest({ text, lead_in: leadIn, section, kind }: DraftClaimRow): DraftClaim['suggestions'] {
  const { measures, alternatives } = bindSentence(
    { sentence: text, leadIn, section, isDuty: kind === 'customer_duty' },
    kind === 'notice' ? null : kind,
  )
  return [...measures, ...alternatives].map(({ id, score }) => ({ id, score }))
}
