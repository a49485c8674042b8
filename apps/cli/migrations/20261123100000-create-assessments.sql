-- Up Migration
-- Maturity assessments and workshops. A participant is neither a person nor a place: their token finds their row
-- (participant_of), and from there on the work is about that place alone.

-- A version of a tool, as its pack says it. It never changes: a correction is another version.
create table tool_version (
  id uuid primary key,
  place_id uuid references place (id),              -- NULL: of the toolkit, for every place
  tool text not null,
  version integer not null check (version > 0),
  pack jsonb not null,
  adapted_from uuid references tool_version (id),   -- NULL: written anew
  created_at timestamptz not null,
  created_by uuid,                                  -- NULL: from a content pack
  put_away_at timestamptz,                          -- NULL: offered for new assessments
  unique nulls not distinct (place_id, tool, version)
);

create table assessment (
  place_id uuid not null references place (id),
  id uuid not null,
  tool_version_id uuid not null references tool_version (id),
  title text not null,
  kind text not null check (kind in ('own record', 'one organisation', 'peer review', 'open online', 'workshop')),
  scope text not null check (scope in ('whole place', 'one organisation', 'one topic')),
  organisation_id uuid,                             -- of scope 'one organisation'
  topic text not null default '',                   -- of scope 'one topic'
  round integer not null check (round > 0),
  identities text not null check (identities in ('anonymous', 'named')),
  smallest_group integer not null default 5 check (smallest_group between 3 and 20),
  state text not null check (state in ('draft', 'open', 'closed')),
  opens_on date,                                    -- NULL: when somebody opens it
  closes_on date,                                   -- NULL: when somebody closes it. The last day on which it is open
  opened_at timestamptz,
  closed_at timestamptz,
  -- What people join by: six characters for a room, 22 for a link. NULL before it opens and once it is closed.
  join_code text unique,
  created_by uuid,                                  -- NULL: from a content pack
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (place_id, id),
  foreign key (place_id, organisation_id) references organisation (place_id, id),
  check ((scope = 'one organisation') = (organisation_id is not null)),
  check (join_code is null or state = 'open')
);
create index assessment_due on assessment (closes_on) where state <> 'closed';

-- The room of an assessment of kind 'workshop': where the agenda stands.
create table workshop (
  place_id uuid not null,
  assessment_id uuid not null,
  agenda jsonb not null,                            -- the stages with their minutes, from a format, adjusted
  format text not null,
  room jsonb not null,                              -- RoomState of assessments/rules
  seed integer,                                     -- NULL: tables were not drawn
  tables integer not null default 0,
  rehearsal boolean not null default false,         -- filled with simulated people: nothing of it counts
  revision bigint not null default 1,               -- grows with everything that the room can see
  version integer not null default 1,               -- grows with each step of a facilitator
  primary key (place_id, assessment_id),
  foreign key (place_id, assessment_id) references assessment (place_id, id) on delete cascade
);

-- Somebody who answers. What joins the row to a device is the hash of a token, wiped within a day of the end.
create table participant (
  place_id uuid not null,
  assessment_id uuid not null,
  id uuid not null,
  number integer not null,                          -- 1, 2, 3 … in the order of joining; says nothing about who
  kind text not null check (kind in ('phone', 'paper')),
  sector text,                                      -- NULL: prefers not to say
  organisation text,                                -- NULL: did not say
  name text,                                        -- only where identities are 'named'; wiped with the token
  table_number integer,                             -- NULL: no tables drawn, or none given yet
  late boolean not null default false,              -- came after the draw, and no facilitator has seated them since
  votes_seq bigint,                                 -- the phone's own count of its votes; NULL: none said
  token_hash bytea unique,                          -- NULL: paper, or wiped
  person_id uuid,                                   -- only for a record that somebody keeps as themselves
  simulated boolean not null default false,
  joined_at timestamptz not null,
  removed_at timestamptz,                           -- NULL: counts
  primary key (place_id, assessment_id, id),
  unique (place_id, assessment_id, number),
  foreign key (place_id, assessment_id) references assessment (place_id, id) on delete cascade
);

-- What one participant says of one domain. `seq` is the phone's own count: an older one never overwrites a newer one.
create table response (
  place_id uuid not null,
  assessment_id uuid not null,
  participant_id uuid not null,
  domain text not null,
  choice text not null check (choice in ('1', '2', '3', '4', 'unknown', 'skip')),
  comment text not null default '',
  evidence text not null default '',
  seq bigint not null,
  at timestamptz not null,
  primary key (place_id, assessment_id, participant_id, domain),
  foreign key (place_id, assessment_id, participant_id) references participant (place_id, assessment_id, id) on delete cascade
);

