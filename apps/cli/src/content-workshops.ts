import { randomBytes } from 'node:crypto';
import type { RoomState, Tool } from '@turnstone/assessments-rules';
import { RenewViews, ShownViewRepository } from '@turnstone/assessments-server';
import type { DemoWorkshopsPack, FormatsPack } from '@turnstone/contract/packs';
import type { PoolClient, Queryable } from '@turnstone/platform';
import { nameId } from './content-demo.js';

type Client = Pick<PoolClient, 'query'> & Queryable;
type Workshop = DemoWorkshopsPack['workshops'][number];
type Open = NonNullable<DemoWorkshopsPack['open_assessment']>;
type Stages = FormatsPack['formats'][number]['stages'];

/**
 * Writes what the demo places have assessed: finished workshops with all that came of them, and an assessment that is open. One that
 * is there already is left as it is. What is shown of answers is worked out as in a real room. Answers a line for each place.
 */
export async function saveDemoWorkshops(
  client: Client,
  packs: readonly DemoWorkshopsPack[],
  formats: FormatsPack['formats'],
  now: Date,
): Promise<string[]> {
  const lines: string[] = [];
  for (const pack of packs) {
    const { rows } = await client.query<{ id: string; name: string }>('select id, name from place where slug = $1', [
      pack.place,
    ]);
    const place = rows[0]!;
    const added: string[] = [];
    for (const workshop of pack.workshops) {
      const stages = formats.find(({ id }) => id === workshop.format)!.stages;
      if (await saveWorkshop(client, place.id, pack.place, workshop, stages)) added.push(workshop.title);
    }
    const open = pack.open_assessment;
    if (open && (await saveOpen(client, place.id, pack.place, open))) added.push(open.title);
    if (added.length > 0) {
      await client.query(
        `insert into audit_entry (place_id, at, person_id, action, subject, after) values ($1, $2, null, 'load assessments of the demo', $3, $4)`,
        [place.id, now, `place ${pack.place}`, JSON.stringify({ added })],
      );
    }
    lines.push(`${place.name}: ${added.length === 0 ? 'no assessment is' : `${added.length} assessments are`} new.`);
  }
  return lines;
}

