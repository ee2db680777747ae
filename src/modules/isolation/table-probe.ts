/**
 * The attack on every table: in one transaction of a stranger's, on the app role, it tries to read, change, delete and
 * write another tenant's rows, also with the tenant forgotten. It touches nothing: the transaction is always rolled
 * back. Row-level security is checked before NOT NULL and other constraints, so an insert of nothing but the tenant
 * tells by its error who stopped it; the same insert with the stranger's own tenant is the control.
 */
import type { CollectorContext } from '#core/collector.ts'
import type { TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Attempt, TableFact } from './contract.ts'

const outcomeSchema = z.record(
  z.string(),
  z.object({
    read: z.string(),
    readWithoutTenant: z.string(),
    update: z.string(),
    delete: z.string(),
    insert: z.string(),
    insertOwn: z.string(),
  }),
)

// A DO block takes no parameters and returns nothing: it is handed its input and hands out its result in settings of
// the transaction. Its text is constant; names of tables are quoted by format().
const attackBlock = `do $attack$
declare
  stranger uuid := pg_catalog.current_setting('beleg.tenant_id')::uuid;
  victim uuid := pg_catalog.current_setting('beleg.probe_victim')::uuid;
  tables text[] := array(select pg_catalog.jsonb_array_elements_text(pg_catalog.current_setting('beleg.probe_input')::jsonb));
  outcome jsonb := '{}';
  target text;
  one jsonb;
  step text;
  touched bigint;
begin
  foreach target in array tables loop
    one := '{}';
    foreach step in array array['read', 'update', 'delete', 'insert', 'insertOwn'] loop
      touched := 0;
      begin
        case step
          when 'read' then
            execute pg_catalog.format('select (exists (select from beleg.%1$I where tenant_id = $1) or exists (select from beleg.%1$I where tenant_id <> $2))::int', target)
              into touched using victim, stranger;
          when 'update' then
            execute pg_catalog.format('update beleg.%I set tenant_id = tenant_id where tenant_id = $1', target) using victim;
            get diagnostics touched = row_count;
          when 'delete' then
            execute pg_catalog.format('delete from beleg.%I where tenant_id = $1', target) using victim;
            get diagnostics touched = row_count;
          when 'insert' then
            execute pg_catalog.format('insert into beleg.%I (tenant_id) values ($1)', target) using victim;
            get diagnostics touched = row_count;
          else
            execute pg_catalog.format('insert into beleg.%I (tenant_id) values ($1)', target) using stranger;
            get diagnostics touched = row_count;
        end case;
        -- Back out at once: a deletion that reached something must not hide what the next attempt would reach.
        raise exception using errcode = 'XXBEL';
      exception
        when sqlstate 'XXBEL' then
          one := one || pg_catalog.jsonb_build_object(step, case when touched > 0 then 'rows' else 'none' end);
        when others then
          one := one || pg_catalog.jsonb_build_object(step, sqlstate);
      end;
    end loop;
    outcome := outcome || pg_catalog.jsonb_build_object(target, one);
  end loop;
  -- The owner's key to every tenant must open nothing for the app role.
  perform pg_catalog.set_config('beleg.tenant_id', '', true), pg_catalog.set_config('beleg.every_tenant', 'on', true);
  foreach target in array tables loop
    begin
      execute pg_catalog.format('select exists (select from beleg.%I)::int', target) into touched;
      step := case when touched > 0 then 'rows' else 'none' end;
    exception when others then
      step := sqlstate;
    end;
    outcome := pg_catalog.jsonb_set(outcome, array[target, 'readWithoutTenant'], pg_catalog.to_jsonb(step));
  end loop;
  perform pg_catalog.set_config('beleg.probe_output', outcome::text, true);
end
$attack$`