-- What a table agreed: typed on one device per table, or afterwards from paper.
create table table_score (
  place_id uuid not null,
  assessment_id uuid not null,
  table_number integer not null,
  domain text not null,
  level smallint check (level between 1 and 4),     -- NULL: the table did not agree
  reasons text not null default '',
  kind text not null check (kind in ('table', 'paper')),
  participant_id uuid,                              -- whose device; NULL when typed by a facilitator
  seq bigint not null,
  at timestamptz not null,
  primary key (place_id, assessment_id, table_number, domain),
  foreign key (place_id, assessment_id) references assessment (place_id, id) on delete cascade
);
-- Which participant's phone is the device of a table.
create table table_device (
  place_id uuid not null,
  assessment_id uuid not null,
  table_number integer not null,
  participant_id uuid not null,
  since timestamptz not null,
  primary key (place_id, assessment_id, table_number),
  foreign key (place_id, assessment_id, participant_id) references participant (place_id, assessment_id, id) on delete cascade
);

-- What is shown of a domain, worked out once when it was revealed; after that it only grows, in batches. `answers` holds every view so far with
-- the answers behind it, the newest last.
create table shown_view (
  place_id uuid not null,
  assessment_id uuid not null,
  domain text not null,
  seq integer not null,
  at timestamptz not null,
  answers jsonb not null,
  view jsonb not null,
  comments jsonb not null default '[]',             -- [{comment, evidence}] of who is counted, as they stood when first counted; not in order of people
  held_back integer not null default 0,             -- later answers that wait until they are enough to hide whose they are
  primary key (place_id, assessment_id, domain),
  foreign key (place_id, assessment_id) references assessment (place_id, id) on delete cascade
);

-- What the room agreed of a domain: typed by people, never worked out.
create table domain_result (
  place_id uuid not null,
  assessment_id uuid not null,
  domain text not null,
  consensus smallint check (consensus between 1 and 4), -- NULL: none
  reached boolean,                                  -- NULL: not talked about yet; false: talked about, and not agreed
  reason text not null default '',
  prompts jsonb not null default '{}',              -- what was answered, by prompt id
  version integer not null default 1,
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (place_id, assessment_id, domain),
  foreign key (place_id, assessment_id) references assessment (place_id, id) on delete cascade
);

create table proposed_priority (
  place_id uuid not null,
  assessment_id uuid not null,
  id uuid not null,
  domain text,                                      -- NULL: of no one domain
  text text not null,
  table_number integer,                             -- NULL: proposed by the whole room
  participant_id uuid,                              -- whose phone; NULL: a facilitator, or wiped with the token
  votes integer,                                    -- kept when the vote ended, and never changed; NULL: it has not
  withdrawn_at timestamptz,
  at timestamptz not null,
  primary key (place_id, assessment_id, id),
  foreign key (place_id, assessment_id) references assessment (place_id, id) on delete cascade
);
create table priority_vote (
  place_id uuid not null,
  assessment_id uuid not null,
  priority_id uuid not null,
  participant_id uuid not null,
  primary key (place_id, assessment_id, priority_id, participant_id),
  foreign key (place_id, assessment_id, priority_id) references proposed_priority (place_id, assessment_id, id) on delete cascade,
  foreign key (place_id, assessment_id, participant_id) references participant (place_id, assessment_id, id) on delete cascade
);

-- Every step of a facilitator, with what it takes to undo it.
create table workshop_step (
  place_id uuid not null,
  assessment_id uuid not null,
  seq integer not null,
  at timestamptz not null,
  person_id uuid,
  step jsonb not null,
  before jsonb not null,
  undoes integer,                                   -- the step that this one takes back
  undone_by integer,
  primary key (place_id, assessment_id, seq),
  foreign key (place_id, assessment_id) references assessment (place_id, id) on delete cascade
);

-- Who is asked by mail to answer an open assessment, and reminded before it closes. Who answered is not known.
create table assessment_invitation (
  place_id uuid not null,
  assessment_id uuid not null,
  person_id uuid not null references person (id),
  invited_at timestamptz not null,
  reminded_at timestamptz,                          -- NULL: not yet; one reminder only
  primary key (place_id, assessment_id, person_id),
  foreign key (place_id, assessment_id) references assessment (place_id, id) on delete cascade
);

-- An action may come from a workshop; it keeps that for ever. Which outcome it serves may be said later.
alter table action
  alter column outcome_id drop not null,            -- NULL: serves no outcome yet
  add column measure text not null default '',      -- how progress is measured
  add column assessment_id uuid,                    -- NULL: does not come from an assessment
  add column domain text,
  add column table_number integer,                  -- NULL: raised by the whole room
  add column raised_at timestamptz,                 -- NULL: not known
  add column version integer not null default 1,
  add column done_at timestamptz,
  add foreign key (place_id, assessment_id) references assessment (place_id, id);
