-- The seven nouns of the core and the pending rows of the ledger. Every table is a tenant's: composite keys with the
-- tenant first, also in foreign keys, because foreign keys bypass row-level security.

create table beleg.ledger_pending (
  tenant_id   uuid not null references beleg.tenants (id),
  id          uuid not null,
  recorded_at timestamptz not null,
  action      text not null,
  object_kind text not null,
  object_id   text not null,
  payload     text not null,
  salt        bytea not null,
  leaf_hash   bytea not null check (length(leaf_hash) = 32),
  primary key (tenant_id, id)
);
create index ledger_pending_object on beleg.ledger_pending (tenant_id, object_kind, object_id);
select beleg.protect_tenant_table('beleg.ledger_pending', 'select, insert');

create table beleg.subjects (
  tenant_id   uuid not null references beleg.tenants (id),
  id          uuid not null,
  kind        text not null,
  source      text not null,
  external_id text not null,
  name        text,
  created_at  timestamptz not null,
  primary key (tenant_id, id),
  constraint subjects_external_id unique (tenant_id, kind, source, external_id)
);
select beleg.protect_tenant_table('beleg.subjects');

-- An immutable observation. `body_hash` tells an identical later run, which then only confirms.
create table beleg.evidence (
  tenant_id      uuid not null references beleg.tenants (id),
  id             uuid not null,
  source_system  text not null,
  source_id      text not null,
  source_query   text,
  source_version text,
  collector      text,
  class          text not null check (class in ('attested', 'document', 'export', 'machine', 'independent')),
  title          text,
  observed_from  timestamptz not null,
  observed_to    timestamptz not null check (observed_to >= observed_from),
  valid_until    timestamptz,
  recorded_at    timestamptz not null,
  recorded_by    uuid,
  state          text not null check (state in ('in_review', 'accepted', 'rejected')),
  accepted_at    timestamptz,
  body_hash      bytea not null,
  blob_key       text,
  file_name      text,
  file_bytes     bigint,
  file_sha256    bytea,
  media_type     text,
  primary key (tenant_id, id),
  constraint evidence_source_id unique (tenant_id, source_system, source_id),
  check ((state = 'accepted') = (accepted_at is not null))
);
create index evidence_recorded on beleg.evidence (tenant_id, recorded_at desc, id desc);
create index evidence_collector on beleg.evidence (tenant_id, collector, observed_to desc);
select beleg.protect_tenant_table('beleg.evidence');

create table beleg.facts (
  tenant_id   uuid not null references beleg.tenants (id),
  evidence_id uuid not null,
  ordinal     integer not null,
  subject_id  uuid not null,
  type        text not null,
  data        jsonb not null,
  primary key (tenant_id, evidence_id, ordinal),
  foreign key (tenant_id, evidence_id) references beleg.evidence (tenant_id, id),
  foreign key (tenant_id, subject_id) references beleg.subjects (tenant_id, id)
);
create index facts_subject on beleg.facts (tenant_id, type, subject_id);
select beleg.protect_tenant_table('beleg.facts', 'select, insert');

