-- What rerankers bill by.

alter table usage_record add column search_units bigint;
alter table usage_rollup add column search_units bigint not null default 0;
