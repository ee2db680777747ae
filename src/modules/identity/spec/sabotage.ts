/** What breaks the promises about accounts, done as the database's owner. */
import type { Sabotage, SabotageWorld } from '#test/sabotage/sabotage.ts'
import type pg from 'pg'

const collector = 'identity.accounts'

/** Runs with the triggers off, as an attacker with the owner's rights would. */
async function quietly(owner: pg.Client, statement: string, values: unknown[] = []): Promise<pg.QueryResult> {
  await owner.query(`set session_replication_role = 'replica'`)
  try {
    return await owner.query(statement, values)
  } finally {
    await owner.query(`set session_replication_role = 'origin'`)
  }
}

async function accountOf(world: SabotageWorld): Promise<string> {
  const { rows } = await world.house.owner.query<{ id: string }>(
    `select id from accounts where tenant_id = $1 and state = 'active' order by created_at desc limit 1`,
    [world.house.platformTenantId],
  )
  return rows[0]?.id ?? ''
}

/** Deletes rows of one account and puts the very same rows back. */
function deleting(id: string, table: string, measure: string, how: 'loudly' | 'quietly'): Sabotage {
  return {
    id,
    measure,
    collector,
    breakIt: async (world) => {
      const { owner, platformTenantId } = world.house
      const account = await accountOf(world)
      const { rows } = await owner.query<{ row: string }>(
        `select to_jsonb(t)::text as row from ${table} t where tenant_id = $1 and account_id = $2`,
        [platformTenantId, account],
      )
      const remove = `delete from ${table} where tenant_id = $1 and account_id = $2`
      if (how === 'quietly') await quietly(owner, remove, [platformTenantId, account])
      else await owner.query(remove, [platformTenantId, account])
      return async () => {
        for (const { row } of rows)
          await quietly(owner, `insert into ${table} select * from jsonb_populate_record(null::${table}, $1::jsonb)`, [
            row,
          ])
      }
    },
  }
}

export const identitySabotages: readonly Sabotage[] = [
  deleting('identity.second-factor-deleted', 'totp_factors', 'identity.mfa', 'loudly'),
  deleting('identity.second-factor-deleted-past-the-triggers', 'totp_factors', 'identity.mfa', 'quietly'),
  {
    id: 'identity.password-in-clear',
    measure: 'identity.password-storage',
    collector,
    breakIt: async (world) => {
      const { owner, platformTenantId } = world.house
      const account = await accountOf(world)
      const { rows } = await owner.query<{ hash: string }>(
        'select hash from credentials where tenant_id = $1 and account_id = $2',
        [platformTenantId, account],
      )
      const put = (value: string) =>
        quietly(owner, 'update credentials set hash = $3 where tenant_id = $1 and account_id = $2', [
          platformTenantId,
          account,
          value,
        ])
      await put('correct horse battery staple')
      return async () => {
        await put(rows[0]?.hash ?? '')
      }
    },
  },
  {
    id: 'identity.session-below-two-factors',
    measure: 'identity.mfa',
    collector,
    breakIt: async (world) => {
      const { owner, platformTenantId } = world.house
      const account = await accountOf(world)
      const { rows } = await owner.query<{ definition: string }>(
        `select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'sessions_two_factors'`,
      )
      const { rows: made } = await owner
        .query<{ id: string }>(
          `alter table sessions drop constraint sessions_two_factors;
         insert into sessions (tenant_id, id, account_id, token_hash, methods, created_at, last_seen_at, expires_at)
         select '${platformTenantId}', gen_random_uuid(), '${account}', sha256(gen_random_uuid()::text::bytea), array['password'],
           now(), now(), now() + interval '1 hour'
         returning id`,
        )
        .then((results) => (results as unknown as pg.QueryResult<{ id: string }>[])[1] ?? { rows: [] })
      return async () => {
        await owner.query('delete from sessions where tenant_id = $1 and id = $2', [platformTenantId, made[0]?.id])
        await owner.query(`alter table sessions add constraint sessions_two_factors ${rows[0]?.definition}`)
      }
    },
  },
]
