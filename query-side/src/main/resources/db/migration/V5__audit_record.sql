-- All that the audit log says about an entry, and how it is searched, tailed and expired.

alter table audit_entry
  add column recorded_at timestamp(6) with time zone,
  add column actor_type varchar(20),
  add column token_id varchar(255),
  add column trace_id varchar(255),
  add column peer_address varchar(255),
  add column forwarded_for text,
  add column version_before bigint,
  add column decision varchar(20),
  add column reason text,
  add column occurrences bigint not null default 1,
  add column schema_version integer not null default 1,
  -- the place among the entries without a position, in the order of their commits
  add column act_number bigint unique;

create sequence audit_act_number;

update audit_entry
set recorded_at = occurred_at,
    actor_type = case when authentication = 'token' then 'token' else 'anonymous' end,
    peer_address = client_address,
    decision = case when outcome in ('refused', 'denied') then 'deny' else 'allow' end,
    reason = coalesce(detail, error_code),
    act_number = nextval('audit_act_number')
where position is null;

-- those of events are made again from the events, by the rules of this version
delete from audit_entry where position is not null;
delete from audit_state;
update token_entry set token = null, token_type = null, owner = null where processor_name = 'audit';

alter table audit_entry
  alter column recorded_at set not null,
  alter column actor_type set not null,
  alter column decision set not null,
  -- Names as words: punctuation separates them, or "server.example.com" would be one word, a host. No language: names have none.
  add column words tsvector generated always as (to_tsvector('simple'::regconfig, translate(
    coalesce(entity_name, '') || ' ' || coalesce(user_name, '') || ' ' || coalesce(entity_type, '') || ' '
      || coalesce(entity_id, '') || ' ' || action || ' ' || operation || ' ' || coalesce(error_code, ''),
    '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', '                                '))) stored;

create index audit_entry_words on audit_entry using gin (words);
create index audit_entry_trace on audit_entry (trace_id) where trace_id is not null;
create index audit_entry_action on audit_entry (action, occurred_at desc);
create index audit_entry_outcome on audit_entry (outcome, occurred_at desc) where outcome <> 'done';
create index audit_entry_client on audit_entry (client_address, occurred_at desc);
create index audit_entry_denied on audit_entry (occurred_at desc) where decision = 'deny';
create index audit_entry_error on audit_entry (error_code, occurred_at desc) where error_code is not null;
-- for the expiry of entries that are no event's
create index audit_entry_acts on audit_entry (occurred_at) where position is null;
