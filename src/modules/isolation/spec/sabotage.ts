/** What breaks the isolation of tenants, done as the database's owner. */
import type { Sabotage } from '#test/sabotage/sabotage.ts'
import type pg from 'pg'

const collector = 'isolation.row-security'

function bySql(id: string, measure: string, broken: string, repaired: string): Sabotage {
  return {
    id,
    measure,
    collector,
    breakIt: async ({ house: { owner } }) => {
      await owner.query(broken)
      return async () => {
        await owner.query(repaired)
      }
    },
  }
}

/** The very statement that creates a policy as it stands. */
async function definitionOf(owner: pg.Client, table: string, policy: string): Promise<string> {
  const { rows } = await owner.query<{ roles: string[]; qual: string; with_check: string; cmd: string }>(
    `select roles::text[] as roles, qual, with_check, cmd from pg_policies where schemaname = 'beleg' and tablename = $1 and policyname = $2`,
    [table, policy],
  )
  const [row] = rows
  if (!row) throw new Error(`no policy ${policy} on ${table}`)
  return `create policy ${policy} on ${table} for ${row.cmd} to ${row.roles.join(', ')} using (${row.qual}) with check (${row.with_check})`
}

export const isolationSabotages: readonly Sabotage[] = [
  // Those of evidence and judgements too: where the red itself would be written.
  ...['mails', 'evidence', 'judgements', 'ledger_pending'].map((table): Sabotage => ({
    id: `isolation.policy-dropped-on-${table.replace('_', '-')}`,
    measure: 'isolation.row-security',
    collector,
    breakIt: async ({ house: { owner } }) => {
      const restore = await definitionOf(owner, table, 'tenant_rows')
      await owner.query(`drop policy tenant_rows on ${table}`)
      return async () => {
        await owner.query(restore)
      }
    },
  })),
  {
    id: 'isolation.policy-opened',
    measure: 'isolation.row-security',
    collector,
    breakIt: async ({ house: { owner } }) => {
      const restore = await definitionOf(owner, 'facts', 'tenant_rows')
      await owner.query('alter policy tenant_rows on facts using (true)')
      return async () => {
        await owner.query('drop policy tenant_rows on facts')
        await owner.query(restore)
      }
    },
  },
  bySql(
    'isolation.row-security-disabled',
    'isolation.row-security',
    'alter table claims disable row level security',
    'alter table claims enable row level security',
  ),
  bySql(
    'isolation.row-security-not-forced',
    'isolation.row-security',
    'alter table claims no force row level security',
    'alter table claims force row level security',
  ),
  bySql(
    'isolation.role-bypasses',
    'isolation.row-security',
    'alter role beleg_app bypassrls',
    'alter role beleg_app nobypassrls',
  ),
  bySql(
    'isolation.table-without-tenant',
    'isolation.tenant-separation',
    'create table beleg.leak (id integer primary key, secret text); grant select on beleg.leak to beleg_app',
    'drop table beleg.leak',
  ),
]
