/**
 * The signed head of the instance tree and the keys that sign it, for everybody: who keeps a copy can tell later whether
 * this instance told somebody else another history. Plain text, as C2SP tlog-tiles serves a checkpoint.
 */
import type { Services } from '#core/context.ts'
import { formatVerifierKey, keyIdOf } from '#core/ledger/note.ts'
import { listSigningKeys, originOf } from '#core/ledger/signing-key.ts'
import { readLastInstanceHead } from '#core/ledger/store.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { apiHeaders } from '#platform/http/headers.ts'
import { notFound } from '#platform/http/problem.ts'
import type { FastifyInstance, FastifyReply } from 'fastify'

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
  summary: 'The last signed head of the instance tree, as a C2SP checkpoint; 404 while nothing is recorded.',
})

export const readInstanceKeys = defineEndpoint({
  ...open,
  id: 'trust.read-ledger-keys',
  path: '/ledger/keys',
  summary: 'The keys that sign it, as C2SP verifier keys, a line each, oldest first.',
})

/** The addresses and how they are served. */
export function ledgerHeadPages(services: Services, platformTenantId: string) {
  const { database } = services
  const send = (reply: FastifyReply, text: string | null) => {
    if (text === null) throw notFound()
    return reply.headers(apiHeaders).type('text/plain; charset=utf-8').send(text)
  }
  return [
    {
      endpoint: readInstanceCheckpoint,
      register: (server: FastifyInstance) => {
        server.get(readInstanceCheckpoint.path, async (_request, reply) => {
          const head = await database.withPlatform('public head of the ledger', readLastInstanceHead)
          return send(reply, head?.note ?? null)
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
  ]
}
