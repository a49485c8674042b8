import { createHash } from 'node:crypto';
import type { PlacePack } from '@turnstone/contract/packs';
import { freezeBaseline, parsePeriod, type Period, type SeriesPoint } from '@turnstone/indicators-rules';
import { PLATFORM_CHAIN } from '@turnstone/places-server';
import { announce, type PoolClient } from '@turnstone/platform';
import { ContentProblem } from './content-problem.js';
import { seriesKey, type DemoPack, type IndicatorWithFigures } from './content-packs.js';

type Client = Pick<PoolClient, 'query'>;
type Outcome = PlacePack['outcomes'][number];

/** How many periods a frozen forecast reaches. */
const HORIZON = 12;
/** Series announced in one job. */
const SERIES_A_JOB = 100;

/** A place of the demo while it is being written: which row it is, and what of it this load has added. */
interface PlaceAtWork {
  readonly pack: PlacePack;
  readonly id: string;
  readonly isNew: boolean;
  readonly added: { people: string[]; workstreams: string[]; openTo: string[]; within?: string };
}

/**
 * Writes the demo: who administers it, and its places with their people and workstreams, figures with frozen baselines,
 * and outcomes with their cards. What is there already is left as it is. A card is written only together with its
 * outcome, a person's roles with the person, what a workstream leads with the workstream, and where a place nests with
 * the place above it; so words people wrote since, and what they took away, stay as they left it. Answers a line for
 * each place that says what was done.
 */
export async function saveDemo(client: Client, demo: DemoPack, now: Date): Promise<string[]> {
  const places: PlaceAtWork[] = [];
  for (const pack of demo.places) places.push(await savePlace(client, pack, places));
  for (const place of places) await savePeople(client, place, now);
  for (const place of places) await savePeopleFromElsewhere(client, place, places, now);
  for (const place of places) await saveSharing(client, place, places, now);
  for (const place of places) await saveWorkstreams(client, place);
  await saveAdministrators(client, demo.administrators, now);

  const lines: string[] = [];
  for (const place of places) {
    lines.push(await saveWhatItReports(client, place, demo.indicators, now));
    await noteWhatWasAdded(client, place, now);
  }
  return lines;
}

/** The figures of a place, and its outcomes with their cards. */
async function saveWhatItReports(
  client: Client,
  { pack, id: placeId, added }: PlaceAtWork,
  indicators: readonly IndicatorWithFigures[],
  now: Date,
): Promise<string> {
  const series = new Map<string, { id: string; indicator: IndicatorWithFigures }>();
  const touched = new Set<string>();
  const wanted = new Set([
    ...pack.other_indicators,
    ...pack.outcomes.flatMap((outcome) => outcome.indicators.map((chosen) => chosen.indicator)),
  ]);
  for (const indicator of indicators) {
    if (!wanted.has(indicator.name)) continue;
    const indicatorId = await saveIndicator(client, placeId, pack, indicator);
    for (const [key, id] of await saveSeries(client, placeId, indicatorId, pack, indicator)) {
      series.set(`${indicator.name}|${key}`, { id, indicator });
    }
    for (const id of await saveFigures(client, placeId, indicator, series, now)) touched.add(id);
  }

  let outcomes = 0;
  for (const [index, outcome] of pack.outcomes.entries()) {
    for (const chosen of outcome.indicators) {
      if (chosen.baseline === null) continue;
      const { id, indicator } = series.get(chosenKey(chosen))!;
      if (await saveBaseline(client, placeId, pack, id, indicator, chosen.baseline)) touched.add(id);
    }
    const seriesOf = (chosen: Outcome['indicators'][number]): string => series.get(chosenKey(chosen))!.id;
    if (await saveOutcome(client, placeId, pack, outcome, index + 1, seriesOf, now)) outcomes += 1;
  }

  const due = [...touched];
  for (let from = 0; from < due.length; from += SERIES_A_JOB) {
    await announce(client, 'judge-series', { placeId, seriesIds: due.slice(from, from + SERIES_A_JOB) });
  }
  const { people, workstreams, openTo, within } = added;
  const around = people.length + workstreams.length + openTo.length + (within === undefined ? 0 : 1);
  if (due.length === 0 && outcomes === 0) {
    return around === 0
      ? `${pack.place.name}: nothing new.`
      : `${pack.place.name}: ${people.length} people and ${workstreams.length} workstreams are new.`;
  }
  return `${pack.place.name}: ${outcomes} outcomes and ${due.length} series are new or changed.`;
}

