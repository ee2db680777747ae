-- People, accounts, their factors, and what signing in leaves behind. The database itself refuses a session of one
-- factor, ends sessions when an account loses a factor or its state, and refuses API keys without scope and end.

create table beleg.people (
  tenant_id    uuid not null references beleg.tenants (id),
  subject_id   uuid not null,
  name         bytea not null,
  created_at   timestamptz not null,
  -- Monday of the week (UTC): who came into the register together is flagged where four eyes are asked for.
  created_week date not null,
  primary key (tenant_id, subject_id),
  foreign key (tenant_id, subject_id) references beleg.subjects (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.people', 'select, insert, update');

create table beleg.accounts (
  tenant_id   uuid not null references beleg.tenants (id),
  id          uuid not null,
  person_id   uuid not null,
  email       bytea not null,
  email_index bytea not null,
  roles       text[] not null check (cardinality(roles) > 0),
  state       text not null check (state in ('invited', 'active', 'deactivated')),
  locale      text not null check (locale in ('de', 'en')),
  -- True for the canary's accounts: no person signs in with them.
  synthetic   boolean not null default false,
  version     integer not null default 1,
  created_at  timestamptz not null,
  changed_at  timestamptz not null,
  primary key (tenant_id, id),
  constraint accounts_email unique (tenant_id, email_index),
  constraint accounts_person unique (tenant_id, person_id),
  constraint accounts_roles check (roles <@ array['owner', 'isb', 'management', 'measure-owner', 'employee', 'auditor', 'customer']),
  foreign key (tenant_id, person_id) references beleg.people (tenant_id, subject_id)
);
select beleg.protect_tenant_table('beleg.accounts', 'select, insert, update');

-- Knowledge: an argon2id PHC string. Deliberately no CHECK on its form: the collector has to see a wrong one.
create table beleg.credentials (
  tenant_id  uuid not null references beleg.tenants (id),
  account_id uuid not null,
  hash       text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, account_id),
  constraint credentials_account foreign key (tenant_id, account_id) references beleg.accounts (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.credentials');

-- Possession. `pending_secret` waits for its first code while the old one still works.
create table beleg.totp_factors (
  tenant_id      uuid not null references beleg.tenants (id),
  account_id     uuid not null,
  secret         bytea not null,
  confirmed_at   timestamptz,
  -- The 30-second step of the last accepted code (RFC 6238 §5.2: a code works once).
  last_used_step bigint not null,
  pending_secret bytea,
  pending_until  timestamptz,
  primary key (tenant_id, account_id),
  constraint totp_factors_pending check ((pending_secret is null) = (pending_until is null)),
  constraint totp_factors_account foreign key (tenant_id, account_id) references beleg.accounts (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.totp_factors');

create table beleg.recovery_codes (
  tenant_id  uuid not null references beleg.tenants (id),
  id         uuid not null,
  account_id uuid not null,
  hash       bytea not null check (length(hash) = 32),
  created_at timestamptz not null,
  used_at    timestamptz,
  primary key (tenant_id, id),
  constraint recovery_codes_hash unique (tenant_id, account_id, hash),
  constraint recovery_codes_account foreign key (tenant_id, account_id) references beleg.accounts (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.recovery_codes');

create table beleg.sessions (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  account_id   uuid not null,
  token_hash   bytea not null check (length(token_hash) = 32),
  methods      text[] not null,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at   timestamptz not null,
  step_up_at   timestamptz,
  address      text,
  user_agent   text,
  primary key (tenant_id, id),
  constraint sessions_token unique (tenant_id, token_hash),
  -- Something known and something held, or no session.
  constraint sessions_two_factors check (
    methods && array['password'] and methods && array['totp', 'recovery-code']
    and methods <@ array['password', 'totp', 'recovery-code']
  ),
  constraint sessions_lifetime check (expires_at > created_at and expires_at <= created_at + interval '12 hours'),
  constraint sessions_account foreign key (tenant_id, account_id) references beleg.accounts (tenant_id, id)
);
create index sessions_of_account on beleg.sessions (tenant_id, account_id);
select beleg.protect_tenant_table('beleg.sessions');

-- The password was right; nothing else is known yet. Not a session and never becomes one: it is deleted by it.
create table beleg.login_transactions (
  tenant_id  uuid not null references beleg.tenants (id),
  id         uuid not null,
  account_id uuid not null,
  token_hash bytea not null check (length(token_hash) = 32),
  place      bytea not null,
  failures   integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  constraint login_transactions_token unique (tenant_id, token_hash),
  foreign key (tenant_id, account_id) references beleg.accounts (tenant_id, id)
);
create index login_transactions_of_account on beleg.login_transactions (tenant_id, account_id);
select beleg.protect_tenant_table('beleg.login_transactions');

-- One-time links. What the person gives is provisional and kept here until the second factor is confirmed, so that
-- no account ever has only one factor. `account_id` is null for the first administrator, whose account comes with it.
create table beleg.enrolments (
  tenant_id     uuid not null references beleg.tenants (id),
  id            uuid not null,
  purpose       text not null check (purpose in ('first', 'invitation', 'reset')),
  account_id    uuid,
  token_hash    bytea not null check (length(token_hash) = 32),
  created_at    timestamptz not null,
  expires_at    timestamptz not null check (expires_at > created_at),
  used_at       timestamptz,
  name          bytea,
  email         bytea,
  locale        text check (locale in ('de', 'en')),
  password_hash text,
  totp_secret   bytea,
  primary key (tenant_id, id),
  constraint enrolments_token unique (tenant_id, token_hash),
  constraint enrolments_spent check (used_at is null or (password_hash is null and totp_secret is null)),
  check ((purpose = 'first') = (account_id is null)),
  foreign key (tenant_id, account_id) references beleg.accounts (tenant_id, id)
);
-- One open link of a kind: a new one kills the earlier.
create unique index enrolments_open on beleg.enrolments (tenant_id, account_id) nulls not distinct where used_at is null;
select beleg.protect_tenant_table('beleg.enrolments');

create table beleg.account_resets (
  tenant_id         uuid not null references beleg.tenants (id),
  id                uuid not null,
  account_id        uuid not null,
  subject_person_id uuid not null,
  requested_by      uuid not null,
  requested_at      timestamptz not null,
  expires_at        timestamptz not null,
  reason            bytea not null,
  state             text not null check (state in ('open', 'approved', 'rejected', 'expired')),
  decided_by        uuid,
  decided_at        timestamptz,
  primary key (tenant_id, id),
  constraint account_resets_four_eyes check (
    requested_by <> subject_person_id
    and (state <> 'approved' or (decided_by is not null and decided_by <> requested_by and decided_by <> subject_person_id))
  ),
  foreign key (tenant_id, account_id) references beleg.accounts (tenant_id, id)
);
create unique index account_resets_open on beleg.account_resets (tenant_id, account_id) where state = 'open';
select beleg.protect_tenant_table('beleg.account_resets', 'select, insert, update');

create table beleg.api_keys (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  account_id   uuid not null,
  name         text not null check (length(name) between 1 and 200),
  hash         bytea not null,
  prefix       text not null,
  permissions  text[] not null,
  created_at   timestamptz not null,
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  primary key (tenant_id, id),
  constraint api_keys_hash unique (tenant_id, hash),
  constraint api_keys_hash_only check (length(hash) = 32),
  constraint api_keys_scoped check (cardinality(permissions) > 0),
  -- In hours: days of an interval depend on the time zone.
  constraint api_keys_expiry check (expires_at is not null and expires_at <= created_at + interval '2160 hours'),
  constraint api_keys_account foreign key (tenant_id, account_id) references beleg.accounts (tenant_id, id)
);
create index api_keys_of_account on beleg.api_keys (tenant_id, account_id);
select beleg.protect_tenant_table('beleg.api_keys', 'select, insert, update');

-- Wrong guesses. `identity` is the blind index of an address, registered or not, or empty for all of a network;
-- `place` is a network or a known device, or empty for all places nobody knows.
create table beleg.login_attempts (
  tenant_id      uuid not null references beleg.tenants (id),
  kind           text not null check (kind in ('password', 'second-factor')),
  identity       bytea not null,
  place          bytea not null,
  failures       integer not null,
  blocks         integer not null default 0,
  window_from    timestamptz not null,
  last_failed_at timestamptz not null,
  blocked_until  timestamptz,
  primary key (tenant_id, kind, identity, place)
);
create index login_attempts_age on beleg.login_attempts (tenant_id, last_failed_at);
select beleg.protect_tenant_table('beleg.login_attempts');

-- Where an account has signed in from with both factors: a device by its token, a network by its blind index.
create table beleg.known_places (
  tenant_id    uuid not null references beleg.tenants (id),
  account_id   uuid not null,
  place        bytea not null,
  last_used_at timestamptz not null,
  primary key (tenant_id, account_id, place),
  foreign key (tenant_id, account_id) references beleg.accounts (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.known_places');

-- The login record: who got in, and how. Without foreign keys, so that it outlives what it speaks of: it is a second
-- source for the question who has an account here.
create table beleg.sign_ins (
  tenant_id  uuid not null references beleg.tenants (id),
  id         uuid not null,
  account_id uuid not null,
  key_id     uuid,
  at         timestamptz not null,
  primary key (tenant_id, id)
);
create index sign_ins_at on beleg.sign_ins (tenant_id, at);
select beleg.protect_tenant_table('beleg.sign_ins', 'select, insert, delete');

-- Whoever may not sign in any more is out in the same transaction. Keys do not come back with a reactivation.
create function beleg.end_account_access() returns trigger
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
    update beleg.enrolments set used_at = new.changed_at, password_hash = null, totp_secret = null
      where tenant_id = new.tenant_id and account_id = new.id and used_at is null;
  end if;
  return null;
end;
$$;
create trigger accounts_end_access after update of state on beleg.accounts
  for each row when (new.state <> 'active') execute function beleg.end_account_access();

-- A session does not outlive the factors it was opened with.
create function beleg.end_sessions_below_two_factors() returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
declare
  touched record;
begin
  touched := coalesce(old, new);
  if not exists (select from beleg.credentials where tenant_id = touched.tenant_id and account_id = touched.account_id)
    or not exists (
      select from beleg.totp_factors
      where tenant_id = touched.tenant_id and account_id = touched.account_id and confirmed_at is not null
    )
  then
    delete from beleg.sessions where tenant_id = touched.tenant_id and account_id = touched.account_id;
    delete from beleg.login_transactions where tenant_id = touched.tenant_id and account_id = touched.account_id;
  end if;
  return null;
end;
$$;
create trigger credentials_end_sessions after delete or update of account_id on beleg.credentials
  for each row execute function beleg.end_sessions_below_two_factors();
create trigger totp_factors_end_sessions after delete or update of account_id, confirmed_at on beleg.totp_factors
  for each row execute function beleg.end_sessions_below_two_factors();

-- Tells the collector that what it observes has changed. Equal notifications of one transaction arrive once.
create function beleg.notify_observe() returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  -- The canary comes and goes all the time; it is seen with the next regular look.
  perform from beleg.tenants
    where id = nullif(current_setting('beleg.tenant_id', true), '')::uuid and canary;
  if not found then
    perform pg_notify('beleg_observe', tg_argv[0]);
  end if;
  return null;
end;
$$;
create trigger accounts_observe after insert or delete or update of state, roles, person_id on beleg.accounts
  for each statement execute function beleg.notify_observe('identity.accounts');
create trigger credentials_observe after insert or delete or update on beleg.credentials
  for each statement execute function beleg.notify_observe('identity.accounts');
create trigger totp_factors_observe after insert or delete or update of secret, confirmed_at on beleg.totp_factors
  for each statement execute function beleg.notify_observe('identity.accounts');
create trigger recovery_codes_observe after insert or delete or update of account_id on beleg.recovery_codes
  for each statement execute function beleg.notify_observe('identity.accounts');
create trigger sessions_observe after insert or delete or update of methods, account_id on beleg.sessions
  for each statement execute function beleg.notify_observe('identity.accounts');
create trigger api_keys_observe
  after insert or delete or update of hash, permissions, created_at, expires_at, revoked_at, account_id on beleg.api_keys
  for each statement execute function beleg.notify_observe('identity.accounts');
create trigger enrolments_observe after insert or delete or update of password_hash on beleg.enrolments
  for each statement execute function beleg.notify_observe('identity.accounts');
