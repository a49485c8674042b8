-- Up Migration
-- Two locks. The first is the policy in places/rules. The second is here: the programs work as the role turnstone_app,
-- which owns nothing and sees a row only when the context of its transaction says so:
--   turnstone.place   the place that the transaction is about
--   turnstone.person  the person who asks: their own rows
--   turnstone.reach   'platform' for work that is about every place on purpose: signing in, the sweep, administration
--   turnstone.through, turnstone.request   what the audit trail notes: through which door, in which request
-- A transaction without context sees nothing.

do $$
begin
  if not exists (select from pg_roles where rolname = 'turnstone_app') then
    create role turnstone_app nologin;
  end if;
exception
  when duplicate_object or unique_violation then null; -- another database of this server was quicker
  when insufficient_privilege then
    raise exception 'this login may not create the role turnstone_app: as a superuser run "create role turnstone_app nologin; grant turnstone_app to %" once', current_user;
end $$;
do $$
begin
  if not pg_has_role(current_user, 'turnstone_app', 'member') then
    execute format('grant turnstone_app to %I', current_user);
  end if;
exception
  when insufficient_privilege then
    raise exception 'this login may not work as turnstone_app: as a superuser run "grant turnstone_app to %" once', current_user;
end $$;

create function current_place() returns uuid language sql stable parallel safe
  return nullif(current_setting('turnstone.place', true), '')::uuid;
create function current_person() returns uuid language sql stable parallel safe
  return nullif(current_setting('turnstone.person', true), '')::uuid;
create function reaches_all() returns boolean language sql stable parallel safe
  return coalesce(current_setting('turnstone.reach', true) = 'platform', false);

-- ------------------------------------------------------------------------------------------------- people and places
alter table person
  add column email text,                            -- NULL: a demo person, or erased
  add column email_key text generated always as (lower(email collate "C")) stored unique,
  add column state text not null default 'active' check (state in ('active', 'disabled', 'erased')),
  add column created_at timestamptz not null default now();

alter table place add column version integer not null default 1;

create table platform_administrator (
  person_id uuid primary key references person (id),
  since timestamptz not null,
  granted_by uuid                                   -- NULL: the first one, or by the command line
);

-- Who belongs to a place, for which organisation. Their roles are the rows of membership.
create table member (
  place_id uuid not null references place (id),
  person_id uuid not null references person (id),
  organisation_id uuid,                             -- NULL: speaks for no organisation
  version integer not null default 1,
  joined_at timestamptz not null,
  left_at timestamptz,                              -- NULL: belongs. A row stays for ever, so that their words keep a name
  primary key (place_id, person_id),
  foreign key (place_id, organisation_id) references organisation (place_id, id)
);
create index member_by_person on member (person_id);
insert into member (place_id, person_id, organisation_id, joined_at)
  select place_id, person_id, (array_agg(organisation_id))[1], now() from membership group by place_id, person_id;
alter table membership drop column organisation_id;
alter table membership add foreign key (place_id, person_id) references member (place_id, person_id);

alter table organisation
  add column version integer not null default 1,
  add column closed_at timestamptz;                 -- NULL: a partner today

create table workstream (
  place_id uuid not null references place (id),
  id uuid not null,
  name text not null,
  about text not null default '',
  version integer not null default 1,
  closed_at timestamptz,                            -- NULL: going on
  primary key (place_id, id)
);
create unique index workstream_name on workstream (place_id, lower(name)) where closed_at is null;
create table workstream_lead (
  place_id uuid not null,
  workstream_id uuid not null,
  person_id uuid not null,
  primary key (place_id, workstream_id, person_id),
  foreign key (place_id, workstream_id) references workstream (place_id, id),
  foreign key (place_id, person_id) references member (place_id, person_id)
);
alter table outcome add column workstream_id uuid;  -- NULL: of no workstream
alter table outcome add foreign key (place_id, workstream_id) references workstream (place_id, id);

-- The people of with_place may read what place_id shows its own people of outcomes, cards and indicators. Chosen by place_id.
create table sharing (
  place_id uuid not null references place (id),
  with_place_id uuid not null references place (id),
  chosen_by uuid,                                   -- NULL: from a content pack
  chosen_at timestamptz not null,
  primary key (place_id, with_place_id),
  check (place_id <> with_place_id)
);
create index sharing_by_reader on sharing (with_place_id);

