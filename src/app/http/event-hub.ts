/**
 * Live changes for open pages: one `changed` event with a topic whenever something of the tenant changed, by
 * PostgreSQL's NOTIFY from whichever process changed it. Events carry no content. A session that ends closes its
 * streams within seconds, and a status that changes by time alone is announced at its instant.
 */
import type { Actor, Services } from '#core/context.ts'
import { apiHeaders } from '#platform/http/headers.ts'
import { Problem } from '#platform/http/problem.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Channel of the announcements; payload `<tenant id> <topic>`. */
export const changeChannel = 'beleg_change'

export interface EventHub {
  subscribe(actor: Actor, request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Ends all streams. */
  close(): Promise<void>
}

const heartbeatMs = 5_000

/** Opens the hub; `authenticate` is asked again with every heartbeat, so that a stream dies with its session. */
export async function openEventHub(
  services: Services,
  authenticate: (request: FastifyRequest) => Promise<Actor>,
  onChange: (tenantId: string, topic: string) => void,
): Promise<EventHub> {
  const streams = new Map<string, Set<(topic: string) => void>>()
  const closers = new Set<() => void>()
  const stopListening = await services.database.listen(
    changeChannel,
    (payload) => {
      const [tenantId = '', topic = ''] = payload.split(' ')
      onChange(tenantId, topic)
      for (const send of streams.get(tenantId) ?? []) send(topic)
    },
    // What was announced meanwhile is lost: every open page looks again.
    { onReconnect: () => streams.forEach((senders) => senders.forEach((send) => send('all'))) },
  )

  return {
    async subscribe(actor, request, reply) {
      reply.hijack()
      const response = reply.raw
      response.writeHead(200, { ...apiHeaders, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
      response.write('retry: 2000\n\n')
      const send = (topic: string) => response.write(`event: changed\ndata: ${topic}\n\n`)
      const senders = streams.get(actor.tenantId) ?? new Set()
      streams.set(actor.tenantId, senders.add(send))
      const heartbeat = setInterval(() => {
        authenticate(request).then(
          (now) => (now.kind === 'anonymous' ? close() : response.write(': alive\n\n')),
          (error: unknown) => {
            if (error instanceof Problem && error.status === 403) return close()
            // The database may be away; the stream stays, the page's own requests tell the reader.
            response.write(': waiting\n\n')
          },
        )
      }, heartbeatMs)
      const close = () => {
        clearInterval(heartbeat)
        senders.delete(send)
        closers.delete(close)
        response.end()
      }
      closers.add(close)
      response.on('close', close)
    },
    async close() {
      for (const close of closers) close()
      await stopListening()
    },
  }
}