function chosenKey(chosen: Outcome['indicators'][number]): string {
  const cut = { areaCode: chosen.area_code, sex: chosen.sex, age: chosen.age, categoryType: '', category: '' };
  return `${chosen.indicator}|${seriesKey(cut)}`;
}

async function savePlace(client: Client, pack: PlacePack, before: readonly PlaceAtWork[]): Promise<PlaceAtWork> {
  const { place } = pack;
  const parent = before.find((other) => other.pack.place.slug === place.within);
  const added: PlaceAtWork['added'] = { people: [], workstreams: [], openTo: [] };
  const { rows } = await client.query<{ id: string }>(
    `insert into place (id, slug, name, level, area_code, about, invented, parent_id)
     values ($1, $2, $3, $4, $5, $6, true, $7) on conflict (slug) do nothing returning id`,
    [
      nameId('place', place.slug),
      place.slug,
      place.name,
      place.level,
      place.area_code,
      place.about,
      parent?.id ?? null,
    ],
  );
  if (rows[0]) return { pack, id: rows[0].id, isNew: true, added };
  const { rows: there } = await client.query<{ id: string; invented: boolean }>(
    `select id, invented from place where slug = $1`,
    [place.slug],
  );
  // Invented people and stories must never land in a place that people run.
  if (there[0]?.invented !== true) {
    throw new ContentProblem([
      `content/demo/places/${place.slug}.yaml, place.slug: there is a real place “${place.slug}”: give the demo place another slug.`,
    ]);
  }
  const { id } = there[0];
  if (parent?.isNew) {
    const { rowCount } = await client.query('update place set parent_id = $2 where id = $1 and parent_id is null', [
      id,
      parent.id,
    ]);
    if (rowCount === 1) added.within = parent.pack.place.slug;
  }
  return { pack, id, isNew: false, added };
}

const organisationId = (placeId: string, name: string): string => nameId(placeId, 'organisation', name);
const personId = (placeId: string, name: string): string => nameId(placeId, 'person', name);
const workstreamId = (placeId: string, name: string): string => nameId(placeId, 'workstream', name);

async function savePeople(client: Client, place: PlaceAtWork, now: Date): Promise<void> {
  const { id: placeId, pack } = place;
  for (const organisation of pack.organisations) {
    await client.query(
      `insert into organisation (place_id, id, name, sector) values ($1, $2, $3, $4) on conflict do nothing`,
      [placeId, organisationId(placeId, organisation.name), organisation.name, organisation.sector],
    );
  }
  for (const person of pack.people) {
    const id = personId(placeId, person.name);
    if (await savePerson(client, id, person)) await saveMember(client, place, id, person, now);
  }
}

