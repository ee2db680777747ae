-- Cases: work with a kind, a state, clocks and people. What happened to a case is in the ledger and nowhere else.

create table beleg.cases (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  number       integer not null check (number > 0),
  kind         text not null,
  state        text not null,
  phase        text not null check (phase in ('draft', 'open', 'working', 'deciding', 'done', 'verified', 'cancelled')),
  -- Grows with every change, so that nobody overwrites what they have not seen.
  version      integer not null check (version > 0),
  -- Sealed; null where the case is called after what it is about.
  title        bytea,
  parent_id    uuid,
  owner_id     uuid,
  -- Null: the system.
  opened_by    uuid,
  opened_at    timestamptz not null,
  -- Whose work waits to be judged, and who judged it: two natural persons.
  submitted_by uuid,
  decided_by   uuid,
  changed_by   uuid,
  changed_at   timestamptz not null,
  closed_at    timestamptz,
  primary key (tenant_id, id),
  constraint cases_number unique (tenant_id, number),
  constraint cases_four_eyes check (submitted_by <> decided_by),
  foreign key (tenant_id, parent_id) references beleg.cases (tenant_id, id),
  foreign key (tenant_id, owner_id) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, opened_by) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, submitted_by) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, decided_by) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, changed_by) references beleg.subjects (tenant_id, id)
);
create index cases_opened on beleg.cases (tenant_id, opened_at desc, id desc);
create index cases_live on beleg.cases (tenant_id, kind) where closed_at is null;
create index cases_parent on beleg.cases (tenant_id, parent_id) where parent_id is not null;
create index cases_owner on beleg.cases (tenant_id, owner_id) where closed_at is null;
select beleg.protect_tenant_table('beleg.cases');

-- A clock keeps its start: a case that is opened again goes on with the clocks it had.
create table beleg.case_clocks (
  tenant_id    uuid not null references beleg.tenants (id),
  case_id      uuid not null,
  name         text not null,
  started_at   timestamptz not null,
  due_at       timestamptz not null,
  legal_due_at timestamptz check (legal_due_at >= due_at),
  stopped_at   timestamptz,
  primary key (tenant_id, case_id, name),
  foreign key (tenant_id, case_id) references beleg.cases (tenant_id, id)
);
create index case_clocks_due on beleg.case_clocks (tenant_id, due_at) where stopped_at is null;
select beleg.protect_tenant_table('beleg.case_clocks');

-- What a case is about.
create table beleg.case_links (
  tenant_id uuid not null references beleg.tenants (id),
  case_id   uuid not null,
  kind      text not null check (kind in ('claim', 'evidence', 'decision', 'subject')),
  object_id uuid not null,
  primary key (tenant_id, case_id, kind, object_id),
  foreign key (tenant_id, case_id) references beleg.cases (tenant_id, id)
);
create index case_links_object on beleg.case_links (tenant_id, kind, object_id);
select beleg.protect_tenant_table('beleg.case_links');

-- Points to be ticked off.
create table beleg.case_items (
  tenant_id uuid not null references beleg.tenants (id),
  id        uuid not null,
  case_id   uuid not null,
  ordinal   integer not null,
  text      bytea,
  ticked_by uuid,
  ticked_at timestamptz,
  primary key (tenant_id, id),
  constraint case_items_ordinal unique (tenant_id, case_id, ordinal),
  foreign key (tenant_id, case_id) references beleg.cases (tenant_id, id),
  foreign key (tenant_id, ticked_by) references beleg.subjects (tenant_id, id),
  check ((ticked_by is null) = (ticked_at is null))
);
select beleg.protect_tenant_table('beleg.case_items');

create table beleg.case_comments (
  tenant_id  uuid not null references beleg.tenants (id),
  id         uuid not null,
  case_id    uuid not null,
  author_id  uuid not null,
  -- Null when it named somebody who was erased.
  text       bytea,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references beleg.cases (tenant_id, id),
  foreign key (tenant_id, author_id) references beleg.subjects (tenant_id, id)
);
create index case_comments_case on beleg.case_comments (tenant_id, case_id, created_at, id);
select beleg.protect_tenant_table('beleg.case_comments');

