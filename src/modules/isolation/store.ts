/**
 * Reads of the database's catalogue, as the platform role: it is open to every role. Everything is named with its
 * schema, so that no table of ours can stand in for a catalogue.
 */
import type { PlatformTx, TenantTx } from '#platform/database/transaction.ts'
import { sql } from 'kysely'
import type { Policy } from './contract.ts'
import { foreignSchemas } from './expectation.ts'

/** The role behind a door, whatever suffix the installation gave it. */
export async function readCurrentRole(tx: PlatformTx | TenantTx): Promise<string> {
  const { rows } = await sql<{ role: string }>`select current_user::text as role`.execute(tx.db)
  return rows[0]?.role ?? ''
}

export interface CatalogueTable {
  readonly schema: string
  readonly name: string
  readonly kind: string
  readonly owner: string
  readonly schema_owner: string
  readonly rls_enabled: boolean
  readonly rls_forced: boolean
  readonly has_tenant_id: boolean
  readonly primary_key_first: string | null
  readonly policies: readonly Policy[]
  readonly indexes: readonly { readonly name: string; readonly first: string | null }[]
  readonly foreign_keys: readonly {
    readonly name: string
    readonly target: string
    /** Columns here and what they refer to, in order. */
    readonly pairs: readonly (readonly [string, string])[]
  }[]
  readonly grants: readonly { readonly role: string; readonly privilege: string; readonly column: string | null }[]
  readonly bypasses: readonly string[]
}

/**
 * Every table outside the schemas of libraries and of the server, foreign tables and materialised views included. Views
 * appear as bypasses of the tables they read, unless they run with the rights of whoever asks.
 */
export async function readCatalogueTables(tx: PlatformTx): Promise<CatalogueTable[]> {
  const { rows } = await sql<CatalogueTable>`
    select n.nspname::text as schema, c.relname::text as name, c.relkind::text as kind,
      pg_catalog.pg_get_userbyid(c.relowner)::text as owner, pg_catalog.pg_get_userbyid(n.nspowner)::text as schema_owner,
      c.relrowsecurity as rls_enabled, c.relforcerowsecurity as rls_forced,
      exists (
        select from pg_catalog.pg_attribute a
        where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull and a.atttypid = 'pg_catalog.uuid'::regtype
      ) as has_tenant_id,
      (
        select a.attname::text from pg_catalog.pg_index i
        join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = c.oid and i.indisprimary
      ) as primary_key_first,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'name', p.polname, 'permissive', p.polpermissive,
          'command', case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' when 'd' then 'DELETE' else 'ALL' end,
          'roles', (
            select jsonb_agg(case when r = 0 then 'PUBLIC' else pg_catalog.pg_get_userbyid(r)::text end order by r)
            from unnest(p.polroles) as r
          ),
          'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid), 'check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
        ) order by p.polname)
        from pg_catalog.pg_policy p where p.polrelid = c.oid
      ), '[]') as policies,
      coalesce((
        select jsonb_agg(jsonb_build_object('name', ic.relname, 'first', a.attname) order by ic.relname)
        from pg_catalog.pg_index i
        join pg_catalog.pg_class ic on ic.oid = i.indexrelid
        left join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = c.oid
      ), '[]') as indexes,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'name', k.conname, 'target', case when tn.nspname = n.nspname then t.relname else tn.nspname || '.' || t.relname end,
          'pairs', (
            select jsonb_agg(jsonb_build_array(here.attname, there.attname) order by pair.place)
            from unnest(k.conkey, k.confkey) with ordinality as pair (here, there, place)
            join pg_catalog.pg_attribute here on here.attrelid = k.conrelid and here.attnum = pair.here
            join pg_catalog.pg_attribute there on there.attrelid = k.confrelid and there.attnum = pair.there
          )
        ) order by k.conname)
        from pg_catalog.pg_constraint k
        join pg_catalog.pg_class t on t.oid = k.confrelid
        join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
        where k.conrelid = c.oid and k.contype = 'f'
      ), '[]') as foreign_keys,
      coalesce((
        select jsonb_agg(distinct jsonb_build_object(
          'role', case when g.grantee = 0 then 'PUBLIC' else pg_catalog.pg_get_userbyid(g.grantee)::text end,
          'privilege', g.privilege || case when g.grantable then ' WITH GRANT OPTION' else '' end, 'column', g.attribute
        ))
        from (
          select e.grantee, e.privilege_type as privilege, e.is_grantable as grantable, null::text as attribute
          from pg_catalog.aclexplode(c.relacl) e
          union all
          select e.grantee, e.privilege_type, e.is_grantable, a.attname::text
          from pg_catalog.pg_attribute a cross join lateral pg_catalog.aclexplode(a.attacl) e
          where a.attrelid = c.oid and a.attacl is not null and not a.attisdropped
        ) g
        where g.grantee <> c.relowner
      ), '[]') as grants,
      coalesce((
        select jsonb_agg(distinct b.description order by b.description) from (
          select case v.relkind when 'm' then 'materialised view ' when 'v' then 'view ' else 'rule on ' end || vn.nspname || '.' || v.relname as description
          from pg_catalog.pg_depend d
          join pg_catalog.pg_rewrite w on w.oid = d.objid and d.classid = 'pg_catalog.pg_rewrite'::regclass
          join pg_catalog.pg_class v on v.oid = w.ev_class
          join pg_catalog.pg_namespace vn on vn.oid = v.relnamespace
          where d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = c.oid and (v.oid <> c.oid or w.rulename <> '_RETURN')
            and not (v.relkind = 'v' and coalesce(v.reloptions, '{}') && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'])
          union all
          select 'inheriting table ' || hn.nspname || '.' || h.relname
          from pg_catalog.pg_inherits i
          join pg_catalog.pg_class h on h.oid = i.inhrelid
          join pg_catalog.pg_namespace hn on hn.oid = h.relnamespace
          where i.inhparent = c.oid and not (h.relrowsecurity and h.relforcerowsecurity)
          union all
          select 'publication ' || p.pubname from pg_catalog.pg_publication p
          where p.puballtables
            or exists (select from pg_catalog.pg_publication_rel r where r.prpubid = p.oid and r.prrelid = c.oid)
            or exists (select from pg_catalog.pg_publication_namespace s where s.pnpubid = p.oid and s.pnnspid = c.relnamespace)
          union all
          select 'foreign table' where c.relkind = 'f'
          union all
          select 'materialised view' where c.relkind = 'm'
        ) b
      ), '[]') as bypasses
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f', 'm') and c.relpersistence <> 't'
      and not (n.nspname = any (${[...foreignSchemas]}::text[])) and n.nspname !~ '^pg_(temp|toast_temp)'
      -- What an extension brought along belongs to it.
      and not exists (
        select from pg_catalog.pg_depend d
        where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
      )
    order by 1, 2`.execute(tx.db)
  return rows
}

