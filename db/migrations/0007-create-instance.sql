-- The processes of this instance: what listens where, so that probes and the command line find it.
create table beleg.instance_processes (
  id         uuid primary key,
  role       text not null check (role in ('all', 'server', 'worker')),
  host       text not null,
  pid        integer not null,
  started_at timestamptz not null,
  seen_at    timestamptz not null,
  listeners  jsonb not null
);
grant select, insert, update, delete on beleg.instance_processes to beleg_platform;