-- Somebody who was addressed in a comment, until they have taken note.
create table beleg.case_mentions (
  tenant_id  uuid not null references beleg.tenants (id),
  id         uuid not null,
  comment_id uuid not null,
  person_id  uuid not null,
  seen_at    timestamptz,
  primary key (tenant_id, id),
  constraint case_mentions_person unique (tenant_id, comment_id, person_id),
  foreign key (tenant_id, comment_id) references beleg.case_comments (tenant_id, id),
  foreign key (tenant_id, person_id) references beleg.subjects (tenant_id, id)
);
create index case_mentions_unseen on beleg.case_mentions (tenant_id, person_id) where seen_at is null;
select beleg.protect_tenant_table('beleg.case_mentions');

create table beleg.case_files (
  tenant_id  uuid not null references beleg.tenants (id),
  id         uuid not null,
  case_id    uuid not null,
  file_name  bytea,
  media_type text not null,
  bytes      bigint not null,
  sha256     bytea not null check (length(sha256) = 32),
  blob_key   text not null,
  added_by   uuid not null,
  added_at   timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references beleg.cases (tenant_id, id),
  foreign key (tenant_id, added_by) references beleg.subjects (tenant_id, id)
);
create index case_files_case on beleg.case_files (tenant_id, case_id, added_at, id);
select beleg.protect_tenant_table('beleg.case_files');

-- What was carried over: findings keep their ids; evidence and decisions that wait for a second person get their case,
-- and so does a public sentence that stands contradicted.
select set_config('beleg.every_tenant', 'on', true);

create temporary table carried on commit drop as
  select tenant_id, id, 'finding' as kind,
    case when closed_at is null then 'raised' else 'verified' end as state,
    case when closed_at is null then 'open' else 'verified' end as phase,
    null::uuid as person_id, opened_at, closed_at, 'claim' as link, claim_id as object_id
  from beleg.findings
  union all
  select f.tenant_id, gen_random_uuid(), 'correction', 'open', 'open', null, f.opened_at, null, 'claim', f.claim_id
  from beleg.findings f
  join beleg.claims c on c.tenant_id = f.tenant_id and c.id = f.claim_id
  join beleg.statements s on s.tenant_id = c.tenant_id and s.id = c.statement_id
  where f.closed_at is null and f.status = 'contradicted' and s.published_at is not null and s.superseded_at is null
  union all
  select tenant_id, gen_random_uuid(), 'review', 'waiting', 'deciding', recorded_by, recorded_at, null, 'evidence', id
  from beleg.evidence where state = 'in_review' and recorded_by is not null
  union all
  select tenant_id, gen_random_uuid(), 'exception', 'requested', 'deciding', requested_by, requested_at, null, 'decision', id
  from beleg.decisions where object_kind = 'claim' and outcome is null;

insert into beleg.cases
  (tenant_id, id, number, kind, state, phase, version, opened_by, opened_at, submitted_by, changed_by, changed_at, closed_at)
select tenant_id, id, row_number() over (partition by tenant_id order by opened_at, id), kind, state, phase, 1,
  person_id, opened_at, person_id, person_id, coalesce(closed_at, opened_at), closed_at
from carried;

insert into beleg.case_links (tenant_id, case_id, kind, object_id) select tenant_id, id, link, object_id from carried;
insert into beleg.case_links (tenant_id, case_id, kind, object_id)
select k.tenant_id, k.id, 'claim', d.object_id
from carried k join beleg.decisions d on d.tenant_id = k.tenant_id and d.id = k.object_id
where k.kind = 'exception';

-- Five working days are a week and ten are two where holidays are left out; from here on they are counted exactly.
insert into beleg.case_clocks (tenant_id, case_id, name, started_at, due_at, stopped_at)
select k.tenant_id, k.id, c.name, k.opened_at,
  ((k.opened_at at time zone 'Europe/Berlin') + c.days * interval '1 day') at time zone 'Europe/Berlin', k.closed_at
from carried k
join (values ('finding', 'plan', 30), ('finding', 'resolve', 90), ('correction', 'decision', 7), ('review', 'decision', 14),
  ('exception', 'decision', 14)) as c (kind, name, days) on c.kind = k.kind;

-- Of a finding its own table keeps which sentence broke, how, and since when this time.
alter table beleg.findings
  add constraint findings_case foreign key (tenant_id, id) references beleg.cases (tenant_id, id);
create index findings_claim on beleg.findings (tenant_id, claim_id, opened_at desc);
