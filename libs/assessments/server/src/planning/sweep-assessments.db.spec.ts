import 'reflect-metadata';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PlatformModule, readConfig, Seal } from '@turnstone/platform';
import { createTestDatabase, type TestDatabase } from '@turnstone/platform/testing';
import { AssessmentsJobsModule } from '../assessments-jobs.module.js';
import { SweepAssessments } from './sweep-assessments.js';

const SECRET = 'a secret of this test run, and of no other';
const PUBLIC = 'https://turnstone.example.org';

describe('the sweep of assessments', () => {
  let database: TestDatabase;
  let app: INestApplicationContext;
  let now = new Date('2026-11-16T09:00:00Z');
  const placeId = randomUUID();
  const toolId = randomUUID();
  before(async () => {
    database = await createTestDatabase();
    const config = readConfig({ DATABASE_URL: database.url, TURNSTONE_SECRET: SECRET, PUBLIC_URL: PUBLIC });
    @Module({
      imports: [PlatformModule.of({ config, database: database.database, clock: () => now }), AssessmentsJobsModule],
    })
    class WorkerOfSpec {}
    app = await NestFactory.createApplicationContext(WorkerOfSpec, { logger: false, abortOnError: false });
    await run('insert into place (id, slug, name, level) values ($1, $2, $3, $4)', [placeId, 'here', 'Here', 'place']);
    const domains = ['leadership', 'trust'].map((id) => ({ id, name: id }));
    const levels = ['Emerging', 'Developing', 'Maturing', 'Thriving'].map((name, index) => ({
      level: index + 1,
      name,
    }));
    await run(
      `insert into tool_version (id, place_id, tool, version, pack, created_at) values ($1, null, 'a-tool', 1, $2, now())`,
      [toolId, JSON.stringify({ id: 'a-tool', version: 1, letter: null, title: 'A tool', levels, domains })],
    );
  });
  after(async () => {
    await app.close();
    await database.drop();
  });
  afterEach(async () => {
    await run('delete from assessment');
    await run('delete from mail');
  });

  async function run<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await database.pool.query<Row>(sql, values)).rows;
  }
  const sweep = async (at: string): Promise<void> => {
    now = new Date(at);
    await app.get(SweepAssessments).sweep();
  };

  async function assessment(of: {
    kind?: string;
    state?: 'draft' | 'open' | 'closed';
    opensOn?: string;
    closesOn?: string;
    openedAt?: string;
    closedAt?: string;
    rehearsal?: boolean;
    identities?: string;
  }): Promise<string> {
    const id = randomUUID();
    const { kind = 'open online', state = 'open', identities = 'anonymous' } = of;
    await run(
      `insert into assessment (place_id, id, tool_version_id, title, kind, scope, round, identities, state, opens_on, closes_on,
         opened_at, closed_at, join_code, created_at)
       values ($1, $2, $3, 'How far along are we?', $4, 'whole place', 1, $5, $6, $7, $8, $9, $10, $11, now())`,
      [
        ...[placeId, id, toolId, kind, identities, state, of.opensOn ?? null, of.closesOn ?? null],
        ...[of.openedAt ?? null, of.closedAt ?? null, state === 'open' ? `code-${id}` : null],
      ],
    );
    if (of.rehearsal !== undefined) {
      await run(
        `insert into workshop (place_id, assessment_id, agenda, format, room, rehearsal) values ($1, $2, '[]', 'brief', $3, $4)`,
        [placeId, id, JSON.stringify({ state: 'running' }), of.rehearsal],
      );
    }
    return id;
  }
  const stateOf = async (id: string): Promise<string> => {
    const [row] = await run<{ state: string; join_code: string | null }>(
      'select state, join_code from assessment where id = $1',
      [id],
    );
    return `${row!.state}${row!.join_code === null ? '' : ', with a code'}`;
  };

  async function invite(id: string, at: string, more: { left?: boolean; email?: string | null } = {}): Promise<string> {
    const personId = randomUUID();
    const email = more.email === undefined ? `${personId}@people.example` : more.email;
    await run('insert into person (id, name, email) values ($1, $2, $3)', [personId, 'Somebody', email]);
    await run('insert into member (place_id, person_id, joined_at, left_at) values ($1, $2, now(), $3)', [
      placeId,
      personId,
      more.left === true ? at : null,
    ]);
    await run('insert into assessment_invitation values ($1, $2, $3, $4)', [placeId, id, personId, at]);
    return personId;
  }
  const mailed = () => run<{ person_id: string; subject: string }>('select person_id, subject from mail order by 1');

  async function participant(id: string, name: string | null = null): Promise<string> {
    const [row] = await run<{ id: string }>(
      `insert into participant (place_id, assessment_id, id, number, kind, token_hash, name, joined_at)
       select $1, $2, gen_random_uuid(), count(*) + 1, 'phone', sha256(gen_random_uuid()::text::bytea), $3, now()
       from participant where assessment_id = $2 returning id`,
      [placeId, id, name],
    );
    return row!.id;
  }
  const forgotten = async (id: string): Promise<boolean[]> =>
    (
      await run<{ gone: boolean }>(
        'select token_hash is null and name is null as gone from participant where assessment_id = $1 order by number',
        [id],
      )
    ).map(({ gone }) => gone);

  it('opens on its day by the clock of London, in summer an hour earlier, and says on the record that nobody did it', async () => {
    const winter = await assessment({ state: 'draft', opensOn: '2026-11-20', closesOn: '2026-12-20' });
    await sweep('2026-11-19T23:59:59Z');
    assert.equal(await stateOf(winter), 'draft');
    await sweep('2026-11-20T00:00:00Z');
    assert.equal(await stateOf(winter), 'open, with a code');
    const [entry] = await run<{ action: string; person_id: string | null }>(
      'select action, person_id from audit_entry where subject = $1',
      [`assessment ${winter}`],
    );
    assert.deepEqual(entry, { action: 'open an assessment', person_id: null });

    const summer = await assessment({ state: 'draft', opensOn: '2027-07-01', closesOn: '2027-07-20' });
    await sweep('2027-06-30T22:59:59Z');
    assert.equal(await stateOf(summer), 'draft');
    await sweep('2027-06-30T23:00:00Z');
    assert.equal(await stateOf(summer), 'open, with a code');
  });

  it('leaves a draft without a day, and one whose last day has passed already', async () => {
    const undated = await assessment({ state: 'draft', closesOn: '2026-12-20' });
    const late = await assessment({ state: 'draft', opensOn: '2026-11-01', closesOn: '2026-11-05' });
    await sweep('2026-11-20T00:00:00Z');
    assert.deepEqual([await stateOf(undated), await stateOf(late)], ['draft', 'draft']);
  });

  it('closes when its last day is over, also on the nights on which the clocks change', async () => {
    // British Summer Time ends on 25 October 2026 and begins on 28 March 2027 (gov.uk, When do the clocks change?).
    const nights = [
      ['2026-10-24', '2026-10-24T23:00:00Z'],
      ['2026-10-25', '2026-10-26T00:00:00Z'],
      ['2027-03-27', '2027-03-28T00:00:00Z'],
      ['2027-03-28', '2027-03-28T23:00:00Z'],
    ] as const;
    for (const [closesOn, over] of nights) {
      const id = await assessment({ closesOn });
      await sweep(new Date(Date.parse(over) - 1000).toISOString());
      assert.equal(await stateOf(id), 'open, with a code', `${closesOn}, a second before`);
      await sweep(over);
      assert.equal(await stateOf(id), 'closed', closesOn);
    }
  });

  it('works out once at the close what is shown of each domain', async () => {
    const id = await assessment({ closesOn: '2026-11-19' });
    for (let person = 0; person < 6; person += 1) {
      const by = await participant(id);
      await run(`insert into response values ($1, $2, $3, 'trust', $4, '', '', 1, now())`, [placeId, id, by, '3']);
    }
    await sweep('2026-11-19T23:00:00Z');
    assert.deepEqual(await run('select domain from shown_view where assessment_id = $1', [id]), []);
    await sweep('2026-11-20T00:00:00Z');
    const shown = await run<{ domain: string; seq: number }>(
      'select domain, seq from shown_view where assessment_id = $1 order by domain',
      [id],
    );
    assert.deepEqual(shown, [
      { domain: 'leadership', seq: 1 },
      { domain: 'trust', seq: 1 },
    ]);
    await sweep('2026-11-20T00:01:00Z');
    assert.deepEqual(
      (await run<{ seq: number }>('select seq from shown_view where assessment_id = $1', [id])).map(({ seq }) => seq),
      [1, 1],
    );
  });

  it('does not close a workshop that is running, whatever the day', async () => {
    const id = await assessment({ kind: 'workshop', rehearsal: false });
    await sweep('2027-11-20T00:00:00Z');
    assert.equal(await stateOf(id), 'open, with a code');
  });

  it('reminds everybody who was asked, once, three days before at nine, and never by their answer', async () => {
    // 26 November 2026 is a Thursday.
    const id = await assessment({ closesOn: '2026-11-26' });
    const asked = await Promise.all(['', '', ''].map(() => invite(id, '2026-11-16T09:00:00Z')));
    await invite(id, '2026-11-16T09:00:00Z', { left: true });
    await invite(id, '2026-11-16T09:00:00Z', { email: null });
    await participant(id);
    for (const early of ['2026-11-21T12:00:00Z', '2026-11-22T12:00:00Z', '2026-11-23T08:59:00Z']) await sweep(early);
    assert.deepEqual(await mailed(), []);
    await sweep('2026-11-23T09:00:00Z');
    assert.deepEqual(
      (await mailed()).map(({ person_id }) => person_id),
      asked.toSorted(),
    );
    for (const again of ['2026-11-23T09:01:00Z', '2026-11-24T09:00:00Z', '2026-11-26T12:00:00Z']) await sweep(again);
    assert.equal((await mailed()).length, 3);
    const [mail] = await run<{ id: string; kind: string; subject: string; content: Buffer }>('select * from mail');
    assert.equal(mail!.kind, 'assessments');
    assert.equal(mail!.subject, 'Here: your view can be given until 26 November 2026');
    const words = new Seal(SECRET).open('mail', mail!.id, mail!.content) ?? '';
    assert.match(words, /who has answered is not known/);
    assert.ok(words.includes(`${PUBLIC}/join/code-${id}`));
  });

  it('waits for Monday rather than remind at a weekend, and does not wait where that is too late', async () => {
    // Tuesday: three days before is Saturday 21 November.
    const tuesday = await assessment({ closesOn: '2026-11-24' });
    const [first] = [await invite(tuesday, '2026-11-16T09:00:00Z')];
    // Sunday, asked on the Friday before.
    const sunday = await assessment({ closesOn: '2026-11-22' });
    const second = await invite(sunday, '2026-11-20T09:00:00Z');
    await sweep('2026-11-21T12:00:00Z');
    assert.deepEqual(
      (await mailed()).map(({ person_id }) => person_id),
      [second],
    );
    await sweep('2026-11-23T09:00:00Z');
    assert.deepEqual((await mailed()).map(({ person_id }) => person_id).toSorted(), [first, second].toSorted());
  });

  it('reminds nobody who chose such mails away, and nobody of what is closed', async () => {
    const open = await assessment({ closesOn: '2026-11-26' });
    const person = await invite(open, '2026-11-16T09:00:00Z');
    await run(`insert into notice_choice (person_id, kind, wanted) values ($1, 'assessments', false)`, [person]);
    const closed = await assessment({ state: 'closed', closesOn: '2026-11-26', closedAt: '2026-11-20T09:00:00Z' });
    await invite(closed, '2026-11-16T09:00:00Z');
    await sweep('2026-11-23T09:00:00Z');
    assert.deepEqual(await mailed(), []);
  });

  it('forgets tokens and names within 24 hours of the close, and keeps those of what is open', async () => {
    const closedAt = '2026-11-20T12:00:00Z';
    const closed = await assessment({ state: 'closed', closedAt, identities: 'named' });
    const open = await assessment({ closesOn: '2026-12-20', openedAt: closedAt, identities: 'named' });
    const rehearsal = await assessment({ kind: 'workshop', openedAt: closedAt, rehearsal: true });
    const workshop = await assessment({ kind: 'workshop', openedAt: closedAt, rehearsal: false });
    for (const id of [closed, open, rehearsal, workshop]) {
      await participant(id, 'Somebody with a name');
      await participant(id);
    }
    await sweep('2026-11-20T13:00:00Z');
    assert.deepEqual(await forgotten(closed), [false, false], 'an hour later the room may still be looked at');
    await sweep('2026-11-21T11:00:00Z');
    assert.deepEqual(await forgotten(closed), [true, true]);
    assert.deepEqual(await forgotten(rehearsal), [true, true], 'what was only tried out is nobody’s either');
    assert.deepEqual(await forgotten(open), [false, false]);
    assert.deepEqual(await forgotten(workshop), [false, false]);
    // The answers stay.
    assert.equal((await run('select 1 from participant where assessment_id = $1', [closed])).length, 2);
  });

  it('leaves no time of the day behind, nor a device of a table, and keeps the order of what was proposed', async () => {
    // 23:30 on 19 November in London, and 00:30 on 20 July there.
    const [winter, summer] = ['2026-11-19T23:30:15.123Z', '2026-07-19T23:30:15.123Z'];
    const made = async (closedAt: string, at: string, kind = 'workshop'): Promise<string> => {
      const id = await assessment({ kind, state: 'closed', closedAt });
      const by = await participant(id);
      const seq = Date.parse(at);
      await run('update participant set joined_at = $2, removed_at = $2, votes_seq = $3 where id = $1', [by, at, seq]);
      await run(`insert into response values ($1, $2, $3, 'trust', '3', 'Why', '', $5, $4)`, [
        placeId,
        id,
        by,
        at,
        seq,
      ]);
      await run(`insert into table_score values ($1, $2, 1, 'trust', 3, '', 'table', $3, $5, $4)`, [
        ...[placeId, id, by, at, seq],
      ]);
      await run('insert into table_device values ($1, $2, 1, $3, $4)', [placeId, id, by, at]);
      const devices = [{ table: 1, participant: by, since: at }];
      await run(
        `insert into workshop_step (place_id, assessment_id, seq, at, step, before) values ($1, $2, 1, $3, '{}', $4)`,
        [placeId, id, at, JSON.stringify({ room: {}, tables: { count: 2, seed: 1, devices } })],
      );
      for (let n = 3; n > 0; n -= 1)
        await run(
          `insert into proposed_priority (place_id, assessment_id, id, text, participant_id, at)
           values ($1, $2, $3, $4, $5, $6::timestamptz - $7 * interval '1 minute')`,
          [placeId, id, randomUUID(), `Proposal ${n}`, by, at, n],
        );
      return id;
    };
    const timesOf = async (id: string): Promise<string[]> =>
      (
        await run<{ at: string }>(
          `select to_json(joined_at at time zone 'UTC') #>> '{}' as at from participant where assessment_id = $1
           union select to_json(removed_at at time zone 'UTC') #>> '{}' from participant where assessment_id = $1
           union select to_json(at at time zone 'UTC') #>> '{}' from response where assessment_id = $1
           union select to_json(at at time zone 'UTC') #>> '{}' from table_score where assessment_id = $1
           union select to_json(date_trunc('milliseconds', at) at time zone 'UTC') #>> '{}' from proposed_priority where assessment_id = $1`,
          [id],
        )
      ).map(({ at }) => at);
    const ids = [await made('2026-11-20T09:00:00Z', winter), await made('2026-07-20T09:00:00Z', summer)];
    const open = await made('2026-11-20T09:00:00Z', winter);
    await run(`update assessment set state = 'open', closed_at = null where id = $1`, [open]);
    const record = await made('2026-11-20T09:00:00Z', winter, 'own record');
    await sweep('2026-11-21T09:00:00Z');
    assert.deepEqual(await timesOf(ids[0]!), ['2026-11-19T00:00:00']);
    assert.deepEqual(await timesOf(ids[1]!), ['2026-07-19T23:00:00']);
    for (const id of ids) {
      const seqs = await run<{ seq: string }>(
        `select seq::text from response where assessment_id = $1 union select seq::text from table_score where assessment_id = $1
         union select votes_seq::text from participant where assessment_id = $1 and votes_seq is not null`,
        [id],
      );
      assert.deepEqual(seqs, [{ seq: '1' }], 'a phone counts by its clock');
      assert.deepEqual(await run('select 1 from table_device where assessment_id = $1', [id]), []);
      const [step] = await run<{ before: unknown }>('select before from workshop_step where assessment_id = $1', [id]);
      assert.deepEqual(step!.before, { room: {}, tables: { count: 2, seed: 1 } });
      assert.deepEqual(
        await run('select text, participant_id from proposed_priority where assessment_id = $1 order by at, id', [id]),
        ['Proposal 3', 'Proposal 2', 'Proposal 1'].map((text) => ({ text, participant_id: null })),
      );
      const [answer] = await run<{ choice: string; comment: string }>(
        'select choice, comment from response where assessment_id = $1',
        [id],
      );
      assert.deepEqual(answer, { choice: '3', comment: 'Why' }, 'the answers stay');
    }
    assert.ok((await timesOf(open)).includes('2026-11-19T23:30:15.123'), 'of what is open everything stays');
    assert.ok((await timesOf(record)).includes('2026-11-19T23:30:15.123'), 'a record is its author’s');
  });

  it('goes on with the others when one cannot be closed', async (context) => {
    const said = context.mock.method(console, 'error', () => undefined);
    const [broken, sound] = [
      await assessment({ closesOn: '2026-11-19' }),
      await assessment({ closesOn: '2026-11-19' }),
    ];
    await run(`create function broken() returns trigger language plpgsql as $$
      begin raise exception 'broken on purpose'; end $$`);
    await run(
      `create trigger broken before update on assessment for each row when (old.id = '${broken}') execute function broken()`,
    );
    await sweep('2026-11-20T00:00:00Z');
    await run('drop function broken cascade');
    assert.deepEqual([await stateOf(broken), await stateOf(sound)], ['open, with a code', 'closed']);
    assert.match(String(said.mock.calls[0]?.arguments[0]), /could not be closed: broken on purpose/);
    await sweep('2026-11-20T00:01:00Z');
    assert.equal(await stateOf(broken), 'closed');
  });

  it('is done once when two workers sweep at the same moment', async () => {
    const id = await assessment({ closesOn: '2026-11-26' });
    await invite(id, '2026-11-16T09:00:00Z');
    const draft = await assessment({ state: 'draft', opensOn: '2026-11-23', closesOn: '2026-12-20' });
    now = new Date('2026-11-23T09:00:00Z');
    await Promise.all(Array.from({ length: 4 }, () => app.get(SweepAssessments).sweep()));
    assert.equal((await mailed()).length, 1);
    const entries = await run('select 1 from audit_entry where subject = $1', [`assessment ${draft}`]);
    assert.equal(entries.length, 1);
  });
});
