-- Entries by the name of a changed field: there may be millions, and few that changed it. Silent, or the index would refuse
-- an entry whose changes are no object.
create index audit_entry_fields on audit_entry
  using gin (jsonb_path_query_array(changes, '$.keyvalue().key', '{}', true) jsonb_path_ops);
