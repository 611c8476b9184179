-- The last rebuild or comparison of each view, for all nodes to see; whoever runs it writes how far it is.
create table view_rebuild (
  view varchar(255) primary key,
  node varchar(255) not null,
  events_done bigint not null,
  events_total bigint not null,
  started_at timestamp(6) with time zone not null,
  beat_at timestamp(6) with time zone not null,
  finished_at timestamp(6) with time zone,
  error text,
  rows_replaced bigint,
  comparison jsonb,
  cancel_wanted boolean not null default false);
