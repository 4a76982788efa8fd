-- Matches that members of a server called wrong: hashes of the words and of the track they found.
create table segue.rejected_match (
  guild_id text not null,
  words text not null,
  track text not null,
  rejected_at timestamptz not null default clock_timestamp(),
  primary key (guild_id, words, track)
);
