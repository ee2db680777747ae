-- Jobs and recurring work, shared by any number of processes. The queue's tables (schema beleg_job) were installed by
-- graphile-worker just before; they have row-level security without policies, so what the platform role may do stands
-- here. The app role can add a job of its own tenant and nothing else.

revoke all on all functions in schema beleg_job from public;
grant usage on schema beleg_job to beleg_platform;
grant select, insert, update, delete on all tables in schema beleg_job to beleg_platform;
grant usage on all sequences in schema beleg_job to beleg_platform;
grant execute on all functions in schema beleg_job to beleg_platform;
revoke insert, update, delete on beleg_job.migrations from beleg_platform;
create policy platform_rows on beleg_job._private_jobs to beleg_platform using (true) with check (true);
create policy platform_rows on beleg_job._private_job_queues to beleg_platform using (true) with check (true);
create policy platform_rows on beleg_job._private_tasks to beleg_platform using (true) with check (true);
create policy platform_rows on beleg_job._private_known_crontabs to beleg_platform using (true) with check (true);

-- Adds a job of the running transaction's tenant. The tenant comes from the transaction, never from the caller, and is
-- part of the key: one tenant's job must not replace another's.
create function beleg.enqueue_tenant_job(
  job text, payload jsonb, run_at timestamptz, job_key text, max_attempts integer
) returns bigint
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  tenant text := nullif(current_setting('beleg.tenant_id', true), '')::uuid::text;
begin
  if tenant is null then
    raise exception 'a tenant''s job was enqueued without its tenant';
  end if;
  return (beleg_job.add_job(
    job, json_build_object('tenant', tenant, 'payload', payload), null, run_at, max_attempts,
    tenant || ':' || job || ':' || job_key
  )).id;
end;
$$;
grant execute on function beleg.enqueue_tenant_job(text, jsonb, timestamptz, text, integer) to beleg_app;

-- Adds a job of no tenant, or on behalf of one.
create function beleg.enqueue_platform_job(
  job text, payload jsonb, run_at timestamptz, job_key text, max_attempts integer, tenant uuid
) returns bigint
  language plpgsql
  security definer
  set search_path = pg_catalog, pg_temp
as $$
begin
  return (beleg_job.add_job(
    job, json_build_object('tenant', tenant, 'payload', payload), null, run_at, max_attempts,
    coalesce(tenant::text, 'platform') || ':' || job || ':' || job_key
  )).id;
end;
$$;
grant execute on function beleg.enqueue_platform_job(text, jsonb, timestamptz, text, integer, uuid) to beleg_platform;

-- Work that comes round, at most one run of each at a time. `worker` holds it while it runs; whether that worker lives
-- is told by an advisory lock of its session, not by a time-out, so that a killed one is noticed at once.
create table beleg.recurring_jobs (
  name     text primary key,
  every_ms bigint not null check (every_ms > 0),
  next_at  timestamptz not null,
  worker   uuid
);
grant select, insert, update, delete on beleg.recurring_jobs to beleg_platform;

-- A run that was asked for waits with `started_at` null; the next run of its name answers every one that waits.
create table beleg.recurring_runs (
  id           uuid primary key,
  name         text not null references beleg.recurring_jobs (name) on delete cascade,
  scheduled_at timestamptz not null,
  started_at   timestamptz,
  finished_at  timestamptz check (finished_at is null or started_at is not null),
  outcome      text check (outcome in ('succeeded', 'failed', 'lost')),
  error        text,
  requested_by text,
  worker       uuid,
  check ((finished_at is null) = (outcome is null))
);
create index recurring_runs_latest on beleg.recurring_runs (name, scheduled_at desc);
create index recurring_runs_open on beleg.recurring_runs (name) where finished_at is null;
grant select, insert, update, delete on beleg.recurring_runs to beleg_platform;
