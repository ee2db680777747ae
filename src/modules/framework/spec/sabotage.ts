/** What can be done to a declaration behind its approval, and a certificate whose days are over. */
import { systemContext } from '#app/first-run.ts'
import { judgeTenant } from '#core/judging/judge.ts'
import type { Context } from '#core/context.ts'
import { draftStatement } from '#modules/statement/actions/draft.ts'
import { publishOwn } from '#modules/statement/actions/version.ts'
import { addDays, dayOf } from '#platform/clock/calendar.ts'
import { newId } from '#platform/database/id.ts'
import type { House } from '#test/house.ts'
import type { Sabotage } from '#test/sabotage/sabotage.ts'
import { restateCertification } from '../actions/proof.ts'
import { collectorId } from '../fact.ts'
import { plantDraft } from '../specimen.ts'
import { findCertificate, insertCertificate } from '../store/certificate.ts'
import { findInForce, updateApproved } from '../store/soa.ts'

const dayMs = 86_400_000
const certified = 'Wir sind nach ISO/IEC 27001 zertifiziert.'

/** Does something in the instance's own tenant, and has it judged. */
async function within<T>({ running, platformTenantId }: House, work: (context: Context) => Promise<T>): Promise<T> {
  const { services, registry } = running.instance
  const done = await services.database.withTenant(platformTenantId, (tx) =>
    work(systemContext(services, tx, platformTenantId)),
  )
  await judgeTenant(services, registry, platformTenantId)
  return done
}

/** A declaration in force: all controls apply, and none is claimed to be implemented. */
async function declare(house: House): Promise<void> {
  await within(house, async (context) => {
    const { tx, services } = context
    if ((await findInForce(tx)) !== null) return
    const at = services.clock.now()
    const { id: by } = await tx.db
      .selectFrom('subjects')
      .select('id')
      .where('tenant_id', '=', tx.tenantId)
      .where('kind', '=', 'person')
      .executeTakeFirstOrThrow()
    const reviewBy = addDays(dayOf(at), 300)
    await updateApproved(tx, await plantDraft(context), { by, at, reason: 'Sabotage', reviewBy, statuses: new Map() })
  })
}

/** The statement says "certified", and it is true until tomorrow. */
async function certify(house: House): Promise<void> {
  await declare(house)
  await within(house, async (context) => {
    const { tx, services } = context
    const { body } = await tx.db
      .selectFrom('statements')
      .select('body')
      .where('tenant_id', '=', tx.tenantId)
      .where('locale', '=', 'de')
      .where('published_at', 'is not', null)
      .where('superseded_at', 'is', null)
      .executeTakeFirstOrThrow()
    const text = Buffer.from(`${body}\n\n${certified}\n`)
    const { registry } = house.running.instance
    await publishOwn(context, registry, (await draftStatement(context, text, 'statement.txt', 'de', null)).id)
    const id = newId(services.clock)
    const today = dayOf(services.clock.now())
    await insertCertificate(tx, {
      id,
      framework: 'iso27001',
      body: 'Prüfstelle',
      number: id,
      scope: 'Beleg',
      soa_id: (await findInForce(tx))?.id ?? null,
      valid_from: addDays(today, -1_000),
      valid_to: addDays(today, 1),
      blob_key: id,
      file_name: 'certificate.pdf',
      media_type: 'application/pdf',
      file_bytes: 1,
      file_sha256: Buffer.alloc(32),
      recorded_by: null,
      recorded_at: services.clock.now(),
    })
    const row = await findCertificate(tx, id)
    // As if a second person had accepted its file.
    if (row) await restateCertification(context, registry, { ...row, review: 'accepted' })
  })
}

/** A control that the statement promises is excluded, past the approval. */
const rowExcluded: Sabotage = {
  id: 'framework.row-contradicted',
  measure: 'framework.soa',
  collector: collectorId,
  prepare: async ({ house }) => {
    await declare(house)
  },
  breakIt: async ({ house: { owner, platformTenantId } }) => {
    const set = (applicable: boolean) =>
      owner.query(
        `update soa_rows r set applicable = $2, exclusion_reason = case when $2 then null else 'Not needed.' end,
           reasons = case when $2 then '{risk}'::text[] else '{}' end
         from soa_versions v
         where r.tenant_id = $1 and v.tenant_id = r.tenant_id and v.id = r.soa_id and v.state = 'approved'
           and r.control_id = 'A.8.5'`,
        [platformTenantId, applicable],
      )
    await set(false)
    return async () => {
      await set(true)
    }
  },
}

/** Nothing is done but to let time pass: the last day of the certificate is over. */
const certificateExpired: Sabotage = {
  id: 'framework.certificate-expired',
  measure: 'framework.iso27001-certified',
  collector: collectorId,
  turnsTo: 'lapsed',
  prepare: ({ house }) => certify(house),
  breakIt: async ({ setClock }) => {
    setClock(3 * dayMs)
    return async () => {
      setClock(0)
    }
  },
}

export const frameworkSabotages: readonly Sabotage[] = [rowExcluded, certificateExpired]
