-- Suppliers, among them subprocessors (Art. 28 GDPR): a register like the others, the public list that is made of it,
-- what was announced of it and when, who asked to be told, and who was told of what.

create table beleg.suppliers (
  tenant_id       uuid not null references beleg.tenants (id),
  id              uuid not null,
  subject_id      uuid not null,
  valid_from      date not null,
  valid_to        date check (valid_to > valid_from),
  known_from      timestamptz not null,
  known_to        timestamptz check (known_to >= known_from),
  import_id       uuid,
  ended_by        uuid,
  name            text not null check (length(name) between 1 and 200),
  role            text not null check (role in ('subprocessor', 'supplier')),
  address         text,
  country         text not null check (country ~ '^[A-Z]{2}$'),
  purpose         text not null,
  data            text,
  locations       text,
  -- What a transfer to a third country rests on (Art. 44 ff. GDPR); eea: there is none.
  transfer_basis  text check (transfer_basis in ('eea', 'adequacy', 'scc', 'bcr', 'derogation')),
  contract        text,
  episode         integer not null check (episode > 0),
  starts_on       date not null,
  ends_on         date,
  primary key (tenant_id, id),
  foreign key (tenant_id, subject_id) references beleg.subjects (tenant_id, id),
  constraint suppliers_order check (ends_on >= starts_on),
  constraint suppliers_subprocessor check (
    role = 'supplier' or data is not null and locations is not null and transfer_basis is not null)
);
create unique index suppliers_current on beleg.suppliers (tenant_id, subject_id, valid_from) where known_to is null;
create index suppliers_subject on beleg.suppliers (tenant_id, subject_id, known_from);
create index suppliers_name on beleg.suppliers (tenant_id, name, subject_id) where known_to is null;
create index suppliers_starts on beleg.suppliers (tenant_id, starts_on, subject_id) where known_to is null;
create index suppliers_import on beleg.suppliers (tenant_id, import_id) where import_id is not null;
create index suppliers_ended_by on beleg.suppliers (tenant_id, ended_by) where ended_by is not null;
select beleg.protect_tenant_table('beleg.suppliers', 'select, insert, update');

-- Whether the public page shows the list. Once it was shown, nothing is added to it without notice, shown or not.
create table beleg.subprocessor_lists (
  tenant_id      uuid primary key references beleg.tenants (id),
  shown          boolean not null,
  first_shown_at timestamptz not null,
  changed_at     timestamptz not null
);
select beleg.protect_tenant_table('beleg.subprocessor_lists', 'select, insert, update');

-- What was made known of the list, word by word, and when: never altered, never deleted.
create table beleg.subprocessor_announcements (
  tenant_id       uuid not null references beleg.tenants (id),
  id              uuid not null,
  announced_at    timestamptz not null,
  -- Last day on which customers can object to what it adds or changes; null where nothing of the kind is in it.
  objection_until date,
  items           jsonb not null,
  sha256          bytea not null check (length(sha256) = 32),
  primary key (tenant_id, id)
);
create index subprocessor_announcements_at on beleg.subprocessor_announcements (tenant_id, announced_at desc, id desc);
select beleg.protect_tenant_table('beleg.subprocessor_announcements', 'select, insert');

-- Who asked to be told. Whoever left, or was erased, has no address any more; the row stays for what they were told.
create table beleg.subprocessor_subscriptions (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  email        bytea,
  email_index  bytea,
  locale       text not null check (locale in ('de', 'en')),
  -- Ends the subscription; sealed, because it stands in every notice.
  token        bytea,
  token_hash   bytea not null check (length(token_hash) = 32),
  -- Confirms it; only its hash, for it is sent once.
  confirm_hash bytea check (length(confirm_hash) = 32),
  requested_at timestamptz not null,
  confirmed_at timestamptz,
  ended_at     timestamptz,
  primary key (tenant_id, id),
  constraint subprocessor_subscriptions_email unique (tenant_id, email_index),
  constraint subprocessor_subscriptions_token unique (tenant_id, token_hash),
  constraint subprocessor_subscriptions_confirm unique (tenant_id, confirm_hash),
  constraint subprocessor_subscriptions_address
    check ((email is null) = (email_index is null) and (email is null) = (ended_at is not null))
);
create index subprocessor_subscriptions_requested on beleg.subprocessor_subscriptions (tenant_id, requested_at);
select beleg.protect_tenant_table('beleg.subprocessor_subscriptions');

-- Who was told of an announcement, by which mail: a subscriber, or the contact of a customer's contract.
create table beleg.subprocessor_notices (
  tenant_id       uuid not null references beleg.tenants (id),
  announcement_id uuid not null,
  recipient_id    uuid not null,
  kind            text not null check (kind in ('customer', 'subscriber')),
  mail_id         uuid not null,
  sent_at         timestamptz not null,
  primary key (tenant_id, announcement_id, recipient_id),
  foreign key (tenant_id, announcement_id) references beleg.subprocessor_announcements (tenant_id, id)
);
create index subprocessor_notices_recipient on beleg.subprocessor_notices (tenant_id, recipient_id);
select beleg.protect_tenant_table('beleg.subprocessor_notices', 'select, insert');

-- Where whoever gets a mail can end such mails with one click (RFC 8058).
alter table beleg.mails add column unsubscribe bytea;

-- Approved documents that a tenant lets everybody read. What was shown stays known by its address: that it was
-- superseded, that its approval was withdrawn, or that it is not shown any more, is said there.
create table beleg.public_documents (
  tenant_id   uuid not null references beleg.tenants (id),
  document_id uuid not null,
  shown       boolean not null,
  changed_by  uuid,
  changed_at  timestamptz not null,
  primary key (tenant_id, document_id),
  foreign key (tenant_id, document_id) references beleg.documents (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.public_documents', 'select, insert, update');

-- An approval can be withdrawn: the document stays as it is, and is in force no longer.
alter table beleg.documents add column withdrawn_at timestamptz;
alter table beleg.documents drop constraint documents_state_check;
alter table beleg.documents add constraint documents_state_check
  check (state in ('draft', 'approved', 'rejected', 'superseded', 'withdrawn'));
alter table beleg.documents add constraint documents_withdrawn check ((state = 'withdrawn') = (withdrawn_at is not null));

create or replace function beleg.keep_document()
  returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  if (new.tenant_id, new.id, new.kind, new.scope, new.locale, new.title, new.classification, new.permission,
      new.as_of, new.known_at, new.version, new.model_sha256, new.created_by, new.created_at)
    is distinct from
     (old.tenant_id, old.id, old.kind, old.scope, old.locale, old.title, old.classification, old.permission,
      old.as_of, old.known_at, old.version, old.model_sha256, old.created_by, old.created_at) then
    raise exception 'a document is not altered';
  end if;
  if not (
    (old.state = 'draft' and new.state in ('approved', 'rejected'))
    or (old.state = 'approved' and new.state in ('superseded', 'withdrawn')
      and (new.decided_by, new.decided_at) is not distinct from (old.decided_by, old.decided_at))
  ) then
    raise exception 'a document does not go from % to %', old.state, new.state;
  end if;
  return new;
end;
$$;
