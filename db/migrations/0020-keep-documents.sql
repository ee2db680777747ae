-- Frozen documents: what was rendered once is neither altered nor deleted. Their files are sealed blobs.

create table beleg.documents (
  tenant_id      uuid not null references beleg.tenants (id),
  id             uuid not null,
  kind           text not null,
  -- What of its kind it is about; empty when there is one only.
  scope          text not null,
  locale         text not null check (locale in ('de', 'en')),
  title          text not null,
  classification text not null
    check (classification in ('public', 'internal', 'confidential', 'strictly_confidential')),
  -- What its kind demanded of readers when it was made: kinds come and go, documents stay.
  permission     text not null,
  as_of          timestamptz not null,
  known_at       timestamptz not null,
  version        integer not null check (version > 0),
  model_sha256   bytea not null check (length(model_sha256) = 32),
  created_by     uuid,
  created_at     timestamptz not null,
  state          text not null check (state in ('draft', 'approved', 'rejected', 'superseded')),
  decided_by     uuid,
  decided_at     timestamptz,
  superseded_at  timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, created_by) references beleg.subjects (tenant_id, id),
  foreign key (tenant_id, decided_by) references beleg.subjects (tenant_id, id),
  constraint documents_version unique (tenant_id, kind, scope, locale, version),
  constraint documents_times check (known_at >= as_of and created_at >= as_of),
  constraint documents_decided check (
    (state = 'draft') = (decided_at is null) and (decided_by is null) = (decided_at is null)
    and (state = 'superseded') = (superseded_at is not null)
  ),
  -- Whoever made it may withdraw it, which is a rejection; never approve it.
  constraint documents_four_eyes check (state not in ('approved', 'superseded') or created_by <> decided_by)
);
create index documents_created on beleg.documents (tenant_id, created_at, id);
create unique index documents_in_force on beleg.documents (tenant_id, kind, scope, locale) where state = 'approved';
select beleg.protect_tenant_table('beleg.documents', 'select, insert, update');

create table beleg.document_files (
  tenant_id   uuid not null references beleg.tenants (id),
  document_id uuid not null,
  format      text not null check (format in ('json', 'html', 'pdf', 'docx')),
  blob_key    text not null,
  bytes       bigint not null check (bytes > 0),
  sha256      bytea not null check (length(sha256) = 32),
  primary key (tenant_id, document_id, format),
  foreign key (tenant_id, document_id) references beleg.documents (tenant_id, id)
);
select beleg.protect_tenant_table('beleg.document_files', 'select, insert');

-- What a document is stays; its state goes one way.
create function beleg.keep_document()
  returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  if (new.tenant_id, new.id, new.kind, new.scope, new.locale, new.title, new.classification, new.permission,
      new.as_of, new.known_at, new.version, new.model_sha256, new.created_by, new.created_at)
    is distinct from
     (old.tenant_id, old.id, old.kind, old.scope, old.locale, old.title, old.classification, old.permission,
      old.as_of, old.known_at, old.version, old.model_sha256, old.created_by, old.created_at) then
    raise exception 'a document is not altered';
  end if;
  if not (
    (old.state = 'draft' and new.state in ('approved', 'rejected'))
    or (old.state = 'approved' and new.state = 'superseded'
      and (new.decided_by, new.decided_at) is not distinct from (old.decided_by, old.decided_at))
  ) then
    raise exception 'a document does not go from % to %', old.state, new.state;
  end if;
  return new;
end;
$$;
create trigger keep_document before update on beleg.documents
  for each row execute function beleg.keep_document();