create table invitation (
  id uuid primary key,
  place_id uuid references place (id),              -- NULL: to administer the platform
  email text not null,
  name text not null,
  roles text[] not null,
  organisation_id uuid,
  workstream_ids uuid[] not null default '{}',
  token_hash bytea unique,                          -- NULL: its link has not been made yet
  invited_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references person (id),
  withdrawn_at timestamptz                          -- also when a newer invitation took its place
);
create index invitation_by_place on invitation (place_id, created_at);

-- ------------------------------------------------------------------------------------------------------- signing in
alter table session
  add column id uuid not null default gen_random_uuid() unique,
  add column method text not null default 'demo' check (method in ('demo', 'single sign-on', 'e-mail link', 'password', 'invitation', 'set-up')),
  add column provider text,                         -- the name of the provider, for single sign-on
  add column device text not null default '',       -- what the browser said of itself, in short words
  add column idle_minutes integer not null default 30,
  add column renew boolean not null default false;  -- a role changed: the next request gets a new token

create table sign_in_provider (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  issuer text not null,
  client_id text not null,
  client_secret bytea,                              -- sealed; NULL for a public client
  client_authentication text not null check (client_authentication in ('client_secret_basic', 'client_secret_post', 'none')),
  scopes text not null,
  enabled boolean not null,
  version integer not null default 1
);

-- Who a person is at a provider: issuer and subject, never an e-mail address.
create table identity (
  issuer text not null,
  subject text not null,
  id uuid not null unique default gen_random_uuid(),
  person_id uuid not null references person (id),
  linked_at timestamptz not null,
  used_at timestamptz,
  primary key (issuer, subject)
);
create index identity_by_person on identity (person_id);

create table provider_attempt (
  state_hash bytea primary key,
  browser_hash bytea not null,                      -- of the cookie set when the attempt began
  provider_id uuid not null references sign_in_provider (id) on delete cascade,
  nonce text not null,
  verifier text not null,
  purpose text not null check (purpose in ('sign in', 'link', 'invitation')),
  person_id uuid,                                   -- for 'link'
  invitation_id uuid,                               -- for 'invitation'
  to_path text not null,
  expires_at timestamptz not null
);

