-- What a text says and nobody read as a sentence can become one in review. And the rule by which a tenant says in public
-- that a contradicted sentence is under correction: for a while, beside its status and never instead of it.

alter table beleg.claim_edits drop constraint claim_edits_kind_check;
alter table beleg.claim_edits
  add constraint claim_edits_kind_check check (kind in ('add', 'edit', 'split', 'merge', 'undo'));

-- Each is a decision (same id) with a reason and two people; what it says never changes.
create table beleg.correction_rules (
  tenant_id       uuid not null references beleg.tenants (id),
  id              uuid not null,
  -- ISO 8601: how long after the contradiction was known, at most.
  period          text not null,
  -- By SHA-256 of their wording; null: every sentence.
  sentence_hashes bytea[],
  primary key (tenant_id, id),
  foreign key (tenant_id, id) references beleg.decisions (tenant_id, id),
  constraint correction_rules_period check (period ~ '^(PT[1-9][0-9]{0,2}H|P[1-9][0-9]?D)$'),
  constraint correction_rules_sentences check (cardinality(sentence_hashes) between 1 and 500)
);
select beleg.protect_tenant_table('beleg.correction_rules', 'select, insert');
