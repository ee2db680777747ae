/** The OpenAPI 3.1 document, generated from the same contracts that serve the routes. */
import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'

type Json = Record<string, unknown>

/** The document of all endpoints that speak JSON. */
export function describeApi(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const endpoint of endpoints) {
    if (endpoint.responds === 'html') continue
    const path = endpoint.path.replaceAll(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: describeOperation(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Beleg', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-beleg' },
        key: { type: 'http', scheme: 'bearer', bearerFormat: 'beleg_…' },
      },
      schemas: { Problem: problemSchema },
    },
  }
}

function describeOperation(endpoint: Endpoint): Json {
  const isPublic = typeof endpoint.access === 'object' && 'public' in endpoint.access
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    ...(isPublic
      ? { security: [] }
      : { security: endpoint.stepUp ? [{ session: [] }] : [{ session: [] }, { key: [] }] }),
    'x-access': endpoint.access,
    'x-step-up': endpoint.stepUp,
    'x-audit': endpoint.audit,
    parameters: [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')],
    ...(endpoint.body || endpoint.upload ? { requestBody: describeBody(endpoint) } : {}),
    responses: {
      [String(endpoint.success)]: describeSuccess(endpoint),
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function describeBody(endpoint: Endpoint): Json {
  const fields = endpoint.body ? schemaOf(endpoint.body, 'input') : { type: 'object', properties: {} }
  if (!endpoint.upload) return { required: true, content: { 'application/json': { schema: fields } } }
  const properties = { ...(fields.properties as Json), file: { type: 'string', format: 'binary' } }
  return { required: true, content: { 'multipart/form-data': { schema: { ...fields, properties } } } }
}

function describeSuccess(endpoint: Endpoint): Json {
  const types = {
    file: 'application/octet-stream',
    download: 'application/octet-stream',
    events: 'text/event-stream',
    text: 'text/plain',
  } as const
  if (endpoint.responds && endpoint.responds !== 'html') {
    return { description: 'Success', content: { [types[endpoint.responds]]: { schema: { type: 'string' } } } }
  }
  if (!endpoint.output) return { description: 'Success' }
  return { description: 'Success', content: { 'application/json': { schema: schemaOf(endpoint.output, 'output') } } }
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return []
  const described = schemaOf(schema, 'input')
  const required = new Set(described.required as string[] | undefined)
  return Object.entries((described.properties ?? {}) as Record<string, Json>).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    schema: property,
  }))
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Json
  return rest
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    instance: { type: 'string' },
    issues: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'text'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, text: { type: 'string' } },
      },
    },
  },
}
