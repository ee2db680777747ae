-- Heads leave the house: which were published, who cosigned them, which authorities stamped them, and to whom they are
-- mailed. Published heads, cosignatures and timestamps are of no tenant and only added to, by functions that check what
-- they are given against what was signed.

-- Full tiles of the instance tree, as `ledger_tiles` has them: what makes a proof between two of its sizes cheap. They
-- are filled from the leaves when a head is published, also those of leaves that were there before this table.
create table beleg.ledger_instance_tiles (
  level      integer not null check (level between 0 and 7),
  tile_index bigint not null check (tile_index >= 0),
  hashes     bytea not null check (length(hashes) = 8192),
  root       bytea not null check (length(root) = 32),
  primary key (level, tile_index)
);
grant select on beleg.ledger_instance_tiles to beleg_platform;

-- Outlives what it was copied from: a tree that is cut back does not take along what was published of it.
create table beleg.ledger_publications (
  size         bigint primary key check (size > 0),
  root         bytea not null check (length(root) = 32),
  note         text not null,
  published_at timestamptz not null
);
grant select on beleg.ledger_publications to beleg_platform;

-- A line of a signed note, without its newline, by the witness of this name.
create table beleg.ledger_cosignatures (
  size    bigint not null references beleg.ledger_publications (size),
  witness text not null check (witness <> ''),
  line    text not null,
  at      timestamptz not null,
  primary key (size, witness)
);
grant select on beleg.ledger_cosignatures to beleg_platform;

-- A TimeStampToken of RFC 3161 over the bytes of the published note.
create table beleg.ledger_timestamps (
  size      bigint not null references beleg.ledger_publications (size),
  authority text not null check (authority <> ''),
  token     bytea not null,
  at        timestamptz not null,
  primary key (size, authority)
);
grant select on beleg.ledger_timestamps to beleg_platform;

-- None of it is changed or deleted, also not by its owner.
create function beleg.keep_published() returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception 'what was published is only added to' using errcode = 'restrict_violation';
end;
$$;
create trigger ledger_instance_tiles_kept before update or delete or truncate on beleg.ledger_instance_tiles
  for each statement execute function beleg.keep_published();
create trigger ledger_publications_kept before update or delete or truncate on beleg.ledger_publications
  for each statement execute function beleg.keep_published();
create trigger ledger_cosignatures_kept before update or delete or truncate on beleg.ledger_cosignatures
  for each statement execute function beleg.keep_published();
create trigger ledger_timestamps_kept before update or delete or truncate on beleg.ledger_timestamps
  for each statement execute function beleg.keep_published();

-- Adds the next full tile of a level. Its hashes come from the leaves or the tiles below, never from the caller.
create function beleg.add_instance_tile(tile_level integer, index bigint, tile_root bytea) returns void
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  found_hashes bytea;
begin
  if index <> coalesce((select max(tile_index) + 1 from beleg.ledger_instance_tiles where level = tile_level), 0) then
    raise exception 'a tile that does not follow the last one';
  end if;
  if tile_level = 0 then
    select string_agg(leaf_hash, ''::bytea order by leaf_index) into found_hashes from beleg.ledger_instance_leaves
      where leaf_index >= index * 256 and leaf_index < (index + 1) * 256;
  else
    select string_agg(root, ''::bytea order by tile_index) into found_hashes from beleg.ledger_instance_tiles
      where level = tile_level - 1 and tile_index >= index * 256 and tile_index < (index + 1) * 256;
  end if;
  insert into beleg.ledger_instance_tiles (level, tile_index, hashes, root)
    values (tile_level, index, found_hashes, tile_root);
end;
$$;
grant execute on function beleg.add_instance_tile(integer, bigint, bytea) to beleg_platform;

-- Publishes a head that was signed and is larger than the last published one.
create function beleg.publish_head(head_size bigint, at timestamptz) returns void
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  if head_size <= (select max(size) from beleg.ledger_publications) then
    raise exception 'a larger head was published';
  end if;
  insert into beleg.ledger_publications (size, root, note, published_at)
    select c.size, c.root, c.note, publish_head.at from beleg.ledger_instance_checkpoints c where c.size = head_size;
  if not found then
    raise exception 'a head that was not signed';
  end if;
end;
$$;
grant execute on function beleg.publish_head(bigint, timestamptz) to beleg_platform;

create function beleg.add_cosignature(head_size bigint, witness_name text, signature_line text, at timestamptz)
  returns void
  language sql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
  insert into beleg.ledger_cosignatures (size, witness, line, at) values (head_size, witness_name, signature_line, at)
    on conflict do nothing;
$$;
grant execute on function beleg.add_cosignature(bigint, text, text, timestamptz) to beleg_platform;

create function beleg.add_timestamp(head_size bigint, authority_name text, timestamp_token bytea, at timestamptz)
  returns void
  language sql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
  insert into beleg.ledger_timestamps (size, authority, token, at)
    values (head_size, authority_name, timestamp_token, at)
    on conflict do nothing;
$$;
grant execute on function beleg.add_timestamp(bigint, text, bytea, timestamptz) to beleg_platform;

-- Who gets the heads of a tenant by mail, once a day. Whoever holds the token ends it, without an account.
create table beleg.head_recipients (
  tenant_id   uuid not null references beleg.tenants (id),
  id          uuid not null,
  email       bytea not null,
  email_index bytea not null check (length(email_index) = 32),
  locale      text not null check (locale in ('de', 'en')),
  token       bytea not null,
  token_hash  bytea not null check (length(token_hash) = 32),
  created_at  timestamptz not null,
  mailed_at   timestamptz,
  primary key (tenant_id, id),
  constraint head_recipients_email unique (tenant_id, email_index),
  constraint head_recipients_token unique (tenant_id, token_hash)
);
select beleg.protect_tenant_table('beleg.head_recipients');
