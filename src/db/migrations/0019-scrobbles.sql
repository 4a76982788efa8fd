-- Who members are at services that keep what they listen to; the token is sealed.
create table segue.scrobble_account (
  user_id text not null,
  service text not null,
  name text not null,
  token bytea not null,
  is_refused boolean not null default false,
  primary key (user_id, service)
);
-- What they have listened to, on its way to a service.
create table segue.scrobble (
  id uuid primary key,
  user_id text not null,
  service text not null,
  listen json not null,
  listened_at timestamptz not null,
  due_at timestamptz not null,
  tries integer not null default 0
);
create index scrobble_due on segue.scrobble (service, due_at);
create index scrobble_by_member on segue.scrobble (user_id, service);
create index scrobble_by_age on segue.scrobble (listened_at);