export interface CatalogueRole {
  readonly superuser: boolean
  readonly bypasses: boolean
  readonly creates_roles: boolean
  readonly creates_databases: boolean
  readonly replicates: boolean
  readonly memberships: readonly string[]
  readonly owned: number
  readonly creates_in: readonly string[]
  readonly settings: readonly string[]
  readonly foreign_tables: readonly string[]
}

/** What a role is and may; undefined when there is none of that name. */
export async function readCatalogueRole(
  tx: PlatformTx,
  name: string,
  mayUse: readonly string[],
): Promise<CatalogueRole | undefined> {
  const { rows } = await sql<CatalogueRole>`
    select r.rolsuper as superuser, r.rolbypassrls as bypasses, r.rolcreaterole as creates_roles,
      r.rolcreatedb as creates_databases, r.rolreplication as replicates,
      array(
        with recursive member (roleid) as (
          select m.roleid from pg_catalog.pg_auth_members m where m.member = r.oid
          union
          select m.roleid from pg_catalog.pg_auth_members m join member on m.member = member.roleid
        )
        select pg_catalog.pg_get_userbyid(roleid)::text from member order by 1
      ) as memberships,
      (select count(*)::int from pg_catalog.pg_shdepend d where d.refclassid = 'pg_catalog.pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'o') as owned,
      array(
        select 'schema ' || n.nspname from pg_catalog.pg_namespace n
        where n.nspname !~ '^pg_(temp|toast)' and pg_catalog.has_schema_privilege(r.oid, n.oid, 'create')
        union all
        select 'database ' || d.datname from pg_catalog.pg_database d
        where d.datname = pg_catalog.current_database() and pg_catalog.has_database_privilege(r.oid, d.oid, 'create')
        order by 1
      ) as creates_in,
      -- Without their values: a value may be the id of a tenant.
      array(
        select distinct split_part(s.setting, '=', 1)
        from pg_catalog.pg_db_role_setting c cross join lateral unnest(c.setconfig) as s (setting)
        where c.setrole in (0, r.oid)
          and c.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database()))
          and split_part(s.setting, '=', 1) ~* '^(beleg\\.|role$|session_authorization$|row_security$|search_path$|session_replication_role$|session_preload_libraries$|local_preload_libraries$)'
        order by 1
      ) as settings,
      array(
        select n.nspname || '.' || c.relname
        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and not (n.nspname = any (${[...mayUse]}::text[]))
          and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(temp|toast)'
          and pg_catalog.has_schema_privilege(r.oid, n.oid, 'usage')
          and pg_catalog.has_any_column_privilege(r.oid, c.oid, 'select, insert, update, references')
          and not exists (
            select from pg_catalog.pg_depend d
            where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
          )
        order by 1 limit 20
      ) as foreign_tables
    from pg_catalog.pg_roles r where r.rolname = ${name}`.execute(tx.db)
  return rows[0]
}

export interface CatalogueFunction {
  /** Schema, name and argument types. */
  readonly signature: string
  readonly body: string
  readonly config: readonly string[]
  readonly callers: readonly string[]
}

