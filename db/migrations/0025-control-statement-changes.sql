-- Versions of a statement under control: numbered, submitted, approved by somebody who wrote nothing of them, announced
-- to customers, in force from a day that is never past, and kept for ever.

select set_config('beleg.every_tenant', 'on', true);

alter table beleg.statements
  add column version       integer check (version > 0),
  add column submitted_by  uuid,
  add column submitted_at  timestamptz,
  add column approved_by   uuid,
  add column approved_at   timestamptz,
  -- The version that it was compared with when it was approved; none for the first.
  add column replaces_id   uuid,
  -- SHA-256 of the wording as pages show it, and of what it means to the judge.
  add column wording_hash  bytea check (length(wording_hash) = 32),
  add column meaning_hash  bytea check (length(meaning_hash) = 32),
  add column announced_at  timestamptz,
  add column effective_at  timestamptz;

update beleg.statements s set version = n.number
from (
  select tenant_id, id, row_number() over (partition by tenant_id, locale order by created_at, id) as number
  from beleg.statements
) n
where n.tenant_id = s.tenant_id and n.id = s.id;

alter table beleg.statements
  alter column version set not null,
  add constraint statements_version unique (tenant_id, locale, version),
  add foreign key (tenant_id, replaces_id) references beleg.statements (tenant_id, id),
  add constraint statements_approved check (
    (approved_at is null) = (approved_by is null)
    and (approved_at is null or submitted_at <= approved_at)
    and (announced_at is null or approved_at <= announced_at)
    and (announced_at is null) = (effective_at is null)
  ),
  add constraint statements_approver check (approved_by <> drafted_by),
  -- In force from then on and never before: nobody is told afterwards what was promised.
  add constraint statements_not_retroactive check (effective_at >= announced_at and published_at >= effective_at);

alter table beleg.claims
  -- The systems that the sentence speaks about; null: all.
  add column scope       text check (length(scope) between 1 and 200),
  -- Counts changes while it is a draft, so that two people lose nothing of each other.
  add column version     integer not null default 1 check (version > 0),
  add column accepted_by uuid,
  add column accepted_at timestamptz,
  add constraint claims_accepted check ((accepted_by is null) = (accepted_at is null));

-- Edits of a draft, each with what was before and after, so that it can be taken back.
create table beleg.claim_edits (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  statement_id uuid not null,
  kind         text not null check (kind in ('edit', 'split', 'merge', 'undo')),
  before       jsonb not null,
  after        jsonb not null,
  edited_by    uuid not null,
  edited_at    timestamptz not null,
  undone_at    timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, statement_id) references beleg.statements (tenant_id, id),
  foreign key (tenant_id, edited_by) references beleg.subjects (tenant_id, id)
);
create index claim_edits_statement on beleg.claim_edits (tenant_id, statement_id, edited_at);
select beleg.protect_tenant_table('beleg.claim_edits', 'select, insert, update');

