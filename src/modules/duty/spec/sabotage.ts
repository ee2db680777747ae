/**
 * What breaks proofs by time and by silence, done behind the application's back: a collector that hangs, a worker that
 * takes no work, a proof that nobody renewed, a clock that is moved either way, a second source that knows more.
 */
import { systemContext } from '#app/first-run.ts'
import { ingestEvidence } from '#core/evidence/ingest.ts'
import { recordFactType } from '#core/evidence/record-duty.ts'
import type { House } from '#test/house.ts'
import type { Sabotage } from '#test/sabotage/sabotage.ts'
import { randomUUID } from 'node:crypto'
import pg from 'pg'

const collector = 'identity.accounts'
/** Two intervals of that collector (`src/core/evidence/collect.ts`), after which it is silent. */
const silentAfterMs = 40_000
const dayMs = 86_400_000
const review = 'management-review.yearly'

/** Holds rows in a session of its own for as long as it lasts: whoever wants them passes over or waits. */
async function hold({ running }: House, statement: string): Promise<() => Promise<void>> {
  if (!running.instance.embedded) throw new Error('the house brings its own database')
  const client = new pg.Client({
    ...running.instance.embedded.connection('beleg_owner'),
    options: '-c search_path=beleg,public',
  })
  client.on('error', () => {})
  await client.connect()
  await client.query('begin')
  await client.query(statement)
  return async () => {
    await client.query('rollback')
    await client.end()
  }
}

/** Takes one account its second factor, by a session that is not the application's, and gives it back. */
async function takeFactor({ owner, platformTenantId }: House): Promise<() => Promise<void>> {
  const { rows } = await owner.query<{ row: string }>(
    `delete from totp_factors t using (
       select account_id from totp_factors where tenant_id = $1 order by account_id desc limit 1
     ) one
     where t.tenant_id = $1 and t.account_id = one.account_id returning to_jsonb(t)::text as row`,
    [platformTenantId],
  )
  return async () => {
    await owner.query(`insert into totp_factors select * from jsonb_populate_record(null::totp_factors, $1::jsonb)`, [
      rows[0]?.row,
    ])
  }
}

/** A review that was held and accepted today. */
async function holdReview({ running, platformTenantId }: House): Promise<void> {
  const { services, registry } = running.instance
  const at = services.clock.now()
  await services.database.withTenant(platformTenantId, (tx) =>
    ingestEvidence(systemContext(services, tx, platformTenantId), registry.factTypes, {
      source: { system: 'sabotage', id: `review ${at.toISOString()}` },
      collector: null,
      class: 'document',
      title: 'Managementbewertung',
      observedFrom: at,
      observedTo: at,
      validUntil: null,
      facts: [
        {
          subject: { kind: recordFactType.subjectKind, externalId: review },
          type: recordFactType.type,
          data: {
            measure: review,
            performedOn: at.toISOString().slice(0, 10),
            outcome: 'as_intended',
            description: '',
          },
        },
      ],
      populations: [],
      recordedBy: null,
      state: 'accepted',
      file: null,
    }),
  )
}

/** While the clock is wrong, something is broken; it must be seen all the same. */
function clockMoved(id: string, byMs: number): Sabotage {
  return {
    id,
    measure: 'identity.mfa',
    collector,
    breakIt: async ({ house, setClock }) => {
      setClock(byMs)
      const restore = await takeFactor(house)
      return async () => {
        await restore()
        setClock(0)
      }
    },
  }
}

/** Somebody in the login record whom the register of accounts does not know. */
const strangerSeen: Sabotage = {
  id: 'time.second-source-disagrees',
  measure: 'identity.mfa',
  collector,
  breakIt: async ({ house: { owner, platformTenantId, running } }) => {
    const id = randomUUID()
    await owner.query('insert into sign_ins (tenant_id, id, account_id, at) values ($1, $2, $3, $4)', [
      platformTenantId,
      id,
      randomUUID(),
      running.instance.services.clock.now(),
    ])
    return async () => {
      await owner.query('delete from sign_ins where tenant_id = $1 and id = $2', [platformTenantId, id])
    }
  },
}

/**
 * An account without a second factor is taken out of the register, so that "all accounts" seems to hold again; past the
 * rules of the database that would have ended its session. It can still act, and so it still counts.
 */
const populationNarrowed: Sabotage = {
  id: 'time.population-narrowed',
  measure: 'identity.mfa',
  collector,
  breakIt: async ({ house }) => {
    const { owner, platformTenantId } = house
    const { rows: accounts } = await owner.query<{ account_id: string }>(
      `select account_id from sessions where tenant_id = $1 order by account_id desc limit 1`,
      [platformTenantId],
    )
    const values = [platformTenantId, accounts[0]?.account_id]
    const pastTheRules = async (deeds: () => Promise<void>) => {
      await owner.query('begin')
      for (const table of ['accounts', 'totp_factors']) await owner.query(`alter table ${table} disable trigger user`)
      await deeds()
      for (const table of ['accounts', 'totp_factors']) await owner.query(`alter table ${table} enable trigger user`)
      await owner.query('commit')
    }
    let factor: string | undefined
    await pastTheRules(async () => {
      const { rows } = await owner.query<{ row: string }>(
        'delete from totp_factors where tenant_id = $1 and account_id = $2 returning to_jsonb(totp_factors)::text as row',
        values,
      )
      factor = rows[0]?.row
      await owner.query(`update accounts set state = 'deactivated' where tenant_id = $1 and id = $2`, values)
    })
    return async () => {
      await pastTheRules(async () => {
        await owner.query(
          'insert into totp_factors select * from jsonb_populate_record(null::totp_factors, $1::jsonb)',
          [factor],
        )
        await owner.query(`update accounts set state = 'active' where tenant_id = $1 and id = $2`, values)
      })
    }
  },
}

export const timeSabotages: readonly Sabotage[] = [
  {
    id: 'time.collector-silent',
    measure: 'identity.mfa',
    collector,
    turnsTo: 'lapsed',
    withinMs: silentAfterMs,
    // Its work can be taken by nobody: it hangs.
    breakIt: ({ house }) => hold(house, `select name from recurring_jobs where name = '${collector}' for update`),
  },
  {
    id: 'time.worker-stopped',
    measure: 'identity.mfa',
    collector,
    turnsTo: 'lapsed',
    withinMs: silentAfterMs,
    // No work of any kind is taken; readers have to notice by themselves.
    breakIt: ({ house }) => hold(house, 'select name from recurring_jobs for update'),
  },
  {
    id: 'time.review-overdue',
    measure: review,
    collector,
    turnsTo: 'lapsed',
    prepare: ({ house }) => holdReview(house),
    breakIt: async ({ setClock }) => {
      setClock(367 * dayMs)
      return async () => {
        setClock(0)
      }
    },
  },
  strangerSeen,
  populationNarrowed,
  clockMoved('time.clock-set-back', -dayMs),
  clockMoved('time.clock-set-forward', 30 * dayMs),
]
