-- All tokens, the revoked ones too: what an id in the audit log or in usage records meant stays to be seen.
create table token_view (
  id bigint primary key,
  name varchar(255) not null,
  masked_token varchar(20) not null,
  roles jsonb not null,
  purposes jsonb not null,
  models jsonb not null,
  requests_per_minute bigint,
  tokens_per_minute bigint,
  budget_usd_per_day numeric(13, 4),
  budget_usd_per_month numeric(13, 4),
  labels jsonb not null,
  expires_at timestamp(6) with time zone,
  rotated_at timestamp(6) with time zone,
  previous_valid_until timestamp(6) with time zone,
  revoked_at timestamp(6) with time zone,
  created_by varchar(255) not null,
  created_at timestamp(6) with time zone not null,
  updated_at timestamp(6) with time zone not null,
  version bigint not null,
  -- keyed hashes; no answer shows them
  hash varchar(64) not null,
  previous_hash varchar(64),
  -- of the last event: nodes ask for what is new to them
  position bigint not null);
create index token_view_position on token_view (position);

insert into token_entry (processor_name, segment, timestamp) values ('tokens', 0, '1970-01-01T00:00:00.000Z');
