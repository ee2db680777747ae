/** SQL on cases of erasure, and the lock under which cases, holds and expiry take turns. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { CaseState, LegalBasis } from '../contract.ts'

/** One after the other in a tenant: a hold that is placed is seen by whatever would erase. */
export async function takeTurn(tx: TenantTx): Promise<void> {
  // 1886546294 is 'priv': the space of this lock, in `expire_ledger` too.
  await sql`select pg_advisory_xact_lock(1886546294, hashtext(${tx.tenantId}))`.execute(tx.db)
}

export interface CaseRow {
  readonly id: string
  readonly person_id: string
  readonly basis: LegalBasis
  /** Days as text. */
  readonly received_on: string
  readonly due_on: string
  readonly state: CaseState
  readonly evidence_ids: string[]
  readonly reason: Buffer | null
  readonly requested_by: string
  readonly requested_at: Date
  readonly decision_reason: Buffer | null
  readonly decided_by: string | null
  readonly decided_at: Date | null
  readonly erased_at: Date | null
  readonly done_at: Date | null
  readonly erased: Readonly<Record<string, number>> | null
}

const columns = sql`id, person_id, basis, received_on, due_on, state, evidence_ids, reason, requested_by, requested_at,
  decision_reason, decided_by, decided_at, erased_at, done_at, erased`

/** @throws DatabaseError of constraint `erasure_cases_open` when a case of the person is open already. */
export async function insertCase(
  tx: TenantTx,
  given: {
    id: string
    personId: string
    basis: LegalBasis
    receivedOn: string
    dueOn: string
    evidenceIds: readonly string[]
    reason: Buffer
    requestedBy: string
    at: Date
  },
): Promise<void> {
  await sql`
    insert into beleg.erasure_cases (tenant_id, id, person_id, basis, received_on, due_on, state, evidence_ids, reason,
      requested_by, requested_at)
    values (${tx.tenantId}, ${given.id}, ${given.personId}, ${given.basis}, ${given.receivedOn}, ${given.dueOn},
      'requested', ${[...given.evidenceIds]}::uuid[], ${given.reason}, ${given.requestedBy}, ${given.at})`.execute(
    tx.db,
  )
}

/** Reads a case and locks it: it goes on once. */
export async function lockCase(tx: TenantTx, caseId: string): Promise<CaseRow | null> {
  const { rows } = await sql<CaseRow>`
    select ${columns} from beleg.erasure_cases
    where tenant_id = ${tx.tenantId} and id = ${caseId} for update`.execute(tx.db)
  return rows[0] ?? null
}

/** Reads a case. */
export async function findCase(tx: TenantTx, caseId: string): Promise<CaseRow | null> {
  const { rows } = await sql<CaseRow>`
    select ${columns} from beleg.erasure_cases
    where tenant_id = ${tx.tenantId} and id = ${caseId}`.execute(tx.db)
  return rows[0] ?? null
}

/** The case that erased a person or is about to; null when there is none. */
export async function findLiveCase(tx: TenantTx, personId: string): Promise<CaseRow | null> {
  const { rows } = await sql<CaseRow>`
    select ${columns} from beleg.erasure_cases
    where tenant_id = ${tx.tenantId} and person_id = ${personId} and state not in ('refused', 'withdrawn')
    order by id desc limit 1`.execute(tx.db)
  return rows[0] ?? null
}

/** Newest first. */
export async function listCases(
  tx: TenantTx,
  filter: {
    personId: string | null
    state: CaseState | null
    before: { at: Date; id: string } | null
    limit: number
  },
): Promise<CaseRow[]> {
  const { personId, state, before } = filter
  const { rows } = await sql<CaseRow>`
    select ${columns} from beleg.erasure_cases
    where tenant_id = ${tx.tenantId}
      and (${personId}::uuid is null or person_id = ${personId}::uuid)
      and (${state}::text is null or state = ${state}::text)
      and (${before?.id ?? null}::uuid is null
        or (requested_at, id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    order by requested_at desc, id desc limit ${filter.limit}`.execute(tx.db)
  return rows
}

/** Ids of cases that wait for the worker. */
export async function listCasesToErase(tx: TenantTx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from beleg.erasure_cases
    where tenant_id = ${tx.tenantId} and state in ('approved', 'erasing') order by decided_at, id`.execute(tx.db)
  return rows.map((row) => row.id)
}

/** @throws DatabaseError of `erasure_cases_four_eyes` when fewer than three people are involved. */
export async function decideCase(
  tx: TenantTx,
  given: { id: string; state: 'approved' | 'refused' | 'withdrawn'; reason: Buffer; by: string; at: Date },
): Promise<void> {
  await sql`
    update beleg.erasure_cases
    set state = ${given.state}, decision_reason = ${given.reason}, decided_by = ${given.by}, decided_at = ${given.at}
    where tenant_id = ${tx.tenantId} and id = ${given.id}`.execute(tx.db)
}

/** Notes that the rows are erased and the key is next. */
export async function markErasing(
  tx: TenantTx,
  given: { id: string; at: Date; erased: Readonly<Record<string, number>> },
): Promise<void> {
  await sql`
    update beleg.erasure_cases
    set state = 'erasing', erased_at = ${given.at}, erased = ${JSON.stringify(given.erased)}::jsonb
    where tenant_id = ${tx.tenantId} and id = ${given.id}`.execute(tx.db)
}

/** Notes that nothing is left to do. */
export async function markDone(tx: TenantTx, id: string, at: Date): Promise<void> {
  await sql`
    update beleg.erasure_cases set state = 'done', done_at = ${at}
    where tenant_id = ${tx.tenantId} and id = ${id}`.execute(tx.db)
}

/** Takes what was written about a person in cases and in holds that ended. */
export async function eraseReasons(tx: TenantTx, personId: string): Promise<void> {
  await sql`
    update beleg.erasure_cases set reason = null, decision_reason = null
    where tenant_id = ${tx.tenantId} and person_id = ${personId}`.execute(tx.db)
  await sql`
    update beleg.legal_holds set reason = null, reference = null, release_reason = null
    where tenant_id = ${tx.tenantId} and person_id = ${personId} and released_at is not null`.execute(tx.db)
}

export interface StandingHold {
  readonly id: string
  readonly person_id: string | null
  readonly placed_at: Date
}

/** Holds that cover a person, by name or with the whole tenant. */
export async function listHoldsOver(tx: TenantTx, personId: string): Promise<StandingHold[]> {
  const { rows } = await sql<StandingHold>`
    select id, person_id, placed_at from beleg.legal_holds
    where tenant_id = ${tx.tenantId} and released_at is null and (person_id is null or person_id = ${personId})
    order by placed_at`.execute(tx.db)
  return rows
}
