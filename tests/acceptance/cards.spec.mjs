// The report card over HTTP: sections, two editors, what is refused, and what the API document says of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Card, Problem } from '@turnstone/contract';
import { openDemoPlace } from './support/place.mjs';

let place;
let base;
let lead;
let manager;

before(async () => {
  place = await openDemoPlace();
  await place.judgeAll();
  lead = await place.as('workstream lead');
  manager = await place.as('programme manager');
  const { rows } = await place.pool.query(
    `select p.slug as place, o.slug as outcome from place p join outcome o on o.place_id = p.id
     join card_indicator c on c.place_id = o.place_id and c.outcome_id = o.id
     where p.slug = 'harrowmere' group by 1, 2, o.position order by count(*) desc limit 1`,
  );
  base = `/api/places/${rows[0].place}/outcomes/${rows[0].outcome}/card`;
});
after(() => place?.close());

const read = async (client = lead, url = base) => {
  const answer = await client.get(url);
  assert.equal(answer.statusCode, 200, answer.body);
  return Card.parse(answer.json());
};
const sectionUrl = (name) => `${base}/sections/${encodeURIComponent(name)}`;

test('a card carries every section of the method and eight judged curves', async () => {
  const card = await read();
  assert.equal(card.readings.length, 8);
  for (const reading of card.readings) {
    assert.deepEqual(reading.judgements.map((judgement) => judgement.method).sort(), [
      'comparison',
      'forecast',
      'trend',
      'turning',
    ]);
    assert.ok(reading.judgements.every((judgement) => judgement.fresh && judgement.methodVersion && judgement.answer));
    assert.ok(reading.source.length > 0, 'each figure names its source');
  }
  assert.ok(card.sections['desired outcome'].content.statement.length > 0);
  assert.ok(card.sections.partners.content.records.length > 0);
});

test('what is written is there on the next reading, with who and which version', async () => {
  const before = (await read()).sections.partners;
  const records = [
    ...before.content.records,
    { organisation: 'Harrowmere Library', part: 'Hosts the quiet hour — “café”, £3 a head' },
  ];
  const answer = await lead.put(sectionUrl('partners'), { content: { records } }, before.version);
  assert.equal(answer.statusCode, 200, answer.body);
  const after = (await read()).sections.partners;
  assert.deepEqual(after.content.records, records);
  assert.equal(after.version, before.version + 1);
  const { rows } = await place.pool.query(
    `select before, after, person_id from audit_entry where action = 'write a report card' order by seq desc limit 1`,
  );
  assert.deepEqual(rows[0].after.records, records);
  assert.deepEqual(rows[0].before.records, before.content.records);
  assert.ok(rows[0].person_id);
});

test('a workstream lead writes the cards of their own workstreams and no others, and the card says so', async () => {
  const { rows } = await place.pool.query(
    `select o.slug, w.name, exists (select from workstream_lead l where l.place_id = w.place_id and l.workstream_id = w.id) as led
     from outcome o join place p on p.id = o.place_id left join workstream w on w.place_id = o.place_id and w.id = o.workstream_id
     where p.slug = 'harrowmere'`,
  );
  assert.equal(rows.length, 8);
  const entries = async () => (await place.pool.query('select count(*)::int as n from audit_entry')).rows[0].n;
  for (const { slug, name, led } of rows) {
    const url = base.replace(/outcomes\/[^/]+/, `outcomes/${slug}`);
    const card = Card.parse((await lead.get(url)).json());
    assert.deepEqual([card.workstream, card.mayWrite, card.mayChoose], [name, led, led], slug);
    const managed = Card.parse((await manager.get(url)).json());
    assert.deepEqual([managed.mayWrite, managed.mayChoose], [true, true], slug);
    for (const section of ['partners', 'indicators']) {
      const before = await entries();
      const { version, content } = card.sections[section];
      const answer = await lead.put(`${url}/sections/${section}`, { content }, version);
      assert.equal(answer.statusCode, led ? 200 : 403, `${slug}: ${answer.body}`);
      assert.equal((await entries()) - before, led ? 1 : 0);
      if (led) continue;
      assert.match(
        answer.json().detail,
        /^In Harrowmere you may .* where it belongs to a workstream that you lead\. This one does not\.$/,
      );
      assert.equal((await read(manager, url)).sections[section].version, version);
    }
  }
  assert.deepEqual(new Set(rows.map(({ led }) => led)), new Set([true, false]));
  const board = Card.parse((await (await place.as('board member')).get(base)).json());
  const analyst = Card.parse((await (await place.as('analyst')).get(base)).json());
  assert.deepEqual([board.mayWrite, board.mayChoose, analyst.mayWrite, analyst.mayChoose], [false, false, false, true]);
});