/**
 * Functions that run with their owner's rights and that a serving role can call, directly or by a trigger on one of
 * our tables; all of them where they stand in our own schema.
 */
export async function readDefinerFunctions(
  tx: PlatformTx,
  schema: string,
  roles: readonly string[],
): Promise<CatalogueFunction[]> {
  const { rows } = await sql<CatalogueFunction>`
    select n.nspname || '.' || p.proname || '(' || coalesce((
        select string_agg(pg_catalog.format_type(a.type, null), ',' order by a.place)
        from unnest(p.proargtypes) with ordinality as a (type, place)
      ), '') || ')' as signature,
      p.prosrc as body, coalesce(p.proconfig, '{}') as config,
      array(
        select case when e.grantee = 0 then 'PUBLIC' else pg_catalog.pg_get_userbyid(e.grantee)::text end
        from pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) e
        where e.grantee <> p.proowner and e.privilege_type = 'EXECUTE' order by 1
      ) as callers
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')
      and (
        n.nspname = ${schema}
        or exists (
          select from pg_catalog.pg_roles r
          where r.rolname = any (${[...roles]}::text[]) and pg_catalog.has_schema_privilege(r.oid, n.oid, 'usage')
            and pg_catalog.has_function_privilege(r.oid, p.oid, 'execute')
        )
        or exists (
          select from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
          join pg_catalog.pg_namespace cn on cn.oid = c.relnamespace
          where t.tgfoid = p.oid and cn.nspname = ${schema}
        )
      )
      and not exists (
        select from pg_catalog.pg_depend d
        where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
      )
    order by 1`.execute(tx.db)
  return rows
}

/**
 * Accounts of the canary that are signed in, of this process or another: they are kept. Specimens are never owners.
 * Identity has no use-case that lists them, because no person may ask for it.
 */
export async function listStandingAccounts(tx: TenantTx, now: Date, seenAfter: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.id from beleg.accounts a
    where a.tenant_id = ${tx.tenantId}::uuid and a.synthetic and a.state = 'active' and 'owner' = any (a.roles)
      and exists (
        select from beleg.sessions s
        where s.tenant_id = a.tenant_id and s.account_id = a.id and s.expires_at > ${now} and s.last_seen_at > ${seenAfter}
      )`.execute(tx.db)
  return rows.map((row) => row.id)
}

/** Deletes what was planted in a canary tenant but what the kept accounts need; returns how many rows. */
export async function sweepTenant(tx: PlatformTx, tenantId: string, keepAccounts: readonly string[]): Promise<number> {
  const { rows } = await sql<{ deleted: number }>`
    select beleg.sweep_canary(${tenantId}::uuid, ${[...keepAccounts]}::uuid[]) as deleted`.execute(tx.db)
  return rows[0]?.deleted ?? 0
}

// A DO block hands its result out in a setting of the transaction; its text is constant.
const printBlock = `do $print$
declare
  target text;
  print text;
  prints jsonb := '{}';
begin
  for target in
    select c.relname::text from pg_catalog.pg_class c
    where c.relnamespace = 'beleg'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and pg_catalog.has_table_privilege(c.oid, 'select')
      and exists (select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
      and not c.relname = any (pg_catalog.string_to_array(pg_catalog.current_setting('beleg.probe_left_out'), ' '))
  loop
    execute pg_catalog.format('select count(*) || '' '' || coalesce(sum(xmin::text::bigint), 0) from beleg.%I where tenant_id = $1', target)
      into print using pg_catalog.current_setting('beleg.tenant_id')::uuid;
    prints := prints || pg_catalog.jsonb_build_object(target, print);
  end loop;
  perform pg_catalog.set_config('beleg.probe_output', prints::text, true);
end
$print$`

/**
 * One print for each table, but those left out, of all rows of the transaction's tenant: equal when nothing changed. What
 * is written bears the number of its transaction, which is higher than all before: as many rows whose numbers have the
 * same sum are the same rows.
 */
export async function printTables(tx: TenantTx, leftOut: readonly string[] = []): Promise<ReadonlyMap<string, string>> {
  await sql`select set_config('beleg.probe_left_out', ${leftOut.join(' ')}, true)`.execute(tx.db)
  await sql.raw(printBlock).execute(tx.db)
  const { rows } = await sql<{
    output: Record<string, string>
  }>`select current_setting('beleg.probe_output')::jsonb as output`.execute(tx.db)
  return new Map(Object.entries(rows[0]?.output ?? {}))
}

/** Names of the tables whose prints differ. */
export function changedTables(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((table) => before.get(table) !== after.get(table))
    .toSorted()
}

/** Everybody in the register of people. */
export async function listPeopleIds(tx: TenantTx): Promise<string[]> {
  const rows = await tx.db.selectFrom('people').select('subject_id').where('tenant_id', '=', tx.tenantId).execute()
  return rows.map((row) => row.subject_id)
}
