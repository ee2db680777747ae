/**
 * A host name of one's own: claimed here, proven by a TXT record in its zone, which the worker looks for every minute.
 * The zone decides: who can write into it holds the name, whoever claimed it first.
 */
import { randomBytes } from 'node:crypto'
import { announce } from '#core/announce.ts'
import type { Context, Services } from '#core/context.ts'
import { record } from '#core/ledger/record.ts'
import type { Specimen } from '#core/module.ts'
import { newId } from '#platform/database/id.ts'
import type { PlatformTx } from '#platform/database/transaction.ts'
import { notFound, Problem } from '#platform/http/problem.ts'
import { sql } from 'kysely'
import type { HostState } from '../contract.ts'
import { holdsProof, proofRecord, readHost } from '../rules.ts'
import { deleteHost, findHost, lockHost, markProven, putHost, type HostRow } from '../store.ts'

/** A name that was proven, and whose page it shows. */
export interface ProvenHost {
  readonly host: string
  readonly tenantId: string
  readonly slug: string
}

/** The names of all tenants: for whoever answers by the Host header. */
export async function listProvenHosts(tx: PlatformTx): Promise<ProvenHost[]> {
  const { rows } = await sql<{ host: string; tenant_id: string; slug: string }>`
    select host, tenant_id, slug from beleg.list_public_hosts()`.execute(tx.db)
  return rows.map(({ host, tenant_id: tenantId, slug }) => ({ host, tenantId, slug }))
}

/** Claims a name, in the place of the one there was. @throws Problem 400 `input.invalid` */
export async function claimPublicHost(context: Context, given: string): Promise<HostState> {
  const { tx, services } = context
  const read = readHost(given, services.publicUrl)
  if ('fault' in read) throw new Problem(400, 'input.invalid', { issues: [{ pointer: '/host', code: read.fault }] })
  const before = await lockHost(tx)
  // Claimed again, the name keeps its proof: it may stand in the zone already.
  const proof = before?.host === read.host ? before.proof : randomBytes(20).toString('hex')
  const row = { host: read.host, proof, claimed_at: services.clock.now() }
  await putHost(tx, row)
  await record(context, {
    action: 'public-host.claimed',
    object: { kind: 'public-host', id: tx.tenantId },
    ...(before && { before: { host: before.host } }),
    after: { host: read.host },
  })
  await announce(tx, 'statement')
  return presentHost({ ...row, proven_at: null })
}

/** Gives the name up. @throws Problem 404 */
export async function removePublicHost(context: Context): Promise<void> {
  const before = await lockHost(context.tx)
  if (!before) throw notFound()
  await deleteHost(context.tx)
  await record(context, {
    action: 'public-host.removed',
    object: { kind: 'public-host', id: context.tx.tenantId },
    before: { host: before.host },
  })
  await announce(context.tx, 'statement')
}

/** Asks the DNS for the records of a name; none when there is none. */
export type FindTxtRecords = (name: string) => Promise<readonly (readonly string[])[]>

/**
 * Looks in the DNS whether a claimed name is proven by now. The question is asked outside of any transaction.
 * @throws what the DNS answers besides "no such record"
 */
export async function lookForProof(
  given: Pick<Context, 'actor' | 'origin'> & { readonly services: Services },
  tenantId: string,
  findTxtRecords: FindTxtRecords,
): Promise<void> {
  const { services } = given
  const row = await services.database.withTenant(tenantId, findHost)
  if (!row || row.proven_at !== null) return
  if (!holdsProof(await findTxtRecords(proofRecord(row.host, row.proof).name), row.proof)) return
  await services.database.withTenant(tenantId, async (tx) => {
    if (!(await markProven(tx, row.proof, services.clock.now()))) return
    await record(
      { ...given, tx },
      {
        action: 'public-host.proven',
        object: { kind: 'public-host', id: tenantId },
        after: { host: row.host },
      },
    )
    await announce(tx, 'statement')
  })
}

/** A name as its tenant sees it, with the record that proves it. */
export function presentHost(row: HostRow): HostState {
  return {
    name: row.host,
    state: row.proven_at === null ? 'claimed' : 'proven',
    record: proofRecord(row.host, row.proof),
    claimedAt: row.claimed_at.toISOString(),
    provenAt: row.proven_at?.toISOString() ?? null,
  }
}

/** A disposable name, to be given up. */
export async function hostSpecimen(context: Context): Promise<Specimen> {
  await claimPublicHost(context, `specimen-${newId(context.services.clock)}.example`)
  return { params: {} }
}
