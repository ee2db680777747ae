-- What a collector saw and could not record, because the very tables of evidence are broken: kept outside of every
-- tenant's tables, so that a sentence turns red although its judgement cannot be written.
create table beleg.alarms (
  tenant_id uuid not null references beleg.tenants (id),
  collector text not null,
  measure   text not null,
  status    text not null check (status in ('contradicted', 'lapsed')),
  reason    jsonb not null,
  raised_at timestamptz not null,
  primary key (tenant_id, collector, measure)
);
grant select, insert, update, delete on beleg.alarms to beleg_platform;
