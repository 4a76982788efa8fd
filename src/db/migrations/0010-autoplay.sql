-- What plays when a queue is empty; null: as the server's settings say.
alter table segue.player
  add column autoplay text check (autoplay in ('off', 'similar', 'artist', 'genre', 'mixed'));
