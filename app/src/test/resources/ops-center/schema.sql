-- the old product's tables; TEXT and TIME are replaced, as versions of it differ
create table ai_servers (
  id serial primary key, name TEXT unique, server_type TEXT, base_url TEXT, api_key TEXT, model_path TEXT,
  enabled boolean default true, use_for_chat boolean default false, use_for_embeddings boolean default false,
  use_for_reranking boolean default false, last_health_check timestamp, health_status TEXT default 'unknown',
  metadata jsonb default '{}', created_by TEXT, created_at timestamp default now(), updated_at timestamp default now());
create table llm_api_keys (
  id serial primary key, provider TEXT not null, key_name TEXT not null, encrypted_key text not null,
  enabled boolean default true, use_for_ops_center boolean default false, last_used timestamp,
  requests_count int default 0, tokens_used bigint default 0, cost_usd numeric(10,4) default 0,
  metadata jsonb default '{}', created_by TEXT, created_at timestamp default now(), updated_at timestamp default now(),
  unique (provider, key_name));
create table active_providers (
  purpose TEXT primary key, provider_type TEXT not null, provider_id int not null,
  fallback_provider_type TEXT, fallback_provider_id int, updated_by TEXT, updated_at timestamp default now());
create table llm_config_audit (
  id serial primary key, action TEXT not null, entity_type TEXT not null, entity_id TEXT, user_id TEXT,
  changes jsonb, TIME timestamp default now());
