-- What the query side owns. Everything but token_entry, server_health, api_key_usage and the audit entries
-- without a position can be rebuilt from the events.

create table token_entry (
  processor_name varchar(255) not null,
  segment integer not null,
  owner varchar(255),
  timestamp varchar(255) not null,
  token bytea,
  token_type varchar(255),
  primary key (processor_name, segment));

-- Seeded, so that nodes starting together don't race on it. No token = from the first event, and not as a replay.
insert into token_entry (processor_name, segment, timestamp)
values ('servers', 0, '1970-01-01T00:00:00.000Z'),
       ('api-keys', 0, '1970-01-01T00:00:00.000Z'),
       ('active-providers', 0, '1970-01-01T00:00:00.000Z'),
       ('audit', 0, '1970-01-01T00:00:00.000Z');

create table server_view (
  id bigint primary key,
  name varchar(255) not null,
  server_type varchar(40) not null,
  base_url text not null,
  model_path text,
  enabled boolean not null,
  use_for_chat boolean not null,
  use_for_embeddings boolean not null,
  use_for_reranking boolean not null,
  metadata jsonb not null,
  has_api_key boolean not null,
  masked_api_key varchar(20),
  created_by varchar(255) not null,
  created_at timestamp(6) with time zone not null,
  updated_at timestamp(6) with time zone not null,
  version bigint not null);

create table api_key_view (
  id bigint primary key,
  provider varchar(100) not null,
  key_name varchar(255) not null,
  masked_key varchar(20) not null,
  enabled boolean not null,
  use_for_ops_center boolean not null,
  metadata jsonb not null,
  created_by varchar(255) not null,
  created_at timestamp(6) with time zone not null,
  updated_at timestamp(6) with time zone not null,
  version bigint not null);

create table active_provider (
  purpose varchar(20) primary key,
  provider_type varchar(20) not null,
  provider_id bigint not null,
  model text,
  fallbacks jsonb not null,
  updated_by varchar(255) not null,
  updated_at timestamp(6) with time zone not null,
  version bigint not null);

-- The active-providers projection's own copy of all providers: together with active_provider it is the routing
-- table as of exactly one position.
create table routable_provider (
  type varchar(20) not null,
  id bigint not null,
  name varchar(255) not null,
  kind varchar(100) not null,
  base_url text,
  secret jsonb,
  model text,
  enabled boolean not null,
  purposes jsonb not null,
  primary key (type, id));

create table audit_entry (
  id varchar(255) primary key,
  position bigint unique,
  occurred_at timestamp(6) with time zone not null,
  user_name varchar(255),
  authentication varchar(255),
  request_id varchar(255),
  client_address varchar(255),
  user_agent text,
  action varchar(100) not null,
  operation varchar(255) not null,
  entity_type varchar(40),
  entity_id varchar(255),
  entity_name varchar(255),
  version bigint,
  changes jsonb not null,
  outcome varchar(20) not null,
  error_code varchar(100),
  detail text);
-- the order of reading, newest first; entries without a position come after an event of the same instant
create index audit_entry_newest on audit_entry (occurred_at desc, coalesce(position, 0) desc, id desc);
create index audit_entry_entity on audit_entry (entity_type, entity_id, occurred_at desc);
create index audit_entry_user on audit_entry (user_name, occurred_at desc);
create index audit_entry_request on audit_entry (request_id);

-- What each entity looked like after its last event: where an entry's "before" comes from.
create table audit_state (
  entity_type varchar(40) not null,
  entity_id varchar(255) not null,
  fields jsonb not null,
  primary key (entity_type, entity_id));

-- Reported by the gateway; data, not configuration, so no event and no rebuild. No foreign keys to the views:
-- a rebuild empties those for a moment.
create table server_health (
  server_id bigint primary key,
  status varchar(20) not null,
  checked_at timestamp(6) with time zone not null,
  message text);
create table api_key_usage (
  api_key_id bigint primary key,
  last_used timestamp(6) with time zone,
  requests_count bigint not null default 0,
  tokens_used bigint not null default 0,
  cost_usd numeric(12, 4) not null default 0);