async function saveWorkshop(
  client: Client,
  placeId: string,
  slug: string,
  workshop: Workshop,
  stages: Stages,
): Promise<boolean> {
  const started = inLondon(workshop.started);
  const closed = inLondon(workshop.closed);
  const id = nameId('place', slug, 'assessment', workshop.title);
  const tool = await toolOf(client, workshop.tool);
  const isNew = await addAssessment(client, placeId, id, workshop, tool.id, {
    ...{ kind: 'workshop', state: 'closed', opensOn: null, closesOn: null, openedAt: started, closedAt: closed },
    joinCode: null,
  });
  if (!isNew) return false;
  const domains = tool.pack.domains.map((domain) => domain.id);
  const all = Object.fromEntries(domains.map((domain) => [domain, true as const]));
  const room: RoomState = {
    ...{ state: 'closed', stage: stages.length - 1, stageSince: closed.getTime(), extraSeconds: 0, pausedAt: null },
    ...{ currentDomain: null, revealed: all, closedDomains: all },
    ...{ firstRevealedAt: closed.getTime(), scoresFrozenAt: closed.getTime() },
  };
  await client.query(
    `insert into workshop (place_id, assessment_id, agenda, format, room, seed, tables) values ($1, $2, $3, $4, $5, $6, $7)`,
    [placeId, id, JSON.stringify(stages), workshop.format, JSON.stringify(room), workshop.seed, workshop.tables],
  );
  await addSteps(client, placeId, id, stages, started, closed);
  const people = await addPeople(client, placeId, id, workshop.people, domains, () => started);
  for (const { table, levels, reasons } of workshop.table_scores) {
    for (const [index, domain] of domains.entries()) {
      await client.query(
        `insert into table_score (place_id, assessment_id, table_number, domain, level, reasons, kind, seq, at)
         values ($1, $2, $3, $4, $5, $6, 'table', $7, $8)`,
        [placeId, id, table, domain, levels[index], reasons[domain] ?? '', index + 1, closed],
      );
    }
  }
  for (const [domain, { level, why, prompts }] of Object.entries(workshop.results)) {
    await client.query(
      `insert into domain_result (place_id, assessment_id, domain, consensus, reached, reason, prompts, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [placeId, id, domain, level, level !== null, why, JSON.stringify(prompts), closed],
    );
  }
  const priorities: string[] = [];
  for (const [index, { text, domain, table }] of workshop.priorities.entries()) {
    priorities.push(nameId(id, 'priority', text));
    await client.query(
      `insert into proposed_priority (place_id, assessment_id, id, domain, text, table_number, at) values ($1, $2, $3, $4, $5, $6, $7)`,
      [placeId, id, priorities[index], domain, text, table, new Date(closed.getTime() - 1_800_000 + index * 1000)],
    );
  }
  for (const [index, { votes }] of workshop.people.entries()) {
    for (const vote of votes) {
      await client.query(
        'insert into priority_vote (place_id, assessment_id, priority_id, participant_id) values ($1, $2, $3, $4)',
        [placeId, id, priorities[vote - 1], people[index]],
      );
    }
  }
  await addActions(client, placeId, id, workshop, closed);
  await new RenewViews(new ShownViewRepository(client)).renew(placeId, id, domains, closed);
  return true;
}

async function saveOpen(client: Client, placeId: string, slug: string, open: Open): Promise<boolean> {
  const id = nameId('place', slug, 'assessment', open.title);
  const tool = await toolOf(client, open.tool);
  const opened = inLondon(`${open.opens_on}T09:00`);
  const isNew = await addAssessment(client, placeId, id, open, tool.id, {
    ...{ kind: 'open online', state: 'open', opensOn: open.opens_on, closesOn: open.closes_on },
    ...{ openedAt: opened, closedAt: null },
    // By chance on every machine: the link to an open assessment is not to be found in a public file.
    joinCode: randomBytes(16).toString('base64url'),
  });
  if (!isNew) return false;
  const domains = tool.pack.domains.map((domain) => domain.id);
  const people = await addPeople(client, placeId, id, open.people, domains, (person) =>
    inLondon(`${person.answered_on}T10:00`),
  );
  for (const { person, domain, comment, evidence } of open.comments) {
    await client.query(
      `update response set comment = $5, evidence = $6 where place_id = $1 and assessment_id = $2 and participant_id = $3 and domain = $4`,
      [placeId, id, people[person - 1], domain, comment, evidence],
    );
  }
  return true;
}

async function toolOf(client: Client, { id, version }: Open['tool']): Promise<{ id: string; pack: Tool }> {
  const { rows } = await client.query<{ id: string; pack: Tool }>(
    'select id, pack from tool_version where place_id is null and tool = $1 and version = $2',
    [id, version],
  );
  return rows[0]!;
}

async function addAssessment(
  client: Client,
  placeId: string,
  id: string,
  of: Pick<Open, 'title' | 'scope' | 'round' | 'identities' | 'smallest_group'>,
  toolVersionId: string,
  standing: {
    kind: string;
    state: string;
    opensOn: string | null;
    closesOn: string | null;
    openedAt: Date;
    closedAt: Date | null;
    joinCode: string | null;
  },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into assessment (place_id, id, tool_version_id, title, kind, scope, round, identities, smallest_group, state,
       opens_on, closes_on, opened_at, closed_at, join_code, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $13) on conflict do nothing`,
    [
      ...[placeId, id, toolVersionId, of.title, standing.kind, of.scope, of.round, of.identities, of.smallest_group],
      ...[standing.state, standing.opensOn, standing.closesOn, standing.openedAt, standing.closedAt, standing.joinCode],
    ],
  );
  return rowCount === 1;
}

async function addPeople<
  P extends { sector: string; organisation: string; answers: readonly unknown[]; table?: number },
>(
  client: Client,
  placeId: string,
  assessmentId: string,
  people: readonly P[],
  domains: readonly string[],
  at: (person: P) => Date,
): Promise<string[]> {
  const ids: string[] = [];
  for (const [index, person] of people.entries()) {
    const id = nameId(assessmentId, 'participant', String(index + 1));
    ids.push(id);
    await client.query(
      `insert into participant (place_id, assessment_id, id, number, kind, sector, organisation, table_number, joined_at)
       values ($1, $2, $3, $4, 'phone', $5, $6, $7, $8)`,
      [placeId, assessmentId, id, index + 1, person.sector, person.organisation, person.table ?? null, at(person)],
    );
    await client.query(
      `insert into response (place_id, assessment_id, participant_id, domain, choice, seq, at)
       select $1, $2, $3, given.domain, given.choice, given.seq, $6
       from unnest($4::text[], $5::text[]) with ordinality as given (domain, choice, seq)`,
      [...[placeId, assessmentId, id, domains.slice(0, person.answers.length), person.answers.map(String)], at(person)],
    );
  }
  return ids;
}

/** The steps of its facilitator, as the agenda planned them. */
async function addSteps(
  client: Client,
  placeId: string,
  id: string,
  stages: Stages,
  started: Date,
  closed: Date,
): Promise<void> {
  let at = started.getTime();
  const steps = stages.map(({ minutes }, index) => {
    const step = { kind: index === 0 ? 'start' : 'next stage', at: new Date(at) };
    at += minutes * 60_000;
    return step;
  });
  for (const [index, step] of [...steps, { kind: 'close workshop', at: closed }].entries()) {
    await client.query(
      `insert into workshop_step (place_id, assessment_id, seq, at, step, before) values ($1, $2, $3, $4, $5, $6)`,
      [
        ...[placeId, id, index + 1, step.at, JSON.stringify({ kind: step.kind })],
        JSON.stringify({ room: {}, outside: null }),
      ],
    );
  }
}

async function addActions(client: Client, placeId: string, id: string, { actions }: Workshop, at: Date): Promise<void> {
  for (const action of actions) {
    await client.query(
      `insert into action (place_id, id, position, title, lead_organisation, lead_person, due_on, status, note, measure,
         assessment_id, domain, table_number, raised_at, done_at)
       values ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        ...[placeId, nameId(id, 'action', action.title), action.title, action.lead_organisation, action.lead_person],
        ...[action.due_on, action.status, action.note, action.measure, id, action.domain, action.table, at],
        action.done_on === null ? null : inLondon(`${action.done_on}T12:00`),
      ],
    );
  }
}

/** '2026-05-12T13:00' on a clock in London, as a moment. */
function inLondon(local: string): Date {
  const asUtc = new Date(`${local}:00Z`);
  const shown = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'medium' },
  }).format(asUtc);
  return new Date(2 * asUtc.getTime() - new Date(`${shown.replace(' ', 'T')}Z`).getTime());
}
