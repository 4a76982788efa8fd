-- Whether the card shows that nothing plays, so that those that a crash left behind are found. Nobody
-- knows it of the cards so far: they're looked at once.
alter table segue.card add column is_over boolean not null default false;
create index card_not_over on segue.card (guild_id) where not is_over;
