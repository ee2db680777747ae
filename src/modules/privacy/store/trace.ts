/**
 * SQL on what the core keeps of persons: entries of the ledger, mails, kept answers, names of subjects, and what they
 * filed or decided. Sealed rows cannot be searched, so that they are read in pages.
 */
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'

export interface CoreTraces {
  /** Entries with a part about the person that can still be read. */
  readonly entries: number
  /** Entries that bear the person's id. */
  readonly named: number
  readonly evidence: number
  readonly decisions: number
  readonly statements: number
}

/** How many rows of each kind bear a person's id. */
export async function countCoreTraces(tx: TenantTx, personId: string): Promise<CoreTraces> {
  const { rows } = await sql<CoreTraces>`
    select
      (select count(*)::int from beleg.ledger_pending where tenant_id = ${tx.tenantId}
        and (person_id = ${personId} and person_sealed is not null or about_id = ${personId} and about_sealed is not null))
        as entries,
      (select count(*)::int from beleg.ledger_pending where tenant_id = ${tx.tenantId}
        and (person_id = ${personId} or about_id = ${personId})) as named,
      (select count(*)::int from beleg.evidence where tenant_id = ${tx.tenantId} and recorded_by = ${personId}) as evidence,
      (select count(*)::int from beleg.decisions
        where tenant_id = ${tx.tenantId} and (requested_by = ${personId} or decided_by = ${personId})) as decisions,
      (select count(*)::int from beleg.statements
        where tenant_id = ${tx.tenantId} and (drafted_by = ${personId} or published_by = ${personId})) as statements
    `.execute(tx.db)
  const [row] = rows
  if (!row) throw new Error('counting answered with nothing')
  return row
}

export interface MailRow {
  readonly id: string
  readonly recipient: Buffer
  readonly subject: string
  readonly body: Buffer
}

/** Mails of the outbox by id. */
export async function listMails(tx: TenantTx, after: string | null, limit: number): Promise<MailRow[]> {
  const { rows } = await sql<MailRow>`
    select id, recipient, subject, body from beleg.mails
    where tenant_id = ${tx.tenantId} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit}`.execute(tx.db)
  return rows
}

/** Answers that are kept for a day for whoever repeats a request. */
export async function listAnswers(
  tx: TenantTx,
  after: string,
  limit: number,
): Promise<{ key: string; answer: Buffer }[]> {
  const { rows } = await sql<{ key: string; answer: Buffer }>`
    select key, answer from beleg.idempotency_keys
    where tenant_id = ${tx.tenantId} and answer is not null and key > ${after} order by key limit ${limit}`.execute(
    tx.db,
  )
  return rows
}

/** Takes kept answers; that the request was answered stays known. */
export async function eraseAnswers(tx: TenantTx, keys: readonly string[]): Promise<void> {
  await sql`
    update beleg.idempotency_keys set answer = null
    where tenant_id = ${tx.tenantId} and key = any (${[...keys]})`.execute(tx.db)
}

export interface NamedSubject {
  readonly id: string
  readonly name: string | null
  readonly external_id: string
}

/** Subjects of the register that could name a person: by their id, or by a name or address that equals theirs. */
export async function listSubjectsNaming(
  tx: TenantTx,
  person: { personId: string; texts: readonly string[] },
): Promise<NamedSubject[]> {
  const { rows } = await sql<NamedSubject>`
    select id, name, external_id from beleg.subjects
    where tenant_id = ${tx.tenantId}
      and (id = ${person.personId} or lower(name) = any (${[...person.texts]}) or lower(external_id) = any (${[...person.texts]}))
    `.execute(tx.db)
  return rows
}

/** Takes the names of subjects. */
export async function eraseSubjectNames(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await sql`
    update beleg.subjects set name = null
    where tenant_id = ${tx.tenantId} and id = any (${[...ids]}::uuid[])`.execute(tx.db)
}

/** Takes a name out of the judgements that were made of subjects so called; what was judged stays. */
export async function eraseNameInJudgements(tx: TenantTx, name: string): Promise<void> {
  // Both sides are text as jsonb prints it.
  const written = sql`'"name": ' || to_jsonb(${name}::text)::text`
  await sql`
    update beleg.judgements set duties = replace(duties::text, ${written}, '"name": null')::jsonb
    where tenant_id = ${tx.tenantId} and strpos(duties::text, ${written}) > 0`.execute(tx.db)
}

export interface NamedEvidence {
  readonly id: string
  readonly title: string | null
  readonly proves: boolean
}

/** Evidence by id, and whether a status may rest on it now; unknown ids are left out. */
export async function listEvidence(tx: TenantTx, ids: readonly string[]): Promise<NamedEvidence[]> {
  const { rows } = await sql<NamedEvidence>`
    select e.id, e.title,
      e.state = 'accepted' and e.superseded_at is null and exists (
        select from beleg.facts f where f.tenant_id = e.tenant_id and f.evidence_id = e.id and not exists (
          select from beleg.facts n join beleg.evidence o on o.tenant_id = n.tenant_id and o.id = n.evidence_id
          where n.tenant_id = f.tenant_id and n.type = f.type and n.class = f.class and n.in_doubt = f.in_doubt
            and n.subject_id = f.subject_id and n.observed_at > f.observed_at
            and o.state = 'accepted' and o.superseded_at is null
        )
      ) as proves
    from beleg.evidence e
    where e.tenant_id = ${tx.tenantId} and e.id = any (${[...ids]}::uuid[]) order by e.id`.execute(tx.db)
  return rows
}