-- What one evidence says about the completeness of its population, a row for each fact type.
create table beleg.population_counts (
  tenant_id          uuid not null references beleg.tenants (id),
  evidence_id        uuid not null,
  fact_type          text not null,
  expected           integer check (expected >= 0),
  seen               integer not null check (seen >= 0),
  reconciled_against text,
  primary key (tenant_id, evidence_id, fact_type),
  foreign key (tenant_id, evidence_id) references beleg.evidence (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.population_counts', 'select, insert');

-- Who belongs to the population of a fact type, and since when; ended only by a reconciled snapshot of its own source.
create table beleg.memberships (
  tenant_id  uuid not null references beleg.tenants (id),
  fact_type  text not null,
  source     text not null,
  subject_id uuid not null,
  joined_at  timestamptz not null,
  left_at    timestamptz check (left_at >= joined_at),
  primary key (tenant_id, fact_type, source, subject_id, joined_at),
  foreign key (tenant_id, subject_id) references beleg.subjects (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.memberships');

-- The heartbeat: the last run of a collector that saw just what its last evidence says.
create table beleg.heartbeats (
  tenant_id    uuid not null references beleg.tenants (id),
  collector    text not null,
  evidence_id  uuid,
  confirmed_at timestamptz,
  attempted_at timestamptz not null,
  silent_after_ms integer not null check (silent_after_ms > 0),
  failure      text,
  primary key (tenant_id, collector),
  foreign key (tenant_id, evidence_id) references beleg.evidence (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.heartbeats');

-- A judgement of a named person, asked for by one and decided by another natural person.
create table beleg.decisions (
  tenant_id      uuid not null references beleg.tenants (id),
  id             uuid not null,
  kind           text not null,
  object_kind    text not null,
  object_id      uuid not null,
  subject_id     uuid,
  reason         text not null check (length(reason) > 0),
  requested_by   uuid not null,
  requested_at   timestamptz not null,
  decided_by     uuid,
  decided_at     timestamptz,
  outcome        text check (outcome in ('approved', 'refused')),
  outcome_reason text,
  valid_from     timestamptz not null,
  valid_until    timestamptz check (valid_until > valid_from),
  revoked_at     timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, requested_by) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, decided_by) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, subject_id) references beleg.subjects (tenant_id, id),
  constraint decisions_four_eyes check (requested_by <> decided_by),
  check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (outcome is null))
);
create index decisions_object on beleg.decisions (tenant_id, object_kind, object_id);
select beleg.protect_tenant_table('beleg.decisions');

create table beleg.statements (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  locale       text not null check (locale in ('de', 'en')),
  title        text not null,
  body         text not null,
  body_hash    bytea not null,
  drafted_by   uuid,
  created_at   timestamptz not null,
  published_by uuid,
  published_at timestamptz,
  superseded_at timestamptz,
  primary key (tenant_id, id),
  constraint statements_four_eyes check (drafted_by is null or published_by is null or drafted_by <> published_by)
);
create unique index statements_current on beleg.statements (tenant_id, locale)
  where published_at is not null and superseded_at is null;
select beleg.protect_tenant_table('beleg.statements');

create table beleg.claims (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  statement_id uuid not null,
  ordinal      integer not null,
  start_offset integer not null,
  end_offset   integer not null check (end_offset > start_offset),
  text         text not null,
  section      text,
  lead_in      text,
  kind         text not null check (kind in ('promise', 'option', 'customer_duty', 'intake', 'notice')),
  modality     text not null check (modality in ('does', 'may', 'plans', 'not', 'customer')),
  quantifier   text not null check (quantifier in
    ('every', 'at_least', 'regularly', 'promptly', 'as_appropriate', 'may', 'not_knowingly', 'exists')),
  quantifier_word text,
  parameters   jsonb not null,
  measures     text[] not null,
  primary key (tenant_id, id),
  constraint claims_ordinal unique (tenant_id, statement_id, ordinal),
  foreign key (tenant_id, statement_id) references beleg.statements (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.claims');

-- What status() said, as intervals; the open one has no end. `next_at` is when it will change without new facts.
create table beleg.judgements (
  tenant_id    uuid not null references beleg.tenants (id),
  claim_id     uuid not null,
  from_at      timestamptz not null,
  to_at        timestamptz check (to_at >= from_at),
  status       text not null check (status in
    ('contradicted', 'lapsed', 'unproven', 'due_soon', 'proven', 'not_applicable')),
  duties       jsonb not null,
  observed_at  timestamptz,
  judged_at    timestamptz not null,
  next_at      timestamptz,
  rule_version text not null,
  primary key (tenant_id, claim_id, from_at),
  foreign key (tenant_id, claim_id) references beleg.claims (tenant_id, id)
);
create unique index judgements_open on beleg.judgements (tenant_id, claim_id) where to_at is null;
select beleg.protect_tenant_table('beleg.judgements');

create table beleg.findings (
  tenant_id uuid not null references beleg.tenants (id),
  id        uuid not null,
  claim_id  uuid not null,
  status    text not null check (status in ('contradicted', 'lapsed')),
  opened_at timestamptz not null,
  closed_at timestamptz check (closed_at >= opened_at),
  primary key (tenant_id, id),
  foreign key (tenant_id, claim_id) references beleg.claims (tenant_id, id)
);
create unique index findings_open on beleg.findings (tenant_id, claim_id) where closed_at is null;
select beleg.protect_tenant_table('beleg.findings');

-- Answers to repeated writes; kept for a day.
create table beleg.idempotency_keys (
  tenant_id    uuid not null references beleg.tenants (id),
  key          text not null,
  request_hash bytea not null,
  answer       bytea,
  created_at   timestamptz not null,
  primary key (tenant_id, key)
);
create index idempotency_keys_created on beleg.idempotency_keys (tenant_id, created_at);
select beleg.protect_tenant_table('beleg.idempotency_keys');

-- Every mail that was to be sent; `kept` when no mail server is configured.
create table beleg.mails (
  tenant_id  uuid not null references beleg.tenants (id),
  id         uuid not null,
  recipient  bytea not null,
  subject    text not null,
  body       bytea not null,
  locale     text not null check (locale in ('de', 'en')),
  created_at timestamptz not null,
  state      text not null check (state in ('kept', 'queued', 'sent', 'failed')),
  sent_at    timestamptz,
  failure    text,
  primary key (tenant_id, id)
);
create index mails_created on beleg.mails (tenant_id, created_at desc, id desc);
select beleg.protect_tenant_table('beleg.mails');

-- A tenant that exists to be attacked: it never shows up among customers.
alter table beleg.tenants add column canary boolean not null default false;

-- The latest accepted facts by subject and class: all that status() needs for the present.
create table beleg.current_facts (
  tenant_id   uuid not null references beleg.tenants (id),
  type        text not null,
  subject_id  uuid not null,
  class       text not null,
  evidence_id uuid not null,
  observed_at timestamptz not null,
  data        jsonb not null,
  primary key (tenant_id, type, subject_id, class, evidence_id),
  foreign key (tenant_id, evidence_id) references beleg.evidence (tenant_id, id),
  foreign key (tenant_id, subject_id) references beleg.subjects (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.current_facts');
