-- The ground of every other table: tenants, their keys, the settings of the instance, and the function that puts a
-- table under row-level security. Roles are created before the first migration; their names stand here without the
-- suffix that an installation may add. Nothing is granted to PUBLIC.

revoke all on schema public from public;
create schema beleg;
grant usage on schema beleg to beleg_app, beleg_platform;
-- For the whole database: the default of one schema can add rights but never take PUBLIC's away. So a function is
-- callable by a serving role only when its migration says so; trigger functions need no such right.
alter default privileges revoke execute on functions from public;

-- The tenant of the running transaction; null when it was forgotten, which matches no row. Policies repeat the
-- expression instead of calling this, so that the planner sees it.
create function beleg.current_tenant() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('beleg.tenant_id', true), '')::uuid;
grant execute on function beleg.current_tenant() to beleg_app, beleg_platform;

-- Puts a table of tenants under row-level security, also for its owner, and grants the app role the named rights:
-- 'select, insert' makes it append-only. The owner sees every tenant only in a transaction that says so
-- (`beleg.every_tenant`, set by the owner's door), which a role other than the owner cannot use.
-- The column is compared as it is: a cast on it would keep the index from being used.
create function beleg.protect_tenant_table(target regclass, privileges text default 'select, insert, update, delete')
  returns void
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
declare
  privilege text;
begin
  if not exists (
    select from pg_attribute
    where attrelid = target and attname = 'tenant_id' and atttypid = 'uuid'::regtype and attnotnull
  ) then
    raise exception 'table % has no column tenant_id uuid not null', target;
  end if;
  if not exists (
    select from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indrelid = target and i.indisprimary and a.attname = 'tenant_id'
  ) then
    raise exception 'the primary key of % does not begin with tenant_id', target;
  end if;
  foreach privilege in array regexp_split_to_array(lower(trim(privileges)), '\s*,\s*') loop
    if privilege not in ('select', 'insert', 'update', 'delete') then
      raise exception 'no such privilege on a tenant table: %', privilege;
    end if;
    execute format('grant %s on %s to beleg_app', privilege, target);
  end loop;
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant_rows on %s to beleg_app
       using (tenant_id = nullif(current_setting(''beleg.tenant_id'', true), '''')::uuid)
       with check (tenant_id = nullif(current_setting(''beleg.tenant_id'', true), '''')::uuid)',
    target
  );
  execute format(
    'create policy owner_rows on %s to %I
       using (current_setting(''beleg.every_tenant'', true) = ''on'')
       with check (current_setting(''beleg.every_tenant'', true) = ''on'')',
    target, current_user
  );
end;
$$;

create table beleg.tenants (
  id         uuid primary key,
  kind       text not null check (kind in ('platform', 'company')),
  slug       text not null constraint tenants_slug unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name       text not null check (length(name) between 1 and 200),
  created_at timestamptz not null,
  state      text not null check (state in ('active', 'suspended', 'closed'))
);
-- There is one tenant that is this very instance.
create unique index tenants_one_platform on beleg.tenants (kind) where kind = 'platform';
alter table beleg.tenants enable row level security;
alter table beleg.tenants force row level security;
create policy own_row on beleg.tenants for select to beleg_app
  using (id = nullif(current_setting('beleg.tenant_id', true), '')::uuid);
create policy platform_rows on beleg.tenants to beleg_platform using (true) with check (true);
create policy owner_rows on beleg.tenants to current_user
  using (current_setting('beleg.every_tenant', true) = 'on')
  with check (current_setting('beleg.every_tenant', true) = 'on');
grant select on beleg.tenants to beleg_app;
grant select, insert, update on beleg.tenants to beleg_platform;

-- The key of a tenant, wrapped by the master key; destroyed when the tenant is shredded.
create table beleg.tenant_keys (
  tenant_id  uuid not null references beleg.tenants (id),
  version    integer not null check (version > 0),
  wrapped    bytea not null,
  created_at timestamptz not null,
  primary key (tenant_id, version)
);
grant select, insert, update, delete on beleg.tenant_keys to beleg_platform;

create table beleg.instance_settings (
  key   text primary key check (key ~ '^[a-z][a-z0-9_.-]*$'),
  value jsonb not null
);
grant select, insert, update, delete on beleg.instance_settings to beleg_platform;
