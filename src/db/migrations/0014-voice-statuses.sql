-- Voice channels whose status the bot has set, and what it puts back there.
create table segue.voice_status (
  guild_id text primary key,
  channel_id text not null,
  status_before text
);
