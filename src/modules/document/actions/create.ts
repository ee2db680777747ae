/**
 * Making a document: its kind builds what it says, the core freezes and renders it, the files are sealed, and the ledger
 * says which hashes they have. All of it in one transaction; if that does not commit, sealed files may stay that nothing leads to.
 */
import { Readable } from 'node:stream'
import { instantOf, type AsOf } from '#core/as-of/resolve.ts'
import { announce } from '#core/announce.ts'
import type { Context } from '#core/context.ts'
import { documentFormats, type DocumentFormat } from '#core/document/contract.ts'
import { freezeModel, type FrozenModel } from '#core/document/freeze.ts'
import type { DocumentKind, PeriodOfDays } from '#core/document/kind.ts'
import { renderDocument, type Rendering } from '#core/document/render.ts'
import {
  findDocument,
  insertDocument,
  insertDocumentFile,
  readOrganisation,
  takeVersion,
} from '#core/document/store.ts'
import { record } from '#core/ledger/record.ts'
import { idSchema } from '#core/page.ts'
import type { Registry } from '#core/registry.ts'
import { createHash } from 'node:crypto'
import { addDays, addToDate, dayOf } from '#platform/clock/calendar.ts'
import { newId } from '#platform/database/id.ts'
import type { InputOf } from '#platform/http/endpoint.ts'
import { notFound, Problem, type ProblemIssue } from '#platform/http/problem.ts'
import { holds } from '../actor.ts'
import type { createDocument, DocumentDetail } from '../contract.ts'
import { presentDetail } from './present.ts'

type Wish = InputOf<typeof createDocument>['body']

/** A rendering is nowhere near this. */
const mostFileBytes = 64 * 1024 * 1024

/**
 * Makes a draft.
 * @throws Problem 400 `document.invalid` naming all that is wrong, 403 `permission.missing`, 404 when what it is about
 * does not exist, 422 `document.too_large`, `document.not_rendered`
 */
export async function makeDocument(context: Context, registry: Registry, wish: Wish): Promise<DocumentDetail> {
  const { actor } = context
  const kind = checkWish(context, registry, wish)
  const by = actor.kind === 'account' || actor.kind === 'api-key' ? actor.personId : null
  const id = await freezeDocument(context, kind, wish, by)
  const row = await findDocument(context.tx, id)
  if (!row) throw notFound()
  return presentDetail(context, registry, row)
}

function checkWish(context: Context, registry: Registry, wish: Wish): DocumentKind {
  const kind = registry.documentKinds.get(wish.kind)
  const issues: ProblemIssue[] = []
  if (kind === undefined) issues.push({ pointer: '/kind', code: 'unknown_document_kind' })
  if (kind !== undefined && kind.about !== 'nothing') {
    if (wish.aboutId === undefined) issues.push({ pointer: '/aboutId', code: 'required' })
    // Everything else is named by an id; a measure by what the catalogue calls it.
    else if (idSchema.safeParse(wish.aboutId).success === (kind.about === 'measure'))
      issues.push({ pointer: '/aboutId', code: 'about_something_else' })
  }
  if (kind?.about === 'nothing' && wish.aboutId !== undefined)
    issues.push({ pointer: '/aboutId', code: 'about_nothing' })
  const now = context.services.clock.now()
  const at = instantOf(wish.asOf, now)
  if (at !== null && at > now) issues.push({ pointer: '/asOf', code: 'in_the_future' })
  else if (at !== null && kind?.readsPast === false) issues.push({ pointer: '/asOf', code: 'present_only' })
  if (wish.fromOn !== undefined && kind !== undefined && kind.readsPeriod === undefined)
    issues.push({ pointer: '/fromOn', code: 'no_period' })
  else if (wish.fromOn !== undefined && wish.fromOn > dayOf(at ?? now))
    issues.push({ pointer: '/fromOn', code: 'after_the_end' })
  if (kind === undefined || issues.length > 0) throw new Problem(400, 'document.invalid', { issues })
  if (!holds(context, kind.permission))
    throw new Problem(403, 'permission.missing', { params: { permission: kind.permission } })
  return kind
}

