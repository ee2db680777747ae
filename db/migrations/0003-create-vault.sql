-- Data keys of a tenant, each wrapped by its tenant key (beleg.tenant_keys); the wrapping names the tenant key's
-- version. An old key stays for reading: `retired_at` is when sealing went over to its successor. Never deleted by the
-- application: shredding destroys the tenant key instead.
create table beleg.data_keys (
  tenant_id  uuid not null references beleg.tenants (id),
  id         uuid not null,
  purpose    text not null check (purpose in ('cell', 'index')),
  version    integer not null check (version > 0),
  wrapped    bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz check (retired_at >= created_at),
  primary key (tenant_id, id),
  constraint data_keys_version unique (tenant_id, purpose, version)
);
select beleg.protect_tenant_table('beleg.data_keys', 'select, insert, update');