const controlBlock = `do $control$
declare
  target text;
  found boolean;
  holding jsonb := '[]';
begin
  for target in select pg_catalog.jsonb_array_elements_text(pg_catalog.current_setting('beleg.probe_input')::jsonb) loop
    begin
      execute pg_catalog.format('select exists (select from beleg.%I where tenant_id = $1)', target)
        into found using pg_catalog.current_setting('beleg.tenant_id')::uuid;
      if found then holding := holding || pg_catalog.to_jsonb(target); end if;
    exception when others then null;
    end;
  end loop;
  perform pg_catalog.set_config('beleg.probe_output', holding::text, true);
end
$control$`

/** Tables in which the tenant sees a row of its own, on the way that every request goes. */
export async function listTablesHolding(tx: TenantTx, tables: readonly string[]): Promise<ReadonlySet<string>> {
  await sql`select set_config('beleg.probe_input', ${JSON.stringify(tables)}, true)`.execute(tx.db)
  await sql.raw(controlBlock).execute(tx.db)
  return new Set(z.array(z.string()).parse(await readOutput(tx)))
}

/** Attacks a tenant's rows in every table from a transaction of another tenant; leaves nothing behind. */
export async function attackTables(
  context: Pick<CollectorContext, 'withTenant'>,
  stranger: string,
  victim: string,
  tables: readonly string[],
): Promise<ReadonlyMap<string, Omit<NonNullable<TableFact['attack']>, 'planted'>>> {
  const insertable = await context.withTenant(stranger, async (tx) => {
    const { rows } = await sql<{ name: string }>`
      select name from unnest(${[...tables]}::text[]) as name
      where has_table_privilege('beleg.' || quote_ident(name), 'insert')`.execute(tx.db)
    return new Set(rows.map((row) => row.name))
  })
  const seen = outcomeSchema.parse(
    await rolledBack(context, stranger, async (tx) => {
      await sql`
        select set_config('beleg.probe_input', ${JSON.stringify(tables)}, true),
          set_config('beleg.probe_victim', ${victim}, true)`.execute(tx.db)
      await sql.raw(attackBlock).execute(tx.db)
      return readOutput(tx)
    }),
  )
  return new Map(
    Object.entries(seen).map(([table, steps]) => [
      table,
      {
        read: readingOf(steps.read),
        readWithoutTenant: readingOf(steps.readWithoutTenant),
        update: changeOf(steps.update),
        delete: changeOf(steps.delete),
        insert: insertOf(steps.insert),
        // Where the role may not insert at all there is nothing to compare with.
        insertControlled: !insertable.has(table) || steps.insertOwn !== refusal,
      },
    ]),
  )
}

/** insufficient_privilege: row-level security, or no such right. */
const refusal = '42501'

function readingOf(outcome: string): Attempt {
  if (outcome === 'none' || outcome === refusal) return 'refused'
  return outcome === 'rows' ? 'reached' : 'unclear'
}

function changeOf(outcome: string): Attempt {
  // Class 23, a constraint: it found a row to object to.
  return outcome.startsWith('23') ? 'reached' : readingOf(outcome)
}

function insertOf(outcome: string): Attempt {
  if (outcome === refusal) return 'refused'
  return outcome === 'rows' || outcome.startsWith('23') ? 'reached' : 'unclear'
}

async function readOutput(tx: TenantTx): Promise<unknown> {
  const { rows } = await sql<{ output: string }>`select current_setting('beleg.probe_output') as output`.execute(tx.db)
  return JSON.parse(rows[0]?.output ?? 'null') as unknown
}

class RolledBack extends Error {
  readonly result: unknown
  constructor(result: unknown) {
    super('rolled back on purpose')
    this.result = result
  }
}

async function rolledBack<T>(
  context: Pick<CollectorContext, 'withTenant'>,
  tenantId: string,
  run: (tx: TenantTx) => Promise<T>,
): Promise<T> {
  try {
    await context.withTenant(tenantId, async (tx) => {
      throw new RolledBack(await run(tx))
    })
  } catch (error) {
    // Only this function makes one, with its own result.
    if (error instanceof RolledBack) return error.result as T
    throw error
  }
  throw new Error('a transaction that was to be rolled back was committed')
}
