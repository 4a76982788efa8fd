-- A queue is a row per entry, so that a change writes what changed. Entries are in the order of their
-- places, which have gaps: an entry that comes between two others gets a place between theirs.
create table segue.queue_entry (
  guild_id text not null,
  place bigint not null,
  track json not null,
  primary key (guild_id, place)
);

-- What a program could not read, kept as it was.
create table segue.set_aside (
  id uuid primary key default gen_random_uuid(),
  guild_id text not null,
  kind text not null check (kind in ('player', 'track')),
  content json not null,
  reason text not null,
  set_aside_at timestamptz not null default now()
);
create index set_aside_by_server on segue.set_aside (guild_id);

insert into segue.set_aside (guild_id, kind, content, reason)
select guild_id, 'player', row_to_json(player), 'its queue is no list'
from segue.player where json_typeof(queue) <> 'array';

insert into segue.queue_entry (guild_id, place, track)
select guild_id, ordinality * 1048576, value
from segue.player, json_array_elements(
  case when json_typeof(queue) = 'array' then queue else '[]'::json end
) with ordinality;

alter table segue.player drop column queue;
