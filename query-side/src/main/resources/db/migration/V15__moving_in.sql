-- What a change comes from: a configuration file, or a row of another product.
alter table audit_entry
  add column config_digest varchar(255),
  add column config_commit varchar(255),
  add column imported_from varchar(255);

create index audit_entry_config_commit on audit_entry (config_commit) where config_commit is not null;

-- The audit log of a product that was moved from, as it was. Each batch is bound to the proof tree by the event
-- AuditHistoryImported, which has its digest; docs/moving-in.md says of what.
create table imported_audit_entry (
  source varchar(64) not null,
  source_id bigint not null,
  batch integer not null,
  occurred_at timestamptz not null,
  user_name varchar(255),
  action varchar(100) not null,
  entity_type varchar(100),
  entity_id varchar(255),
  changes text not null,
  primary key (source, source_id));
create index on imported_audit_entry (occurred_at desc, source, source_id desc);
create index on imported_audit_entry (source, batch, source_id);
