-- Up Migration
create table indicator (
  place_id uuid not null references place (id),
  id uuid not null,
  -- Who publishes it and under which number: together they say which indicator a file means.
  publisher text not null,
  publisher_id text not null,
  name text not null,
  short_name text not null,
  unit text not null default '',
  value_type text not null check (value_type in ('proportion', 'rate', 'standardised rate', 'mean', 'count', 'index')),
  polarity text not null check (polarity in ('high', 'low', 'none')),
  decimals smallint not null default 1,
  split_year text not null default 'financial' check (split_year in ('financial', 'academic')),
  definition text not null default '',
  numerator text not null default '',
  denominator text not null default '',
  source text not null default '',
  licence text not null default '',
  update_month smallint,                            -- NULL: not known. 1 to 12
  method text not null default '',
  caveats text not null default '',
  owner text not null default '',
  -- 'assumed': made by an import that found no definition; polarity, unit and value type are a reading of the file.
  definition_status text not null default 'assumed' check (definition_status in ('assumed', 'confirmed')),
  revision integer not null default 1,
  primary key (place_id, id),
  unique (place_id, publisher, publisher_id)
);

create table series (
  place_id uuid not null,
  id uuid not null,
  indicator_id uuid not null,
  area_code text not null references area (code),
  sex text not null,
  age text not null,
  category_type text not null default '',           -- '' with category '': the whole population
  category text not null default '',
  revision integer not null default 1,              -- grows with every change to an observation
  primary key (place_id, id),
  unique (place_id, indicator_id, area_code, sex, age, category_type, category),
  foreign key (place_id, indicator_id) references indicator (place_id, id)
);

create table import_batch (
  place_id uuid not null references place (id),
  id uuid not null,
  file_name text not null,
  -- 'refused': the file as a whole could not be used; 'previewed' waits for a decision and is kept for a day.
  state text not null check (state in ('previewed', 'applied', 'refused')),
  problem text,                                     -- NULL: the file as a whole could be read
  publisher text,                                   -- NULL: its layout was not recognised
  header jsonb not null,                            -- the cells of its header, for the file of refused rows
  reading jsonb not null,                           -- how the file was understood: [{what, how}]
  indicators jsonb not null,                        -- what it says of each indicator: [{publisherId, name, valueType, unit, polarity, decimals}]
  areas jsonb not null,                             -- areas that only the file names: [{code, name, kind}]
  counts jsonb not null,                            -- rows, new, changed, unchanged, refused
  withheld jsonb not null,                          -- suppressed, confidential, notAvailable
  refusals jsonb not null,                          -- the first 200
  changes jsonb not null,                           -- the first 50 changed figures, old and new as shown
  sample jsonb not null,                            -- the first 20 rows as understood: {head, rows}
  created_by uuid,                                  -- NULL: from the command line
  created_at timestamptz not null,
  applied_at timestamptz,                           -- NULL: not applied
  primary key (place_id, id),
  check ((state = 'refused') = (problem is not null)),
  check ((state = 'applied') = (applied_at is not null))
);

-- The rows of a previewed file, as understood. Applying reads them; then only the refused ones stay, to be downloaded.
create table import_row (
  place_id uuid not null,
  batch_id uuid not null,
  row_number integer not null,                      -- line of the sheet, the header being 1
  -- As it stood when the file was previewed; applying compares again.
  outcome text not null check (outcome in ('new', 'changed', 'unchanged', 'refused')),
  -- Refused rows have these two and nothing else, the others everything else (figures that are not given are NULL).
  cells jsonb,                                      -- as they stood in the file
  refusals jsonb,                                   -- [{row, column, cell, found, reason}]
  publisher_id text, area_code text, sex text, age text, category_type text, category text,
  period_key text, period_label text, period_kind text, period_start date, period_end date,
  status text, value double precision, lower95 double precision, upper95 double precision,
  lower998 double precision, upper998 double precision, count double precision, denominator double precision, note text,
  primary key (place_id, batch_id, row_number),
  foreign key (place_id, batch_id) references import_batch (place_id, id) on delete cascade,
  check ((outcome = 'refused') = (refusals is not null))
);

