-- The ledger page reads newest first, whatever the length of the log.
create index ledger_pending_recorded on beleg.ledger_pending (tenant_id, recorded_at, id);
