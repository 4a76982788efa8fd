-- What filters do to a player's sound, by name; null: nothing.
alter table segue.player add column filters json;