test('a card that belongs to no workstream is the programme manager’s to write, not a lead’s', async () => {
  await place.pool.query(
    `update outcome set workstream_id = null where slug = 'smoke-free' and place_id = (select id from place where slug = 'harrowmere')`,
  );
  const url = base.replace(/outcomes\/[^/]+/, 'outcomes/smoke-free');
  const card = await read(lead, url);
  assert.deepEqual([card.workstream, card.mayWrite], [null, false]);
  const { version, content } = card.sections.partners;
  assert.equal((await lead.put(`${url}/sections/partners`, { content }, version)).statusCode, 403);
  assert.equal((await manager.put(`${url}/sections/partners`, { content }, version)).statusCode, 200);
});

test('two people: the second is told, shown the words of the first, and nothing is lost', async () => {
  const { version } = (await read()).sections['story behind the baseline'];
  const story = (text) => ({ content: { records: [{ force: 'pushing the right way', text }] } });
  const url = sectionUrl('story behind the baseline');
  assert.equal((await lead.put(url, story('Hers'), version)).statusCode, 200);
  const second = await manager.put(url, story('His'), version);
  assert.equal(second.statusCode, 412, second.body);
  const problem = Problem.parse(second.json());
  assert.equal(problem.present.content.records[0].text, 'Hers');
  assert.equal(problem.present.version, version + 1);
  assert.ok(problem.present.changedBy);
  assert.equal((await read()).sections['story behind the baseline'].content.records[0].text, 'Hers');
  // Knowingly on top of hers: her words stay in the history.
  assert.equal((await manager.put(url, story('His'), problem.present.version)).statusCode, 200);
  const { rows } = await place.pool.query(
    `select content -> 'records' -> 0 ->> 'text' as text from card_section_version where section = 'story behind the baseline' order by version`,
  );
  assert.deepEqual(rows.map((row) => row.text).slice(-2), ['Hers', 'His']);
});

test('R33: of many writers at once one is kept and the others are told, five hundred times', async () => {
  const url = sectionUrl('target population');
  for (let round = 0; round < 125; round += 1) {
    const { version } = (await read()).sections['target population'];
    const texts = ['a', 'b', 'c', 'd'].map((who) => `Round ${round} by ${who}`);
    const answers = await Promise.all(
      texts.map((text, at) => (at % 2 ? lead : manager).put(url, { content: { text } }, version)),
    );
    const statuses = answers.map((answer) => answer.statusCode).sort();
    assert.deepEqual(statuses, [200, 412, 412, 412]);
    const kept = texts[answers.findIndex((answer) => answer.statusCode === 200)];
    assert.equal((await read()).sections['target population'].content.text, kept);
  }
});

test('without the version nothing is written', async () => {
  const answer = await lead.put(sectionUrl('partners'), { content: { records: [] } });
  assert.equal(answer.statusCode, 428);
  assert.ok((await read()).sections.partners.content.records.length > 0);
});

test('what cannot be saved names its field and reason, and nothing changes', async () => {
  const before = (await read()).sections;
  const wrong = [
    ['desired outcome', { statement: '  ' }, 'statement', /Say the outcome/],
    [
      'partners',
      {
        records: [
          { organisation: 'A', part: 'B' },
          { organisation: '', part: 'C' },
        ],
      },
      'records.1.organisation',
      /Name the partner/,
    ],
    ['story behind the baseline', { records: [{ force: 'sideways', text: 'x' }] }, 'records.0.force', /./],
    [
      'summary of actions',
      {
        records: [
          { title: 'Do it', leadOrganisation: '', leadPerson: '', dueOn: '31/02/2027', status: 'on track', note: '' },
        ],
      },
      'records.0.dueOn',
      /day, month and year/,
    ],
    [
      'summary of actions',
      {
        records: [
          { title: 'Do it', leadOrganisation: '', leadPerson: '', dueOn: '2027-02-31', status: 'on track', note: '' },
        ],
      },
      'records.0.dueOn',
      /day, month and year/,
    ],
    [
      'summary of actions',
      {
        records: [
          {
            id: '00000000-0000-4000-8000-000000000000',
            title: 'Do it',
            leadOrganisation: '',
            leadPerson: '',
            dueOn: null,
            status: 'on track',
            note: '',
          },
        ],
      },
      'records.0.id',
      /no such action/,
    ],
    [
      'indicators',
      {
        records: [
          {
            seriesId: '00000000-0000-4000-8000-000000000000',
            role: 'headline',
            communicationPower: 'high',
            proxyPower: 'high',
            dataPower: 'high',
            reason: '',
          },
        ],
      },
      'records.0.seriesId',
      /no such series/,
    ],
    ['what works', { records: 'all of it' }, 'records', /./],
  ];
  for (const [section, content, path, reason] of wrong) {
    const answer = await manager.put(sectionUrl(section), { content }, before[section].version);
    assert.equal(answer.statusCode, 400, `${section}: ${answer.body}`);
    const field = Problem.parse(answer.json()).fields?.find((one) => one.path === path);
    assert.ok(field, `${section}: ${answer.body}`);
    assert.match(field.reason, reason);
  }
  assert.deepEqual((await read()).sections, before);
});

