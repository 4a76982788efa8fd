-- The volume before somebody muted the player, to which it goes back.
alter table segue.player add column muted_from integer check (muted_from between 0 and 200);
