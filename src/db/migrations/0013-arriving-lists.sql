-- Lists whose tracks were still arriving.
alter table segue.player add column arriving json;
