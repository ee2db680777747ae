-- Questionnaires of customers: the file that was asked with, its questions with drafted and given answers, every edit of
-- them, and to whom the answered file was sent.

create table beleg.questionnaires (
  tenant_id       uuid not null references beleg.tenants (id),
  id              uuid not null,
  title           text not null,
  -- Who asks, sealed.
  customer        bytea,
  format          text not null check (format in ('xlsx', 'csv', 'vsaq')),
  -- Of questions whose words do not tell.
  locale          text not null check (locale in ('de', 'en')),
  state           text not null check (state in ('open', 'approved', 'discarded')),
  due_on          date,
  file_name       text not null,
  blob_key        text not null,
  file_sha256     bytea not null check (length(file_sha256) = 32),
  -- Of a VSAQ questionnaire: what came in the file of its answers.
  given_answers   jsonb not null,
  imported_by     uuid,
  imported_at     timestamptz not null,
  drafted_at      timestamptz not null,
  decided_by      uuid,
  decided_at      timestamptz,
  -- The answered file, as it was approved.
  answered_blob   text,
  answered_bytes  bigint,
  answered_sha256 bytea check (length(answered_sha256) = 32),
  primary key (tenant_id, id),
  foreign key (tenant_id, imported_by) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, decided_by) references beleg.subjects (tenant_id, id),
  check ((state = 'approved') = (answered_sha256 is not null)
    and (answered_sha256 is null) = (answered_blob is null)
    and (state = 'open') = (decided_at is null))
);
create index questionnaires_imported on beleg.questionnaires (tenant_id, imported_at desc);
select beleg.protect_tenant_table('beleg.questionnaires', 'select, insert, update');

create table beleg.questionnaire_questions (
  tenant_id        uuid not null references beleg.tenants (id),
  id               uuid not null,
  questionnaire_id uuid not null,
  ordinal          integer not null,
  -- Where the answer is written: a cell or an item.
  place            jsonb not null,
  reference        text,
  section          text,
  text             text not null,
  -- SHA-256 of its words: the same question in another questionnaire has the same.
  words            bytea not null check (length(words) = 32),
  -- Null: any text.
  allowed          jsonb,
  takes_comment    boolean not null,
  -- What the file had answered already.
  given            text,
  -- What was drafted, with measures, sentences, their statuses and the instant of these.
  draft            jsonb not null,
  state            text not null check (state in ('open', 'accepted', 'edited', 'needs_somebody', 'left_empty')),
  answer           text,
  comment          text,
  -- The sentences with their statuses that the answer was given on.
  basis            jsonb,
  -- Says more than is proven, under the name of who said it.
  stated_by        uuid,
  stated_reason    text,
  assignee_id      uuid,
  note             text,
  answered_by      uuid,
  answered_at      timestamptz,
  -- Goes up with every change: whoever changes says which one they saw.
  version          integer not null check (version > 0),
  primary key (tenant_id, id),
  foreign key (tenant_id, questionnaire_id) references beleg.questionnaires (tenant_id, id),
  foreign key (tenant_id, stated_by) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, assignee_id) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, answered_by) references beleg.subjects (tenant_id, id),
  constraint questionnaire_questions_place unique (tenant_id, questionnaire_id, ordinal),
  check ((stated_by is null) = (stated_reason is null))
);
create index questionnaire_questions_words on beleg.questionnaire_questions (tenant_id, words, answered_at desc);
select beleg.protect_tenant_table('beleg.questionnaire_questions', 'select, insert, update');

create table beleg.questionnaire_edits (
  tenant_id   uuid not null references beleg.tenants (id),
  id          uuid not null,
  question_id uuid not null,
  before      jsonb not null,
  after       jsonb not null,
  edited_by   uuid not null,
  edited_at   timestamptz not null,
  undone_at   timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, question_id) references beleg.questionnaire_questions (tenant_id, id),
  foreign key (tenant_id, edited_by) references beleg.subjects (tenant_id, id)
);
create index questionnaire_edits_question on beleg.questionnaire_edits (tenant_id, question_id, edited_at);
select beleg.protect_tenant_table('beleg.questionnaire_edits', 'select, insert, update');

create table beleg.questionnaire_deliveries (
  tenant_id        uuid not null references beleg.tenants (id),
  id               uuid not null,
  questionnaire_id uuid not null,
  -- To whom, sealed.
  recipient        bytea not null,
  sent_by          uuid not null,
  sent_at          timestamptz not null,
  file_sha256      bytea not null check (length(file_sha256) = 32),
  primary key (tenant_id, id),
  foreign key (tenant_id, questionnaire_id) references beleg.questionnaires (tenant_id, id),
  foreign key (tenant_id, sent_by) references beleg.subjects (tenant_id, id)
);
create index questionnaire_deliveries_of on beleg.questionnaire_deliveries (tenant_id, questionnaire_id, sent_at);
select beleg.protect_tenant_table('beleg.questionnaire_deliveries', 'select, insert');

-- What was approved or given up stays as it was.
create function beleg.keep_questionnaire()
  returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  if old.state <> 'open' then
    raise exception 'a questionnaire that was decided is not altered';
  end if;
  return new;
end;
$$;
create trigger keep_questionnaire before update on beleg.questionnaires
  for each row execute function beleg.keep_questionnaire();

create function beleg.keep_answer()
  returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (
    select 1 from beleg.questionnaires q
    where q.tenant_id = old.tenant_id and q.id = old.questionnaire_id and q.state <> 'open'
  ) then
    raise exception 'an answer of a decided questionnaire is not altered';
  end if;
  return new;
end;
$$;
create trigger keep_answer before update on beleg.questionnaire_questions
  for each row execute function beleg.keep_answer();
