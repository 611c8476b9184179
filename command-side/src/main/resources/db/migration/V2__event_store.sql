-- the event store; its positions (global_index) are given out in commit order and without gaps
create table domain_event_entry (
  global_index bigint not null primary key,
  event_identifier varchar(255) not null unique,
  meta_data bytea,
  payload bytea not null,
  payload_revision varchar(255),
  payload_type varchar(255) not null,
  time_stamp varchar(255) not null,
  aggregate_identifier varchar(255) not null,
  sequence_number bigint not null,
  type varchar(255),
  unique (aggregate_identifier, sequence_number));

create table snapshot_event_entry (
  aggregate_identifier varchar(255) not null,
  sequence_number bigint not null,
  type varchar(255) not null,
  event_identifier varchar(255) not null unique,
  meta_data bytea,
  payload bytea not null,
  payload_revision varchar(255),
  payload_type varchar(255) not null,
  time_stamp varchar(255) not null,
  primary key (aggregate_identifier, sequence_number, type));

create sequence server_id_seq;
create sequence api_key_id_seq;

-- the rules across aggregates, written in the transaction of the command
create table provider (
  provider_type varchar(16) not null,
  provider_id bigint not null,
  scope varchar(64) not null,          -- the vendor of a key; empty for servers
  name varchar(255) not null,
  base_url varchar(2048),              -- a server's
  secret_id uuid,
  secret_version integer,
  enabled boolean not null,
  primary key (provider_type, provider_id),
  constraint provider_name_taken unique (provider_type, scope, name));

create table provider_purpose (
  provider_type varchar(16) not null,
  provider_id bigint not null,
  purpose varchar(16) not null,
  enabled boolean not null,
  primary key (provider_type, provider_id, purpose),
  unique (provider_type, provider_id, purpose, enabled),
  foreign key (provider_type, provider_id) references provider);

-- a target exists only as long as its provider is there, serves the purpose and is enabled
create table active_target (
  purpose varchar(16) not null,
  rank integer not null,
  provider_type varchar(16) not null,
  provider_id bigint not null,
  enabled boolean not null default true check (enabled),
  primary key (purpose, rank),
  constraint active_target_provider_in_use foreign key (provider_type, provider_id, purpose, enabled)
    references provider_purpose (provider_type, provider_id, purpose, enabled));

create index on active_target (provider_type, provider_id);

create table idempotent_write (
  actor varchar(255) not null,
  idempotency_key varchar(255) not null,
  request_hash varchar(64) not null,
  created_at timestamptz not null default now(),
  aggregate_id varchar(255),
  version bigint,
  position bigint,
  body bytea,
  primary key (actor, idempotency_key));
create index on idempotent_write (created_at);
