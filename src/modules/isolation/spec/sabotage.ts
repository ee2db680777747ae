/** What breaks the isolation of tenants, done as the database's owner. */
import { breakBySql, type Sabotage } from '#test/sabotage/sabotage.ts'
import type pg from 'pg'

const collector = 'isolation.row-security'

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
  breakBySql(
    { id: 'isolation.row-security-disabled', measure: 'isolation.row-security', collector },
    'alter table claims disable row level security',
    'alter table claims enable row level security',
  ),
  breakBySql(
    { id: 'isolation.row-security-not-forced', measure: 'isolation.row-security', collector },
    'alter table claims no force row level security',
    'alter table claims force row level security',
  ),
  breakBySql(
    { id: 'isolation.role-bypasses', measure: 'isolation.row-security', collector },
    'alter role beleg_app bypassrls',
    'alter role beleg_app nobypassrls',
  ),
  breakBySql(
    { id: 'isolation.table-without-tenant', measure: 'isolation.tenant-separation', collector },
    'create table beleg.leak (id integer primary key, secret text); grant select on beleg.leak to beleg_app',
    'drop table beleg.leak',
  ),
]
