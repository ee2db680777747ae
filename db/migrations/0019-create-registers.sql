-- Registers: people and their employment, systems, data sets. A row is a version of an entry over two times: the days on
-- which it held (`valid_from` to before `valid_to`) and the time in which we knew it so (`known_from` to before
-- `known_to`). A version is never changed but for the end of what was known; what a register said on any day can be read
-- as it was known then, and as it is known today.

-- A file that is being imported, or was: what it says is shown first and changes nothing until it is applied.
create table beleg.register_imports (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  register     text not null,
  source       text not null check (length(source) between 1 and 200),
  -- Says that whoever of this source is not in the file has left.
  complete     boolean not null,
  -- The day from which on changes hold; null: the day on which it is applied.
  effective_on date,
  -- Column of the file by field, from 0; what is not in it is not read.
  mapping      jsonb not null,
  state        text not null check (state in ('draft', 'applied', 'undone', 'discarded')),
  file_name    text not null,
  file_sha256  bytea not null check (length(file_sha256) = 32),
  -- Gone as soon as the import is no draft any more: the file names people.
  blob_key     text,
  counts       jsonb,
  created_by   uuid,
  created_at   timestamptz not null,
  applied_by   uuid,
  applied_at   timestamptz,
  undone_by    uuid,
  undone_at    timestamptz,
  version      integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, created_by) references beleg.subjects (tenant_id, id),
  constraint register_imports_file check ((blob_key is not null) = (state = 'draft')),
  constraint register_imports_applied check ((applied_at is not null) = (state in ('applied', 'undone'))),
  constraint register_imports_undone check ((undone_at is not null) = (state = 'undone'))
);
create index register_imports_created on beleg.register_imports (tenant_id, register, created_at desc, id desc);
create index register_imports_drafts on beleg.register_imports (tenant_id, created_at) where state = 'draft';
select beleg.protect_tenant_table('beleg.register_imports', 'select, insert, update');

-- What a source calls an entry. Sealed, because sources name people by personnel numbers and addresses.
create table beleg.register_keys (
  tenant_id      uuid not null references beleg.tenants (id),
  id             uuid not null,
  register       text not null,
  source         text not null,
  external_id    bytea not null,
  external_index bytea not null check (length(external_index) = 32),
  subject_id     uuid not null,
  created_at     timestamptz not null,
  primary key (tenant_id, id),
  constraint register_keys_external unique (tenant_id, register, source, external_index),
  foreign key (tenant_id, subject_id) references beleg.subjects (tenant_id, id)
);
create index register_keys_subject on beleg.register_keys (tenant_id, register, subject_id);
select beleg.protect_tenant_table('beleg.register_keys', 'select, insert, update');

-- The register of people. An employment is what lies between `joined_on` and `left_on`, the last day; who comes back
-- begins another episode.
create table beleg.employments (
  tenant_id   uuid not null references beleg.tenants (id),
  id          uuid not null,
  subject_id  uuid not null,
  valid_from  date not null,
  valid_to    date check (valid_to > valid_from),
  known_from  timestamptz not null,
  known_to    timestamptz check (known_to >= known_from),
  -- What made this version known, and what ended it; null: somebody by hand.
  import_id   uuid,
  ended_by    uuid,
  name        bytea not null,
  email       bytea,
  email_index bytea,
  kind        text not null check (kind in ('employee', 'management', 'trainee', 'temporary', 'contractor')),
  department  text,
  manager_id  uuid,
  deputy_id   uuid,
  episode     integer not null check (episode > 0),
  joined_on   date not null,
  left_on     date,
  primary key (tenant_id, id),
  foreign key (tenant_id, subject_id) references beleg.people (tenant_id, subject_id),
  foreign key (tenant_id, manager_id) references beleg.people (tenant_id, subject_id),
  foreign key (tenant_id, deputy_id) references beleg.people (tenant_id, subject_id),
  constraint employments_order check (left_on >= joined_on),
  constraint employments_manager check (manager_id is distinct from subject_id),
  constraint employments_deputy check (deputy_id is distinct from subject_id)
);
-- One version of a person holds on a day, as far as is known now.
create unique index employments_current on beleg.employments (tenant_id, subject_id, valid_from) where known_to is null;
create index employments_subject on beleg.employments (tenant_id, subject_id, known_from);
create index employments_joined on beleg.employments (tenant_id, joined_on, subject_id) where known_to is null;
create index employments_department on beleg.employments (tenant_id, coalesce(department, ''), subject_id)
  where known_to is null;
