-- Up Migration
create table outcome (
  place_id uuid not null references place (id),
  id uuid not null,
  slug text not null,
  position integer not null,
  statement text not null,
  statement_version integer not null default 1,
  target_population text not null default '',
  target_population_version integer not null default 1,
  lead text not null default '',
  next_review_on date,                              -- NULL: no review set
  primary key (place_id, id),
  unique (place_id, slug)
);

-- One row a section of an outcome's report card. 'indicators' and 'actions' keep their rows in tables of their own;
-- their row here carries the version that two editors are held apart by.
create table card_section (
  place_id uuid not null,
  outcome_id uuid not null,
  section text not null,
  version integer not null,
  content jsonb not null,
  changed_by uuid,                                  -- NULL: from a content pack
  changed_at timestamptz not null,
  primary key (place_id, outcome_id, section),
  foreign key (place_id, outcome_id) references outcome (place_id, id)
);

create table card_section_version (
  place_id uuid not null,
  outcome_id uuid not null,
  section text not null,
  version integer not null,
  content jsonb not null,
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (place_id, outcome_id, section, version)
);

create table card_indicator (
  place_id uuid not null,
  outcome_id uuid not null,
  series_id uuid not null,
  position integer not null,
  role text not null check (role in ('headline', 'secondary')),
  communication_power text not null check (communication_power in ('high', 'medium', 'low')),
  proxy_power text not null check (proxy_power in ('high', 'medium', 'low')),
  data_power text not null check (data_power in ('high', 'medium', 'low')),
  reason text not null default '',
  primary key (place_id, outcome_id, series_id),
  foreign key (place_id, outcome_id) references outcome (place_id, id),
  foreign key (place_id, series_id) references series (place_id, id)
);

create table action (
  place_id uuid not null,
  id uuid not null,
  outcome_id uuid not null,
  position integer not null,
  title text not null,
  lead_organisation text not null default '',
  lead_person text not null default '',
  due_on date,                                      -- NULL: no date agreed yet
  status text not null check (status in ('not started', 'on track', 'at risk', 'blocked', 'done')),
  note text not null default '',
  primary key (place_id, id),
  foreign key (place_id, outcome_id) references outcome (place_id, id)
);
create index action_by_outcome on action (place_id, outcome_id, position);

-- Down Migration
drop table action;
drop table card_indicator;
drop table card_section_version;
drop table card_section;
drop table outcome;
