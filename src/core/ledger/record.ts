/**
 * The one call that writes to the ledger. Every privileged access, change, evidence and decision leaves one pending row
 * in the transaction of its effect: the rows travel with COMMIT, and if one cannot be written the effect does not
 * happen. Taking rows into the tree is the sequencer's work, not this call's.
 */
import { drawRandom } from '#platform/crypto/random.ts'
import { newId } from '#platform/database/id.ts'
import type { Statement } from '#platform/database/door.ts'
import type { LedgerAction } from '#platform/http/endpoint.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { CompiledQuery } from 'kysely'
import type { Actor, Context } from '../context.ts'
import { commitTo, leafHash, saltBytes, sealPart } from './entry.ts'
import type { PendingEntry } from './pending.ts'

/** A value that must not stand in the ledger in clear: only a salted commitment to it is kept. */
export interface Concealed {
  readonly concealed: string
}

/** Marks a confidential value, so that the entry shows that it changed and can later be compared, but not read. */
export function conceal(value: string): Concealed {
  return { concealed: value }
}

export type LedgerValue = string | number | boolean | null | Concealed | readonly LedgerValue[]
type Fields = Readonly<Record<string, LedgerValue>>

export interface LedgerEntry {
  /** Past tense, `noun.verb`: `account.invited`. */
  readonly action: LedgerAction
  readonly object: { readonly kind: string; readonly id: string }
  /** Field by field, only what changed. */
  readonly before?: Fields
  readonly after?: Fields
  readonly reason?: string
  /**
   * Whom the entry is about. What names or describes that person stands here and not above, is sealed under the
   * person's key together with the reason, and can be erased with it.
   */
  readonly about?: { readonly personId: string; readonly before?: Fields; readonly after?: Fields }
  /** When it happened, when that differs from the time of recording. */
  readonly occurredAt?: Date
}

export type Recording = Pick<Context, 'actor' | 'origin'> & {
  readonly services: Pick<Context['services'], 'clock' | 'personKeys'>
}

const gathered = new WeakMap<TenantTx, PendingEntry[]>()

/**
 * Records an entry in the running transaction and returns its id. The row is written with COMMIT.
 * @throws Problem `person_key.*` when what names a person cannot be sealed; the caller must let it roll back
 */
export async function record(context: Recording & { readonly tx: TenantTx }, entry: LedgerEntry): Promise<string> {
  const { tx } = context
  const pending = await prepareEntry(context, tx.tenantId, entry)
  const waiting = gathered.get(tx)
  if (waiting !== undefined) waiting.push(pending)
  else {
    const entries = [pending]
    gathered.set(tx, entries)
    tx.withCommit(() => entries.splice(0).map(insertStatement))
  }
  tx.entries += 1
  return pending.id
}

/** Writes what the transaction recorded so far at once: for whoever looks at it, or goes back to a savepoint. */
export async function writeRecorded(tx: TenantTx): Promise<void> {
  for (const entry of gathered.get(tx)?.splice(0) ?? []) {
    const { text, values } = insertStatement(entry)
    await tx.db.executeQuery(CompiledQuery.raw(text, [...values]))
  }
}

/** Forgets what the transaction recorded since it was last written: it goes back to a savepoint. */
export function forgetRecorded(tx: TenantTx): void {
  gathered.get(tx)?.splice(0)
}