/** Builds, freezes, renders and keeps; returns the id. `by`: the natural person, null for the house itself. */
export async function freezeDocument(
  context: Context,
  kind: DocumentKind,
  wish: Pick<Wish, 'locale' | 'aboutId' | 'asOf' | 'fromOn'> & Partial<Pick<Wish, 'known'>>,
  by: string | null,
  render: (frozen: FrozenModel) => Promise<Rendering> = (frozen) => renderDocument(frozen, context.services.texts),
): Promise<string> {
  const { tx, services } = context
  const now = services.clock.now()
  const { known = 'then' } = wish
  const at = instantOf(wish.asOf, now)
  const asOf = at ?? now
  const knownAt = known === 'then' ? asOf : now
  const past = at && { at, known }
  const period = kind.readsPeriod === undefined ? null : periodUntil(dayOf(asOf), wish.fromOn)
  const about = wish.aboutId ?? null
  const built = await kind.build(context, { locale: wish.locale, scope: about, asOf, knownAt, past, period })
  const scope = scopeOf(about, period, past)
  const id = newId(services.clock)
  const version = await takeVersion(tx, kind.id, scope ?? '', wish.locale)
  const frozen = freeze({
    format: 'beleg-document/1',
    id,
    kind: kind.id,
    scope,
    locale: wish.locale,
    organisation: await readOrganisation(tx),
    classification: kind.classification,
    asOf: asOf.toISOString(),
    knownAt: knownAt.toISOString(),
    version,
    ...built,
  })
  const files = await render(frozen)
  await insertDocument(tx, {
    id,
    kind: kind.id,
    scope: scope ?? '',
    locale: wish.locale,
    title: frozen.model.title,
    classification: kind.classification,
    permission: kind.permission,
    as_of: asOf,
    known_at: knownAt,
    version,
    model_sha256: Buffer.from(frozen.sha256, 'hex'),
    created_by: by,
    created_at: now,
  })
  const hashes = await keepFiles(context, id, files)
  await record(context, {
    action: 'document.created',
    object: { kind: 'document', id },
    after: { kind: kind.id, scope, locale: wish.locale, version, asOf: asOf.toISOString(), ...hashes },
  })
  await announce(tx, 'today')
  return id
}

/** The period that ends with a day: twelve months, unless its first day is named. */
function periodUntil(toOn: string, fromOn = addDays(addToDate(toOn, '-P1Y'), 1)): PeriodOfDays {
  return { fromOn, toOn }
}

/**
 * What a document is about, by which its versions are counted and superseded. A report of one year does not supersede
 * that of another: the period belongs to it (ISO 8601 interval). Nor does what speaks of a past day supersede what
 * speaks of the present, or of another day: the day belongs to it, and whether it says what was known then.
 */
function scopeOf(about: string | null, period: PeriodOfDays | null, past: AsOf | null): string | null {
  const time = period === null ? past && `${past.at.toISOString()} ${past.known}` : `${period.fromOn}/${period.toOn}`
  const parts = [about, time].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(' ')
}

function freeze(given: unknown) {
  try {
    return freezeModel(given)
  } catch (error) {
    if (error instanceof RangeError) throw new Problem(422, 'document.too_large', { cause: error })
    throw error
  }
}

/** Seals the files and returns the hash of each format, for the ledger. */
async function keepFiles(
  { tx, services }: Context,
  documentId: string,
  files: Rendering,
): Promise<Record<DocumentFormat, string>> {
  const keys = await services.vault.keysOf(tx)
  const hashes: [DocumentFormat, string][] = []
  for (const format of documentFormats) {
    const bytes = files[format]
    const blob = await services.blobs.put(keys, Readable.from([bytes]), { maxBytes: mostFileBytes })
    tx.afterRollback(async () => void (await services.blobs.remove(tx.tenantId, blob.key)))
    const sha256 = createHash('sha256').update(bytes).digest()
    await insertDocumentFile(tx, documentId, { format, blob_key: blob.key, bytes: blob.bytes, sha256 })
    hashes.push([format, sha256.toString('hex')])
  }
  // Every format was put there just now.
  return Object.fromEntries(hashes) as Record<DocumentFormat, string>
}
