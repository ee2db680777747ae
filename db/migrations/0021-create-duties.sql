-- Duties in time: what is due when, by whom, who is reminded of it and when, who stands in for whom, and the address of
-- each person's calendar.

-- One row for each tenant that chose its own; the defaults of the code apply without it.
create table beleg.duty_settings (
  tenant_id           uuid primary key references beleg.tenants (id),
  time_zone           text not null,
  state               text,
  extra_holidays      date[] not null,
  eves_off            boolean not null,
  remind_before_days  smallint[] not null check (cardinality(remind_before_days) <= 6),
  deputy_after_days   smallint not null check (deputy_after_days between 0 and 90),
  superior_after_days smallint not null check (superior_after_days between 0 and 90),
  version             integer not null,
  changed_at          timestamptz not null,
  check (superior_after_days >= deputy_after_days)
);
select beleg.protect_tenant_table('beleg.duty_settings', 'select, insert, update');

-- Who answers for a measure.
create table beleg.measure_owners (
  tenant_id  uuid not null references beleg.tenants (id),
  measure_id text not null,
  person_id  uuid not null,
  since      timestamptz not null,
  primary key (tenant_id, measure_id),
  foreign key (tenant_id, person_id) references beleg.subjects (tenant_id, id)
);
create index measure_owners_person on beleg.measure_owners (tenant_id, person_id);
select beleg.protect_tenant_table('beleg.measure_owners');

-- A rhythm of the tenant's own, never longer than what its statement promises.
create table beleg.duty_rhythms (
  tenant_id  uuid not null references beleg.tenants (id),
  duty_id    text not null,
  every      text not null,
  -- By this day of each year, where that is earlier: "03-31".
  yearly_by  text check (yearly_by ~ '^\d\d-\d\d$'),
  align      text check (align in ('next_working_day', 'previous_working_day')),
  changed_at timestamptz not null,
  primary key (tenant_id, duty_id)
);
select beleg.protect_tenant_table('beleg.duty_rhythms');

-- Something happened to a subject that duties wait for: a joiner, a leaver, a new system. Said twice is said once.
create table beleg.duty_events (
  tenant_id   uuid not null references beleg.tenants (id),
  id          uuid not null,
  event       text not null,
  subject_id  uuid not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  constraint duty_events_once unique (tenant_id, event, subject_id, occurred_at),
  foreign key (tenant_id, subject_id) references beleg.subjects (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.duty_events', 'select, insert');

-- One time that a duty is due. Open until evidence shows that it was done; missed when that did not come in time.
create table beleg.duty_occurrences (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  duty_id      text not null,
  measure_id   text not null,
  -- Whom or what it is about: a measure, a subject, an event.
  occasion     text not null,
  subject_id   uuid,
  started_at   timestamptz not null,
  due_at       timestamptz not null,
  legal_due_at timestamptz,
  -- When the sentence that promises it ceases to be proven.
  breaks_at    timestamptz,
  -- The proof it counts from; none when nothing was ever shown.
  basis_id     uuid,
  opened_at    timestamptz not null,
  missed_at    timestamptz,
  done_at      timestamptz,
  evidence_id  uuid,
  dropped_at   timestamptz,
  -- Counts changes of the dates: the SEQUENCE of calendars (RFC 5545 §3.8.7.4).
  version      integer not null,
  changed_at   timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, subject_id) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, basis_id) references beleg.evidence (tenant_id, id),
  foreign key (tenant_id, evidence_id) references beleg.evidence (tenant_id, id),
  check (done_at is null or dropped_at is null),
  check ((done_at is null) = (evidence_id is null))
);
create unique index duty_occurrences_open on beleg.duty_occurrences (tenant_id, duty_id, occasion)
  where done_at is null and dropped_at is null;
create index duty_occurrences_due on beleg.duty_occurrences (tenant_id, due_at, id);
select beleg.protect_tenant_table('beleg.duty_occurrences', 'select, insert, update');

-- A step of reminding that was taken: once, whoever takes it.
create table beleg.duty_reminders (
  tenant_id     uuid not null references beleg.tenants (id),
  occurrence_id uuid not null,
  step          text not null,
  -- The due date it was about: a date that moves is reminded of anew.
  due_at        timestamptz not null,
  -- Null when nobody could be found who can act.
  person_id     uuid,
  sent_at       timestamptz not null,
  primary key (tenant_id, occurrence_id, step, due_at),
  foreign key (tenant_id, occurrence_id) references beleg.duty_occurrences (tenant_id, id),
  foreign key (tenant_id, person_id) references beleg.subjects (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.duty_reminders', 'select, insert');

-- Who stands in for a person, and whom one turns to above.
create table beleg.deputies (
  tenant_id   uuid not null references beleg.tenants (id),
  person_id   uuid not null,
  deputy_id   uuid,
  superior_id uuid,
  changed_at  timestamptz not null,
  primary key (tenant_id, person_id),
  foreign key (tenant_id, person_id) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, deputy_id) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, superior_id) references beleg.subjects (tenant_id, id),
  constraint deputies_are_others check (deputy_id <> person_id and superior_id <> person_id)
);
select beleg.protect_tenant_table('beleg.deputies');

-- Days on which somebody is away. No reason is kept: why somebody is absent is nobody's business here.
create table beleg.absences (
  tenant_id  uuid not null references beleg.tenants (id),
  id         uuid not null,
  person_id  uuid not null,
  deputy_id  uuid,
  from_on    date not null,
  until_on   date not null check (until_on >= from_on),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, person_id) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, deputy_id) references beleg.subjects (tenant_id, id),
  constraint absences_deputy_is_another check (deputy_id <> person_id)
);
create index absences_person on beleg.absences (tenant_id, person_id, until_on);
select beleg.protect_tenant_table('beleg.absences', 'select, insert, delete');

-- The secret address of a person's calendar: only its hash is kept. One at a time.
create table beleg.calendar_feeds (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  person_id    uuid not null,
  token_hash   bytea not null check (length(token_hash) = 32),
  created_at   timestamptz not null,
  primary key (tenant_id, id),
  constraint calendar_feeds_person unique (tenant_id, person_id),
  constraint calendar_feeds_token unique (tenant_id, token_hash),
  foreign key (tenant_id, person_id) references beleg.subjects (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.calendar_feeds', 'select, insert, delete');
