/** The state of the ledger, its published heads and the keys that sign them, at the edge. Browser-safe. */
import { instantSchema } from '#core/page.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { z } from 'zod'

/** Longer than this between recording and signing is an alarm. */
export const longestMergeDelayMs = 5_000

// ---- Public addresses, served by the public face -------------------------------------------------------------------

export const feedPath = '/ledger/feed.atom'

/** Where the bytes of a published head stand, for good. */
export function publicationPath(size: number): string {
  return `/ledger/publications/${size}`
}

/** Where it stands with the lines of its witnesses, a signed note like any other. */
export function cosignedPath(size: number): string {
  return `${publicationPath(size)}/cosigned`
}

/** Where a token stands; numbers begin at 1. */
export function timestampPath(size: number, number: number): string {
  return `${publicationPath(size)}/timestamps/${number}`
}

// ---- The state of the ledger ----------------------------------------------------------------------------------------

const outletSchema = z.strictObject({
  /** Name of a witness, or address of a time-stamp authority. */
  name: z.string(),
  /** When it did its part for this head; null while it has not. */
  at: instantSchema.nullable(),
})

/** Without the note itself, which names the instance: it stands at a public address. */
export const publicationSchema = z.strictObject({
  /** Leaves of the instance tree, each of them a head of a tenant. */
  size: z.number().int(),
  publishedAt: instantSchema,
  witnesses: z.array(outletSchema),
  authorities: z.array(outletSchema),
})

export const signingKeySchema = z.strictObject({
  id: z.string(),
  /** C2SP verifier key under the name of the instance. */
  verifierKey: z.string(),
  createdAt: instantSchema,
  /** Null for the newest. */
  signsUntil: instantSchema.nullable(),
})

export const ledgerStateSchema = z.strictObject({
  /** Entries that have their place. */
  size: z.number().int(),
  waiting: z.strictObject({
    entries: z.number().int(),
    /** Null when none waits. */
    oldestMs: z.number().int().nullable(),
    isLate: z.boolean(),
  }),
  head: z.strictObject({ size: z.number().int(), signedAt: instantSchema }).nullable(),
  lastBatch: z
    .strictObject({
      entries: z.number().int(),
      /** Longest from recording to signing. */
      mergeDelayMs: z.number().int(),
      isLate: z.boolean(),
    })
    .nullable(),
  publication: publicationSchema.nullable(),
  publishesEveryMinutes: z.number().int(),
  /** Oldest first; null in a company tenant: the keys are the instance's, and stand at /ledger/keys. */
  keys: z.array(signingKeySchema).nullable(),
})
export type LedgerState = z.infer<typeof ledgerStateSchema>

export const readLedgerState = defineEndpoint({
  id: 'ledger-state.read',
  method: 'GET',
  path: '/api/ledger/state',
  summary: 'Size of the ledger, what waits and since when, the last heads, and what became of the published one.',
  output: ledgerStateSchema,
  success: 200,
  access: 'ledger:read',
  stepUp: false,
  audit: { none: 'sizes, times and public hashes; nothing of what was recorded' },
})

export const requestPublication = defineEndpoint({
  id: 'ledger-publication.request',
  method: 'POST',
  path: '/api/ledger/publications',
  summary: 'Has the last head of the instance published now instead of at the next interval.',
  success: 204,
  access: 'ledger:publish',
  stepUp: false,
  audit: { entry: 'ledger.publication_requested' },
})

export const rotateSigningKey = defineEndpoint({
  id: 'ledger-key.rotate',
  method: 'POST',
  path: '/api/ledger/keys',
  summary: 'Adds a key that signs heads from now on; the ones before it sign beside it for 90 days.',
  output: signingKeySchema,
  success: 201,
  access: 'ledger:rotate-key',
  stepUp: true,
  audit: { entry: 'ledger.key_rotated' },
})