create index employments_email on beleg.employments (tenant_id, email_index) where known_to is null;
create index employments_manager_of on beleg.employments (tenant_id, manager_id) where known_to is null;
create index employments_import on beleg.employments (tenant_id, import_id) where import_id is not null;
create index employments_ended_by on beleg.employments (tenant_id, ended_by) where ended_by is not null;
-- Updated only to end what was known, and to erase whom it names.
select beleg.protect_tenant_table('beleg.employments', 'select, insert, update');

create table beleg.systems (
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
  owner_id        uuid,
  class           text check (class in ('public', 'internal', 'confidential', 'strictly_confidential')),
  confidentiality text check (confidentiality in ('normal', 'high', 'very_high')),
  integrity       text check (integrity in ('normal', 'high', 'very_high')),
  availability    text check (availability in ('normal', 'high', 'very_high')),
  tier            text check (tier in ('1', '2', '3')),
  scope           text not null check (scope in ('in', 'out')),
  location        text,
  episode         integer not null check (episode > 0),
  starts_on       date not null,
  ends_on         date,
  primary key (tenant_id, id),
  foreign key (tenant_id, subject_id) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, owner_id) references beleg.people (tenant_id, subject_id),
  constraint systems_order check (ends_on >= starts_on)
);
create unique index systems_current on beleg.systems (tenant_id, subject_id, valid_from) where known_to is null;
create index systems_subject on beleg.systems (tenant_id, subject_id, known_from);
create index systems_name on beleg.systems (tenant_id, name, subject_id) where known_to is null;
create index systems_starts on beleg.systems (tenant_id, starts_on, subject_id) where known_to is null;
create index systems_import on beleg.systems (tenant_id, import_id) where import_id is not null;
create index systems_ended_by on beleg.systems (tenant_id, ended_by) where ended_by is not null;
select beleg.protect_tenant_table('beleg.systems', 'select, insert, update');

create table beleg.data_sets (
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
  owner_id        uuid,
  class           text check (class in ('public', 'internal', 'confidential', 'strictly_confidential')),
  -- Whose data they are (GDPR Art. 4): two different duties in one incident.
  personal_data   text check (personal_data in ('none', 'controller', 'processor')),
  confidentiality text check (confidentiality in ('normal', 'high', 'very_high')),
  integrity       text check (integrity in ('normal', 'high', 'very_high')),
  availability    text check (availability in ('normal', 'high', 'very_high')),
  tier            text check (tier in ('1', '2', '3')),
  scope           text not null check (scope in ('in', 'out')),
  location        text,
  -- Systems that hold it.
  system_ids      uuid[] not null,
  episode         integer not null check (episode > 0),
  starts_on       date not null,
  ends_on         date,
  primary key (tenant_id, id),
  foreign key (tenant_id, subject_id) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, owner_id) references beleg.people (tenant_id, subject_id),
  constraint data_sets_order check (ends_on >= starts_on)
);
create unique index data_sets_current on beleg.data_sets (tenant_id, subject_id, valid_from) where known_to is null;
create index data_sets_subject on beleg.data_sets (tenant_id, subject_id, known_from);
create index data_sets_name on beleg.data_sets (tenant_id, name, subject_id) where known_to is null;
create index data_sets_starts on beleg.data_sets (tenant_id, starts_on, subject_id) where known_to is null;
create index data_sets_import on beleg.data_sets (tenant_id, import_id) where import_id is not null;
create index data_sets_ended_by on beleg.data_sets (tenant_id, ended_by) where ended_by is not null;
select beleg.protect_tenant_table('beleg.data_sets', 'select, insert, update');
