-- Up Migration
-- The register of areas that published figures speak of. It belongs to no place: codes are national.
create table area (
  code text primary key,
  name text not null,
  kind text not null,
  -- 'register': from the content pack. 'file': named by an imported file, of a kind whose register we do not carry (wards, say).
  source text not null check (source in ('register', 'file')),
  ends_on date,            -- NULL: still in force, or the end is not known
  replaced_by text         -- NULL: not replaced, or by several
);

create table place (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  level text not null check (level in ('system', 'place', 'neighbourhood')),
  area_code text references area (code),            -- NULL: no ONS code
  parent_id uuid references place (id),             -- NULL: top of its tree
  about text not null default '',
  invented boolean not null default false
);

create table organisation (
  place_id uuid not null references place (id),
  id uuid not null,
  name text not null,
  sector text not null check (sector in
    ('civic', 'health and care', 'voluntary and community', 'community (residents)', 'other public service', 'private')),
  primary key (place_id, id)
);

create table person (
  id uuid primary key,
  name text not null,
  invented boolean not null default false,          -- a demo person: the only kind that the demo door lets in
  introduction text not null default ''
);

create table membership (
  place_id uuid not null references place (id),
  person_id uuid not null references person (id),
  role text not null check (role in
    ('programme manager', 'workstream lead', 'contributor', 'facilitator', 'analyst', 'board member', 'viewer')),
  organisation_id uuid,                             -- NULL: speaks for no organisation
  primary key (place_id, person_id, role),
  foreign key (place_id, organisation_id) references organisation (place_id, id)
);
create index membership_by_person on membership (person_id);

-- The cookie holds the token; only its SHA-256 is kept.
create table session (
  token_hash bytea primary key,
  person_id uuid not null references person (id),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_by_person on session (person_id);

create table audit_entry (
  place_id uuid not null references place (id),
  id bigint generated always as identity,
  at timestamptz not null,
  person_id uuid,                                   -- NULL: done by the system (content, a job)
  action text not null,
  subject text not null,
  before jsonb,                                     -- NULL: there was nothing before
  after jsonb,                                      -- NULL: nothing after
  primary key (place_id, id)
);

-- Work announced by a transaction; the worker's relay hands it to the queue and deletes it.
create table outbox (
  id bigint generated always as identity primary key,
  queue text not null,
  payload jsonb not null,
  created_at timestamptz not null default now()
);
create function outbox_announce() returns trigger language plpgsql as $$
begin
  perform pg_notify('outbox', '');
  return null;
end $$;
create trigger outbox_announce after insert on outbox for each statement execute function outbox_announce();

-- Down Migration
drop trigger outbox_announce on outbox;
drop function outbox_announce();
drop table outbox;
drop table audit_entry;
drop table session;
drop table membership;
drop table person;
drop table organisation;
drop table place;
drop table area;
