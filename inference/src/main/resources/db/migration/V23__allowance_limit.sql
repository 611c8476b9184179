-- Which limit "used" was counted against: when it is lowered, what is used is lowered with it.
alter table client_allowance add column of_limit double precision;