create table sign_in_link (
  token_hash bytea primary key,
  person_id uuid references person (id),            -- NULL: 'set up', where nobody is there yet
  purpose text not null check (purpose in ('sign in', 'reset password', 'change e-mail', 'set up')),
  email text,                                       -- the new address, for 'change e-mail'
  to_path text not null default '/',
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index sign_in_link_by_person on sign_in_link (person_id);

-- Somebody typed an address. The worker finds out whether anyone is behind it, so that the answer takes as long either way.
create table link_request (
  id uuid primary key,
  purpose text not null check (purpose in ('sign in', 'reset password')),
  email text not null,
  to_path text not null,
  created_at timestamptz not null
);

create table password (
  person_id uuid primary key references person (id),
  hash text not null,                               -- argon2id
  changed_at timestamptz not null
);
create table code_secret (
  person_id uuid primary key references person (id),
  secret bytea not null,                            -- sealed
  last_step bigint not null default 0               -- of the last code used: it and earlier ones are spent
);
create table code_enrolment (
  person_id uuid primary key references person (id),
  secret bytea not null,                            -- sealed
  created_at timestamptz not null
);
create table recovery_code (
  person_id uuid not null references person (id),
  code_hash bytea not null,
  used_at timestamptz,
  primary key (person_id, code_hash)
);

create table rate_count (
  bucket text primary key,                          -- kind and a hash of whom it counts: no address stands here
  window_started timestamptz not null,
  n integer not null
);

-- The answer to a write that carried an Idempotency-Key: the same key gets the same answer.
create table kept_answer (
  person_id uuid not null references person (id),
  key text not null,
  route text not null,
  asked bytea not null,                             -- SHA-256 of what was asked
  status integer,                                   -- NULL while the first one is being answered
  answer json,                                      -- as it was answered, the order of its fields included
  created_at timestamptz not null,
  primary key (person_id, key)
);

-- ------------------------------------------------------------------------------------------------------------- mail
create table mail (
  id uuid primary key,
  person_id uuid references person (id),            -- NULL: to somebody who is not here yet
  address text not null,
  kind text not null,
  subject text not null,
  content bytea,                                    -- sealed: it may hold a link. NULL once it was sent, or too old
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts integer not null default 0,
  problem text,                                     -- NULL: none
  message_id text not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  due_at timestamptz                                -- from then on the sweep looks after it. NULL: nothing is due any more
);
create index mail_by_time on mail (created_at);
create table notice_choice (
  person_id uuid not null references person (id),
  kind text not null,
  wanted boolean not null,
  primary key (person_id, kind)
);

-- ------------------------------------------------------------------------------------------------------ audit trail
-- One chain a place; the nil UUID is the chain of the platform itself. Each entry's hash covers the one before it.
alter table audit_entry rename to audit_entry_unchained;
create table audit_entry (
  place_id uuid not null,
  seq bigint not null,
  at timestamptz not null,
  person_id uuid,                                   -- NULL: done by the system, or by somebody not known
  through text not null,
  request text,
  action text not null,
  subject text not null,
  before jsonb,                                     -- NULL: there was nothing before
  after jsonb,                                      -- NULL: nothing after
  personal_digest bytea,                            -- NULL: the change holds nothing that identifies a person
  previous bytea not null,
  hash bytea not null,
  primary key (place_id, seq),
  -- The hash reads both as nothing.
  check (before <> 'null'::jsonb),
  check (after <> 'null'::jsonb)
);
create index audit_entry_by_time on audit_entry (place_id, at);
create index audit_entry_of_sign_in on audit_entry (person_id, at) where action in ('sign in', 'accept an invitation'); -- when somebody was last here
create table audit_head (
  place_id uuid primary key,
  seq bigint not null,
  hash bytea not null
);
-- What of a change identifies a person. It can be erased: the chain covers its salted digest, not its words.
create table audit_personal (
  place_id uuid not null,
  seq bigint not null,
  person_id uuid,                                   -- whom it is about; NULL: somebody who is not here yet
  address_key text,                                 -- lower case, while it is about somebody who is not here yet
  salt bytea not null,
  content jsonb not null,
  primary key (place_id, seq)
);
create index audit_personal_by_person on audit_personal (person_id);

create function audit_text(entry audit_entry) returns text language sql stable return
  jsonb_build_array(
    entry.place_id, entry.seq, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.person_id,
    entry.through, entry.request, entry.action, entry.subject, entry.before, entry.after, encode(entry.personal_digest, 'hex')
  )::text;

create function audit_chain() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  head audit_head;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit ' || new.place_id::text, 0));
  select * into head from audit_head where place_id = new.place_id;
  new.seq := coalesce(head.seq, 0) + 1;
  new.through := coalesce(nullif(current_setting('turnstone.through', true), ''), 'database');
  new.request := nullif(current_setting('turnstone.request', true), '');
  new.previous := coalesce(head.hash, '\x'::bytea);
  new.hash := sha256(new.previous || convert_to(audit_text(new), 'UTF8'));
  insert into audit_head (place_id, seq, hash) values (new.place_id, new.seq, new.hash)
    on conflict (place_id) do update set seq = excluded.seq, hash = excluded.hash;
  return new;
end $$;
create trigger audit_chain before insert on audit_entry for each row execute function audit_chain();

insert into audit_entry (place_id, at, person_id, action, subject, before, after)
  select place_id, at, person_id, action, subject, nullif(before, 'null'), nullif(after, 'null')
  from audit_entry_unchained order by place_id, id;
drop table audit_entry_unchained;

-- --------------------------------------------------------------------------------------------------- the second lock
alter view series_benchmark set (security_invoker = true);
alter view series_fingerprint set (security_invoker = true);

do $$
declare
  name text;
begin
  -- Every table with a place_id is of that place.
  for name in
    select c.table_name from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_schema = 'public' and c.column_name = 'place_id' and c.table_name not in ('membership', 'member', 'sharing')
  loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy of_the_place on %I using (place_id = (select current_place()) or (select reaches_all()))', name);
  end loop;
  -- These are a person's own.
  foreach name in array array['session', 'identity', 'password', 'code_secret', 'code_enrolment', 'recovery_code', 'kept_answer', 'notice_choice', 'platform_administrator'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy of_the_person on %I using (person_id = (select current_person()) or (select reaches_all()))', name);
  end loop;
  -- These are of a place and of a person.
  foreach name in array array['membership', 'member'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy of_the_place on %I using (place_id = (select current_place()) or (select reaches_all()))', name);
    execute format('create policy of_the_person on %I for select using (person_id = (select current_person()))', name);
  end loop;
  -- These are nobody's: only work on every place sees them.
  foreach name in array array['sign_in_provider', 'provider_attempt', 'sign_in_link', 'link_request', 'mail'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy of_the_platform on %I using ((select reaches_all()))', name);
  end loop;
end $$;

alter table place enable row level security, force row level security;
create policy of_the_place on place using (id = (select current_place()) or (select reaches_all()));
alter table sharing enable row level security, force row level security;
create policy of_the_place on sharing using (place_id = (select current_place()) or (select reaches_all()));
create policy of_the_reader on sharing for select using (with_place_id = (select current_place()));
alter table person enable row level security, force row level security;
create policy of_the_person on person using (id = (select current_person()) or (select reaches_all()));
create policy of_the_place on person for select using
  (exists (select from member m where m.person_id = person.id and m.place_id = (select current_place())));

grant usage on schema public to turnstone_app;
grant select, insert, update, delete on all tables in schema public to turnstone_app;
grant usage on all sequences in schema public to turnstone_app;
alter default privileges in schema public grant select, insert, update, delete on tables to turnstone_app;
alter default privileges in schema public grant usage on sequences to turnstone_app;
revoke update, delete, truncate on audit_entry from turnstone_app;
revoke insert, update, delete, truncate on audit_head from turnstone_app;
revoke update, truncate on audit_personal from turnstone_app;
revoke update, delete on area from turnstone_app;
revoke delete on place, person, member from turnstone_app;
do $$
begin
  if to_regclass('schema_migration') is not null then
    revoke insert, update, delete on schema_migration from turnstone_app;
  end if;
end $$;

-- The functions below reach everything while they run and put back what held before. (A function with a SET clause would do
-- the same, but only a superuser may make one for a parameter of ours.)
create function reach_everything() returns text language plpgsql as $$
declare
  before text := coalesce(current_setting('turnstone.reach', true), '');
begin
  perform set_config('turnstone.reach', 'platform', true);
  return before;
end $$;

-- How an active person stands to the platform and to each place: what the policy needs, in one question.
create function standing_of(who uuid)
returns table (name text, platform_administrator boolean, places jsonb, invented boolean)
language plpgsql as $$
#variable_conflict use_column
declare
  reach_before text := reach_everything();
begin
  return query
    select p.name, exists (select from platform_administrator a where a.person_id = p.id),
      coalesce((
        select jsonb_object_agg(b.place_id, jsonb_build_object('slug', b.slug, 'organisationId', b.organisation_id,
          'shared', b.shared, 'roles', b.roles, 'workstreamIds', b.workstreams))
        from (
          select m.place_id, pl.slug, m.organisation_id, false as shared,
            coalesce((select jsonb_agg(r.role order by r.role) from membership r
              where r.place_id = m.place_id and r.person_id = p.id), '[]') as roles,
            coalesce((select jsonb_agg(l.workstream_id) from workstream_lead l
              join workstream w on w.place_id = l.place_id and w.id = l.workstream_id and w.closed_at is null
              where l.place_id = m.place_id and l.person_id = p.id), '[]') as workstreams
          from member m join place pl on pl.id = m.place_id where m.person_id = p.id and m.left_at is null
          union all
          select distinct sh.place_id, pl.slug, null::uuid, true, '[]'::jsonb, '[]'::jsonb
          from member m join sharing sh on sh.with_place_id = m.place_id join place pl on pl.id = sh.place_id
          where m.person_id = p.id and m.left_at is null
            and not exists (select from member own
              where own.place_id = sh.place_id and own.person_id = p.id and own.left_at is null)
        ) b), '{}'),
      p.invented
    from person p where p.id = who and p.state = 'active';
  perform set_config('turnstone.reach', reach_before, true);
end $$;

-- Whose session this is. One that ended, one that was idle for too long, and a person who is not active answer nothing.
-- `seen_at` is written once a minute at most.
create function session_actor(hash bytea, at timestamptz)
returns table (
  session_id uuid, person_id uuid, name text, platform_administrator boolean, places jsonb,
  expires_at timestamptz, idle_minutes integer, renew boolean, invented boolean
) language plpgsql as $$
#variable_conflict use_column
declare
  reach_before text := reach_everything();
begin
  return query
    select s.id, s.person_id, h.name, h.platform_administrator, h.places, s.expires_at, s.idle_minutes, s.renew, h.invented
    from session s cross join lateral standing_of(s.person_id) h
    where s.token_hash = hash and s.expires_at > at and s.seen_at > at - make_interval(mins => s.idle_minutes);
  update session s set seen_at = at where s.token_hash = hash and s.seen_at < at - interval '1 minute'
    and s.expires_at > at and s.seen_at > at - make_interval(mins => s.idle_minutes);
  perform set_config('turnstone.reach', reach_before, true);
end $$;

create function place_id_of(wanted text) returns uuid language plpgsql as $$
declare
  reach_before text := reach_everything();
  found_id uuid := (select id from place where slug = wanted);
begin
  perform set_config('turnstone.reach', reach_before, true);
  return found_id;
end $$;

-- Only an owner may take statistics, and the programs own nothing. An import that has just added thousands of series is
-- planned by them.
create function analyze_series() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze series;
end $$;

-- Down Migration
drop function analyze_series();
drop function place_id_of(text);
drop function session_actor(bytea, timestamptz);
drop function standing_of(uuid);
drop function reach_everything();
alter default privileges in schema public revoke select, insert, update, delete on tables from turnstone_app;
alter default privileges in schema public revoke usage on sequences from turnstone_app;
revoke all on all tables in schema public from turnstone_app;
revoke all on all sequences in schema public from turnstone_app;
revoke usage on schema public from turnstone_app;
do $$
declare
  item record;
begin
  for item in select tablename, policyname from pg_policies where schemaname = 'public' loop
    execute format('drop policy %I on %I', item.policyname, item.tablename);
  end loop;
  for item in select relname from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity loop
    execute format('alter table %I disable row level security, no force row level security', item.relname);
  end loop;
end $$;
alter view series_benchmark reset (security_invoker);
alter view series_fingerprint reset (security_invoker);

create table audit_entry_unchained (
  place_id uuid not null,
  id bigint generated always as identity,
  at timestamptz not null,
  person_id uuid,
  action text not null,
  subject text not null,
  before jsonb,
  after jsonb,
  primary key (place_id, id)
);
insert into audit_entry_unchained (place_id, at, person_id, action, subject, before, after)
  select place_id, at, person_id, action, subject, before, after from audit_entry
  where place_id in (select id from place) order by place_id, seq;
drop table audit_personal;
drop function audit_text(audit_entry);
drop table audit_entry;
drop table audit_head;
drop function audit_chain();
alter table audit_entry_unchained rename to audit_entry;
alter table audit_entry rename constraint audit_entry_unchained_pkey to audit_entry_pkey;
alter sequence audit_entry_unchained_id_seq rename to audit_entry_id_seq;
alter table audit_entry add constraint audit_entry_place_id_fkey foreign key (place_id) references place (id);

drop table notice_choice;
drop table mail;
drop table kept_answer;
drop table rate_count;
drop table recovery_code;
drop table code_enrolment;
drop table code_secret;
drop table password;
drop table link_request;
drop table sign_in_link;
drop table provider_attempt;
drop table identity;
drop table sign_in_provider;
alter table session drop column id, drop column method, drop column provider, drop column device, drop column idle_minutes, drop column renew;
drop table invitation;
drop table sharing;
alter table outcome drop column workstream_id;
drop table workstream_lead;
drop table workstream;
alter table organisation drop column version, drop column closed_at;
alter table membership drop constraint membership_place_id_person_id_fkey;
alter table membership add column organisation_id uuid;
update membership m set organisation_id = b.organisation_id from member b where b.place_id = m.place_id and b.person_id = m.person_id;
alter table membership add constraint membership_place_id_organisation_id_fkey foreign key (place_id, organisation_id) references organisation (place_id, id);
drop table member;
drop table platform_administrator;
alter table place drop column version;
alter table person drop column email_key, drop column email, drop column state, drop column created_at;
drop function reaches_all();
drop function current_person();
drop function current_place();
