-- The ledger's tree. A pending row gets its place (`leaf_index`) once and for ever; tiles and signed heads are only
-- added. No serving role can write any of it by hand: the sequencer calls `beleg.extend_ledger`, which itself refuses
-- a gap, a row placed twice and a tree that does not continue the last head, whatever the program that calls it.

alter table beleg.ledger_pending
  add column leaf_index bigint check (leaf_index >= 0),
  add column sequenced_at timestamptz,
  add constraint ledger_pending_place unique (tenant_id, leaf_index),
  add constraint ledger_pending_placed check ((leaf_index is null) = (sequenced_at is null));
-- What waits for its place: empty most of the time, however long the log.
create index ledger_pending_waiting on beleg.ledger_pending (tenant_id, recorded_at, id) where leaf_index is null;

-- Full tiles of C2SP tlog-tiles: 256 hashes each. A partial one is made from the leaves and the roots below it.
create table beleg.ledger_tiles (
  tenant_id  uuid not null references beleg.tenants (id),
  level      integer not null check (level between 0 and 7),
  tile_index bigint not null check (tile_index >= 0),
  hashes     bytea not null check (length(hashes) = 8192),
  -- Of these hashes: the node that stands for this tile in the level above.
  root       bytea not null check (length(root) = 32),
  primary key (tenant_id, level, tile_index)
);
select beleg.protect_tenant_table('beleg.ledger_tiles', 'select');

-- Every head that was ever signed. `frontier` are the roots of the complete subtrees, largest first.
create table beleg.ledger_checkpoints (
  tenant_id uuid not null references beleg.tenants (id),
  size      bigint not null check (size > 0),
  root      bytea not null check (length(root) = 32),
  frontier  bytea not null check (length(frontier) % 32 = 0 and length(frontier) > 0),
  note      text not null,
  signed_at timestamptz not null,
  primary key (tenant_id, size)
);
create index ledger_checkpoints_signed on beleg.ledger_checkpoints (tenant_id, signed_at);
select beleg.protect_tenant_table('beleg.ledger_checkpoints', 'select');

