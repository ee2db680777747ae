-- The past can be asked for: what was judged, who belonged to a population, and when a collector was heard, over valid
-- time (when it was so) and known time (when it was known here). Nothing that was judged before is lost.

select set_config('beleg.every_tenant', 'on', true);

-- Who belongs to a population, and since when. A population is a fact type (whom its sources see) or a query over a
-- register. A row is one version of one episode: a correction closes `known_to` and begins another version.
alter table beleg.memberships rename column fact_type to population;
alter table beleg.memberships
  add column known_from timestamptz,
  add column known_to timestamptz;
update beleg.memberships set known_from = joined_at;
alter table beleg.memberships
  alter column known_from set not null,
  add constraint memberships_known check (known_to > known_from),
  drop constraint memberships_pkey,
  add primary key (tenant_id, population, source, subject_id, joined_at, known_from);
create unique index memberships_current on beleg.memberships (tenant_id, population, source, subject_id, joined_at)
  where known_to is null;

-- A judgement holds over [from_at, to_at) and was what we knew over [known_from, known_to). The one that holds now, as
-- known now, has neither end.
alter table beleg.judgements
  add column known_from timestamptz,
  add column known_to timestamptz;
update beleg.judgements set known_from = from_at;
alter table beleg.judgements
  alter column known_from set not null,
  add constraint judgements_known check (known_to > known_from),
  drop constraint judgements_pkey,
  add primary key (tenant_id, claim_id, from_at, known_from);
drop index beleg.judgements_open;
-- A version that is no longer what we know ends, at the latest, when we learned better.
create unique index judgements_open on beleg.judgements (tenant_id, claim_id) where to_at is null;
alter table beleg.judgements add constraint judgements_open_is_known check (known_to is null or to_at is not null);
create index judgements_current on beleg.judgements (tenant_id, claim_id, from_at) where known_to is null;

-- What a fact's place in history depends on, beside the fact itself, so that the state at any instant is an index away.
-- `in_doubt`: no duty can tell from it; it does not take the place of what was told before.
alter table beleg.facts
  add column class text,
  add column observed_at timestamptz,
  add column in_doubt boolean not null default false;
update beleg.facts f set class = e.class, observed_at = e.observed_to
  from beleg.evidence e where e.tenant_id = f.tenant_id and e.id = f.evidence_id;
alter table beleg.facts alter column class set not null, alter column observed_at set not null;
drop index beleg.facts_subject;
create index facts_history on beleg.facts (tenant_id, type, class, in_doubt, subject_id, observed_at desc);
create index facts_observed on beleg.facts (tenant_id, type, observed_at);
-- The newest fact of a subject is now the first of that index.
drop table beleg.current_facts;
alter table beleg.population_counts add column source text, add column observed_at timestamptz;
update beleg.population_counts p set source = e.source_system, observed_at = e.observed_to
  from beleg.evidence e where e.tenant_id = p.tenant_id and e.id = p.evidence_id;
alter table beleg.population_counts alter column source set not null, alter column observed_at set not null;
create index population_counts_history on beleg.population_counts (tenant_id, fact_type, source, observed_at desc);

-- Evidence that corrects another one: from its acceptance on, the other no longer counts; what was known then stays.
alter table beleg.evidence
  add column supersedes uuid,
  add column superseded_at timestamptz,
  add foreign key (tenant_id, supersedes) references beleg.evidence (tenant_id, id);
create index evidence_accepted on beleg.evidence (tenant_id, accepted_at);
create index evidence_superseded on beleg.evidence (tenant_id, superseded_at) where superseded_at is not null;

-- When a collector was heard without a break, and when its runs failed: past silence is known by the gaps.
create table beleg.observation_spans (
  tenant_id       uuid not null references beleg.tenants (id),
  collector       text not null,
  from_at         timestamptz not null,
  to_at           timestamptz not null check (to_at >= from_at),
  known_from      timestamptz not null,
  silent_after_ms integer not null check (silent_after_ms > 0),
  evidence_id     uuid,
  failure         text,
  primary key (tenant_id, collector, from_at),
  foreign key (tenant_id, evidence_id) references beleg.evidence (tenant_id, id),
  check ((evidence_id is null) = (failure is not null))
);
create index observation_spans_evidence on beleg.observation_spans (tenant_id, evidence_id);
select beleg.protect_tenant_table('beleg.observation_spans');
-- Until now only the last confirmation was kept, and evidence at least once an hour while a collector was heard.
insert into beleg.observation_spans (tenant_id, collector, from_at, to_at, known_from, silent_after_ms, evidence_id)
  select distinct on (e.tenant_id, e.collector, e.observed_to) e.tenant_id, e.collector, e.observed_to,
    greatest(e.observed_to, case
      when e.next_at <= e.observed_to + interval '65 minutes' then e.next_at
      when e.next_at is null and h.evidence_id = e.id then h.confirmed_at
    end),
    e.recorded_at, h.silent_after_ms, e.id
  from (
    select *, lead(observed_to) over (partition by tenant_id, collector order by observed_to, id) as next_at
    from beleg.evidence where collector is not null and state = 'accepted'
  ) e
  join beleg.heartbeats h on h.tenant_id = e.tenant_id and h.collector = e.collector
  order by e.tenant_id, e.collector, e.observed_to, e.id desc;

-- What has changed since the claims that rest on it were last judged. Written with the change, gone with the judging.
create table beleg.judging_marks (
  tenant_id uuid not null references beleg.tenants (id),
  id        uuid not null,
  -- `population <id>`, `collector <id>`, `claim <id>` or `all`
  topic     text not null,
  -- The first instant about which something new may be known.
  since_at  timestamptz not null,
  primary key (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.judging_marks');

-- One timer for each tenant: when time alone will change one of its statuses.
create table beleg.judging_timers (
  tenant_id uuid primary key references beleg.tenants (id),
  due_at    timestamptz not null
);
create index judging_timers_due on beleg.judging_timers (due_at);
grant select, insert, update, delete on beleg.judging_timers to beleg_platform;
-- Every tenant is looked at once: the rules have changed.
insert into beleg.judging_timers (tenant_id, due_at)
  select tenant_id, min(judged_at) from beleg.judgements where to_at is null group by tenant_id;

create function beleg.set_judging_timer(at timestamptz)
  returns void
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  tenant uuid := nullif(current_setting('beleg.tenant_id', true), '')::uuid;
begin
  if tenant is null then
    raise exception 'a timer of no tenant';
  end if;
  if at is null then
    delete from beleg.judging_timers where tenant_id = tenant;
    return;
  end if;
  insert into beleg.judging_timers (tenant_id, due_at) values (tenant, at)
    on conflict (tenant_id) do update set due_at = excluded.due_at where judging_timers.due_at <> excluded.due_at;
end;
$$;
grant execute on function beleg.set_judging_timer(timestamptz) to beleg_app;

-- Tenants of which something has to be judged: time has passed, or something changed and nobody has looked since.
create function beleg.list_judging_due(at timestamptz, at_most integer)
  returns table (tenant_id uuid)
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  return query
    select d.tenant_id from (
      select m.tenant_id from beleg.judging_marks m
      union
      (select t.tenant_id from beleg.judging_timers t where t.due_at <= at order by t.due_at limit at_most)
    ) d
    join beleg.tenants n on n.id = d.tenant_id
    where n.state = 'active' and not n.canary
    limit at_most;
end;
$$;
grant execute on function beleg.list_judging_due(timestamptz, integer) to beleg_platform;
