-- Entries are found by what any source calls them: an index that has the source in between cannot.
create index register_keys_index on beleg.register_keys (tenant_id, register, external_index);
-- A search over sealed names opens what became known since the last one.
create index employments_known on beleg.employments (tenant_id, known_from);
