-- What the vendor said when a key was tested last. Reported by the gateway, as server_health: no event, no rebuild.
-- tested: the masked key of then; of a secret that was put in its place since, the verdict says nothing.

create table api_key_check (
  api_key_id bigint primary key,
  tested varchar(20) not null,
  verdict varchar(20) not null,
  message text not null,
  checked_at timestamp(6) with time zone not null);
