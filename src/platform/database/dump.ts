/**
 * Writes the schema as text, from the catalogue: what a reviewer sees of a migration, and what a spec compares. The
 * text is the same on every supported major version. Role suffixes and the owner's own name do not show.
 */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { createLog } from '../log/log.ts'
import { withThrowawayDatabase } from './throwaway.ts'

export const schemaFile = fileURLToPath(new URL('../../../db/schema.sql', import.meta.url))

/** Relations of the schema that are not partitions: those come and go with time. */
const relations = `select c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relacl, c.relowner
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'beleg' and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition`

interface Line {
  owner: string
  line: string
}

/** Describes the schema `beleg` of the connected database; the connection's search path is changed. */
export async function dumpSchema(client: pg.ClientBase): Promise<string> {
  // With an empty path every name is printed with its schema, on every version.
  await client.query(`select set_config('search_path', 'pg_catalog', false)`)
  const list = async (sql: string): Promise<Line[]> => (await client.query<Line>(sql)).rows
  const tables = await list(`select relname as owner,
      case relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end
        || case when relkind = 'p' then ' (partitioned by ' || pg_get_partkeydef(oid) || ')' else '' end
        || case when relrowsecurity then ' row security' || case when relforcerowsecurity then ' forced' else '' end
           else '' end as line
    from (${relations}) r order by relname collate "C"`)
  const queries = [
    // Columns in their order.
    `select r.relname as owner, '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || case when a.attnotnull then ' not null' else '' end
        || case when a.attidentity <> '' then ' identity' when a.attgenerated <> '' then ' generated '
             || pg_get_expr(d.adbin, d.adrelid)
           when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end
        || case when co.collname is not null and co.collname <> 'default' then ' collate ' || co.collname else '' end
        as line
      from (${relations}) r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      left join pg_collation co on co.oid = a.attcollation
      order by r.relname collate "C", a.attnum`,
    // 18 lists not null as constraints (contype n), earlier versions do not.
    `select r.relname as owner, '  constraint ' || co.conname || ' ' || pg_get_constraintdef(co.oid) as line
      from (${relations}) r join pg_constraint co on co.conrelid = r.oid
      where co.contype <> 'n' and co.conparentid = 0
      order by r.relname collate "C", co.contype, co.conname collate "C"`,
    `select r.relname as owner, '  ' || pg_get_indexdef(i.indexrelid) as line
      from (${relations}) r join pg_index i on i.indrelid = r.oid join pg_class ic on ic.oid = i.indexrelid
      where not exists (select from pg_constraint co where co.conindid = i.indexrelid and co.contype in ('p', 'u', 'x'))
      order by r.relname collate "C", ic.relname collate "C"`,
    `select r.relname as owner, '  policy ' || p.polname || ' for '
        || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete'
           else 'all' end || case when p.polpermissive then '' else ' restrictive' end || ' to '
        || (select string_agg(case when o = 0 then 'public' when o = r.relowner then 'beleg_owner'
              else o::regrole::text end, ', ' order by o::regrole::text) from unnest(p.polroles) o)
        || coalesce(' using ' || pg_get_expr(p.polqual, p.polrelid), '')
        || coalesce(' with check ' || pg_get_expr(p.polwithcheck, p.polrelid), '') as line
      from (${relations}) r join pg_policy p on p.polrelid = r.oid
      order by r.relname collate "C", p.polname collate "C"`,
    `select r.relname as owner, '  ' || pg_get_triggerdef(t.oid) as line
      from (${relations}) r join pg_trigger t on t.tgrelid = r.oid and not t.tgisinternal
      order by r.relname collate "C", t.tgname collate "C"`,
    `select r.relname as owner, '  rule ' || pg_get_viewdef(r.oid) as line
      from (${relations}) r where r.relkind in ('v', 'm') order by r.relname collate "C"`,
    `select r.relname as owner, '  grant ' || string_agg(lower(g.privilege_type), ', '
        order by g.privilege_type collate "C") || ' to '
        || case when g.grantee = 0 then 'public' else g.grantee::regrole::text end as line
      from (${relations}) r cross join aclexplode(r.relacl) g where g.grantee <> r.relowner
      group by r.relname, g.grantee order by r.relname collate "C", g.grantee::regrole::text collate "C"`,
  ]
  const parts: Line[][] = []
  for (const sql of queries) parts.push(await list(sql))
  const functions = await list(`select p.proname as owner,
      pg_get_functiondef(p.oid) || coalesce(e'\n-- execute: ' || (
        select string_agg(case when g.grantee = 0 then 'public' else g.grantee::regrole::text end, ', '
          order by g.grantee::regrole::text)
        from aclexplode(p.proacl) g where g.grantee <> p.proowner), '') as line
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'beleg' and p.prokind in ('f', 'p')
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"`)
  const blocks = tables.map(({ owner, line }) =>
    [`${line.replace(/^(materialized view|view|table)/, `$1 beleg.${owner}`)}`]
      .concat(parts.flatMap((part) => part.filter((one) => one.owner === owner).map((one) => one.line)))
      .join('\n'),
  )
  const head =
    '-- The schema of Beleg, for reading: written by `npm run db:dump` from the catalogue, compared by a spec.'
  const text = [head, ...blocks, ...functions.map(({ line }) => line.trimEnd())].join('\n\n')
  return `${text.replaceAll(/\b(beleg_(?:app|platform))_[a-z0-9_]+\b/g, '$1')}\n`
}

if (import.meta.main) {
  const text = await withThrowawayDatabase({ log: createLog({ level: 'warn', process: 'dump' }) }, async (server) => {
    const client = new pg.Client(server.connection('beleg_owner'))
    await client.connect()
    try {
      return await dumpSchema(client)
    } finally {
      await client.end()
    }
  })
  await writeFile(schemaFile, text)
}
