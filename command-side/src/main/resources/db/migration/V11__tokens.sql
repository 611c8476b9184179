create sequence token_id_seq;

-- names of tokens that are not revoked, written in the transaction of the command
create table token_name (
  token_id bigint primary key,
  name varchar(255) not null,
  constraint token_name_taken unique (name));
