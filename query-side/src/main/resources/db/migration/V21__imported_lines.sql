-- The digest of each line, so that a row that somebody edits later can be named; the digest over all of them, in the event,
-- tells only that one was. Rows of imports before this have none.
alter table imported_audit_entry add column line_sha256 bytea;
