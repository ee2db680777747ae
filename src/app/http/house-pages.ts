/** Addresses of the house that belong to no tenant: the OpenAPI document and the health of this process. */
import type { Services } from '#core/context.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { defineEndpoint } from '#platform/http/endpoint.ts'
import { apiHeaders } from '#platform/http/headers.ts'
import { describeApi } from '#platform/http/openapi.ts'
import { z } from 'zod'
import type { PageRoute } from './server.ts'

const readApi = defineEndpoint({
  id: 'house.read-api',
  method: 'GET',
  path: '/api/openapi.json',
  summary: 'This document.',
  output: z.record(z.string(), z.unknown()),
  success: 200,
  access: { public: 'describes the interface, holds no data' },
  stepUp: false,
  audit: { none: 'holds no data' },
})

const readHealth = defineEndpoint({
  id: 'house.read-health',
  method: 'GET',
  path: '/api/health',
  summary: 'Whether this process and its database answer; 503 when they do not.',
  output: z.object({ ready: z.boolean() }),
  success: 200,
  access: { public: 'says yes or no, for load balancers' },
  stepUp: false,
  audit: { none: 'holds no data' },
})

/** The pages; `endpoints` are those that the document describes. */
export function housePages(services: Services, endpoints: () => readonly Endpoint[], version: string): PageRoute[] {
  let document: string | null = null
  return [
    {
      endpoint: readApi,
      register: (server) => {
        server.get(readApi.path, (_request, reply) => {
          document ??= JSON.stringify(describeApi(endpoints(), version))
          return reply.headers(apiHeaders).type('application/json').send(document)
        })
      },
    },
    {
      endpoint: readHealth,
      register: (server) => {
        server.get(readHealth.path, async (_request, reply) => {
          const { ready } = await services.database.health()
          return reply
            .headers(apiHeaders)
            .status(ready ? 200 : 503)
            .send({ ready })
        })
      },
    },
  ]
}
