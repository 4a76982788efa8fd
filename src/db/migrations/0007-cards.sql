-- Where each server's now-playing card is, so that it's the same one after a restart.
create table segue.card (
  guild_id text primary key,
  channel_id text not null,
  message_id text not null
);

-- How the bot tells of what nobody asked for was yes or no, and is one of three ways now.
update segue.server_settings
set settings = (settings::jsonb || jsonb_build_object(
  'announcements',
  case settings ->> 'announcements' when 'false' then 'none' else 'card' end
))::json
where settings ->> 'announcements' in ('true', 'false');
