-- How far each tenant's ledger was handed to a SIEM: everything before this place arrived. Of no tenant, because the
-- forwarder goes through all of them; what it sends it reads as the tenant. A new target begins at the first entry.
create table beleg.siem_cursors (
  target       text not null check (length(target) between 1 and 300),
  tenant_id    uuid not null references beleg.tenants (id),
  next_place   bigint not null check (next_place >= 0),
  forwarded_at timestamptz not null,
  primary key (target, tenant_id)
);
grant select, insert, update on beleg.siem_cursors to beleg_platform;

create table beleg.siem_targets (
  target       text primary key check (length(target) between 1 and 300),
  tried_at     timestamptz not null,
  succeeded_at timestamptz,
  -- Failures in a row since the last success, and what the last one was: code and parameters of a problem.
  failures     integer not null check (failures >= 0),
  failure      jsonb check (jsonb_typeof(failure) = 'object'),
  constraint siem_targets_failure check ((failures = 0) = (failure is null))
);
grant select, insert, update on beleg.siem_targets to beleg_platform;

-- Saved views: a name for the filters in the address of a page, its owner's alone or for everybody of the tenant.
create table beleg.saved_views (
  tenant_id  uuid not null references beleg.tenants (id),
  id         uuid not null,
  list       text not null check (list ~ '^[a-z][a-z-]{0,39}$'),
  name       text not null check (length(name) between 1 and 80),
  search     jsonb not null check (jsonb_typeof(search) = 'object'),
  shared     boolean not null,
  owner_id   uuid not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  constraint saved_views_owner foreign key (tenant_id, owner_id) references beleg.subjects (tenant_id, id),
  constraint saved_views_name unique (tenant_id, owner_id, list, name)
);
create index saved_views_shared on beleg.saved_views (tenant_id, list) where shared;
select beleg.protect_tenant_table('beleg.saved_views');
