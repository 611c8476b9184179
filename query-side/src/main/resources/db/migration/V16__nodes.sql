-- What each node told of itself when it was last seen.
create table node (
    id         text        primary key,
    roles      text[]      not null,
    version    text        not null,
    started_at timestamptz not null,
    seen_at    timestamptz not null,
    positions  jsonb       not null
);
