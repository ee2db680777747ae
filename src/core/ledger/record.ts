/**
 * The one call that writes to the ledger. Every privileged access, change, evidence and decision inserts one pending
 * row in the transaction of its effect: if the row cannot be written, the effect does not happen. A pending row holds
 * a payload and the leaf that commits to it; taking rows into the tree is the sequencer's work, not this call's.
 */
import { createHash, randomBytes } from 'node:crypto'
import { newId } from '#platform/database/id.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import type { Actor, Context, Origin } from '../context.ts'

/** A value that must not stand in the ledger in clear: only a salted commitment to it is kept. */
export interface Concealed {
  readonly concealed: string
}

/** Marks a confidential value, so that the entry shows that it changed and can later be compared, but not read. */
export function conceal(value: string): Concealed {
  return { concealed: value }
}

export type LedgerValue = string | number | boolean | null | Concealed | readonly LedgerValue[]

export interface LedgerEntry {
  /** Past tense, `noun.verb`: `account.invited`. */
  readonly action: string
  readonly object: { readonly kind: string; readonly id: string }
  /** Field by field, only what changed. */
  readonly before?: Readonly<Record<string, LedgerValue>>
  readonly after?: Readonly<Record<string, LedgerValue>>
  readonly reason?: string
  /** When it happened, when that differs from the time of recording. */
  readonly occurredAt?: Date
}

type Recording = Pick<Context, 'tx' | 'actor' | 'origin'> & { readonly services: Pick<Context['services'], 'clock'> }

/**
 * Writes one pending ledger entry into the running transaction and returns its id.
 * @throws whatever the insert throws; the caller must let it roll the transaction back.
 */
export async function record(context: Recording, entry: LedgerEntry): Promise<string> {
  const recordedAt = context.services.clock.now()
  const id = newId(context.services.clock)
  const payload = JSON.stringify({
    who: describeActor(context.actor),
    what: {
      action: entry.action,
      object: entry.object,
      ...(entry.before && { before: reveal(entry.before) }),
      ...(entry.after && { after: reveal(entry.after) }),
    },
    when: { occurredAt: (entry.occurredAt ?? recordedAt).toISOString(), recordedAt: recordedAt.toISOString() },
    where: describeOrigin(context.origin),
    ...(entry.reason !== undefined && { why: entry.reason }),
  })
  const salt = randomBytes(32)
  await insertPending(context.tx, {
    id,
    recordedAt,
    action: entry.action,
    objectKind: entry.object.kind,
    objectId: entry.object.id,
    payload,
    salt,
    leafHash: leafHash({ id, tenantId: context.tx.tenantId, recordedAt, payload, salt }),
  })
  context.tx.entries += 1
  return id
}

/**
 * The leaf of an entry: RFC 6962 §2.1 leaf hash (0x00 prefix, SHA-256) of one canonical line that names the entry and
 * commits to its payload by a salted hash, so that the payload can be erased and the tree still verifies.
 */
export function leafHash(leaf: {
  id: string
  tenantId: string
  recordedAt: Date
  payload: string
  salt: Buffer
}): Buffer {
  const commitment = createHash('sha256').update(leaf.salt).update(leaf.payload, 'utf8').digest('base64')
  const line = `beleg-entry/v1\n${leaf.tenantId}\n${leaf.id}\n${leaf.recordedAt.toISOString()}\n${commitment}\n`
  return createHash('sha256').update(Buffer.of(0)).update(line, 'utf8').digest()
}

async function insertPending(
  tx: TenantTx,
  row: {
    id: string
    recordedAt: Date
    action: string
    objectKind: string
    objectId: string
    payload: string
    salt: Buffer
    leafHash: Buffer
  },
): Promise<void> {
  await tx.db
    .insertInto('ledger_pending')
    .values({
      tenant_id: tx.tenantId,
      id: row.id,
      recorded_at: row.recordedAt,
      action: row.action,
      object_kind: row.objectKind,
      object_id: row.objectId,
      payload: row.payload,
      salt: row.salt,
      leaf_hash: row.leafHash,
    })
    .execute()
}

function describeActor(actor: Actor): Record<string, string> {
  switch (actor.kind) {
    case 'account':
      return { kind: 'account', person: actor.personId, account: actor.accountId, session: actor.sessionId }
    case 'api-key':
      return { kind: 'api-key', person: actor.personId, account: actor.accountId, key: actor.keyId }
    case 'anonymous':
      return { kind: 'anonymous' }
    case 'system':
      return { kind: 'system', name: actor.name }
  }
}

function describeOrigin(origin: Origin): Record<string, string | null> {
  return { request: origin.requestId, address: origin.address, userAgent: origin.userAgent }
}

function reveal(fields: Readonly<Record<string, LedgerValue>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, revealValue(value)]))
}

function revealValue(value: LedgerValue): unknown {
  if (Array.isArray(value)) return value.map(revealValue)
  if (typeof value === 'object' && value !== null && 'concealed' in value) {
    const salt = randomBytes(16)
    return {
      commitment: createHash('sha256').update(salt).update(value.concealed, 'utf8').digest('base64'),
      salt: salt.toString('base64'),
    }
  }
  return value
}