-- Everybody who wrote something of a draft: none of them approves it, or judges its changes.
create table beleg.statement_authors (
  tenant_id    uuid not null references beleg.tenants (id),
  statement_id uuid not null,
  person_id    uuid not null,
  first_at     timestamptz not null,
  primary key (tenant_id, statement_id, person_id),
  foreign key (tenant_id, statement_id) references beleg.statements (tenant_id, id),
  foreign key (tenant_id, person_id) references beleg.subjects (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.statement_authors', 'select, insert');
insert into beleg.statement_authors (tenant_id, statement_id, person_id, first_at)
select tenant_id, id, drafted_by, created_at from beleg.statements where drafted_by is not null;

-- What answers a sentence that became weaker or fell away: a measure that compensates, or a judgement that was asked for.
create table beleg.statement_answers (
  tenant_id    uuid not null references beleg.tenants (id),
  statement_id uuid not null,
  -- The sentence of the older version; of the newer one where it is a new duty of the customer.
  claim_id     uuid not null,
  -- What both sentences were when it was answered: anything else is not answered.
  digest       bytea not null check (length(digest) = 32),
  measure_id   text,
  decision_id  uuid,
  given_by     uuid not null,
  given_at     timestamptz not null,
  primary key (tenant_id, statement_id, claim_id),
  foreign key (tenant_id, statement_id) references beleg.statements (tenant_id, id),
  foreign key (tenant_id, decision_id) references beleg.decisions (tenant_id, id),
  foreign key (tenant_id, given_by) references beleg.subjects (tenant_id, id),
  check ((measure_id is null) <> (decision_id is null))
);
create index statement_answers_decision on beleg.statement_answers (tenant_id, decision_id);
select beleg.protect_tenant_table('beleg.statement_answers', 'select, insert, update');

-- What customers were promised: the version their contract names, and where they are told of a new one.
create table beleg.customer_contracts (
  tenant_id    uuid not null references beleg.tenants (id),
  id           uuid not null,
  customer     bytea not null,
  email        bytea,
  email_index  bytea,
  locale       text not null check (locale in ('de', 'en')),
  statement_id uuid not null,
  from_on      date not null,
  until_on     date check (until_on >= from_on),
  created_by   uuid not null,
  created_at   timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, statement_id) references beleg.statements (tenant_id, id),
  foreign key (tenant_id, created_by) references beleg.subjects (tenant_id, id),
  check ((email is null) = (email_index is null))
);
create index customer_contracts_statement on beleg.customer_contracts (tenant_id, statement_id);
create index customer_contracts_email on beleg.customer_contracts (tenant_id, email_index);
select beleg.protect_tenant_table('beleg.customer_contracts', 'select, insert, update');

-- Who was told of a version, by which mail.
create table beleg.statement_notices (
  tenant_id    uuid not null references beleg.tenants (id),
  statement_id uuid not null,
  contract_id  uuid not null,
  mail_id      uuid not null,
  sent_at      timestamptz not null,
  primary key (tenant_id, statement_id, contract_id),
  foreign key (tenant_id, statement_id) references beleg.statements (tenant_id, id),
  foreign key (tenant_id, contract_id) references beleg.customer_contracts (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.statement_notices', 'select, insert');

-- How long before a weaker version customers are told; the default of the code applies without a row.
create table beleg.statement_settings (
  tenant_id   uuid primary key references beleg.tenants (id),
  notice_days smallint not null check (notice_days between 0 and 365),
  version     integer not null,
  changed_at  timestamptz not null
);
select beleg.protect_tenant_table('beleg.statement_settings', 'select, insert, update');

revoke delete on beleg.statements from beleg_app;

-- Whatever the application does: what was approved stays as it was approved, and what was published as it was published.
create function beleg.keep_statement()
  returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  if current_user = (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
    return new;
  end if;
  if (new.tenant_id, new.id, new.locale, new.version, new.drafted_by, new.created_at)
    is distinct from (old.tenant_id, old.id, old.locale, old.version, old.drafted_by, old.created_at)
    or (old.approved_at is not null or old.published_at is not null)
      and (new.title, new.body, new.body_hash) is distinct from (old.title, old.body, old.body_hash)
    or old.published_at is not null
      and (new.published_at, new.published_by, new.approved_by, new.approved_at, new.announced_at, new.effective_at,
           new.replaces_id, new.wording_hash, new.meaning_hash)
        is distinct from
          (old.published_at, old.published_by, old.approved_by, old.approved_at, old.announced_at, old.effective_at,
           old.replaces_id, old.wording_hash, old.meaning_hash)
    or old.superseded_at is not null and new.superseded_at is distinct from old.superseded_at then
    raise exception 'a version is not altered';
  end if;
  return new;
end;
$$;
create trigger keep_statement before update on beleg.statements
  for each row execute function beleg.keep_statement();

create function beleg.keep_claim()
  returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  if current_user = (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
    return coalesce(new, old);
  end if;
  if exists (
    select from beleg.statements
    where tenant_id = old.tenant_id and id = old.statement_id and (approved_at is not null or published_at is not null)
  ) then
    raise exception 'a sentence of a version is not altered';
  end if;
  return coalesce(new, old);
end;
$$;
create trigger keep_claim before update or delete on beleg.claims
  for each row execute function beleg.keep_claim();
