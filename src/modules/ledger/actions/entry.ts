/** Reading the ledger: entries by person, object, action and time, and one entry with the proof of its place. */
import type { Context } from '#core/context.ts'
import { cutPage, decodeCursor } from '#core/cursor.ts'
import { proveStoredInclusion, readLastHead } from '#core/ledger/store.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound } from '#platform/http/problem.ts'
import type { listEntries, readEntry } from '../contract.ts'
import { findEntry, listPersonsErased, listStoredEntries, type ListedEntry } from '../entry-store.ts'
import { readEntries, type ReadableEntry } from '../readable-entry.ts'

type Listed = ReadableEntry & { readonly entry: ListedEntry }

/** Entries, newest first. @throws Problem 400 `page.bad_cursor` */
export async function listLedgerEntries(
  context: Context,
  query: InputOf<typeof listEntries>['query'],
): Promise<OutputOf<typeof listEntries>> {
  const rows = await listStoredEntries(context.tx, {
    before: query.cursor === undefined ? null : decodeCursor(query.cursor).id,
    limit: query.limit + 1,
    personId: query.personId,
    action: query.action,
    objectKind: query.objectKind,
    objectId: query.objectId,
    from: query.from === undefined ? undefined : new Date(query.from),
    until: query.until === undefined ? undefined : new Date(query.until),
  })
  const page = cutPage(rows, query.limit, (row) => ({ at: row.recordedAt, id: row.id }))
  const read = await readEntries(context.services, context.tx.tenantId, page.items)
  const names = await namesOf(context, read)
  return { nextCursor: page.nextCursor, items: read.map((one) => present(one, names)) }
}

/** One entry; its proof is against the last signed head. @throws Problem 404 `common.not_found` */
export async function readLedgerEntry(context: Context, entryId: string): Promise<OutputOf<typeof readEntry>> {
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
    ...present(read, await namesOf(context, [read])),
    occurredAt: read.occurredAt,
    before: read.before,
    after: read.after,
    where: read.where,
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

async function namesOf(context: Context, entries: readonly ReadableEntry[]): Promise<ReadonlyMap<string, string>> {
  const people = new Set(
    entries.flatMap(({ personId, aboutId }) => [personId, aboutId]).filter((id): id is string => id !== null),
  )
  return people.size === 0 ? new Map() : context.services.personNames(context.tx, [...people])
}

function present(
  { entry, kind, personId, aboutId, systemName, reason, parts, expired }: Listed,
  names: ReadonlyMap<string, string>,
): OutputOf<typeof listEntries>['items'][number] {
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
  }
}
