-- Entries without another effect come from many requests at once and get their places in the transaction that writes
-- them. A place still cannot be brought along: not by a serving role and not by the owner's own hand, but only inside
-- the function below, which runs with rights of another role than the session's.
drop trigger ledger_pending_unplaced on beleg.ledger_pending;
create trigger ledger_pending_unplaced before insert on beleg.ledger_pending
  for each row when (
    new.leaf_index is not null
    and (current_user = session_user or current_setting('beleg.placing', true) is distinct from 'on')
  )
  execute function beleg.keep_ledger();

-- Writes entries of one tenant: with places from `first` on, which `beleg.extend_ledger` then has to cover, or waiting.
create function beleg.write_entries(
  tenant uuid, first bigint, at timestamptz,
  ids uuid[], recorded timestamptz[], actions text[], kinds text[], objects text[], payloads text[], salts bytea[],
  leaf_hashes bytea[], persons uuid[], persons_sealed bytea[], persons_commitment bytea[],
  abouts uuid[], abouts_sealed bytea[], abouts_commitment bytea[]
) returns void
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  perform set_config('beleg.placing', 'on', true);
  insert into beleg.ledger_pending (tenant_id, leaf_index, sequenced_at, id, recorded_at, action, object_kind, object_id,
      payload, salt, leaf_hash, person_id, person_sealed, person_commitment, about_id, about_sealed, about_commitment)
    select tenant, first + n - 1, case when first is null then null else at end, i, r, a, k, o, p, s, l, pi, ps, pc, bi, bs, bc
    from unnest(ids, recorded, actions, kinds, objects, payloads, salts, leaf_hashes, persons, persons_sealed,
      persons_commitment, abouts, abouts_sealed, abouts_commitment)
      with ordinality as e (i, r, a, k, o, p, s, l, pi, ps, pc, bi, bs, bc, n);
  perform set_config('beleg.placing', 'off', true);
end;
$$;
grant execute on function beleg.write_entries(uuid, bigint, timestamptz, uuid[], timestamptz[], text[], text[], text[],
  text[], bytea[], bytea[], uuid[], bytea[], bytea[], uuid[], bytea[], bytea[]) to beleg_platform;

-- Puts entries at the end of a tenant's tree: those that wait, in the order given, and as many behind them as
-- `beleg.write_entries` has just placed there; and keeps what makes it a tree. All or nothing.
drop function beleg.extend_ledger(uuid, bigint, uuid[], timestamptz, integer[], bigint[], bytea[], bytea[], bytea, bytea, text);
create function beleg.extend_ledger(
  tenant uuid, first bigint, ids uuid[], written integer, at timestamptz,
  tile_levels integer[], tile_indices bigint[], tile_hashes bytea[], tile_roots bytea[],
  new_root bytea, new_frontier bytea, new_note text
) returns void
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  added constant integer := cardinality(ids) + written;
  there bigint;
  last bigint;
begin
  perform set_config('beleg.every_tenant', 'on', true);
  if first <> coalesce((select max(size) from beleg.ledger_checkpoints where tenant_id = tenant), 0) then
    raise exception 'entries would not follow the last head' using errcode = 'serialization_failure';
  end if;
  if cardinality(ids) > 0 then
    update beleg.ledger_pending p set leaf_index = first + o.ordinal - 1, sequenced_at = at
      from unnest(ids) with ordinality as o (id, ordinal)
      where p.tenant_id = tenant and p.id = o.id and p.leaf_index is null;
  end if;
  select count(*), max(leaf_index) into there, last
    from beleg.ledger_pending where tenant_id = tenant and leaf_index >= first;
  if added <= 0 or there <> added or last <> first + added - 1 then
    raise exception 'entries to place are not there, or have their place';
  end if;
  insert into beleg.ledger_tiles (tenant_id, level, tile_index, hashes, root)
    select tenant, l, i, h, r from unnest(tile_levels, tile_indices, tile_hashes, tile_roots) as t (l, i, h, r);
  insert into beleg.ledger_checkpoints (tenant_id, size, root, frontier, note, signed_at)
    values (tenant, first + added, new_root, new_frontier, new_note, at);
end;
$$;
grant execute on function
  beleg.extend_ledger(uuid, bigint, uuid[], integer, timestamptz, integer[], bigint[], bytea[], bytea[], bytea, bytea, text)
  to beleg_platform;

-- The last head of each of the tenants, to be continued, and the size that the instance tree knows of it.
drop function beleg.read_ledger_heads(uuid[]);
create function beleg.read_ledger_heads(tenants uuid[])
  returns table (
    tenant_id uuid, canary boolean, size bigint, root bytea, frontier bytea, note text, known_size bigint, known_root bytea
  )
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  return query
    select t.id, n.canary, c.size, c.root, c.frontier, c.note, k.size, k.root
    from unnest(tenants) as t (id)
    join beleg.tenants n on n.id = t.id
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
