-- Tracks that are being opened: what is still here when a server's player is restored was being opened
-- when its process broke down, so many times in a row.
create table segue.opening (
  guild_id text not null,
  track_id text not null,
  times integer not null default 1,
  primary key (guild_id, track_id)
);
