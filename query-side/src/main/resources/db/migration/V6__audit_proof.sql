-- the tree of RFC 6962 over the events; docs/audit-proof.md
create table proof_log (
  only_one boolean primary key default true check (only_one),
  origin varchar(255) not null,
  size bigint not null);
insert into proof_log (origin, size) values ('signalbox/' || gen_random_uuid(), 0);

-- complete subtrees only: they never change
create table proof_node (
  level smallint not null,
  index bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, index));

create table proof_signer (
  vkey varchar(512) not null primary key,
  created_at timestamptz not null default now(),
  retired_at timestamptz);

create table proof_checkpoint (
  id bigint generated always as identity primary key,
  size bigint not null,
  note text not null,
  made_at timestamptz not null default now());
create index on proof_checkpoint (size, id);
