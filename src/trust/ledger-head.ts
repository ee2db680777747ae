/**
 * The signed heads of the instance tree and the keys that sign them, for everybody: who keeps a copy can tell later
 * whether this instance told somebody else another history. Plain text, as C2SP tlog-tiles serves a checkpoint; what was
 * published stands there for good, byte for byte as it was stamped, and in a feed.
 */
import { createHash } from 'node:crypto'
import type { Services } from '#core/context.ts'
import { formatVerifierKey, keyIdOf } from '#core/ledger/note.ts'
import { cosignedNote, listPublications, type Publication } from '#core/ledger/publication.ts'
import { listSigningKeys, originOf } from '#core/ledger/signing-key.ts'
import { readLastInstanceHead } from '#core/ledger/store.ts'
import { feedPath } from '#modules/ledger/contract.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { apiHeaders } from '#platform/http/headers.ts'
import { notFound } from '#platform/http/problem.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { feedEntries, renderFeed } from './feed.ts'

const open = {
  method: 'GET',
  responds: 'text',
  success: 200,
  access: { public: 'a head says nothing about what is recorded, and protects by being known' },
  stepUp: false,
  audit: { none: 'holds hashes and public keys' },
} as const

export const readInstanceCheckpoint = defineEndpoint({
  ...open,
  id: 'trust.read-checkpoint',
  path: '/ledger/checkpoint',
  summary:
    'The last signed head of the instance tree, as a C2SP checkpoint, with the lines of its witnesses once it was published; 404 while nothing is recorded.',
})

export const readInstanceKeys = defineEndpoint({
  ...open,
  id: 'trust.read-ledger-keys',
  path: '/ledger/keys',
  summary: 'The keys that sign it, as C2SP verifier keys, a line each, oldest first.',
})

export const readFeed = defineEndpoint({
  ...open,
  id: 'trust.read-feed',
  path: feedPath,
  summary: 'The last published heads as an Atom feed (RFC 4287), newest first.',
})

const sizeParam = z.string().regex(/^[1-9][0-9]{0,14}$/)

export const readPublishedHead = defineEndpoint({
  ...open,
  id: 'trust.read-published-head',
  path: '/ledger/publications/:size',
  summary: 'A published head, byte for byte as it was stamped: a C2SP checkpoint without lines of witnesses.',
  params: z.strictObject({ size: sizeParam }),
})

export const readCosignedHead = defineEndpoint({
  ...open,
  id: 'trust.read-cosigned-head',
  path: '/ledger/publications/:size/cosigned',
  summary: 'A published head with the lines of its witnesses, as far as they have come.',
  params: z.strictObject({ size: sizeParam }),
})

export const readTimestamp = defineEndpoint({
  ...open,
  id: 'trust.read-timestamp',
  path: '/ledger/publications/:size/timestamps/:number',
  summary: 'A timestamp over a published head: a TimeStampToken (RFC 3161) in DER; numbers begin at 1.',
  params: z.strictObject({ size: sizeParam, number: z.string().regex(/^[1-9][0-9]?$/) }),
})

/** A feed is made anew this often at most, and caches may keep it as long. */
const keepMs = 30_000

/** The addresses and how they are served. */
export function ledgerHeadPages(services: Services, platformTenantId: string) {
  const { database, clock } = services
  const send = (reply: FastifyReply, text: string | null) => {
    if (text === null) throw notFound()
    return reply.headers(apiHeaders).type('text/plain; charset=utf-8').send(text)
  }
  /** What never changes may be kept for ever. */
  const sendForGood = (reply: FastifyReply, type: string, body: string | Buffer) =>
    reply
      .headers({ ...apiHeaders, 'cache-control': 'public, max-age=31536000, immutable' })
      .type(type)
      .send(body)
  const find = async (request: FastifyRequest): Promise<Publication> => {
    const params = z.object({ size: sizeParam }).safeParse(request.params)
    if (!params.success) throw notFound()
    const [publication] = await database.withPlatform('a published head', (tx) =>
      listPublications(tx, { limit: 1, size: Number(params.data.size) }),
    )
    if (publication === undefined) throw notFound()
    return publication
  }
  let feed: { readonly until: number; readonly etag: string; readonly modified: Date; readonly xml: string } | null =
    null
  const readFeedNow = async () => {
    const now = clock.now().getTime()
    if (feed !== null && now < feed.until) return feed
    const publications = await database.withPlatform('feed of published heads', (tx) =>
      listPublications(tx, { limit: feedEntries }),
    )
    const { xml, updated } = renderFeed(publications, {
      platformTenantId,
      publicUrl: services.publicUrl,
      now: clock.now(),
    })
    const etag = `"${createHash('sha256').update(xml).digest('base64url').slice(0, 22)}"`
    feed = { until: now + (publications.length === 0 ? 1_000 : keepMs), etag, modified: updated, xml }
    return feed
  }
  return [
    {
      endpoint: readInstanceCheckpoint,
      register: (server: FastifyInstance) => {
        server.get(readInstanceCheckpoint.path, async (_request, reply) => {
          const note = await database.withPlatform('public head of the ledger', async (tx) => {
            const head = await readLastInstanceHead(tx)
            if (head === null) return null
            const [published] = await listPublications(tx, { limit: 1, size: head.size })
            return published === undefined ? head.note : cosignedNote(published)
          })
          return send(reply, note)
        })
      },
    },
    {
      endpoint: readInstanceKeys,
      register: (server: FastifyInstance) => {
        server.get(readInstanceKeys.path, async (_request, reply) => {
          const keys = await database.withTenant(platformTenantId, listSigningKeys)
          const name = originOf(platformTenantId)
          const lines = keys.map(
            ({ publicKey }) => `${formatVerifierKey({ name, publicKey, keyId: keyIdOf(name, publicKey) })}\n`,
          )
          return send(reply, lines.length === 0 ? null : lines.join(''))
        })
      },
    },
    {
      endpoint: readFeed,
      register: (server: FastifyInstance) => {
        server.get(readFeed.path, async (request, reply) => {
          const { etag, modified, xml } = await readFeedNow()
          reply
            .headers({ ...apiHeaders, 'cache-control': `public, max-age=${keepMs / 1000}` })
            .header('etag', etag)
            .header('last-modified', modified.toUTCString())
          if (request.headers['if-none-match'] === etag) return reply.status(304).send()
          return reply.type('application/atom+xml; charset=utf-8').send(xml)
        })
      },
    },
    {
      endpoint: readPublishedHead,
      register: (server: FastifyInstance) => {
        server.get(readPublishedHead.path, async (request, reply) =>
          sendForGood(reply, 'text/plain; charset=utf-8', (await find(request)).note),
        )
      },
    },
    {
      endpoint: readCosignedHead,
      register: (server: FastifyInstance) => {
        server.get(readCosignedHead.path, async (request, reply) => send(reply, cosignedNote(await find(request))))
      },
    },
    {
      endpoint: readTimestamp,
      register: (server: FastifyInstance) => {
        server.get(readTimestamp.path, async (request, reply) => {
          const { timestamps } = await find(request)
          const params = readTimestamp.params.safeParse(request.params)
          const stamp = params.success ? timestamps[Number(params.data.number) - 1] : undefined
          if (stamp === undefined) throw notFound()
          return sendForGood(reply, 'application/octet-stream', stamp.token)
        })
      },
    },
  ]
}