/** A person who is new, or who has no address yet, gets the address of the pack. Answers whether they are new. */
async function savePerson(
  client: Client,
  id: string,
  person: { name: string; email: string; introduction: string },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into person (id, name, invented, introduction) values ($1, $2, true, $3) on conflict do nothing`,
    [id, person.name, person.introduction],
  );
  await client.query(
    `update person set email = $2 where id = $1 and email is null and invented and state <> 'erased'
       and not exists (select from person other where other.email_key = lower($2))`,
    [id, person.email],
  );
  return rowCount === 1;
}

/** A person who belonged here once, and was removed, is not brought back. */
async function saveMember(
  client: Client,
  { id: placeId, added }: PlaceAtWork,
  person: string,
  { role, organisation }: { role: string; organisation: string | null },
  now: Date,
): Promise<void> {
  const { rowCount } = await client.query(
    `insert into member (place_id, person_id, organisation_id, joined_at)
     select $1, id, $3, $4 from person where id = $2 and state <> 'erased' on conflict do nothing`,
    [placeId, person, organisation === null ? null : organisationId(placeId, organisation), now],
  );
  if (rowCount === 0) return;
  await client.query(`insert into membership (place_id, person_id, role) values ($1, $2, $3)`, [placeId, person, role]);
  added.people.push(person);
}

async function savePeopleFromElsewhere(
  client: Client,
  place: PlaceAtWork,
  places: readonly PlaceAtWork[],
  now: Date,
): Promise<void> {
  for (const guest of place.pack.also_here) {
    const home = places.find((other) => other.pack.place.slug === guest.of)!;
    await saveMember(client, place, personId(home.id, guest.name), guest, now);
  }
}

/** Opens a place as its pack says when it or the other place is new; later that is for its people to choose. */
async function saveSharing(
  client: Client,
  { pack, id, isNew, added }: PlaceAtWork,
  places: readonly PlaceAtWork[],
  now: Date,
): Promise<void> {
  for (const slug of pack.place.opened_to) {
    const other = places.find((one) => one.pack.place.slug === slug)!;
    if (!isNew && !other.isNew) continue;
    const { rowCount } = await client.query(
      `insert into sharing (place_id, with_place_id, chosen_by, chosen_at) values ($1, $2, null, $3) on conflict do nothing`,
      [id, other.id, now],
    );
    if (rowCount === 1) added.openTo.push(slug);
  }
}

/** A workstream that is new brings its leads, and takes in those of its outcomes that belong to none. */
async function saveWorkstreams(client: Client, { pack, id: placeId, added }: PlaceAtWork): Promise<void> {
  for (const workstream of pack.workstreams) {
    const id = workstreamId(placeId, workstream.name);
    const { rowCount } = await client.query(
      `insert into workstream (place_id, id, name, about) values ($1, $2, $3, $4) on conflict do nothing`,
      [placeId, id, workstream.name, workstream.about],
    );
    if (rowCount === 0) continue;
    added.workstreams.push(id);
    await client.query(
      `insert into workstream_lead (place_id, workstream_id, person_id)
       select place_id, $2, person_id from member where place_id = $1 and person_id = any($3) and left_at is null`,
      [placeId, id, workstream.leads.map((name) => personId(placeId, name))],
    );
    await client.query(
      'update outcome set workstream_id = $2 where place_id = $1 and slug = any($3) and workstream_id is null',
      [placeId, id, pack.outcomes.filter((one) => one.workstream === workstream.name).map((one) => one.slug)],
    );
  }
}

async function saveAdministrators(client: Client, people: DemoPack['administrators'], now: Date): Promise<void> {
  const added: string[] = [];
  for (const person of people) {
    const id = nameId('administrator', person.name);
    if (!(await savePerson(client, id, person))) continue;
    await client.query(`insert into platform_administrator (person_id, since, granted_by) values ($1, $2, null)`, [
      id,
      now,
    ]);
    added.push(id);
  }
  if (added.length === 0) return;
  await note(client, PLATFORM_CHAIN, 'load the demo administrators', 'platform', { people: added }, now);
}

/** One entry for each place that this load made, or added people, workstreams or nesting to. */
async function noteWhatWasAdded(client: Client, { pack, id, isNew, added }: PlaceAtWork, now: Date): Promise<void> {
  const subject = `place ${pack.place.slug}`;
  if (isNew) await note(client, id, 'load the demo place', subject, { ...pack.place, ...added }, now);
  else if (added.people.length + added.workstreams.length + added.openTo.length > 0 || added.within !== undefined) {
    await note(client, id, 'add to the demo place', subject, added, now);
  }
}

async function note(
  client: Client,
  placeId: string,
  action: string,
  subject: string,
  after: object,
  now: Date,
): Promise<void> {
  await client.query(
    `insert into audit_entry (place_id, at, person_id, action, subject, after) values ($1, $2, null, $3, $4, $5)`,
    [placeId, now, action, subject, JSON.stringify(after)],
  );
}

/** An indicator that an import made is confirmed by its pack; one that is confirmed is left alone. */
async function saveIndicator(
  client: Client,
  placeId: string,
  { place }: PlacePack,
  { name, pack }: IndicatorWithFigures,
): Promise<string> {
  const values = [
    placeId,
    nameId('place', place.slug, 'indicator', name),
    pack.publisher,
    pack.publisher_id,
    pack.name,
    pack.short_name,
    pack.unit,
    pack.value_type,
    pack.polarity,
    pack.decimals,
    pack.split_year,
    pack.definition,
    pack.numerator,
    pack.denominator,
    pack.source,
    pack.licence,
    pack.update_month,
    pack.method,
    pack.caveats,
    pack.owner,
  ];
  const columns = `name, short_name, unit, value_type, polarity, decimals, split_year, definition, numerator, denominator,
    source, licence, update_month, method, caveats, owner`;
  await client.query(
    `insert into indicator as i (place_id, id, publisher, publisher_id, ${columns}, definition_status)
     values (${values.map((_, index) => `$${index + 1}`).join(', ')}, 'confirmed')
     on conflict (place_id, publisher, publisher_id) do update
       set (${columns}) = (${columns.replace(/\w+/g, 'excluded.$&')}),
           definition_status = 'confirmed', revision = i.revision + 1
       where i.definition_status = 'assumed'`,
    values,
  );
  const { rows } = await client.query<{ id: string }>(
    `select id from indicator where place_id = $1 and publisher = $2 and publisher_id = $3`,
    [placeId, pack.publisher, pack.publisher_id],
  );
  return rows[0]!.id;
}

/** Answers the id of each series by its key. */
async function saveSeries(
  client: Client,
  placeId: string,
  indicatorId: string,
  { place }: PlacePack,
  { name, figures }: IndicatorWithFigures,
): Promise<Map<string, string>> {
  for (const [key, first] of firstByKey(figures)) {
    await client.query(
      `insert into series (place_id, id, indicator_id, area_code, sex, age, category_type, category)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [
        placeId,
        nameId('place', place.slug, 'series', name, key),
        indicatorId,
        first.areaCode,
        first.sex,
        first.age,
        first.categoryType,
        first.category,
      ],
    );
  }
  const { rows } = await client.query<{ id: string; key: string }>(
    `select id, concat_ws('|', area_code, sex, age, category_type, category) as key
     from series where place_id = $1 and indicator_id = $2`,
    [placeId, indicatorId],
  );
  return new Map(rows.map((row) => [row.key, row.id]));
}

