/**
 * Alarms: what a collector saw and could not record. They are written through the platform's door when recording
 * evidence or a judgement fails, laid over the stored judgements by whoever reads them, and gone with the next run
 * that is recorded. So dropping the policy of the evidence table itself cannot keep a sentence green.
 */
import type { Services } from '../context.ts'
import type { Collector, Observation } from '../collector.ts'
import type { Duty } from '../duty.ts'
import type { Registry } from '../registry.ts'
import type { Reason } from '../status/view.ts'

type Doors = Pick<Services, 'database' | 'clock'>

export interface Alarm {
  readonly measure: string
  readonly status: 'contradicted' | 'lapsed'
  readonly reason: Reason
  readonly raisedAt: Date
}

/**
 * Raises an alarm for each measure that rests on the collector: contradicted where the facts at hand say so, else
 * lapsed, because what cannot be recorded proves nothing.
 */
export async function raiseAlarms(
  services: Doors,
  registry: Registry,
  tenantId: string,
  collector: Collector,
  observation: Observation | null,
): Promise<void> {
  const duties = [...registry.measures.keys()]
    .flatMap((id) => registry.dutiesOf(id))
    .filter((duty) => duty.collector === collector.id)
  const byMeasure = new Map<string, { status: Alarm['status']; reason: Reason }>()
  for (const duty of duties) {
    const failure = observation === null ? null : failureIn(observation, duty)
    if (failure !== null) byMeasure.set(duty.measure, { status: 'contradicted', reason: failure })
    else if (!byMeasure.has(duty.measure))
      byMeasure.set(duty.measure, { status: 'lapsed', reason: { code: 'population.not_recorded' } })
  }
  if (byMeasure.size === 0) return
  const at = services.clock.now()
  await services.database.withPlatform('raise an alarm', async (tx) => {
    for (const [measure, { status, reason }] of byMeasure) {
      const row = { status, reason: JSON.stringify(reason) }
      await tx.db
        .insertInto('alarms')
        .values({ tenant_id: tenantId, collector: collector.id, measure, ...row, raised_at: at })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'collector', 'measure']).doUpdateSet(row))
        .execute()
    }
    await tx.db
      .selectNoFrom((eb) => eb.fn('pg_notify', [eb.val('beleg_change'), eb.val(`${tenantId} statement`)]).as('sent'))
      .execute()
  })
}

function failureIn(observation: Observation, duty: Duty): Reason | null {
  for (const fact of observation.facts) {
    // `runCollector` has checked each fact against its type's schema.
    const data = fact.data as never
    if (fact.type !== duty.factType || duty.applies?.(data) === false) continue
    const verdict = duty.predicate(data, [])
    if (verdict.outcome === 'fail') return { code: verdict.reason, ...(verdict.params && { params: verdict.params }) }
  }
  return null
}

/** Ends the alarms of a collector whose run was recorded. */
export async function clearAlarms(services: Doors, tenantId: string, collector: string): Promise<void> {
  await services.database.withPlatform('clear alarms', async (tx) => {
    const cleared = await tx.db
      .deleteFrom('alarms')
      .where('tenant_id', '=', tenantId)
      .where('collector', '=', collector)
      .returning('measure')
      .execute()
    if (cleared.length === 0) return
    await tx.db
      .selectNoFrom((eb) => eb.fn('pg_notify', [eb.val('beleg_change'), eb.val(`${tenantId} statement`)]).as('sent'))
      .execute()
  })
}

/** The open alarms of a tenant; may be called inside a transaction of the tenant. */
export async function readAlarms(services: Pick<Services, 'database'>, tenantId: string): Promise<Alarm[]> {
  const rows = await services.database.withPlatform(
    'read alarms',
    (tx) =>
      tx.db
        .selectFrom('alarms')
        .select(['measure', 'status', 'reason', 'raised_at'])
        .where('tenant_id', '=', tenantId)
        .execute(),
    { independent: true },
  )
  return rows.map((row) => ({
    measure: row.measure,
    // Both were written by `raiseAlarms`; the status is held to the two by a check of the table.
    status: row.status as Alarm['status'],
    reason: row.reason as unknown as Reason,
    raisedAt: row.raised_at,
  }))
}
