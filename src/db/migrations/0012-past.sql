-- What has played, the latest last, each a row as in a queue.
create table segue.played_track (
  guild_id text not null,
  place bigint not null,
  track json not null,
  primary key (guild_id, place)
);

-- The last changes of a queue, in the order of their numbers. They name tracks by their ids.
create table segue.queue_change (
  guild_id text not null,
  number bigint not null,
  change json not null,
  primary key (guild_id, number)
);

-- The tracks that those changes took away.
create table segue.removed_track (
  guild_id text not null,
  place bigint not null,
  track json not null,
  primary key (guild_id, place)
);