function firstByKey(figures: IndicatorWithFigures['figures']): Map<string, IndicatorWithFigures['figures'][number]> {
  return new Map(figures.toReversed().map((figure) => [seriesKey(figure), figure]));
}

/** Adds the figures that are not there yet; a figure that is there may be a revision. Answers the series that grew. */
async function saveFigures(
  client: Client,
  placeId: string,
  indicator: IndicatorWithFigures,
  series: ReadonlyMap<string, { id: string }>,
  now: Date,
): Promise<string[]> {
  const rows = indicator.figures.map((figure) => ({
    series_id: series.get(`${indicator.name}|${seriesKey(figure)}`)!.id,
    period_key: figure.period.key,
    period_label: figure.period.label,
    period_kind: figure.period.kind,
    period_start: figure.period.start,
    period_end: figure.period.end,
    status: figure.status,
    value: figure.value,
    lower95: figure.lower95,
    upper95: figure.upper95,
    lower998: figure.lower998,
    upper998: figure.upper998,
    count: figure.count,
    denominator: figure.denominator,
    note: figure.note,
  }));
  const columns = `series_id, period_key, period_label, period_kind, period_start, period_end, status, value, lower95,
    upper95, lower998, upper998, count, denominator, note`;
  const { rows: grown } = await client.query<{ id: string; is_new: boolean }>(
    `with before as (select distinct series_id from observation where place_id = $1),
     added as (
       insert into observation (place_id, ${columns}, recorded_at)
       select $1, ${columns}, $3 from jsonb_populate_recordset(null::observation, $2::jsonb)
       on conflict do nothing returning series_id
     )
     select distinct series_id as id, series_id not in (select series_id from before) as is_new from added`,
    [placeId, JSON.stringify(rows), now],
  );
  // A series that was empty until now keeps its first revision.
  await client.query(`update series set revision = revision + 1 where place_id = $1 and id = any($2)`, [
    placeId,
    grown.filter((row) => !row.is_new).map((row) => row.id),
  ]);
  return grown.map((row) => row.id);
}

