/** SQL on what a tenant chose: calendar and reminders, owners of measures, rhythms of its own. */
import type { TenantTx } from '#platform/database/transaction.ts'
import { germanStateSchema } from '#core/deadline/deadline.ts'
import { sql } from 'kysely'
import { defaultSettings, type DutySettings, type Rhythm } from '../rules.ts'

interface SettingsRow {
  readonly time_zone: string
  readonly state: string | null
  readonly extra_holidays: string[]
  readonly eves_off: boolean
  readonly remind_before_days: number[]
  readonly deputy_after_days: number
  readonly superior_after_days: number
  readonly version: number
}

/** The tenant's choices with their version; version 0 is what is shipped. */
export async function readSettings(tx: TenantTx): Promise<DutySettings & { version: number }> {
  const { rows } = await sql<SettingsRow>`
    select time_zone, state, extra_holidays::text[] as extra_holidays, eves_off, remind_before_days, deputy_after_days,
      superior_after_days, version
    from duty_settings where tenant_id = ${tx.tenantId}::uuid`.execute(tx.db)
  const row = rows[0]
  if (!row) return { ...defaultSettings, version: 0 }
  return {
    calendar: {
      timeZone: row.time_zone,
      state: row.state === null ? null : germanStateSchema.parse(row.state),
      extraHolidays: row.extra_holidays,
      evesOff: row.eves_off,
    },
    remindBeforeDays: row.remind_before_days,
    deputyAfterDays: row.deputy_after_days,
    superiorAfterDays: row.superior_after_days,
    version: row.version,
  }
}

/** False when somebody else changed them since `version`. */
export async function putSettings(tx: TenantTx, given: DutySettings, version: number, at: Date): Promise<boolean> {
  const { calendar } = given
  const { numAffectedRows } = await sql`
    insert into duty_settings as d (tenant_id, time_zone, state, extra_holidays, eves_off, remind_before_days,
      deputy_after_days, superior_after_days, version, changed_at)
    select ${tx.tenantId}::uuid, ${calendar.timeZone}, ${calendar.state}::text, ${[...calendar.extraHolidays]}::date[],
      ${calendar.evesOff}, ${[...given.remindBeforeDays]}::smallint[], ${given.deputyAfterDays},
      ${given.superiorAfterDays}, 1, ${at}
    where ${version} = 0 or exists (select from duty_settings where tenant_id = ${tx.tenantId}::uuid)
    on conflict (tenant_id) do update set time_zone = excluded.time_zone, state = excluded.state,
      extra_holidays = excluded.extra_holidays, eves_off = excluded.eves_off,
      remind_before_days = excluded.remind_before_days, deputy_after_days = excluded.deputy_after_days,
      superior_after_days = excluded.superior_after_days, version = d.version + 1, changed_at = excluded.changed_at
    where d.version = ${version}`.execute(tx.db)
  return numAffectedRows === 1n
}

/** Owners by measure. */
export async function listOwners(tx: TenantTx): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ measure_id: string; person_id: string }>`
    select measure_id, person_id from measure_owners where tenant_id = ${tx.tenantId}::uuid`.execute(tx.db)
  return new Map(rows.map((row) => [row.measure_id, row.person_id]))
}

/** Makes a person answer for a measure. */
export async function putOwner(tx: TenantTx, measureId: string, personId: string, at: Date): Promise<void> {
  await sql`
    insert into measure_owners (tenant_id, measure_id, person_id, since)
    values (${tx.tenantId}::uuid, ${measureId}, ${personId}::uuid, ${at})
    on conflict (tenant_id, measure_id) do update set person_id = excluded.person_id, since = excluded.since`.execute(
    tx.db,
  )
}

/** Leaves a measure without an owner. */
export async function deleteOwner(tx: TenantTx, measureId: string): Promise<void> {
  await sql`delete from measure_owners where tenant_id = ${tx.tenantId}::uuid and measure_id = ${measureId}`.execute(
    tx.db,
  )
}

/** The tenant's own rhythms by duty. */
export async function listRhythms(tx: TenantTx): Promise<ReadonlyMap<string, Rhythm>> {
  const { rows } = await sql<{ duty_id: string; every: string; yearly_by: string | null; align: Rhythm['align'] }>`
    select duty_id, every, yearly_by, align from duty_rhythms where tenant_id = ${tx.tenantId}::uuid`.execute(tx.db)
  return new Map(rows.map((row) => [row.duty_id, { every: row.every, yearlyBy: row.yearly_by, align: row.align }]))
}

/** Gives a duty a rhythm. */
export async function putRhythm(tx: TenantTx, dutyId: string, rhythm: Rhythm, at: Date): Promise<void> {
  await sql`
    insert into duty_rhythms (tenant_id, duty_id, every, yearly_by, align, changed_at)
    values (${tx.tenantId}::uuid, ${dutyId}, ${rhythm.every}, ${rhythm.yearlyBy}, ${rhythm.align}, ${at})
    on conflict (tenant_id, duty_id) do update set every = excluded.every, yearly_by = excluded.yearly_by,
      align = excluded.align, changed_at = excluded.changed_at`.execute(tx.db)
}

/** Leaves a duty to what is promised. */
export async function deleteRhythm(tx: TenantTx, dutyId: string): Promise<void> {
  await sql`delete from duty_rhythms where tenant_id = ${tx.tenantId}::uuid and duty_id = ${dutyId}`.execute(tx.db)
}
