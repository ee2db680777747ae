-- Statements of Applicability with a row for each control of Annex A, and the certificates that a company holds.

create table beleg.soa_versions (
  tenant_id       uuid not null references beleg.tenants (id),
  id              uuid not null,
  number          integer not null check (number > 0),
  state           text not null check (state in ('draft', 'approved', 'superseded', 'discarded')),
  -- What the management system covers, in a sentence.
  scope           text not null,
  -- Goes up with every change: whoever changes says which one they saw.
  revision        integer not null,
  -- Natural persons who made or changed it: none of them approves.
  edited_by       uuid[] not null,
  created_by      uuid,
  created_at      timestamptz not null,
  decided_by      uuid,
  decided_at      timestamptz,
  decision_reason text,
  review_by       date,
  superseded_at   timestamptz,
  primary key (tenant_id, id),
  constraint soa_versions_number unique (tenant_id, number),
  check ((state in ('approved', 'superseded')) = (decided_at is not null and review_by is not null))
);
create unique index soa_versions_one_in_force on beleg.soa_versions (tenant_id) where state = 'approved';
select beleg.protect_tenant_table('beleg.soa_versions', 'select, insert, update');

create table beleg.soa_rows (
  tenant_id        uuid not null references beleg.tenants (id),
  soa_id           uuid not null,
  -- Of the catalogue: `A.8.5`.
  control_id       text not null,
  -- Null while nobody has decided.
  applicable       boolean,
  reasons          text[] not null,
  exclusion_reason text,
  -- What people say of it; what evidence says is never stored but reckoned.
  declared         text check (declared in ('implemented', 'partial', 'planned')),
  owner_id         uuid,
  links            text[] not null,
  note             text,
  -- What evidence said when it was approved.
  approved_status  text,
  primary key (tenant_id, soa_id, control_id),
  foreign key (tenant_id, soa_id) references beleg.soa_versions (tenant_id, id),
  foreign key (tenant_id, owner_id) references beleg.subjects (tenant_id, id)
);
create index soa_rows_owner on beleg.soa_rows (tenant_id, owner_id) where owner_id is not null;
select beleg.protect_tenant_table('beleg.soa_rows', 'select, insert, update');

create table beleg.certificates (
  tenant_id        uuid not null references beleg.tenants (id),
  id               uuid not null,
  framework        text not null,
  body             text not null,
  number           text not null,
  scope            text not null,
  soa_id           uuid,
  valid_from       date not null,
  valid_to         date not null,
  blob_key         text not null,
  file_name        text not null,
  media_type       text not null,
  file_bytes       bigint not null,
  file_sha256      bytea not null,
  recorded_by      uuid,
  recorded_at      timestamptz not null,
  withdrawn_at     timestamptz,
  withdrawn_reason text,
  primary key (tenant_id, id),
  constraint certificates_number unique (tenant_id, framework, body, number, valid_from),
  constraint certificates_days check (valid_to >= valid_from),
  foreign key (tenant_id, soa_id) references beleg.soa_versions (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.certificates', 'select, insert, update');
