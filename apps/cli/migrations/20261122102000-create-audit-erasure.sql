-- Up Migration
-- That what identified a person was taken from an entry of the audit trail, and of whom: without it nobody could tell an
-- erasure from a theft. Written by the deletion itself; the programs may only read it.
create table audit_erasure (
  place_id uuid not null,
  seq bigint not null,
  person_id uuid,                                   -- NULL: it was about an address of somebody who was not here
  erased_at timestamptz not null default now(),
  primary key (place_id, seq)
);
alter table audit_erasure enable row level security, force row level security;
create policy of_the_place on audit_erasure using (place_id = (select current_place()) or (select reaches_all()));
revoke insert, update, delete, truncate on audit_erasure from turnstone_app;

create function audit_note_erasure() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into audit_erasure (place_id, seq, person_id) values (old.place_id, old.seq, old.person_id)
    on conflict (place_id, seq) do update set person_id = excluded.person_id, erased_at = excluded.erased_at;
  return old;
end $$;
create trigger audit_note_erasure before delete on audit_personal for each row execute function audit_note_erasure();

-- Down Migration
drop trigger audit_note_erasure on audit_personal;
drop function audit_note_erasure();
drop table audit_erasure;
