-- What is used up of each client token's limits, over all nodes. Not configuration, so not in the event store.
create table client_allowance (
  token_id   varchar(100)     not null,
  -- requests and tokens per minute flow back continuously; budgets begin anew with each period
  kind       varchar(20)      not null,
  period     date             not null,
  used       double precision not null,
  -- of the last change: what "returning" can't say otherwise
  granted    double precision not null,
  changed_at timestamptz      not null,
  primary key (token_id, kind)
);
