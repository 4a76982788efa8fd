-- Who leads the music in a server, and the vote on its current track.
alter table segue.player add column dj_id text;
alter table segue.player add column vote json;
