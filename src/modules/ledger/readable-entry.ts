/**
 * What an entry says, put together from its payload and the personal parts that can still be read. Every view and every
 * export of the ledger reads entries through here, so that what was erased is erased in all of them.
 */
import type { Services } from '#core/context.ts'
import { openPart, type OpenedPart } from '#core/ledger/entry.ts'
import type { StoredEntry } from '#core/ledger/store.ts'
import { z } from 'zod'

const fieldsSchema = z.record(z.string(), z.unknown())
const whatSchema = z.looseObject({ before: fieldsSchema.optional(), after: fieldsSchema.optional() })
const fromSchema = z.looseObject({ address: z.string().nullish(), userAgent: z.string().nullish() })

/** The parts of a payload that are shown; whatever else stands in it stays in it. */
const payloadSchema = z.object({
  who: z.looseObject({ kind: z.string(), person: z.string().optional(), name: z.string().optional() }),
  what: whatSchema,
  when: z.looseObject({ occurredAt: z.string() }),
  where: fromSchema.extend({ request: z.string().nullable() }),
  why: z.string().optional(),
})
const partSchema = z.object({ where: fromSchema.optional(), what: whatSchema.optional(), why: z.string().optional() })

type Fields = Readonly<Record<string, unknown>>

export interface ReadableEntry {
  readonly entry: StoredEntry
  /** Kind of who acted; `unknown` when the payload is gone or not one of ours. */
  readonly kind: string
  readonly personId: string | null
  readonly aboutId: string | null
  /** Part of the system that acted. */
  readonly systemName: string | null
  readonly occurredAt: string
  readonly before: Fields | null
  readonly after: Fields | null
  readonly reason: string | null
  readonly where: {
    readonly request: string | null
    readonly address: string | null
    readonly userAgent: string | null
  }
  /** In the order of the leaf. */
  readonly parts: readonly OpenedPart[]
  /** The payload's time to be kept is over. */
  readonly expired: boolean
}

/** Reads entries. A part that cannot be opened although nobody erased it is shown as missing: integrity names it. */
export async function readEntries<Entry extends StoredEntry>(
  services: Pick<Services, 'personKeys' | 'log'>,
  tenantId: string,
  entries: readonly Entry[],
): Promise<(ReadableEntry & { readonly entry: Entry })[]> {
  return Promise.all(
    entries.map(async (entry) => {
      const parts = await Promise.all(
        entry.parts.map((part) =>
          openPart(services.personKeys, { tenantId, entryId: entry.id }, part).catch((error: unknown): OpenedPart => {
            services.log.error({ err: error, entry: entry.id }, 'a personal part of an entry cannot be read')
            return { personId: part.personId, commitment: part.commitment, salt: null, text: null }
          }),
        ),
      )
      return assemble(entry, parts)
    }),
  )
}

function assemble<Entry extends StoredEntry>(
  entry: Entry,
  parts: readonly OpenedPart[],
): ReadableEntry & { readonly entry: Entry } {
  const payload = read(payloadSchema, entry.payload)
  const personal = parts.flatMap((part) => read(partSchema, part.text) ?? [])
  const fields = (which: 'before' | 'after') => {
    const all = [payload?.what[which], ...personal.map((part) => part.what?.[which])].filter((one) => one !== undefined)
    return all.length === 0 ? null : Object.assign({}, ...all)
  }
  const from = [payload?.where, ...personal.map((part) => part.where)].filter((one) => one !== undefined)
  return {
    entry,
    kind: payload?.who.kind ?? 'unknown',
    personId: entry.personId,
    aboutId: entry.aboutId,
    systemName: payload?.who.name ?? null,
    occurredAt: payload?.when.occurredAt ?? entry.recordedAt.toISOString(),
    before: fields('before'),
    after: fields('after'),
    reason: payload?.why ?? personal.find((part) => part.why !== undefined)?.why ?? null,
    where: {
      request: payload?.where.request ?? null,
      address: from.find((one) => one.address != null)?.address ?? null,
      userAgent: from.find((one) => one.userAgent != null)?.userAgent ?? null,
    },
    parts,
    expired: entry.payload === null,
  }
}

/** Null when there is nothing, or nothing of ours: then it was altered, and integrity says so. */
function read<Output>(schema: z.ZodType<Output>, text: string | null): Output | null {
  if (text === null) return null
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
