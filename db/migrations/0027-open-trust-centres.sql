-- The public page of a tenant: under a host name of its own once the tenant proved that the name is theirs, and with as
-- much of each sentence as the tenant shows. There is no column that could say that something is proven.

create table beleg.public_hosts (
  tenant_id  uuid not null references beleg.tenants (id),
  host       text not null,
  -- What has to stand in the DNS under the name; nothing secret, for there everybody reads it.
  proof      text not null,
  claimed_at timestamptz not null,
  proven_at  timestamptz,
  primary key (tenant_id),
  constraint public_hosts_host check (length(host) <= 253 and host ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$')
);
select beleg.protect_tenant_table('beleg.public_hosts');

-- How a sentence is shown, by its wording: what was decided holds for the next version, too, if it says the same.
create table beleg.sentence_displays (
  tenant_id     uuid not null references beleg.tenants (id),
  sentence_hash bytea not null,
  display       text not null check (display in ('full', 'status', 'text')),
  decided_by    uuid,
  decided_at    timestamptz not null,
  primary key (tenant_id, sentence_hash),
  constraint sentence_displays_hash check (length(sentence_hash) = 32)
);
select beleg.protect_tenant_table('beleg.sentence_displays', 'select, insert, update');

-- The names that were proven, of all tenants: which page is asked for under which name. Two may have proven the same
-- one after the other, because a domain changed hands; the last one holds it.
create function beleg.list_public_hosts()
  returns table (host text, tenant_id uuid, slug text)
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  return query
    select distinct on (h.host) h.host, t.id, t.slug
    from beleg.public_hosts h
    join beleg.tenants t on t.id = h.tenant_id
    where h.proven_at is not null and t.state = 'active' and not t.canary
    order by h.host, h.proven_at desc, t.id;
end;
$$;
grant execute on function beleg.list_public_hosts() to beleg_platform;
