-- What the canary plants is disposable: the canary attacks every few seconds and must not make the database grow.
-- Deletes every row of a canary tenant but its keys and what the named accounts need to stay signed in. It refuses any
-- tenant that is not a canary, and any in which a person has an account, whatever the flag says.
-- Tables are emptied in the order of their foreign keys, which is read from the catalogue, so that a new table of
-- tenants is swept without being named here.
create function beleg.sweep_canary(tenant uuid, keep uuid[]) returns bigint
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  people uuid[];
  target record;
  condition text;
  deleted bigint;
  total bigint := 0;
begin
  -- Not in a SET clause: PostgreSQL refuses a setting it does not know there to an owner who is no superuser.
  perform set_config('beleg.every_tenant', 'on', true);
  perform from beleg.tenants where id = tenant and canary and kind = 'company' for update;
  if not found then
    raise exception 'not a canary tenant';
  end if;
  if exists (select from beleg.accounts where tenant_id = tenant and not synthetic) then
    raise exception 'a person has an account in this tenant';
  end if;
  select coalesce(array_agg(person_id), '{}') into people
    from beleg.accounts where tenant_id = tenant and id = any (keep);
  for target in
    with recursive reference (source, target) as (
      select distinct conrelid, confrelid from pg_constraint
      where contype = 'f' and connamespace = 'beleg'::regnamespace and conrelid <> confrelid
    ),
    -- How many references lead to a table at most; a circle ends at a hundred and shows as a failing deletion.
    place (relation, depth) as (
      select c.oid, 0 from pg_class c
      where c.relnamespace = 'beleg'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      union
      select r.target, p.depth + 1 from place p join reference r on r.source = p.relation where p.depth < 100
    )
    select c.relname as name, max(p.depth) as depth
    from place p join pg_class c on c.oid = p.relation
    where exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
      and c.relname not in ('tenant_keys', 'data_keys')
    group by c.relname order by max(p.depth), c.relname
  loop
    condition := case
      when target.name = 'accounts' then 'not (id = any ($2))'
      when target.name in ('credentials', 'totp_factors', 'recovery_codes', 'sessions', 'known_places')
        then 'not (account_id = any ($2))'
      when target.name = 'people' then 'not (subject_id = any ($3))'
      when target.name = 'subjects' then 'not (id = any ($3))'
      else 'true'
    end;
    execute format('delete from beleg.%I where tenant_id = $1 and %s', target.name, condition)
      using tenant, keep, people;
    get diagnostics deleted = row_count;
    total := total + deleted;
  end loop;
  return total;
end;
$$;
grant execute on function beleg.sweep_canary(uuid, uuid[]) to beleg_platform;