create table observation (
  place_id uuid not null,
  series_id uuid not null,
  period_key text not null,
  period_label text not null,
  period_kind text not null,
  period_start date not null,
  period_end date not null,
  status text not null check (status in ('given', 'suppressed', 'confidential', 'not available')),
  value double precision,                           -- NULL exactly when the status is not 'given'
  lower95 double precision, upper95 double precision,     -- NULL: not published
  lower998 double precision, upper998 double precision,   -- NULL: not published
  count double precision, denominator double precision,   -- NULL: not published
  note text not null default '',
  batch_id uuid,                                    -- NULL: from a content pack
  recorded_at timestamptz not null,
  primary key (place_id, series_id, period_key),
  foreign key (place_id, series_id) references series (place_id, id),
  check ((status = 'given') = (value is not null))
);

-- What an observation said before it was revised.
create table observation_superseded (
  place_id uuid not null,
  series_id uuid not null,
  period_key text not null,
  superseded_at timestamptz not null,
  superseded_by uuid,                               -- NULL: by a content pack
  was jsonb not null,
  primary key (place_id, series_id, period_key, superseded_at)
);

-- A baseline never changes; agreeing another one retires it.
create table baseline (
  place_id uuid not null,
  id uuid not null,
  series_id uuid not null,
  frozen_at_key text not null,
  frozen_at_label text not null,
  frozen_on date not null,
  agreed_by text not null default '',
  model jsonb not null,                             -- as indicators/rules freezes it: model, parameters, history, forecast
  retired_at timestamptz,                           -- NULL: in force
  primary key (place_id, id),
  foreign key (place_id, series_id) references series (place_id, id)
);
create unique index baseline_in_force on baseline (place_id, series_id) where retired_at is null;

create table judgement (
  place_id uuid not null,
  series_id uuid not null,
  method text not null check (method in ('trend', 'comparison', 'forecast', 'turning')),
  method_version text not null,
  -- Made of the revisions of everything the judgement rests on; differing from series_fingerprint means stale.
  fingerprint text not null,
  inputs jsonb not null,
  result jsonb not null,
  judged_at timestamptz not null,
  primary key (place_id, series_id, method),
  foreign key (place_id, series_id) references series (place_id, id)
);

-- The benchmark of a series is England's series of the same cut.
create view series_benchmark as
  select s.place_id, s.id as series_id, b.id as benchmark_id, b.revision as benchmark_revision
  from series s
  join series b on b.place_id = s.place_id and b.indicator_id = s.indicator_id and b.area_code = 'E92000001'
    and b.sex = s.sex and b.age = s.age and b.category_type = s.category_type and b.category = s.category
  where s.area_code <> 'E92000001';

-- What the judgements of a series rest on, in one text: differing from the one they were made with means stale.
create function fingerprint_of(series_revision integer, definition_revision integer, benchmark_revision integer, baseline_id uuid)
returns text language sql immutable as $$
  select 's' || series_revision || ' d' || definition_revision || ' e' || coalesce(benchmark_revision, 0) || ' b' || coalesce(baseline_id::text, '-')
$$;

create view series_fingerprint as
  select s.place_id, s.id as series_id, fingerprint_of(s.revision, i.revision, sb.benchmark_revision, b.id) as fingerprint
  from series s
  join indicator i on i.place_id = s.place_id and i.id = s.indicator_id
  left join series_benchmark sb on sb.place_id = s.place_id and sb.series_id = s.id
  left join baseline b on b.place_id = s.place_id and b.series_id = s.id and b.retired_at is null;

-- Down Migration
drop view series_fingerprint;
drop function fingerprint_of(integer, integer, integer, uuid);
drop view series_benchmark;
drop table judgement;
drop table baseline;
drop table observation_superseded;
drop table observation;
drop table import_row;
drop table import_batch;
drop table series;
drop table indicator;
