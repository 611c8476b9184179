-- What requests to the data plane took. Written by the gateway; data, not configuration: no event, no rebuild.
-- A record's id is made by the gateway: however often it is written, it is one row, and is counted once below.

create table usage_record (
  id uuid primary key,
  occurred_at timestamp(6) with time zone not null,
  purpose varchar(20) not null,
  endpoint varchar(40) not null,
  stream boolean not null,
  client varchar(255) not null,
  token_id varchar(100) not null,
  request_id varchar(128) not null,
  revision bigint not null,
  provider_type varchar(20),
  provider_id bigint,
  provider_kind varchar(100),
  model_asked varchar(200),
  model varchar(200),
  model_named varchar(200),
  status integer not null,
  error_code varchar(100),
  attempts integer not null,
  failures text,
  latency_ms bigint not null,
  ttft_ms bigint,
  tokens_in bigint,
  tokens_out bigint,
  tokens_cached bigint,
  tokens_cache_written bigint,
  tokens_reasoning bigint,
  cost_usd numeric(24, 12),
  cost_reported boolean not null);
-- the order of reading, newest first, and of expiry
create index usage_record_newest on usage_record (occurred_at desc, id desc);

-- Sums by minute, hour and day (UTC), added to in the transaction that inserts the records. No provider: '' and 0.
create table usage_rollup (
  bucket varchar(6) not null,
  starts_at timestamp(6) with time zone not null,
  purpose varchar(20) not null,
  provider_type varchar(20) not null,
  provider_id bigint not null,
  model varchar(200) not null,
  client varchar(255) not null,
  token_id varchar(100) not null,
  requests bigint not null,
  errors bigint not null,
  tokens_in bigint not null,
  tokens_out bigint not null,
  tokens_cached bigint not null,
  tokens_reasoning bigint not null,
  cost_usd numeric(24, 12) not null,
  priced_requests bigint not null,
  latency_ms bigint not null,
  ttft_ms bigint not null,
  ttft_requests bigint not null,
  last_used timestamp(6) with time zone not null,
  primary key (bucket, starts_at, purpose, provider_type, provider_id, model, client, token_id))
  -- most updates find room on their own page
  with (fillfactor = 70);

-- four places are shown, but what a request adds is often less than that
alter table api_key_usage alter column cost_usd type numeric(24, 12);
