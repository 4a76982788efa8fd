-- A process lives as long as it is seen, which needs no session: a pooler may stand in between.
create table segue.process (
  id text primary key,
  seen_at timestamptz not null
);

alter table segue.player_lease drop column process_lock;
drop sequence segue.process_lock;
create index player_lease_by_process on segue.player_lease (process_id)
  where process_id is not null;
