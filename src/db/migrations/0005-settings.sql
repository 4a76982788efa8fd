-- What a server has set is one value, which names the version of its form.
alter table segue.server_settings add column settings json;
update segue.server_settings set settings = json_build_object('version', 1, 'volume', volume);
alter table segue.server_settings alter column settings set not null;
alter table segue.server_settings drop column volume;
