import type { AreaRow } from '@turnstone/contract/packs';
import type { PoolClient } from '@turnstone/platform';

/** Writes the register; rows that say the same already are not touched. Answers how many were new or changed. */
export async function saveAreas(client: Pick<PoolClient, 'query'>, areas: readonly AreaRow[]): Promise<number> {
  const column = (name: keyof AreaRow) => areas.map((area) => area[name] || null);
  const { rowCount } = await client.query(
    `insert into area (code, name, kind, source, ends_on, replaced_by)
     select code, name, kind, 'register', ends_on, replaced_by
     from unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::text[]) as a (code, name, kind, ends_on, replaced_by)
     on conflict (code) do update
       set name = excluded.name, kind = excluded.kind, source = 'register',
           ends_on = excluded.ends_on, replaced_by = excluded.replaced_by
       where (area.name, area.kind, area.source, area.ends_on, area.replaced_by)
         is distinct from (excluded.name, excluded.kind, 'register', excluded.ends_on, excluded.replaced_by)`,
    [column('code'), column('name'), column('kind'), column('ends_on'), column('replaced_by')],
  );
  return rowCount ?? 0;
}
