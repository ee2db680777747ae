-- Operators of the instance see a tenant only through a grant that the tenant gave: with a reason and an end, and taken
-- back at any time. What they did through it stands in the tenant's own tables and ledger.

create table beleg.support_grants (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  reason       bytea not null,
  granted_by   uuid not null,
  granted_at   timestamptz not null,
  expires_at   timestamptz not null,
  revoked_by   uuid,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  primary key (tenant_id, id),
  -- In hours: days of an interval depend on the time zone.
  constraint support_grants_lifetime check (expires_at > granted_at and expires_at <= granted_at + interval '72 hours'),
  constraint support_grants_revoked check ((revoked_by is null) = (revoked_at is null))
);
create index support_grants_at on beleg.support_grants (tenant_id, granted_at, id);
select beleg.protect_tenant_table('beleg.support_grants', 'select, insert, update');

-- An operator who entered. Person, account and session are of the platform tenant, hence no foreign keys.
create table beleg.support_visits (
  tenant_id       uuid not null references beleg.tenants (id),
  id              uuid not null,
  grant_id        uuid not null,
  person_id       uuid not null,
  account_id      uuid not null,
  session_id      uuid not null,
  -- Name of the platform tenant when they entered: its own row is out of the tenant's sight.
  organisation    text not null,
  reason          bytea not null,
  entered_at      timestamptz not null,
  last_request_at timestamptz not null,
  left_at         timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, grant_id) references beleg.support_grants (tenant_id, id)
);
create index support_visits_of_grant on beleg.support_visits (tenant_id, grant_id, entered_at);
select beleg.protect_tenant_table('beleg.support_visits', 'select, insert, update');

-- Where a session of the platform tenant is at the moment. It ends with the session.
alter table beleg.sessions
  add column support_tenant_id uuid,
  add column support_visit_id uuid,
  add constraint sessions_support check ((support_tenant_id is null) = (support_visit_id is null));

-- The grants that hold now, of all companies: who may be entered and until when, not why.
create function beleg.list_support_grants(at timestamptz)
  returns table (grant_id uuid, tenant_id uuid, tenant_name text, granted_at timestamptz, expires_at timestamptz)
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  return query
    select g.id, t.id, t.name, g.granted_at, g.expires_at
    from beleg.support_grants g
    join beleg.tenants t on t.id = g.tenant_id
    where g.revoked_at is null and g.expires_at > at
      and t.kind = 'company' and t.state = 'active' and not t.canary
    order by g.expires_at, g.id;
end;
$$;
grant execute on function beleg.list_support_grants(timestamptz) to beleg_platform;
