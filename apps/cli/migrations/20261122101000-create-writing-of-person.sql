-- Up Migration
-- What a person wrote, wherever they wrote it: for the export of their data. Each row is seen by whoever sees the row
-- that it was made from.
create view writing_of_person with (security_invoker = true) as
  select v.changed_by as person_id, v.place_id, 'section of a report card' as kind,
    v.section || ' of outcome ' || o.slug as what, v.changed_at as at, v.content
  from card_section_version v join outcome o on o.place_id = v.place_id and o.id = v.outcome_id
  where v.changed_by is not null
  union all
  select b.created_by, b.place_id, 'imported file', b.file_name, b.created_at, null::jsonb
  from import_batch b where b.created_by is not null;

-- Down Migration
drop view writing_of_person;
