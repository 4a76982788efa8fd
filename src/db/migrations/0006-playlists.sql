-- Lists of tracks that people or servers keep. Favourites are the owner's list without a name.
create table segue.playlist (
  id uuid primary key,
  owner_kind text not null check (owner_kind in ('user', 'server')),
  owner_id text not null,
  name text not null,
  -- The name as it's compared: no two lists of an owner are called the same.
  name_key text not null,
  link text,
  created_by text not null,
  created_at timestamptz not null default now(),
  -- How many entries it has; whoever changes them holds this row's lock.
  entries integer not null default 0,
  constraint playlist_name unique (owner_kind, owner_id, name_key)
);

-- An entry a row, in the order of their places, which have gaps as those of a queue do.
create table segue.playlist_entry (
  id uuid primary key,
  playlist_id uuid not null references segue.playlist on delete cascade,
  place bigint not null,
  -- Names the track: two entries of the same one have the same key.
  key text not null,
  track json not null
);
create index playlist_entry_in_order on segue.playlist_entry (playlist_id, place);
create index playlist_entry_by_key on segue.playlist_entry (playlist_id, key);

create table segue.playlist_share (
  playlist_id uuid not null references segue.playlist on delete cascade,
  with_kind text not null check (with_kind in ('user', 'server')),
  with_id text not null,
  primary key (playlist_id, with_kind, with_id)
);
create index playlist_share_by_whom on segue.playlist_share (with_kind, with_id);
