-- Whether its import is under way, or was broken off, so that people are told that something is missing.
alter table segue.playlist add column is_arriving boolean not null default false;

-- What a member has asked for is deleted when that member wants it, however much the table holds.
create index history_by_member on segue.history (requested_by);