/** Freezes the baseline that the pack names, unless people have agreed one for the series already. */
async function saveBaseline(
  client: Client,
  placeId: string,
  { place }: PlacePack,
  seriesId: string,
  { name, pack }: IndicatorWithFigures,
  asked: NonNullable<Outcome['indicators'][number]['baseline']>,
): Promise<boolean> {
  const { rows: agreed } = await client.query(`select 1 from baseline where place_id = $1 and series_id = $2 limit 1`, [
    placeId,
    seriesId,
  ]);
  if (agreed.length > 0) return false;
  const where = `content/demo/places/${place.slug}.yaml, the baseline of ${name} frozen at ${asked.frozen_at}`;
  const parsed = parsePeriod(asked.frozen_at, { splitYear: pack.split_year });
  if (!parsed.ok) throw new ContentProblem([`${where}: ${parsed.reason}.`]);
  const frozen = freezeBaseline(await pointsOf(client, placeId, seriesId), {
    frozenAt: parsed.period,
    horizon: HORIZON,
    valueType: pack.value_type,
  });
  if (!frozen.ok) throw new ContentProblem([`${where}: ${frozen.reason}.`]);
  await client.query(
    `insert into baseline (place_id, id, series_id, frozen_at_key, frozen_at_label, frozen_on, agreed_by, model)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      placeId,
      nameId(placeId, 'baseline', seriesId, parsed.period.key),
      seriesId,
      parsed.period.key,
      parsed.period.label,
      asked.frozen_on,
      asked.agreed_by,
      JSON.stringify(frozen.baseline),
    ],
  );
  return true;
}

async function pointsOf(client: Client, placeId: string, seriesId: string): Promise<SeriesPoint[]> {
  const { rows } = await client.query<
    Omit<SeriesPoint, 'period'> & { key: string; label: string; kind: Period['kind']; start: string; end: string }
  >(
    `select period_key as key, period_label as label, period_kind as kind, period_start::text as start,
            period_end::text as end, value, lower95, upper95, lower998, upper998, count, denominator
     from observation where place_id = $1 and series_id = $2 order by period_end, period_start`,
    [placeId, seriesId],
  );
  return rows.map(({ key, label, kind, start, end, ...figures }) => ({
    ...figures,
    period: { key, label, kind, start, end },
  }));
}

/** Writes an outcome with its whole card, or nothing when the outcome is there. */
async function saveOutcome(
  client: Client,
  placeId: string,
  { place }: PlacePack,
  outcome: Outcome,
  position: number,
  seriesOf: (chosen: Outcome['indicators'][number]) => string,
  now: Date,
): Promise<boolean> {
  const outcomeId = nameId('place', place.slug, 'outcome', outcome.slug);
  const { rowCount } = await client.query(
    `insert into outcome (place_id, id, slug, position, statement, target_population, lead, next_review_on, workstream_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, (select id from workstream where place_id = $1 and id = $9))
     on conflict do nothing`,
    [
      placeId,
      outcomeId,
      outcome.slug,
      position,
      outcome.statement,
      outcome.target_population,
      outcome.lead,
      outcome.next_review_on,
      outcome.workstream === null ? null : workstreamId(placeId, outcome.workstream),
    ],
  );
  if (rowCount === 0) return false;

  const sections = {
    // These two keep their rows in tables of their own; here stands only the version.
    indicators: {},
    'summary of actions': {},
    'data development agenda': { records: outcome.data_development_agenda },
    partners: { records: outcome.partners },
    'story behind the baseline': { records: outcome.story },
    'what works': { records: outcome.what_works },
  };
  for (const [section, content] of Object.entries(sections)) {
    await client.query(
      `insert into card_section (place_id, outcome_id, section, version, content, changed_by, changed_at)
       values ($1, $2, $3, 1, $4, null, $5)`,
      [placeId, outcomeId, section, JSON.stringify(content), now],
    );
  }
  for (const [index, chosen] of outcome.indicators.entries()) {
    await client.query(
      `insert into card_indicator
         (place_id, outcome_id, series_id, position, role, communication_power, proxy_power, data_power, reason)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        placeId,
        outcomeId,
        seriesOf(chosen),
        index + 1,
        chosen.role,
        chosen.communication_power,
        chosen.proxy_power,
        chosen.data_power,
        chosen.reason,
      ],
    );
  }
  for (const [index, action] of outcome.actions.entries()) {
    await client.query(
      `insert into action (place_id, id, outcome_id, position, title, lead_organisation, lead_person, due_on, status, note)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        placeId,
        nameId('place', place.slug, 'outcome', outcome.slug, 'action', action.title),
        outcomeId,
        index + 1,
        action.title,
        action.lead_organisation,
        action.lead_person,
        action.due_on,
        action.status,
        action.note,
      ],
    );
  }
  return true;
}

const NAMESPACE = Buffer.from('5b0d6b0c3f0e4e5c9d0e6c1f7a2b8e41', 'hex');

/** A UUID made of names (RFC 9562, version 5), so that links to what a pack made are the same on every machine. */
export function nameId(...names: readonly string[]): string {
  const hash = createHash('sha1').update(NAMESPACE).update(names.join('\u001f')).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
