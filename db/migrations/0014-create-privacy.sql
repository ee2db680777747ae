-- Erasing what is kept of a person, holding it back from erasure, and letting the ledger's payloads expire.

-- When everything personal of the row was erased; what remains is the id that evidence and ledger speak of.
alter table beleg.people add column erased_at timestamptz;

-- Where a session was opened from is sealed like a name: a deleted row leaves its bytes in the table's file for a while.
-- Sessions live for twelve hours at most, so that nothing is carried over.
alter table beleg.sessions drop column address, drop column user_agent;
alter table beleg.sessions add column address bytea, add column user_agent bytea;

-- A link that was used up is kept for its dates; what was given with it lives on in person and account.
select set_config('beleg.every_tenant', 'on', true);
update beleg.enrolments set name = null, email = null where used_at is not null;
alter table beleg.enrolments
  drop constraint enrolments_spent,
  add constraint enrolments_spent check (
    used_at is null or (password_hash is null and totp_secret is null and name is null and email is null)
  );

-- As before; a link that ends with its account forgets also whom it was for.
create or replace function beleg.end_account_access() returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  delete from beleg.sessions where tenant_id = new.tenant_id and account_id = new.id;
  delete from beleg.login_transactions where tenant_id = new.tenant_id and account_id = new.id;
  delete from beleg.known_places where tenant_id = new.tenant_id and account_id = new.id;
  update beleg.api_keys set revoked_at = new.changed_at
    where tenant_id = new.tenant_id and account_id = new.id and revoked_at is null;
  if new.state = 'deactivated' then
    update beleg.enrolments set used_at = new.changed_at, password_hash = null, totp_secret = null, name = null, email = null
      where tenant_id = new.tenant_id and account_id = new.id and used_at is null;
  end if;
  return null;
end;
$$;

create table beleg.erasure_cases (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  person_id    uuid not null,
  basis        text not null check (basis in ('art17_1a', 'art17_1b', 'art17_1c', 'art17_1d', 'art17_1e', 'art17_1f', 'storage_period_over')),
  received_on  date not null,
  -- One month from receipt (GDPR Art. 12(3)).
  due_on       date not null check (due_on > received_on),
  state        text not null check (state in ('requested', 'approved', 'erasing', 'done', 'refused', 'withdrawn')),
  -- Evidence that the person had a part in, for whoever decides; it stays.
  evidence_ids uuid[] not null,
  -- Sealed; gone with what it speaks of.
  reason       bytea,
  requested_by uuid not null,
  requested_at timestamptz not null,
  decision_reason bytea,
  decided_by   uuid,
  decided_at   timestamptz,
  erased_at    timestamptz,
  done_at      timestamptz,
  -- How many of each kind were erased.
  erased       jsonb,
  primary key (tenant_id, id),
  foreign key (tenant_id, person_id) references beleg.people (tenant_id, subject_id),
  constraint erasure_cases_four_eyes check (
    requested_by <> person_id and decided_by is distinct from person_id
    and (state in ('requested', 'withdrawn') or (decided_by is not null and decided_by <> requested_by))
  ),
  constraint erasure_cases_decided check ((state = 'requested') = (decided_at is null)),
  constraint erasure_cases_erased check (
    (erased_at is not null) = (state in ('erasing', 'done')) and (done_at is not null) = (state = 'done')
    and (erased_at is null) = (erased is null)
  )
);
create unique index erasure_cases_open on beleg.erasure_cases (tenant_id, person_id)
  where state in ('requested', 'approved', 'erasing');
create index erasure_cases_requested on beleg.erasure_cases (tenant_id, requested_at desc, id desc);
create index erasure_cases_person on beleg.erasure_cases (tenant_id, person_id);
select beleg.protect_tenant_table('beleg.erasure_cases', 'select, insert, update');

create table beleg.legal_holds (
  tenant_id      uuid not null references beleg.tenants (id),
  id             uuid not null,
  -- Null: everything of the tenant is held.
  person_id      uuid,
  reason         bytea,
  reference      bytea,
  placed_by      uuid not null,
  placed_at      timestamptz not null,
  released_by    uuid,
  released_at    timestamptz check (released_at >= placed_at),
  release_reason bytea,
  primary key (tenant_id, id),
  foreign key (tenant_id, person_id) references beleg.people (tenant_id, subject_id),
  constraint legal_holds_four_eyes check (
    (released_by is null) = (released_at is null) and released_by is distinct from placed_by
    and (released_by is null or released_by is distinct from person_id)
  ),
  -- What stands has its reason.
  constraint legal_holds_reasoned check (released_at is not null or (reason is not null and reference is not null))
);
create index legal_holds_standing on beleg.legal_holds (tenant_id, person_id) where released_at is null;
select beleg.protect_tenant_table('beleg.legal_holds', 'select, insert, update');

