/** SQL on what the core keeps of a person: entries of the ledger, memberships, decisions, evidence, facts and cases. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

/** Which stretch is asked for, and up to when what was recorded counts. */
export interface Stretch {
  readonly from: Date
  readonly until: Date
  readonly knownAt: Date
}

export interface EntryRow {
  readonly id: string
  readonly recorded_at: Date
  readonly action: string
  readonly object_kind: string
  readonly object_id: string
  readonly person_id: string | null
  readonly payload: string | null
}

/** Every change of an account, the newest first. */
export async function listAccountEntries(tx: TenantTx, accountId: string): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select id, recorded_at, action, object_kind, object_id, person_id, payload from ledger_pending
    where tenant_id = ${tx.tenantId}::uuid and object_id = ${accountId} and object_kind = 'account'
      and action = any (${['account.roles_changed', 'account.deactivated', 'account.reactivated', 'account.enrolled']}::text[])
    order by recorded_at desc, id desc`.execute(tx.db)
  return rows
}

/** Entries by and about somebody whose action begins in one of some ways, or in none of some others; oldest first. */
export async function listEntriesOf(
  tx: TenantTx,
  personId: string,
  given: Stretch & {
    readonly like: readonly string[]
    readonly unlike: readonly string[]
    readonly about: boolean
    readonly limit: number
  },
): Promise<EntryRow[]> {
  const last = given.until < given.knownAt ? given.until : given.knownAt
  const { rows } = await sql<EntryRow>`
    select id, recorded_at, action, object_kind, object_id, person_id, payload from ledger_pending
    where tenant_id = ${tx.tenantId}::uuid
      and (person_id = ${personId}::uuid or (${given.about} and about_id = ${personId}::uuid))
      and recorded_at >= ${given.from} and recorded_at <= ${last}
      and action like any (${[...given.like]}::text[]) and not action like any (${[...given.unlike]}::text[])
    order by recorded_at, id limit ${given.limit}`.execute(tx.db)
  return rows
}

export interface MembershipRow {
  readonly population: string
  readonly kind: string
  readonly source: string
  readonly joined_at: Date
  readonly left_at: Date | null
}

/** To which populations a person or the account belonged. */
export async function listMemberships(
  tx: TenantTx,
  personId: string,
  accountId: string | null,
  { from, until, knownAt }: Stretch,
): Promise<MembershipRow[]> {
  const { rows } = await sql<MembershipRow>`
    select m.population, s.kind, m.source, m.joined_at, m.left_at
    from subjects s
    join memberships m on m.tenant_id = s.tenant_id and m.subject_id = s.id
    where s.tenant_id = ${tx.tenantId}::uuid
      and (s.id = ${personId}::uuid or (s.kind = 'account' and s.external_id = ${accountId}))
      and m.joined_at <= ${until} and (m.left_at is null or m.left_at > ${from})
      and m.known_from <= ${knownAt} and (m.known_to is null or m.known_to > ${knownAt})
    order by m.joined_at, m.population limit 1000`.execute(tx.db)
  return rows
}

export interface DecisionRow {
  readonly id: string
  readonly kind: string
  readonly object_kind: string
  readonly object_id: string
  readonly requested_by: string
  readonly requested_at: Date
  readonly decided_by: string | null
  readonly decided_at: Date | null
  readonly outcome: string | null
}

/** Decisions that somebody asked for or took. */
export async function listDecisions(
  tx: TenantTx,
  personId: string,
  { from, until, knownAt }: Stretch,
  limit: number,
): Promise<DecisionRow[]> {
  const last = until < knownAt ? until : knownAt
  const { rows } = await sql<DecisionRow>`
    select id, kind, object_kind, object_id, requested_by, requested_at,
      case when decided_at <= ${last} then decided_by end as decided_by,
      case when decided_at <= ${last} then decided_at end as decided_at,
      case when decided_at <= ${last} then outcome end as outcome
    from decisions
    where tenant_id = ${tx.tenantId}::uuid
      and ((requested_by = ${personId}::uuid and requested_at between ${from} and ${last})
        or (decided_by = ${personId}::uuid and decided_at between ${from} and ${last}))
    order by requested_at, id limit ${limit}`.execute(tx.db)
  return rows
}

export interface FiledRow {
  readonly id: string
  readonly title: string | null
  readonly source_system: string
  readonly class: string
  readonly state: 'in_review' | 'accepted' | 'rejected'
  readonly recorded_at: Date
}

/** Evidence that somebody filed. */
export async function listFiled(
  tx: TenantTx,
  personId: string,
  { from, until, knownAt }: Stretch,
  limit: number,
): Promise<FiledRow[]> {
  const { rows } = await sql<FiledRow>`
    select id, title, source_system, class, recorded_at,
      case when accepted_at > ${knownAt} then 'in_review' else state end as state
    from evidence
    where tenant_id = ${tx.tenantId}::uuid and recorded_by = ${personId}::uuid
      and recorded_at between ${from} and ${until < knownAt ? until : knownAt}
    order by recorded_at, id limit ${limit}`.execute(tx.db)
  return rows
}

export interface FactRow {
  readonly type: string
  readonly kind: string
  readonly class: string
  readonly evidence_id: string
  readonly observed_at: Date
  readonly data: Readonly<Record<string, unknown>>
}

/** What evidence stated of a person or the account, each time that it was something else than before. */
export async function listFactsAbout(
  tx: TenantTx,
  personId: string,
  accountId: string | null,
  { from, until, knownAt }: Stretch,
  limit: number,
): Promise<FactRow[]> {
  const { rows } = await sql<FactRow>`
    select type, kind, class, evidence_id, observed_at, data from (
    select f.type, s.kind, f.class, f.evidence_id, f.observed_at, f.data,
      lag(f.data) over (partition by f.type, s.id, f.class order by f.observed_at, f.evidence_id) as before
    from subjects s
    join facts f on f.tenant_id = s.tenant_id and f.subject_id = s.id
    join evidence e on e.tenant_id = f.tenant_id and e.id = f.evidence_id
    where s.tenant_id = ${tx.tenantId}::uuid
      and (s.id = ${personId}::uuid or (s.kind = 'account' and s.external_id = ${accountId}))
      and f.observed_at between ${from} and ${until} and e.accepted_at <= ${knownAt}
      and (e.superseded_at is null or e.superseded_at > ${knownAt})
    ) told
    where before is distinct from data
    order by observed_at, type limit ${limit}`.execute(tx.db)
  return rows
}

export interface ActedCaseRow {
  readonly id: string
  readonly number: number
  readonly kind: string
  readonly steps: number
  readonly first_at: Date
  readonly last_at: Date
}

/** Cases that somebody opened, moved or changed. */
export async function listCasesActedIn(
  tx: TenantTx,
  personId: string,
  { from, until, knownAt }: Stretch,
  limit: number,
): Promise<ActedCaseRow[]> {
  const { rows } = await sql<ActedCaseRow>`
    select c.id, c.number, c.kind, a.steps, a.first_at, a.last_at
    from (
      select object_id, count(*)::int as steps, min(recorded_at) as first_at, max(recorded_at) as last_at
      from ledger_pending
      where tenant_id = ${tx.tenantId}::uuid and person_id = ${personId}::uuid and object_kind = 'case'
        and action = any (${['case.opened', 'case.moved', 'case.changed']}::text[])
        and recorded_at between ${from} and ${until < knownAt ? until : knownAt}
      group by object_id
    ) a
    join cases c on c.tenant_id = ${tx.tenantId}::uuid and c.id::text = a.object_id
    order by c.number limit ${limit}`.execute(tx.db)
  return rows
}