/** Makes an entry out of what happened, with everything personal sealed. @throws Problem `person_key.*` */
export async function prepareEntry(
  { actor, origin, services }: Recording,
  tenantId: string,
  entry: LedgerEntry,
): Promise<PendingEntry> {
  const { clock, personKeys } = services
  const recordedAt = clock.now()
  const id = newId(clock)
  const { about } = entry
  const actorId = 'personId' in actor ? actor.personId : null
  const from = { address: origin.address, userAgent: origin.userAgent }
  const ofActor = actorId !== null && (from.address !== null || from.userAgent !== null) ? { where: from } : null
  // Somebody who did not say yet who they are: the place belongs to whom they act for, if that is known.
  const fromAbout = actorId === null && about !== undefined
  const ofAbout = about && {
    ...(fromAbout && (from.address !== null || from.userAgent !== null) && { where: from }),
    ...((about.before || about.after) && {
      what: {
        ...(about.before && { before: reveal(about.before) }),
        ...(about.after && { after: reveal(about.after) }),
      },
    }),
    ...(entry.reason !== undefined && { why: entry.reason }),
  }
  const payload = JSON.stringify({
    who: describeActor(actor),
    what: {
      action: entry.action,
      object: entry.object,
      ...(entry.before && { before: reveal(entry.before) }),
      ...(entry.after && { after: reveal(entry.after) }),
    },
    when: { occurredAt: (entry.occurredAt ?? recordedAt).toISOString(), recordedAt: recordedAt.toISOString() },
    where: { request: origin.requestId, ...(actorId === null && !fromAbout && from) },
    ...(entry.reason !== undefined && !about && { why: entry.reason }),
  })
  const part = async (personId: string, content: Readonly<Record<string, unknown>> | null | undefined) =>
    content && Object.keys(content).length > 0
      ? sealPart(personKeys, { tenantId, entryId: id, personId }, content)
      : null
  const oneself = about !== undefined && about.personId === actorId
  const personPart = actorId === null ? null : await part(actorId, oneself ? { ...ofActor, ...ofAbout } : ofActor)
  const aboutPart = about === undefined || oneself ? null : await part(about.personId, ofAbout)
  const salt = drawRandom(saltBytes)
  const parts = [personPart, aboutPart].filter((one) => one !== null)
  return {
    tenantId,
    id,
    recordedAt,
    action: entry.action,
    objectKind: entry.object.kind,
    objectId: entry.object.id,
    payload,
    salt,
    leafHash: leafHash({ id, tenantId, recordedAt, commitment: commitTo(salt, payload), parts }),
    personId: actorId,
    personPart,
    aboutId: about?.personId ?? null,
    aboutPart,
  }
}

const insertText = `insert into beleg.ledger_pending
  (tenant_id, id, recorded_at, action, object_kind, object_id, payload, salt, leaf_hash,
    person_id, person_sealed, person_commitment, about_id, about_sealed, about_commitment)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`

/** The statement that writes an entry, to wait for its place. */
export function insertStatement(entry: PendingEntry): Statement {
  return {
    text: insertText,
    values: [
      entry.tenantId,
      entry.id,
      entry.recordedAt.toISOString(),
      entry.action,
      entry.objectKind,
      entry.objectId,
      entry.payload,
      entry.salt,
      entry.leafHash,
      entry.personId,
      entry.personPart?.sealed ?? null,
      entry.personPart?.commitment ?? null,
      entry.aboutId,
      entry.aboutPart?.sealed ?? null,
      entry.aboutPart?.commitment ?? null,
    ],
  }
}

function describeActor(actor: Actor): Record<string, string> {
  switch (actor.kind) {
    case 'account':
      return { kind: 'account', person: actor.personId, account: actor.accountId, session: actor.sessionId }
    case 'api-key':
      return { kind: 'api-key', person: actor.personId, account: actor.accountId, key: actor.keyId }
    case 'support':
      return {
        kind: 'support',
        name: actor.organisation,
        grant: actor.grantId,
        person: actor.personId,
        account: actor.accountId,
        session: actor.sessionId,
      }
    case 'anonymous':
      return { kind: 'anonymous' }
    case 'system':
      return { kind: 'system', name: actor.name }
  }
}

function reveal(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, revealValue(value)]))
}

function revealValue(value: LedgerValue): unknown {
  if (Array.isArray(value)) return value.map(revealValue)
  if (typeof value === 'object' && value !== null && 'concealed' in value) {
    const salt = drawRandom(16)
    return { commitment: commitTo(salt, value.concealed).toString('base64'), salt: salt.toString('base64') }
  }
  return value
}
