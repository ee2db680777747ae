/**
 * Idempotency keys on writes: the same `Idempotency-Key` with the same request gets the same answer and no second
 * effect; with another request it is refused. The answer is kept encrypted for a day, in the transaction of the effect,
 * because it may hold a secret that is shown only once.
 */
import { createHash } from 'node:crypto'
import type { Context } from '#core/context.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { Problem } from '#platform/http/problem.ts'
import type { FastifyRequest } from 'fastify'

const cell = (row: string) => ({ table: 'idempotency_keys', row, column: 'answer' })

function keyOf(context: Context, endpoint: Endpoint, request: FastifyRequest): string | null {
  const given = request.headers['idempotency-key']
  if (typeof given !== 'string' || endpoint.method === 'GET') return null
  if (given.length === 0 || given.length > 200) throw new Problem(400, 'idempotency.malformed')
  const caller =
    context.actor.kind === 'account' || context.actor.kind === 'api-key' ? context.actor.accountId : 'anonymous'
  return createHash('sha256').update(`${caller}\n${endpoint.id}\n${given}`).digest('hex')
}

/**
 * Claims the key; a second holder waits here for the first to commit.
 * @returns the earlier answer, or null when this request is the first
 * @throws Problem 422 `idempotency.reused` when the key came with another request
 */
export async function startIdempotent(
  context: Context,
  endpoint: Endpoint,
  request: FastifyRequest,
  body: unknown,
): Promise<{ body: unknown } | null> {
  const key = keyOf(context, endpoint, request)
  if (key === null) return null
  const requestHash = createHash('sha256')
    .update(`${request.url}\n${JSON.stringify(body ?? null)}`)
    .digest()
  const inserted = await context.tx.db
    .insertInto('idempotency_keys')
    .values({
      tenant_id: context.tx.tenantId,
      key,
      request_hash: requestHash,
      created_at: context.services.clock.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  if (inserted) return null
  const earlier = await context.tx.db
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'answer'])
    .where('tenant_id', '=', context.tx.tenantId)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (!requestHash.equals(earlier.request_hash)) throw new Problem(422, 'idempotency.reused')
  if (earlier.answer === null) return { body: undefined }
  const keys = await context.services.vault.keysOf(context.tx)
  return { body: JSON.parse(keys.openText(cell(key), earlier.answer)) as unknown }
}

/** Keeps the answer beside the effect. */
export async function finishIdempotent(
  context: Context,
  endpoint: Endpoint,
  request: FastifyRequest,
  answer: unknown,
): Promise<void> {
  const key = keyOf(context, endpoint, request)
  if (key === null || answer === undefined) return
  const keys = await context.services.vault.keysOf(context.tx)
  await context.tx.db
    .updateTable('idempotency_keys')
    .set({ answer: keys.seal(cell(key), JSON.stringify(answer)) })
    .where('tenant_id', '=', context.tx.tenantId)
    .where('key', '=', key)
    .execute()
}
