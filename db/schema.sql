-- The schema of Beleg, for reading: written by `npm run db:dump` from the catalogue, compared by a spec.

table beleg.absences row security forced
  tenant_id uuid not null
  id uuid not null
  person_id uuid not null
  deputy_id uuid
  from_on date not null
  until_on date not null
  created_at timestamp with time zone not null
  constraint absences_check CHECK ((until_on >= from_on))
  constraint absences_deputy_is_another CHECK ((deputy_id <> person_id))
  constraint absences_tenant_id_deputy_id_fkey FOREIGN KEY (tenant_id, deputy_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint absences_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint absences_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint absences_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX absences_person ON beleg.absences USING btree (tenant_id, person_id, until_on)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select to beleg_app

table beleg.account_resets row security forced
  tenant_id uuid not null
  id uuid not null
  account_id uuid not null
  subject_person_id uuid not null
  requested_by uuid not null
  requested_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  reason bytea not null
  state text not null
  decided_by uuid
  decided_at timestamp with time zone
  constraint account_resets_four_eyes CHECK (((requested_by <> subject_person_id) AND ((state <> 'approved'::text) OR ((decided_by IS NOT NULL) AND (decided_by <> requested_by) AND (decided_by <> subject_person_id)))))
  constraint account_resets_state_check CHECK ((state = ANY (ARRAY['open'::text, 'approved'::text, 'rejected'::text, 'expired'::text])))
  constraint account_resets_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES beleg.accounts(tenant_id, id)
  constraint account_resets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint account_resets_pkey PRIMARY KEY (tenant_id, id)
  CREATE UNIQUE INDEX account_resets_open ON beleg.account_resets USING btree (tenant_id, account_id) WHERE (state = 'open'::text)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.accounts row security forced
  tenant_id uuid not null
  id uuid not null
  person_id uuid not null
  email bytea not null
  email_index bytea not null
  roles text[] not null
  state text not null
  locale text not null
  synthetic boolean not null default false
  version integer not null default 1
  created_at timestamp with time zone not null
  changed_at timestamp with time zone not null
  constraint accounts_locale_check CHECK ((locale = ANY (ARRAY['de'::text, 'en'::text])))
  constraint accounts_roles CHECK ((roles <@ ARRAY['owner'::text, 'isb'::text, 'management'::text, 'measure-owner'::text, 'employee'::text, 'auditor'::text, 'customer'::text]))
  constraint accounts_roles_check CHECK ((cardinality(roles) > 0))
  constraint accounts_state_check CHECK ((state = ANY (ARRAY['invited'::text, 'active'::text, 'deactivated'::text])))
  constraint accounts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint accounts_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES beleg.people(tenant_id, subject_id)
  constraint accounts_pkey PRIMARY KEY (tenant_id, id)
  constraint accounts_email UNIQUE (tenant_id, email_index)
  constraint accounts_person UNIQUE (tenant_id, person_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER accounts_end_access AFTER UPDATE OF state ON beleg.accounts FOR EACH ROW WHEN ((new.state <> 'active'::text)) EXECUTE FUNCTION beleg.end_account_access()
  CREATE TRIGGER accounts_observe AFTER INSERT OR DELETE OR UPDATE OF state, roles, person_id ON beleg.accounts FOR EACH STATEMENT EXECUTE FUNCTION beleg.notify_observe('identity.accounts')
  grant insert, select, update to beleg_app

table beleg.alarms
  tenant_id uuid not null
  collector text not null
  measure text not null
  status text not null
  reason jsonb not null
  raised_at timestamp with time zone not null
  constraint alarms_status_check CHECK ((status = ANY (ARRAY['contradicted'::text, 'lapsed'::text])))
  constraint alarms_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint alarms_pkey PRIMARY KEY (tenant_id, collector, measure)
  grant delete, insert, select, update to beleg_platform

table beleg.api_keys row security forced
  tenant_id uuid not null
  id uuid not null
  account_id uuid not null
  name text not null
  hash bytea not null
  prefix text not null
  permissions text[] not null
  created_at timestamp with time zone not null
  expires_at timestamp with time zone
  last_used_at timestamp with time zone
  revoked_at timestamp with time zone
  constraint api_keys_expiry CHECK (((expires_at IS NOT NULL) AND (expires_at <= (created_at + '2160:00:00'::interval))))
  constraint api_keys_hash_only CHECK ((length(hash) = 32))
  constraint api_keys_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  constraint api_keys_scoped CHECK ((cardinality(permissions) > 0))
  constraint api_keys_account FOREIGN KEY (tenant_id, account_id) REFERENCES beleg.accounts(tenant_id, id)
  constraint api_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint api_keys_pkey PRIMARY KEY (tenant_id, id)
  constraint api_keys_hash UNIQUE (tenant_id, hash)
  CREATE INDEX api_keys_of_account ON beleg.api_keys USING btree (tenant_id, account_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER api_keys_observe AFTER INSERT OR DELETE OR UPDATE OF hash, permissions, created_at, expires_at, revoked_at, account_id ON beleg.api_keys FOR EACH STATEMENT EXECUTE FUNCTION beleg.notify_observe('identity.accounts')
  grant insert, select, update to beleg_app

table beleg.attestation_accesses row security forced
  tenant_id uuid not null
  id uuid not null
  copy_id uuid not null
  at timestamp with time zone not null
  outcome text not null
  address bytea
  constraint attestation_accesses_tenant_id_copy_id_fkey FOREIGN KEY (tenant_id, copy_id) REFERENCES beleg.attestation_copies(tenant_id, id)
  constraint attestation_accesses_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint attestation_accesses_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX attestation_accesses_copy ON beleg.attestation_accesses USING btree (tenant_id, copy_id, at DESC)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.attestation_copies row security forced
  tenant_id uuid not null
  id uuid not null
  request_id uuid not null
  number integer not null
  blob_key text
  bytes bigint not null
  sha256 bytea not null
  title text not null
  document_id uuid
  certificate_ids uuid[] not null
  nda_id uuid not null
  issued_by uuid
  issued_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  ended_at timestamp with time zone
  ended_as text
  end_reason bytea
  link_hash bytea not null
  code_hash bytea
  code_until timestamp with time zone
  code_tries integer not null
  constraint attestation_copies_check CHECK (((ended_at IS NULL) = (ended_as IS NULL)))
  constraint attestation_copies_ended_as_check CHECK ((ended_as = ANY (ARRAY['expired'::text, 'revoked'::text])))
  constraint attestation_copies_number_check CHECK ((number > 0))
  constraint attestation_copies_sha256_check CHECK ((length(sha256) = 32))
  constraint attestation_copies_tenant_id_document_id_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES beleg.documents(tenant_id, id)
  constraint attestation_copies_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint attestation_copies_tenant_id_nda_id_fkey FOREIGN KEY (tenant_id, nda_id) REFERENCES beleg.ndas(tenant_id, id)
  constraint attestation_copies_tenant_id_request_id_fkey FOREIGN KEY (tenant_id, request_id) REFERENCES beleg.attestation_requests(tenant_id, id)
  constraint attestation_copies_pkey PRIMARY KEY (tenant_id, id)
  constraint attestation_copies_link UNIQUE (tenant_id, link_hash)
  constraint attestation_copies_number UNIQUE (tenant_id, number)
  constraint attestation_copies_request UNIQUE (tenant_id, request_id)
  CREATE INDEX attestation_copies_live ON beleg.attestation_copies USING btree (tenant_id, expires_at) WHERE (ended_at IS NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.attestation_requests row security forced
  tenant_id uuid not null
  id uuid not null
  source text not null
  locale text not null
  asked bytea
  email_index bytea
  domain_index bytea not null
  network_index bytea
  wants text not null
  frameworks text[] not null
  offer_id uuid
  contract_id uuid
  asked_at timestamp with time zone not null
  confirm_hash bytea not null
  confirmed_at timestamp with time zone
  signatory bytea
  signatory_index bytea
  sign_hash bytea
  nda_id uuid
  certificate_ids uuid[] not null
  assessment bytea
  answer bytea
  answered_at timestamp with time zone
  entered_by uuid
  proposed_by uuid
  decided_by uuid
  reminded_at timestamp with time zone
  mail_ids uuid[] not null
  erased_at timestamp with time zone
  constraint attestation_requests_domain_index_check CHECK ((length(domain_index) = 32))
  constraint attestation_requests_locale_check CHECK ((locale = ANY (ARRAY['de'::text, 'en'::text])))
  constraint attestation_requests_source_check CHECK ((source = ANY (ARRAY['public'::text, 'staff'::text])))
  constraint attestation_requests_wants CHECK (((wants = 'document'::text) = (offer_id IS NOT NULL)))
  constraint attestation_requests_wants_check CHECK ((wants = ANY (ARRAY['confirmation'::text, 'document'::text])))
  constraint attestation_requests_tenant_id_contract_id_fkey FOREIGN KEY (tenant_id, contract_id) REFERENCES beleg.customer_contracts(tenant_id, id)
  constraint attestation_requests_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint attestation_requests_tenant_id_nda_id_fkey FOREIGN KEY (tenant_id, nda_id) REFERENCES beleg.ndas(tenant_id, id)
  constraint attestation_requests_tenant_id_offer_id_fkey FOREIGN KEY (tenant_id, offer_id) REFERENCES beleg.offered_documents(tenant_id, id)
  constraint attestation_requests_pkey PRIMARY KEY (tenant_id, id)
  constraint attestation_requests_confirm UNIQUE (tenant_id, confirm_hash)
  constraint attestation_requests_sign UNIQUE (tenant_id, sign_hash)
  CREATE INDEX attestation_requests_asked ON beleg.attestation_requests USING btree (tenant_id, asked_at DESC, id DESC)
  CREATE INDEX attestation_requests_domain ON beleg.attestation_requests USING btree (tenant_id, domain_index, asked_at DESC)
  CREATE INDEX attestation_requests_email ON beleg.attestation_requests USING btree (tenant_id, email_index, asked_at DESC)
  CREATE INDEX attestation_requests_signatory ON beleg.attestation_requests USING btree (tenant_id, signatory_index) WHERE (signatory_index IS NOT NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.attestation_settings row security forced
  tenant_id uuid not null
  is_open boolean not null
  repeat_days integer not null
  copy_days integer not null
  nda_months integer not null
  changed_by uuid
  changed_at timestamp with time zone not null
  constraint attestation_settings_copy_days_check CHECK (((copy_days >= 1) AND (copy_days <= 365)))
  constraint attestation_settings_nda_months_check CHECK (((nda_months >= 1) AND (nda_months <= 120)))
  constraint attestation_settings_repeat_days_check CHECK (((repeat_days >= 0) AND (repeat_days <= 730)))
  constraint attestation_settings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint attestation_settings_pkey PRIMARY KEY (tenant_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.calendar_feeds row security forced
  tenant_id uuid not null
  id uuid not null
  person_id uuid not null
  token_hash bytea not null
  created_at timestamp with time zone not null
  constraint calendar_feeds_token_hash_check CHECK ((length(token_hash) = 32))
  constraint calendar_feeds_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint calendar_feeds_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint calendar_feeds_pkey PRIMARY KEY (tenant_id, id)
  constraint calendar_feeds_person UNIQUE (tenant_id, person_id)
  constraint calendar_feeds_token UNIQUE (tenant_id, token_hash)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select to beleg_app

table beleg.case_clocks row security forced
  tenant_id uuid not null
  case_id uuid not null
  name text not null
  started_at timestamp with time zone not null
  due_at timestamp with time zone not null
  legal_due_at timestamp with time zone
  stopped_at timestamp with time zone
  constraint case_clocks_check CHECK ((legal_due_at >= due_at))
  constraint case_clocks_tenant_id_case_id_fkey FOREIGN KEY (tenant_id, case_id) REFERENCES beleg.cases(tenant_id, id)
  constraint case_clocks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint case_clocks_pkey PRIMARY KEY (tenant_id, case_id, name)
  CREATE INDEX case_clocks_due ON beleg.case_clocks USING btree (tenant_id, due_at) WHERE (stopped_at IS NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.case_comments row security forced
  tenant_id uuid not null
  id uuid not null
  case_id uuid not null
  author_id uuid not null
  text bytea
  created_at timestamp with time zone not null
  constraint case_comments_tenant_id_author_id_fkey FOREIGN KEY (tenant_id, author_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint case_comments_tenant_id_case_id_fkey FOREIGN KEY (tenant_id, case_id) REFERENCES beleg.cases(tenant_id, id)
  constraint case_comments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint case_comments_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX case_comments_case ON beleg.case_comments USING btree (tenant_id, case_id, created_at, id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.case_files row security forced
  tenant_id uuid not null
  id uuid not null
  case_id uuid not null
  file_name bytea
  media_type text not null
  bytes bigint not null
  sha256 bytea not null
  blob_key text not null
  added_by uuid not null
  added_at timestamp with time zone not null
  constraint case_files_sha256_check CHECK ((length(sha256) = 32))
  constraint case_files_tenant_id_added_by_fkey FOREIGN KEY (tenant_id, added_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint case_files_tenant_id_case_id_fkey FOREIGN KEY (tenant_id, case_id) REFERENCES beleg.cases(tenant_id, id)
  constraint case_files_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint case_files_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX case_files_case ON beleg.case_files USING btree (tenant_id, case_id, added_at, id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.case_items row security forced
  tenant_id uuid not null
  id uuid not null
  case_id uuid not null
  ordinal integer not null
  text bytea
  ticked_by uuid
  ticked_at timestamp with time zone
  constraint case_items_check CHECK (((ticked_by IS NULL) = (ticked_at IS NULL)))
  constraint case_items_tenant_id_case_id_fkey FOREIGN KEY (tenant_id, case_id) REFERENCES beleg.cases(tenant_id, id)
  constraint case_items_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint case_items_tenant_id_ticked_by_fkey FOREIGN KEY (tenant_id, ticked_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint case_items_pkey PRIMARY KEY (tenant_id, id)
  constraint case_items_ordinal UNIQUE (tenant_id, case_id, ordinal)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.case_links row security forced
  tenant_id uuid not null
  case_id uuid not null
  kind text not null
  object_id uuid not null
  constraint case_links_kind_check CHECK ((kind = ANY (ARRAY['claim'::text, 'evidence'::text, 'decision'::text, 'subject'::text])))
  constraint case_links_tenant_id_case_id_fkey FOREIGN KEY (tenant_id, case_id) REFERENCES beleg.cases(tenant_id, id)
  constraint case_links_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint case_links_pkey PRIMARY KEY (tenant_id, case_id, kind, object_id)
  CREATE INDEX case_links_object ON beleg.case_links USING btree (tenant_id, kind, object_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.case_mentions row security forced
  tenant_id uuid not null
  id uuid not null
  comment_id uuid not null
  person_id uuid not null
  seen_at timestamp with time zone
  constraint case_mentions_tenant_id_comment_id_fkey FOREIGN KEY (tenant_id, comment_id) REFERENCES beleg.case_comments(tenant_id, id)
  constraint case_mentions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint case_mentions_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint case_mentions_pkey PRIMARY KEY (tenant_id, id)
  constraint case_mentions_person UNIQUE (tenant_id, comment_id, person_id)
  CREATE INDEX case_mentions_unseen ON beleg.case_mentions USING btree (tenant_id, person_id) WHERE (seen_at IS NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.cases row security forced
  tenant_id uuid not null
  id uuid not null
  number integer not null
  kind text not null
  state text not null
  phase text not null
  version integer not null
  title bytea
  parent_id uuid
  owner_id uuid
  opened_by uuid
  opened_at timestamp with time zone not null
  submitted_by uuid
  decided_by uuid
  changed_by uuid
  changed_at timestamp with time zone not null
  closed_at timestamp with time zone
  constraint cases_four_eyes CHECK ((submitted_by <> decided_by))
  constraint cases_number_check CHECK ((number > 0))
  constraint cases_phase_check CHECK ((phase = ANY (ARRAY['draft'::text, 'open'::text, 'working'::text, 'deciding'::text, 'done'::text, 'verified'::text, 'cancelled'::text])))
  constraint cases_version_check CHECK ((version > 0))
  constraint cases_tenant_id_changed_by_fkey FOREIGN KEY (tenant_id, changed_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint cases_tenant_id_decided_by_fkey FOREIGN KEY (tenant_id, decided_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint cases_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint cases_tenant_id_opened_by_fkey FOREIGN KEY (tenant_id, opened_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint cases_tenant_id_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint cases_tenant_id_parent_id_fkey FOREIGN KEY (tenant_id, parent_id) REFERENCES beleg.cases(tenant_id, id)
  constraint cases_tenant_id_submitted_by_fkey FOREIGN KEY (tenant_id, submitted_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint cases_pkey PRIMARY KEY (tenant_id, id)
  constraint cases_number UNIQUE (tenant_id, number)
  CREATE INDEX cases_live ON beleg.cases USING btree (tenant_id, kind) WHERE (closed_at IS NULL)
  CREATE INDEX cases_opened ON beleg.cases USING btree (tenant_id, opened_at DESC, id DESC)
  CREATE INDEX cases_owner ON beleg.cases USING btree (tenant_id, owner_id) WHERE (closed_at IS NULL)
  CREATE INDEX cases_parent ON beleg.cases USING btree (tenant_id, parent_id) WHERE (parent_id IS NOT NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.certificates row security forced
  tenant_id uuid not null
  id uuid not null
  framework text not null
  body text not null
  number text not null
  scope text not null
  soa_id uuid
  valid_from date not null
  valid_to date not null
  blob_key text not null
  file_name text not null
  media_type text not null
  file_bytes bigint not null
  file_sha256 bytea not null
  recorded_by uuid
  recorded_at timestamp with time zone not null
  withdrawn_at timestamp with time zone
  withdrawn_reason text
  constraint certificates_days CHECK ((valid_to >= valid_from))
  constraint certificates_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint certificates_tenant_id_soa_id_fkey FOREIGN KEY (tenant_id, soa_id) REFERENCES beleg.soa_versions(tenant_id, id)
  constraint certificates_pkey PRIMARY KEY (tenant_id, id)
  constraint certificates_number UNIQUE (tenant_id, framework, body, number, valid_from)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.claim_edits row security forced
  tenant_id uuid not null
  id uuid not null
  statement_id uuid not null
  kind text not null
  before jsonb not null
  after jsonb not null
  edited_by uuid not null
  edited_at timestamp with time zone not null
  undone_at timestamp with time zone
  constraint claim_edits_kind_check CHECK ((kind = ANY (ARRAY['add'::text, 'edit'::text, 'split'::text, 'merge'::text, 'undo'::text])))
  constraint claim_edits_tenant_id_edited_by_fkey FOREIGN KEY (tenant_id, edited_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint claim_edits_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint claim_edits_tenant_id_statement_id_fkey FOREIGN KEY (tenant_id, statement_id) REFERENCES beleg.statements(tenant_id, id)
  constraint claim_edits_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX claim_edits_statement ON beleg.claim_edits USING btree (tenant_id, statement_id, edited_at)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.claims row security forced
  tenant_id uuid not null
  id uuid not null
  statement_id uuid not null
  ordinal integer not null
  start_offset integer not null
  end_offset integer not null
  text text not null
  section text
  lead_in text
  kind text not null
  modality text not null
  quantifier text not null
  quantifier_word text
  parameters jsonb not null
  measures text[] not null
  scope text
  version integer not null default 1
  accepted_by uuid
  accepted_at timestamp with time zone
  constraint claims_accepted CHECK (((accepted_by IS NULL) = (accepted_at IS NULL)))
  constraint claims_check CHECK ((end_offset > start_offset))
  constraint claims_kind_check CHECK ((kind = ANY (ARRAY['promise'::text, 'option'::text, 'customer_duty'::text, 'intake'::text, 'notice'::text])))
  constraint claims_modality_check CHECK ((modality = ANY (ARRAY['does'::text, 'may'::text, 'plans'::text, 'not'::text, 'customer'::text])))
  constraint claims_quantifier_check CHECK ((quantifier = ANY (ARRAY['every'::text, 'at_least'::text, 'regularly'::text, 'promptly'::text, 'as_appropriate'::text, 'may'::text, 'not_knowingly'::text, 'exists'::text])))
  constraint claims_scope_check CHECK (((length(scope) >= 1) AND (length(scope) <= 200)))
  constraint claims_version_check CHECK ((version > 0))
  constraint claims_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint claims_tenant_id_statement_id_fkey FOREIGN KEY (tenant_id, statement_id) REFERENCES beleg.statements(tenant_id, id)
  constraint claims_pkey PRIMARY KEY (tenant_id, id)
  constraint claims_ordinal UNIQUE (tenant_id, statement_id, ordinal)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER keep_claim BEFORE DELETE OR UPDATE ON beleg.claims FOR EACH ROW EXECUTE FUNCTION beleg.keep_claim()
  grant delete, insert, select, update to beleg_app

table beleg.correction_rules row security forced
  tenant_id uuid not null
  id uuid not null
  period text not null
  sentence_hashes bytea[]
  constraint correction_rules_period CHECK ((period ~ '^(PT[1-9][0-9]{0,2}H|P[1-9][0-9]?D)$'::text))
  constraint correction_rules_sentences CHECK (((cardinality(sentence_hashes) >= 1) AND (cardinality(sentence_hashes) <= 500)))
  constraint correction_rules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint correction_rules_tenant_id_id_fkey FOREIGN KEY (tenant_id, id) REFERENCES beleg.decisions(tenant_id, id)
  constraint correction_rules_pkey PRIMARY KEY (tenant_id, id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select to beleg_app

table beleg.credentials row security forced
  tenant_id uuid not null
  account_id uuid not null
  hash text not null
  changed_at timestamp with time zone not null
  constraint credentials_account FOREIGN KEY (tenant_id, account_id) REFERENCES beleg.accounts(tenant_id, id)
  constraint credentials_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint credentials_pkey PRIMARY KEY (tenant_id, account_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER credentials_end_sessions AFTER DELETE OR UPDATE OF account_id ON beleg.credentials FOR EACH ROW EXECUTE FUNCTION beleg.end_sessions_below_two_factors()
  CREATE TRIGGER credentials_observe AFTER INSERT OR DELETE OR UPDATE ON beleg.credentials FOR EACH STATEMENT EXECUTE FUNCTION beleg.notify_observe('identity.accounts')
  grant delete, insert, select, update to beleg_app

table beleg.customer_contracts row security forced
  tenant_id uuid not null
  id uuid not null
  customer bytea not null
  email bytea
  email_index bytea
  locale text not null
  statement_id uuid not null
  from_on date not null
  until_on date
  created_by uuid not null
  created_at timestamp with time zone not null
  constraint customer_contracts_check CHECK ((until_on >= from_on))
  constraint customer_contracts_check1 CHECK (((email IS NULL) = (email_index IS NULL)))
  constraint customer_contracts_locale_check CHECK ((locale = ANY (ARRAY['de'::text, 'en'::text])))
  constraint customer_contracts_tenant_id_created_by_fkey FOREIGN KEY (tenant_id, created_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint customer_contracts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint customer_contracts_tenant_id_statement_id_fkey FOREIGN KEY (tenant_id, statement_id) REFERENCES beleg.statements(tenant_id, id)
  constraint customer_contracts_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX customer_contracts_email ON beleg.customer_contracts USING btree (tenant_id, email_index)
  CREATE INDEX customer_contracts_statement ON beleg.customer_contracts USING btree (tenant_id, statement_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.data_keys row security forced
  tenant_id uuid not null
  id uuid not null
  purpose text not null
  version integer not null
  wrapped bytea not null
  created_at timestamp with time zone not null
  retired_at timestamp with time zone
  constraint data_keys_check CHECK ((retired_at >= created_at))
  constraint data_keys_purpose_check CHECK ((purpose = ANY (ARRAY['cell'::text, 'index'::text])))
  constraint data_keys_version_check CHECK ((version > 0))
  constraint data_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint data_keys_pkey PRIMARY KEY (tenant_id, id)
  constraint data_keys_version UNIQUE (tenant_id, purpose, version)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.data_sets row security forced
  tenant_id uuid not null
  id uuid not null
  subject_id uuid not null
  valid_from date not null
  valid_to date
  known_from timestamp with time zone not null
  known_to timestamp with time zone
  import_id uuid
  ended_by uuid
  name text not null
  owner_id uuid
  class text
  personal_data text
  confidentiality text
  integrity text
  availability text
  tier text
  scope text not null
  location text
  system_ids uuid[] not null
  episode integer not null
  starts_on date not null
  ends_on date
  constraint data_sets_availability_check CHECK ((availability = ANY (ARRAY['normal'::text, 'high'::text, 'very_high'::text])))
  constraint data_sets_check CHECK ((valid_to > valid_from))
  constraint data_sets_check1 CHECK ((known_to >= known_from))
  constraint data_sets_class_check CHECK ((class = ANY (ARRAY['public'::text, 'internal'::text, 'confidential'::text, 'strictly_confidential'::text])))
  constraint data_sets_confidentiality_check CHECK ((confidentiality = ANY (ARRAY['normal'::text, 'high'::text, 'very_high'::text])))
  constraint data_sets_episode_check CHECK ((episode > 0))
  constraint data_sets_integrity_check CHECK ((integrity = ANY (ARRAY['normal'::text, 'high'::text, 'very_high'::text])))
  constraint data_sets_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  constraint data_sets_order CHECK ((ends_on >= starts_on))
  constraint data_sets_personal_data_check CHECK ((personal_data = ANY (ARRAY['none'::text, 'controller'::text, 'processor'::text])))
  constraint data_sets_scope_check CHECK ((scope = ANY (ARRAY['in'::text, 'out'::text])))
  constraint data_sets_tier_check CHECK ((tier = ANY (ARRAY['1'::text, '2'::text, '3'::text])))
  constraint data_sets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint data_sets_tenant_id_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES beleg.people(tenant_id, subject_id)
  constraint data_sets_tenant_id_subject_id_fkey FOREIGN KEY (tenant_id, subject_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint data_sets_pkey PRIMARY KEY (tenant_id, id)
  CREATE UNIQUE INDEX data_sets_current ON beleg.data_sets USING btree (tenant_id, subject_id, valid_from) WHERE (known_to IS NULL)
  CREATE INDEX data_sets_ended_by ON beleg.data_sets USING btree (tenant_id, ended_by) WHERE (ended_by IS NOT NULL)
  CREATE INDEX data_sets_import ON beleg.data_sets USING btree (tenant_id, import_id) WHERE (import_id IS NOT NULL)
  CREATE INDEX data_sets_name ON beleg.data_sets USING btree (tenant_id, name, subject_id) WHERE (known_to IS NULL)
  CREATE INDEX data_sets_starts ON beleg.data_sets USING btree (tenant_id, starts_on, subject_id) WHERE (known_to IS NULL)
  CREATE INDEX data_sets_subject ON beleg.data_sets USING btree (tenant_id, subject_id, known_from)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.decisions row security forced
  tenant_id uuid not null
  id uuid not null
  kind text not null
  object_kind text not null
  object_id uuid not null
  subject_id uuid
  reason text not null
  requested_by uuid not null
  requested_at timestamp with time zone not null
  decided_by uuid
  decided_at timestamp with time zone
  outcome text
  outcome_reason text
  valid_from timestamp with time zone not null
  valid_until timestamp with time zone
  revoked_at timestamp with time zone
  constraint decisions_check CHECK ((valid_until > valid_from))
  constraint decisions_check1 CHECK ((((decided_by IS NULL) = (decided_at IS NULL)) AND ((decided_by IS NULL) = (outcome IS NULL))))
  constraint decisions_four_eyes CHECK ((requested_by <> decided_by))
  constraint decisions_outcome_check CHECK ((outcome = ANY (ARRAY['approved'::text, 'refused'::text])))
  constraint decisions_reason_check CHECK ((length(reason) > 0))
  constraint decisions_tenant_id_decided_by_fkey FOREIGN KEY (tenant_id, decided_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint decisions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint decisions_tenant_id_requested_by_fkey FOREIGN KEY (tenant_id, requested_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint decisions_tenant_id_subject_id_fkey FOREIGN KEY (tenant_id, subject_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint decisions_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX decisions_object ON beleg.decisions USING btree (tenant_id, object_kind, object_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.deputies row security forced
  tenant_id uuid not null
  person_id uuid not null
  deputy_id uuid
  superior_id uuid
  changed_at timestamp with time zone not null
  constraint deputies_are_others CHECK (((deputy_id <> person_id) AND (superior_id <> person_id)))
  constraint deputies_tenant_id_deputy_id_fkey FOREIGN KEY (tenant_id, deputy_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint deputies_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint deputies_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint deputies_tenant_id_superior_id_fkey FOREIGN KEY (tenant_id, superior_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint deputies_pkey PRIMARY KEY (tenant_id, person_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.document_files row security forced
  tenant_id uuid not null
  document_id uuid not null
  format text not null
  blob_key text not null
  bytes bigint not null
  sha256 bytea not null
  constraint document_files_bytes_check CHECK ((bytes > 0))
  constraint document_files_format_check CHECK ((format = ANY (ARRAY['json'::text, 'html'::text, 'pdf'::text, 'docx'::text])))
  constraint document_files_sha256_check CHECK ((length(sha256) = 32))
  constraint document_files_tenant_id_document_id_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES beleg.documents(tenant_id, id)
  constraint document_files_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint document_files_pkey PRIMARY KEY (tenant_id, document_id, format)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select to beleg_app

table beleg.documents row security forced
  tenant_id uuid not null
  id uuid not null
  kind text not null
  scope text not null
  locale text not null
  title text not null
  classification text not null
  permission text not null
  as_of timestamp with time zone not null
  known_at timestamp with time zone not null
  version integer not null
  model_sha256 bytea not null
  created_by uuid
  created_at timestamp with time zone not null
  state text not null
  decided_by uuid
  decided_at timestamp with time zone
  superseded_at timestamp with time zone
  withdrawn_at timestamp with time zone
  constraint documents_classification_check CHECK ((classification = ANY (ARRAY['public'::text, 'internal'::text, 'confidential'::text, 'strictly_confidential'::text])))
  constraint documents_decided CHECK ((((state = 'draft'::text) = (decided_at IS NULL)) AND ((decided_by IS NULL) = (decided_at IS NULL)) AND ((state = 'superseded'::text) = (superseded_at IS NOT NULL))))
  constraint documents_four_eyes CHECK (((state <> ALL (ARRAY['approved'::text, 'superseded'::text])) OR (created_by <> decided_by)))
  constraint documents_locale_check CHECK ((locale = ANY (ARRAY['de'::text, 'en'::text])))
  constraint documents_model_sha256_check CHECK ((length(model_sha256) = 32))
  constraint documents_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'approved'::text, 'rejected'::text, 'superseded'::text, 'withdrawn'::text])))
  constraint documents_times CHECK (((known_at >= as_of) AND (created_at >= as_of)))
  constraint documents_version_check CHECK ((version > 0))
  constraint documents_withdrawn CHECK (((state = 'withdrawn'::text) = (withdrawn_at IS NOT NULL)))
  constraint documents_tenant_id_created_by_fkey FOREIGN KEY (tenant_id, created_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint documents_tenant_id_decided_by_fkey FOREIGN KEY (tenant_id, decided_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint documents_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint documents_pkey PRIMARY KEY (tenant_id, id)
  constraint documents_version UNIQUE (tenant_id, kind, scope, locale, version)
  CREATE INDEX documents_created ON beleg.documents USING btree (tenant_id, created_at, id)
  CREATE UNIQUE INDEX documents_in_force ON beleg.documents USING btree (tenant_id, kind, scope, locale) WHERE (state = 'approved'::text)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER keep_document BEFORE UPDATE ON beleg.documents FOR EACH ROW EXECUTE FUNCTION beleg.keep_document()
  grant insert, select, update to beleg_app

table beleg.duty_events row security forced
  tenant_id uuid not null
  id uuid not null
  event text not null
  subject_id uuid not null
  occurred_at timestamp with time zone not null
  recorded_at timestamp with time zone not null
  constraint duty_events_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint duty_events_tenant_id_subject_id_fkey FOREIGN KEY (tenant_id, subject_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint duty_events_pkey PRIMARY KEY (tenant_id, id)
  constraint duty_events_once UNIQUE (tenant_id, event, subject_id, occurred_at)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select to beleg_app

table beleg.duty_occurrences row security forced
  tenant_id uuid not null
  id uuid not null
  duty_id text not null
  measure_id text not null
  occasion text not null
  subject_id uuid
  started_at timestamp with time zone not null
  due_at timestamp with time zone not null
  legal_due_at timestamp with time zone
  breaks_at timestamp with time zone
  basis_id uuid
  opened_at timestamp with time zone not null
  missed_at timestamp with time zone
  done_at timestamp with time zone
  evidence_id uuid
  dropped_at timestamp with time zone
  version integer not null
  changed_at timestamp with time zone not null
  constraint duty_occurrences_check CHECK (((done_at IS NULL) OR (dropped_at IS NULL)))
  constraint duty_occurrences_check1 CHECK (((done_at IS NULL) = (evidence_id IS NULL)))
  constraint duty_occurrences_tenant_id_basis_id_fkey FOREIGN KEY (tenant_id, basis_id) REFERENCES beleg.evidence(tenant_id, id)
  constraint duty_occurrences_tenant_id_evidence_id_fkey FOREIGN KEY (tenant_id, evidence_id) REFERENCES beleg.evidence(tenant_id, id)
  constraint duty_occurrences_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint duty_occurrences_tenant_id_subject_id_fkey FOREIGN KEY (tenant_id, subject_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint duty_occurrences_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX duty_occurrences_due ON beleg.duty_occurrences USING btree (tenant_id, due_at, id)
  CREATE UNIQUE INDEX duty_occurrences_open ON beleg.duty_occurrences USING btree (tenant_id, duty_id, occasion) WHERE ((done_at IS NULL) AND (dropped_at IS NULL))
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.duty_reminders row security forced
  tenant_id uuid not null
  occurrence_id uuid not null
  step text not null
  due_at timestamp with time zone not null
  person_id uuid
  sent_at timestamp with time zone not null
  constraint duty_reminders_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint duty_reminders_tenant_id_occurrence_id_fkey FOREIGN KEY (tenant_id, occurrence_id) REFERENCES beleg.duty_occurrences(tenant_id, id)
  constraint duty_reminders_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint duty_reminders_pkey PRIMARY KEY (tenant_id, occurrence_id, step, due_at)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select to beleg_app

table beleg.duty_rhythms row security forced
  tenant_id uuid not null
  duty_id text not null
  every text not null
  yearly_by text
  align text
  changed_at timestamp with time zone not null
  constraint duty_rhythms_align_check CHECK ((align = ANY (ARRAY['next_working_day'::text, 'previous_working_day'::text])))
  constraint duty_rhythms_yearly_by_check CHECK ((yearly_by ~ '^\d\d-\d\d$'::text))
  constraint duty_rhythms_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint duty_rhythms_pkey PRIMARY KEY (tenant_id, duty_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.duty_settings row security forced
  tenant_id uuid not null
  time_zone text not null
  state text
  extra_holidays date[] not null
  eves_off boolean not null
  remind_before_days smallint[] not null
  deputy_after_days smallint not null
  superior_after_days smallint not null
  version integer not null
  changed_at timestamp with time zone not null
  constraint duty_settings_check CHECK ((superior_after_days >= deputy_after_days))
  constraint duty_settings_deputy_after_days_check CHECK (((deputy_after_days >= 0) AND (deputy_after_days <= 90)))
  constraint duty_settings_remind_before_days_check CHECK ((cardinality(remind_before_days) <= 6))
  constraint duty_settings_superior_after_days_check CHECK (((superior_after_days >= 0) AND (superior_after_days <= 90)))
  constraint duty_settings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint duty_settings_pkey PRIMARY KEY (tenant_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.employments row security forced
  tenant_id uuid not null
  id uuid not null
  subject_id uuid not null
  valid_from date not null
  valid_to date
  known_from timestamp with time zone not null
  known_to timestamp with time zone
  import_id uuid
  ended_by uuid
  name bytea not null
  email bytea
  email_index bytea
  kind text not null
  department text
  manager_id uuid
  deputy_id uuid
  episode integer not null
  joined_on date not null
  left_on date
  constraint employments_check CHECK ((valid_to > valid_from))
  constraint employments_check1 CHECK ((known_to >= known_from))
  constraint employments_deputy CHECK ((deputy_id IS DISTINCT FROM subject_id))
  constraint employments_episode_check CHECK ((episode > 0))
  constraint employments_kind_check CHECK ((kind = ANY (ARRAY['employee'::text, 'management'::text, 'trainee'::text, 'temporary'::text, 'contractor'::text])))
  constraint employments_manager CHECK ((manager_id IS DISTINCT FROM subject_id))
  constraint employments_order CHECK ((left_on >= joined_on))
  constraint employments_tenant_id_deputy_id_fkey FOREIGN KEY (tenant_id, deputy_id) REFERENCES beleg.people(tenant_id, subject_id)
  constraint employments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint employments_tenant_id_manager_id_fkey FOREIGN KEY (tenant_id, manager_id) REFERENCES beleg.people(tenant_id, subject_id)
  constraint employments_tenant_id_subject_id_fkey FOREIGN KEY (tenant_id, subject_id) REFERENCES beleg.people(tenant_id, subject_id)
  constraint employments_pkey PRIMARY KEY (tenant_id, id)
  CREATE UNIQUE INDEX employments_current ON beleg.employments USING btree (tenant_id, subject_id, valid_from) WHERE (known_to IS NULL)
  CREATE INDEX employments_department ON beleg.employments USING btree (tenant_id, COALESCE(department, ''::text), subject_id) WHERE (known_to IS NULL)
  CREATE INDEX employments_email ON beleg.employments USING btree (tenant_id, email_index) WHERE (known_to IS NULL)
  CREATE INDEX employments_ended_by ON beleg.employments USING btree (tenant_id, ended_by) WHERE (ended_by IS NOT NULL)
  CREATE INDEX employments_import ON beleg.employments USING btree (tenant_id, import_id) WHERE (import_id IS NOT NULL)
  CREATE INDEX employments_joined ON beleg.employments USING btree (tenant_id, joined_on, subject_id) WHERE (known_to IS NULL)
  CREATE INDEX employments_known ON beleg.employments USING btree (tenant_id, known_from)
  CREATE INDEX employments_manager_of ON beleg.employments USING btree (tenant_id, manager_id) WHERE (known_to IS NULL)
  CREATE INDEX employments_subject ON beleg.employments USING btree (tenant_id, subject_id, known_from)
  CREATE INDEX employments_team ON beleg.employments USING btree (tenant_id, COALESCE(department, ''::text), joined_on, subject_id) WHERE (known_to IS NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.enrolments row security forced
  tenant_id uuid not null
  id uuid not null
  purpose text not null
  account_id uuid
  token_hash bytea not null
  created_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  name bytea
  email bytea
  locale text
  password_hash text
  totp_secret bytea
  constraint enrolments_check CHECK ((expires_at > created_at))
  constraint enrolments_check1 CHECK (((purpose = 'first'::text) = (account_id IS NULL)))
  constraint enrolments_locale_check CHECK ((locale = ANY (ARRAY['de'::text, 'en'::text])))
  constraint enrolments_purpose_check CHECK ((purpose = ANY (ARRAY['first'::text, 'invitation'::text, 'reset'::text])))
  constraint enrolments_spent CHECK (((used_at IS NULL) OR ((password_hash IS NULL) AND (totp_secret IS NULL) AND (name IS NULL) AND (email IS NULL))))
  constraint enrolments_token_hash_check CHECK ((length(token_hash) = 32))
  constraint enrolments_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES beleg.accounts(tenant_id, id)
  constraint enrolments_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint enrolments_pkey PRIMARY KEY (tenant_id, id)
  constraint enrolments_token UNIQUE (tenant_id, token_hash)
  CREATE UNIQUE INDEX enrolments_open ON beleg.enrolments USING btree (tenant_id, account_id) NULLS NOT DISTINCT WHERE (used_at IS NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER enrolments_observe AFTER INSERT OR DELETE OR UPDATE OF password_hash ON beleg.enrolments FOR EACH STATEMENT EXECUTE FUNCTION beleg.notify_observe('identity.accounts')
  grant delete, insert, select, update to beleg_app

table beleg.erasure_cases row security forced
  tenant_id uuid not null
  id uuid not null
  person_id uuid not null
  basis text not null
  received_on date not null
  due_on date not null
  state text not null
  evidence_ids uuid[] not null
  reason bytea
  requested_by uuid not null
  requested_at timestamp with time zone not null
  decision_reason bytea
  decided_by uuid
  decided_at timestamp with time zone
  erased_at timestamp with time zone
  done_at timestamp with time zone
  erased jsonb
  constraint erasure_cases_basis_check CHECK ((basis = ANY (ARRAY['art17_1a'::text, 'art17_1b'::text, 'art17_1c'::text, 'art17_1d'::text, 'art17_1e'::text, 'art17_1f'::text, 'storage_period_over'::text])))
  constraint erasure_cases_check CHECK ((due_on > received_on))
  constraint erasure_cases_decided CHECK (((state = 'requested'::text) = (decided_at IS NULL)))
  constraint erasure_cases_erased CHECK ((((erased_at IS NOT NULL) = (state = ANY (ARRAY['erasing'::text, 'done'::text]))) AND ((done_at IS NOT NULL) = (state = 'done'::text)) AND ((erased_at IS NULL) = (erased IS NULL))))
  constraint erasure_cases_four_eyes CHECK (((requested_by <> person_id) AND (decided_by IS DISTINCT FROM person_id) AND ((state = ANY (ARRAY['requested'::text, 'withdrawn'::text])) OR ((decided_by IS NOT NULL) AND (decided_by <> requested_by)))))
  constraint erasure_cases_state_check CHECK ((state = ANY (ARRAY['requested'::text, 'approved'::text, 'erasing'::text, 'done'::text, 'refused'::text, 'withdrawn'::text])))
  constraint erasure_cases_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint erasure_cases_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES beleg.people(tenant_id, subject_id)
  constraint erasure_cases_pkey PRIMARY KEY (tenant_id, id)
  CREATE UNIQUE INDEX erasure_cases_open ON beleg.erasure_cases USING btree (tenant_id, person_id) WHERE (state = ANY (ARRAY['requested'::text, 'approved'::text, 'erasing'::text]))
  CREATE INDEX erasure_cases_person ON beleg.erasure_cases USING btree (tenant_id, person_id)
  CREATE INDEX erasure_cases_requested ON beleg.erasure_cases USING btree (tenant_id, requested_at DESC, id DESC)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.evidence row security forced
  tenant_id uuid not null
  id uuid not null
  source_system text not null
  source_id text not null
  source_query text
  source_version text
  collector text
  class text not null
  title text
  observed_from timestamp with time zone not null
  observed_to timestamp with time zone not null
  valid_until timestamp with time zone
  recorded_at timestamp with time zone not null
  recorded_by uuid
  state text not null
  accepted_at timestamp with time zone
  body_hash bytea not null
  blob_key text
  file_name text
  file_bytes bigint
  file_sha256 bytea
  media_type text
  supersedes uuid
  superseded_at timestamp with time zone
  constraint evidence_check CHECK ((observed_to >= observed_from))
  constraint evidence_check1 CHECK (((state = 'accepted'::text) = (accepted_at IS NOT NULL)))
  constraint evidence_class_check CHECK ((class = ANY (ARRAY['attested'::text, 'document'::text, 'export'::text, 'machine'::text, 'independent'::text])))
  constraint evidence_state_check CHECK ((state = ANY (ARRAY['in_review'::text, 'accepted'::text, 'rejected'::text])))
  constraint evidence_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint evidence_tenant_id_supersedes_fkey FOREIGN KEY (tenant_id, supersedes) REFERENCES beleg.evidence(tenant_id, id)
  constraint evidence_pkey PRIMARY KEY (tenant_id, id)
  constraint evidence_source_id UNIQUE (tenant_id, source_system, source_id)
  CREATE INDEX evidence_accepted ON beleg.evidence USING btree (tenant_id, accepted_at)
  CREATE INDEX evidence_collector ON beleg.evidence USING btree (tenant_id, collector, observed_to DESC)
  CREATE INDEX evidence_recorded ON beleg.evidence USING btree (tenant_id, recorded_at DESC, id DESC)
  CREATE INDEX evidence_superseded ON beleg.evidence USING btree (tenant_id, superseded_at) WHERE (superseded_at IS NOT NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.facts row security forced
  tenant_id uuid not null
  evidence_id uuid not null
  ordinal integer not null
  subject_id uuid not null
  type text not null
  data jsonb not null
  class text not null
  observed_at timestamp with time zone not null
  in_doubt boolean not null default false
  constraint facts_tenant_id_evidence_id_fkey FOREIGN KEY (tenant_id, evidence_id) REFERENCES beleg.evidence(tenant_id, id)
  constraint facts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint facts_tenant_id_subject_id_fkey FOREIGN KEY (tenant_id, subject_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint facts_pkey PRIMARY KEY (tenant_id, evidence_id, ordinal)
  CREATE INDEX facts_history ON beleg.facts USING btree (tenant_id, type, class, in_doubt, subject_id, observed_at DESC)
  CREATE INDEX facts_observed ON beleg.facts USING btree (tenant_id, type, observed_at)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select to beleg_app

table beleg.findings row security forced
  tenant_id uuid not null
  id uuid not null
  claim_id uuid not null
  status text not null
  opened_at timestamp with time zone not null
  closed_at timestamp with time zone
  constraint findings_check CHECK ((closed_at >= opened_at))
  constraint findings_status_check CHECK ((status = ANY (ARRAY['contradicted'::text, 'lapsed'::text])))
  constraint findings_case FOREIGN KEY (tenant_id, id) REFERENCES beleg.cases(tenant_id, id)
  constraint findings_tenant_id_claim_id_fkey FOREIGN KEY (tenant_id, claim_id) REFERENCES beleg.claims(tenant_id, id)
  constraint findings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint findings_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX findings_claim ON beleg.findings USING btree (tenant_id, claim_id, opened_at DESC)
  CREATE UNIQUE INDEX findings_open ON beleg.findings USING btree (tenant_id, claim_id) WHERE (closed_at IS NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.head_recipients row security forced
  tenant_id uuid not null
  id uuid not null
  email bytea not null
  email_index bytea not null
  locale text not null
  token bytea not null
  token_hash bytea not null
  created_at timestamp with time zone not null
  mailed_at timestamp with time zone
  constraint head_recipients_email_index_check CHECK ((length(email_index) = 32))
  constraint head_recipients_locale_check CHECK ((locale = ANY (ARRAY['de'::text, 'en'::text])))
  constraint head_recipients_token_hash_check CHECK ((length(token_hash) = 32))
  constraint head_recipients_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint head_recipients_pkey PRIMARY KEY (tenant_id, id)
  constraint head_recipients_email UNIQUE (tenant_id, email_index)
  constraint head_recipients_token UNIQUE (tenant_id, token_hash)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.heartbeats row security forced
  tenant_id uuid not null
  collector text not null
  evidence_id uuid
  confirmed_at timestamp with time zone
  attempted_at timestamp with time zone not null
  silent_after_ms integer not null
  failure text
  constraint heartbeats_silent_after_ms_check CHECK ((silent_after_ms > 0))
  constraint heartbeats_tenant_id_evidence_id_fkey FOREIGN KEY (tenant_id, evidence_id) REFERENCES beleg.evidence(tenant_id, id)
  constraint heartbeats_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint heartbeats_pkey PRIMARY KEY (tenant_id, collector)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.idempotency_keys row security forced
  tenant_id uuid not null
  key text not null
  request_hash bytea not null
  answer bytea
  created_at timestamp with time zone not null
  constraint idempotency_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint idempotency_keys_pkey PRIMARY KEY (tenant_id, key)
  CREATE INDEX idempotency_keys_created ON beleg.idempotency_keys USING btree (tenant_id, created_at)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.instance_processes
  id uuid not null
  role text not null
  host text not null
  pid integer not null
  started_at timestamp with time zone not null
  seen_at timestamp with time zone not null
  listeners jsonb not null
  constraint instance_processes_role_check CHECK ((role = ANY (ARRAY['all'::text, 'server'::text, 'worker'::text])))
  constraint instance_processes_pkey PRIMARY KEY (id)
  grant delete, insert, select, update to beleg_platform

table beleg.instance_settings
  key text not null
  value jsonb not null
  constraint instance_settings_key_check CHECK ((key ~ '^[a-z][a-z0-9_.-]*$'::text))
  constraint instance_settings_pkey PRIMARY KEY (key)
  grant delete, insert, select, update to beleg_platform

table beleg.judgements row security forced
  tenant_id uuid not null
  claim_id uuid not null
  from_at timestamp with time zone not null
  to_at timestamp with time zone
  status text not null
  duties jsonb not null
  observed_at timestamp with time zone
  judged_at timestamp with time zone not null
  next_at timestamp with time zone
  rule_version text not null
  known_from timestamp with time zone not null
  known_to timestamp with time zone
  constraint judgements_check CHECK ((to_at >= from_at))
  constraint judgements_known CHECK ((known_to > known_from))
  constraint judgements_open_is_known CHECK (((known_to IS NULL) OR (to_at IS NOT NULL)))
  constraint judgements_status_check CHECK ((status = ANY (ARRAY['contradicted'::text, 'lapsed'::text, 'unproven'::text, 'due_soon'::text, 'proven'::text, 'not_applicable'::text])))
  constraint judgements_tenant_id_claim_id_fkey FOREIGN KEY (tenant_id, claim_id) REFERENCES beleg.claims(tenant_id, id)
  constraint judgements_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint judgements_pkey PRIMARY KEY (tenant_id, claim_id, from_at, known_from)
  CREATE INDEX judgements_current ON beleg.judgements USING btree (tenant_id, claim_id, from_at) WHERE (known_to IS NULL)
  CREATE UNIQUE INDEX judgements_open ON beleg.judgements USING btree (tenant_id, claim_id) WHERE (to_at IS NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.judging_marks row security forced
  tenant_id uuid not null
  id uuid not null
  topic text not null
  since_at timestamp with time zone not null
  constraint judging_marks_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint judging_marks_pkey PRIMARY KEY (tenant_id, id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.judging_timers
  tenant_id uuid not null
  due_at timestamp with time zone not null
  constraint judging_timers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint judging_timers_pkey PRIMARY KEY (tenant_id)
  CREATE INDEX judging_timers_due ON beleg.judging_timers USING btree (due_at)
  grant delete, insert, select, update to beleg_platform

table beleg.known_places row security forced
  tenant_id uuid not null
  account_id uuid not null
  place bytea not null
  last_used_at timestamp with time zone not null
  constraint known_places_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES beleg.accounts(tenant_id, id)
  constraint known_places_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint known_places_pkey PRIMARY KEY (tenant_id, account_id, place)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.ledger_checkpoints row security forced
  tenant_id uuid not null
  size bigint not null
  root bytea not null
  frontier bytea not null
  note text not null
  signed_at timestamp with time zone not null
  constraint ledger_checkpoints_frontier_check CHECK ((((length(frontier) % 32) = 0) AND (length(frontier) > 0)))
  constraint ledger_checkpoints_root_check CHECK ((length(root) = 32))
  constraint ledger_checkpoints_size_check CHECK ((size > 0))
  constraint ledger_checkpoints_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint ledger_checkpoints_pkey PRIMARY KEY (tenant_id, size)
  CREATE INDEX ledger_checkpoints_signed ON beleg.ledger_checkpoints USING btree (tenant_id, signed_at)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER ledger_checkpoints_kept BEFORE DELETE OR UPDATE ON beleg.ledger_checkpoints FOR EACH ROW EXECUTE FUNCTION beleg.keep_ledger()
  CREATE TRIGGER ledger_checkpoints_whole BEFORE TRUNCATE ON beleg.ledger_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION beleg.keep_ledger()
  grant select to beleg_app

table beleg.ledger_cosignatures
  size bigint not null
  witness text not null
  line text not null
  at timestamp with time zone not null
  constraint ledger_cosignatures_witness_check CHECK ((witness <> ''::text))
  constraint ledger_cosignatures_size_fkey FOREIGN KEY (size) REFERENCES beleg.ledger_publications(size)
  constraint ledger_cosignatures_pkey PRIMARY KEY (size, witness)
  CREATE TRIGGER ledger_cosignatures_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON beleg.ledger_cosignatures FOR EACH STATEMENT EXECUTE FUNCTION beleg.keep_published()
  grant select to beleg_platform

table beleg.ledger_instance_checkpoints
  size bigint not null
  root bytea not null
  frontier bytea not null
  note text not null
  signed_at timestamp with time zone not null
  constraint ledger_instance_checkpoints_frontier_check CHECK ((((length(frontier) % 32) = 0) AND (length(frontier) > 0)))
  constraint ledger_instance_checkpoints_root_check CHECK ((length(root) = 32))
  constraint ledger_instance_checkpoints_size_check CHECK ((size > 0))
  constraint ledger_instance_checkpoints_pkey PRIMARY KEY (size)
  CREATE TRIGGER ledger_instance_checkpoints_kept BEFORE UPDATE OR TRUNCATE ON beleg.ledger_instance_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION beleg.keep_ledger()
  grant select to beleg_platform

table beleg.ledger_instance_leaves
  leaf_index bigint not null
  tenant_id uuid not null
  size bigint not null
  root bytea not null
  leaf_hash bytea not null
  constraint ledger_instance_leaves_leaf_hash_check CHECK ((length(leaf_hash) = 32))
  constraint ledger_instance_leaves_leaf_index_check CHECK ((leaf_index >= 0))
  constraint ledger_instance_leaves_root_check CHECK ((length(root) = 32))
  constraint ledger_instance_leaves_size_check CHECK ((size > 0))
  constraint ledger_instance_leaves_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint ledger_instance_leaves_pkey PRIMARY KEY (leaf_index)
  constraint ledger_instance_leaves_head UNIQUE (tenant_id, size)
  CREATE TRIGGER ledger_instance_leaves_kept BEFORE DELETE OR UPDATE ON beleg.ledger_instance_leaves FOR EACH ROW EXECUTE FUNCTION beleg.keep_ledger()
  CREATE TRIGGER ledger_instance_leaves_whole BEFORE TRUNCATE ON beleg.ledger_instance_leaves FOR EACH STATEMENT EXECUTE FUNCTION beleg.keep_ledger()
  grant select to beleg_platform

table beleg.ledger_instance_tiles
  level integer not null
  tile_index bigint not null
  hashes bytea not null
  root bytea not null
  constraint ledger_instance_tiles_hashes_check CHECK ((length(hashes) = 8192))
  constraint ledger_instance_tiles_level_check CHECK (((level >= 0) AND (level <= 7)))
  constraint ledger_instance_tiles_root_check CHECK ((length(root) = 32))
  constraint ledger_instance_tiles_tile_index_check CHECK ((tile_index >= 0))
  constraint ledger_instance_tiles_pkey PRIMARY KEY (level, tile_index)
  CREATE TRIGGER ledger_instance_tiles_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON beleg.ledger_instance_tiles FOR EACH STATEMENT EXECUTE FUNCTION beleg.keep_published()
  grant select to beleg_platform

table beleg.ledger_pending row security forced
  tenant_id uuid not null
  id uuid not null
  recorded_at timestamp with time zone not null
  action text not null
  object_kind text not null
  object_id text not null
  payload text
  salt bytea
  leaf_hash bytea not null
  leaf_index bigint
  sequenced_at timestamp with time zone
  commitment bytea
  person_id uuid
  person_sealed bytea
  person_commitment bytea
  about_id uuid
  about_sealed bytea
  about_commitment bytea
  constraint ledger_pending_about_commitment_check CHECK ((length(about_commitment) = 32))
  constraint ledger_pending_about_part CHECK (((about_commitment IS NULL) OR (about_id IS NOT NULL)))
  constraint ledger_pending_commitment_check CHECK ((length(commitment) = 32))
  constraint ledger_pending_committed CHECK ((((person_sealed IS NULL) OR (person_commitment IS NOT NULL)) AND ((about_sealed IS NULL) OR (about_commitment IS NOT NULL))))
  constraint ledger_pending_leaf_hash_check CHECK ((length(leaf_hash) = 32))
  constraint ledger_pending_leaf_index_check CHECK ((leaf_index >= 0))
  constraint ledger_pending_payload CHECK ((((payload IS NULL) = (salt IS NULL)) AND ((payload IS NULL) = (commitment IS NOT NULL))))
  constraint ledger_pending_person_commitment_check CHECK ((length(person_commitment) = 32))
  constraint ledger_pending_person_part CHECK (((person_commitment IS NULL) OR (person_id IS NOT NULL)))
  constraint ledger_pending_placed CHECK (((leaf_index IS NULL) = (sequenced_at IS NULL)))
  constraint ledger_pending_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint ledger_pending_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX ledger_pending_about ON beleg.ledger_pending USING btree (tenant_id, about_id, id) WHERE (about_id IS NOT NULL)
  CREATE INDEX ledger_pending_action ON beleg.ledger_pending USING btree (tenant_id, action, id)
  CREATE INDEX ledger_pending_object ON beleg.ledger_pending USING btree (tenant_id, object_id, id)
  CREATE INDEX ledger_pending_person ON beleg.ledger_pending USING btree (tenant_id, person_id, id) WHERE (person_id IS NOT NULL)
  CREATE UNIQUE INDEX ledger_pending_place ON beleg.ledger_pending USING btree (tenant_id, leaf_index) WHERE (leaf_index IS NOT NULL)
  CREATE INDEX ledger_pending_waiting ON beleg.ledger_pending USING btree (tenant_id, id) WHERE (leaf_index IS NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER ledger_pending_kept BEFORE DELETE OR UPDATE ON beleg.ledger_pending FOR EACH ROW EXECUTE FUNCTION beleg.keep_ledger()
  CREATE TRIGGER ledger_pending_unplaced BEFORE INSERT ON beleg.ledger_pending FOR EACH ROW WHEN (((new.leaf_index IS NOT NULL) AND ((CURRENT_USER = SESSION_USER) OR (current_setting('beleg.placing'::text, true) IS DISTINCT FROM 'on'::text)))) EXECUTE FUNCTION beleg.keep_ledger()
  CREATE TRIGGER ledger_pending_whole BEFORE TRUNCATE ON beleg.ledger_pending FOR EACH STATEMENT EXECUTE FUNCTION beleg.keep_ledger()
  grant insert, select to beleg_app

table beleg.ledger_publications
  size bigint not null
  root bytea not null
  note text not null
  published_at timestamp with time zone not null
  constraint ledger_publications_root_check CHECK ((length(root) = 32))
  constraint ledger_publications_size_check CHECK ((size > 0))
  constraint ledger_publications_pkey PRIMARY KEY (size)
  CREATE TRIGGER ledger_publications_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON beleg.ledger_publications FOR EACH STATEMENT EXECUTE FUNCTION beleg.keep_published()
  grant select to beleg_platform

table beleg.ledger_signing_keys row security forced
  tenant_id uuid not null
  id uuid not null
  public_key bytea not null
  seed bytea not null
  created_at timestamp with time zone not null
  constraint ledger_signing_keys_public_key_check CHECK ((length(public_key) = 32))
  constraint ledger_signing_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint ledger_signing_keys_pkey PRIMARY KEY (tenant_id, id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER ledger_signing_keys_kept BEFORE DELETE OR UPDATE ON beleg.ledger_signing_keys FOR EACH ROW EXECUTE FUNCTION beleg.keep_ledger()
  grant insert, select to beleg_app

table beleg.ledger_tiles row security forced
  tenant_id uuid not null
  level integer not null
  tile_index bigint not null
  hashes bytea not null
  root bytea not null
  constraint ledger_tiles_hashes_check CHECK ((length(hashes) = 8192))
  constraint ledger_tiles_level_check CHECK (((level >= 0) AND (level <= 7)))
  constraint ledger_tiles_root_check CHECK ((length(root) = 32))
  constraint ledger_tiles_tile_index_check CHECK ((tile_index >= 0))
  constraint ledger_tiles_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint ledger_tiles_pkey PRIMARY KEY (tenant_id, level, tile_index)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER ledger_tiles_kept BEFORE DELETE OR UPDATE ON beleg.ledger_tiles FOR EACH ROW EXECUTE FUNCTION beleg.keep_ledger()
  CREATE TRIGGER ledger_tiles_whole BEFORE TRUNCATE ON beleg.ledger_tiles FOR EACH STATEMENT EXECUTE FUNCTION beleg.keep_ledger()
  grant select to beleg_app

table beleg.ledger_timestamps
  size bigint not null
  authority text not null
  token bytea not null
  at timestamp with time zone not null
  constraint ledger_timestamps_authority_check CHECK ((authority <> ''::text))
  constraint ledger_timestamps_size_fkey FOREIGN KEY (size) REFERENCES beleg.ledger_publications(size)
  constraint ledger_timestamps_pkey PRIMARY KEY (size, authority)
  CREATE TRIGGER ledger_timestamps_kept BEFORE DELETE OR UPDATE OR TRUNCATE ON beleg.ledger_timestamps FOR EACH STATEMENT EXECUTE FUNCTION beleg.keep_published()
  grant select to beleg_platform

table beleg.legal_holds row security forced
  tenant_id uuid not null
  id uuid not null
  person_id uuid
  reason bytea
  reference bytea
  placed_by uuid not null
  placed_at timestamp with time zone not null
  released_by uuid
  released_at timestamp with time zone
  release_reason bytea
  constraint legal_holds_check CHECK ((released_at >= placed_at))
  constraint legal_holds_four_eyes CHECK ((((released_by IS NULL) = (released_at IS NULL)) AND (released_by IS DISTINCT FROM placed_by) AND ((released_by IS NULL) OR (released_by IS DISTINCT FROM person_id))))
  constraint legal_holds_reasoned CHECK (((released_at IS NOT NULL) OR ((reason IS NOT NULL) AND (reference IS NOT NULL))))
  constraint legal_holds_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint legal_holds_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES beleg.people(tenant_id, subject_id)
  constraint legal_holds_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX legal_holds_standing ON beleg.legal_holds USING btree (tenant_id, person_id) WHERE (released_at IS NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.login_attempts row security forced
  tenant_id uuid not null
  kind text not null
  identity bytea not null
  place bytea not null
  failures integer not null
  blocks integer not null default 0
  window_from timestamp with time zone not null
  last_failed_at timestamp with time zone not null
  blocked_until timestamp with time zone
  constraint login_attempts_kind_check CHECK ((kind = ANY (ARRAY['password'::text, 'second-factor'::text])))
  constraint login_attempts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint login_attempts_pkey PRIMARY KEY (tenant_id, kind, identity, place)
  CREATE INDEX login_attempts_age ON beleg.login_attempts USING btree (tenant_id, last_failed_at)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.login_transactions row security forced
  tenant_id uuid not null
  id uuid not null
  account_id uuid not null
  token_hash bytea not null
  place bytea not null
  failures integer not null default 0
  created_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  constraint login_transactions_token_hash_check CHECK ((length(token_hash) = 32))
  constraint login_transactions_tenant_id_account_id_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES beleg.accounts(tenant_id, id)
  constraint login_transactions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint login_transactions_pkey PRIMARY KEY (tenant_id, id)
  constraint login_transactions_token UNIQUE (tenant_id, token_hash)
  CREATE INDEX login_transactions_of_account ON beleg.login_transactions USING btree (tenant_id, account_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.mails row security forced
  tenant_id uuid not null
  id uuid not null
  recipient bytea not null
  subject text not null
  body bytea not null
  locale text not null
  created_at timestamp with time zone not null
  state text not null
  sent_at timestamp with time zone
  failure text
  unsubscribe bytea
  constraint mails_locale_check CHECK ((locale = ANY (ARRAY['de'::text, 'en'::text])))
  constraint mails_state_check CHECK ((state = ANY (ARRAY['kept'::text, 'queued'::text, 'sent'::text, 'failed'::text])))
  constraint mails_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint mails_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX mails_created ON beleg.mails USING btree (tenant_id, created_at DESC, id DESC)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.measure_owners row security forced
  tenant_id uuid not null
  measure_id text not null
  person_id uuid not null
  since timestamp with time zone not null
  constraint measure_owners_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint measure_owners_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint measure_owners_pkey PRIMARY KEY (tenant_id, measure_id)
  CREATE INDEX measure_owners_person ON beleg.measure_owners USING btree (tenant_id, person_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.memberships row security forced
  tenant_id uuid not null
  population text not null
  source text not null
  subject_id uuid not null
  joined_at timestamp with time zone not null
  left_at timestamp with time zone
  known_from timestamp with time zone not null
  known_to timestamp with time zone
  constraint memberships_check CHECK ((left_at >= joined_at))
  constraint memberships_known CHECK ((known_to > known_from))
  constraint memberships_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint memberships_tenant_id_subject_id_fkey FOREIGN KEY (tenant_id, subject_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint memberships_pkey PRIMARY KEY (tenant_id, population, source, subject_id, joined_at, known_from)
  CREATE UNIQUE INDEX memberships_current ON beleg.memberships USING btree (tenant_id, population, source, subject_id, joined_at) WHERE (known_to IS NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.nda_texts row security forced
  tenant_id uuid not null
  id uuid not null
  number integer not null
  text_de text not null
  text_en text not null
  sha256 bytea not null
  published_by uuid
  published_at timestamp with time zone not null
  constraint nda_texts_number_check CHECK ((number > 0))
  constraint nda_texts_sha256_check CHECK ((length(sha256) = 32))
  constraint nda_texts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint nda_texts_pkey PRIMARY KEY (tenant_id, id)
  constraint nda_texts_number UNIQUE (tenant_id, number)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select to beleg_app

table beleg.ndas row security forced
  tenant_id uuid not null
  id uuid not null
  source text not null
  party bytea not null
  domain_index bytea not null
  signatory bytea
  signatory_index bytea
  text_id uuid
  blob_key text
  file_name bytea
  media_type text
  file_bytes bigint
  file_sha256 bytea
  valid_from date not null
  valid_to date not null
  recorded_by uuid
  recorded_at timestamp with time zone not null
  ended_at timestamp with time zone
  end_reason bytea
  constraint ndas_days CHECK ((valid_to >= valid_from))
  constraint ndas_domain_index_check CHECK ((length(domain_index) = 32))
  constraint ndas_source CHECK ((((source = 'accepted'::text) = (text_id IS NOT NULL)) AND ((source = 'file'::text) = (blob_key IS NOT NULL))))
  constraint ndas_source_check CHECK ((source = ANY (ARRAY['accepted'::text, 'file'::text])))
  constraint ndas_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint ndas_tenant_id_text_id_fkey FOREIGN KEY (tenant_id, text_id) REFERENCES beleg.nda_texts(tenant_id, id)
  constraint ndas_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX ndas_domain ON beleg.ndas USING btree (tenant_id, domain_index)
  CREATE INDEX ndas_signatory ON beleg.ndas USING btree (tenant_id, signatory_index) WHERE (signatory_index IS NOT NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.observation_spans row security forced
  tenant_id uuid not null
  collector text not null
  from_at timestamp with time zone not null
  to_at timestamp with time zone not null
  known_from timestamp with time zone not null
  silent_after_ms integer not null
  evidence_id uuid
  failure text
  constraint observation_spans_check CHECK ((to_at >= from_at))
  constraint observation_spans_check1 CHECK (((evidence_id IS NULL) = (failure IS NOT NULL)))
  constraint observation_spans_silent_after_ms_check CHECK ((silent_after_ms > 0))
  constraint observation_spans_tenant_id_evidence_id_fkey FOREIGN KEY (tenant_id, evidence_id) REFERENCES beleg.evidence(tenant_id, id)
  constraint observation_spans_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint observation_spans_pkey PRIMARY KEY (tenant_id, collector, from_at)
  CREATE INDEX observation_spans_evidence ON beleg.observation_spans USING btree (tenant_id, evidence_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.offered_documents row security forced
  tenant_id uuid not null
  id uuid not null
  document_id uuid not null
  title_de text not null
  title_en text not null
  offered_by uuid
  offered_at timestamp with time zone not null
  withdrawn_at timestamp with time zone
  constraint offered_documents_tenant_id_document_id_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES beleg.documents(tenant_id, id)
  constraint offered_documents_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint offered_documents_pkey PRIMARY KEY (tenant_id, id)
  CREATE UNIQUE INDEX offered_documents_once ON beleg.offered_documents USING btree (tenant_id, document_id) WHERE (withdrawn_at IS NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.people row security forced
  tenant_id uuid not null
  subject_id uuid not null
  name bytea not null
  created_at timestamp with time zone not null
  created_week date not null
  erased_at timestamp with time zone
  constraint people_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint people_tenant_id_subject_id_fkey FOREIGN KEY (tenant_id, subject_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint people_pkey PRIMARY KEY (tenant_id, subject_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.population_counts row security forced
  tenant_id uuid not null
  evidence_id uuid not null
  fact_type text not null
  expected integer
  seen integer not null
  reconciled_against text
  source text not null
  observed_at timestamp with time zone not null
  constraint population_counts_expected_check CHECK ((expected >= 0))
  constraint population_counts_seen_check CHECK ((seen >= 0))
  constraint population_counts_tenant_id_evidence_id_fkey FOREIGN KEY (tenant_id, evidence_id) REFERENCES beleg.evidence(tenant_id, id)
  constraint population_counts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint population_counts_pkey PRIMARY KEY (tenant_id, evidence_id, fact_type)
  CREATE INDEX population_counts_history ON beleg.population_counts USING btree (tenant_id, fact_type, source, observed_at DESC)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select to beleg_app

table beleg.public_documents row security forced
  tenant_id uuid not null
  document_id uuid not null
  shown boolean not null
  changed_by uuid
  changed_at timestamp with time zone not null
  constraint public_documents_tenant_id_document_id_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES beleg.documents(tenant_id, id)
  constraint public_documents_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint public_documents_pkey PRIMARY KEY (tenant_id, document_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.public_hosts row security forced
  tenant_id uuid not null
  host text not null
  proof text not null
  claimed_at timestamp with time zone not null
  proven_at timestamp with time zone
  constraint public_hosts_host CHECK (((length(host) <= 253) AND (host ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$'::text)))
  constraint public_hosts_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint public_hosts_pkey PRIMARY KEY (tenant_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.questionnaire_deliveries row security forced
  tenant_id uuid not null
  id uuid not null
  questionnaire_id uuid not null
  recipient bytea not null
  sent_by uuid not null
  sent_at timestamp with time zone not null
  file_sha256 bytea not null
  constraint questionnaire_deliveries_file_sha256_check CHECK ((length(file_sha256) = 32))
  constraint questionnaire_deliveries_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint questionnaire_deliveries_tenant_id_questionnaire_id_fkey FOREIGN KEY (tenant_id, questionnaire_id) REFERENCES beleg.questionnaires(tenant_id, id)
  constraint questionnaire_deliveries_tenant_id_sent_by_fkey FOREIGN KEY (tenant_id, sent_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint questionnaire_deliveries_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX questionnaire_deliveries_of ON beleg.questionnaire_deliveries USING btree (tenant_id, questionnaire_id, sent_at)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select to beleg_app

table beleg.questionnaire_edits row security forced
  tenant_id uuid not null
  id uuid not null
  question_id uuid not null
  before jsonb not null
  after jsonb not null
  edited_by uuid not null
  edited_at timestamp with time zone not null
  undone_at timestamp with time zone
  constraint questionnaire_edits_tenant_id_edited_by_fkey FOREIGN KEY (tenant_id, edited_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint questionnaire_edits_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint questionnaire_edits_tenant_id_question_id_fkey FOREIGN KEY (tenant_id, question_id) REFERENCES beleg.questionnaire_questions(tenant_id, id)
  constraint questionnaire_edits_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX questionnaire_edits_question ON beleg.questionnaire_edits USING btree (tenant_id, question_id, edited_at)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.questionnaire_questions row security forced
  tenant_id uuid not null
  id uuid not null
  questionnaire_id uuid not null
  ordinal integer not null
  place jsonb not null
  reference text
  section text
  text text not null
  words bytea not null
  allowed jsonb
  takes_comment boolean not null
  given text
  draft jsonb not null
  state text not null
  answer text
  comment text
  basis jsonb
  stated_by uuid
  stated_reason text
  assignee_id uuid
  note text
  answered_by uuid
  answered_at timestamp with time zone
  version integer not null
  constraint questionnaire_questions_check CHECK (((stated_by IS NULL) = (stated_reason IS NULL)))
  constraint questionnaire_questions_state_check CHECK ((state = ANY (ARRAY['open'::text, 'accepted'::text, 'edited'::text, 'needs_somebody'::text, 'left_empty'::text])))
  constraint questionnaire_questions_version_check CHECK ((version > 0))
  constraint questionnaire_questions_words_check CHECK ((length(words) = 32))
  constraint questionnaire_questions_tenant_id_answered_by_fkey FOREIGN KEY (tenant_id, answered_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint questionnaire_questions_tenant_id_assignee_id_fkey FOREIGN KEY (tenant_id, assignee_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint questionnaire_questions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint questionnaire_questions_tenant_id_questionnaire_id_fkey FOREIGN KEY (tenant_id, questionnaire_id) REFERENCES beleg.questionnaires(tenant_id, id)
  constraint questionnaire_questions_tenant_id_stated_by_fkey FOREIGN KEY (tenant_id, stated_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint questionnaire_questions_pkey PRIMARY KEY (tenant_id, id)
  constraint questionnaire_questions_place UNIQUE (tenant_id, questionnaire_id, ordinal)
  CREATE INDEX questionnaire_questions_words ON beleg.questionnaire_questions USING btree (tenant_id, words, answered_at DESC)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER keep_answer BEFORE UPDATE ON beleg.questionnaire_questions FOR EACH ROW EXECUTE FUNCTION beleg.keep_answer()
  grant insert, select, update to beleg_app

table beleg.questionnaires row security forced
  tenant_id uuid not null
  id uuid not null
  title text not null
  customer bytea
  format text not null
  locale text not null
  state text not null
  due_on date
  file_name text not null
  blob_key text not null
  file_sha256 bytea not null
  given_answers jsonb not null
  imported_by uuid
  imported_at timestamp with time zone not null
  drafted_at timestamp with time zone not null
  decided_by uuid
  decided_at timestamp with time zone
  answered_blob text
  answered_bytes bigint
  answered_sha256 bytea
  constraint questionnaires_answered_sha256_check CHECK ((length(answered_sha256) = 32))
  constraint questionnaires_check CHECK ((((state = 'approved'::text) = (answered_sha256 IS NOT NULL)) AND ((answered_sha256 IS NULL) = (answered_blob IS NULL)) AND ((state = 'open'::text) = (decided_at IS NULL))))
  constraint questionnaires_file_sha256_check CHECK ((length(file_sha256) = 32))
  constraint questionnaires_format_check CHECK ((format = ANY (ARRAY['xlsx'::text, 'csv'::text, 'vsaq'::text])))
  constraint questionnaires_locale_check CHECK ((locale = ANY (ARRAY['de'::text, 'en'::text])))
  constraint questionnaires_state_check CHECK ((state = ANY (ARRAY['open'::text, 'approved'::text, 'discarded'::text])))
  constraint questionnaires_tenant_id_decided_by_fkey FOREIGN KEY (tenant_id, decided_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint questionnaires_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint questionnaires_tenant_id_imported_by_fkey FOREIGN KEY (tenant_id, imported_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint questionnaires_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX questionnaires_imported ON beleg.questionnaires USING btree (tenant_id, imported_at DESC)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER keep_questionnaire BEFORE UPDATE ON beleg.questionnaires FOR EACH ROW EXECUTE FUNCTION beleg.keep_questionnaire()
  grant insert, select, update to beleg_app

table beleg.recovery_codes row security forced
  tenant_id uuid not null
  id uuid not null
  account_id uuid not null
  hash bytea not null
  created_at timestamp with time zone not null
  used_at timestamp with time zone
  constraint recovery_codes_hash_check CHECK ((length(hash) = 32))
  constraint recovery_codes_account FOREIGN KEY (tenant_id, account_id) REFERENCES beleg.accounts(tenant_id, id)
  constraint recovery_codes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint recovery_codes_pkey PRIMARY KEY (tenant_id, id)
  constraint recovery_codes_hash UNIQUE (tenant_id, account_id, hash)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER recovery_codes_observe AFTER INSERT OR DELETE OR UPDATE OF account_id ON beleg.recovery_codes FOR EACH STATEMENT EXECUTE FUNCTION beleg.notify_observe('identity.accounts')
  grant delete, insert, select, update to beleg_app

table beleg.recurring_jobs
  name text not null
  every_ms bigint not null
  next_at timestamp with time zone not null
  worker uuid
  constraint recurring_jobs_every_ms_check CHECK ((every_ms > 0))
  constraint recurring_jobs_pkey PRIMARY KEY (name)
  grant delete, insert, select, update to beleg_platform

table beleg.recurring_runs
  id uuid not null
  name text not null
  scheduled_at timestamp with time zone not null
  started_at timestamp with time zone
  finished_at timestamp with time zone
  outcome text
  error text
  requested_by text
  worker uuid
  constraint recurring_runs_check CHECK (((finished_at IS NULL) OR (started_at IS NOT NULL)))
  constraint recurring_runs_check1 CHECK (((finished_at IS NULL) = (outcome IS NULL)))
  constraint recurring_runs_outcome_check CHECK ((outcome = ANY (ARRAY['succeeded'::text, 'failed'::text, 'lost'::text])))
  constraint recurring_runs_name_fkey FOREIGN KEY (name) REFERENCES beleg.recurring_jobs(name) ON DELETE CASCADE
  constraint recurring_runs_pkey PRIMARY KEY (id)
  CREATE INDEX recurring_runs_latest ON beleg.recurring_runs USING btree (name, scheduled_at DESC)
  CREATE INDEX recurring_runs_open ON beleg.recurring_runs USING btree (name) WHERE (finished_at IS NULL)
  grant delete, insert, select, update to beleg_platform

table beleg.register_imports row security forced
  tenant_id uuid not null
  id uuid not null
  register text not null
  source text not null
  complete boolean not null
  effective_on date
  mapping jsonb not null
  state text not null
  file_name text not null
  file_sha256 bytea not null
  blob_key text
  counts jsonb
  created_by uuid
  created_at timestamp with time zone not null
  applied_by uuid
  applied_at timestamp with time zone
  undone_by uuid
  undone_at timestamp with time zone
  version integer not null default 1
  constraint register_imports_applied CHECK (((applied_at IS NOT NULL) = (state = ANY (ARRAY['applied'::text, 'undone'::text]))))
  constraint register_imports_file CHECK (((blob_key IS NOT NULL) = (state = 'draft'::text)))
  constraint register_imports_file_sha256_check CHECK ((length(file_sha256) = 32))
  constraint register_imports_source_check CHECK (((length(source) >= 1) AND (length(source) <= 200)))
  constraint register_imports_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'applied'::text, 'undone'::text, 'discarded'::text])))
  constraint register_imports_undone CHECK (((undone_at IS NOT NULL) = (state = 'undone'::text)))
  constraint register_imports_tenant_id_created_by_fkey FOREIGN KEY (tenant_id, created_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint register_imports_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint register_imports_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX register_imports_created ON beleg.register_imports USING btree (tenant_id, register, created_at DESC, id DESC)
  CREATE INDEX register_imports_drafts ON beleg.register_imports USING btree (tenant_id, created_at) WHERE (state = 'draft'::text)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.register_keys row security forced
  tenant_id uuid not null
  id uuid not null
  register text not null
  source text not null
  external_id bytea not null
  external_index bytea not null
  subject_id uuid not null
  created_at timestamp with time zone not null
  constraint register_keys_external_index_check CHECK ((length(external_index) = 32))
  constraint register_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint register_keys_tenant_id_subject_id_fkey FOREIGN KEY (tenant_id, subject_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint register_keys_pkey PRIMARY KEY (tenant_id, id)
  constraint register_keys_external UNIQUE (tenant_id, register, source, external_index)
  CREATE INDEX register_keys_index ON beleg.register_keys USING btree (tenant_id, register, external_index)
  CREATE INDEX register_keys_subject ON beleg.register_keys USING btree (tenant_id, register, subject_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.retention_rules row security forced
  tenant_id uuid not null
  id uuid not null
  years integer
  state text not null
  reason text not null
  requested_by uuid not null
  requested_at timestamp with time zone not null
  decided_by uuid
  decided_at timestamp with time zone
  constraint retention_rules_four_eyes CHECK ((((state = 'requested'::text) = (decided_by IS NULL)) AND ((decided_by IS NULL) = (decided_at IS NULL)) AND ((decided_by IS DISTINCT FROM requested_by) OR (state = 'withdrawn'::text))))
  constraint retention_rules_reason_check CHECK ((length(reason) > 0))
  constraint retention_rules_state_check CHECK ((state = ANY (ARRAY['requested'::text, 'in_force'::text, 'superseded'::text, 'refused'::text, 'withdrawn'::text])))
  constraint retention_rules_years_check CHECK (((years >= 1) AND (years <= 30)))
  constraint retention_rules_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint retention_rules_pkey PRIMARY KEY (tenant_id, id)
  CREATE UNIQUE INDEX retention_rules_in_force ON beleg.retention_rules USING btree (tenant_id) WHERE (state = 'in_force'::text)
  CREATE UNIQUE INDEX retention_rules_requested ON beleg.retention_rules USING btree (tenant_id, requested_by) WHERE (state = 'requested'::text)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.saved_views row security forced
  tenant_id uuid not null
  id uuid not null
  list text not null
  name text not null
  search jsonb not null
  shared boolean not null
  owner_id uuid not null
  created_at timestamp with time zone not null
  changed_at timestamp with time zone not null
  constraint saved_views_list_check CHECK ((list ~ '^[a-z][a-z-]{0,39}$'::text))
  constraint saved_views_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
  constraint saved_views_search_check CHECK ((jsonb_typeof(search) = 'object'::text))
  constraint saved_views_owner FOREIGN KEY (tenant_id, owner_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint saved_views_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint saved_views_pkey PRIMARY KEY (tenant_id, id)
  constraint saved_views_name UNIQUE (tenant_id, owner_id, list, name)
  CREATE INDEX saved_views_shared ON beleg.saved_views USING btree (tenant_id, list) WHERE shared
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.sentence_displays row security forced
  tenant_id uuid not null
  sentence_hash bytea not null
  display text not null
  decided_by uuid
  decided_at timestamp with time zone not null
  constraint sentence_displays_display_check CHECK ((display = ANY (ARRAY['full'::text, 'status'::text, 'text'::text])))
  constraint sentence_displays_hash CHECK ((length(sentence_hash) = 32))
  constraint sentence_displays_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint sentence_displays_pkey PRIMARY KEY (tenant_id, sentence_hash)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.sessions row security forced
  tenant_id uuid not null
  id uuid not null
  account_id uuid not null
  token_hash bytea not null
  methods text[] not null
  created_at timestamp with time zone not null
  last_seen_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  step_up_at timestamp with time zone
  address bytea
  user_agent bytea
  support_tenant_id uuid
  support_visit_id uuid
  constraint sessions_lifetime CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '12:00:00'::interval))))
  constraint sessions_support CHECK (((support_tenant_id IS NULL) = (support_visit_id IS NULL)))
  constraint sessions_token_hash_check CHECK ((length(token_hash) = 32))
  constraint sessions_two_factors CHECK (((methods && ARRAY['password'::text]) AND (methods && ARRAY['totp'::text, 'recovery-code'::text]) AND (methods <@ ARRAY['password'::text, 'totp'::text, 'recovery-code'::text])))
  constraint sessions_account FOREIGN KEY (tenant_id, account_id) REFERENCES beleg.accounts(tenant_id, id)
  constraint sessions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint sessions_pkey PRIMARY KEY (tenant_id, id)
  constraint sessions_token UNIQUE (tenant_id, token_hash)
  CREATE INDEX sessions_of_account ON beleg.sessions USING btree (tenant_id, account_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER sessions_observe AFTER INSERT OR DELETE OR UPDATE OF methods, account_id ON beleg.sessions FOR EACH STATEMENT EXECUTE FUNCTION beleg.notify_observe('identity.accounts')
  grant delete, insert, select, update to beleg_app

table beleg.siem_cursors
  target text not null
  tenant_id uuid not null
  next_place bigint not null
  forwarded_at timestamp with time zone not null
  constraint siem_cursors_next_place_check CHECK ((next_place >= 0))
  constraint siem_cursors_target_check CHECK (((length(target) >= 1) AND (length(target) <= 300)))
  constraint siem_cursors_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint siem_cursors_pkey PRIMARY KEY (target, tenant_id)
  grant insert, select, update to beleg_platform

table beleg.siem_targets
  target text not null
  tried_at timestamp with time zone not null
  succeeded_at timestamp with time zone
  failures integer not null
  failure jsonb
  constraint siem_targets_failure CHECK (((failures = 0) = (failure IS NULL)))
  constraint siem_targets_failure_check CHECK ((jsonb_typeof(failure) = 'object'::text))
  constraint siem_targets_failures_check CHECK ((failures >= 0))
  constraint siem_targets_target_check CHECK (((length(target) >= 1) AND (length(target) <= 300)))
  constraint siem_targets_pkey PRIMARY KEY (target)
  grant insert, select, update to beleg_platform

table beleg.sign_ins row security forced
  tenant_id uuid not null
  id uuid not null
  account_id uuid not null
  key_id uuid
  at timestamp with time zone not null
  constraint sign_ins_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint sign_ins_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX sign_ins_at ON beleg.sign_ins USING btree (tenant_id, at)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select to beleg_app

table beleg.soa_rows row security forced
  tenant_id uuid not null
  soa_id uuid not null
  control_id text not null
  applicable boolean
  reasons text[] not null
  exclusion_reason text
  declared text
  owner_id uuid
  links text[] not null
  note text
  approved_status text
  constraint soa_rows_declared_check CHECK ((declared = ANY (ARRAY['implemented'::text, 'partial'::text, 'planned'::text])))
  constraint soa_rows_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint soa_rows_tenant_id_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint soa_rows_tenant_id_soa_id_fkey FOREIGN KEY (tenant_id, soa_id) REFERENCES beleg.soa_versions(tenant_id, id)
  constraint soa_rows_pkey PRIMARY KEY (tenant_id, soa_id, control_id)
  CREATE INDEX soa_rows_owner ON beleg.soa_rows USING btree (tenant_id, owner_id) WHERE (owner_id IS NOT NULL)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.soa_versions row security forced
  tenant_id uuid not null
  id uuid not null
  number integer not null
  state text not null
  scope text not null
  revision integer not null
  edited_by uuid[] not null
  created_by uuid
  created_at timestamp with time zone not null
  decided_by uuid
  decided_at timestamp with time zone
  decision_reason text
  review_by date
  superseded_at timestamp with time zone
  constraint soa_versions_check CHECK (((state = ANY (ARRAY['approved'::text, 'superseded'::text])) = ((decided_at IS NOT NULL) AND (review_by IS NOT NULL))))
  constraint soa_versions_number_check CHECK ((number > 0))
  constraint soa_versions_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'approved'::text, 'superseded'::text, 'discarded'::text])))
  constraint soa_versions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint soa_versions_pkey PRIMARY KEY (tenant_id, id)
  constraint soa_versions_number UNIQUE (tenant_id, number)
  CREATE UNIQUE INDEX soa_versions_one_in_force ON beleg.soa_versions USING btree (tenant_id) WHERE (state = 'approved'::text)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.statement_answers row security forced
  tenant_id uuid not null
  statement_id uuid not null
  claim_id uuid not null
  digest bytea not null
  measure_id text
  decision_id uuid
  given_by uuid not null
  given_at timestamp with time zone not null
  constraint statement_answers_check CHECK (((measure_id IS NULL) <> (decision_id IS NULL)))
  constraint statement_answers_digest_check CHECK ((length(digest) = 32))
  constraint statement_answers_tenant_id_decision_id_fkey FOREIGN KEY (tenant_id, decision_id) REFERENCES beleg.decisions(tenant_id, id)
  constraint statement_answers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint statement_answers_tenant_id_given_by_fkey FOREIGN KEY (tenant_id, given_by) REFERENCES beleg.subjects(tenant_id, id)
  constraint statement_answers_tenant_id_statement_id_fkey FOREIGN KEY (tenant_id, statement_id) REFERENCES beleg.statements(tenant_id, id)
  constraint statement_answers_pkey PRIMARY KEY (tenant_id, statement_id, claim_id)
  CREATE INDEX statement_answers_decision ON beleg.statement_answers USING btree (tenant_id, decision_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.statement_authors row security forced
  tenant_id uuid not null
  statement_id uuid not null
  person_id uuid not null
  first_at timestamp with time zone not null
  constraint statement_authors_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint statement_authors_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint statement_authors_tenant_id_statement_id_fkey FOREIGN KEY (tenant_id, statement_id) REFERENCES beleg.statements(tenant_id, id)
  constraint statement_authors_pkey PRIMARY KEY (tenant_id, statement_id, person_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select to beleg_app

table beleg.statement_notices row security forced
  tenant_id uuid not null
  statement_id uuid not null
  contract_id uuid not null
  mail_id uuid not null
  sent_at timestamp with time zone not null
  constraint statement_notices_tenant_id_contract_id_fkey FOREIGN KEY (tenant_id, contract_id) REFERENCES beleg.customer_contracts(tenant_id, id)
  constraint statement_notices_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint statement_notices_tenant_id_statement_id_fkey FOREIGN KEY (tenant_id, statement_id) REFERENCES beleg.statements(tenant_id, id)
  constraint statement_notices_pkey PRIMARY KEY (tenant_id, statement_id, contract_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select to beleg_app

table beleg.statement_settings row security forced
  tenant_id uuid not null
  notice_days smallint not null
  version integer not null
  changed_at timestamp with time zone not null
  constraint statement_settings_notice_days_check CHECK (((notice_days >= 0) AND (notice_days <= 365)))
  constraint statement_settings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint statement_settings_pkey PRIMARY KEY (tenant_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.statements row security forced
  tenant_id uuid not null
  id uuid not null
  locale text not null
  title text not null
  body text not null
  body_hash bytea not null
  drafted_by uuid
  created_at timestamp with time zone not null
  published_by uuid
  published_at timestamp with time zone
  superseded_at timestamp with time zone
  version integer not null
  submitted_by uuid
  submitted_at timestamp with time zone
  approved_by uuid
  approved_at timestamp with time zone
  replaces_id uuid
  wording_hash bytea
  meaning_hash bytea
  announced_at timestamp with time zone
  effective_at timestamp with time zone
  constraint statements_approved CHECK ((((approved_at IS NULL) = (approved_by IS NULL)) AND ((approved_at IS NULL) OR (submitted_at <= approved_at)) AND ((announced_at IS NULL) OR (approved_at <= announced_at)) AND ((announced_at IS NULL) = (effective_at IS NULL))))
  constraint statements_approver CHECK ((approved_by <> drafted_by))
  constraint statements_four_eyes CHECK (((drafted_by IS NULL) OR (published_by IS NULL) OR (drafted_by <> published_by)))
  constraint statements_locale_check CHECK ((locale = ANY (ARRAY['de'::text, 'en'::text])))
  constraint statements_meaning_hash_check CHECK ((length(meaning_hash) = 32))
  constraint statements_not_retroactive CHECK (((effective_at >= announced_at) AND (published_at >= effective_at)))
  constraint statements_version_check CHECK ((version > 0))
  constraint statements_wording_hash_check CHECK ((length(wording_hash) = 32))
  constraint statements_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint statements_tenant_id_replaces_id_fkey FOREIGN KEY (tenant_id, replaces_id) REFERENCES beleg.statements(tenant_id, id)
  constraint statements_pkey PRIMARY KEY (tenant_id, id)
  constraint statements_version UNIQUE (tenant_id, locale, version)
  CREATE UNIQUE INDEX statements_current ON beleg.statements USING btree (tenant_id, locale) WHERE ((published_at IS NOT NULL) AND (superseded_at IS NULL))
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER keep_statement BEFORE UPDATE ON beleg.statements FOR EACH ROW EXECUTE FUNCTION beleg.keep_statement()
  grant insert, select, update to beleg_app

table beleg.subjects row security forced
  tenant_id uuid not null
  id uuid not null
  kind text not null
  source text not null
  external_id text not null
  name text
  created_at timestamp with time zone not null
  constraint subjects_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint subjects_pkey PRIMARY KEY (tenant_id, id)
  constraint subjects_external_id UNIQUE (tenant_id, kind, source, external_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.subprocessor_announcements row security forced
  tenant_id uuid not null
  id uuid not null
  announced_at timestamp with time zone not null
  objection_until date
  items jsonb not null
  sha256 bytea not null
  constraint subprocessor_announcements_sha256_check CHECK ((length(sha256) = 32))
  constraint subprocessor_announcements_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint subprocessor_announcements_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX subprocessor_announcements_at ON beleg.subprocessor_announcements USING btree (tenant_id, announced_at DESC, id DESC)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select to beleg_app

table beleg.subprocessor_lists row security forced
  tenant_id uuid not null
  shown boolean not null
  first_shown_at timestamp with time zone not null
  changed_at timestamp with time zone not null
  constraint subprocessor_lists_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint subprocessor_lists_pkey PRIMARY KEY (tenant_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.subprocessor_notices row security forced
  tenant_id uuid not null
  announcement_id uuid not null
  recipient_id uuid not null
  kind text not null
  mail_id uuid not null
  sent_at timestamp with time zone not null
  constraint subprocessor_notices_kind_check CHECK ((kind = ANY (ARRAY['customer'::text, 'subscriber'::text])))
  constraint subprocessor_notices_tenant_id_announcement_id_fkey FOREIGN KEY (tenant_id, announcement_id) REFERENCES beleg.subprocessor_announcements(tenant_id, id)
  constraint subprocessor_notices_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint subprocessor_notices_pkey PRIMARY KEY (tenant_id, announcement_id, recipient_id)
  CREATE INDEX subprocessor_notices_recipient ON beleg.subprocessor_notices USING btree (tenant_id, recipient_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select to beleg_app

table beleg.subprocessor_subscriptions row security forced
  tenant_id uuid not null
  id uuid not null
  email bytea
  email_index bytea
  locale text not null
  token bytea
  token_hash bytea not null
  confirm_hash bytea
  requested_at timestamp with time zone not null
  confirmed_at timestamp with time zone
  ended_at timestamp with time zone
  constraint subprocessor_subscriptions_address CHECK ((((email IS NULL) = (email_index IS NULL)) AND ((email IS NULL) = (ended_at IS NOT NULL))))
  constraint subprocessor_subscriptions_confirm_hash_check CHECK ((length(confirm_hash) = 32))
  constraint subprocessor_subscriptions_locale_check CHECK ((locale = ANY (ARRAY['de'::text, 'en'::text])))
  constraint subprocessor_subscriptions_token_hash_check CHECK ((length(token_hash) = 32))
  constraint subprocessor_subscriptions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint subprocessor_subscriptions_pkey PRIMARY KEY (tenant_id, id)
  constraint subprocessor_subscriptions_confirm UNIQUE (tenant_id, confirm_hash)
  constraint subprocessor_subscriptions_email UNIQUE (tenant_id, email_index)
  constraint subprocessor_subscriptions_token UNIQUE (tenant_id, token_hash)
  CREATE INDEX subprocessor_subscriptions_requested ON beleg.subprocessor_subscriptions USING btree (tenant_id, requested_at)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant delete, insert, select, update to beleg_app

table beleg.suppliers row security forced
  tenant_id uuid not null
  id uuid not null
  subject_id uuid not null
  valid_from date not null
  valid_to date
  known_from timestamp with time zone not null
  known_to timestamp with time zone
  import_id uuid
  ended_by uuid
  name text not null
  role text not null
  address text
  country text not null
  purpose text not null
  data text
  locations text
  transfer_basis text
  contract text
  episode integer not null
  starts_on date not null
  ends_on date
  constraint suppliers_check CHECK ((valid_to > valid_from))
  constraint suppliers_check1 CHECK ((known_to >= known_from))
  constraint suppliers_country_check CHECK ((country ~ '^[A-Z]{2}$'::text))
  constraint suppliers_episode_check CHECK ((episode > 0))
  constraint suppliers_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  constraint suppliers_order CHECK ((ends_on >= starts_on))
  constraint suppliers_role_check CHECK ((role = ANY (ARRAY['subprocessor'::text, 'supplier'::text])))
  constraint suppliers_subprocessor CHECK (((role = 'supplier'::text) OR ((data IS NOT NULL) AND (locations IS NOT NULL) AND (transfer_basis IS NOT NULL))))
  constraint suppliers_transfer_basis_check CHECK ((transfer_basis = ANY (ARRAY['eea'::text, 'adequacy'::text, 'scc'::text, 'bcr'::text, 'derogation'::text])))
  constraint suppliers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint suppliers_tenant_id_subject_id_fkey FOREIGN KEY (tenant_id, subject_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint suppliers_pkey PRIMARY KEY (tenant_id, id)
  CREATE UNIQUE INDEX suppliers_current ON beleg.suppliers USING btree (tenant_id, subject_id, valid_from) WHERE (known_to IS NULL)
  CREATE INDEX suppliers_ended_by ON beleg.suppliers USING btree (tenant_id, ended_by) WHERE (ended_by IS NOT NULL)
  CREATE INDEX suppliers_import ON beleg.suppliers USING btree (tenant_id, import_id) WHERE (import_id IS NOT NULL)
  CREATE INDEX suppliers_name ON beleg.suppliers USING btree (tenant_id, name, subject_id) WHERE (known_to IS NULL)
  CREATE INDEX suppliers_starts ON beleg.suppliers USING btree (tenant_id, starts_on, subject_id) WHERE (known_to IS NULL)
  CREATE INDEX suppliers_subject ON beleg.suppliers USING btree (tenant_id, subject_id, known_from)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.support_grants row security forced
  tenant_id uuid not null
  id uuid not null
  reason bytea not null
  granted_by uuid not null
  granted_at timestamp with time zone not null
  expires_at timestamp with time zone not null
  revoked_by uuid
  revoked_at timestamp with time zone
  last_used_at timestamp with time zone
  constraint support_grants_lifetime CHECK (((expires_at > granted_at) AND (expires_at <= (granted_at + '72:00:00'::interval))))
  constraint support_grants_revoked CHECK (((revoked_by IS NULL) = (revoked_at IS NULL)))
  constraint support_grants_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint support_grants_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX support_grants_at ON beleg.support_grants USING btree (tenant_id, granted_at, id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.support_visits row security forced
  tenant_id uuid not null
  id uuid not null
  grant_id uuid not null
  person_id uuid not null
  account_id uuid not null
  session_id uuid not null
  organisation text not null
  reason bytea not null
  entered_at timestamp with time zone not null
  last_request_at timestamp with time zone not null
  left_at timestamp with time zone
  constraint support_visits_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint support_visits_tenant_id_grant_id_fkey FOREIGN KEY (tenant_id, grant_id) REFERENCES beleg.support_grants(tenant_id, id)
  constraint support_visits_pkey PRIMARY KEY (tenant_id, id)
  CREATE INDEX support_visits_of_grant ON beleg.support_visits USING btree (tenant_id, grant_id, entered_at)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.systems row security forced
  tenant_id uuid not null
  id uuid not null
  subject_id uuid not null
  valid_from date not null
  valid_to date
  known_from timestamp with time zone not null
  known_to timestamp with time zone
  import_id uuid
  ended_by uuid
  name text not null
  owner_id uuid
  class text
  confidentiality text
  integrity text
  availability text
  tier text
  scope text not null
  location text
  episode integer not null
  starts_on date not null
  ends_on date
  constraint systems_availability_check CHECK ((availability = ANY (ARRAY['normal'::text, 'high'::text, 'very_high'::text])))
  constraint systems_check CHECK ((valid_to > valid_from))
  constraint systems_check1 CHECK ((known_to >= known_from))
  constraint systems_class_check CHECK ((class = ANY (ARRAY['public'::text, 'internal'::text, 'confidential'::text, 'strictly_confidential'::text])))
  constraint systems_confidentiality_check CHECK ((confidentiality = ANY (ARRAY['normal'::text, 'high'::text, 'very_high'::text])))
  constraint systems_episode_check CHECK ((episode > 0))
  constraint systems_integrity_check CHECK ((integrity = ANY (ARRAY['normal'::text, 'high'::text, 'very_high'::text])))
  constraint systems_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  constraint systems_order CHECK ((ends_on >= starts_on))
  constraint systems_scope_check CHECK ((scope = ANY (ARRAY['in'::text, 'out'::text])))
  constraint systems_tier_check CHECK ((tier = ANY (ARRAY['1'::text, '2'::text, '3'::text])))
  constraint systems_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint systems_tenant_id_owner_id_fkey FOREIGN KEY (tenant_id, owner_id) REFERENCES beleg.people(tenant_id, subject_id)
  constraint systems_tenant_id_subject_id_fkey FOREIGN KEY (tenant_id, subject_id) REFERENCES beleg.subjects(tenant_id, id)
  constraint systems_pkey PRIMARY KEY (tenant_id, id)
  CREATE UNIQUE INDEX systems_current ON beleg.systems USING btree (tenant_id, subject_id, valid_from) WHERE (known_to IS NULL)
  CREATE INDEX systems_ended_by ON beleg.systems USING btree (tenant_id, ended_by) WHERE (ended_by IS NOT NULL)
  CREATE INDEX systems_import ON beleg.systems USING btree (tenant_id, import_id) WHERE (import_id IS NOT NULL)
  CREATE INDEX systems_name ON beleg.systems USING btree (tenant_id, name, subject_id) WHERE (known_to IS NULL)
  CREATE INDEX systems_starts ON beleg.systems USING btree (tenant_id, starts_on, subject_id) WHERE (known_to IS NULL)
  CREATE INDEX systems_subject ON beleg.systems USING btree (tenant_id, subject_id, known_from)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  grant insert, select, update to beleg_app

table beleg.tenant_keys
  tenant_id uuid not null
  version integer not null
  wrapped bytea not null
  created_at timestamp with time zone not null
  constraint tenant_keys_version_check CHECK ((version > 0))
  constraint tenant_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint tenant_keys_pkey PRIMARY KEY (tenant_id, version)
  grant delete, insert, select, update to beleg_platform

table beleg.tenants row security forced
  id uuid not null
  kind text not null
  slug text not null
  name text not null
  created_at timestamp with time zone not null
  state text not null
  canary boolean not null default false
  constraint tenants_kind_check CHECK ((kind = ANY (ARRAY['platform'::text, 'company'::text])))
  constraint tenants_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
  constraint tenants_slug_check CHECK ((slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'::text))
  constraint tenants_state_check CHECK ((state = ANY (ARRAY['active'::text, 'suspended'::text, 'closed'::text])))
  constraint tenants_pkey PRIMARY KEY (id)
  constraint tenants_slug UNIQUE (slug)
  CREATE UNIQUE INDEX tenants_one_platform ON beleg.tenants USING btree (kind) WHERE (kind = 'platform'::text)
  policy own_row for select to beleg_app using (id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy platform_rows for all to beleg_platform using true with check true
  grant select to beleg_app
  grant insert, select, update to beleg_platform

table beleg.totp_factors row security forced
  tenant_id uuid not null
  account_id uuid not null
  secret bytea not null
  confirmed_at timestamp with time zone
  last_used_step bigint not null
  pending_secret bytea
  pending_until timestamp with time zone
  constraint totp_factors_pending CHECK (((pending_secret IS NULL) = (pending_until IS NULL)))
  constraint totp_factors_account FOREIGN KEY (tenant_id, account_id) REFERENCES beleg.accounts(tenant_id, id)
  constraint totp_factors_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES beleg.tenants(id)
  constraint totp_factors_pkey PRIMARY KEY (tenant_id, account_id)
  policy owner_rows for all to beleg_owner using (current_setting('beleg.every_tenant'::text, true) = 'on'::text) with check (current_setting('beleg.every_tenant'::text, true) = 'on'::text)
  policy tenant_rows for all to beleg_app using (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid) with check (tenant_id = (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid)
  CREATE TRIGGER totp_factors_end_sessions AFTER DELETE OR UPDATE OF account_id, confirmed_at ON beleg.totp_factors FOR EACH ROW EXECUTE FUNCTION beleg.end_sessions_below_two_factors()
  CREATE TRIGGER totp_factors_observe AFTER INSERT OR DELETE OR UPDATE OF secret, confirmed_at ON beleg.totp_factors FOR EACH STATEMENT EXECUTE FUNCTION beleg.notify_observe('identity.accounts')
  grant delete, insert, select, update to beleg_app

CREATE OR REPLACE FUNCTION beleg.add_cosignature(head_size bigint, witness_name text, signature_line text, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  insert into beleg.ledger_cosignatures (size, witness, line, at) values (head_size, witness_name, signature_line, at)
    on conflict do nothing;
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.add_instance_tile(tile_level integer, index bigint, tile_root bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  found_hashes bytea;
begin
  if index <> coalesce((select max(tile_index) + 1 from beleg.ledger_instance_tiles where level = tile_level), 0) then
    raise exception 'a tile that does not follow the last one';
  end if;
  if tile_level = 0 then
    select string_agg(leaf_hash, ''::bytea order by leaf_index) into found_hashes from beleg.ledger_instance_leaves
      where leaf_index >= index * 256 and leaf_index < (index + 1) * 256;
  else
    select string_agg(root, ''::bytea order by tile_index) into found_hashes from beleg.ledger_instance_tiles
      where level = tile_level - 1 and tile_index >= index * 256 and tile_index < (index + 1) * 256;
  end if;
  insert into beleg.ledger_instance_tiles (level, tile_index, hashes, root)
    values (tile_level, index, found_hashes, tile_root);
end;
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.add_timestamp(head_size bigint, authority_name text, timestamp_token bytea, at timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  insert into beleg.ledger_timestamps (size, authority, token, at)
    values (head_size, authority_name, timestamp_token, at)
    on conflict do nothing;
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.current_tenant()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('beleg.tenant_id'::text, true), ''::text))::uuid

-- execute: beleg_app, beleg_platform

CREATE OR REPLACE FUNCTION beleg.end_account_access()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  delete from beleg.sessions where tenant_id = new.tenant_id and account_id = new.id;
  delete from beleg.login_transactions where tenant_id = new.tenant_id and account_id = new.id;
  delete from beleg.known_places where tenant_id = new.tenant_id and account_id = new.id;
  update beleg.api_keys set revoked_at = new.changed_at
    where tenant_id = new.tenant_id and account_id = new.id and revoked_at is null;
  if new.state = 'deactivated' then
    update beleg.enrolments set used_at = new.changed_at, password_hash = null, totp_secret = null, name = null, email = null
      where tenant_id = new.tenant_id and account_id = new.id and used_at is null;
  end if;
  return null;
end;
$function$

CREATE OR REPLACE FUNCTION beleg.end_sessions_below_two_factors()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  touched record;
begin
  touched := coalesce(old, new);
  if not exists (select from beleg.credentials where tenant_id = touched.tenant_id and account_id = touched.account_id)
    or not exists (
      select from beleg.totp_factors
      where tenant_id = touched.tenant_id and account_id = touched.account_id and confirmed_at is not null
    )
  then
    delete from beleg.sessions where tenant_id = touched.tenant_id and account_id = touched.account_id;
    delete from beleg.login_transactions where tenant_id = touched.tenant_id and account_id = touched.account_id;
  end if;
  return null;
end;
$function$

CREATE OR REPLACE FUNCTION beleg.enqueue_platform_job(job text, payload jsonb, run_at timestamp with time zone, job_key text, max_attempts integer, tenant uuid)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return (beleg_job.add_job(
    job, json_build_object('tenant', tenant, 'payload', payload), null, run_at, max_attempts,
    coalesce(tenant::text, 'platform') || ':' || job || ':' || job_key
  )).id;
end;
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.enqueue_tenant_job(job text, payload jsonb, run_at timestamp with time zone, job_key text, max_attempts integer)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$

-- execute: beleg_app

CREATE OR REPLACE FUNCTION beleg.expire_ledger(tenant uuid, before timestamp with time zone, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  expired integer;
begin
  perform set_config('beleg.every_tenant', 'on', true);
  -- Whoever places a hold takes the same lock, and is either seen here or waits.
  perform pg_advisory_xact_lock(1886546294, hashtext(tenant::text));
  if not exists (
    select from beleg.ledger_pending
    where tenant_id = tenant and action = 'ledger.expired' and payload is not null
      and (payload::jsonb #>> '{what,after,before}')::timestamptz >= before
      and recorded_at >= before + interval '1 year'
  ) then
    raise exception 'this expiry was not announced in the ledger';
  end if;
  if exists (select from beleg.legal_holds where tenant_id = tenant and person_id is null and released_at is null) then
    raise exception 'the ledger of this tenant is held';
  end if;
  perform set_config('beleg.expire_before', before::text, true);
  update beleg.ledger_pending p
    set commitment = sha256(p.salt || convert_to(p.payload, 'UTF8')), payload = null, salt = null,
      person_sealed = null, about_sealed = null
    where p.tenant_id = tenant and p.id in (
      select e.id from beleg.ledger_pending e
      where e.tenant_id = tenant and e.payload is not null and e.leaf_index is not null and e.recorded_at < before
        -- Ids begin with the millisecond of recording (UUIDv7), and the key is in their order; a minute for ids that
        -- were made a moment before or after.
        and e.id < (lpad(to_hex((extract(epoch from before) * 1000)::bigint + 60000), 12, '0') || '00000000000000000000')::uuid
        and e.action not in ('person.erased', 'ledger.expired', 'ledger.erased')
        and not exists (
          select from beleg.legal_holds h
          where h.tenant_id = tenant and h.released_at is null and h.person_id in (e.person_id, e.about_id)
        )
      order by e.id limit most
    );
  get diagnostics expired = row_count;
  perform set_config('beleg.expire_before', '', true);
  return expired;
end;
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.extend_instance_ledger(first bigint, tenants uuid[], sizes bigint[], roots bytea[], leaf_hashes bytea[], new_root bytea, new_frontier bytea, new_note text, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  if first <> coalesce((select max(size) from beleg.ledger_instance_checkpoints), 0) then
    raise exception 'heads would not follow the last head of the instance';
  end if;
  if exists (
    select from unnest(tenants, sizes, roots) as h (t, s, r)
    where not exists (select from beleg.ledger_checkpoints c where c.tenant_id = h.t and c.size = h.s and c.root = h.r)
  ) then
    raise exception 'a head that no tenant has';
  end if;
  insert into beleg.ledger_instance_leaves (leaf_index, tenant_id, size, root, leaf_hash)
    select first + o - 1, t, s, r, l
    from unnest(tenants, sizes, roots, leaf_hashes) with ordinality as h (t, s, r, l, o);
  insert into beleg.ledger_instance_checkpoints (size, root, frontier, note, signed_at)
    values (first + cardinality(tenants), new_root, new_frontier, new_note, at);
end;
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.extend_ledger(tenant uuid, first bigint, ids uuid[], written integer, at timestamp with time zone, tile_levels integer[], tile_indices bigint[], tile_hashes bytea[], tile_roots bytea[], new_root bytea, new_frontier bytea, new_note text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  added constant integer := cardinality(ids) + written;
  there bigint;
  last bigint;
begin
  perform set_config('beleg.every_tenant', 'on', true);
  if first <> coalesce((select max(size) from beleg.ledger_checkpoints where tenant_id = tenant), 0) then
    raise exception 'entries would not follow the last head' using errcode = 'serialization_failure';
  end if;
  if cardinality(ids) > 0 then
    update beleg.ledger_pending p set leaf_index = first + o.ordinal - 1, sequenced_at = at
      from unnest(ids) with ordinality as o (id, ordinal)
      where p.tenant_id = tenant and p.id = o.id and p.leaf_index is null;
  end if;
  select count(*), max(leaf_index) into there, last
    from beleg.ledger_pending where tenant_id = tenant and leaf_index >= first;
  if added <= 0 or there <> added or last <> first + added - 1 then
    raise exception 'entries to place are not there, or have their place';
  end if;
  insert into beleg.ledger_tiles (tenant_id, level, tile_index, hashes, root)
    select tenant, l, i, h, r from unnest(tile_levels, tile_indices, tile_hashes, tile_roots) as t (l, i, h, r);
  insert into beleg.ledger_checkpoints (tenant_id, size, root, frontier, note, signed_at)
    values (tenant, first + added, new_root, new_frontier, new_note, at);
end;
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.keep_answer()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if exists (
    select 1 from beleg.questionnaires q
    where q.tenant_id = old.tenant_id and q.id = old.questionnaire_id and q.state <> 'open'
  ) then
    raise exception 'an answer of a decided questionnaire is not altered';
  end if;
  return new;
end;
$function$

CREATE OR REPLACE FUNCTION beleg.keep_claim()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION beleg.keep_document()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
    or (old.state = 'approved' and new.state in ('superseded', 'withdrawn')
      and (new.decided_by, new.decided_at) is not distinct from (old.decided_by, old.decided_at))
  ) then
    raise exception 'a document does not go from % to %', old.state, new.state;
  end if;
  return new;
end;
$function$

CREATE OR REPLACE FUNCTION beleg.keep_ledger()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if tg_op = 'DELETE' then
    perform from beleg.tenants where id = old.tenant_id and canary;
    if found then
      return old;
    end if;
  elsif tg_op = 'UPDATE' and tg_table_name = 'ledger_pending' then
    if old.leaf_index is null and new.leaf_index is not null
      and (old.tenant_id, old.id, old.recorded_at, old.action, old.object_kind, old.object_id, old.payload, old.salt, old.commitment, old.leaf_hash,
          old.person_id, old.person_sealed, old.person_commitment, old.about_id, old.about_sealed, old.about_commitment)
        is not distinct from
          (new.tenant_id, new.id, new.recorded_at, new.action, new.object_kind, new.object_id, new.payload, new.salt, new.commitment, new.leaf_hash,
          new.person_id, new.person_sealed, new.person_commitment, new.about_id, new.about_sealed, new.about_commitment)
    then
      return new;
    end if;
    if old.leaf_index is not null and old.payload is not null and current_user <> session_user
      and old.recorded_at < nullif(current_setting('beleg.expire_before', true), '')::timestamptz
      and new.payload is null and new.salt is null and new.person_sealed is null and new.about_sealed is null
      and new.commitment = sha256(old.salt || convert_to(old.payload, 'UTF8'))
      and (old.tenant_id, old.id, old.recorded_at, old.action, old.object_kind, old.object_id, old.leaf_hash, old.leaf_index, old.sequenced_at,
          old.person_id, old.person_commitment, old.about_id, old.about_commitment)
        is not distinct from
          (new.tenant_id, new.id, new.recorded_at, new.action, new.object_kind, new.object_id, new.leaf_hash, new.leaf_index, new.sequenced_at,
          new.person_id, new.person_commitment, new.about_id, new.about_commitment)
    then
      return new;
    end if;
  end if;
  raise exception 'the ledger is only added to' using errcode = 'restrict_violation';
end;
$function$

CREATE OR REPLACE FUNCTION beleg.keep_published()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise exception 'what was published is only added to' using errcode = 'restrict_violation';
end;
$function$

CREATE OR REPLACE FUNCTION beleg.keep_questionnaire()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if old.state <> 'open' then
    raise exception 'a questionnaire that was decided is not altered';
  end if;
  return new;
end;
$function$

CREATE OR REPLACE FUNCTION beleg.keep_statement()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION beleg.list_judging_due(at timestamp with time zone, at_most integer)
 RETURNS TABLE(tenant_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.list_public_hosts()
 RETURNS TABLE(host text, tenant_id uuid, slug text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  return query
    select distinct on (h.host) h.host, t.id, t.slug
    from beleg.public_hosts h
    join beleg.tenants t on t.id = h.tenant_id
    where h.proven_at is not null and t.state = 'active' and not t.canary
    order by h.host, h.proven_at desc, t.id;
end;
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.list_support_grants(at timestamp with time zone)
 RETURNS TABLE(grant_id uuid, tenant_id uuid, tenant_name text, granted_at timestamp with time zone, expires_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  return query
    select g.id, t.id, t.name, g.granted_at, g.expires_at
    from beleg.support_grants g
    join beleg.tenants t on t.id = g.tenant_id
    where g.revoked_at is null and g.expires_at > at
      and t.kind = 'company' and t.state = 'active' and not t.canary
    order by g.expires_at, g.id;
end;
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.notify_observe()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  -- The canary comes and goes all the time; it is seen with the next regular look.
  perform from beleg.tenants
    where id = nullif(current_setting('beleg.tenant_id', true), '')::uuid and canary;
  if not found then
    perform pg_notify('beleg_observe', tg_argv[0]);
  end if;
  return null;
end;
$function$

CREATE OR REPLACE FUNCTION beleg.protect_tenant_table(target regclass, privileges text DEFAULT 'select, insert, update, delete'::text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  privilege text;
begin
  if not exists (
    select from pg_attribute
    where attrelid = target and attname = 'tenant_id' and atttypid = 'uuid'::regtype and attnotnull
  ) then
    raise exception 'table % has no column tenant_id uuid not null', target;
  end if;
  if not exists (
    select from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indrelid = target and i.indisprimary and a.attname = 'tenant_id'
  ) then
    raise exception 'the primary key of % does not begin with tenant_id', target;
  end if;
  foreach privilege in array regexp_split_to_array(lower(trim(privileges)), '\s*,\s*') loop
    if privilege not in ('select', 'insert', 'update', 'delete') then
      raise exception 'no such privilege on a tenant table: %', privilege;
    end if;
    execute format('grant %s on %s to beleg_app', privilege, target);
  end loop;
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant_rows on %s to beleg_app
       using (tenant_id = nullif(current_setting(''beleg.tenant_id'', true), '''')::uuid)
       with check (tenant_id = nullif(current_setting(''beleg.tenant_id'', true), '''')::uuid)',
    target
  );
  execute format(
    'create policy owner_rows on %s to %I
       using (current_setting(''beleg.every_tenant'', true) = ''on'')
       with check (current_setting(''beleg.every_tenant'', true) = ''on'')',
    target, current_user
  );
end;
$function$

CREATE OR REPLACE FUNCTION beleg.publish_head(head_size bigint, at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if head_size <= (select max(size) from beleg.ledger_publications) then
    raise exception 'a larger head was published';
  end if;
  insert into beleg.ledger_publications (size, root, note, published_at)
    select c.size, c.root, c.note, publish_head.at from beleg.ledger_instance_checkpoints c where c.size = head_size;
  if not found then
    raise exception 'a head that was not signed';
  end if;
end;
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.read_ledger_edge(tenant uuid, tile_level integer, first bigint)
 RETURNS bytea
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  if tile_level = 0 then
    return (select string_agg(leaf_hash, ''::bytea order by leaf_index) from beleg.ledger_pending
      where tenant_id = tenant and leaf_index >= first and leaf_index < first + 256);
  end if;
  return (select string_agg(root, ''::bytea order by tile_index) from beleg.ledger_tiles
    where tenant_id = tenant and level = tile_level - 1 and tile_index >= first and tile_index < first + 256);
end;
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.read_ledger_heads(tenants uuid[])
 RETURNS TABLE(tenant_id uuid, canary boolean, size bigint, root bytea, frontier bytea, note text, known_size bigint, known_root bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  return query
    select t.id, n.canary, c.size, c.root, c.frontier, c.note, k.size, k.root
    from unnest(tenants) as t (id)
    join beleg.tenants n on n.id = t.id
    left join lateral (
      select h.size, h.root, h.frontier, h.note from beleg.ledger_checkpoints h
      where h.tenant_id = t.id order by h.size desc limit 1
    ) c on true
    left join lateral (
      select l.size, l.root from beleg.ledger_instance_leaves l
      where l.tenant_id = t.id order by l.size desc limit 1
    ) k on true;
end;
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.read_waiting_entries(most integer, only_tenant uuid)
 RETURNS TABLE(tenant_id uuid, id uuid, recorded_at timestamp with time zone, leaf_hash bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  return query
    select p.tenant_id, p.id, p.recorded_at, p.leaf_hash
    from beleg.tenants t
    cross join lateral (
      select w.tenant_id, w.id, w.recorded_at, w.leaf_hash from beleg.ledger_pending w
      where w.tenant_id = t.id and w.leaf_index is null
      order by w.id limit most
    ) p
    where case when only_tenant is null then not t.canary else t.id = only_tenant end
    limit most;
end;
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.set_judging_timer(at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
$function$

-- execute: beleg_app

CREATE OR REPLACE FUNCTION beleg.sweep_canary(tenant uuid, keep uuid[])
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  people uuid[];
  target record;
  condition text;
  deleted bigint;
  total bigint := 0;
begin
  -- Not in a SET clause: PostgreSQL refuses a setting it does not know there to an owner who is no superuser.
  perform set_config('beleg.every_tenant', 'on', true);
  perform from beleg.tenants where id = tenant and canary and kind = 'company' for update;
  if not found then
    raise exception 'not a canary tenant';
  end if;
  if exists (select from beleg.accounts where tenant_id = tenant and not synthetic) then
    raise exception 'a person has an account in this tenant';
  end if;
  select coalesce(array_agg(person_id), '{}') into people
    from beleg.accounts where tenant_id = tenant and id = any (keep);
  for target in
    with recursive reference (source, target) as (
      select distinct conrelid, confrelid from pg_constraint
      where contype = 'f' and connamespace = 'beleg'::regnamespace and conrelid <> confrelid
    ),
    -- How many references lead to a table at most; a circle ends at a hundred and shows as a failing deletion.
    place (relation, depth) as (
      select c.oid, 0 from pg_class c
      where c.relnamespace = 'beleg'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      union
      select r.target, p.depth + 1 from place p join reference r on r.source = p.relation where p.depth < 100
    )
    select c.relname as name, max(p.depth) as depth
    from place p join pg_class c on c.oid = p.relation
    where exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
      and c.relname not in ('tenant_keys', 'data_keys')
    group by c.relname order by max(p.depth), c.relname
  loop
    condition := case
      when target.name = 'accounts' then 'not (id = any ($2))'
      when target.name in ('credentials', 'totp_factors', 'recovery_codes', 'sessions', 'known_places')
        then 'not (account_id = any ($2))'
      when target.name = 'people' then 'not (subject_id = any ($3))'
      when target.name = 'subjects' then 'not (id = any ($3))'
      else 'true'
    end;
    execute format('delete from beleg.%I where tenant_id = $1 and %s', target.name, condition)
      using tenant, keep, people;
    get diagnostics deleted = row_count;
    total := total + deleted;
  end loop;
  return total;
end;
$function$

-- execute: beleg_platform

CREATE OR REPLACE FUNCTION beleg.write_entries(tenant uuid, first bigint, at timestamp with time zone, ids uuid[], recorded timestamp with time zone[], actions text[], kinds text[], objects text[], payloads text[], salts bytea[], leaf_hashes bytea[], persons uuid[], persons_sealed bytea[], persons_commitment bytea[], abouts uuid[], abouts_sealed bytea[], abouts_commitment bytea[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform set_config('beleg.every_tenant', 'on', true);
  perform set_config('beleg.placing', 'on', true);
  insert into beleg.ledger_pending (tenant_id, leaf_index, sequenced_at, id, recorded_at, action, object_kind, object_id,
      payload, salt, leaf_hash, person_id, person_sealed, person_commitment, about_id, about_sealed, about_commitment)
    select tenant, first + n - 1, case when first is null then null else at end, i, r, a, k, o, p, s, l, pi, ps, pc, bi, bs, bc
    from unnest(ids, recorded, actions, kinds, objects, payloads, salts, leaf_hashes, persons, persons_sealed,
      persons_commitment, abouts, abouts_sealed, abouts_commitment)
      with ordinality as e (i, r, a, k, o, p, s, l, pi, ps, pc, bi, bs, bc, n);
  perform set_config('beleg.placing', 'off', true);
end;
$function$

-- execute: beleg_platform
