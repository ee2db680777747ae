/** Reading the ledger: entries by person, object, action and time, and one entry with the proof of its place. */
import type { Context } from '#core/context.ts'
import { cutPage, decodeCursor } from '#core/cursor.ts'
import { proveStoredInclusion, readLastHead } from '#core/ledger/store.ts'
import type { InputOf, OutputOf } from '#platform/http/endpoint.ts'
import { notFound } from '#platform/http/problem.ts'
import { z } from 'zod'
import type { listEntries, readEntry } from './contract.ts'
import { findEntry, listEntryRows, type EntryRow } from './entry-store.ts'

/** The parts of a payload that are shown; whatever else stands in it stays in it. */
const payloadSchema = z.object({
  who: z.looseObject({ kind: z.string(), person: z.string().optional(), name: z.string().optional() }),
  what: z.looseObject({
    before: z.record(z.string(), z.unknown()).optional(),
    after: z.record(z.string(), z.unknown()).optional(),
  }),
  when: z.looseObject({ occurredAt: z.string() }),
  where: z.object({ request: z.string().nullable(), address: z.string().nullable(), userAgent: z.string().nullable() }),
  why: z.string().optional(),
})
type Payload = z.output<typeof payloadSchema>

/** Entries, newest first. @throws Problem 400 `page.bad_cursor` */
export async function listLedgerEntries(
  context: Context,
  query: InputOf<typeof listEntries>['query'],
): Promise<OutputOf<typeof listEntries>> {
  const rows = await listEntryRows(context.tx, {
    before: query.cursor === undefined ? null : decodeCursor(query.cursor),
    limit: query.limit + 1,
    personId: query.personId,
    action: query.action,
    objectKind: query.objectKind,
    objectId: query.objectId,
    from: query.from === undefined ? undefined : new Date(query.from),
    until: query.until === undefined ? undefined : new Date(query.until),
  })
  const page = cutPage(rows, query.limit, (row) => ({ at: row.recorded_at, id: row.id }))
  const read = page.items.map((row) => ({ row, payload: parse(row) }))
  const names = await namesOf(
    context,
    read.map(({ payload }) => payload),
  )
  return { nextCursor: page.nextCursor, items: read.map(({ row, payload }) => present(row, payload, names)) }
}

/** One entry; its proof is against the last signed head. @throws Problem 404 `common.not_found` */
export async function readLedgerEntry(context: Context, entryId: string): Promise<OutputOf<typeof readEntry>> {
  const { tx } = context
  const row = await findEntry(tx, entryId)
  if (!row) throw notFound()
  const payload = parse(row)
  const head = await readLastHead(tx)
  const place = row.leaf_index === null ? null : Number(row.leaf_index)
  const proof =
    place === null || head === null || place >= head.size ? null : await proveStoredInclusion(tx, place, head.size)
  return {
    ...present(row, payload, await namesOf(context, [payload])),
    occurredAt: payload?.when.occurredAt ?? row.recorded_at.toISOString(),
    before: payload?.what.before ?? null,
    after: payload?.what.after ?? null,
    where: payload?.where ?? { request: null, address: null, userAgent: null },
    payload: row.payload,
    salt: row.salt.toString('base64'),
    leafHash: row.leaf_hash.toString('base64'),
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

/** Null when what is stored is no payload of ours: then it was altered, and is shown as it is. */
function parse(row: EntryRow): Payload | null {
  try {
    return payloadSchema.parse(JSON.parse(row.payload))
  } catch {
    return null
  }
}

async function namesOf(context: Context, payloads: readonly (Payload | null)[]): Promise<ReadonlyMap<string, string>> {
  const people = new Set(
    payloads.flatMap((payload) => (z.uuid().safeParse(payload?.who.person).success ? [payload?.who.person ?? ''] : [])),
  )
  return people.size === 0 ? new Map() : context.services.personNames(context.tx, [...people])
}

function present(
  row: EntryRow,
  payload: Payload | null,
  names: ReadonlyMap<string, string>,
): OutputOf<typeof listEntries>['items'][number] {
  const personId = payload?.who.person
  return {
    id: row.id,
    place: row.leaf_index === null ? null : Number(row.leaf_index),
    recordedAt: row.recorded_at.toISOString(),
    action: row.action,
    object: { kind: row.object_kind, id: row.object_id },
    who: {
      kind: payload?.who.kind ?? 'unknown',
      person: personId === undefined ? null : { id: personId, name: names.get(personId) ?? '' },
      name: payload?.who.name ?? null,
    },
    reason: payload?.why ?? null,
  }
}