test('more than five headline indicators are refused, five are not', async () => {
  const card = await read(manager);
  const { records } = card.sections.indicators.content;
  const six = records.map((record, at) => ({ ...record, role: at < 6 ? 'headline' : 'secondary' }));
  const refused = await manager.put(
    sectionUrl('indicators'),
    { content: { records: six } },
    card.sections.indicators.version,
  );
  assert.equal(refused.statusCode, 400);
  assert.match(refused.json().fields[0].reason, /at most five headline/);
  const five = records.map((record, at) => ({ ...record, role: at < 5 ? 'headline' : 'secondary' }));
  const taken = await manager.put(
    sectionUrl('indicators'),
    { content: { records: five } },
    card.sections.indicators.version,
  );
  assert.equal(taken.statusCode, 200, taken.body);
});

test('an action keeps its id when it is rewritten, and a new one is given one', async () => {
  const before = (await read()).sections['summary of actions'];
  const [first, ...rest] = before.content.records;
  const records = [
    { ...first, status: 'done' },
    ...rest,
    {
      title: 'Ask every household',
      leadOrganisation: '',
      leadPerson: '',
      dueOn: '2027-03-31',
      status: 'not started',
      note: '',
    },
  ];
  const answer = await lead.put(sectionUrl('summary of actions'), { content: { records } }, before.version);
  assert.equal(answer.statusCode, 200, answer.body);
  const after = (await read()).sections['summary of actions'].content.records;
  assert.equal(after[0].id, first.id);
  assert.equal(after[0].status, 'done');
  assert.match(after.at(-1).id, /^[0-9a-f-]{36}$/);
});

test('fields that no section names are dropped, not stored', async () => {
  const before = (await read()).sections.partners;
  const answer = await lead.put(
    sectionUrl('partners'),
    { content: { records: [{ organisation: 'A', part: 'B', placeId: 'x', role: 'admin' }], version: 77 } },
    before.version,
  );
  assert.deepEqual(answer.json().content, { records: [{ organisation: 'A', part: 'B' }] });
});

test('the outcomes come worse first, turned last, each with its state', async () => {
  const answer = await lead.get(base.replace(/\/outcomes\/.*/, '/outcomes'));
  const { outcomes, finding } = answer.json();
  const order = ['worse than the baseline', 'on the baseline', 'too early to say', null, 'turning', 'turned'];
  const places = outcomes.map((outcome) => order.indexOf(outcome.state));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  assert.ok(new Set(outcomes.map((outcome) => outcome.state)).size >= 3, 'the demo shows several states');
  assert.ok(finding.length > 0);
});

test('the API document names every conversation, and hostile requests are answered calmly', async () => {
  const document = (await place.api.inject({ url: '/api/openapi.json' })).json();
  assert.equal(document.openapi, '3.1.0');
  assert.ok(document.paths['/api/places/{place}/outcomes/{outcome}/card']);
  for (const url of [
    `${base}%00`,
    `${base}/sections/%2e%2e`,
    '/api/places/..%2f..%2fetc',
    `/api/places/${'x'.repeat(5000)}/outcomes`,
    `${base}?x=${'['.repeat(50)}`,
  ]) {
    const answer = await lead.get(url);
    assert.ok(answer.statusCode < 500, `${url}: ${answer.statusCode}`);
  }
  const garbage = await place.api.inject({
    method: 'POST',
    url: '/api/demo/sign-in',
    headers: { 'content-type': 'application/json' },
    payload: '{"personId":',
  });
  assert.equal(garbage.statusCode, 400);
  Problem.parse(garbage.json());
});
