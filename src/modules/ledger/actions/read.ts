/** Reading the ledger: entries by person, object, action and time, and one entry with the proof of its place. */
import type { Context } from '#core/context.ts'
import { cutPage, decodeCursor } from '#core/cursor.ts'
import { actionTitle } from '#core/ledger/action-title.ts'
import { listPlacedEntries, proveStoredInclusion, readLastHead } from '#core/ledger/store.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound } from '#platform/http/problem.ts'
import type { CefEntry } from '../contract/cef.ts'
import type { LedgerFilter, listEntries, readEntry } from '../contract.ts'
import { findEntry, listPersonsErased, listStoredEntries, type EntryFilter, type ListedEntry } from '../entry-store.ts'
import { readEntries, type ReadableEntry } from '../readable-entry.ts'

type Listed = ReadableEntry & { readonly entry: ListedEntry }
type Summary = OutputOf<typeof listEntries>['items'][number]
type Detail = OutputOf<typeof readEntry>

/** An entry with everything that it says, without what proves it. */
export type ToldEntry = Omit<Summary, 'title'> & Pick<Detail, 'occurredAt' | 'before' | 'after' | 'where'>

/** Entries, newest first. @throws Problem 400 `page.bad_cursor` */
export async function listLedgerEntries(
  context: Context,
  query: InputOf<typeof listEntries>['query'],
): Promise<OutputOf<typeof listEntries>> {
  const before = query.cursor === undefined ? null : decodeCursor(query.cursor).id
  const rows = await listStoredEntries(context.tx, filterOf(query), { before, limit: query.limit + 1 })
  const page = cutPage(rows, query.limit, (row) => ({ at: row.recordedAt, id: row.id }))
  return {
    nextCursor: page.nextCursor,
    items: (await tellEntries(context, page.items)).map((entry) => titled(context, entry)),
  }
}

/** What the store narrows by. */
export function filterOf(query: LedgerFilter): EntryFilter {
  const { personId, action, objectKind, objectId, from, until } = query
  const instant = (text: string | undefined) => (text === undefined ? undefined : new Date(text))
  return { personId, action, objectKind, objectId, from: instant(from), until: instant(until) }
}

/** One entry; its proof is against the last signed head. @throws Problem 404 `common.not_found` */
export async function readLedgerEntry(context: Context, entryId: string): Promise<Detail> {
  const { tx } = context
  const found = await findEntry(tx, entryId)
  if (!found) throw notFound()
  const [read] = await readEntries(context.services, tx.tenantId, [found])
  if (!read) throw notFound()
  const erasures = await listPersonsErased(
    tx,
    read.parts.map((part) => part.personId),
  )
  const head = await readLastHead(tx)
  const { place } = found
  const proof =
    place === null || head === null || place >= head.size ? null : await proveStoredInclusion(tx, place, head.size)
  return {
    ...titled(context, present(read, await namesOf(context, [read]))),
    payload: found.payload,
    salt: found.salt?.toString('base64') ?? null,
    commitment: found.commitment.toString('base64'),
    parts: read.parts.map((part) => ({
      person: part.personId,
      commitment: part.commitment.toString('base64'),
      salt: part.salt?.toString('base64') ?? null,
      payload: part.text,
      erased: erasures.get(part.personId) ?? null,
    })),
    leafHash: found.leafHash.toString('base64'),
    proof:
      proof === null || head === null
        ? null
        : {
            size: head.size,
            root: head.root.toString('base64'),
            path: proof.map((hash) => hash.toString('base64')),
            text: `c2sp.org/tlog-proof@v1\nindex ${place}\n${proof.map((hash) => `${hash.toString('base64')}\n`).join('')}\n${head.note}`,
          },
  }
}

function titled({ services, actor }: Context, entry: ToldEntry): ToldEntry & Pick<Summary, 'title'> {
  return { ...entry, title: actionTitle(services.texts, actor.locale, entry.action) }
}

/** Entries with everything that can still be read of them, and the names of people. */
export async function tellEntries(
  context: Pick<Context, 'tx' | 'services'>,
  entries: readonly ListedEntry[],
): Promise<ToldEntry[]> {
  const read = await readEntries(context.services, context.tx.tenantId, entries)
  const names = await namesOf(context, read)
  return read.map((one) => present(one, names))
}

/**
 * Entries for a SIEM: people by their ids, and of what is said of them only from where they acted. What leaves the house
 * cannot be erased with the person, so names and descriptions stay.
 */
export async function tellWithoutNames(
  { services, tx }: Pick<Context, 'tx' | 'services'>,
  entries: readonly ListedEntry[],
): Promise<CefEntry[]> {
  const { tenantId } = tx
  const whole = await readEntries(services, tenantId, entries)
  const bare = await readEntries(
    services,
    tenantId,
    entries.map((entry) => ({ ...entry, parts: [] })),
  )
  const nobody: ReadonlyMap<string, string> = new Map()
  return bare.map((one, i) => ({ ...present(one, nobody), tenantId, where: whole[i]?.where ?? one.where }))
}

/** Entries of the tenant with places in `[from, from + limit)`, in order, as a SIEM gets them. */
export async function tellPlacedEntries(
  context: Pick<Context, 'tx' | 'services'>,
  from: number,
  limit: number,
): Promise<CefEntry[]> {
  const placed = await listPlacedEntries(context.tx, { start: from, end: from + limit })
  return tellWithoutNames(
    context,
    placed.map((entry) => ({ ...entry, place: entry.index })),
  )
}

async function namesOf(
  { tx, services }: Pick<Context, 'tx' | 'services'>,
  entries: readonly ReadableEntry[],
): Promise<ReadonlyMap<string, string>> {
  const people = new Set(
    entries.flatMap(({ personId, aboutId }) => [personId, aboutId]).filter((id): id is string => id !== null),
  )
  return people.size === 0 ? new Map() : services.personNames(tx, [...people])
}

function present(read: Listed, names: ReadonlyMap<string, string>): ToldEntry {
  const { entry, kind, personId, aboutId, systemName, reason, parts, expired } = read
  const person = (id: string | null) => (id === null ? null : { id, name: names.get(id) ?? '' })
  return {
    id: entry.id,
    place: entry.place,
    recordedAt: entry.recordedAt.toISOString(),
    action: entry.action,
    object: { kind: entry.objectKind, id: entry.objectId },
    who: { kind, person: person(personId), name: systemName },
    about: person(aboutId),
    reason,
    erased: parts.some((part) => part.text === null),
    expired,
    occurredAt: read.occurredAt,
    before: read.before,
    after: read.after,
    where: read.where,
  }
}
