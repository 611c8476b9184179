-- Which keys wrap something, and which one seals: the same for all nodes. The keys themselves are outside the database.
create table encryption_key (
    key_id     text        primary key,
    is_primary boolean     not null default false,
    added_at   timestamptz not null
);
create unique index encryption_key_primary on encryption_key (is_primary) where is_primary;

insert into encryption_key (key_id, added_at) select key_id, min(created_at) from vault_secret group by key_id;

-- a key that still wraps something can't be retired, whatever else happens at the same time
alter table vault_secret add constraint vault_secret_wrapped_by foreign key (key_id) references encryption_key;

-- Fingerprints have to outlive the keys, so they have a key of their own, wrapped like a secret's.
create table fingerprint_key (
    only_one    boolean primary key default true check (only_one),
    key_id      text    not null references encryption_key,
    wrapped_key bytea   not null
);

-- Which keys each node could use when it was last seen.
create table key_holder (
    node    text        primary key,
    key_ids text[]      not null,
    seen_at timestamptz not null
);

create table rewrap (
    only_one    boolean     primary key default true check (only_one),
    state       text        not null check (state in ('running', 'done', 'failed', 'cancelled')),
    done        bigint      not null,
    failed      bigint      not null,
    total       bigint      not null,
    started_at  timestamptz not null,
    beat_at     timestamptz not null,
    finished_at timestamptz,
    error       text
);