-- Ed25519 keys that sign heads; the seed is sealed by the vault. A key signs on for a while beside its successor, which
-- follows from when that was made, so that no row ever changes.
create table beleg.ledger_signing_keys (
  tenant_id  uuid not null references beleg.tenants (id),
  id         uuid not null,
  public_key bytea not null check (length(public_key) = 32),
  seed       bytea not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.ledger_signing_keys', 'select, insert');

-- The instance tree: every head of a tenant is one leaf. Of no tenant, because its proofs go through all of them.
create table beleg.ledger_instance_leaves (
  leaf_index bigint primary key check (leaf_index >= 0),
  tenant_id  uuid not null references beleg.tenants (id),
  size       bigint not null check (size > 0),
  root       bytea not null check (length(root) = 32),
  leaf_hash  bytea not null check (length(leaf_hash) = 32),
  constraint ledger_instance_leaves_head unique (tenant_id, size)
);
grant select on beleg.ledger_instance_leaves to beleg_platform;

create table beleg.ledger_instance_checkpoints (
  size      bigint primary key check (size > 0),
  root      bytea not null check (length(root) = 32),
  frontier  bytea not null check (length(frontier) % 32 = 0 and length(frontier) > 0),
  note      text not null,
  signed_at timestamptz not null
);
grant select on beleg.ledger_instance_checkpoints to beleg_platform;

-- Nothing of the ledger is changed or deleted, also not by its owner. Two exceptions: a waiting row gets its place, and
-- the canary's rows are swept.
create function beleg.keep_ledger() returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'DELETE' then
    perform from beleg.tenants where id = old.tenant_id and canary;
    if found then
      return old;
    end if;
  elsif tg_op = 'UPDATE' and tg_table_name = 'ledger_pending' then
    if old.leaf_index is null and new.leaf_index is not null
      and (old.tenant_id, old.id, old.recorded_at, old.action, old.object_kind, old.object_id, old.payload, old.salt, old.leaf_hash)
        is not distinct from
          (new.tenant_id, new.id, new.recorded_at, new.action, new.object_kind, new.object_id, new.payload, new.salt, new.leaf_hash)
    then
      return new;
    end if;
  end if;
  raise exception 'the ledger is only added to' using errcode = 'restrict_violation';
end;
$$;
-- A place is given, never brought along. The condition costs an honest insert nothing.
create trigger ledger_pending_unplaced before insert on beleg.ledger_pending
  for each row when (new.leaf_index is not null) execute function beleg.keep_ledger();
create trigger ledger_pending_kept before update or delete on beleg.ledger_pending
  for each row execute function beleg.keep_ledger();
create trigger ledger_pending_whole before truncate on beleg.ledger_pending
  for each statement execute function beleg.keep_ledger();
create trigger ledger_tiles_kept before update or delete on beleg.ledger_tiles
  for each row execute function beleg.keep_ledger();
create trigger ledger_tiles_whole before truncate on beleg.ledger_tiles
  for each statement execute function beleg.keep_ledger();
create trigger ledger_checkpoints_kept before update or delete on beleg.ledger_checkpoints
  for each row execute function beleg.keep_ledger();
create trigger ledger_checkpoints_whole before truncate on beleg.ledger_checkpoints
  for each statement execute function beleg.keep_ledger();
create trigger ledger_signing_keys_kept before update or delete on beleg.ledger_signing_keys
  for each row execute function beleg.keep_ledger();
create trigger ledger_instance_leaves_kept before update or delete on beleg.ledger_instance_leaves
  for each row execute function beleg.keep_ledger();
create trigger ledger_instance_leaves_whole before truncate on beleg.ledger_instance_leaves
  for each statement execute function beleg.keep_ledger();
create trigger ledger_instance_checkpoints_kept before update or truncate on beleg.ledger_instance_checkpoints
  for each statement execute function beleg.keep_ledger();

-- What waits for its place, of every tenant but the canary's, or of the one named. At most so many rows.
create function beleg.read_waiting_entries(most integer, only_tenant uuid)
  returns table (tenant_id uuid, id uuid, recorded_at timestamptz, leaf_hash bytea)
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  return query
    select p.tenant_id, p.id, p.recorded_at, p.leaf_hash
    from beleg.tenants t
    cross join lateral (
      select w.tenant_id, w.id, w.recorded_at, w.leaf_hash from beleg.ledger_pending w
      where w.tenant_id = t.id and w.leaf_index is null
      order by w.recorded_at, w.id limit most
    ) p
    where case when only_tenant is null then not t.canary else t.id = only_tenant end
    limit most;
end;
$$;
grant execute on function beleg.read_waiting_entries(integer, uuid) to beleg_platform;

-- The last head of each of the tenants, to be continued, and the size that the instance tree knows of it.
create function beleg.read_ledger_heads(tenants uuid[])
  returns table (tenant_id uuid, size bigint, root bytea, frontier bytea, note text, known_size bigint, known_root bytea)
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  return query
    select t.id, c.size, c.root, c.frontier, c.note, k.size, k.root
    from unnest(tenants) as t (id)
    left join lateral (
      select h.size, h.root, h.frontier, h.note from beleg.ledger_checkpoints h
      where h.tenant_id = t.id order by h.size desc limit 1
    ) c on true
    left join lateral (
      select l.size, l.root from beleg.ledger_instance_leaves l
      where l.tenant_id = t.id order by l.size desc limit 1
    ) k on true;
end;
$$;
grant execute on function beleg.read_ledger_heads(uuid[]) to beleg_platform;

-- Hashes at the right edge of a tenant's tree that no full tile holds yet: leaves for level 0, roots of tiles above.
create function beleg.read_ledger_edge(tenant uuid, tile_level integer, first bigint) returns bytea
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  if tile_level = 0 then
    return (select string_agg(leaf_hash, ''::bytea order by leaf_index) from beleg.ledger_pending
      where tenant_id = tenant and leaf_index >= first and leaf_index < first + 256);
  end if;
  return (select string_agg(root, ''::bytea order by tile_index) from beleg.ledger_tiles
    where tenant_id = tenant and level = tile_level - 1 and tile_index >= first and tile_index < first + 256);
end;
$$;
grant execute on function beleg.read_ledger_edge(uuid, integer, bigint) to beleg_platform;

-- Puts entries at the end of a tenant's tree, in the order given, and keeps what makes it a tree. All or nothing.
create function beleg.extend_ledger(
  tenant uuid, first bigint, ids uuid[], at timestamptz,
  tile_levels integer[], tile_indices bigint[], tile_hashes bytea[], tile_roots bytea[],
  new_root bytea, new_frontier bytea, new_note text
) returns void
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  placed bigint;
begin
  perform set_config('beleg.every_tenant', 'on', true);
  if first <> coalesce((select max(size) from beleg.ledger_checkpoints where tenant_id = tenant), 0) then
    raise exception 'entries would not follow the last head';
  end if;
  update beleg.ledger_pending p set leaf_index = first + o.ordinal - 1, sequenced_at = at
    from unnest(ids) with ordinality as o (id, ordinal)
    where p.tenant_id = tenant and p.id = o.id and p.leaf_index is null;
  get diagnostics placed = row_count;
  if placed <> cardinality(ids) or placed = 0 then
    raise exception 'entries to place are not there, or have their place';
  end if;
  insert into beleg.ledger_tiles (tenant_id, level, tile_index, hashes, root)
    select tenant, l, i, h, r from unnest(tile_levels, tile_indices, tile_hashes, tile_roots) as t (l, i, h, r);
  insert into beleg.ledger_checkpoints (tenant_id, size, root, frontier, note, signed_at)
    values (tenant, first + placed, new_root, new_frontier, new_note, at);
end;
$$;
grant execute on function
  beleg.extend_ledger(uuid, bigint, uuid[], timestamptz, integer[], bigint[], bytea[], bytea[], bytea, bytea, text)
  to beleg_platform;

-- Puts heads of tenants at the end of the instance tree. All or nothing.
create function beleg.extend_instance_ledger(
  first bigint, tenants uuid[], sizes bigint[], roots bytea[], leaf_hashes bytea[],
  new_root bytea, new_frontier bytea, new_note text, at timestamptz
) returns void
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  if first <> coalesce((select max(size) from beleg.ledger_instance_checkpoints), 0) then
    raise exception 'heads would not follow the last head of the instance';
  end if;
  if exists (
    select from unnest(tenants, sizes, roots) as h (t, s, r)
    where not exists (select from beleg.ledger_checkpoints c where c.tenant_id = h.t and c.size = h.s and c.root = h.r)
  ) then
    raise exception 'a head that no tenant has';
  end if;
  insert into beleg.ledger_instance_leaves (leaf_index, tenant_id, size, root, leaf_hash)
    select first + o - 1, t, s, r, l
    from unnest(tenants, sizes, roots, leaf_hashes) with ordinality as h (t, s, r, l, o);
  insert into beleg.ledger_instance_checkpoints (size, root, frontier, note, signed_at)
    values (first + cardinality(tenants), new_root, new_frontier, new_note, at);
end;
$$;
grant execute on function
  beleg.extend_instance_ledger(bigint, uuid[], bigint[], bytea[], bytea[], bytea, bytea, text, timestamptz)
  to beleg_platform;
