-- as the command side's, but with positions from a sequence: these tests append one after another
create sequence domain_event_entry_seq increment by 1;
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
