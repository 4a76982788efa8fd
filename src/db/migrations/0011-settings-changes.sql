-- Who changed what of a server's settings.
create table segue.settings_change (
  id uuid primary key,
  guild_id text not null,
  changed_at timestamptz not null,
  -- A user's id, or a key's.
  changed_by text not null,
  by_key boolean not null,
  -- An item for each setting: its name, what it was and what it became.
  fields json not null
);
create index settings_change_by_server on segue.settings_change (guild_id, changed_at);
create index settings_change_by_age on segue.settings_change (changed_at);
