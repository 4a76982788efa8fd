-- Servers that the bot has left: since when, and when it was last seen to be still away. Their data go
-- once it was seen to be away for long enough.
create table segue.left_server (
  guild_id text primary key,
  left_at timestamptz not null,
  seen_at timestamptz not null
);
