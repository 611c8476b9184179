-- One row per version of a secret; worthless without the key-encryption key, which lives outside the database.
create table vault_secret (
    secret_id     uuid        not null,
    version       integer     not null check (version > 0),
    purpose       text        not null,
    origins       text[]      not null check (cardinality(origins) > 0),
    key_id        text        not null,
    wrapped_key   bytea       not null,
    ciphertext    bytea       not null,
    created_at    timestamptz not null,
    destroy_after timestamptz,
    primary key (secret_id, version)
);

create index vault_secret_destroy_after on vault_secret (destroy_after) where destroy_after is not null;
create index vault_secret_key_id on vault_secret (key_id);