create index action_by_assessment on action (place_id, assessment_id) where assessment_id is not null;

do $$
declare
  name text;
begin
  foreach name in array array['assessment', 'workshop', 'participant', 'response', 'table_score', 'table_device', 'shown_view',
    'domain_result', 'proposed_priority', 'priority_vote', 'workshop_step', 'assessment_invitation'] loop
    execute format('alter table %I enable row level security, force row level security', name);
    execute format('create policy of_the_place on %I using (place_id = (select current_place()) or (select reaches_all()))', name);
  end loop;
end $$;
alter table tool_version enable row level security, force row level security;
create policy of_the_place on tool_version
  using (place_id = (select current_place()) or (select reaches_all()))
  with check (place_id = (select current_place()) or (select reaches_all()));
create policy of_the_toolkit on tool_version for select
  using (place_id is null and (select current_place()) is not null);

-- Whose token this is: in one question, whatever context the work has.
create function participant_of(hash bytea)
returns table (place_id uuid, assessment_id uuid, participant_id uuid, removed boolean)
language plpgsql as $$
#variable_conflict use_column
declare
  reach_before text := reach_everything();
begin
  return query select p.place_id, p.assessment_id, p.id, p.removed_at is not null from participant p where p.token_hash = hash;
  perform set_config('turnstone.reach', reach_before, true);
end $$;
-- Which assessment people join by this code. A code is held only while its assessment is open.
create function assessment_of_code(code text)
returns table (place_id uuid, assessment_id uuid)
language plpgsql as $$
#variable_conflict use_column
declare
  reach_before text := reach_everything();
begin
  return query select a.place_id, a.id from assessment a where a.join_code = code and a.state = 'open';
  perform set_config('turnstone.reach', reach_before, true);
end $$;

create or replace view writing_of_person with (security_invoker = true) as
  select v.changed_by as person_id, v.place_id, 'section of a report card' as kind,
    v.section || ' of outcome ' || o.slug as what, v.changed_at as at, v.content
  from card_section_version v join outcome o on o.place_id = v.place_id and o.id = v.outcome_id
  where v.changed_by is not null
  union all
  select b.created_by, b.place_id, 'imported file', b.file_name, b.created_at, null::jsonb
  from import_batch b where b.created_by is not null
  union all
  select r.changed_by, r.place_id, 'consensus of an assessment', r.domain || ' of ' || a.title, r.changed_at,
    jsonb_build_object('level', r.consensus, 'reason', r.reason, 'prompts', r.prompts)
  from domain_result r join assessment a on a.place_id = r.place_id and a.id = r.assessment_id where r.changed_by is not null
  union all
  select p.person_id, p.place_id, 'own record of an assessment', s.domain || ' of ' || a.title, s.at,
    jsonb_build_object('choice', s.choice, 'comment', s.comment, 'evidence', s.evidence)
  from response s
    join participant p on p.place_id = s.place_id and p.assessment_id = s.assessment_id and p.id = s.participant_id
    join assessment a on a.place_id = s.place_id and a.id = s.assessment_id
  where p.person_id is not null
  union all
  select t.created_by, t.place_id, 'tool', t.tool || ', version ' || t.version, t.created_at, t.pack
  from tool_version t where t.created_by is not null and t.place_id is not null;

-- Down Migration
create or replace view writing_of_person with (security_invoker = true) as
  select v.changed_by as person_id, v.place_id, 'section of a report card' as kind,
    v.section || ' of outcome ' || o.slug as what, v.changed_at as at, v.content
  from card_section_version v join outcome o on o.place_id = v.place_id and o.id = v.outcome_id
  where v.changed_by is not null
  union all
  select b.created_by, b.place_id, 'imported file', b.file_name, b.created_at, null::jsonb
  from import_batch b where b.created_by is not null;
drop function assessment_of_code(text);
drop function participant_of(bytea);
-- An action that serves no outcome cannot be held by the version before. An owner who is no superuser is locked out of rows too.
select set_config('turnstone.reach', 'platform', true);
delete from action where outcome_id is null;
alter table action
  drop column done_at, drop column version, drop column raised_at, drop column table_number, drop column domain,
  drop column assessment_id, drop column measure, alter column outcome_id set not null;
drop table assessment_invitation;
drop table workshop_step;
drop table priority_vote;
drop table proposed_priority;
drop table domain_result;
drop table shown_view;
drop table table_device;
drop table table_score;
drop table response;
drop table participant;
drop table workshop;
drop table assessment;
drop table tool_version;
