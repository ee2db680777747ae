-- Confirmations and documents that strangers ask for under confidentiality: who asked, the agreement that binds them, the
-- copy that was made for them, and who fetched it. Requests become cases of the same id once the address is confirmed.

create table beleg.attestation_settings (
  tenant_id   uuid not null references beleg.tenants (id),
  -- Whether the public form takes requests.
  is_open     boolean not null,
  -- Who asks again within these days says why.
  repeat_days integer not null check (repeat_days between 0 and 730),
  copy_days   integer not null check (copy_days between 1 and 365),
  nda_months  integer not null check (nda_months between 1 and 120),
  changed_by  uuid,
  changed_at  timestamptz not null,
  primary key (tenant_id)
);
select beleg.protect_tenant_table('beleg.attestation_settings', 'select, insert, update');

-- Versions of the tenant's own agreement; what somebody accepted is never altered.
create table beleg.nda_texts (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  number       integer not null check (number > 0),
  text_de      text not null,
  text_en      text not null,
  sha256       bytea not null check (length(sha256) = 32),
  published_by uuid,
  published_at timestamptz not null,
  primary key (tenant_id, id),
  constraint nda_texts_number unique (tenant_id, number)
);
select beleg.protect_tenant_table('beleg.nda_texts', 'select, insert');

create table beleg.offered_documents (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  document_id  uuid not null,
  -- As strangers read it.
  title_de     text not null,
  title_en     text not null,
  offered_by   uuid,
  offered_at   timestamptz not null,
  withdrawn_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, document_id) references beleg.documents (tenant_id, id)
);
create unique index offered_documents_once on beleg.offered_documents (tenant_id, document_id) where withdrawn_at is null;
select beleg.protect_tenant_table('beleg.offered_documents', 'select, insert, update');

create table beleg.ndas (
  tenant_id       uuid not null references beleg.tenants (id),
  id              uuid not null,
  source          text not null check (source in ('accepted', 'file')),
  -- Of the organisation that is bound: its name and the domain of its addresses.
  party           bytea not null,
  domain_index    bytea not null check (length(domain_index) = 32),
  -- Name, function and address; null once erased.
  signatory       bytea,
  signatory_index bytea,
  text_id         uuid,
  blob_key        text,
  file_name       bytea,
  media_type      text,
  file_bytes      bigint,
  file_sha256     bytea,
  valid_from      date not null,
  valid_to        date not null,
  recorded_by     uuid,
  recorded_at     timestamptz not null,
  ended_at        timestamptz,
  end_reason      bytea,
  primary key (tenant_id, id),
  foreign key (tenant_id, text_id) references beleg.nda_texts (tenant_id, id),
  constraint ndas_days check (valid_to >= valid_from),
  constraint ndas_source check ((source = 'accepted') = (text_id is not null) and (source = 'file') = (blob_key is not null))
);
create index ndas_domain on beleg.ndas (tenant_id, domain_index);
create index ndas_signatory on beleg.ndas (tenant_id, signatory_index) where signatory_index is not null;
select beleg.protect_tenant_table('beleg.ndas', 'select, insert, update');

create table beleg.attestation_requests (
  tenant_id       uuid not null references beleg.tenants (id),
  id              uuid not null,
  source          text not null check (source in ('public', 'staff')),
  locale          text not null check (locale in ('de', 'en')),
  -- Name, address, organisation, purpose, why again; null once erased.
  asked           bytea,
  email_index     bytea,
  domain_index    bytea not null check (length(domain_index) = 32),
  -- From which network it came, for the limit; forgotten with the confirmation.
  network_index   bytea,
  wants           text not null check (wants in ('confirmation', 'document')),
  frameworks      text[] not null,
  offer_id        uuid,
  contract_id     uuid,
  asked_at        timestamptz not null,
  confirm_hash    bytea not null,
  confirmed_at    timestamptz,
  -- Whom the requester named to sign, and the link that they got.
  signatory       bytea,
  signatory_index bytea,
  sign_hash       bytea,
  nda_id          uuid,
  certificate_ids uuid[] not null,
  assessment      bytea,
  -- Why it was refused, as the requester was told.
  answer          bytea,
  answered_at     timestamptz,
  entered_by      uuid,
  proposed_by     uuid,
  decided_by      uuid,
  -- When those who answer were reminded that the answer is due.
  reminded_at     timestamptz,
  -- Letters that were written about it: they go with the requester.
  mail_ids        uuid[] not null,
  erased_at       timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, offer_id) references beleg.offered_documents (tenant_id, id),
  foreign key (tenant_id, contract_id) references beleg.customer_contracts (tenant_id, id),
  foreign key (tenant_id, nda_id) references beleg.ndas (tenant_id, id),
  constraint attestation_requests_confirm unique (tenant_id, confirm_hash),
  constraint attestation_requests_sign unique (tenant_id, sign_hash),
  constraint attestation_requests_wants check ((wants = 'document') = (offer_id is not null))
);
create index attestation_requests_asked on beleg.attestation_requests (tenant_id, asked_at desc, id desc);
create index attestation_requests_email on beleg.attestation_requests (tenant_id, email_index, asked_at desc);
create index attestation_requests_domain on beleg.attestation_requests (tenant_id, domain_index, asked_at desc);
create index attestation_requests_signatory on beleg.attestation_requests (tenant_id, signatory_index)
  where signatory_index is not null;
-- What nobody confirmed is forgotten.
select beleg.protect_tenant_table('beleg.attestation_requests');

create table beleg.attestation_copies (
  tenant_id       uuid not null references beleg.tenants (id),
  id              uuid not null,
  request_id      uuid not null,
  number          integer not null check (number > 0),
  -- Null once the file was deleted: its hash stays.
  blob_key        text,
  bytes           bigint not null,
  sha256          bytea not null check (length(sha256) = 32),
  title           text not null,
  document_id     uuid,
  certificate_ids uuid[] not null,
  nda_id          uuid not null,
  issued_by       uuid,
  issued_at       timestamptz not null,
  expires_at      timestamptz not null,
  ended_at        timestamptz,
  ended_as        text check (ended_as in ('expired', 'revoked')),
  end_reason      bytea,
  link_hash       bytea not null,
  code_hash       bytea,
  code_until      timestamptz,
  code_tries      integer not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, request_id) references beleg.attestation_requests (tenant_id, id),
  foreign key (tenant_id, document_id) references beleg.documents (tenant_id, id),
  foreign key (tenant_id, nda_id) references beleg.ndas (tenant_id, id),
  constraint attestation_copies_number unique (tenant_id, number),
  constraint attestation_copies_link unique (tenant_id, link_hash),
  constraint attestation_copies_request unique (tenant_id, request_id),
  check ((ended_at is null) = (ended_as is null))
);
create index attestation_copies_live on beleg.attestation_copies (tenant_id, expires_at) where ended_at is null;
select beleg.protect_tenant_table('beleg.attestation_copies', 'select, insert, update');

create table beleg.attestation_accesses (
  tenant_id uuid not null references beleg.tenants (id),
  id        uuid not null,
  copy_id   uuid not null,
  at        timestamptz not null,
  outcome   text not null,
  -- From where; null once erased.
  address   bytea,
  primary key (tenant_id, id),
  foreign key (tenant_id, copy_id) references beleg.attestation_copies (tenant_id, id)
);
create index attestation_accesses_copy on beleg.attestation_accesses (tenant_id, copy_id, at desc);
select beleg.protect_tenant_table('beleg.attestation_accesses', 'select, insert, update');