create table beleg.retention_rules (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  -- Null: payloads are kept for ever.
  years        integer check (years between 1 and 30),
  state        text not null check (state in ('requested', 'in_force', 'superseded', 'refused', 'withdrawn')),
  reason       text not null check (length(reason) > 0),
  requested_by uuid not null,
  requested_at timestamptz not null,
  decided_by   uuid,
  decided_at   timestamptz,
  primary key (tenant_id, id),
  constraint retention_rules_four_eyes check (
    (state = 'requested') = (decided_by is null) and (decided_by is null) = (decided_at is null)
    and (decided_by is distinct from requested_by or state = 'withdrawn')
  )
);
-- Nobody proposes two at once; several people may differ.
create unique index retention_rules_requested on beleg.retention_rules (tenant_id, requested_by) where state = 'requested';
create unique index retention_rules_in_force on beleg.retention_rules (tenant_id) where state = 'in_force';
select beleg.protect_tenant_table('beleg.retention_rules', 'select, insert, update');

-- As before; and a payload that is older than the instant that `expire_ledger` was given may go, with its salt and all
-- sealed parts, and leave the commitment to itself: nothing of the leaf changes. The setting is that function's, which
-- runs with rights of another role than the session's, and takes it back at its end.
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
    if old.leaf_index is not null and old.payload is not null and current_user <> session_user
      and old.recorded_at < nullif(current_setting('beleg.expire_before', true), '')::timestamptz
      and new.payload is null and new.salt is null and new.person_sealed is null and new.about_sealed is null
      and new.commitment = sha256(old.salt || convert_to(old.payload, 'UTF8'))
      and (old.tenant_id, old.id, old.recorded_at, old.action, old.object_kind, old.object_id, old.leaf_hash, old.leaf_index, old.sequenced_at,
          old.person_id, old.person_commitment, old.about_id, old.about_commitment)
        is not distinct from
          (new.tenant_id, new.id, new.recorded_at, new.action, new.object_kind, new.object_id, new.leaf_hash, new.leaf_index, new.sequenced_at,
          new.person_id, new.person_commitment, new.about_id, new.about_commitment)
    then
      return new;
    end if;
  end if;
  raise exception 'the ledger is only added to' using errcode = 'restrict_violation';
end;
$$;

-- Lets payloads expire that were recorded before an instant, oldest first and at most so many; returns how many it was.
-- Refuses an instant that the tenant's ledger does not announce as `ledger.expired`, one that is less than a year before
-- its announcement, and a tenant that is held. Entries of held persons stay, and those that say why others lack
-- something (docs/ledger-format.md, Erasure).
create function beleg.expire_ledger(tenant uuid, before timestamptz, most integer) returns integer
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  expired integer;
begin
  perform set_config('beleg.every_tenant', 'on', true);
  -- Whoever places a hold takes the same lock, and is either seen here or waits.
  perform pg_advisory_xact_lock(1886546294, hashtext(tenant::text));
  if not exists (
    select from beleg.ledger_pending
    where tenant_id = tenant and action = 'ledger.expired' and payload is not null
      and (payload::jsonb #>> '{what,after,before}')::timestamptz >= before
      and recorded_at >= before + interval '1 year'
  ) then
    raise exception 'this expiry was not announced in the ledger';
  end if;
  if exists (select from beleg.legal_holds where tenant_id = tenant and person_id is null and released_at is null) then
    raise exception 'the ledger of this tenant is held';
  end if;
  perform set_config('beleg.expire_before', before::text, true);
  update beleg.ledger_pending p
    set commitment = sha256(p.salt || convert_to(p.payload, 'UTF8')), payload = null, salt = null,
      person_sealed = null, about_sealed = null
    where p.tenant_id = tenant and p.id in (
      select e.id from beleg.ledger_pending e
      where e.tenant_id = tenant and e.payload is not null and e.leaf_index is not null and e.recorded_at < before
        -- Ids begin with the millisecond of recording (UUIDv7), and the key is in their order; a minute for ids that
        -- were made a moment before or after.
        and e.id < (lpad(to_hex((extract(epoch from before) * 1000)::bigint + 60000), 12, '0') || '00000000000000000000')::uuid
        and e.action not in ('person.erased', 'ledger.expired', 'ledger.erased')
        and not exists (
          select from beleg.legal_holds h
          where h.tenant_id = tenant and h.released_at is null and h.person_id in (e.person_id, e.about_id)
        )
      order by e.id limit most
    );
  get diagnostics expired = row_count;
  perform set_config('beleg.expire_before', '', true);
  return expired;
end;
$$;
grant execute on function beleg.expire_ledger(uuid, timestamptz, integer) to beleg_platform;
