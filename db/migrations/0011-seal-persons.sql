-- What an entry says of a person is kept apart from its payload, sealed under that person's key, which no backup of
-- this database holds: destroying the key erases it everywhere. The leaf commits to each part by a salted hash, so the
-- tree verifies without them. Parts of nobody's key are those of a person who was erased before they were written.
alter table beleg.ledger_pending
  alter column payload drop not null,
  alter column salt drop not null,
  -- What remains of a payload whose time to be kept is over.
  add column commitment bytea check (length(commitment) = 32),
  add constraint ledger_pending_payload check (
    (payload is null) = (salt is null) and (payload is null) = (commitment is not null)
  ),
  add column person_id uuid,
  add column person_sealed bytea,
  add column person_commitment bytea check (length(person_commitment) = 32),
  add column about_id uuid,
  add column about_sealed bytea,
  add column about_commitment bytea check (length(about_commitment) = 32),
  add constraint ledger_pending_person_part check (person_commitment is null or person_id is not null),
  add constraint ledger_pending_about_part check (about_commitment is null or about_id is not null),
  add constraint ledger_pending_committed check (
    (person_sealed is null or person_commitment is not null) and (about_sealed is null or about_commitment is not null)
  );

-- Ids are UUIDv7 of the instant of recording: what is read newest first is read by id, and each way to narrow the
-- ledger has an index that ends in it.
drop index beleg.ledger_pending_recorded;
drop index beleg.ledger_pending_object;
create index ledger_pending_object on beleg.ledger_pending (tenant_id, object_id, id);
create index ledger_pending_action on beleg.ledger_pending (tenant_id, action, id);
create index ledger_pending_person on beleg.ledger_pending (tenant_id, person_id, id) where person_id is not null;
create index ledger_pending_about on beleg.ledger_pending (tenant_id, about_id, id) where about_id is not null;

-- A row that waits need not stand in the index of places.
alter table beleg.ledger_pending drop constraint ledger_pending_place;
create unique index ledger_pending_place on beleg.ledger_pending (tenant_id, leaf_index) where leaf_index is not null;
drop index beleg.ledger_pending_waiting;
create index ledger_pending_waiting on beleg.ledger_pending (tenant_id, id) where leaf_index is null;

-- As before, with the new columns among those that never change.
create or replace function beleg.keep_ledger() returns trigger
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
      and (old.tenant_id, old.id, old.recorded_at, old.action, old.object_kind, old.object_id, old.payload, old.salt, old.commitment, old.leaf_hash,
          old.person_id, old.person_sealed, old.person_commitment, old.about_id, old.about_sealed, old.about_commitment)
        is not distinct from
          (new.tenant_id, new.id, new.recorded_at, new.action, new.object_kind, new.object_id, new.payload, new.salt, new.commitment, new.leaf_hash,
          new.person_id, new.person_sealed, new.person_commitment, new.about_id, new.about_sealed, new.about_commitment)
    then
      return new;
    end if;
  end if;
  raise exception 'the ledger is only added to' using errcode = 'restrict_violation';
end;
$$;

-- What waits for its place, of every tenant but the canary's, or of the one named. At most so many rows, oldest first.
create or replace function beleg.read_waiting_entries(most integer, only_tenant uuid)
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
      order by w.id limit most
    ) p
    where case when only_tenant is null then not t.canary else t.id = only_tenant end
    limit most;
end;
$$;
