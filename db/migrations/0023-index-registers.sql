-- Entries are found by what any source calls them: an index that has the source in between cannot.
create index register_keys_index on beleg.register_keys (tenant_id, register, external_index);
-- A search over sealed names opens what became known since the last one.
create index employments_known on beleg.employments (tenant_id, known_from);
-- One team in the order in which the list is read: without it a page of a small one walks through everybody.
create index employments_team on beleg.employments (tenant_id, coalesce(department, ''), joined_on, subject_id)
  where known_to is null;
