-- Who is signed in with a browser. The cookie's value is in no row: only its SHA-256.
create table browser_session (
  id_hash varchar(64) primary key,
  user_name varchar(255) not null,
  token_id varchar(255) not null,
  actor_type varchar(20) not null,
  roles varchar(255) not null,
  -- by what the token that signed in is known; null: an identity provider's, which ends by itself
  proof varchar(64),
  created_at timestamp(6) with time zone not null,
  seen_at timestamp(6) with time zone not null,
  expires_at timestamp(6) with time zone not null);
create index browser_session_expires on browser_session (expires_at);
