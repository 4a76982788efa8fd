create table segue.server_settings (
  guild_id text primary key,
  volume integer not null check (volume between 0 and 200)
);

create table segue.player (
  guild_id text primary key,
  room_channel_id text,
  room_bitrate integer,
  text_channel_id text,
  current_track json,
  position_ms double precision not null default 0,
  queue json not null,
  loop text not null check (loop in ('off', 'track', 'queue')),
  volume integer not null check (volume between 0 and 200),
  paused boolean not null,
  updated_at timestamptz not null default now()
);

-- Each process holds the session advisory lock (classid fixed, objid from here) while it lives.
create sequence segue.process_lock as integer cycle;

create table segue.player_lease (
  guild_id text primary key,
  process_id text,
  process_lock integer,
  fence bigint not null default 0
);

create table segue.history (
  id uuid primary key,
  guild_id text not null,
  source text not null,
  locator text not null,
  title text not null,
  artist text,
  album text,
  duration_ms double precision,
  live boolean not null,
  page_url text,
  requested_by text not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  outcome text not null check (outcome in ('finished', 'skipped', 'failed'))
);
create index history_by_server on segue.history (guild_id, ended_at);
create index history_by_age on segue.history (ended_at);

create table segue.api_key (
  id text primary key,
  hash bytea not null constraint api_key_hash unique check (length(hash) = 32),
  guild_id text,
  scopes text[] not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);
